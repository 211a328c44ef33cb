"""Small sites in memory: each function makes one record or a whole Site with as little as a test needs to say."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from sitegen.build_context import BuildContext
from sitegen.cache import Cache, MemoryCache, NullCache
from sitegen.content import RawBytes, ReleaseTemplate, Template
from sitegen.dataset import Table, tables_of
from sitegen.geography.terms import complete_messages
from sitegen.load import load_messages
from sitegen.load.geography import PACKAGE_GEOGRAPHIES, package_geography
from sitegen.load.theme import load_locale_messages, read_theme_file
from sitegen.models import (
    Announcement,
    CalendarEntry,
    Colour,
    Indicator,
    NewsMeta,
    Office,
    Outreach,
    PageMeta,
    PlainPage,
    Programme,
    ProgrammeYear,
    Publisher,
    Settings,
    Site,
    Source,
    Theme,
    Unit,
    Village,
)
from sitegen.models.kinds import table_kinds
from sitegen.output import find_layout
from sitegen.pages import plan_site
from sitegen.problems import Report
from sitegen.render.content import render_content
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates
from sitegen.urls import Routes
from sitegen.views.site_index import SiteIndex, index_site

INDONESIA = package_geography()
MESSAGES = Path(__file__).parent.parent / "sitegen" / "messages"
THEME = Path(__file__).parent.parent / "themes" / "default"
ADDRESSES = Routes(load_messages("id", NullCache())["paths"])
NOW = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Jakarta"))
MADE = MemoryCache()
"""Compiled templates and converted prose, for all sites of a run of tests: most have the same theme and frame."""


@functools.cache
def read_yaml(file: Path) -> Any:
    """What an ordinary YAML reader makes of a file that no test changes."""
    return yaml.load(file.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def path_words(language: str) -> dict[str, str]:
    """The words that addresses are made of."""
    words: dict[str, str] = read_yaml(MESSAGES / f"{language}.yaml")["paths"]
    return words


def written_messages(language: str, geography: str = "indonesia") -> dict[str, str]:
    """The messages of the default theme, and the words of a geography, as they are written."""
    theme: dict[str, str] = read_yaml(THEME / "messages" / f"{language}.yaml")
    words: dict[str, str] = read_yaml(PACKAGE_GEOGRAPHIES / geography / "messages" / f"{language}.yaml")
    return theme | words


def default_messages(language: str) -> dict[str, str]:
    """The messages of a site in Indonesia without a theme of its own."""
    messages = complete_messages(INDONESIA, written_messages(language))
    return messages | load_locale_messages(messages["locale"], NullCache())


def make_source(id: str = "koran", **fields: Any) -> Source:
    """A source; 2020-02-02 unless told."""
    return Source(**{"id": id, "publisher": "Koran Uji", "date": "2020-02-02", **fields})


def make_village(code: str = "35.05.15.2004", **fields: Any) -> Village:
    """A desa that is in no register: no `certified` unless told. Names of regions are given by level."""
    given = {
        "code": code,
        "name": f"Desa{code[-2:]}",
        "kind": "desa",
        "sources": ("koran",),
    }
    usual = (f"Provinsi{code[:2]}", f"Kabupaten Uji{code[3:5]}", f"Kecamatan{code[6:8]}")
    names = dict(zip((level.id for level in INDONESIA.levels), usual, strict=True))
    regions = tuple(fields.pop(level, name) for level, name in names.items())
    return Village(**{**given, "regions": regions, **fields})


def in_regions(village: Village, **names: str) -> Village:
    """A village with other names of regions, by level: `in_regions(village, province="Jambi")`."""
    levels = zip(INDONESIA.levels, village.regions, strict=True)
    return replace(village, regions=tuple(names.get(level.id, name) for level, name in levels))


def make_outreach(id: str = "temu", villages: tuple[str, ...] = (), **fields: Any) -> Outreach:
    """An outreach event of 2019-05-05."""
    given = {
        "id": id,
        "title": f"Sosialisasi {id}",
        "date": "2019-05-05",
        "audience": "warga",
        "villages": villages,
        "sources": ("koran",),
    }
    return Outreach(**(given | fields))


def make_year(year: int, **fields: Any) -> ProgrammeYear:
    """A year of the programme; each figure given is of the source `koran`."""
    cited = {
        f"{name}_sources": ("koran",)
        for name, figure in (("target", "target"), ("reported", "reported"), ("projected", "projected_total"))
        if figure in fields
    }
    return ProgrammeYear(year=year, **(cited | fields))


def make_programme(*years: ProgrammeYear, **fields: Any) -> Programme:
    """The programme with these years, begun in 2017; its units are `peserta` and `persen`, which is a share."""
    given = {
        "name": "Desa Uji",
        "agency": "Badan Uji",
        "began": 2017,
        "summary": "Program untuk uji.",
        "sources": ("koran",),
        "units": (
            Unit(id="peserta", name="peserta", definition="Siapa saja yang disebut peserta."),
            Unit(id="persen", name="%", definition="Bagian per seratus.", share=True),
        ),
        "years": years,
    }
    return Programme(**(given | fields))


def make_indicator(id: str = "peserta", **fields: Any) -> Indicator:
    """A national figure in the unit `peserta`, without value or target unless told."""
    given = {"id": id, "name": "Peserta aktif", "scope": "Nasional", "unit": "peserta", "sources": ("koran",)}
    return Indicator(**(given | fields))


def make_calendar_entry(id: str = "hasil", **fields: Any) -> CalendarEntry:
    """An entry of the calendar, announced on 1 December 2025 for 31 March 2026, provisional unless told."""
    given = {"title": f"Terbitan {id}", "date": "2026-03-31", "status": "provisional", "announced": "2025-12-01"}
    return CalendarEntry(**{"id": id, **given, **fields})


def make_news(
    file: str = "2018-07-05-kabar.md", body: str = "Isi.\n", language: str = "id", **meta: Any
) -> Announcement:
    """An announcement in content/news/, dated by its file's name unless told."""
    day = "-".join(file.split("-")[:3]) if file[4:5] == "-" and file[7:8] == "-" else file[:4]
    given = {"title": f"Kabar {file}", "date": day, "summary": "Ringkasan."}
    return Announcement(f"content/news/{file}", NewsMeta(**(given | meta)), body, 10, language)


def make_page(file: str = "tentang.md", body: str = "Isi.\n", language: str = "id", **meta: Any) -> PlainPage:
    """A plain page in content/pages/."""
    given = {"title": f"Halaman {file}", "summary": "Ringkasan."}
    return PlainPage(f"content/pages/{file}", PageMeta(**(given | meta)), body, 10, language)


def make_config(**fields: Any) -> Settings:
    """Settings of an Indonesian site at https://uji.example."""
    given = {
        "title": "Situs Uji",
        "description": "Situs untuk uji.",
        "base_url": "https://uji.example",
        "notice": "Situs uji, bukan situs resmi.",
        "publisher": Publisher(name="Penerbit Uji", email="uji@uji.example"),
    }
    return Settings(**(given | fields))


@functools.cache
def default_theme() -> Theme:
    """The theme that comes with the package, read without the engine's reader."""
    templates = sorted((THEME / "templates").iterdir())
    static = {
        file.relative_to(THEME / "static").as_posix(): replace(read_theme_file(file), digest="0" * 32)
        for file in sorted((THEME / "static").rglob("*"))
        if file.is_file()
    }
    look = read_yaml(THEME / "theme.yaml")
    parts = [path for path in static if path.startswith("style/")]
    order = [f"style/{name}.css" for name in look["style"]]
    return Theme(
        name="default",
        templates={file.name: file.read_text(encoding="utf-8") for file in templates},
        template_files={file.name: str(file) for file in templates},
        static={path: file for path, file in static.items() if path not in parts},
        messages={language: default_messages(language) for language in ("id", "en")},
        colours={
            one["name"]: Colour(**{key: tuple(part) if isinstance(part, list) else part for key, part in one.items()})
            for one in look["colours"]
        },
        type={one["name"]: one["value"] for one in look["type"]},
        space={one["name"]: one["value"] for one in look["space"]},
        styles={path: static[path] for path in sorted(parts, key=lambda path: (order.index(path), path))},
    )


def make_site(**parts: Any) -> Site:
    """A Site of these parts; empty but for the source `koran`, the office `cabang` and a programme without years."""
    given: dict[str, Any] = {
        "config": make_config(),
        "geography": INDONESIA,
        "programme": make_programme(),
        "villages": (),
        "outreach": (),
        "indicators": (),
        "offices": (Office(id="cabang", name="Kantor Cabang Uji", kind="branch"),),
        "sources": (make_source(),),
        "news": (),
        "pages": (),
        "media": {},
        "corrections": (),
        "releases": (),
        "locked_urls": {},
        "theme": default_theme(),
        "origins": {},
    }
    return Site(**(given | parts))


def nonempty_tables(site: Site) -> dict[str, Table]:
    """The tables that a site publishes: those of rare records, series and disagreements only where they have rows."""
    rare = {kind.part for kind in table_kinds() if kind.rare} | {"observations", "targets", "breaks", "disagreements"}
    return {name: table for name, table in tables_of(site).items() if table.rows or name not in rare}


def make_site_index(context: BuildContext | None = None, **parts: Any) -> SiteIndex:
    """The index of make_site(**parts), as published on 1 January 2026 unless told."""
    return index_site(make_site(**parts), context or BuildContext(NOW), ADDRESSES)


def render_pages(context: BuildContext | None = None, **parts: Any) -> dict[str, str]:
    """The HTML of every page of make_site(**parts) by its file; a template's fault fails the test."""
    made = render_site(make_site(**parts), ADDRESSES, context)
    return {path: text for path, text in made.items() if path.endswith(".html")}


def render_site(site: Site, routes: Routes, context: BuildContext | None = None, cache: Cache = MADE) -> dict[str, str]:
    """What templates make of `site`, and what is written as it is, in all of its languages, by file; nothing for what
    is no text. A template's fault fails the test."""
    report = Report()
    made = plan_site(site, context or BuildContext(NOW), routes)
    found, zone = RenderFindings(report), site.timezone
    templates = {one.language: Templates(site.theme, one, zone, cache, "test") for one in made.layouts}
    pages = {}
    for output in (*made.plan_others(report), *made.text_outputs):
        if isinstance(output.content, ReleaseTemplate):
            language = find_layout(made.layouts, output.path).language
            pages[output.path] = render_content(output, templates[language], found).decode()
        elif isinstance(output.content, Template):
            language = find_layout(made.layouts, output.path).language
            pages[output.path] = templates[language].render(output, found).decode()
        else:
            pages[output.path] = output.content.data.decode() if isinstance(output.content, RawBytes) else ""
    faults = [(problem.code, problem.at, problem.values) for problem in report]
    assert not faults, faults
    return pages
