"""Partial dates: the four forms of EDTF (ISO 8601-2) that records may use, with their first and last day.

Dates as people and programs write them otherwise are read only to suggest one of these forms.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_RANGE = re.compile(r"\[([0-9-]*)\.\.([0-9-]+)\]")


_MONTHS = (
    "januari january", "februari february pebruari", "maret march", "april", "mei may", "juni june", "juli july",
    "agustus august agt ags", "september", "oktober october", "november nopember", "desember december",
)  # fmt: skip
"""The names of the months in Indonesian and English; the first three letters tell them apart."""
_PRINT = str.maketrans("–—‐‑−\u00a0\u202f“”‘’„\"'", "-----  " + " " * 7)
"""Dashes, spaces and quotes of print, which word processors put in place of those of the keyboard."""
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2})[:.][0-9]{2}[0-9:.]{0,7}(Z|[+-][0-9]{2}:?[0-9]{2})?")
_SAME_DAY = 15
"""An hour of universal time before which it is the same day wherever a clock is up to nine hours ahead."""
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?|([12][0-9]{3})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"(?:([0-9]{1,2})[-/. ])?([0-9]{1,2})[-/. ]([0-9]{4})")
_WEEKDAY = re.compile(r"\A[^\W\d]++, ?+(?=[0-9])")
_DAY_AND_MONTH = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]{0,2})?([^\W\d]{3,})[-/., ]{1,2}([0-9]{4})")
_MONTH_AND_DAY = re.compile(r"([^\W\d]{3,})[. ]{1,2}([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")


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


def meant(text: str) -> str:
    """Return the date that a text of another form can only mean, as `2018-07-05` or `2018-07`; empty where it may mean
    two days (`5/6/2018`, or an hour of another time zone), or none."""
    text = _WEEKDAY.sub("", " ".join(text.translate(_PRINT).split()))
    year, month, day = _read_moment(text) or _read_numbers(text) or _read_names(text) or ("", "", "")
    found = "-".join(part.zfill(2) for part in (year, month, day) if part)
    try:
        return parse(found).text
    except ValueError:
        return ""


_Parts = tuple[str, str, str]
"""Year, month and day as digits; a day that is not given is empty."""


def _read_moment(text: str) -> _Parts | None:
    """Read a date with a time, as programs write it; in universal time it may be the next day where the site is."""
    match = _MOMENT.fullmatch(text)
    if match is None or (match[3] in ("Z", "+00:00", "+0000") and int(match[2]) >= _SAME_DAY):
        return None
    year, month, day = match[1].split("-")
    return year, month, day


def _read_numbers(text: str) -> _Parts | None:
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (text or "" for text in (match.groups()[:3] if match[1] else match.groups()[3:]))
        return (year, day, month) if day and int(month) > 12 >= int(day) else (year, month, day)
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return None
    first, second, year = match[1] or "", match[2], match[3]
    if first and int(second) > 12 >= int(first):
        return year, first, second
    return (year, second, first) if not first or int(first) > 12 or int(first) == int(second) else None


def _read_names(text: str) -> _Parts | None:
    if match := _DAY_AND_MONTH.fullmatch(text):
        day, name, year = match.groups()
    elif match := _MONTH_AND_DAY.fullmatch(text):
        name, day, year = match.groups()
    else:
        return None
    month = next((at for at, names in enumerate(_MONTHS, 1) if _is_month(name.lower(), names)), 0)
    return (year, str(month), day or "") if month else None


def _is_month(word: str, names: str) -> bool:
    return any(name.startswith(word) for name in names.split())


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
