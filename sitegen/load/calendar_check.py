"""Check the entries of the release calendar, each by itself; validate/calendar.py compares them with the day."""

from __future__ import annotations

import re
from itertools import pairwise

from sitegen import edtf
from sitegen.load.context import LoadContext
from sitegen.load.records import LoadedRecords
from sitegen.models import CalendarEntry
from sitegen.models.kinds import CALENDAR
from sitegen.problems import Loc

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_calendar_file(context: LoadContext, entries: LoadedRecords[CalendarEntry]) -> None:
    """Check the days of announcements and their order, moved dates, and cancellations."""
    for entry, _, index in entries.each():
        _check_days(context, entry, index)
        _check_order(context, entry, index)
        _check_moves(context, entry, index)
        _check_cancellation(context, entry, index)


def _check_days(context: LoadContext, entry: CalendarEntry, index: int) -> None:
    """Report a day of an announcement that is no day, and a time of day beside such a date."""
    announcements = ((text, loc) for text, loc in _list_announcements(entry))
    timed: list[tuple[str, Loc]] = [(entry.date, ("date",))] if entry.time else []
    timed += [(one.date, ("previous_dates", at, "date")) for at, one in enumerate(entry.previous_dates) if one.time]
    for text, loc in (*announcements, *timed):
        if text and not _DAY.fullmatch(text):
            span = context.span(CALENDAR, index, *loc)
            context.report.add("calendar-day", span, field=str(loc[-1]), value=text)


def _list_announcements(entry: CalendarEntry) -> list[tuple[str, Loc]]:
    """List the days on which something of an entry was announced, the latest first."""
    found: list[tuple[str, Loc]] = []
    if entry.cancellation:
        found.append((entry.cancellation.when, ("cancellation", "when")))
    found += ((one.when, ("previous_dates", at, "when")) for at, one in enumerate(entry.previous_dates))
    return [*found, (entry.announced, ("announced",))]


def _check_order(context: LoadContext, entry: CalendarEntry, index: int) -> None:
    """Report a change that was announced before an earlier one, and a date before it was announced first."""
    announcements = _list_announcements(entry)
    dates: tuple[tuple[str, Loc], ...] = ((entry.date, ("date",)), announcements[-1])
    for (later, loc), (earlier, other) in (*pairwise(announcements), *pairwise(dates)):
        if later and earlier and edtf.parse(later).last < edtf.parse(earlier).sort_day:
            context.report.add(
                "calendar-order",
                context.span(CALENDAR, index, *loc),
                field=str(loc[-1]),
                date=later,
                other=str(other[-1]),
                earlier=earlier,
                line=context.span(CALENDAR, index, *other).line,
            )


def _check_moves(context: LoadContext, entry: CalendarEntry, index: int) -> None:
    """Report a previous date that is the same as the one after it."""
    after = (entry.date, entry.time)
    for at, one in enumerate(entry.previous_dates):
        if one.date and (one.date, one.time) == after:
            span = context.span(CALENDAR, index, "previous_dates", at, "date")
            context.report.add("calendar-unmoved", span, date=one.date)
        after = (one.date, one.time)


def _check_cancellation(context: LoadContext, entry: CalendarEntry, index: int) -> None:
    """Report a cancelled entry that does not say why, and a reason for what is not cancelled."""
    if entry.status is None or context.is_invalid(CALENDAR, index, "cancellation"):
        return
    if (entry.status == "cancelled") != (entry.cancellation is not None):
        key = "status" if entry.cancellation is None else "cancellation"
        span = context.span(CALENDAR, index, key, key=key == "cancellation")
        context.report.add("calendar-cancellation", span, status=entry.status)
