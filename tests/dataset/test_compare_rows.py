"""The comparison of two states of a table."""

from __future__ import annotations

from sitegen.dataset.compare import FieldChange, RowChange, compare_rows

OLD = {"a": {"name": "A", "size": 1}, "b": {"name": "B", "note": "x"}, "c": {"name": "C"}}
NEW = {"b": {"name": "B", "size": 2}, "c": {"name": "C", "tags": ()}, "d": {"name": "D"}}


def test_compare_rows_yields_rows_that_differ_by_key() -> None:
    assert list(compare_rows(OLD, NEW)) == [
        RowChange("removed", "a", OLD["a"], (FieldChange("name", "A", None), FieldChange("size", 1, None))),
        RowChange("changed", "b", NEW["b"], (FieldChange("size", None, 2), FieldChange("note", "x", None))),
        RowChange("added", "d", NEW["d"], (FieldChange("name", None, "D"),)),
    ]


def test_compare_rows_columns_limits_changes_but_not_rows_added_or_removed() -> None:
    assert [(change.kind, change.key, change.fields) for change in compare_rows(OLD, NEW, ("note",))] == [
        ("removed", "a", ()),
        ("changed", "b", (FieldChange("note", "x", None),)),
        ("added", "d", ()),
    ]
    assert [change.kind for change in compare_rows(OLD, NEW, ())] == ["removed", "added"]


def test_compare_rows_same_decides_what_is_equal() -> None:
    old, new = {"a": {"value": 43}}, {"a": {"value": 43.0}}
    assert not list(compare_rows(old, new))
    [change] = compare_rows(old, new, same=lambda a, b: repr(a) == repr(b))
    assert change.fields == (FieldChange("value", 43, 43.0),)


def test_compare_rows_zero_and_false_are_not_empty() -> None:
    old, new = {"a": {"n": 0, "b": False}}, {"a": {"n": None, "b": None}}
    [change] = compare_rows(old, new)
    assert [field.field for field in change.fields] == ["n", "b"]
