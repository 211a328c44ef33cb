"""Dates that are improbably early are warnings at their place, with the year that alone can have been meant."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from marked_site import SOUND, THEMES, VILLAGE, unmark, write_site

from sitegen.cache import Cache, MemoryCache, NullCache
from sitegen.load import load_site
from sitegen.problems import Problem, Report

P, V, OUT, IN, SRC = (f"data/{name}.yaml" for name in ("programme", "villages", "outreach", "indicators", "sources"))
NEWS = "content/news/2018-07-05-dua-desa.md"
NOW = datetime(2026, 11, 30, tzinfo=UTC)
YEAR = "    target_sources: [koran]\n"
REPORTED = YEAR + "    reported: 3\n    reported_sources: [koran]\n"
EARLY, IMPROBABLE = "date-before-programme", "date-improbable"


def read(root: Path, now: datetime | None = NOW, cache: Cache | None = None) -> list[Problem]:
    report = Report()
    load_site(root, report, cache or NullCache(), THEMES, now=now)
    return [problem for problem in report if problem.code in (EARLY, IMPROBABLE)]


FAULTS = [
    (EARLY, V, VILLAGE.replace("certified: 2018-07-05", "certified: «1024-07-05»"), "2024-07-05"),
    (EARLY, V, VILLAGE.replace("certified: 2018-07-05", "certified: «1918»"), "2018"),
    (EARLY, V, VILLAGE.replace("certified: 2018-07-05", "certified: «2015»"), ""),
    (EARLY, V, VILLAGE + '  events:\n  - {kind: renewed, date: «"0218"»}\n', "2018"),
    (EARLY, OUT, SOUND[OUT].replace("2023-10-19", "«1023-10-19»"), "2023-10-19"),
    (EARLY, P, SOUND[P].replace("2018", "«2015»").replace(YEAR, REPORTED), ""),
    (EARLY, P, SOUND[P].replace(YEAR, REPORTED + "    reported_as_of: «1918-12»\n"), "2018-12"),
    (IMPROBABLE, IN, SOUND[IN].replace("as_of: 2023-10", "as_of: «1023-10»"), "2023-10"),
    (IMPROBABLE, V, VILLAGE + "  population: {count: 5, as_of: «1920», source: koran}\n", "2020"),
    (IMPROBABLE, V, VILLAGE + "  decree: {number: 1/2018, date: «1018-07», issuer: Bupati}\n", "2018-07"),
    (IMPROBABLE, SRC, SOUND[SRC] + "- id: kuno\n  publisher: Koran\n  date: «1024-01-05»\n", "2024-01-05"),
    (IMPROBABLE, NEWS, SOUND[NEWS].replace("date: 2018-07-05", "date: «1018-07-05»"), "2018-07-05"),
]


@pytest.mark.parametrize(("code", "file", "marked", "likely"), FAULTS)
def test_improbably_early_date_is_told_with_the_likely_one(
    tmp_path: Path, code: str, file: str, marked: str, likely: str
) -> None:
    text, (place,) = unmark(file, marked)
    assert text != SOUND.get(file)
    (problem,) = read(write_site(tmp_path, {file: text}))
    assert (problem.code, problem.at, problem.severity) == (code, place, "warning")
    assert problem.suggestion == likely
    assert read(tmp_path, None)[0].suggestion == ""  # without a day nothing is likely


SOUND_TEXTS = [
    (V, VILLAGE + "  decree: {number: 1/1999, date: 1999, issuer: Bupati}\n"),
    (V, VILLAGE + "  population: {count: 5, as_of: 2010, source: koran}\n"),
    (IN, SOUND[IN].replace("as_of: 2023-10", "as_of: 1998-10")),
    (SRC, SOUND[SRC] + "- id: kuno\n  publisher: Staatsblad\n  date: 1847-05-01\n"),
    (NEWS, SOUND[NEWS].replace("date: 2018-07-05", "date: 2004-10-19")),
]


@pytest.mark.parametrize(("file", "text"), SOUND_TEXTS)
def test_older_source_decree_or_observation_is_no_problem(tmp_path: Path, file: str, text: str) -> None:
    assert text != SOUND[file]
    assert read(write_site(tmp_path, {file: text})) == []


def test_early_dates_are_told_again_though_the_data_are_remembered(tmp_path: Path) -> None:
    cache = MemoryCache()
    write_site(tmp_path, {V: VILLAGE.replace("certified: 2018-07-05", "certified: 1024-07-05")})
    assert [one.suggestion for _ in range(2) for one in read(tmp_path, NOW, cache)] == ["2024-07-05"] * 2
