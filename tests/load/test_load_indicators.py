"""Indicators: two values of one thing at one time are a warning; of two times, or under two names, they are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, problems_of, read, write_site

FILE = "data/indicators.yaml"
SECOND = SOUND[FILE].replace("- id: peserta", "- id: lagi", 1)


def test_indicator_duplicate_reported_at_second(tmp_path: Path) -> None:
    given = SOUND[FILE] + SECOND.replace("value: 36000000", "value: «37000000»")
    (problem,), (place,) = problems_of(tmp_path, FILE, given)
    assert (problem.code, problem.severity, problem.at) == ("indicator-contradicts", "warning", place)
    assert problem.values == {"value": "37000000", "other": "36000000", "line": "5"}


def test_indicator_id_of_other_target_is_refused(tmp_path: Path) -> None:
    first = SOUND[FILE].replace("  unit:", "  target: 70000000\n  unit:", 1)
    second = SECOND.replace("- id: lagi", "- id: «peserta-target»").replace("scope: ", "scope: Bukan ")
    (problem,), (place,) = problems_of(tmp_path, FILE, first + second)
    assert (problem.code, problem.severity, problem.at) == ("id-of-target", "error", place)
    assert problem.values == {"id": "peserta-target", "other": "peserta", "line": "1"}


@pytest.mark.parametrize(
    "second",
    [
        SECOND,
        SECOND.replace("value: 36000000", "value: 37000000").replace("2023-10", "2023-09"),
        SECOND.replace("value: 36000000", "value: 37000000").replace("scope: ", "scope: Bukan "),
    ],
)
def test_indicator_same_or_other_time_and_place_valid(tmp_path: Path, second: str) -> None:
    assert read(write_site(tmp_path, {FILE: SOUND[FILE] + second}))[1] == []
