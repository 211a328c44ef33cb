"""Outreach events: each has one date, that on which it took place or that for which it is announced."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from marked_site import SOUND, THEMES, problems_of, unmark, write_site

from sitegen.cache import Cache, MemoryCache, NullCache
from sitegen.load import load_site
from sitegen.models import Attendance
from sitegen.problems import Report

OUT = "data/outreach.yaml"
EXPECTED = SOUND[OUT].replace("date: 2023-10-19", "expected: {}")
NOW = datetime(2026, 11, 29, 20, tzinfo=UTC)
"""It is the 30th in Jakarta."""

FAULTS = [
    ("date-and-expected", SOUND[OUT].replace("date: 2023-10-19", "date: 2023-10-19\n  expected: «2023-10»")),
    ("missing-key", SOUND[OUT].replace("- id: klaten", "- «id: klaten»").replace("  date: 2023-10-19\n", "")),
    ("region-unknown", SOUND[OUT].replace("date: 2023-10-19", "date: 2023-10-19\n  region: «98.01»")),
    ("bad-region", SOUND[OUT].replace("date: 2023-10-19", "date: 2023-10-19\n  region: «Gianyar»")),
    ("unknown-unit", SOUND[OUT].replace("date: 2023-10-19", "date: 2023-10-19\n  attendance: {count: 5, unit: «x»}")),
    ("bad-number", SOUND[OUT].replace("date: 2023-10-19", "date: 2023-10-19\n  attendance: {count: «1.200»}")),
]


@pytest.mark.parametrize(("code", "marked"), FAULTS, ids=[code for code, _ in FAULTS])
def test_outreach_fault_is_told_at_its_place(tmp_path: Path, code: str, marked: str) -> None:
    assert marked != SOUND[OUT]
    (problem,), (place,) = problems_of(tmp_path, OUT, marked)
    assert (problem.code, problem.severity) == (code, "error")
    assert (problem.at.file, problem.at.line) == (place.file, place.line)


def read(root: Path, now: datetime, cache: Cache | None = None) -> Report:
    report = Report()
    site = load_site(root, report, cache or NullCache(), THEMES, now=now)
    assert site is not None
    return report


@pytest.mark.parametrize(
    ("expected", "is_passed"),
    [("2026-11-30", False), ("2026-11", False), ("2030", False), ("2026-11-29", True), ("2026-10", True)],
)
def test_outreach_whose_expected_day_passed_is_asked_for(tmp_path: Path, expected: str, is_passed: bool) -> None:
    text, (place,) = unmark(OUT, EXPECTED.format(f"«{expected}»"))
    cache = MemoryCache()
    write_site(tmp_path, {OUT: text})
    for _ in range(2):  # though the data are remembered
        told = list(read(tmp_path, NOW, cache))
        assert [(problem.code, problem.at, problem.severity) for problem in told] == (
            [("expected-passed", place, "warning")] if is_passed else []
        )
    assert list(read(tmp_path, NOW.replace(year=2024))) == []


def test_outreach_record_has_region_and_attendance(tmp_path: Path) -> None:
    more = "date: 2023-10-19\n  region: 35.05\n  attendance: {count: 120, rounded: true}"
    write_site(tmp_path, {OUT: SOUND[OUT].replace("date: 2023-10-19", more)})
    report = Report()
    site = load_site(tmp_path, report, NullCache(), THEMES)
    assert site is not None
    assert list(report) == []
    (event,) = site.outreach
    assert (event.region, event.attendance) == ("35.05", Attendance(count=120, rounded=True))
