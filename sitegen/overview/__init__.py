"""The overview of a theme's parts: its colours, sizes and every macro, with sample views that real page kinds made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sitegen.addresses import addresses_of
from sitegen.bodies import Copy, Template
from sitegen.contrast import GRAPHIC, TEXT, contrast, shown
from sitegen.edition import Edition
from sitegen.engine import engine_digest
from sitegen.formats import PLAIN_FORMATS
from sitegen.memo import Forgetful
from sitegen.model import Colour, Site, Theme
from sitegen.output import Head, Link, Output
from sitegen.pages import plan
from sitegen.pages.cards import Pager
from sitegen.pages.stylesheet import STYLESHEET, stylesheet
from sitegen.problems import Report
from sitegen.read import read_site, read_words
from sitegen.render.prose import Found
from sitegen.render.templates import Templates

SAMPLE = Path(__file__).parent / "sample"
"""A site folder with every kind of figure and record."""
PAGE = "parts.html"
"""The template of the overview."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What a colour stands on, and by how much they differ."""

    ground: str
    """The other colour, by name."""
    least: float
    """The contrast that they must have."""
    light: str
    """What they have on a light screen."""
    dark: str
    """What they have on a dark one."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour of the theme."""

    colour: Colour
    """As the theme declares it, the publisher's own in its place."""
    pairs: tuple[Pair, ...]
    """What it stands on."""


@dataclass(frozen=True, slots=True)
class PartsPage:
    """What parts.html shows."""

    head: Head
    """What the page tells of itself."""
    swatches: tuple[Swatch, ...]
    """The theme's colours."""
    type: dict[str, str]
    """Its sizes of type by name."""
    space: dict[str, str]
    """Its sizes of space by name."""
    pager: Pager
    """The middle of a long list."""
    downloads: tuple[Link, ...]
    """Files to take away."""
    views: dict[str, Any]
    """What pages of the sample site show, by template: where a template makes several pages, what the fullest does."""


def overview(theme: Theme, edition: Edition, report: Report) -> dict[str, bytes]:
    """The files of the overview of `theme`, by path; none where `report` tells of a fault."""
    sample = read_site(SAMPLE, report, Forgetful())
    if sample is None or report.failed():
        return {}
    sample = replace(sample, theme=theme)
    addresses = addresses_of(sample.config, lambda language: read_words(language, Forgetful())["paths"])
    made = plan(sample, edition, addresses)
    outputs = [*made.outline(report), *made.prose]
    found, frame = Found(report), made.frames[0]
    templates = Templates(theme, frame, sample.config.timezone, Forgetful(), engine_digest())
    page = Output("index.html", Template(PAGE, _page(sample, outputs)))
    files = {page.path: templates.render(page, found)}
    own = {one.location for one in theme.static.values()}
    for output in outputs:
        if isinstance(output.body, Copy) and output.body.location in own:
            files[output.path] = Path(output.body.location).read_bytes()
    files[frame.assets[STYLESHEET][1:]] = stylesheet(theme)[0]
    return {} if report.failed() else files


def _page(sample: Site, outputs: Sequence[Output]) -> PartsPage:
    views: dict[str, Any] = {}
    for output in outputs:
        if isinstance(output.body, Template):
            views.setdefault(output.body.name, []).append(output.body.view)
    numbers = tuple(Link(str(number), f"/halaman/{number}/") for number in range(1, 13))
    return PartsPage(
        head=Head(sample.config.title, sample.config.description, "/", indexed=False),
        swatches=tuple(_swatch(sample.theme, colour) for colour in sample.theme.colours.values()),
        type=sample.theme.type,
        space=sample.theme.space,
        pager=Pager(6, numbers),
        downloads=tuple(Link(one.label, one.file("/data/villages")) for one in PLAIN_FORMATS),
        views={name: max(found, key=lambda view: len(repr(view))) for name, found in views.items()},
    )


def _swatch(theme: Theme, colour: Colour) -> Swatch:
    pairs = []
    for grounds, least in ((colour.text_on, TEXT), (colour.graphic_on, GRAPHIC)):
        for name in grounds:
            ground = theme.colours[name]
            light, dark = contrast(colour.light, ground.light), contrast(colour.dark, ground.dark)
            pairs.append(Pair(name, least, shown(light), shown(dark)))
    return Swatch(colour, tuple(pairs))
