"""The indicators page: figures with unit, scope, date and source, never added to each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.models import Indicator, Source
from sitegen.output import CalendarNote, FigureCard, Output, PageView
from sitegen.problems import Span
from sitegen.views.calendar import calendar_notes
from sitegen.views.charts import Chart, progress_chart
from sitegen.views.correction_notes import CorrectionCard, correction_notes
from sitegen.views.figures import card_by_id
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_output, section_head


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """An indicator with its figures and sources."""

    record: Indicator
    """The record; its id is its anchor on the page."""
    value: FigureCard
    """Reported value; without a quantity if only a target is known."""
    target: FigureCard | None
    """Target; None if no source states one."""
    chart: Chart | None
    """Chart of value and target; None without a target."""
    sources: tuple[Source, ...]
    calendar: tuple[CalendarNote, ...]
    """What the release calendar says of it: what was published last, what is overdue, and what comes next."""


@dataclass(frozen=True, slots=True)
class IndicatorScope:
    """The figures of one territory or group."""

    name: str
    """Which."""
    indicators: tuple[IndicatorEntry, ...]
    """Its figures in the order of the file."""


@dataclass(frozen=True, slots=True)
class IndicatorsPage(PageView):
    """What indicators.html shows."""

    scopes: tuple[IndicatorScope, ...]
    """The figures by scope, in the order of the file."""
    corrections: tuple[CorrectionCard, ...]
    """Corrections and revisions of the indicators, newest first."""


def indicators(index: SiteIndex) -> Iterator[Output]:
    """Yield the page with all indicators; the id of each is its anchor."""
    scopes: dict[str, list[IndicatorEntry]] = {}
    for record in index.site.indicators:
        scopes.setdefault(record.scope, []).append(_entry(index, record))
    view = IndicatorsPage(
        head=section_head(index, "indicators", record="data/indicators.yaml"),
        scopes=tuple(IndicatorScope(name, tuple(figures)) for name, figures in scopes.items()),
        corrections=correction_notes(index, *(one.id for one in index.figures.stated() if one.territory)),
    )
    yield page_output("indicators.html", view, Span("data/indicators.yaml"))


def _entry(index: SiteIndex, record: Indicator) -> IndicatorEntry:
    value = card_by_id(index, f"indicator-{record.id}")
    target = None if record.target is None else card_by_id(index, f"indicator-{record.id}-target")
    return IndicatorEntry(
        record=record,
        value=value,
        target=target,
        chart=progress_chart(index, record.id, value, target, record.target_kind or "target"),
        sources=index.cited(record.sources),
        calendar=calendar_notes(index, f"indicator:{record.id}"),
    )
