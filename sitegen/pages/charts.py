"""Charts: what is drawn of figures, as plain numbers: the kind and length of each bar, and the sentences beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sitegen.figures import FigureKind, Quantity
from sitegen.formats import CSV
from sitegen.model import Source
from sitegen.output import FigureCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.figures import YearFigures, year_figures
from sitegen.pages.sentences import Told, same_time, told_of_aim, told_of_sums, told_of_years

LINE, GAP = 1.4, 0.6
"""Heights in em: of a bar with the space below it, and of the space between two rows."""
_LETTER = 0.56
"""How wide a letter is on average, in em."""
_NARROWEST = 20.0
"""How many em the narrowest screen gives a chart: 288 px."""
_YEAR = 3.2
"""How many em the years stand in, left of their bars."""
_LONGEST = 100
"""How many years in a row a chart may have at most; beyond, years that nothing is told of are left out."""
_ROOM = 98
"""How long the longest bar is where nothing stands beside it, in per cent: its outline must not be cut."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure, drawn."""

    kind: FigureKind
    """What sort of statement it is: a target never looks like a result."""
    quantity: Quantity | None
    """The number beside it; None where it is not known, which never looks like 0."""
    y: str
    """From the upper edge of the chart to that of the bar, in em."""
    width: str
    """In per cent of the longest bar there may be; `0` for none, empty where it is not known."""
    date: str = ""
    """As of when or for when, as EDTF, where the row does not say it."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side in a chart: the figures of a year."""

    label: str
    """What it is of; empty where each bar says it."""
    bars: tuple[Bar, ...]
    """From top to bottom."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures as bars."""

    id: str
    """Its id on the page."""
    title: str
    """What it shows, of the words of the theme: {year} is filled; empty where each bar says it."""
    year: str
    """The year that it is of; empty for all."""
    told: tuple[Told, ...]
    """What it says, in sentences."""
    rows: tuple[Row, ...]
    """From top to bottom."""
    plot: int
    """How long the longest bar is, in per cent of the chart's width."""
    height: str
    """In em; empty where each bar stands by itself."""
    filled: str
    """What its filled bars are, of the words of the theme."""
    legend: tuple[str, ...]
    """What needs explaining: kinds, and `unknown`."""
    sources: tuple[Source, ...]
    """Whose the figures are."""
    data: str
    """Address of the table that holds the figures."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How long the bars of a table's rows are, beside numbers that are all counted in one unit."""

    told: tuple[Told, ...]
    """What the table says, in sentences."""
    widths: tuple[tuple[str, ...], ...]
    """For each row, a bar for each of its numbers, in per cent; empty where one is not known."""


def yearly(catalogue: Catalogue, years: Sequence[YearFigures], id: str = "grafik-tahun") -> Chart | None:
    """Target and result of each year; None where neither is known of any."""
    told = [one for one in years if one.reported.quantity or one.target.quantity]
    if not told:
        return None
    years = _between(catalogue, years, told[0].year, told[-1].year)
    aims = any(one.target.quantity for one in told)
    cards = [(str(one.year), (one.reported, one.target) if aims else (one.reported,)) for one in years]
    return _chart(
        catalogue,
        id,
        "chart_year" if len(years) == 1 else "chart_years",
        cards,
        told_of_years(told),
        year=cards[0][0] if len(years) == 1 else "",
    )


def growth(catalogue: Catalogue, years: Sequence[YearFigures], id: str = "grafik-kumulatif") -> Chart | None:
    """The sum of all years up to each, and what a source foretells; None where no sum of years is known."""
    summed = [one for one in years if one.cumulative.quantity]
    if not summed or len(years) < 2:
        return None
    end = max(one.year for one in years if one.reported.quantity or one.target.quantity or one.projected)
    years = _between(catalogue, years, summed[0].year, end)
    told = told_of_sums(years, str(catalogue.site.programme.began))
    cards = [(str(one.year), (one.cumulative, *([one.projected] if one.projected else []))) for one in years]
    return _chart(catalogue, id, "chart_growth", cards, told, filled="chart_filled_sum")


def progress(catalogue: Catalogue, id: str, value: FigureCard, target: FigureCard | None, kind: str) -> Chart | None:
    """An indicator beside its target, `kind` as its record names that; None where no target is known.

    A result is set against the target only where both are of one time, neither rounded nor a share. Where the time of
    the target has no result, its place stays empty.
    """
    if target is None or target.quantity is None:
        return None
    same = same_time(value, target)
    bars = [value, target] if same or value.quantity is None else [value, target, None]
    most = max(one.quantity.number for one in bars if one and one.quantity)
    most = 100 if target.quantity.share and most <= 100 else most
    drawn = []
    for card in bars:
        date = card.as_of if card else target.as_of
        quantity, of = (card.quantity, card.kind) if card else (None, value.kind)
        date = target.as_of if card is value and value.quantity is None else date
        drawn.append(Bar(of, quantity, "0", _width(quantity, most, _ROOM), date))
    shown = tuple(drawn)
    return Chart(
        id=f"grafik-{id}",
        title="",
        year="",
        told=told_of_aim(value, target, kind, same),
        rows=(Row("", shown),),
        plot=100,
        height="",
        filled="chart_filled_stated",
        legend=_legend(shown),
        sources=target.sources,
        data=CSV.file(f"{catalogue.common.root('data')}indicators"),
    )


def shares(numbers: Iterable[Sequence[int | float | None]], told: tuple[Told, ...]) -> Shares:
    """Bars for the rows of a table whose numbers are all counted in one unit."""
    rows = [tuple(row) for row in numbers]
    most = max((one for row in rows for one in row if one), default=0)
    return Shares(told, tuple(tuple("" if one is None else _share(one, most, 100) for one in row) for row in rows))


def _chart(
    catalogue: Catalogue,
    id: str,
    title: str,
    cards: Sequence[tuple[str, Sequence[FigureCard]]],
    told: Sequence[Told],
    year: str = "",
    filled: str = "chart_filled_reported",
) -> Chart:
    """A chart with a row for each year, its bars one below the other."""
    all_cards = [card for _, row in cards for card in row]
    known = [card.quantity.number for card in all_cards if card.quantity]
    most, rows, y = max(known, default=0), [], 0.0
    for label, row in cards:
        bars = []
        for card in row:
            bars.append(Bar(card.kind, card.quantity, _em(y), _width(card.quantity, most, 100)))
            y += LINE
        rows.append(Row(label, tuple(bars)))
        y += GAP
    return Chart(
        id=id,
        title=title,
        year=year,
        told=tuple(told),
        rows=tuple(rows),
        plot=_plot(catalogue, all_cards),
        height=_em(y - GAP),
        filled=filled,
        legend=_legend(bar for row in rows for bar in row.bars),
        sources=tuple({one.id: one for card in all_cards for one in card.sources}.values()),
        data=CSV.file(f"{catalogue.common.root('data')}years"),
    )


def _between(catalogue: Catalogue, years: Sequence[YearFigures], first: int, last: int) -> tuple[YearFigures, ...]:
    """The years from `first` to `last`, with those between of which nothing is told: they are not known, not absent.

    Of years too far apart to be drawn in a row, only those that are there.
    """
    there = {one.year: one for one in years if first <= one.year <= last}
    absent = set(range(first, last + 1)) - set(there) if last - first < _LONGEST else set[int]()
    there |= {one.year: one for one in year_figures(catalogue, absent)}
    return tuple(there[year] for year in sorted(there))


def _plot(catalogue: Catalogue, cards: Iterable[FigureCard]) -> int:
    """How long the longest bar may be, in per cent, so that the number beside it is not cut on a narrow screen."""
    words = {"target": len(catalogue.words["chart_target"]), "projected": len(catalogue.words["chart_projected"])}
    beside = max(
        len(f"{card.quantity.number:,}") + max(0, words.get(card.kind, 0) - len("{number}"))
        for card in cards
        if card.quantity
    )
    free = _NARROWEST - _YEAR - beside * _LETTER - 0.6
    return max(15, int(free / _NARROWEST * 100))


def _legend(bars: Iterable[Bar]) -> tuple[str, ...]:
    """The kinds that are drawn, in a fixed order, and whether anything is not known."""
    drawn = list(bars)
    kinds = {bar.kind for bar in drawn if bar.quantity}
    order = ("reported", "target", "projected", "commitment")
    return (*(kind for kind in order if kind in kinds), *(["unknown"] if any(not bar.width for bar in drawn) else []))


def _width(quantity: Quantity | None, most: int | float, room: int) -> str:
    return "" if quantity is None else _share(quantity.number, most, room)


def _share(number: int | float, most: int | float, room: int) -> str:
    """A length in per cent of `room`; what is more than nothing can be seen."""
    return f"{max(0.5, round(number / most * room, 1)):g}" if number else "0"


def _em(height: float) -> str:
    return f"{round(height, 2):g}"
