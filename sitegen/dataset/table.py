"""Tables of records, with columns derived from the declarations of the record types."""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from sitegen.geography import Geography
from sitegen.geography.binding import OwnKey, bind, bound_values
from sitegen.record import field_types, nested_columns, nested_fields, reference_fields, translated_fields
from sitegen.scalars import ScalarRule

_NONE: Mapping[str, Any] = {}
Cell = str | int | Decimal | bool | tuple[str, ...] | None
"""A value of a table; None where it is not known, which is never written as 0. Numbers keep their decimals."""
ColumnType = Literal["string", "integer", "number", "boolean", "ids", "texts"]
"""The type of a cell; `ids` is a list of names without spaces, `texts` a list of any texts."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    """Its name in every format."""
    type: ColumnType
    """What its cells hold."""
    rule: dict[str, Any] = field(default_factory=dict)
    """The JSON Schema of one value, as its record declares it: pattern, enum, minimum."""
    required: bool = False
    """Whether no cell is ever empty."""
    derived: bool = False
    """Whether it is computed from other columns or tables, and not a field of the record."""
    prose: bool = False
    """Whether it is text for readers: rewording it is not a change of the data."""
    refers: str = ""
    """The kind of record whose key its cells hold; empty for other columns, and for lists of keys."""


@dataclass(frozen=True, slots=True)
class Table:
    """Records of one kind as rows."""

    name: str
    """What its rows are: `villages`, `figures`."""
    columns: tuple[Column, ...]
    """Those of the key first."""
    key: tuple[str, ...]
    """The columns that identify a row together."""
    rows: list[tuple[Cell, ...]]
    """One cell per column; in order of the key or, where the order has a meaning, of the file."""
    figure_columns: frozenset[str] = frozenset()
    """The columns whose values are figures, which have a table of their own."""
    group: str = ""
    """The column by which its changes are counted, such as that of the highest level of regions; empty for none."""

    def column_index(self, name: str) -> int:
        """Return the position of a column in each row, counted from 0."""
        return next(index for index, column in enumerate(self.columns) if column.name == name)

    def keyed(self) -> dict[str, tuple[Cell, ...]]:
        """Return the rows by key; the parts of a key are joined by `#`."""
        indexes = [index for index, column in enumerate(self.columns) if column.name in self.key]
        return {"#".join(str(row[index]) for index in indexes): row for row in self.rows}

    def records(self) -> dict[str, dict[str, Cell]]:
        """Return the rows by key, each as its cells by column, including empty cells."""
        names = [column.name for column in self.columns]
        return {key: dict(zip(names, row, strict=True)) for key, row in self.keyed().items()}


Dataset = Mapping[str, Table]
"""The tables of a site by name."""


def column(record: type[Any], name: str, named: str = "", *, nested: bool = False, listed: bool = False) -> Column:
    """Derive the column of a field of a record type, with the name of the field unless it is `named`.

    A `nested` record may be missing; one that is `listed` is one of several.
    """
    hint = field_types(record)[name]
    default = next(one for one in fields(record) if one.name == name).default
    kind, rule, many = _value_type(hint)
    many = many or listed
    return Column(
        name=named or name,
        type=("ids" if "pattern" in rule else "texts") if many else kind,
        rule=rule,
        required=default is MISSING and not nested,
        prose=name in translated_fields(record),
        refers="" if many else reference_fields(record).get(name, ""),
    )


def columns_of(
    declared: type[Any],
    geography: Geography,
    derived: Mapping[str, Column] = _NONE,
    own: tuple[OwnKey, ...] = (),
    absent: Collection[str] = (),
) -> tuple[Column, ...]:
    """Derive the columns of a record type, in the order of its keys as people write them with this geography.

    A field that holds no record is a column; nested records annotated with Columns give columns of their own.
    `derived` adds a column after the key, or the derived column, of that name; those named in `absent` are left out. Of
    the site's `own` keys, some are no columns.
    """
    record = bind(declared, geography, own)
    hidden = {key.name for key in own if not key.column}
    columns: list[Column] = []
    within, flattened, hints = nested_fields(record), nested_columns(record), field_types(record)
    for one in fields(record):
        if one.name in flattened:
            inner, listed = within[one.name], _value_type(hints[one.name])[2]
            parts = flattened[one.name].items()
            columns += [column(inner, part, name, nested=True, listed=listed) for part, name in parts]
        elif one.name not in within and one.name not in hidden:
            columns.append(column(record, one.name))
        name = one.name
        while name in derived:
            columns.append(derived[name])
            name = derived[name].name
    return tuple(one for one in columns if one.name not in absent)


def row_getter(
    record: type[Any],
    geography: Geography,
    derived: Mapping[str, Column] = _NONE,
    own: tuple[OwnKey, ...] = (),
    absent: Collection[str] = (),
) -> Callable[..., tuple[Cell, ...]]:
    """Return a function from a record of the declared type, and the values of its derived columns, to its row, with
    the columns of columns_of."""
    within, flattened, named = nested_fields(record), nested_columns(record), bound_values(record, geography, own)
    bound = {one.name for one in fields(bind(record, geography, own))}
    plain = [one.name for one in fields(record) if one.name not in within and one.name in bound - named.keys()]
    plainly, by_name = attrgetter(*plain), tuple(named.values())
    parts = [(attrgetter(name), attrgetter(*inner), len(inner)) for name, inner in flattened.items()]
    names = [*plain, *named, *(one.name for one in derived.values())]
    names += [name for inner in flattened.values() for name in inner.values()]
    columns = columns_of(record, geography, derived, own, absent)
    order = itemgetter(*(names.index(one.name) for one in columns))
    numbers = [index for index, one in enumerate(columns) if one.type == "number"]

    def row(one: Any, added: Sequence[Cell] = ()) -> tuple[Cell, ...]:
        cells = [*plainly(one), *[get(one) for get in by_name], *added]
        for get, values, count in parts:
            part = get(one)
            if part and isinstance(part, tuple):
                cells += zip(*([cell or "" for cell in values(record)] for record in part), strict=True)
            else:
                cells += values(part) if part else (part,) * count
        ordered: tuple[Cell, ...] = order(cells)
        return _with_decimals(ordered, numbers) if numbers else ordered

    return row


def _with_decimals(row: tuple[Any, ...], numbers: Sequence[int]) -> tuple[Cell, ...]:
    """Replace floats, which coordinates are, by decimals: equal states of a table have equal cells."""
    cells = list(row)
    for index in numbers:
        if type(cells[index]) is float:
            cells[index] = Decimal(repr(cells[index]))
    return tuple(cells)


def _value_type(hint: Any) -> tuple[ColumnType, dict[str, Any], bool]:
    """Return the type of a field's values, the JSON Schema of one value, and whether the field is a list."""
    if isinstance(hint, types.UnionType) or get_origin(hint) is Union:
        parts = [part for part in get_args(hint) if part is not type(None)]
        if len(parts) == 1:
            return _value_type(parts[0])
        return "number", {}, False
    if get_origin(hint) is tuple:
        kind, rule, _ = _value_type(get_args(hint)[0])
        return kind, rule, True
    if get_origin(hint) is Annotated:
        rule = next((dict(part.schema) for part in hint.__metadata__ if isinstance(part, ScalarRule)), {})
        kind, _, many = _value_type(get_args(hint)[0])
        return kind, rule, many
    return _TYPES.get(hint, "string"), {}, False


_TYPES: dict[Any, ColumnType] = {int: "integer", float: "number", bool: "boolean", str: "string"}
