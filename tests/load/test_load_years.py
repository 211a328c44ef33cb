"""Years and units: figures explain what is there, parts are no more than their whole, and units are known by id."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, VILLAGE, problems_of, read, write_site

P, V, IN = "data/programme.yaml", "data/villages.yaml", "data/indicators.yaml"
YEAR = "    target_sources: [koran]\n"
REPORTED = f"{YEAR}    reported: 3\n    reported_sources: [koran]\n"
PROVINCES = f"{REPORTED}    provinces:\n"
JATIM = '      - province: "35"\n        name: Jawa Timur\n        reported: 2\n        sources: [koran]\n'

FAULTS = [
    # code, what follows the target of 2018, suggestion
    ("figure-absent", f"{YEAR}    «reported_as_of»: 2018-12-31\n", ""),
    ("figure-absent", f"{YEAR}    «reported_status»: final\n", ""),
    ("unknown-value", f"{REPORTED}    reported_status: «sementara»\n", ""),
    ("bad-region-code", PROVINCES + JATIM.replace('"35"', "«Jawa Timur»"), ""),
    ("repeated-province", PROVINCES + JATIM.replace("2", "1") + JATIM.replace('"35"', '«"35"»'), ""),
    ("provinces-exceed", f"{REPORTED}    «provinces»:\n" + JATIM.replace("2", "4"), ""),
    ("missing-sources", PROVINCES + JATIM.replace("sources: [koran]", "«sources»: []"), ""),
    ("unknown-source", PROVINCES + JATIM.replace("[koran]", "[«korann»]"), "koran"),
    ("region-name", PROVINCES + JATIM.replace("Jawa Timur", "«Jatim»"), "Jawa Timur"),
]


@pytest.mark.parametrize(("code", "given", "suggestion"), FAULTS)
def test_year_error_at_position(tmp_path: Path, code: str, given: str, suggestion: str) -> None:
    (problem,), (place,) = problems_of(tmp_path, P, SOUND[P].replace(YEAR, given))
    assert (problem.code, problem.at, problem.suggestion) == (code, place, suggestion)
    assert problem.severity == "error"


def test_year_with_all_keys_is_valid(tmp_path: Path) -> None:
    given = f"{PROVINCES}{JATIM}    reported_as_of: 2018-12-31\n    reported_status: preliminary\n"
    site, problems = read(write_site(tmp_path, {P: SOUND[P].replace(YEAR, given)}))
    assert problems == []
    assert site is not None
    assert [part.reported for part in site.programme.years[0].regions] == [2]


def test_year_province_has_one_name(tmp_path: Path) -> None:
    other = JATIM.replace("35", "11").replace("Jawa Timur", "Aceh")
    later = f"  - year: 2019\n    provinces:\n{other.replace('Aceh', '«Nanggroe»')}criteria:\n"
    text = SOUND[P].replace(YEAR, PROVINCES + other).replace("criteria:\n", later)
    (problem,), (place,) = problems_of(tmp_path, P, text)
    assert (problem.code, problem.at, problem.values["line"]) == ("region-name", place, "18")


def test_year_provinces_without_total_not_summed(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {P: SOUND[P].replace(YEAR, f"{YEAR}    provinces:\n{JATIM}")}))
    assert (site is not None, problems) == (True, [])


@pytest.mark.parametrize(
    ("given", "reported"),
    [(REPORTED.replace("3", "«1»"), "1"), (PROVINCES + JATIM.replace("2", "«1»"), "1")],
)
def test_year_register_exceeds_reported_warns(tmp_path: Path, given: str, reported: str) -> None:
    two = VILLAGE + VILLAGE.replace("2004", "2005").replace("Sukosewu", "Lain")
    (problem,), (place,) = problems_of(tmp_path, P, SOUND[P].replace(YEAR, given), **{V: two})
    assert (problem.code, problem.at, problem.severity) == ("count-exceeds-reported", place, "warning")
    assert problem.values == {"year": "2018", "count": "2", "reported": reported}


def test_year_unstated_village_counts_in_none(tmp_path: Path) -> None:
    vague = VILLAGE.replace("certified: 2018-07-05", "certified: [2017..2018]")
    given = SOUND[P].replace(YEAR, REPORTED.replace("3", "0"))
    assert vague != VILLAGE
    assert read(write_site(tmp_path, {P: given, V: vague}))[1] == []


def test_unit_unknown_suggests_nearest(tmp_path: Path) -> None:
    text = SOUND[IN].replace("unit: peserta", "unit: «pesreta»")
    (problem,), (place,) = problems_of(tmp_path, IN, text)
    assert (problem.code, problem.at, problem.suggestion) == ("unknown-unit", place, "peserta")


def test_unit_villages_is_built_in(tmp_path: Path) -> None:
    text = SOUND[IN].replace("unit: peserta", "unit: villages")
    assert read(write_site(tmp_path, {IN: text}))[1] == []


def test_unit_unreadable_not_missed(tmp_path: Path) -> None:
    text = SOUND[P].replace("- id: peserta\n", "- id: «Peserta»\n", 1)
    (problem,), (place,) = problems_of(tmp_path, P, text)
    assert (problem.code, problem.at) == ("bad-identifier", place)


def test_unit_duplicate(tmp_path: Path) -> None:
    again = "  - id: «peserta»\n    name: x\n    definition: Lagi.\nsources"
    (problem,), (place,) = problems_of(tmp_path, P, SOUND[P].replace("sources", again, 1))
    assert (problem.code, problem.at) == ("repeated-id", place)


def test_year_status_without_value(tmp_path: Path) -> None:
    text = SOUND[IN].replace("  value: 36000000\n  as_of: 2023-10\n", "  target: 5\n  «status»: final\n")
    (problem,), (place,) = problems_of(tmp_path, IN, text)
    assert (problem.code, problem.at, problem.values["figure"]) == ("figure-absent", place, "value")
