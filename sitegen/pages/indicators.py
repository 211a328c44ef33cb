"""The indicators page: figures, each with its unit, scope, date and source, and never added to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.model import Indicator, Source
from sitegen.output import Head, Output, Template
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.structured import breadcrumbs
from sitegen.problems import Span


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator with whose word it is."""

    record: Indicator
    """The record; its id is its anchor on the page."""
    sources: tuple[Source, ...]
    """Whose word it is."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The figures of one territory or group."""

    name: str
    """Which."""
    indicators: tuple[Measured, ...]
    """Its figures in the order of the file."""


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """What indicators.html shows."""

    head: Head
    """What the page tells of itself."""
    scopes: tuple[Scope, ...]
    """The figures by scope, in the order of the file."""


def indicators(catalogue: Catalogue) -> Iterator[Output]:
    """One page with every figure; each has its anchor."""
    section = catalogue.section("indicators")
    crumbs = catalogue.crumbs()
    scopes: dict[str, list[Measured]] = {}
    for record in catalogue.site.indicators:
        scopes.setdefault(record.scope, []).append(Measured(record, catalogue.cited(record.sources)))
    view = IndicatorsPage(
        head=Head(
            title=section.text,
            description=catalogue.say("indicators_description"),
            path=section.path,
            crumbs=crumbs,
            jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
        ),
        scopes=tuple(Scope(name, tuple(figures)) for name, figures in scopes.items()),
    )
    yield Output(file_of(section.path), Template("indicators.html", view), Span("data/indicators.yaml"), listed=True)
