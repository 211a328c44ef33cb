"""A released village whose code changed is the same record: nothing has to be corrected, and corrections go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from history_site import LEDGER, VILLAGES, Past

V = "data/villages.yaml"
RENAMED = "  previous_codes: [{code: 35.05.15.2004, until: 2021-02-28, decree: 1/2021}]\n"


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return Past(tmp_path, "2018-12-31", "2021-02-28")


def change_code(
    past: Past, code: str = "35.05.18.2001", old: str = "district: Gandusari", new: str = "district: Baru"
) -> None:
    """Give the village of 2018 another code, in a new district."""
    past.change(V, "- code: 35.05.15.2004\n", f"- code: {code}\n{RENAMED}")
    past.write(V, (past.folder / V).read_text().replace(old, new, 1))


def test_changed_code_needs_no_correction(past: Past) -> None:
    change_code(past)
    assert past.told() == []


def test_changed_kind_needs_no_correction(past: Past) -> None:
    change_code(past, "35.05.15.1004", "kind: desa", "kind: kelurahan")
    assert past.told() == []


def test_changed_code_without_history_is_told(past: Past) -> None:
    past.change(V, "- code: 35.05.15.2004\n", "- code: 35.05.18.2001\n")
    assert {one[0] for one in past.told()} >= {"archive-changed", "unknown-village"}


def test_other_changes_beside_a_changed_code_are_told_at_the_record(past: Past) -> None:
    change_code(past)
    past.change(V, "certified: 2018-07-05", "certified: 2018-07-06")
    past.change(V, "name: Sukosewu", "name: Sukosewi")
    problems = past.problems()
    assert [(one.code, one.at.file, one.at.line, one.values["what"]) for one in problems] == [
        ("archive-changed", V, 1, "35.05.18.2001"),
        ("archive-changed", V, 1, "35.05.18.2001"),
    ]
    past.write(LEDGER, "\n".join(one.paste.replace("why:", "why: Salah.") for one in problems) + "\n")
    assert past.told() == []


def test_record_under_its_old_code_beside_the_new_one_is_still_missed(past: Past) -> None:
    """Two records of one village were released: it was counted twice, and one count less is a change."""
    twice = VILLAGES.partition("- code: 35.05.15.2005")[0].replace("35.05.15.2004", "35.05.18.2001")
    past.write(V, twice + VILLAGES)
    past.release("2021-03-01", "2021-03-01")
    past.write(V, twice.replace("  name", RENAMED + "  name", 1) + VILLAGES.partition("sources: [koran]\n")[2])
    told = past.problems("2021-03-03")
    assert [(one.code, one.values["what"]) for one in told] == [("archive-changed", "35.05.15.2004")]


def test_published_correction_by_the_old_code_stays_valid(past: Past) -> None:
    past.change(V, "certified: 2018-07-05", "certified: 2018-07-06")
    (problem,) = past.problems()
    past.write(LEDGER, problem.paste.replace("why:", "why: Salah.") + "\n")
    past.release("2021-03-02", "2021-03-02")
    change_code(past)
    assert past.told("2021-03-03") == []
    past.change(V, "certified: 2018-07-06", "certified: 2018-07-07")
    (problem,) = past.problems("2021-03-03")
    assert problem.values["what"] == "35.05.18.2001"
    ledger = (past.folder / LEDGER).read_text()
    past.write(LEDGER, ledger + problem.paste.replace("why:", "why: Salah lagi.") + "\n")
    assert past.told("2021-03-03") == []


def test_new_correction_by_the_old_code_means_the_record(past: Past) -> None:
    change_code(past)
    past.change(V, "certified: 2018-07-05", "certified: 2018-07-06")
    (problem,) = past.problems()
    entry = problem.paste.replace("why:", "why: Salah.").replace("35.05.18.2001", "35.05.15.2004")
    past.write(LEDGER, entry + "\n")
    assert past.told() == []


def test_release_counts_a_changed_code_as_a_change(past: Past) -> None:
    change_code(past)
    header = json.loads(past.release("2021-03-01", "2021-03-01").read_bytes().partition(b"\n")[0])
    assert header["changes"]["villages"] == [0, 1, 0]
    assert header["counts"]["villages"] == 2
    assert past.told("2021-03-02") == []


REGIONS = """\
- code: 35.05
  name: Kabupaten Baru
  previous_names: [{name: Kabupaten Blitar, until: 2021-02-28, decree: 3/2021}]
"""


@pytest.mark.parametrize("edited", [False, True])
def test_renamed_region_needs_no_correction(past: Past, edited: bool) -> None:
    """One entry says so, whether or not the records of villages have the new name too."""
    past.write("data/regions.yaml", REGIONS)
    if edited:
        past.write(V, (past.folder / V).read_text().replace("Kabupaten Blitar", "Kabupaten Baru"))
    assert past.told() == []
    past.change(V, "certified: 2018-07-05", "certified: 2018-07-06")
    assert [one[0] for one in past.told()] == ["archive-changed"]


def test_region_called_otherwise_without_a_record_is_told(past: Past) -> None:
    past.write(V, (past.folder / V).read_text().replace("Kabupaten Blitar", "Kabupaten Baru"))
    assert [one[0] for one in past.told()] == ["archive-changed", "value-changed"]


def test_changed_code_of_a_region_needs_no_correction(past: Past) -> None:
    codes = "  previous_codes: [{code: 35.05, until: 2021-02-28}]\n"
    past.write("data/regions.yaml", "- code: 36.01\n  name: Kabupaten Blitar\n" + codes)
    past.write(V, (past.folder / V).read_text().replace("35.05.", "36.01.").replace("Jawa Timur", "Jawa Baru"))
    assert past.told() == []
    assert "code-previous" in [one.code for one in past.read()[1]]


def rename(past: Past, recorded: str = "Sukosewu") -> None:
    """Rename the village of 2018, with a record of a previous name."""
    past.change(V, "  name: Sukosewu\n", f"  name: Sukosewu Baru\n  previous_names: [{recorded}]\n  slug: sukosewu\n")


def test_renamed_village_needs_no_correction(past: Past) -> None:
    rename(past)
    assert past.told() == []
    past.change(V, "certified: 2018-07-05", "certified: 2018-07-06")
    assert [one.values["field"] for one in past.problems()] == ["certified"]


def test_renamed_village_with_another_code_needs_no_correction(past: Past) -> None:
    rename(past)
    change_code(past)
    assert past.told() == []


def test_renamed_village_whose_released_name_is_not_recorded_is_told(past: Past) -> None:
    rename(past, "Suko")
    assert [(one.code, one.values["field"]) for one in past.problems()] == [("archive-changed", "name")]


def test_renamed_village_with_a_correction_too_stays_valid(past: Past) -> None:
    past.change(V, "name: Sukosewu\n", "name: Sukosewu Baru\n")
    (problem,) = past.problems()
    past.write(LEDGER, problem.paste.replace("why:", "why: Berganti nama.") + "\n")
    past.change(V, "name: Sukosewu Baru\n", "name: Sukosewu Baru\n  previous_names: [Sukosewu]\n")
    assert past.told() == []
    past.release("2021-03-02", "2021-03-02")
    assert past.told("2021-03-03") == []
    past.change(V, "name: Sukosewu Baru\n", "name: Sukosewu Raya\n")
    past.change(V, "previous_names: [", "previous_names: [Sukosewu Baru, ")
    assert past.told("2021-03-03") == []
