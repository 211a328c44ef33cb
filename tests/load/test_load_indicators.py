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


BREAKS = """\
  breaks:
    - {at: 2022, reason: Cara hitungnya lain.}
"""
SERIES = """\
- id: skema
  name: Skema
  scope: Nasional
  unit: peserta
  value: 6400
  as_of: 2021
  observations:
    - as_of: 2022-12-31
      value: 11900
  targets:
    - {due: 2022, value: 12800}
  breaks:
    - {at: 2022, reason: Cara hitungnya lain.}
  sources: [koran]
"""


@pytest.mark.parametrize(
    ("code", "old", "new", "values"),
    [
        ("observation-date", "    - as_of: 2022-12-31\n      value", "    - ‸value", {}),
        ("observation-date", "    - as_of: 2022-12-31\n", "    - ‸as_of: 2022-12-31\n      period: 2022\n", {}),
        ("period-without-beginning", "as_of: 2022-12-31", "period: ‸[..2021]", {"date": "[..2021]"}),
        (
            "values-disagree",
            "as_of: 2022-12-31\n      value: 11900",
            "period: 2021\n      value: «6500»",
            {"date": "2021", "value": "6500", "other": "6400", "line": "5"},
        ),
        (
            "value-repeated",
            "as_of: 2022-12-31\n      value: 11900",
            "as_of: 2021\n      value: «6400»",
            {"date": "2021", "line": "5"},
        ),
        (
            "values-disagree",
            "    - {due: 2022, value: 12800}",
            "    - {due: 2022, value: 12800}\n    - {due: 2022, value: «9»}",
            {"date": "2022", "value": "9", "other": "12800", "line": "11"},
        ),
        ("break-between-none", "at: 2022", "at: «2020»", {"date": "2020"}),
        ("negative-number", "value: 12800", "value: «-1»", {"value": "-1", "unit": "peserta"}),
        ("unknown-key", "value: 12800", "«vlue»: 12800", {"key": "vlue"}),
        ("unknown-source", "value: 12800", "value: 12800, sources: [«koren»]", {"id": "koren"}),
    ],
)
def test_series_fault_is_told_at_its_place(
    tmp_path: Path, code: str, old: str, new: str, values: dict[str, str]
) -> None:
    text = SERIES if code == "break-between-none" else SERIES.replace(BREAKS, "")
    assert old in text
    (problem,), (place,) = problems_of(tmp_path, FILE, text.replace(old, new))
    assert (problem.code, problem.at, problem.values) == (code, place, values)


def test_series_order_does_not_matter(tmp_path: Path) -> None:
    assert problems_of(tmp_path, FILE, SERIES)[0] == []
    site, problems = read(
        write_site(
            tmp_path,
            {
                FILE: SERIES.replace("  value: 6400\n  as_of: 2021\n", "").replace(
                    "      value: 11900\n", "      value: 11900\n    - {period: 2021, value: 6400}\n"
                )
            },
        )
    )
    assert problems == []
    assert site is not None
    assert [one.date for one in site.indicators[0].observations] == ["2022-12-31", "2021"]


def test_indicator_of_a_region_without_a_page_is_told(tmp_path: Path) -> None:
    given = SOUND[FILE].replace("  unit:", '  region: «"51.04"»\n  unit:', 1)
    (problem,), (place,) = problems_of(tmp_path, FILE, given)
    assert (problem.code, problem.at, problem.values) == ("region-without-page", place, {"code": "51.04"})
    assert problems_of(tmp_path, FILE, SOUND[FILE].replace("  unit:", '  region: "35.05"\n  unit:', 1))[0] == []
