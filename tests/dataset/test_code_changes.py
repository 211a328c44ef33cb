"""Rows under the present codes of their villages."""

from __future__ import annotations

from factory import INDONESIA

from sitegen.dataset import empty_tables
from sitegen.dataset.code_changes import CODE_COLUMNS, changed_codes, present_keys, under_present_codes
from sitegen.models import Correction
from sitegen.models.kinds import KINDS
from sitegen.record import reference_fields

CODES = {"A": "C", "B": "C"}


def test_code_columns_are_all_that_refer_to_villages() -> None:
    columns = {one.name for table in empty_tables(INDONESIA).values() for one in table.columns}
    referring = {
        name for kind in KINDS.values() for name, one in reference_fields(kind.record).items() if one == "village"
    }
    assert set(CODE_COLUMNS) == {"code", "what"} | (referring & columns)
    assert KINDS["village"].key == "code"
    assert KINDS["correction"].record is Correction


def test_changed_codes_follow_codes_that_changed_again() -> None:
    old, new = {"B": {"previous_codes": ["A"]}}, {"C": {"previous_codes": ("B",)}}
    assert changed_codes(old, new) == {"A": "C", "B": "C"}


def test_present_keys_are_unique() -> None:
    assert present_keys(["A", "A#1", "D"], CODES) == {"A": "C", "A#1": "C#1", "D": "D"}
    assert present_keys(["A", "B"], CODES) == {"A": "C", "B": "B"}
    assert present_keys(["A", "C"], CODES) == {"A": "A", "C": "C"}


def test_under_present_codes_changes_keys_and_cells() -> None:
    rows = {"A": {"code": "A", "note": "A", "successors": ["B", "D"]}, "x": {"id": "x", "villages": ("A", "D")}}
    assert under_present_codes(rows, CODES) == {
        "C": {"code": "C", "note": "A", "successors": ["C", "D"]},
        "x": {"id": "x", "villages": ("C", "D")},
    }
    assert under_present_codes(rows, {}) is rows
