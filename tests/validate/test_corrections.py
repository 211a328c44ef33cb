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


def test_correction_resolves_change(past: Past) -> None:
    assert past.told() == []


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [('was: "300"', 'was: "299"', "was", "300"), ('now: "301"', 'now: "302"', "now", "301")],
)
def test_correction_mismatch_tells_expected_value(past: Past, old: str, new: str, key: str, expected: str) -> None:
    past.change(LEDGER, old, new)
    [problem] = past.problems()
    assert (problem.code, problem.at.file, problem.at.line, problem.at.column) == ("correction-mismatch", LEDGER, 1, 3)
    assert (problem.values["key"], problem.suggestion) == (key, expected)


def test_corrections_of_one_value_form_chain(past: Past) -> None:
    past.change("data/programme.yaml", "reported: 301", "reported: 303")
    assert past.told() == [("correction-mismatch", LEDGER, 1, 3)]
    second = ENTRY.replace("301", "303").replace("300", "301").replace("2021-03-02", "2021-04-01")
    past.write(LEDGER, second + ENTRY)
    assert past.told() == []
    past.change(LEDGER, 'was: "301"', 'was: "302"')
    assert past.told() == [("correction-mismatch", LEDGER, 1, 3)]


def test_correction_of_unchanged_value_is_refused(past: Past) -> None:
    past.change("data/programme.yaml", "reported: 301", "reported: 300")
    assert past.told() == [("correction-mismatch", LEDGER, 1, 3)]


@pytest.mark.parametrize(
    ("what", "code", "suggestion"),
    [("reported-2021", "correction-unknown", "reported-2020"), ("counted-2018", "correction-unknown", None)],
)
def test_correction_of_unknown_record_is_reported(past: Past, what: str, code: str, suggestion: str | None) -> None:
    past.write(LEDGER, ENTRY + ENTRY.replace("reported-2020", what))
    [problem] = past.problems()
    assert (problem.code, problem.at.line, problem.at.column) == (code, 7, 3)
    assert suggestion is None or problem.suggestion == suggestion


def test_correction_of_unknown_field_is_reported(past: Past) -> None:
    past.write(LEDGER, ENTRY + ENTRY.replace("  was", "  field: satuan\n  was"))
    [problem] = past.problems()
    assert (problem.code, problem.at.line, problem.values["allowed"]) == (
        "correction-field", 7, "unit, kind, as_of, status",
    )  # fmt: skip


def test_correction_published_may_not_be_removed(past: Past) -> None:
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


def test_correction_needed_for_each_change(past: Past) -> None:
    past.release("2021-03-31", "2021-04-01")
    past.change("data/programme.yaml", "reported: 301", "reported: 305")
    assert past.told("2021-04-02") == [("value-changed", "data/programme.yaml", 16, 5)]
    past.write(LEDGER, ENTRY + past.problems("2021-04-02")[0].paste.replace("why:", "why: Lagi.") + "\n")
    assert past.told("2021-04-02") == []


def test_correction_not_needed_for_value_mended_before_release(tmp_path: Path) -> None:
    made = Past(tmp_path)
    made.change("data/programme.yaml", "reported: 300", "reported: 301")
    made.write(LEDGER, ENTRY.replace("revision", "correction"))
    made.release("2021-02-28", "2021-03-05")  # a day before the entry, and the error is mended in it
    assert made.told("2021-03-06") == []


def test_correction_later_revision_not_in_earlier_release(tmp_path: Path) -> None:
    made = Past(tmp_path)
    made.change("data/programme.yaml", "reported: 300", "reported: 301")
    made.write(LEDGER, ENTRY)
    text = made.release("2021-02-28", "2021-03-05").read_text(encoding="utf-8")
    assert '"reported":300' in text
    assert made.told("2021-03-06") == []


def test_correction_before_first_release_must_match(tmp_path: Path) -> None:
    made = Past(tmp_path)
    made.write(LEDGER, ENTRY)
    assert made.told() == [("correction-mismatch", LEDGER, 1, 3)]
    made.change("data/programme.yaml", "reported: 300", "reported: 301")
    assert made.told() == []
