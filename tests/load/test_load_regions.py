"""Regions that were renamed or have another code: villages are read with what is true now, and slips are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, VILLAGE, problems_of, read, unmark, write_site

R, V, S = "data/regions.yaml", "data/villages.yaml", "data/site.yaml"
LAMA = "previous_names: [{name: Kabupaten Kediri Lama, until: 2016}]"
NEIGHBOUR = """\
- code: 35.06.01.2001
  name: Tetangga
  kind: desa
  district: Lain
  regency: Kabupaten Tetangga
  province: Jawa Timur
  sources: [koran]
"""
REGION = "- code: 35.05\n  name: Kabupaten Blitar\n"
FAULTS = [
    # code, the file, values
    ("region-unknown", "- code: «35.07»\n  name: Kabupaten Malang\n", {"level": "regency"}),
    ("bad-region", "- code: «35.05.15.2004»\n  name: Sukosewu\n", {"value": "35.05.15.2004"}),
    ("missing-key", "- ‸code: 35.05\n", {"key": "name"}),
    (
        "previous-name",
        f"{REGION}  previous_names: [{{name: «Kabupaten Blitar», until: 2016}}]\n",
        {"name": "Kabupaten Blitar"},
    ),
    (
        "previous-name-repeated",
        f"{REGION}  previous_names: [{{name: Kabupaten A, until: 2016}}, {{name: «Kabupaten A», until: 2010}}]\n",
        {"line": "3"},
    ),
    (
        "previous-name-taken",
        f"{REGION}  previous_names: [{{name: «Kabupaten Tetangga», until: 2016}}]\n",
        {"code": "35.06", "level": "regency"},
    ),
    (
        "previous-name-taken",
        f"{REGION}  previous_names: [{{name: Kabupaten A, until: 2016}}]\n"
        "- code: 35.06\n  name: Kabupaten Tetangga\n  previous_names: [{name: «Kabupaten A», until: 2016}]\n",
        {"code": "35.05"},
    ),
    (
        "previous-order",
        f"{REGION}  previous_names: [{{name: Kabupaten A, until: 2010}}, {{name: Kabupaten B, until: «2011»}}]\n",
        {"until": "2011", "other": "2010"},
    ),
    ("previous-code", f"{REGION}  previous_codes: [{{code: «35.05», until: 2010}}]\n", {"code": "35.05"}),
    ("previous-code-level", f"{REGION}  previous_codes: [{{code: «34», until: 2010}}]\n", {"level": "regency"}),
    (
        "previous-code-in-use",
        f"{REGION}  previous_codes: [{{code: «35.06», until: 2010}}]\n",
        {"name": "Kabupaten Tetangga"},
    ),
    (
        "previous-code-taken",
        f"{REGION}  previous_codes: [{{code: 34.01, until: 2010}}]\n"
        "- code: 35.06\n  name: Kabupaten Tetangga\n  previous_codes: [{code: «34.01», until: 2010}]\n",
        {"name": "Kabupaten Blitar", "line": "3"},
    ),
    ("repeated-code", f"{REGION}- code: «35.05»\n  name: Kabupaten Blitar\n", {"line": "1"}),
    ("unknown-source", f"{REGION}  sources: [«korang»]\n", {"id": "korang"}),
]


@pytest.mark.parametrize(("code", "marked", "values"), FAULTS)
def test_region_error_at_position(tmp_path: Path, code: str, marked: str, values: dict[str, str]) -> None:
    problems, spans = problems_of(tmp_path, R, marked, **{V: VILLAGE + NEIGHBOUR})
    assert [(one.code, one.severity, one.at) for one in problems] == [(code, "error", span) for span in spans]
    assert problems[0].values.items() >= values.items()


def test_village_with_a_previous_name_of_its_region_has_the_present_one(tmp_path: Path) -> None:
    text = VILLAGE + VILLAGE.replace("2004", "2005").replace("Kabupaten Blitar", "Kabupaten Kediri Lama")
    site, problems = read(write_site(tmp_path, {V: text, R: f"{REGION}  {LAMA}\n"}))
    assert not problems
    assert site is not None
    assert {village.regions[1] for village in site.villages} == {"Kabupaten Blitar"}


def test_province_by_a_previous_name_is_the_present_one_everywhere(tmp_path: Path) -> None:
    """In the results of a year and in the address of an office, as in villages."""
    files: dict[str, str | bytes | None] = {
        R: "- code: '35'\n  name: Jawa Timur\n  previous_names: [{name: Jawa Lama, until: 1999}]\n",
        V: VILLAGE.replace("Jawa Timur", "Jawa Lama"),
        "data/offices.yaml": SOUND["data/offices.yaml"] + "  province: Jawa Lama\n",
        "data/programme.yaml": SOUND["data/programme.yaml"].replace(
            "  - year: 2018\n",
            "  - year: 2018\n    provinces: [{province: '35', name: Jawa Lama, reported: 1, sources: [koran]}]\n",
        ),
    }
    site, problems = read(write_site(tmp_path, files))
    assert [one.code for one in problems if one.severity == "error"] == []
    assert site is not None
    assert site.villages[0].regions[0] == site.offices[0].region == "Jawa Timur"
    assert [part.name for year in site.programme.years for part in year.regions] == ["Jawa Timur"]


def test_village_with_another_name_of_a_recorded_region_is_told(tmp_path: Path) -> None:
    text = VILLAGE.replace("Kabupaten Blitar", "«Kabupaten Belitar»")
    problems, spans = problems_of(tmp_path, V, text, **{R: f"{REGION}  {LAMA}\n"})
    assert [(one.code, one.at, one.suggestion) for one in problems] == [("region-name", spans[0], "Kabupaten Blitar")]
    assert problems[0].values["line"] == "2 (data/regions.yaml)"


def test_second_record_of_a_region_blames_no_village(tmp_path: Path) -> None:
    text = f"{REGION}  {LAMA}\n- code: «35.05»\n  name: Kabupaten Lain\n"
    problems, spans = problems_of(tmp_path, R, text)
    assert [(one.code, one.at) for one in problems] == [("repeated-code", spans[0])]


def test_previous_code_of_a_region_is_one_of_its_villages(tmp_path: Path) -> None:
    """Its own previous code stands before or behind, by date; what is a code is no previous one."""
    village = VILLAGE + "  previous_codes: [{code: 34.01.02.2001, until: 2003}]\n"
    record = f"{REGION}  previous_codes: [{{code: 34.01, until: 2010-05, decree: 1/2010}}]\n"
    other = VILLAGE.replace("35.05.15.2004", "35.05.15.2005")
    taken = NEIGHBOUR.replace("35.06.01.2001", "34.01.15.2005").replace("Jawa Timur", "Lain")
    files: dict[str, str | bytes | None] = {V: village + other + taken, R: record}
    site, problems = read(write_site(tmp_path, files))
    assert [one.code for one in problems] == ["previous-code-in-use"]
    assert site is not None
    by_code = {one.code: one.previous_codes for one in site.villages}
    assert [(one.code, one.until, one.decree) for one in by_code["35.05.15.2004"]] == [
        ("34.01.15.2004", "2010-05", "1/2010"),
        ("34.01.02.2001", "2003", None),
    ]
    assert by_code["35.05.15.2005"] == ()


def test_region_renamed_after_the_list_was_made_is_no_difference(tmp_path: Path) -> None:
    """The list has Kabupaten Blitar; here it was renamed to Kabupaten Baru."""
    compared = SOUND[S].replace("official_list: none\n", "")
    record = "- code: 35.05\n  name: Kabupaten Baru\n  previous_names: [{name: Kabupaten Blitar, until: 2025}]\n"
    for text in (VILLAGE, VILLAGE.replace("Kabupaten Blitar", "Kabupaten Baru")):
        site, problems = read(write_site(tmp_path, {S: compared, V: text, R: record}))
        assert not problems
        assert site is not None
        assert site.villages[0].regions[1] == "Kabupaten Baru"


def test_region_called_otherwise_than_in_the_list_is_told_at_its_record(tmp_path: Path) -> None:
    text, spans = unmark(R, "- code: 35.05\n  name: «Kabupaten Bitar»\n")
    files: dict[str, str | bytes | None] = {S: SOUND[S].replace("official_list: none\n", ""), R: text}
    _, (problem,) = read(write_site(tmp_path, files))
    assert (problem.code, [problem.at], problem.suggestion) == ("name-not-official", spans, "Kabupaten Blitar")


NAMES = [
    ("“Kabupaten Blitar”", "name-unclean", "Kabupaten Blitar", "Kabupaten Blitar"),
    ("KABUPATEN BLITAR", "name-capitals", "", "Kabupaten Blitar"),
    ("Kab. Blitar, Jawa Timur", "name-two-places", "", ""),
    ("Kabupaten Blitar Prov. Jawa Timur", "name-two-places", "Kabupaten Blitar", "Kabupaten Blitar"),
    ("TODO", "name-placeholder", "", ""),
]


@pytest.mark.parametrize(("name", "code", "suggestion", "listed"), NAMES)
def test_region_name_that_is_more_than_a_name(
    tmp_path: Path, name: str, code: str, suggestion: str, listed: str
) -> None:
    """Told once, of the present name and of one before; with the list, capitals are as there."""
    present = f"- code: 35.05\n  name: «{name}»\n"
    before = f"{REGION}  previous_names: [{{name: «'{name}, Kab. Lama'», until: 2016}}]\n"
    for number, settings in enumerate((SOUND[S], SOUND[S].replace("official_list: none\n", ""))):
        text, spans = unmark(R, present)
        _, problems = read(write_site(tmp_path / str(number), {R: text, S: settings}))
        expected = listed if number else suggestion
        assert [(one.code, one.at, one.suggestion) for one in problems] == [(code, *spans, expected)]
        text, spans = unmark(R, before)
        _, problems = read(write_site(tmp_path / f"before{number}", {R: text, S: settings}))
        assert [(one.code, one.at) for one in problems] == [("name-two-places", *spans)]


def test_code_of_a_region_changes_the_code_that_a_village_had_on_that_day(tmp_path: Path) -> None:
    """Its own codes from before are written as they were then."""
    own = "previous_codes: [{code: 35.05.01.1005, until: 2024}, {code: 34.01.01.1009, until: 2010}]"
    record = f"{REGION}  previous_codes: [{{code: 34.01, until: 2022-12}}, {{code: 33.07, until: 2003-06}}]\n"
    site, problems = read(write_site(tmp_path, {V: f"{VILLAGE}  {own}\n", R: record}))
    assert not problems
    assert site is not None
    assert [(one.code, one.until) for one in site.villages[0].previous_codes] == [
        ("35.05.01.1005", "2024"),
        ("34.01.01.1005", "2022-12"),
        ("34.01.01.1009", "2010"),
        ("33.07.01.1009", "2003-06"),
    ]
