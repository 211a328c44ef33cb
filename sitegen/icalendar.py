"""Write events as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

MAX_OCTETS = 75
"""The longest line of a file, in octets, without its line break."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event: a moment, or whole days."""

    uid: str
    """Its permanent id."""
    start: date | datetime
    """Its first day, or its moment with a time zone."""
    end: date | None
    """The day after its last one; None for a moment."""
    stamp: date
    """The day on which it was announced or changed last."""
    sequence: int
    """How often it was changed."""
    status: Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]
    summary: str
    """Its title."""
    description: str
    """What else is to be said; may be empty."""
    url: str
    """Where it is told of."""


def format_icalendar(name: str, language: str, events: Iterable[CalendarEvent]) -> bytes:
    """Format a calendar with its name, which calendar programs show."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//sitegen//Release calendar//{language.upper()}",
        "METHOD:PUBLISH",
        f"NAME:{_escape(name)}",
        f"X-WR-CALNAME:{_escape(name)}",
        *(line for event in events for line in _event_lines(event)),
        "END:VCALENDAR",
    ]
    return "".join(part for line in lines for part in _fold(line)).encode()


def _event_lines(event: CalendarEvent) -> Iterator[str]:
    stamp = f"{_day(event.stamp)}T000000Z"
    yield "BEGIN:VEVENT"
    yield f"UID:{_escape(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{event.sequence}"
    if isinstance(event.start, datetime):
        start = event.start.astimezone(UTC)
        yield f"DTSTART:{_day(start.date())}T{start:%H%M%S}Z"
    else:
        yield f"DTSTART;VALUE=DATE:{_day(event.start)}"
    if event.end:
        yield f"DTEND;VALUE=DATE:{_day(event.end)}"
    yield f"STATUS:{event.status}"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_escape(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_escape(event.description)}"
    yield f"URL:{event.url}"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escape(text: str) -> str:
    """Escape a text; line breaks of any kind are `\\n`, and control characters, which a text cannot have, are left
    out."""
    lines = "\n".join(text.splitlines())
    return "".join(sign for sign in lines if sign in "\n\t" or sign.isprintable() or sign > "\x9f").translate(_ESCAPES)


def _fold(line: str) -> Iterator[str]:
    """Yield the line in parts of at most MAX_OCTETS, each with its line break; none divides a character."""
    part, octets = "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > MAX_OCTETS:
            yield f"{part}\r\n"
            part, octets = " ", 1
        part, octets = part + sign, octets + size
    yield f"{part}\r\n"
