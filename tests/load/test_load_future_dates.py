"""What lies after the day of the build is no fact: it is told at its place, unless its key speaks of the future."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from marked_site import SOUND, THEMES, VILLAGE, unmark, write_site

from sitegen.build_context import BuildContext
from sitegen.cache import Cache, MemoryCache, NullCache
from sitegen.load import load_site
from sitegen.load.future_dates import likely_date
from sitegen.problems import Problem, Report

P, V, OUT, IN, SRC = (f"data/{name}.yaml" for name in ("programme", "villages", "outreach", "indicators", "sources"))
R = "data/regions.yaml"
UNLISTED = SOUND["data/site.yaml"] + "official_list: none\n"
NEWS = "content/news/2018-07-05-dua-desa.md"
NOW = datetime(2026, 11, 29, 20, tzinfo=UTC)
"""It is the 30th in Jakarta."""
YEAR = "    target_sources: [koran]\n"
LATER = SOUND[SRC] + "- id: nanti\n  publisher: Koran\n  date: «2030-01-01»\n"


def read(root: Path, now: datetime | None = NOW, cache: Cache | None = None) -> list[Problem]:
    report = Report()
    load_site(root, report, cache or NullCache(), THEMES, now=now)
    return [problem for problem in report if problem.code in ("future-fact", "until-future")]


FAULTS = [
    (V, VILLAGE.replace("certified: 2018-07-05", "certified: «2091-07-05»")),
    (V, VILLAGE.replace("certified: 2018-07-05", "certified: «2026-12-01»")),
    (V, VILLAGE.replace("certified: 2018-07-05", 'certified: «"[2026-12-01..2027]"»')),
    (V, VILLAGE.replace("certified: 2018-07-05", 'certified: «"[2018..2027]"»')),
    (V, VILLAGE.replace("certified: 2018-07-05", 'certified: «"[..2030]"»')),
    (V, VILLAGE + "  events:\n  - {kind: renewed, date: «2027»}\n"),
    (V, VILLAGE + "  decree: {number: 1/2019, date: «2027-01», issuer: Bupati}\n"),
    (OUT, SOUND[OUT].replace("2023-10-19", "«2027»")),
    (IN, SOUND[IN].replace("as_of: 2023-10", "as_of: «2027-10»")),
    (SRC, LATER),
    (
        P,
        SOUND[P]
        .replace("year: 2018", "year: «2030»")
        .replace(YEAR, f"{YEAR}    reported: 500\n    reported_sources: [koran]\n"),
    ),
    (P, SOUND[P].replace(YEAR, f"{YEAR}    reported: 5\n    reported_sources: [koran]\n    reported_as_of: «2027»\n")),
    (NEWS, SOUND[NEWS].replace("date: 2018-07-05", "date: «2204-05-05»")),
]


@pytest.mark.parametrize(("file", "marked"), FAULTS)
def test_fact_after_the_day_of_the_build_is_an_error_at_its_place(tmp_path: Path, file: str, marked: str) -> None:
    text, (place,) = unmark(file, marked)
    assert text != SOUND.get(file)
    (problem,) = read(write_site(tmp_path, {file: text}))
    assert (problem.at, problem.severity, problem.values["today"]) == (place, "error", "2026-11-30")
    assert read(tmp_path, None) == []
    assert read(tmp_path, NOW.replace(year=2300)) == []


SOUND_TEXTS = [
    (V, VILLAGE.replace("certified: 2018-07-05", "certified: 2026-11-30")),
    (V, VILLAGE.replace("certified: 2018-07-05", "certified: 2026")),
    (V, VILLAGE.replace("certified: 2018-07-05", 'certified: "[2018..2026-12]"')),
    (IN, SOUND[IN] + "  target: 5\n  due: 2030-12-31\n"),
    (P, SOUND[P].replace("year: 2018", "year: 2030")),
    (NEWS, SOUND[NEWS].replace("date: 2018-07-05", "date: 2027-05-05\npublish_date: 2027-05-05 09:00")),
    (NEWS, SOUND[NEWS].replace("date: 2018-07-05", "date: 2027-05-05\ndraft: true")),
]


@pytest.mark.parametrize(("file", "text"), SOUND_TEXTS)
def test_what_may_lie_ahead_is_no_error(tmp_path: Path, file: str, text: str) -> None:
    assert text != SOUND[file]
    assert read(write_site(tmp_path, {file: text})) == []


ENDS = [
    ("2026-11-30", False),
    ("2026", False),
    ('"[..2026-12]"', False),
    ('"[..2030]"', True),
    ("2026-12-01", True),
    ("2091-01", True),
]


@pytest.mark.parametrize(("until", "is_told"), ENDS)
def test_end_of_a_code_or_name_in_the_future_is_told_once_at_its_place(
    tmp_path: Path, until: str, is_told: bool
) -> None:
    village, (code,) = unmark(V, VILLAGE + f"  previous_codes: [{{code: 34.01.02.2001, until: «{until}»}}]\n")
    record = (
        f"- code: 35.05\n  name: Kabupaten Blitar\n  previous_names: [{{name: Kabupaten Lama, until: «{until}»}}]\n"
    )
    region, (name,) = unmark(R, record + f"  previous_codes: [{{code: 34.09, until: {until}}}]\n")
    told = read(write_site(tmp_path, {V: village, R: region, "data/site.yaml": UNLISTED}))
    assert {problem.code for problem in told} == ({"until-future"} if is_told else set())
    assert len(told) == (3 if is_told else 0)  # the region's code once, not once for each of its villages
    assert {code, name} <= {problem.at for problem in told} or not is_told


def test_announcement_held_back_until_before_its_date_is_an_error(tmp_path: Path) -> None:
    text = SOUND[NEWS].replace("date: 2018-07-05", "date: 2027-05-06\npublish_date: 2027-05-05 09:00")
    assert len(read(write_site(tmp_path, {NEWS: text}))) == 1


def test_day_of_the_build_is_asked_anew_though_the_data_are_remembered(tmp_path: Path) -> None:
    cache = MemoryCache()
    write_site(tmp_path, {V: VILLAGE.replace("certified: 2018-07-05", "certified: 2026-12-01")})
    told = [len(read(tmp_path, now, cache)) for now in (NOW, NOW.replace(year=2027), NOW)]
    assert told == [1, 0, 1]


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("2091-07-05", "2019-07-05"),
        ("3026-11-20", "2026-11-20"),
        ("2204-05-05", "2024-05-05"),
        ("1918-07", "2018-07"),
        ("0218", "2018"),
        ("2030-01-01", ""),  # which digit is wrong is not certain
        ("2109", "2019"),
        ("2062-12-01", ""),  # 2026 had no such day yet
        ("[2030..2031]", ""),
    ],
)
def test_likely_date_is_the_only_one_with_exchanged_digits_or_this_century(text: str, likely: str) -> None:
    assert likely_date(text, 2017, date(2026, 11, 30)) == likely


def test_site_built_for_an_earlier_day_may_state_what_is_known_by_the_clock() -> None:
    early, late = NOW.replace(year=2019), NOW.replace(year=2030)
    assert BuildContext(early).latest == early
    assert BuildContext(early, clock=NOW).latest == NOW
    assert BuildContext(late, clock=NOW).latest == late
