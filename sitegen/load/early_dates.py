"""Warn of dates that are improbably early: before the programme began, or in another century.

How early a date may be depends on what it is of. A designation or an outreach event is a fact of the programme. What an
indicator, a census or an announcement tells of may be older, and a source, a policy or a decree much older.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sitegen import edtf
from sitegen.cache import NullCache, cached_value
from sitegen.load.context import READ, LoadContext, cache_key
from sitegen.load.future_dates import day_of, likely_date, list_dates
from sitegen.load.records import DataRecords
from sitegen.models import Announcement, Correction, Event, Indicator, Outreach, PlainPage, ProgrammeYear, Village
from sitegen.models.kinds import PROGRAMME
from sitegen.models.records import Population
from sitegen.problems import Loc

_OF_THE_PROGRAMME = (Village, Event, Outreach, ProgrammeYear, Correction)
_OBSERVED = (Indicator, Population)
LONGEST_BASELINE = 50
"""By how many years what is observed or told may be older than the programme."""
OLDEST = 1800
"""The year before which no source, policy or decree is."""


class _Early(NamedTuple):
    text: str
    file: str
    loc: Loc
    code: str


def check_early_dates(
    context: LoadContext, data: DataRecords, texts: Sequence[Announcement | PlainPage], now: datetime | None
) -> None:
    """Warn of each date that is improbably early, with the one that was most likely meant by the day of `now`."""
    began = data.programme and data.programme.began
    if not began:
        return
    cache = NullCache() if context.unread else context.cache
    key = cache_key(b"", "early dates", *data.keys)
    found = list(_find_in_texts(texts, began))
    if cached_value(cache, READ, key, bool, lambda: any(True for _ in _find_in_data(data, began))):
        found += _find_in_data(data, began)
    for text, file, loc, code in found:
        likely = likely_date(text, began, day_of(context, data, now)) if now else ""
        context.report.add(code, context.span(file, *loc), likely, date=text, year=began)


def _find_in_data(data: DataRecords, began: int) -> Iterator[_Early]:
    for records in data.lists.values():
        for record, span, index in records.each():
            yield from _find(record, span.file, (index,), began)
    if data.programme:
        yield from _find(data.programme, PROGRAMME, (), began)
        for number, year in enumerate(data.programme.years):
            if year.year is not None and (year.reported is not None or year.regions) and year.year < began:
                yield _Early(str(year.year), PROGRAMME, ("years", number, "year"), "date-before-programme")


def _find_in_texts(texts: Sequence[Announcement | PlainPage], began: int) -> Iterator[_Early]:
    for text in texts:
        for date, loc, _ in list_dates(text.meta, ()):
            if edtf.parse(date).sort_day.year < began - LONGEST_BASELINE:
                yield _Early(date, text.file, loc, "date-improbable")


def _find(record: Any, file: str, loc: Loc, began: int) -> Iterator[_Early]:
    for text, at, holder in list_dates(record, loc):
        if issubclass(holder, _OF_THE_PROGRAMME):
            earliest, code = began, "date-before-programme"
        else:
            observed = issubclass(holder, _OBSERVED) or isinstance(record, Indicator)
            earliest, code = began - LONGEST_BASELINE if observed else OLDEST, "date-improbable"
        if edtf.parse(text).sort_day.year < earliest:
            yield _Early(text, file, at, code)
