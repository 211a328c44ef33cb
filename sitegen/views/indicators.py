"""Indicators as pages show them: the latest value and its target, and the whole series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen import edtf
from sitegen.figures import Quantity
from sitegen.figures.series_change import find_break, last_change
from sitegen.models import Indicator, Observation, Source
from sitegen.models.series import Series, figure_names, latest_day, series_of
from sitegen.output import CalendarNote, FigureCard
from sitegen.views.calendar import calendar_notes
from sitegen.views.charts import Caption, Chart, is_of_due_date, progress_chart, series_chart, target_caption
from sitegen.views.figures import card_by_id
from sitegen.views.site_index import SiteIndex

LAST_SHOWN = 12
"""Number of periods of a long series that its entry and its chart show; all are in the table of a page of its own."""
MOST_SHOWN = 8
"""Most series of which the page of all shows periods; where there are more, each has a page of its own."""
_MAX_GAPS = 100
"""Most missing periods that are shown as not known."""


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """An indicator as lists show it."""

    record: Indicator
    """The record: its name and scope."""
    path: str
    """URL of its entry on the indicators page, with fragment."""
    value: FigureCard
    """Latest observation; without a quantity where only a target is known."""
    target: FigureCard | None
    """Target that is due next, or else the last; None where no source tells."""


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A period or date of a series."""

    date: str
    """The period or date, as EDTF."""
    over_period: bool
    """Whether it is a period over which something was counted, and not a date."""
    value: FigureCard | None
    """Observation; None for a period of which none is known, which is not 0."""
    targets: tuple[FigureCard, ...]
    """Targets for this period or date."""
    break_reason: str
    """Why values from here on are not comparable with those above; empty for most."""
    note: str
    """Note of the observation."""
    stated_by: str
    """Who states it, where that differs from the rest of the series."""


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series of more than one observation or target."""

    rows: tuple[SeriesRow, ...]
    """Periods and dates, earliest first; the last ones of a long series."""
    sources: tuple[Source, ...]
    """The sources of all rows, where each has the same; none where they differ."""
    observed: int
    """Number of all its observations."""
    more: str
    """URL of the page with the whole series; empty where all rows are here."""
    foreign: str
    """Language of the notes and reasons, where it is not that of the page."""


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """An indicator with its figures and sources."""

    record: Indicator
    """The record; its id is its anchor on the page."""
    value: FigureCard
    """Latest observation; without a quantity if only a target is known."""
    target: FigureCard | None
    """Target of the same period, or else the one that is due next, or the last; None if no source states one."""
    next_target: FigureCard | None
    """Target that is due next, where `target` is another."""
    chart: Chart | None
    """Chart of value and target, or of the series; None for a single value without a target."""
    captions: tuple[Caption, ...]
    """What the chart of a series says, where it has none."""
    series: SeriesView | None
    """The series; None for a single value and target."""
    sources: tuple[Source, ...]
    calendar: tuple[CalendarNote, ...]
    """What the release calendar says of it: what was published last, what is overdue, and what comes next."""


def indicator_path(index: SiteIndex, id: str) -> str:
    """Return the URL of the page of a long series."""
    return f"{index.routes.root('indicators')}{id}/"


def indicator_card(index: SiteIndex, record: Indicator) -> IndicatorCard:
    """Make the card of an indicator."""
    series = series_of(record)
    return IndicatorCard(
        record=record,
        path=f"{index.routes.root('indicators')}#{record.id}",
        value=card_by_id(index, f"indicator-{record.id}"),
        target=card_by_id(index, f"indicator-{record.id}-target") if series.targets else None,
    )


def indicators_by_region(index: SiteIndex) -> Callable[[str], tuple[IndicatorCard, ...]]:
    """Return a function from the code of a region or place to the cards of its own indicators."""
    records: dict[str, list[Indicator]] = defaultdict(list)
    for record in index.untracked.indicators:  # each card notes its own record as read
        if record.region:
            records[record.region].append(record)
    return lambda code: tuple(indicator_card(index, record) for record in records.get(code, ()))


def indicator_entry(index: SiteIndex, record: Indicator, *, whole: bool = False, brief: bool = False) -> IndicatorEntry:
    """Make the entry of an indicator, with its `whole` series, the last part of a long one, or none of it (`brief`)."""
    series, card = series_of(record), indicator_card(index, record)
    aims = figure_names(f"indicator-{record.id}-target", [one.date for one in series.targets])
    latest = series.observations[-1].date if series.observations else ""
    own = next((id for id, aim in zip(aims, series.targets, strict=True) if is_of_due_date(latest, aim.date)), None)
    target = card_by_id(index, own) if own else card.target
    next_target = card.target if target and card.target and card.target.id != target.id else None
    chart: Chart | None = None
    captions: tuple[Caption, ...] = ()
    view: SeriesView | None = None
    if _is_series(series):
        rows = _rows(record, series)
        shown = [_with_figures(index, row) for row in (rows if whole else () if brief else rows[-LAST_SHOWN:])]
        captions = _captions(index, series, rows, card.value, target, next_target)
        bars = [(row.value, row.targets, row.date, row.over_period) for row in shown[-LAST_SHOWN:]]
        chart = series_chart(index, record.id, bars, captions)
        cited = {figure.sources for row in shown for figure in (row.value, *row.targets) if figure}
        view = SeriesView(
            rows=tuple(shown),
            sources=cited.pop() if len(cited) == 1 else (),
            observed=len(series.observations),
            more="" if len(shown) == len(rows) else indicator_path(index, record.id),
            foreign="" if index.language == index.site.config.language else index.site.config.language,
        )
    else:
        kind = series.targets[0].kind if series.targets else "target"
        chart = progress_chart(index, record.id, card.value, target, kind)
    return IndicatorEntry(
        record=record,
        value=card.value,
        target=target,
        next_target=next_target,
        chart=chart,
        captions=captions if chart is None else (),
        series=view,
        sources=index.cited(record.sources),
        calendar=calendar_notes(index, f"indicator:{record.id}"),
    )


def paged_series(records: Sequence[Indicator]) -> frozenset[str]:
    """Return the ids of the indicators whose series has a page of its own: a long one, or each where there are many."""
    series = {record.id: series_of(record) for record in records}
    several = [record for record in records if _is_series(series[record.id])]
    if len(several) > MOST_SHOWN:
        return frozenset(record.id for record in several)
    return frozenset(record.id for record in several if len(_rows(record, series[record.id])) > LAST_SHOWN)


def _is_series(series: Series) -> bool:
    """Whether it has more than one value and one target."""
    return len(series.observations) + len(series.breaks) > 1 or len(series.targets) > 1


@dataclass(frozen=True, slots=True)
class _Row:
    """A period or date of a series, with the ids of its figures."""

    date: str
    over_period: bool = True
    value: str = ""
    targets: tuple[str, ...] = ()
    break_reason: str = ""
    note: str = ""
    stated_by: str = ""


def _rows(record: Indicator, series: Series) -> list[_Row]:
    """Return the rows of a series in order of time: its observations, each with the targets that it meets; the other
    targets; and the periods between that are missing."""
    base = f"indicator-{record.id}"
    due: dict[date, list[tuple[str, str]]] = defaultdict(list)
    aims = figure_names(f"{base}-target", [one.date for one in series.targets])
    for id, aim in zip(aims, series.targets, strict=True):
        due[latest_day(aim)].append((id, aim.date))
    rows: dict[str, _Row] = {}
    met = set[str]()
    before: Observation | None = None
    for id, one in zip(figure_names(base, [one.date for one in series.observations]), series.observations, strict=True):
        divide = find_break(series, before, one) if before else None
        own = tuple(aim for aim, due_date in due[latest_day(one)] if is_of_due_date(one.date, due_date))
        met.update(own)
        reason = divide.reason if divide else ""
        over_period = one.period is not None
        rows[one.date] = _Row(one.date, over_period, id, own, reason, one.note or "", one.stated_by or "")
        before = one
    for named in due.values():
        for id, due_date in named:
            if id not in met:
                rows.setdefault(due_date, _Row(due_date, targets=(id,)))
    for missing in _missing(series.observations):
        rows.setdefault(missing, _Row(missing))
    return sorted(rows.values(), key=lambda row: edtf.parse(row.date).last.isoformat() if row.date else "")


def _with_figures(index: SiteIndex, row: _Row) -> SeriesRow:
    return SeriesRow(
        date=row.date,
        over_period=row.over_period,
        value=card_by_id(index, row.value) if row.value else None,
        targets=tuple(card_by_id(index, id) for id in row.targets),
        break_reason=row.break_reason,
        note=row.note,
        stated_by=row.stated_by,
    )


def _missing(observations: Sequence[Observation]) -> list[str]:
    """Return the years or months between the first and the last observation of a series of years or months that have
    none. A series of years has its observations in different years."""
    days = [edtf.parse(one.date) for one in observations if one.date]
    if len(days) < 2:
        return []
    years = {one.last.year: None for one in days}
    if len(years) == len(days):
        missing = [f"{year:04}" for year in range(min(years), max(years)) if year not in years]
        return missing if len(missing) <= _MAX_GAPS else []
    if any(len(one.text) != len("2024-12") for one in days):
        return []
    months = {one.last.year * 12 + one.last.month - 1: None for one in days}
    missing = [f"{one // 12:04}-{one % 12 + 1:02}" for one in range(min(months), max(months)) if one not in months]
    return missing if len(missing) <= _MAX_GAPS else []


def _captions(
    index: SiteIndex,
    series: Series,
    rows: Sequence[_Row],
    latest: FigureCard,
    target: FigureCard | None,
    next_target: FigureCard | None,
) -> tuple[Caption, ...]:
    """Return what a series says: the latest observation, its change, and how it stands to its targets."""
    captions: list[Caption] = []
    if latest.quantity is not None:
        key = "chart_value_period" if latest.over_period else "chart_value"
        captions.append(
            Caption(key, count=latest.quantity, unit=latest.unit, date=latest.as_of, over_period=latest.over_period)
        )
        if latest.status == "preliminary":
            captions.append(Caption("chart_preliminary"))
        captions += _change_caption(series, latest)
    for aim in (target, next_target):
        if aim is None:
            continue
        met = next((row.value for row in rows if row.value and aim.id in row.targets), "")
        value = card_by_id(index, met) if met and met != latest.id else latest
        told = target_caption(value, aim, _AIM_WORDS[aim.kind], bool(met))
        captions += told[1:] if latest.quantity is not None and value is latest else told
    return tuple(captions)


_AIM_WORDS = {"target": "target", "projected": "projection", "commitment": "commitment"}
"""What messages call the kinds of aims."""


def _change_caption(series: Series, latest: FigureCard) -> Iterator[Caption]:
    change = last_change(series)
    if change is None or latest.quantity is None:
        return
    since, over_period = change.since.date, change.since.period is not None
    if change.difference is None:
        reason = change.divided_by.reason if change.divided_by else ""
        yield Caption(f"series_{change.obstacle}", date=since, over_period=over_period, name=reason)
        return
    difference, points = change.difference, "_points" if latest.quantity.share else ""
    if difference == 0:
        yield Caption("series_same", date=since, over_period=over_period)
        return
    key = f"series_rise{points}" if difference > 0 else f"series_fall{points}"
    size = Quantity(max(difference, -difference), "reported", latest.quantity.unit)
    yield Caption(key, count=size, unit=latest.unit, date=since, over_period=over_period)
