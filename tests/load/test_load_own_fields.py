"""Fields of the programme's own in village records: typed like any other, told like any other, taken names refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, VILLAGE, problems_of, read, write_site

P, V = "data/programme.yaml", "data/villages.yaml"
FIELDS = """\
fields:
  - {id: land_area, type: number, words: Luas, unit: peserta}
  - {id: land_status, type: choice, words: Status, choices: [{id: clear, words: bersih}, {id: open, words: terbuka}]}
  - {id: surveyed, type: date, words: Disurvei}
  - {id: lease_end, type: date, words: Akhir sewa, ahead: true}
  - {id: profile, type: link, words: Profil}
  - {id: remark, type: text, words: Catatan, column: false}
"""
DECLARED = SOUND[P] + FIELDS
VALUES = (
    ("land_area", "12.50"),
    ("land_status", "clear"),
    ("surveyed", "2018-07"),
    ("lease_end", "2999"),
    ("profile", "https://profil.example/satu"),
    ("remark", "Rapi"),
)
WRITTEN = "".join(f"  {key}: {value}\n" for key, value in VALUES)

FAULTS = [
    ("land_area: «12,5»", "bad-number", "12.5"),
    ("land_area: «-3»", "negative-number", ""),
    ("land_area: «12.345»", "ambiguous-number", ""),
    ("land_status: «cleer»", "unknown-value", "clear"),
    ("surveyed: «2018-02-30»", "impossible-date", ""),
    ("profile: «javascript:alert(1)»", "bad-url", ""),
    (f"remark: «{'x' * 1001}»", "value-too-long", ""),
    ("«land_aera»: 3", "unknown-key", "land_area"),
    ("«namee»: 3", "unknown-key", ""),
]
TAKEN = ["name", "province", "lat", "status", "url", "notice", "class"]
UNFIT = [
    ("type: text, «unit»: peserta", "field-key"),
    ("type: number, «ahead»: true", "field-key"),
    ("type: date, «filter»: true", "field-key"),
    ("type: «teks»", "unknown-value"),
    ("type: choice, choices: [{id: a, words: A}, {id: «a», words: B}]", "repeated-id"),
    ("type: number, unit: «pesertaa»", "unknown-unit"),
]


def test_own_fields_are_read_as_their_type(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {P: DECLARED, V: VILLAGE + WRITTEN}))
    assert problems == []
    assert site is not None
    assert site.villages[0].own == VALUES


@pytest.mark.parametrize(("given", "code", "suggestion"), FAULTS)
def test_own_field_fault_is_told_at_its_place(tmp_path: Path, given: str, code: str, suggestion: str) -> None:
    (problem,), (place,) = problems_of(tmp_path, V, f"{VILLAGE}  {given}\n", **{P: DECLARED})
    assert (problem.code, problem.at, problem.suggestion) == (code, place, suggestion)


@pytest.mark.parametrize("name", TAKEN)
def test_own_field_with_a_taken_name_is_refused(tmp_path: Path, name: str) -> None:
    text = f"{SOUND[P]}fields:\n  - id: «{name}»\n    type: text\n    words: Uji\n"
    (problem,), (place,) = problems_of(tmp_path, P, text)
    assert (problem.code, problem.at, problem.values["name"]) == ("field-taken", place, name)


def test_own_field_twice_is_refused(tmp_path: Path) -> None:
    again = "  - {id: «land_area», type: text, words: Lagi}\n"
    (problem,), (place,) = problems_of(tmp_path, P, DECLARED + again)
    assert (problem.code, problem.at) == ("repeated-id", place)


@pytest.mark.parametrize(("given", "code"), UNFIT)
def test_own_field_key_that_does_not_fit_its_type_is_told(tmp_path: Path, given: str, code: str) -> None:
    text = f"{SOUND[P]}fields:\n  - {{id: uji, words: Uji, {given}}}\n"
    (problem,), (place,) = problems_of(tmp_path, P, text)
    assert (problem.code, problem.at) == (code, place)


def test_own_choice_without_choices_is_told(tmp_path: Path) -> None:
    (problem,), (place,) = problems_of(
        tmp_path, P, f"{SOUND[P]}fields:\n  - ‸id: uji\n    words: U\n    type: choice\n"
    )
    assert (problem.code, problem.at.line, problem.values["key"]) == ("missing-key", place.line, "choices")


def test_required_own_field_is_missed(tmp_path: Path) -> None:
    required = DECLARED.replace("words: Catatan,", "words: Catatan, required: true,")
    (problem,), _ = problems_of(tmp_path, V, VILLAGE, **{P: required})
    assert (problem.code, problem.at.file, problem.values["key"]) == ("missing-key", V, "remark")


@pytest.mark.parametrize("broken", ["fields: [{type: text, words: A}]\n", "fields: semua\n", "fields: [\n"])
def test_keys_of_unreadable_fields_are_not_told(tmp_path: Path, broken: str) -> None:
    _, problems = read(write_site(tmp_path, {P: SOUND[P] + broken, V: VILLAGE + WRITTEN}))
    assert problems
    assert [problem.at.file for problem in problems if problem.at.file != P] == []


def test_own_field_of_a_faulty_type_takes_any_text(tmp_path: Path) -> None:
    faulty = DECLARED.replace("type: number", "type: angka")
    _, problems = read(write_site(tmp_path, {P: faulty, V: VILLAGE + WRITTEN}))
    assert [problem.code for problem in problems] == ["unknown-value"]
