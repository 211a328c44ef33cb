"""The indicators page: figures, each with its unit, scope, date and source, and never added to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.model import Indicator, Source
from sitegen.output import FigureCard, Head, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import Chart, progress
from sitegen.pages.figures import card_of
from sitegen.pages.inputs import ledger, sources
from sitegen.pages.ledger import CorrectionCard, notes_on
from sitegen.pages.structured import breadcrumbs
from sitegen.problems import Span


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator with whose word it is."""

    record: Indicator
    """The record; its id is its anchor on the page."""
    value: FigureCard
    """What is reported; without a quantity where only a target is known."""
    target: FigureCard | None
    """What is aimed at; None where no source tells."""
    chart: Chart | None
    """The two, drawn; None where nothing is aimed at."""
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
    corrections: tuple[CorrectionCard, ...]
    """What of them was corrected or revised, newest first."""


def indicators(catalogue: Catalogue) -> Iterator[Output]:
    """One page with every figure; each has its anchor."""
    section = catalogue.section("indicators")
    crumbs = catalogue.crumbs()
    scopes: dict[str, list[Measured]] = {}
    for record in catalogue.site.indicators:
        scopes.setdefault(record.scope, []).append(_measured(catalogue, record))
    view = IndicatorsPage(
        head=Head(
            title=section.text,
            description=catalogue.say("indicators_description"),
            path=section.path,
            crumbs=crumbs,
            jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
            record="data/indicators.yaml",
        ),
        scopes=tuple(Scope(name, tuple(figures)) for name, figures in scopes.items()),
        corrections=notes_on(catalogue, *(one.id for one in catalogue.figures.stated() if one.territory)),
    )
    cited = sources(dict.fromkeys(id for record in catalogue.site.indicators for id in record.sources))
    inputs = (*(f"indicator:{record.id}" for record in catalogue.site.indicators), *cited, *ledger(view.corrections))
    body, origin = Template("indicators.html", view), Span("data/indicators.yaml")
    yield Output(file_of(section.path), body, origin, listed=True, inputs=inputs)


def _measured(catalogue: Catalogue, record: Indicator) -> Measured:
    value = card_of(catalogue, f"indicator-{record.id}")
    target = None if record.target is None else card_of(catalogue, f"indicator-{record.id}-target")
    return Measured(
        record=record,
        value=value,
        target=target,
        chart=progress(catalogue, record.id, value, target, record.target_kind or "target"),
        sources=catalogue.cited(record.sources),
    )
