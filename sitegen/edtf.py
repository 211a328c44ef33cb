"""Partial dates: the four forms of EDTF (ISO 8601-2) that records may use, with their first and last day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_RANGE = re.compile(r"\[([0-9-]*)\.\.([0-9-]+)\]")


class NotADate(ValueError):
    """The text has none of the four forms."""


class ImpossibleDate(ValueError):
    """The form is valid, but the calendar has no such day, or an interval ends before it begins."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date that lies between two days."""

    text: str
    """As written: `2018-07-05`, `2018-07`, `2018`, `[..2018-03]` or `[2017..2018]`."""
    first: date | None
    """The earliest possible day; None where the source only says "by"."""
    last: date
    """The latest possible day."""
    begin: str
    """The part before `..`, or all of it for no interval; empty for `[..2018-03]`."""
    end: str
    """The part after `..`, or all of it for no interval."""

    @property
    def year(self) -> int | None:
        """Return the year if it is certain, or else None."""
        return self.last.year if self.first and self.first.year == self.last.year else None

    @property
    def is_interval(self) -> bool:
        """Whether it is one of the forms in brackets, which HTML and most formats cannot express."""
        return self.begin != self.end

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last

    @property
    def sort_day(self) -> date:
        """Return the day for sorting: the first; for `[..2018-03]`, which has none, the last."""
        return self.first or self.last


@lru_cache(maxsize=4096)
def parse(text: str) -> PartialDate:
    """Parse a date; raises NotADate for another form and ImpossibleDate for a day that is not in the calendar."""
    interval = _RANGE.fullmatch(text)
    begin, end = interval.groups() if interval else (text, text)
    first = _parse_bounds(begin)[0] if begin else None
    last = _parse_bounds(end)[1]
    if first and first > last:
        raise ImpossibleDate(text)
    return PartialDate(text, first, last, begin, end)


def year_of(text: str | None) -> int | None:
    """Return the year of a partial date if it is certain."""
    return parse(text).year if text else None


def last_day(text: str) -> str:
    """Return the last possible day of a partial date: for what must be a day, and says no more than "by then"."""
    return parse(text).last.isoformat()


def is_before(one: str, other: str) -> bool:
    """Whether a partial date is certainly before another."""
    first = parse(other).first
    return first is not None and parse(one).last < first


def _parse_bounds(text: str) -> tuple[date, date]:
    match = _DAY.fullmatch(text)
    if not match:
        raise NotADate(text)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day or match[3]:
            return date(year, month, day), date(year, month, day)
        if month or match[2]:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError as error:  # month 13, 30 February, year 0
        raise ImpossibleDate(text) from error
