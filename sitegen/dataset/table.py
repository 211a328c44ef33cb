"""Table: records as rows, with columns that are described once, by the declarations of the records themselves."""

from __future__ import annotations

import types
from dataclasses import MISSING, dataclass, field, fields
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from sitegen.scalars import Rule

Cell = str | int | float | bool | tuple[str, ...] | None
"""A value of a table: None where it is not known, which is never written as 0."""
ColumnType = Literal["string", "integer", "number", "boolean", "ids", "texts"]
"""What a cell holds; `ids` and `texts` are lists, of names without spaces and of any text."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    """Its name in every form of the table."""
    type: ColumnType
    """What its cells hold."""
    rule: dict[str, Any] = field(default_factory=dict)
    """The JSON Schema of one value, as its record declares it: pattern, enum, minimum."""
    required: bool = False
    """Whether no cell is ever empty."""
    derived: bool = False
    """Whether it is reckoned from other columns or tables: no record holds it."""
    prose: bool = False
    """Whether it is words for readers, which may be put better without anything having changed."""


@dataclass(frozen=True, slots=True)
class Table:
    """Records of one kind as rows."""

    name: str
    """What its rows are: `villages`, `figures`."""
    columns: tuple[Column, ...]
    """Its columns, those of its key first."""
    key: tuple[str, ...]
    """The columns that together name a row."""
    rows: list[tuple[Cell, ...]]
    """Its rows, a cell a column, in order of key or, where the order means something, of the file."""

    def place(self, name: str) -> int:
        """Where in each row the cell of a column stands, counted from 0."""
        return next(place for place, column in enumerate(self.columns) if column.name == name)

    def keyed(self) -> dict[str, tuple[Cell, ...]]:
        """The rows by their key, the parts of which are joined by `#`."""
        places = [place for place, column in enumerate(self.columns) if column.name in self.key]
        return {"#".join(str(row[place]) for place in places): row for row in self.rows}


Dataset = dict[str, Table]
"""The tables of a site by name."""


def column(
    record: type[Any],
    name: str,
    called: str = "",
    *,
    required: bool | None = None,
    derived: bool = False,
    prose: bool = False,
) -> Column:
    """The column of the field `name` of a record, under its own name or another (`called`)."""
    hint = _hints(record)[name]
    default = next(one for one in fields(record) if one.name == name).default
    kind, rule, many = _scalar(hint)
    return Column(
        name=called or name,
        type=("ids" if "pattern" in rule else "texts") if many else kind,
        rule=rule,
        required=default is MISSING if required is None else required,
        derived=derived,
        prose=prose,
    )


def _hints(record: type[Any]) -> dict[str, Any]:
    return get_type_hints(record, include_extras=True)


def _scalar(hint: Any) -> tuple[ColumnType, dict[str, Any], bool]:
    """The type of a field's values, the JSON Schema of one, and whether there may be many."""
    if isinstance(hint, types.UnionType) or get_origin(hint) is Union:
        parts = [part for part in get_args(hint) if part is not type(None)]
        if len(parts) == 1:
            return _scalar(parts[0])
        return "number", {}, False
    if get_origin(hint) is tuple:
        kind, rule, _ = _scalar(get_args(hint)[0])
        return kind, rule, True
    if get_origin(hint) is Annotated:
        rule = next((dict(part.schema) for part in hint.__metadata__ if isinstance(part, Rule)), {})
        kind, _, many = _scalar(get_args(hint)[0])
        return kind, rule, many
    return _TYPES.get(hint, "string"), {}, False


_TYPES: dict[Any, ColumnType] = {int: "integer", float: "number", bool: "boolean", str: "string"}
