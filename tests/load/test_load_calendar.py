"""data/calendar.yaml by itself: days, their order, reasons, and references to what exists."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from marked_site import SOUND, THEMES, problems_of, read, unmark, write_site

from sitegen.cache import MemoryCache, NullCache
from sitegen.load import load_site
from sitegen.problems import Report, Span

FILE = "data/calendar.yaml"
ENTRY = """\
- id: hasil
  title: Hasil
  date: 2027-03-31
  time: "09:00"
  status: confirmed
  announced: 2026-01-05
  previous_dates:
    - {date: 2027-02-28, when: 2026-05-02, why: Dua kantor menyusul.}
    - {date: 2027-02, when: 2026-04-02, why: Terlalu dini.}
  indicators: [peserta]
  years: [2018]
  pages: [/capaian/]
  office: jatim
  sources: [koran]
"""
CANCELLED = """\
- id: hasil
  title: Hasil
  date: 2027-03
  status: cancelled
  announced: 2026-01-05
  cancellation: {when: 2026-02-05, why: Tidak jadi.}
"""


def test_calendar_entries_in_file_order_with_positions(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {FILE: ENTRY + CANCELLED.replace("id: hasil", "id: batal")}))
    assert site is not None
    assert problems == []
    first, second = site.calendar
    assert (first.date, first.time, [one.date for one in first.previous_dates]) == (
        "2027-03-31",
        "09:00",
        ["2027-02-28", "2027-02"],
    )
    assert second.cancellation is not None
    assert second.cancellation.why == "Tidak jadi."
    assert (site.origins["calendar:hasil"].line, site.origins["calendar:batal"].line) == (1, 15)
    assert site.origins["calendar:hasil:date"] == Span(FILE, 3, 9, 19)
    assert site.origins["calendar:hasil:page:0"] == Span(FILE, 12, 11, 20)


def test_calendar_is_optional(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path))
    assert site is not None
    assert (site.calendar, problems) == ((), [])
    assert read(write_site(tmp_path, {FILE: ""}))[1] == []


FAULTS = [
    ("unknown-indicator", ENTRY, "[peserta]", "[«pesreta»]", "peserta"),
    ("unknown-office", ENTRY, "office: jatim", "office: «jatin»", "jatim"),
    ("unknown-source", ENTRY, "[koran]", "[«karan»]", "koran"),
    ("bad-year", ENTRY, "[2018]", "[«218»]", ""),
    ("bad-path", ENTRY, "[/capaian/]", "[«capaian»]", ""),
    ("impossible-date", ENTRY, "date: 2027-03-31", "date: «2027-02-30»", ""),
    ("bad-date", ENTRY, "date: 2027-03-31", "date: «Maret 2027»", "2027-03"),
    ("bad-time", ENTRY, '"09:00"', '«"9.00"»', "09:00"),
    ("bad-time", ENTRY, '"09:00"', "«25:00»", ""),
    ("unknown-value", ENTRY, "status: confirmed", "status: «confirm»", "confirmed"),
    (
        "missing-key",
        ENTRY,
        "{date: 2027-02, when: 2026-04-02, why: Terlalu dini.}",
        "«{»date: 2027-02, when: 2026-04-02}",
        "",
    ),
    ("calendar-day", ENTRY, "date: 2027-03-31", "date: «2027-03»", ""),
    ("calendar-day", ENTRY, "announced: 2026-01-05", "announced: «2026-01»", ""),
    ("calendar-day", ENTRY, "when: 2026-04-02", "when: «2026-04»", ""),
    ("calendar-order", ENTRY, "when: 2026-05-02", "when: «2026-03-02»", ""),
    ("calendar-order", ENTRY, "when: 2026-04-02", "when: «2026-01-04»", ""),
    ("calendar-order", CANCELLED, "when: 2026-02-05", "when: «2025-02-05»", ""),
    ("calendar-order", CANCELLED, "date: 2027-03", "date: «2025-12»", ""),
    (
        "calendar-unmoved",
        CANCELLED,
        "  cancellation",
        "  previous_dates:\n  - {date: «2027-03», when: 2026-02-01, why: Ya.}\n  cancellation",
        "",
    ),
    ("calendar-cancellation", CANCELLED, "status: cancelled", "status: provisional", ""),
    ("calendar-cancellation", ENTRY, "status: confirmed", "status: «cancelled»", ""),
    (
        "repeated-id",
        ENTRY + CANCELLED,
        "- id: hasil\n  title: Hasil\n  date: 2027-03\n",
        "- id: «hasil»\n  title: Hasil\n  date: 2027-03\n",
        "",
    ),
]


@pytest.mark.parametrize(("code", "text", "old", "new", "suggestion"), FAULTS)
def test_calendar_fault_is_told_at_its_place(
    code: str, text: str, old: str, new: str, suggestion: str, tmp_path: Path
) -> None:
    assert old in text
    marked = text.replace(old, new)
    if code == "calendar-cancellation" and "«" not in marked:
        marked = marked.replace("cancellation:", "«cancellation»:")
    problems, spans = problems_of(tmp_path, FILE, marked)
    assert [(problem.code, problem.suggestion) for problem in problems] == [(code, suggestion)]
    (span,) = spans
    assert (problems[0].at.file, problems[0].at.line, problems[0].at.column) == (span.file, span.line, span.column)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (ENTRY.replace("confirmed", "published"), "date: 2027-03-31", "date: «2027-03-31»"),
        (ENTRY, "announced: 2026-01-05", "announced: «2027-01-05»"),
        (ENTRY, "when: 2026-05-02", "when: «2027-05-02»"),
        (CANCELLED, "when: 2026-02-05", "when: «2027-02-05»"),
    ],
    ids=["published", "announced", "moved", "cancelled"],
)
def test_calendar_states_no_future_date_as_a_fact(text: str, old: str, new: str, tmp_path: Path) -> None:
    plain, (span,) = unmark(FILE, text.replace(old, new))
    report = Report()
    load_site(write_site(tmp_path, {FILE: plain}), report, NullCache(), THEMES, datetime(2026, 11, 30, tzinfo=UTC))
    found = [(problem.code, problem.at) for problem in report if problem.code == "future-fact"]
    assert found == [("future-fact", span)]


def test_calendar_reads_alike_from_the_cache(tmp_path: Path) -> None:
    cache = MemoryCache()
    root = write_site(tmp_path, {FILE: ENTRY})
    assert read(root, cache) == read(root, cache)


def test_calendar_texts_are_translated_within_their_entry(tmp_path: Path) -> None:
    settings = SOUND["data/site.yaml"] + "languages: [id, en]\n"
    translations = (
        "- {what: calendar:hasil, title: Results}\n"
        "- {what: calendar:hasil:previous_date:2027-02-28, why: Late.}\n"
        "- {what: calendar:hasil:previous_date:2027-02-29, why: Late.}\n"
    )
    files: dict[str, str | bytes | None] = {
        FILE: ENTRY,
        "data/site.yaml": settings,
        "data/translations.en.yaml": translations,
    }
    problems = [one for one in read(write_site(tmp_path, files))[1] if one.at.file == "data/translations.en.yaml"]
    assert [(one.code, one.at.line, one.suggestion) for one in problems] == [
        ("unknown-record", 3, "calendar:hasil:previous_date:2027-02-28")
    ]
