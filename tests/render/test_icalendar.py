"""iCalendar (RFC 5545): any text is read back, in lines of at most 75 octets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
from hypothesis import given, strategies

from sitegen.icalendar import MAX_OCTETS, CalendarEvent, format_icalendar

EVENT = CalendarEvent(
    uid="a@uji.example",
    start=date(2026, 3, 31),
    end=date(2026, 4, 1),
    stamp=date(2025, 12, 1),
    sequence=0,
    status="TENTATIVE",
    summary="Judul",
    description="",
    url="https://uji.example/kalender/#a",
)


def write(**fields: object) -> bytes:
    return format_icalendar("Kalender", "id", [replace(EVENT, **fields)])  # type: ignore[arg-type]


@given(strategies.text(strategies.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), min_size=1))
def test_icalendar_text_is_read_back_from_short_lines(text: str) -> None:
    data = write(summary=text, description=f"{text}\n\n{text}")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) <= MAX_OCTETS
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (text, f"{text}\n\n{text}")


def test_icalendar_control_characters_are_left_out() -> None:
    assert b"SUMMARY:a\\nbc\r\n" in write(summary="a\r\nb\x00\x07c")


def test_icalendar_moment_is_in_utc_and_has_no_end() -> None:
    data = write(start=datetime.fromisoformat("2026-03-31T09:00+07:00"), end=None)
    assert b"DTSTART:20260331T020000Z\r\n" in data
    assert b"DTEND" not in data
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event["DTSTART"].dt == datetime(2026, 3, 31, 2, tzinfo=UTC)
