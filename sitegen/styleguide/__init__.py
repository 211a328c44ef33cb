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
from sitegen.load import load_path_words, load_site
from sitegen.models import Colour, Site, Theme
from sitegen.output import Link, Output, PageHead, PageView
from sitegen.problems import Report
from sitegen.urls import build_routes
from sitegen.views.cards import Pagination

SAMPLE = Path(__file__).parent / "sample"
"""A site folder with every kind of figure and record."""
PAGE = "index.html"
"""Output path of the style guide, in place of the sample's home page."""


@dataclass(frozen=True, slots=True)
class ContrastPair:
    """A colour with a ground that it stands on, and their contrast."""

    ground: str
    """Name of the ground."""
    least: float
    """Required contrast ratio."""
    light: str
    """Contrast ratio on a light screen."""
    dark: str
    """Contrast ratio on a dark screen."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour of the theme."""

    colour: Colour
    """The colour; the publisher's own accent replaces that of the theme."""
    pairs: tuple[ContrastPair, ...]
    """The grounds it stands on."""


@dataclass(frozen=True, slots=True)
class StyleguidePage(PageView):
    """What parts.html shows."""

    swatches: tuple[Swatch, ...]
    """The theme's colours."""
    type: dict[str, str]
    """Font sizes by name."""
    space: dict[str, str]
    """Spacing sizes by name."""
    pager: Pagination
    """Pagination in the middle of a long list."""
    downloads: tuple[Link, ...]
    """Sample downloads."""
    views: dict[str, Any]
    """View of each template from the sample site; of several pages, the one with the most data."""


def styleguide_files(theme: Theme, context: BuildContext, report: Report) -> dict[str, bytes]:
    """Render the style guide of `theme`: its files by path; empty if `report` has an error."""
    sample = load_site(SAMPLE, report, NullCache())
    if sample is None or report.failed():
        return {}
    sample = replace(sample, theme=theme)
    routes = build_routes(sample.config, load_path_words(sample.geography, NullCache()), sample.translations)
    plan = plan_build(sample, context, routes, report, NullCache())
    assets = [url[1:] for url in plan.layouts[0].assets.values() if url[1:] in plan.outputs]
    plan.outputs[PAGE] = Output(PAGE, Template("parts.html", _page(sample, plan.outputs.values())))
    files: dict[str, bytes] = {}
    artifacts = render_all(plan, [PAGE, *assets], 1, NullCache(), files.__setitem__)
    for artifact in artifacts.values():
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
        views={name: max(pages, key=lambda view: len(repr(view))) for name, pages in views.items()},
    )


def _swatch(theme: Theme, colour: Colour) -> Swatch:
    pairs = []
    for grounds, least in ((colour.text_on, TEXT), (colour.graphic_on, GRAPHIC)):
        for name in grounds:
            ground = theme.colours[name]
            light, dark = contrast(colour.light, ground.light), contrast(colour.dark, ground.dark)
            pairs.append(ContrastPair(name, least, format_ratio(light), format_ratio(dark)))
    return Swatch(colour, tuple(pairs))
