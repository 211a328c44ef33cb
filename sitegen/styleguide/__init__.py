"""The style guide of a theme: colours, sizes and every macro, with sample views made by real page kinds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sitegen.build import plan_build, render_all
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import Template
from sitegen.contrast import GRAPHIC, TEXT, contrast, format_ratio
from sitegen.formats import PLAIN_FORMATS
from sitegen.load import load_messages, load_site
from sitegen.models import Colour, Site, Theme
from sitegen.output import Link, Output, PageHead, PageView
from sitegen.problems import Report
from sitegen.urls import build_routes
from sitegen.views.cards import Pagination

SAMPLE = Path(__file__).parent / "sample"
"""A site folder with every kind of figure and record."""
PAGE = "index.html"
"""The page of the overview, in the place of the sample's home page."""


@dataclass(frozen=True, slots=True)
class ContrastPair:
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
    pairs: tuple[ContrastPair, ...]
    """What it stands on."""


@dataclass(frozen=True, slots=True)
class StyleguidePage(PageView):
    """What parts.html shows."""

    swatches: tuple[Swatch, ...]
    """The theme's colours."""
    type: dict[str, str]
    """Its sizes of type by name."""
    space: dict[str, str]
    """Its sizes of space by name."""
    pager: Pagination
    """The middle of a long list."""
    downloads: tuple[Link, ...]
    """Files to take away."""
    views: dict[str, Any]
    """What pages of the sample site show, by template: where a template makes several pages, what the fullest does."""


def styleguide_files(theme: Theme, context: BuildContext, report: Report) -> dict[str, bytes]:
    """The files of the overview of `theme`, by path; none where `report` tells of a fault."""
    sample = load_site(SAMPLE, report, NullCache())
    if sample is None or report.failed():
        return {}
    sample = replace(sample, theme=theme)
    routes = build_routes(sample.config, lambda language: load_messages(language, NullCache())["paths"])
    plan = plan_build(sample, context, routes, report, NullCache())
    assets = [url[1:] for url in plan.layouts[0].assets.values() if url[1:] in plan.outputs]
    plan.outputs[PAGE] = Output(PAGE, Template("parts.html", _page(sample, plan.outputs.values())))
    files: dict[str, bytes] = {}
    made = render_all(plan, [PAGE, *assets], 1, NullCache(), files.__setitem__)
    for artifact in made.values():
        report.extend(artifact.problems)
    return {} if report.failed() else files


def _page(sample: Site, outputs: Iterable[Output]) -> StyleguidePage:
    views: dict[str, Any] = {}
    for output in outputs:
        if isinstance(output.content, Template):
            views.setdefault(output.content.name, []).append(output.content.view)
    numbers = tuple(Link(str(number), f"/{number}/") for number in range(1, 13))
    return StyleguidePage(
        head=PageHead(sample.config.title, sample.config.description, "/", indexed=False),
        swatches=tuple(_swatch(sample.theme, colour) for colour in sample.theme.colours.values()),
        type=sample.theme.type,
        space=sample.theme.space,
        pager=Pagination(6, numbers),
        downloads=tuple(Link(one.label, one.file("/data/villages")) for one in PLAIN_FORMATS),
        views={name: max(found, key=lambda view: len(repr(view))) for name, found in views.items()},
    )


def _swatch(theme: Theme, colour: Colour) -> Swatch:
    pairs = []
    for grounds, least in ((colour.text_on, TEXT), (colour.graphic_on, GRAPHIC)):
        for name in grounds:
            ground = theme.colours[name]
            light, dark = contrast(colour.light, ground.light), contrast(colour.dark, ground.dark)
            pairs.append(ContrastPair(name, least, format_ratio(light), format_ratio(dark)))
    return Swatch(colour, tuple(pairs))
