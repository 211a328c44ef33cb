"""Check that nothing is stated as a fact that lies after the day of the build.

Each date of a record is that of a fact, but for those that are declared as DueDate: of an event that is announced with
`expected`, staff are asked whether it took place once its day has passed. The last day of a previous code or name is a
fact too: until it is over, there is no new one. So is that of what the calendar says is published. A year is one where
results are stated for it. An announcement may be dated ahead as long as it is held back.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sitegen import edtf
from sitegen.cache import NullCache, cached_value
from sitegen.load.context import READ, LoadContext, cache_key
from sitegen.load.records import DataRecords
from sitegen.models import Announcement, CalendarEntry, Outreach, PlainPage, Village
from sitegen.models.kinds import PROGRAMME
from sitegen.problems import Loc
from sitegen.record import field_types, nested_fields
from sitegen.scalars import Edtf

_Fact = tuple[str, str, Loc]
"""The date of a fact, its file, and its location there."""


def check_future_dates(
    context: LoadContext, data: DataRecords, texts: Sequence[Announcement | PlainPage], now: datetime
) -> None:
    """Report each date of a fact that certainly lies after the day of `now` in the site's time zone, or may lie in a
    later year."""
    today = day_of(context, data, now)
    cache = NullCache() if context.unread else context.cache
    key = cache_key(b"", "latest date", *data.keys)
    latest = cached_value(cache, READ, key, int, lambda: max((_day(one) for one in _list_facts(data)), default=0))
    facts = list(_list_text_facts(texts))
    if latest > today.toordinal():
        facts += _list_facts(data)
    began = (data.programme and data.programme.began) or date.min.year
    for text, file, loc in facts:
        if _day((text, file, loc)) > today.toordinal():
            code = "until-future" if loc[-1] == "until" else "future-fact"
            values = {"field": str(loc[-1]), "date": text, "today": today.isoformat()}
            context.report.add(code, context.span(file, *loc), likely_date(text, began, today), **values)


def check_expected_dates(context: LoadContext, data: DataRecords, now: datetime) -> None:
    """Warn of each outreach event that was expected by now, and of which nobody says whether it took place."""
    today = day_of(context, data, now)
    for event, span, index in data.of(Outreach).each():
        if event.expected and not event.date and edtf.parse(event.expected).last < today:
            at = context.span(span.file, index, "expected")
            context.report.add("expected-passed", at, date=event.expected, title=event.title or event.id)


def day_of(context: LoadContext, data: DataRecords, now: datetime) -> date:
    """Return the day of a moment in the site's time zone."""
    zone = (data.config and data.config.timezone) or context.geography.pack.time_zones[0]
    return now.astimezone(ZoneInfo(zone)).date()


def likely_date(text: str, began: int, today: date) -> str:
    """Return the date that was most likely meant by an impossible year: the only one from the year `began` to `today`
    with two digits of its year exchanged, or with this century's; empty where that is not certain."""
    year, rest = text[:4], text[4:]
    if not (year.isdigit() and ".." not in text):
        return ""
    exchanged = [f"{year[:at]}{year[at + 1]}{year[at]}{year[at + 2 :]}" for at in range(3)]
    candidates = {one + rest for one in (*exchanged, f"{today.year // 100}{year[2:]}") if int(one) >= began}
    possible = [one for one in candidates if _is_past(one, today)]
    return possible[0] if len(possible) == 1 else ""


def _is_past(text: str, today: date) -> bool:
    try:
        return edtf.parse(text).sort_day <= today
    except edtf.ImpossibleDate:  # 29 February of another year
        return False


def _day(fact: _Fact) -> int:
    """Return the first day by which a date states something ahead, as an ordinal number: the first that it can mean,
    or the begin of the year in which it ends, as nothing happened "between 2018 and 2030" before 2030."""
    when = edtf.parse(fact[0])
    return max(when.first or date.min, date(when.last.year, 1, 1)).toordinal()


def _list_facts(data: DataRecords) -> Iterator[_Fact]:
    """Yield the dates of all facts in data/."""
    for records in data.lists.values():
        for record, span, index in records.each():
            yield from ((text, span.file, loc) for text, loc, _ in list_dates(record, (index,)))
            if isinstance(record, CalendarEntry) and record.status == "published" and record.date:
                yield record.date, span.file, (index, "date")
    declared = data.programme.fields if data.programme else ()
    if own := {one.id for one in declared if one.type == "date" and not one.ahead}:
        for village, span, index in data.of(Village).each():
            yield from ((one, span.file, (index, key)) for key, one in village.own if key in own)
    if data.programme:
        yield from ((text, PROGRAMME, loc) for text, loc, _ in list_dates(data.programme, ()))
        for number, year in enumerate(data.programme.years):
            if year.year is not None and (year.reported is not None or year.regions):
                yield str(year.year), PROGRAMME, ("years", number, "year")
        if data.programme.began is not None:
            yield str(data.programme.began), PROGRAMME, ("began",)


def _list_text_facts(texts: Sequence[Announcement | PlainPage]) -> Iterator[_Fact]:
    """Yield the dates of announcements and pages, but for those of drafts, and of announcements until they appear."""
    for text in texts:
        held_back = text.meta.publish_date or ""
        for date_text, loc, _ in () if text.meta.draft else list_dates(text.meta, ()):
            if not (loc == ("date",) and date_text <= held_back[: len(date_text)]):
                yield date_text, text.file, loc


def list_dates(record: Any, loc: Loc) -> Iterator[tuple[str, Loc, type[Any]]]:
    """Yield the dates of facts in a record and in those within it, with their locations and the type of record."""
    record_type: Any = type(record)
    dates, parts = _plan(record_type)
    for name in dates:
        if text := getattr(record, name):
            yield text, (*loc, name), record_type
    for name in parts:
        part = getattr(record, name)
        if isinstance(part, tuple):
            for number, one in enumerate(part):
                yield from list_dates(one, (*loc, name, number))
        elif part is not None:
            yield from list_dates(part, (*loc, name))


@functools.cache
def _plan(record_type: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields of a record type that hold the date of a fact, and those with records that hold some."""
    hints, nested = field_types(record_type), nested_fields(record_type)
    names = [one.name for one in fields(record_type)]
    dates = tuple(name for name in names if hints[name] in (Edtf, Edtf | None))
    return dates, tuple(name for name in names if name in nested and any(_plan(nested[name])))
