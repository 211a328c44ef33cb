"""Compare two states of a table: rows added, removed or changed, and the fields that differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

_EMPTY: tuple[Any, ...] = (None, (), "")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A cell that differs; the values are None where not known."""

    field: str
    """The column."""
    was: Any
    """The old value."""
    now: Any
    """The new value."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that differs."""

    kind: Literal["added", "removed", "changed"]
    """Whether it is in one state only."""
    key: str
    """The key of the row: see Table.keyed."""
    row: Mapping[str, Any]
    """Its cells by column; the new ones, or the old ones where it was removed."""
    fields: tuple[FieldChange, ...]
    """Its cells that differ: those of the new row in its order, then those that only the old row has."""


def compare_rows(
    old: Mapping[str, Mapping[str, Any]],
    new: Mapping[str, Mapping[str, Any]],
    columns: Collection[str] | None = None,
    same: Callable[[Any, Any], bool] = lambda was, now: was == now or (was in _EMPTY and now in _EMPTY),
) -> Iterator[RowChange]:
    """Compare two states of a table; yield each row that differs in one of `columns` (None: in any), sorted by key.

    `same` compares two rows first, so that the cells of equal rows are skipped, then two cells. By default all empty
    cells are equal, whatever their type.
    """
    for key in sorted({*old, *new}):
        was, now = old.get(key, {}), new.get(key, {})
        both = key in old and key in new
        if both and same(was, now):
            continue
        names = dict.fromkeys((*now, *was)) if columns is None else columns
        cells = (FieldChange(name, was.get(name), now.get(name)) for name in names)
        fields = tuple(cell for cell in cells if not same(cell.was, cell.now))
        if not both:
            yield RowChange("added" if key in new else "removed", key, now or was, fields)
        elif fields:
            yield RowChange("changed", key, now, fields)
