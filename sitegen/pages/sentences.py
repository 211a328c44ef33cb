"""Sentences: what the figures of a chart bear out, chosen by what is known, and never by adding an aim to a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen import edtf
from sitegen.figures import VILLAGES, Quantity, beyond
from sitegen.output import FigureCard
from sitegen.pages.figures import YearFigures


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that the figures of a chart bear out."""

    key: str
    """Which, of the words of the theme."""
    year: str = ""
    """{year}."""
    first: str = ""
    """{first}: the year with which a sum begins."""
    count: Quantity | None = None
    """{count}, and {villages}: that with its noun."""
    aim: Quantity | None = None
    """{aim}."""
    apart: int = 0
    """{apart}: by how much they differ."""
    unit: str = ""
    """{unit}."""
    date: str = ""
    """{date}, as EDTF."""
    due: str = ""
    """{due}, as EDTF."""
    name: str = ""
    """{name}."""
    parts: int = 0
    """{parts}: how many provinces."""


def told_of_years(years: Sequence[YearFigures]) -> list[Told]:
    """The last year with a result, beside its target where one is known; then what is aimed at beyond it."""
    results = [one for one in years if one.reported.quantity]
    told = [_told_of_year(results[-1])] if results else []
    if results and results[-1].reported.status == "preliminary":
        told.append(Told("chart_preliminary"))
    ahead = [one for one in years if not one.reported.quantity and (not results or one.year > results[-1].year)]
    return told + [Told("chart_target_only", str(one.year), aim=one.target.quantity) for one in ahead[-1:]]


def told_of_sums(years: Sequence[YearFigures], first: str) -> tuple[Told, ...]:
    """The last sum that is known of all years since `first`, why there is none beyond it, and what is foretold."""
    last = [one for one in years if one.cumulative.quantity][-1]
    key = "chart_sum_one" if str(last.year) == first else "chart_sum"
    told = [Told(key, str(last.year), first, last.cumulative.quantity)]
    beyond_it = [one for one in years if one.year > last.year]
    told += [Told("chart_sum_open", str(one.year)) for one in beyond_it if not one.reported.quantity][:1]
    told += [Told("chart_sum_ahead", str(one.year), count=one.projected.quantity) for one in beyond_it if one.projected]
    return tuple(told)


def told_of_aim(value: FigureCard, target: FigureCard, kind: str, same: bool) -> tuple[Told, ...]:
    """A result and what was aimed at, `kind` as the record names that; how they differ only where both are
    of the `same` time and exact."""
    aim = Told(
        f"chart_aim_{kind}" if target.as_of else f"chart_aim_{kind}_undated",
        aim=target.quantity,
        unit=target.unit,
        due=target.as_of,
    )
    if value.quantity is None:
        return (aim, Told("chart_aim_open", due=target.as_of))
    result = Told(
        "chart_value" if value.as_of else "chart_value_undated", count=value.quantity, unit=value.unit, date=value.as_of
    )
    if not same:
        return (result, aim, Told("chart_aim_open_at" if target.as_of else "chart_aim_open", due=target.as_of))
    if value.rounded or value.quantity.share:
        return (result, aim)
    apart = beyond(value.quantity, target.quantity)
    key = "chart_aim_met" if apart == 0 else "chart_aim_passed" if (apart or 0) > 0 else "chart_aim_missed"
    return (result, aim, Told(key, count=Quantity(abs(apart or 0), "reported", value.quantity.unit)))


def most_of(key: str, counts: Sequence[tuple[str, int]], year: str = "") -> tuple[Told, ...]:
    """That places of a name count the most, or in how many they lie: `key` with `_most` where one leads."""
    inside = sorted(((count, name) for name, count in counts if count), reverse=True)
    if not inside:
        return ()
    whole = Quantity(sum(count for count, _ in inside), "counted", VILLAGES)
    leads = len(inside) > 1 and inside[0][0] > inside[1][0]
    key = f"{key}_most" if leads else key
    return (Told(key, year, count=whole, name=inside[0][1], apart=inside[0][0], parts=len(inside)),)


def same_time(value: FigureCard, target: FigureCard) -> bool:
    """Whether a result speaks of the very time that its target is for."""
    if value.quantity is None or not value.as_of or not target.as_of:
        return False
    told, due = edtf.parse(value.as_of), edtf.parse(target.as_of)
    return told.last == due.last and (told.first or told.last) >= (due.first or due.last)


def _told_of_year(one: YearFigures) -> Told:
    apart = beyond(one.reported.quantity, one.target.quantity)
    if apart is None:
        return Told("chart_result_only", str(one.year), count=one.reported.quantity)
    key = "chart_equal" if apart == 0 else "chart_more" if apart > 0 else "chart_less"
    return Told(key, str(one.year), count=one.reported.quantity, aim=one.target.quantity, apart=abs(int(apart)))
