"""Provenance is true: whatever changes with a file names that file, before the change or after it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report

ROOT = Path(__file__).parents[2]
Edit = Callable[[bytes], bytes]


def replaced(old: str, new: str) -> Edit:
    """Replace a text, which has to be there."""

    def edit(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode(), 1)

    return edit


def mirrored(data: bytes) -> bytes:
    """The same picture the other way round."""
    made = BytesIO()
    with Image.open(BytesIO(data)) as picture:
        ImageOps.mirror(picture).save(made, "PNG")
    return made.getvalue()


EDITS: dict[str, list[Edit]] = {
    "data/villages.yaml": [
        replaced("name: Contohmakmur", "name: Contohsubur"),
        replaced("count: 4210", "count: 4310"),
        replaced(
            "province: Contoh Timur\n  sources: [surat-2022-03]",
            "province: Contoh Timur\n  sources: [harian-2018-07-05]",
        ),
        replaced("    lat: -8.03546", "    lat: -8.13546"),
    ],
    "data/outreach.yaml": [
        replaced("title: Temu warga", "title: Temu petani"),
        replaced("villages: [99.01.02.2003]", "villages: [99.01.02.2004]"),
    ],
    "data/regions.yaml": [
        replaced("name: Kabupaten Teladan", "name: Kabupaten Panutan"),
        replaced("note: Kabupaten rekaan", "note: Kabupaten yang rekaan"),
    ],
    "data/offices.yaml": [replaced("name: Kantor Cabang Contoh", "name: Kantor Cabang Percontohan")],
    "data/indicators.yaml": [replaced("value: 6400", "value: 6500"), replaced("name: Peserta aktif", "name: Peserta")],
    "data/sources.yaml": [
        replaced("publisher: Surat Contoh", "publisher: Surat Edaran Contoh"),
        replaced("date: 2022-03", "date: 2022-02"),
        replaced("publisher: Harian Contoh", "publisher: Harian Percontohan"),
    ],
    "data/corrections.yaml": [
        replaced("why: Salah ketik", "why: Keliru ketik"),
        replaced("why: Tiga kantor", "why: Empat kantor"),
    ],
    "data/calendar.yaml": [
        replaced("title: Hasil tahun", "title: Capaian tahun"),
        replaced("date: 2098-03-31", "date: 2098-04-30"),
        replaced("pages: [/capaian/]", "pages: [/capaian/, /desa/]"),
    ],
    "data/glossary.yaml": [
        replaced("meaning: Perlindungan rekaan", "meaning: Jaminan rekaan"),
        replaced("forms: [JKC]", "forms: [JKC, rekaan]"),
    ],
    "data/accessibility.yaml": [replaced("widths: [320, 1280]", "widths: [320, 768, 1280]")],
    "data/translations.en.yaml": [
        replaced("name: Contoh Branch Office", "name: Example Branch Office"),
        replaced("note: Its name is that", "note: The name is that"),
        replaced("publisher: Example Daily", "publisher: The Example Daily"),
    ],
    "data/programme.yaml": [
        replaced("target: 200", "target: 210"),
        replaced("name: Kepala desa terdaftar", "name: Kepala desa menjadi peserta"),
        replaced("name: peserta aktif", "name: peserta yang aktif"),
        replaced("name: Program Desa Contoh", "name: Program Desa Percontohan"),
        replaced("  note: Mengatur siapa", "  note: Menetapkan siapa"),
    ],
    "data/site.yaml": [
        replaced("notice: Situs contoh", "notice: Laman contoh"),
        replaced("  max_zoom: 12", "  max_zoom: 11"),
    ],
    "data/batas.geojson": [replaced("[111.2, -6.4]", "[111.2, -6.5]")],
    "content/media/balai-desa.png": [mirrored],
    "content/news/2018-07-05-desa-pertama.md": [
        replaced("title: Desa pertama", "title: Desa yang pertama"),
        replaced("Baca juga", "Bacalah juga"),
        replaced("slug: desa-pertama", "slug: desa-yang-pertama"),
        replaced("tags: [penetapan", "tags: [peresmian"),
    ],
    "content/pages/tentang.md": [
        replaced("title: Tentang situs", "title: Perihal situs"),
        replaced("Situs ini contoh", "Situs ini rekaan"),
        replaced("slug: tentang", "slug: perihal"),
    ],
    "themes/own/theme.yaml": [lambda data: data + b"type:\n  - {name: step-0, value: 1.0625rem}\n"],
    "themes/own/messages/id.yaml": [replaced("Muka", "Beranda")],
    "themes/own/messages/en.yaml": [replaced("Muka", "Start")],
    "themes/own/templates/register.html": [replaced('<h1 dir="auto">', '<h1 dir="auto" class="own">')],
}
"""For every source file of docs/example, and for a theme that extends the default one: edits that change something."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """docs/example with a theme of its own."""
    folder = Path(shutil.copytree(ROOT / "docs/example", tmp_path_factory.mktemp("provenance") / "site"))
    own = folder / "themes/own"
    (own / "messages").mkdir(parents=True)
    (own / "templates").mkdir()
    (own / "theme.yaml").write_text("name: own\nextends: default\n", encoding="utf-8")
    for language in ("id", "en"):
        (own / f"messages/{language}.yaml").write_text("home: Muka\n", encoding="utf-8")
    shutil.copy(ROOT / "themes/default/templates/register.html", own / "templates")
    settings = folder / "data/site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^theme:.*\n", "", text) + "theme: own\n", encoding="utf-8")
    return folder


def manifest_of(site: Path) -> dict[str, Any]:
    """Build the site, and read its manifest."""
    report = Report()
    done = build(BuildOptions(site, BuildContext(datetime(2026, 1, 1, tzinfo=UTC))), site / "build/site", report)
    assert done, [str(problem) for problem in report]
    manifest: dict[str, Any] = json.loads((site / "build/manifest.json").read_bytes())
    return manifest


def names(file: str, inputs: list[str]) -> bool:
    """Whether a list of inputs names a file: by itself, by a line of it, or by its folder."""
    return any(one == file or one.startswith(f"{file}:") or file.startswith(f"{one}/") for one in inputs)


def sources(site: Path) -> set[str]:
    """Every source file, relative to the site folder."""
    files = (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    return {file for file in files if not file.startswith("build/")}


def test_provenance_names_every_changed_input(site: Path) -> None:
    assert EDITS.keys() == sources(site)
    before = manifest_of(site)
    missed, idle = list[str](), list[str]()
    for file, edits in EDITS.items():
        for number, edit in enumerate(edits):
            (site / file).write_bytes(edit((site / file).read_bytes()))
            after = manifest_of(site)
            old, new = before["outputs"], after["outputs"]
            changed = [path for path in new if path not in old or new[path]["sha256"] != old[path]["sha256"]]
            if not changed:
                idle.append(f"{file} {number}")
            if not names(file, before["shared"] + after["shared"]):
                missed += (
                    f"{file} {number}: {path}"
                    for path in sorted(changed)
                    if not names(file, _inputs(old, path) + _inputs(new, path))
                )
            before = after
    assert (missed, idle) == ([], [])


def test_provenance_is_exact_where_a_record_is(site: Path) -> None:
    outputs = manifest_of(site)["outputs"]
    pages = {
        path: one["inputs"]
        for path, one in outputs.items()
        if path.startswith("wilayah/") and path.count("/") == 5 and path.endswith(".html")
    }
    assert len(pages) > 1
    for path, inputs in pages.items():
        assert "data/villages.yaml" not in inputs, path
        assert not names("data/indicators.yaml", inputs), path
    assert not names("content/pages/tentang.md", outputs["data/villages.csv"]["inputs"])


def _inputs(outputs: dict[str, Any], path: str) -> list[str]:
    return list(outputs[path]["inputs"]) if path in outputs else []
