"""The release calendar as pages show it: the state of each entry, and what it says of the pages that it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sitegen import edtf
from sitegen.models import CalendarEntry
from sitegen.output import CalendarDate, CalendarNote, CalendarState
from sitegen.views.site_index import SiteIndex


def calendar_notes(index: SiteIndex, subject: str) -> tuple[CalendarNote, ...]:
    """Return what the calendar says of a page, by its URL, or of `indicator:<id>`: the latest publication, what is
    overdue, and the next."""
    entries = index.calendar_of.get(subject, ())
    if not entries:
        return ()
    by_state: dict[CalendarState, list[CalendarEntry]] = {}
    for entry in sort_by_date(entries):
        by_state.setdefault(entry_state(index, entry), []).append(entry)
    shown = (
        *by_state.get("published", ())[-1:],
        *by_state.get("overdue", ()),
        *by_state.get("upcoming", ())[:1],
    )
    return tuple(_note(index, entry) for entry in shown)


def sort_by_date(entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    """Sort entries by the first day that their date can mean, then by their time of day, and by id."""
    return sorted(entries, key=lambda one: (edtf.parse(one.date).sort_day, one.time or "", one.id))


def entry_state(index: SiteIndex, entry: CalendarEntry) -> CalendarState:
    """Return whether an entry came out, as this build knows."""
    if entry.status in ("published", "cancelled"):
        return entry.status
    return "overdue" if entry.id in index.passed_dates else "upcoming"


def calendar_date(index: SiteIndex, date: str, time: str | None) -> CalendarDate:
    """Return a date with its time of day, and what the time zone is called then."""
    if not time:
        return CalendarDate(date)
    hour, minute = time.split(":")
    return CalendarDate(date, hour, minute, calendar_moment(index, date, time).tzname() or "")


def calendar_moment(index: SiteIndex, date: str, time: str) -> datetime:
    """Return the moment of a day and a time of day."""
    return datetime.fromisoformat(f"{date}T{time}").replace(tzinfo=ZoneInfo(index.untracked.timezone))


def previous_date(index: SiteIndex, entry: CalendarEntry) -> CalendarDate | None:
    """Return the date that an entry was moved from last."""
    return next((calendar_date(index, one.date, one.time) for one in entry.previous_dates), None)


def entry_path(index: SiteIndex, entry: CalendarEntry) -> str:
    """Return the URL of an entry on the page of the calendar."""
    return f"{index.routes.root('calendar')}#{entry.id}"


def _note(index: SiteIndex, entry: CalendarEntry) -> CalendarNote:
    return CalendarNote(
        title=entry.title,
        path=entry_path(index, entry),
        state=entry_state(index, entry),
        status=entry.status,
        when=calendar_date(index, entry.date, entry.time),
        previous=previous_date(index, entry),
    )
