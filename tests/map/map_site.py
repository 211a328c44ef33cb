"""A small site whose villages bear hostile names, and its map page as a host would serve it."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import factory
from factory import INDONESIA

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load.context import LoadContext
from sitegen.load.outlines import load_outlines
from sitegen.load.theme import read_theme_file
from sitegen.models import (
    Location,
    Outlines,
    Outreach,
    Programme,
    Publisher,
    Settings,
    Site,
    Source,
    Theme,
    ThemeFile,
    Village,
)
from sitegen.output import Output
from sitegen.pages.map import map_page
from sitegen.problems import Report
from sitegen.render.content import render_content
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates
from sitegen.urls import Routes
from sitegen.views.layout import STYLESHEET, layout_context, stylesheet
from sitegen.views.site_index import SiteIndex, index_site

ROOT = Path(__file__).parent.parent.parent
THEME = ROOT / "themes" / "default"
ASSETS = ROOT / "sitegen" / "assets"
HOSTILE = (
    "${alert(1)}",
    "`${alert(2)}`",
    "</script><script>alert(3)</script>",
    "O'Neil \"<img src=x onerror=alert(4)>",
    "\u202eatik\u202c",
)
"""Names that a careless map would run, or turn around."""
CONFIG = Settings(
    title="Desa",
    description="Catatan desa.",
    base_url="https://desa.example",
    notice="Situs uji, bukan situs resmi.",
    publisher=Publisher(name="Pengelola"),
)
"""The settings of a site that says only what it must."""


def village(block: int, name: str, lat: float, lon: float, *, certified: str | None = "2018-07-05") -> Village:
    """A desa of Kabupaten Blitar; `block` is the last part of its code."""
    return Village(
        code=f"35.05.15.{block}",
        name=name,
        kind="desa",
        regions=("Jawa Timur", "Kabupaten Blitar", "Gandusari"),
        certified=certified,
        location=Location(lat=lat, lon=lon, uncertainty_m=2200, precision="village"),
        sources=("berita",),
    )


def hostile_villages() -> tuple[Village, ...]:
    """Far enough apart for a mark each; the last two lie side by side, and one of them was only reached by outreach."""
    spread = [village(2001 + at, name, -8.0 + 2.5 * at, 100.0 + 8 * at) for at, name in enumerate(HOSTILE)]
    near = [village(2010, "Sukosewu", -8.03546, 112.29194), village(2011, "Gadungan", -8.04, 112.3, certified=None)]
    return (*spread, *near)


def site_of(villages: tuple[Village, ...], static: dict[str, ThemeFile] | None = None, **parts: Any) -> Site:
    """A site that holds these villages and nothing else, with the outlines of the package; `parts` are other fields."""
    source = Source(id="berita", publisher="Koran", date="2018-07-05")
    event = Outreach(
        id="kelana", title="Kelana", date="2018", audience="warga", villages=("35.05.15.2011",), sources=("berita",)
    )
    site = Site(
        config=CONFIG,
        geography=INDONESIA,
        programme=Programme(name="Desa Sadar", agency="Badan", began=2018, summary="Program.", sources=("berita",)),
        villages=villages,
        outreach=(event,),
        indicators=(),
        offices=(),
        sources=(source,),
        news=(),
        pages=(),
        media={},
        corrections=(),
        releases=(),
        locked_urls={},
        theme=default_theme(static),
        origins={},
        outlines=outlines(),
    )
    return replace(site, **parts)


@functools.cache
def outlines() -> Outlines:
    """The provinces as the package draws them."""
    return load_outlines(LoadContext(ROOT, Report(), NullCache(), known_geography=INDONESIA), None, ()).outlines


def default_theme(static: dict[str, ThemeFile] | None = None) -> Theme:
    """The theme of this package, with the assets that stand in the checkout."""
    templates = {file.name: file.read_text() for file in THEME.glob("templates/*.html")}
    files_of = {name: name for name in templates}
    return replace(
        factory.default_theme(),
        templates=templates,
        template_files=files_of,
        static=_static() if static is None else static,
    )


@functools.cache
def _static() -> dict[str, ThemeFile]:
    files = {file.relative_to(THEME / "static").as_posix(): file for file in THEME.glob("static/**/*.*")}
    files |= {file.relative_to(ASSETS).as_posix(): file for file in ASSETS.glob("vendor/*/*.*")}
    return {name: read_theme_file(file) for name, file in sorted(files.items())}


def index(site: Site) -> SiteIndex:
    """The index of a site, in the addresses of its language."""
    return index_site(site, BuildContext(datetime(2026, 1, 1, tzinfo=UTC)), _addresses())


@functools.cache
def _addresses() -> Routes:
    return Routes(factory.path_words("id"))


def outputs(site: Site) -> dict[str, Output]:
    """The outputs of the map's page kind, by path."""
    return {output.path: output for output in map_page(index(site))}


def publish(site: Site, folder: Path) -> None:
    """Write the map page with all that it loads, as a build would."""
    shared = layout_context(index(site))
    templates = Templates(site.theme, shared, "Asia/Jakarta", NullCache(), "test")
    found = RenderFindings()
    for output in map_page(index(site)):
        write(folder, output.path, render_content(output, templates, found))
    assert list(found.report) == []
    for name, file in site.theme.static.items():
        if name in shared.assets:  # others are joined to one
            write(folder, shared.assets[name][1:], Path(file.location).read_bytes())
    write(folder, shared.assets[STYLESHEET][1:], stylesheet(site.theme)[0])


def write(folder: Path, path: str, content: bytes) -> None:
    """Write a file with the folders above it."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
