"""Derive the Table Schema (Frictionless, Data Package 2.0) of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sitegen.dataset.csv_text import NOTICE_COLUMN, is_formula
from sitegen.dataset.table import Column, Table
from sitegen.models.kinds import KINDS

_CONSTRAINTS = ("pattern", "enum", "minimum", "maximum", "minLength")
"""The keywords of JSON Schema with the same name in Table Schema."""
_TYPES = {"ids": "list", "texts": "array"}


def table_schema(table: Table, meanings: Mapping[str, str], tables: Sequence[str] = ()) -> dict[str, Any]:
    """Return the Table Schema of a table's CSV. `meanings` describes each column, including the last (`notice`).

    `tables` are the names of the tables in the same package, to which foreign keys may refer.
    """
    single_key = table.key if len(table.key) == 1 else ()
    fields = [
        _field(column, meanings[column.name], unique=column.name in single_key, escaped=_is_escaped(table, index))
        for index, column in enumerate(table.columns)
    ]
    fields.append({"name": NOTICE_COLUMN, "type": "string", "description": meanings[NOTICE_COLUMN]})
    required = {column.name for column in table.columns if column.required}
    foreign_keys = [
        {"fields": [column.name], "reference": {"resource": kind.part, "fields": [kind.key]}}
        for column in table.columns
        if column.refers and (kind := KINDS[column.refers]).part in tables
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if required.issuperset(table.key):  # columns that may be empty cannot be a primary key
        schema["primaryKey"] = list(table.key)
    return schema | ({"foreignKeys": foreign_keys} if foreign_keys else {})


def _is_escaped(table: Table, index: int) -> bool:
    """Whether CSV puts an apostrophe before a cell of a column that has a pattern, such as `+62 361 123456`."""
    cells = {row[index] for row in table.rows} if "pattern" in table.columns[index].rule else ()
    return any(isinstance(cell, str) and is_formula(cell) for cell in cells)


def _field(column: Column, meaning: str, *, unique: bool, escaped: bool) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _TYPES.get(column.type, column.type), "description": meaning}
    if column.type == "ids":
        field |= {"delimiter": " ", "itemType": "string"}
    if column.type == "string" and column.rule.get("format") in ("uri", "email"):
        field["format"] = column.rule["format"]
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if unique:
        constraints["unique"] = True
    if column.type not in _TYPES:
        constraints |= {name: column.rule[name] for name in _CONSTRAINTS if name in column.rule}
    if escaped:
        constraints["pattern"] = "^'?" + constraints["pattern"].removeprefix("^")
    return field | ({"constraints": constraints} if constraints else {})
