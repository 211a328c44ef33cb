"""The ledger of corrections: each entry fits what was published and what is there now, and stays for ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from history_site import LEDGER, Past

ENTRY = """\
- what: reported-2020
  was: "300"
  now: "301"
  kind: revision
  when: 2021-03-02
  why: Satu kantor melapor terlambat.
"""


@pytest.fixture
def past(tmp_path: Path) -> Past:
    made = Past(tmp_path, "2018-12-31", "2021-02-28")
    made.change("data/programme.yaml", "reported: 300", "reported: 301")
    made.write(LEDGER, ENTRY)
    return made


def test_an_entry_that_fits_makes_a_change_good(past: Past) -> None:
    assert past.told() == []


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [('was: "300"', 'was: "299"', "was", "300"), ('now: "301"', 'now: "302"', "now", "301")],
)
def test_an_entry_that_does_not_fit_is_told_with_what_it_should_say(
    past: Past, old: str, new: str, key: str, expected: str
) -> None:
    past.change(LEDGER, old, new)
    [problem] = past.problems()
    assert (problem.code, problem.at.file, problem.at.line, problem.at.column) == ("correction-mismatch", LEDGER, 1, 3)
    assert (problem.values["key"], problem.suggestion) == (key, expected)


def test_entries_on_one_value_form_a_chain(past: Past) -> None:
    past.change("data/programme.yaml", "reported: 301", "reported: 303")
    assert past.told() == [("correction-mismatch", LEDGER, 1, 3)]
    second = ENTRY.replace("301", "303").replace("300", "301").replace("2021-03-02", "2021-04-01")
    past.write(LEDGER, second + ENTRY)
    assert past.told() == []
    past.change(LEDGER, 'was: "301"', 'was: "302"')
    assert past.told() == [("correction-mismatch", LEDGER, 1, 3)]


def test_an_entry_on_what_did_not_change_is_not_true(past: Past) -> None:
    past.change("data/programme.yaml", "reported: 301", "reported: 300")
    assert past.told() == [("correction-mismatch", LEDGER, 1, 3)]


@pytest.mark.parametrize(
    ("what", "code", "suggestion"),
    [("reported-2021", "correction-unknown", "reported-2020"), ("counted-2018", "correction-unknown", None)],
)
def test_an_entry_that_names_nothing_is_told(past: Past, what: str, code: str, suggestion: str | None) -> None:
    past.write(LEDGER, ENTRY + ENTRY.replace("reported-2020", what))
    [problem] = past.problems()
    assert (problem.code, problem.at.line, problem.at.column) == (code, 7, 3)
    assert suggestion is None or problem.suggestion == suggestion


def test_a_field_that_is_none_is_told(past: Past) -> None:
    past.write(LEDGER, ENTRY + ENTRY.replace("  was", "  field: satuan\n  was"))
    [problem] = past.problems()
    assert (problem.code, problem.at.line, problem.values["allowed"]) == (
        "correction-field", 7, "unit, kind, as_of, status",
    )  # fmt: skip


def test_a_published_entry_stays_for_ever(past: Past) -> None:
    past.release("2021-03-31", "2021-04-01")
    assert past.told("2021-04-02") == []
    past.change(LEDGER, "melapor terlambat", "terlambat melapor")  # words may be put better
    assert past.told("2021-04-02") == []
    past.change(LEDGER, "when: 2021-03-02", "when: 2021-03-03")
    assert past.told("2021-04-02") == [("correction-altered", LEDGER, 0, 0)]
    past.write(LEDGER, ENTRY.replace("revision", "correction"))
    assert past.told("2021-04-02") == [("correction-altered", LEDGER, 1, 3)]
    past.write(LEDGER, "[]\n")
    [gone] = past.problems("2021-04-02")
    assert (gone.code, gone.at.file, gone.at.line) == ("correction-altered", LEDGER, 0)
    past.write(LEDGER, gone.paste + "\n")
    assert past.told("2021-04-02") == []


def test_a_value_that_changes_once_more_needs_one_more_entry(past: Past) -> None:
    past.release("2021-03-31", "2021-04-01")
    past.change("data/programme.yaml", "reported: 301", "reported: 305")
    assert past.told("2021-04-02") == [("value-changed", "data/programme.yaml", 16, 5)]
    past.write(LEDGER, ENTRY + past.problems("2021-04-02")[0].paste.replace("why:", "why: Lagi.") + "\n")
    assert past.told("2021-04-02") == []


def test_what_was_mended_before_an_earlier_day_was_frozen_needs_nothing_more(tmp_path: Path) -> None:
    made = Past(tmp_path)
    made.change("data/programme.yaml", "reported: 300", "reported: 301")
    made.write(LEDGER, ENTRY.replace("revision", "correction"))
    made.release("2021-02-28", "2021-03-05")  # a day before the entry, and the error is mended in it
    assert made.told("2021-03-06") == []


def test_a_later_revision_is_not_yet_in_a_release_of_an_earlier_day(tmp_path: Path) -> None:
    made = Past(tmp_path)
    made.change("data/programme.yaml", "reported: 300", "reported: 301")
    made.write(LEDGER, ENTRY)
    text = made.release("2021-02-28", "2021-03-05").read_text(encoding="utf-8")
    assert '"reported":300' in text
    assert made.told("2021-03-06") == []


def test_before_the_first_release_an_entry_must_agree_with_what_is_there(tmp_path: Path) -> None:
    made = Past(tmp_path)
    made.write(LEDGER, ENTRY)
    assert made.told() == [("correction-mismatch", LEDGER, 1, 3)]
    made.change("data/programme.yaml", "reported: 300", "reported: 301")
    assert made.told() == []
