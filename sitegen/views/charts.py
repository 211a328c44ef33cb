"""Bar charts of figures, with captions that are computed from the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sitegen import edtf
from sitegen.figures import VILLAGES, FigureKind, Quantity, excess
from sitegen.formats import CSV
from sitegen.models import Source
from sitegen.output import FigureCard
from sitegen.views.figures import YearFigures, year_figures
from sitegen.views.site_index import SiteIndex


@dataclass(frozen=True, slots=True)
class Caption:
    """A sentence about the figures of a chart; the fields fill the placeholders of a message."""

    key: str
    """Key of the message."""
    year: str = ""
    """{year}."""
    first: str = ""
    """{first}: the year with which a sum begins."""
    count: Quantity | None = None
    """{count}, and {villages}: that with its noun."""
    target: Quantity | None = None
    """{aim}."""
    difference: int = 0
    """{apart}: the difference."""
    unit: str = ""
    """{unit}."""
    date: str = ""
    """{date}, as EDTF."""
    over_period: bool = False
    """Whether {date} is a period, from its first to its last month or day."""
    due: str = ""
    """{due}, as EDTF."""
    name: str = ""
    """{name}."""
    parts: int = 0
    """{parts}: number of regions."""


def years_caption(years: Sequence[YearFigures]) -> list[Caption]:
    """Return captions for the last year with a result, with its target if known, and for later targets."""
    results = [one for one in years if one.reported.quantity]
    captions = [_year_caption(results[-1])] if results else []
    if results and results[-1].reported.status == "preliminary":
        captions.append(Caption("chart_preliminary"))
    later = [one for one in years if not one.reported.quantity and (not results or one.year > results[-1].year)]
    return captions + [Caption("chart_target_only", str(one.year), target=one.target.quantity) for one in later[-1:]]


def cumulative_caption(years: Sequence[YearFigures], first: str) -> tuple[Caption, ...]:
    """Return captions for the last known sum since `first`, the first year that prevents a later sum, and
    projections."""
    last = [one for one in years if one.cumulative.quantity][-1]
    key = "chart_sum_first" if str(last.year) == first else "chart_sum"
    captions = [Caption(key, str(last.year), first, last.cumulative.quantity)]
    later = [one for one in years if one.year > last.year]
    captions += [Caption("chart_sum_open", str(one.year)) for one in later if not one.reported.quantity][:1]
    captions += [
        Caption("chart_sum_ahead", str(one.year), count=one.projected.quantity) for one in later if one.projected
    ]
    return tuple(captions)


def target_caption(value: FigureCard, target: FigureCard, kind: str, same_date: bool) -> tuple[Caption, ...]:
    """Return captions for a result and its target, whose `kind` the record names; their difference only if both are
    exact and of the `same_date`."""
    aim = Caption(
        f"chart_aim_{kind}" if target.as_of else f"chart_aim_{kind}_undated",
        target=target.quantity,
        unit=target.unit,
        due=target.as_of,
    )
    if value.quantity is None:
        return (aim, Caption("chart_aim_open", due=target.as_of))
    result = Caption(
        "chart_value" if value.as_of else "chart_value_undated", count=value.quantity, unit=value.unit, date=value.as_of
    )
    if not same_date:
        return (result, aim, Caption("chart_aim_open_at" if target.as_of else "chart_aim_open", due=target.as_of))
    if value.rounded or value.quantity.share:
        return (result, aim)
    difference = excess(value.quantity, target.quantity) or 0
    key = "chart_aim_met" if difference == 0 else "chart_aim_passed" if difference > 0 else "chart_aim_missed"
    return (result, aim, Caption(key, count=Quantity(max(difference, -difference), "reported", value.quantity.unit)))


def largest_caption(key: str, counts: Sequence[tuple[str, int]], year: str = "") -> tuple[Caption, ...]:
    """Return a caption for the total and the largest of `counts`; the message `<key>_most` if one leads."""
    counted = sorted(((count, name) for name, count in counts if count), reverse=True)
    if not counted:
        return ()
    total = Quantity(sum(count for count, _ in counted), "counted", VILLAGES)
    leads = len(counted) > 1 and counted[0][0] > counted[1][0]
    key = f"{key}_most" if leads else key
    return (Caption(key, year, count=total, name=counted[0][1], difference=counted[0][0], parts=len(counted)),)


def have_same_date(value: FigureCard, target: FigureCard) -> bool:
    """Whether a result is of the date that its target is for."""
    return value.quantity is not None and is_of_due_date(value.as_of, target.as_of)


def is_of_due_date(date: str, due_date: str) -> bool:
    """Whether the date or period of a result is that by which a target is due; both may be empty."""
    if not date or not due_date:
        return False
    known, due = edtf.parse(date), edtf.parse(due_date)
    return known.last == due.last and (known.first or known.last) >= (due.first or due.last)


def _year_caption(one: YearFigures) -> Caption:
    difference = excess(one.reported.quantity, one.target.quantity)
    if difference is None:
        return Caption("chart_result_only", str(one.year), count=one.reported.quantity)
    key = "chart_equal" if difference == 0 else "chart_more" if difference > 0 else "chart_less"
    return Caption(
        key, str(one.year), count=one.reported.quantity, target=one.target.quantity, difference=abs(int(difference))
    )


BAR_HEIGHT, ROW_GAP = 1.4, 0.6
"""Heights in em: of a bar with its spacing, and of the gap between rows."""
_CHARACTER_WIDTH = 0.56
"""Average width of a character, in em."""
_MIN_CHART_WIDTH = 20.0
"""Width of a chart on the narrowest screen, in em: 288 px."""
_LABEL_WIDTH = 3.2
"""Width of the year labels, in em."""
_MAX_YEARS = 100
"""Most years in a row; in a longer span, years without data are left out."""
_FULL_WIDTH = 98
"""Length of the longest bar without a label beside it, in per cent, so that its outline is not cut."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar for one figure."""

    kind: FigureKind
    """Kind of the figure; targets and results are drawn differently."""
    quantity: Quantity | None
    """Number beside the bar; None if not known, which is drawn differently from 0."""
    y: str
    """Distance of its top from the top of the chart, in em."""
    width: str
    """Width in per cent; `0` for zero, empty if not known."""
    date: str = ""
    """Date of the figure, as EDTF, if the row does not show it."""
    over_period: bool = False
    """Whether `date` is the period over which it was counted, and not a date on which it was so."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """The bars of one year."""

    label: str
    """Label; empty if each bar has its own."""
    bars: tuple[Bar, ...]
    """From top to bottom."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart."""

    id: str
    """Its id on the page."""
    title: str
    """Key of the message of the title, with {year}; empty if each bar has its own label."""
    year: str
    """Its year; empty for several years."""
    captions: tuple[Caption, ...]
    rows: tuple[ChartRow, ...]
    """From top to bottom."""
    plot: int
    """Length of the longest bar, in per cent of the chart's width."""
    height: str
    """Height in em; empty if each bar stands alone."""
    filled: str
    """Key of the message that explains filled bars."""
    legend: tuple[str, ...]
    """Entries of the legend: kinds, and `unknown`."""
    sources: tuple[Source, ...]
    """Sources of the figures."""
    data: str
    """URL of the table that holds the figures."""


@dataclass(frozen=True, slots=True)
class ShareBars:
    """Widths of the bars in the rows of a table whose numbers have one unit."""

    captions: tuple[Caption, ...]
    """Captions of the table."""
    widths: tuple[tuple[str, ...], ...]
    """For each row, the width of the bar of each number, in per cent; empty if not known."""


def year_chart(index: SiteIndex, years: Sequence[YearFigures], id: str = "grafik-tahun") -> Chart | None:
    """Chart target and result of each year; None if neither is known."""
    stated = [one for one in years if one.reported.quantity or one.target.quantity]
    if not stated:
        return None
    years = _fill_gaps(index, years, stated[0].year, stated[-1].year)
    has_targets = any(one.target.quantity for one in stated)
    cards = [(str(one.year), (one.reported, one.target) if has_targets else (one.reported,)) for one in years]
    return _chart(
        index,
        id,
        "chart_year" if len(years) == 1 else "chart_years",
        cards,
        years_caption(stated),
        year=cards[0][0] if len(years) == 1 else "",
    )


def cumulative_chart(index: SiteIndex, years: Sequence[YearFigures], id: str = "grafik-kumulatif") -> Chart | None:
    """Chart the cumulative sum and projections; None if no sum is known."""
    summed = [one for one in years if one.cumulative.quantity]
    if not summed or len(years) < 2:
        return None
    end = max(one.year for one in years if one.reported.quantity or one.target.quantity or one.projected)
    years = _fill_gaps(index, years, summed[0].year, end)
    captions = cumulative_caption(years, str(index.site.programme.began))
    cards = [(str(one.year), (one.cumulative, *([one.projected] if one.projected else []))) for one in years]
    return _chart(index, id, "chart_growth", cards, captions, filled="chart_filled_sum")


def progress_chart(index: SiteIndex, id: str, value: FigureCard, target: FigureCard | None, kind: str) -> Chart | None:
    """Chart an indicator beside its target, whose `kind` the record names; None without a target.

    The two share a chart only if both are of one date, neither rounded nor a share. If there is no result for the date
    of the target, its bar is marked as unknown.
    """
    if target is None or target.quantity is None:
        return None
    same_date = have_same_date(value, target)
    cards = [value, target] if same_date or value.quantity is None else [value, target, None]
    largest = max(one.quantity.number for one in cards if one and one.quantity)
    largest = 100 if target.quantity.share and largest <= 100 else largest
    bars = []
    for card in cards:
        date = card.as_of if card else target.as_of
        quantity, of = (card.quantity, card.kind) if card else (None, value.kind)
        date = target.as_of if card is value and value.quantity is None else date
        bars.append(Bar(of, quantity, "0", _width(quantity, largest, _FULL_WIDTH), date))
    return Chart(
        id=f"grafik-{id}",
        title="",
        year="",
        captions=target_caption(value, target, kind, same_date),
        rows=(ChartRow("", tuple(bars)),),
        plot=100,
        height="",
        filled="chart_filled_stated",
        legend=_legend(bars),
        sources=target.sources,
        data=CSV.file(f"{index.common.root('data')}indicators"),
    )


def series_chart(
    index: SiteIndex,
    id: str,
    periods: Sequence[tuple[FigureCard | None, Sequence[FigureCard], str, bool]],
    captions: tuple[Caption, ...],
) -> Chart | None:
    """Chart a series, all of it on one scale: for each period, its value, its targets, its date, and whether it is a
    period. One without a value is marked as unknown. None where a value is below zero, which no bar shows."""
    cards = [card for value, aims, _, _ in periods for card in (value, *aims) if card and card.quantity]
    numbers = [card.quantity.number for card in cards if card.quantity]
    if not cards or min(numbers) < 0:
        return None
    largest = max(numbers)
    if largest <= 100 and cards[0].quantity and cards[0].quantity.share and cards[0].unit == "%":
        largest = 100
    bars: list[Bar] = []
    for value, aims, date, over_period in periods:
        quantity = value.quantity if value else None
        bars.append(Bar("reported", quantity, "0", _width(quantity, largest, _FULL_WIDTH), date, over_period))
        bars += [
            Bar(aim.kind, aim.quantity, "0", _width(aim.quantity, largest, _FULL_WIDTH), aim.as_of) for aim in aims
        ]
    return Chart(
        id=f"grafik-{id}",
        title="",
        year="",
        captions=captions,
        rows=(ChartRow("", tuple(bars)),),
        plot=100,
        height="",
        filled="chart_filled_stated",
        legend=_legend(bars),
        sources=tuple({one.id: one for card in cards for one in card.sources}.values()),
        data=CSV.file(f"{index.common.root('data')}observations"),
    )


def share_bars(numbers: Iterable[Sequence[int | Decimal | None]], captions: tuple[Caption, ...]) -> ShareBars:
    """Compute the bars for the rows of a table whose numbers have one unit."""
    rows = [tuple(row) for row in numbers]
    largest = max((one for row in rows for one in row if one), default=0)
    return ShareBars(
        captions, tuple(tuple("" if one is None else _share(one, largest, 100) for one in row) for row in rows)
    )


def _chart(
    index: SiteIndex,
    id: str,
    title: str,
    cards: Sequence[tuple[str, Sequence[FigureCard]]],
    captions: Sequence[Caption],
    year: str = "",
    filled: str = "chart_filled_reported",
) -> Chart:
    """Make a chart with a row per year and its bars below each other."""
    all_cards = [card for _, row in cards for card in row]
    numbers = [card.quantity.number for card in all_cards if card.quantity]
    largest, rows, y = max(numbers, default=0), [], 0.0
    for label, row in cards:
        bars = []
        for card in row:
            bars.append(Bar(card.kind, card.quantity, _em(y), _width(card.quantity, largest, 100)))
            y += BAR_HEIGHT
        rows.append(ChartRow(label, tuple(bars)))
        y += ROW_GAP
    return Chart(
        id=id,
        title=title,
        year=year,
        captions=tuple(captions),
        rows=tuple(rows),
        plot=_plot_width(index, all_cards),
        height=_em(y - ROW_GAP),
        filled=filled,
        legend=_legend(bar for row in rows for bar in row.bars),
        sources=tuple({one.id: one for card in all_cards for one in card.sources}.values()),
        data=CSV.file(f"{index.common.root('data')}years"),
    )


def _fill_gaps(index: SiteIndex, years: Sequence[YearFigures], first: int, last: int) -> tuple[YearFigures, ...]:
    """Return the years from `first` to `last`, with those between them that have no data, as unknown.

    In a span of too many years these are left out.
    """
    by_year = {one.year: one for one in years if first <= one.year <= last}
    missing = set(range(first, last + 1)) - set(by_year) if last - first < _MAX_YEARS else set[int]()
    by_year |= {one.year: one for one in year_figures(index, missing)}
    return tuple(by_year[year] for year in sorted(by_year))


def _plot_width(index: SiteIndex, cards: Iterable[FigureCard]) -> int:
    """Return the length of the longest bar in per cent, so that the number beside it fits on a narrow screen."""
    messages = {"target": len(index.messages["chart_target"]), "projected": len(index.messages["chart_projected"])}
    longest_label = max(
        len(f"{card.quantity.number:,}") + max(0, messages.get(card.kind, 0) - len("{number}"))
        for card in cards
        if card.quantity
    )
    available = _MIN_CHART_WIDTH - _LABEL_WIDTH - longest_label * _CHARACTER_WIDTH - 0.6
    return max(15, int(available / _MIN_CHART_WIDTH * 100))


def _legend(bars: Iterable[Bar]) -> tuple[str, ...]:
    """Return the kinds in the chart, in a fixed order, and `unknown` if a bar has no value."""
    bars = list(bars)
    kinds = {bar.kind for bar in bars if bar.quantity}
    order = ("reported", "target", "projected", "commitment")
    return (*(kind for kind in order if kind in kinds), *(["unknown"] if any(not bar.width for bar in bars) else []))


def _width(quantity: Quantity | None, largest: int | Decimal, full: int) -> str:
    return "" if quantity is None else _share(quantity.number, largest, full)


def _share(number: int | Decimal, largest: int | Decimal, full: int) -> str:
    """Return a length in per cent of `full`; at least 0.5 for a number above zero."""
    return f"{max(0.5, round(float(number / largest) * full, 1)):g}" if number else "0"


def _em(height: float) -> str:
    return f"{round(height, 2):g}"
