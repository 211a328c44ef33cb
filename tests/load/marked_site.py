"""A small sound site folder, and texts that mark the place at which a problem is expected.

«…» encloses the marked characters; ‸ stands before a place whose end is not told. Both are taken out before writing.
"""

from __future__ import annotations

from pathlib import Path

from sitegen.cache import Cache, NullCache
from sitegen.load import load_site
from sitegen.models import Site
from sitegen.problems import Problem, Report, Span

VILLAGE = """\
- code: 35.05.15.2004
  name: Sukosewu
  kind: desa
  district: Gandusari
  regency: Kabupaten Blitar
  province: Jawa Timur
  certified: 2018-07-05
  office: jatim
  location: {lat: -8.03546, lon: 112.29194}
  criteria: [staff-enrolled]
  sources: [koran]
"""
NEWS = """\
---
title: Dua desa
date: 2018-07-05
summary: Dua desa ditetapkan.
villages: [35.05.15.2004]
sources: [koran]
---

Dua desa ditetapkan.
"""
PAGE = "---\ntitle: Tentang\nsummary: Apa ini.\n---\nIsi.\n"
SOUND = {
    "data/site.yaml": """\
title: Situs uji
description: Situs untuk menguji.
base_url: https://uji.example
official_list: none
publisher:
  name: Penguji
""",
    "data/programme.yaml": """\
name: Program uji
agency: Lembaga uji
began: 2017
summary: Program untuk menguji.
units:
  - id: peserta
    name: peserta
    definition: Siapa saja yang disebut peserta.
sources: [koran]
years:
  - year: 2018
    target: 200
    target_sources: [koran]
criteria:
  - id: staff-enrolled
    name: Perangkat desa terdaftar
    description: Seluruh perangkat desa terdaftar.
    sources: [koran]
""",
    "data/villages.yaml": VILLAGE,
    "data/outreach.yaml": """\
- id: klaten
  title: Sosialisasi
  date: 2023-10-19
  audience: perangkat desa
  villages: [35.05.15.2004]
  sources: [koran]
""",
    "data/indicators.yaml": """\
- id: peserta
  name: Peserta aktif
  scope: Nasional
  unit: peserta
  value: 36000000
  as_of: 2023-10
  sources: [koran]
""",
    "data/offices.yaml": "- id: jatim\n  name: Kantor Wilayah Jawa Timur\n  kind: regional\n",
    "data/sources.yaml": "- id: koran\n  publisher: Koran Uji\n  date: 2024-01-05\n",
    "content/news/2018-07-05-dua-desa.md": NEWS,
    "content/pages/tentang.md": PAGE,
}
THEMES = (Path(__file__).parent / "themes",)


def write_site(root: Path, files: dict[str, str | bytes | None] | None = None) -> Path:
    """Write the sound site with some files changed (None: left out)."""
    for file, text in {**SOUND, "themes/default/theme.yaml": "name: Uji\n", **(files or {})}.items():
        if text is not None:
            path = root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def read(root: Path, cache: Cache | None = None) -> tuple[Site | None, list[Problem]]:
    """Read a site folder, with its problems in order."""
    report = Report()
    site = load_site(root, report, cache or NullCache(), THEMES)
    return site, list(report)


def unmark(file: str, text: str) -> tuple[str, list[Span]]:
    """The text without its marks, and the marked places."""
    plain, spans = "", []
    start: tuple[int, int] | None = None
    line, column = 1, 1
    for sign in text:
        if sign == "«":
            start = (line, column)
        elif sign == "»" and start:
            spans.append(Span(file, *start, column))
        elif sign == "‸":
            spans.append(Span(file, line, column))
        else:
            plain += sign
            line, column = (line + 1, 1) if sign == "\n" else (line, column + 1)
    return plain, spans


def problems_of(root: Path, file: str, marked: str, **others: str) -> tuple[list[Problem], list[Span]]:
    """The problems of the sound site with one file replaced, and the places that the text marks."""
    text, spans = unmark(file, marked)
    return read(write_site(root, {file: text, **others}))[1], spans
