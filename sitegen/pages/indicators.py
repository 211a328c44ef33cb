"""The indicators page: figures with unit, scope, date and source, never added to each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.models import Indicator
from sitegen.models.series import figure_ids
from sitegen.output import Output, PageView
from sitegen.problems import Span
from sitegen.views.correction_notes import CorrectionCard, correction_notes
from sitegen.views.indicators import MOST_SHOWN, IndicatorEntry, indicator_entry, indicator_path, paged_series
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_head, page_output, section_head

_FILE = "data/indicators.yaml"


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
    whole: Indicator | None
    """The one whose whole series this page shows; None for the page of all."""


def indicators(index: SiteIndex) -> Iterator[Output]:
    """Yield the page with all indicators, the id of each being its anchor, and a page for each long series."""
    scopes: dict[str, list[IndicatorEntry]] = {}
    paged = paged_series(index.site.indicators)
    brief = len(paged) > MOST_SHOWN
    for record in index.site.indicators:
        entry = indicator_entry(index, record, brief=brief and record.id in paged)
        scopes.setdefault(record.scope, []).append(entry)
    view = IndicatorsPage(
        head=section_head(index, "indicators", record=_FILE),
        scopes=tuple(IndicatorScope(name, tuple(figures)) for name, figures in scopes.items()),
        corrections=correction_notes(index, *(id for record in index.site.indicators for id in figure_ids(record))),
        whole=None,
    )
    yield page_output("indicators.html", view, Span(_FILE))
    for record in index.site.indicators:
        if record.id in paged:
            with index.reads.scope():
                yield _long_series(index, record)


def _long_series(index: SiteIndex, record: Indicator) -> Output:
    title = f"{record.name}, {record.scope}"
    about = f"indicator:{record.id}"
    head = page_head(
        index,
        title,
        index.t("indicator_description", name=title),
        indicator_path(index, record.id),
        index.breadcrumbs(index.section("indicators")),
        record=about,
    )
    view = IndicatorsPage(
        head=head,
        scopes=(IndicatorScope(record.scope, (indicator_entry(index, record, whole=True),)),),
        corrections=correction_notes(index, *figure_ids(record)),
        whole=record,
    )
    return page_output("indicators.html", view, index.origin(about))
