"""Chronology: what lies after all of its sources is a warning at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, VILLAGE, problems_of, read, write_site

P, V, OUT, IN = "data/programme.yaml", "data/villages.yaml", "data/outreach.yaml", "data/indicators.yaml"
YEAR = "    target_sources: [koran]\n"
EARLY = SOUND[P].replace("year: 2018", "year: 2024")
REPORTED = "    reported: {}\n    reported_sources: [koran]\n"

FAULTS = [
    # code, file, text with the place; the only source is of 5 January 2024
    ("after-sources", V, VILLAGE.replace("certified: 2018-07-05", "certified: «2024-02»")),
    ("after-sources", V, VILLAGE + "  events:\n  - {kind: renewed, date: «2024-01-06»}\n"),
    ("after-sources", OUT, SOUND[OUT].replace("2023-10-19", "«2025»")),
    ("after-sources", P, SOUND[P].replace(YEAR, f"{YEAR}{REPORTED.format(3)}    reported_as_of: «2024-12-31»\n")),
    ("after-sources", P, SOUND[P].replace("year: 2018", "year: 2025").replace(YEAR, YEAR + REPORTED.format("«3»"))),
    ("result-too-early", P, EARLY.replace(YEAR, YEAR + REPORTED.format("«3»"))),
    (
        "projection-below-results",
        P,
        SOUND[P].replace(YEAR, f"{YEAR}{REPORTED.format(3)}    projected_total: «2»\n    projected_sources: [koran]\n"),
    ),
]


@pytest.mark.parametrize(("code", "file", "given"), FAULTS)
def test_chronology_date_after_sources_warns(tmp_path: Path, code: str, file: str, given: str) -> None:
    (problem,), (place,) = problems_of(tmp_path, file, given)
    assert (problem.code, problem.at, problem.severity) == (code, place, "warning")


def test_chronology_warning_names_both_dates(tmp_path: Path) -> None:
    given = SOUND[IN].replace("as_of: 2023-10", "as_of: «2024-03»")
    assert given != SOUND[IN]
    (problem,), (place,) = problems_of(tmp_path, IN, given)
    assert (problem.code, problem.at) == ("after-sources", place)
    assert problem.values == {"field": "as_of", "date": "2024-03", "latest": "2024-01-05"}


@pytest.mark.parametrize("told", ["[..2024-06]", "2024", "[2018..2024-06]", "2024-01-05"])
def test_chronology_date_before_source_is_valid(tmp_path: Path, told: str) -> None:
    text = VILLAGE.replace("certified: 2018-07-05", f'certified: "{told}"')
    assert read(write_site(tmp_path, {V: text}))[1] == []


@pytest.mark.parametrize("told", ["reported_status: preliminary", "reported_as_of: 2024-01-05"])
def test_chronology_result_with_as_of_is_valid(tmp_path: Path, told: str) -> None:
    text = EARLY.replace(YEAR, f"{YEAR}{REPORTED.format(3)}    {told}\n")
    assert read(write_site(tmp_path, {P: text}))[1] == []


def test_chronology_event_with_own_source_is_valid(tmp_path: Path) -> None:
    later = SOUND["data/sources.yaml"] + "- id: surat\n  publisher: Surat\n  date: 2025-02-01\n"
    text = VILLAGE + "  events:\n  - {kind: renewed, date: 2025-01-06, sources: [surat]}\n"
    assert read(write_site(tmp_path, {V: text, "data/sources.yaml": later}))[1] == []


def test_chronology_unknown_source_not_judged(tmp_path: Path) -> None:
    text = VILLAGE.replace("2018-07-05", "2025").replace("[koran]", "[koran, surat]")
    assert [problem.code for problem in read(write_site(tmp_path, {V: text}))[1]] == ["unknown-source"]
