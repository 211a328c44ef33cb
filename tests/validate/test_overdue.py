"""A date of the calendar that has passed without a publication is told at its place, from that moment on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factory import make_calendar_entry, make_site

from sitegen.build_context import BuildContext
from sitegen.problems import Report, Span
from sitegen.validate.calendar import check_calendar

AT = Span("data/calendar.yaml", 3, 9, 19)


def overdue(at: str, **fields: Any) -> list[tuple[str, str, Span]]:
    site = make_site(calendar=(make_calendar_entry(**fields),), origins={"calendar:hasil:date": AT})
    report = Report()
    check_calendar(site, BuildContext(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Asia/Jakarta"))), report)
    return [(problem.code, problem.severity, problem.at) for problem in report]


@pytest.mark.parametrize("status", ["provisional", "confirmed"])
@pytest.mark.parametrize(
    ("date", "time", "passes", "before"),
    [
        ("2026-03-31", None, "2026-04-01T00:00", "2026-03-31T23:59"),
        ("2026-03-31", "09:00", "2026-03-31T09:00", "2026-03-31T08:59"),
        ("2026-03", None, "2026-04-01T00:00", "2026-03-31T23:59"),
        ("[..2026]", None, "2027-01-01T00:00", "2026-12-31T23:59"),
    ],
)
def test_calendar_date_is_overdue_from_the_moment_it_has_passed(
    status: str, date: str, time: str | None, passes: str, before: str
) -> None:
    assert overdue(before, status=status, date=date, time=time) == []
    assert overdue(passes, status=status, date=date, time=time) == [("calendar-overdue", "warning", AT)]


@pytest.mark.parametrize("status", ["published", "cancelled"])
def test_calendar_date_of_what_came_out_or_will_not_is_never_overdue(status: str) -> None:
    assert overdue("2030-01-01T00:00", status=status) == []


def test_calendar_last_day_of_all_is_a_day() -> None:
    assert overdue("2030-01-01T00:00", date="9999") == []
