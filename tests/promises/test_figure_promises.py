"""The promises of the architecture for figures, releases, corrections and addresses: incremental equals clean."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from edit_chain import NOW, ROOT, Edit, assert_incremental_equals_clean, build_start, replace
from site_cases import allow_invented_places

from sitegen.cache import NullCache
from sitegen.commands.release import prepare_release
from sitegen.load import load_site
from sitegen.problems import Report

BLITAR = "content/news/2018-07-05-dua-desa-di-blitar-ditetapkan.md"
RECORD = "name: Sukosewu"


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, and what is built of it."""
    folder = tmp_path_factory.mktemp("start")
    for name in ("data", "content", "themes"):
        shutil.copytree(ROOT / name, folder / "copy" / name)
    allow_invented_places(folder / "copy")
    return build_start(folder)


def append(file: str, text: str) -> Edit:
    def edit(root: Path) -> None:
        (root / file).write_text((root / file).read_text(encoding="utf-8") + text, encoding="utf-8")

    return edit


def add_release(root: Path) -> None:
    made = load_site(root, Report(), NullCache())
    assert made
    release = prepare_release(made, date(2025, 12, 31), NOW.date())
    (root / release.file).write_bytes(release.data)


def damage_a_release(root: Path) -> None:
    file = root / "data/releases/2019-12-31.jsonl"
    file.write_bytes(file.read_bytes().replace(b"Pulutan", b"Polutan"))


def revise(root: Path) -> None:
    replace("data/programme.yaml", "reported: 201\n", "reported: 204\n")(root)
    replace("data/corrections.yaml", "\n[]\n", ENTRY)(root)


ENTRY = """
- what: reported-2018
  was: "201"
  now: "204"
  kind: revision
  when: 2026-11-01
  why: Tiga kantor cabang melapor terlambat.
"""


def forget_an_address(root: Path) -> None:
    """Take the second address out of the lock: it stands where it stood, and nobody has promised it."""
    lines = (root / "data/urls.lock").read_text(encoding="utf-8").splitlines(keepends=True)
    (root / "data/urls.lock").write_text("".join(lines[:2] + lines[3:]), encoding="utf-8")


def add_province(root: Path) -> None:
    """A report of a closed year that came late, as its source says."""
    append("data/sources.yaml", "\n- id: terlambat\n  publisher: Uji\n  date: 2026-01-10\n")(root)
    old = "    reported_sources: [daerah-2019-10-09]\n"
    part = "    provinces:\n      - {province: '33', name: Jawa Tengah, reported: 7, sources: [terlambat]}\n"
    replace("data/programme.yaml", old, old + part)(root)


EDITS: dict[str, Edit] = {
    "damaged release": damage_a_release,
    "value without entry": replace("data/programme.yaml", "reported: 201\n", "reported: 204\n"),
    "revision": revise,
    "event": replace(
        "data/villages.yaml", RECORD, f"{RECORD}\n  events: [{{kind: launched, date: 2026-02, issuer: Bupati}}]"
    ),
    "previous name": replace("data/villages.yaml", RECORD, f"{RECORD}\n  previous_names: [Sukasewu]"),
    "bound figure": append(BLITAR, '\nAda {{ count(province="35") }} dan {{ figure("reported", year=2017) }} desa.\n'),
    "unknown figure": append(BLITAR, '\nAda {{ figure("reported", year=1999) }} desa.\n'),
    "slip that is meant": append(BLITAR, '\nAda {{ meant("280 desa") }}.\n'),
    "source of another day": replace("data/sources.yaml", "date: 2018-07-05", "date: 2018-07-06"),
    "address not locked": forget_an_address,
    "address lost": append("data/urls.lock", "/tidak-ada/\n"),
    "edit link": append("data/site.yaml", "\nedit_link: https://git.example/situs/edit/main/{file}\n"),
    "window": append("data/site.yaml", "\nrevision_months: 999\n"),
    "unit": replace("data/programme.yaml", "name: peserta aktif", "name: peserta yang aktif"),
    "province": add_province,
    "release": add_release,
}
REFUSED = frozenset({"damaged release", "value without entry", "unknown figure", "address lost"})
"""The edits that keep a site from being published."""


def test_incremental_equals_clean_for_figures(start: Path, tmp_path: Path) -> None:
    assert_incremental_equals_clean(start, tmp_path, EDITS, REFUSED)
