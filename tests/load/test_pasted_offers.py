"""Each kind of offer, pasted where the printed report says, with nothing else done but that: the site is sound."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from marked_site import SOUND, write_site
from outlines_site import SETTINGS, SOUND_FEATURE, B, collection
from pasting import paste_offers
from run_command import sitegen
from site_cases import run_main

from sitegen.build import BuildOptions, load_and_plan
from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache, NullCache
from sitegen.load import load_messages
from sitegen.offers import locate_offers
from sitegen.problems import Report
from sitegen.reporters import format_text_report

ROOT = Path(__file__).resolve().parents[2]
PROGRAMME, VILLAGES, CORRECTIONS, SITE = (
    "data/programme.yaml", "data/villages.yaml", "data/corrections.yaml", "data/site.yaml",
)  # fmt: skip
CACHE, DAY = MemoryCache(), datetime(2026, 12, 2, tzinfo=UTC)
RELEASED = str(int(datetime(2026, 12, 1, 12, tzinfo=UTC).timestamp()))


def sample(folder: Path) -> Path:
    """A copy of the sample site, which has releases and locked addresses."""
    for part in ("data", "content"):
        shutil.copytree(ROOT / part, folder / part)
    return folder


def change(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text, old
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def check(root: Path, language: str) -> tuple[str, list[str]]:
    """The report of a site in words, and the codes of its errors and warnings."""
    report = Report()
    load_and_plan(BuildOptions(root, BuildContext(DAY)), report, CACHE)
    report = locate_offers(report, root)
    words = load_messages(language, NullCache())
    return format_text_report(report, words, lambda _: None, colour=False), [
        one.code for one in report if one.severity != "note"
    ]


def remove_village(root: Path) -> None:
    """Take out a village, the only one of its district, with what refers to it."""
    text = (root / VILLAGES).read_text(encoding="utf-8")
    before, _, after = text.partition("- code: 35.05.21.2007\n")
    (root / VILLAGES).write_text(before + after[after.index("\n- code") + 1 :], encoding="utf-8")
    for name in ("", ".en"):
        change(root, f"content/news/2018-07-05-dua-desa-di-blitar-ditetapkan{name}.md", ", 35.05.21.2007]", "]")
    text = (root / "data/translations.en.yaml").read_text(encoding="utf-8")
    text = re.sub(r"- what: 35\.05\.21\.2007.*\n(?:  .*\n)*", "", text)
    (root / "data/translations.en.yaml").write_text(text, encoding="utf-8")


def rename_last_of_its_letter(root: Path) -> None:
    """Rename a village as the guide says; the lists of names have no other one with its first letter."""
    change(
        root,
        VILLAGES,
        "  name: Ampelgading\n",
        "  name: Ujung Contoh\n  previous_names: [Ampelgading]\n  slug: ampelgading\n",
    )


def change_value(root: Path) -> None:
    change(root, PROGRAMME, "    reported: 201\n", "    reported: 204\n")


def change_values(root: Path) -> None:
    change_value(root)
    change(root, VILLAGES, "  certified: 2018-07-05\n", "  certified: 2018-07\n")


def publish_correction(root: Path) -> None:
    """Correct a value and release that; the release is of the day of the check."""
    change_value(root)
    entry = '- what: reported-2018\n  was: "201"\n  now: "204"\n  kind: revision\n  when: 2025-06-01\n  why: Uji.\n'
    (root / CORRECTIONS).write_text(f"# Ralat\n{entry}", encoding="utf-8")
    done = sitegen(root, "release", "2025-12-31", SOURCE_DATE_EPOCH=RELEASED)
    assert done.code == 0, done.err


def alter_correction(root: Path) -> None:
    publish_correction(root)
    change(root, CORRECTIONS, "when: 2025-06-01\n", "when: 2025-06-01\n  # catatan\n")
    change(root, CORRECTIONS, "kind: revision", "kind: correction")


def lose_correction(root: Path) -> None:
    publish_correction(root)
    (root / CORRECTIONS).unlink()


def leave_region_out(root: Path) -> None:
    record = {"kind": "barangay", "municipality": "Uji", "region": "Utara", "sources": ["koran"]}
    records = [
        {"code": "9790101001", "name": "A", "province": "Timur: Laut", **record},
        {"code": "9790101002", "name": "B", **record},
        {"code": "9790101003", "name": "C", **record},
    ]
    files = dict.fromkeys((file for file in SOUND if file.startswith(("content/news/", "data/outreach"))), None)
    settings = SOUND[SITE] + "geography: philippines\n"
    texts = [f"- {msgspec.json.encode(one).decode()}\n" for one in records[:2]]
    last = "".join(f"  {key}: {msgspec.json.encode(value).decode()}\n" for key, value in records[2].items())
    write_site(root, {**files, SITE: settings, VILLAGES: f"{''.join(texts)}- {last[2:]}"})


def name_other_property(root: Path) -> None:
    features = [SOUND_FEATURE.replace('"code":', '"KODE":').replace("35", code) for code in ("33", "35")]
    write_site(root, {SITE: SETTINGS, B: collection(*features)})


def name_other_level(root: Path) -> None:
    features = [SOUND_FEATURE.replace('"35"', f'"{code}"') for code in ("35.05", "35.06", "35.07")]
    settings = SETTINGS.replace("    credit", "    level: province  # tingkat\n    credit")
    write_site(root, {SITE: settings, B: collection(*features)})


Break = Callable[[Path], None]
OFFERS: dict[str, tuple[Break, list[str], list[str]]] = {
    "a changed value": (change_value, ["archive-changed"], ["end_empty"]),
    "changed values": (change_values, ["archive-changed"] * 3, ["end_empty"]),
    "an altered correction": (alter_correction, ["correction-altered"], ["instead_lines"]),
    "a lost correction": (lose_correction, ["correction-altered"], ["new"]),
    "a letter that no name begins with any more": (rename_last_of_its_letter, ["address-lost"] * 2, ["key"]),
    "a region that was left out": (leave_region_out, ["region-left-out"] * 2, ["behind", "below"]),
    "another property of outlines": (name_other_property, ["boundaries-key"], ["below"]),
    "another level of outlines": (name_other_level, ["boundaries-level"], ["instead"]),
}


@pytest.mark.parametrize("case", OFFERS)
def test_offer_pasted_where_it_is_said_leaves_no_problem(case: str, tmp_path: Path) -> None:
    break_site, expected, kinds = OFFERS[case]
    small = break_site in (leave_region_out, name_other_property, name_other_level)
    root = tmp_path if small else sample(tmp_path)
    break_site(root)
    if small:  # it has a theme of its own, of which there is only what loading needs
        shutil.rmtree(root / "themes")
    language = "id" if "value" in case else "en"
    said, codes = check(root, language)
    assert sorted(codes) == sorted(expected), said
    paste(root, said, language, kinds)
    assert check(root, language)[1] == []


def paste(root: Path, said: str, language: str, kinds: list[str]) -> None:
    """Paste what is offered, and fill in the reason."""
    assert sorted(paste_offers(root, said, language)) == kinds
    if (root / CORRECTIONS).exists():
        text = (root / CORRECTIONS).read_text(encoding="utf-8")
        (root / CORRECTIONS).write_text(re.sub(r"why:$", "why: Uji.", text, flags=re.MULTILINE), encoding="utf-8")


def test_offers_for_a_removed_village_lead_up_and_let_the_site_be_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remove_village(sample(tmp_path))
    here = ("--site", str(tmp_path), "--lang", "en", "--at", "2026-12-02")
    assert run_main("check", *here) == 1
    said = capsys.readouterr().err
    assert re.findall(r"\{source: (\S+), target: (\S+)\}", said) == [
        ("/en/regions/jawa-timur/kabupaten-blitar/selorejo/", "/en/regions/jawa-timur/kabupaten-blitar/"),
        ("/en/regions/jawa-timur/kabupaten-blitar/selorejo/ampelgading/", "/en/regions/jawa-timur/kabupaten-blitar/"),
        ("/en/search/a-z/a/", "/en/villages/"),
        ("/pencarian/abjad/a/", "/desa/"),
        ("/wilayah/jawa-timur/kabupaten-blitar/selorejo/", "/wilayah/jawa-timur/kabupaten-blitar/"),
        ("/wilayah/jawa-timur/kabupaten-blitar/selorejo/ampelgading/", "/wilayah/jawa-timur/kabupaten-blitar/"),
    ]
    paste(tmp_path, said, "en", ["end_empty", "key"])
    assert run_main("check", "--strict", *here) == 0, capsys.readouterr().err
