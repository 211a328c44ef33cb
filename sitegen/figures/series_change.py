"""Compute the change of a series since its last observation that is comparable with the latest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sitegen import edtf
from sitegen.models import Observation, SeriesBreak
from sitegen.models.series import Series, latest_day


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """The change since an earlier observation, or why there is none to tell."""

    since: Observation
    """The last one with which the latest may be compared."""
    difference: int | Decimal | None
    """How much more the latest is; None where the two are not comparable."""
    obstacle: Literal["", "kind", "break", "rounded"] = ""
    """Why they are not: of another kind or length of period, divided by a break, or rounded."""
    divided_by: SeriesBreak | None = None
    """The break between them."""


def last_change(series: Series) -> SeriesChange | None:
    """Return the change since the last observation of the same kind and length of period; None with only one.

    Nothing is computed across a break, from what a source rounded, or between a state and a flow.
    """
    *earlier, latest = series.observations or (None,)
    if latest is None or not earlier:
        return None
    alike = [one for one in earlier if one is not None and _is_alike(one, latest)]
    if not alike:
        return SeriesChange(next(one for one in reversed(earlier) if one), None, "kind")
    since = alike[-1]
    divided_by = find_break(series, since, latest)
    if divided_by:
        return SeriesChange(since, None, "break", divided_by)
    if since.rounded or latest.rounded:
        return SeriesChange(since, None, "rounded")
    return SeriesChange(since, latest.value - since.value)


def find_break(series: Series, before: Observation, after: Observation) -> SeriesBreak | None:
    """Return the last break between two observations, from which the later one is counted otherwise."""
    between = (one for one in series.breaks if latest_day(before) < edtf.parse(one.at).sort_day <= latest_day(after))
    return next(reversed(tuple(between)), None)


def _is_alike(one: Observation, other: Observation) -> bool:
    """Whether both are states on a date, or counted over equally long periods. A date that is only a year or a month,
    as a one-value record has it, may be either."""
    if one.period is None and other.period is None:
        return True
    return _length(one) == _length(other) != ""


def _length(one: Observation) -> str:
    """Return the length of the period of an observation, in months or days; empty for a day."""
    when = edtf.parse(one.date)
    if one.period is None and (when.begin != when.end or len(when.begin) == len("2024-12-31")):
        return ""
    if when.first is None:
        return ""
    if len(when.begin) == len(when.end) == len("2024-12-31"):
        return f"{(when.last - when.first).days + 1} days"
    return f"{(when.last.year - when.first.year) * 12 + when.last.month - when.first.month + 1} months"
