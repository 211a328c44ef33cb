"""CSV form: how a value stands as text in CSV, safe from spreadsheets, and how CSV is read back into the same rows."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence

from sitegen.dataset.table import Cell, Column

NOTICE = "notice"
"""The last column of every CSV file, which holds its terms, since CSV has no room for a remark."""
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How a text begins that a spreadsheet would run; or such a text that already stands behind apostrophes."""


class NotThisTable(ValueError):
    """CSV that does not hold what its columns promise: the sentence says where."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run a text, or whether it looks like one that was kept from it."""
    return text[:1] in "=+-@\t\r\n＝＋－＠'" and _FORMULA.match(text) is not None


def defused(text: str) -> str:
    """A text that no spreadsheet runs: one apostrophe more before what would begin a formula. `plain` takes it away."""
    return f"'{text}" if is_formula(text) else text


def plain(text: str) -> str:
    """A text as it was before it was defused."""
    return text[1:] if text[:1] == "'" and is_formula(text) else text


def column_texts(column: Column, cells: Sequence[Cell]) -> Sequence[Cell]:
    """The cells of a column as CSV writes them: names in a row, a JSON array of texts, `true`, and nothing for None.

    By column, since most columns hold few different values, or nothing that has to be changed.
    """
    if column.type == "ids":
        return [" ".join(cell) if isinstance(cell, tuple) else cell for cell in cells]
    if column.type == "texts":
        return [json.dumps(cell, ensure_ascii=False) if cell else None for cell in cells]
    if column.type == "boolean":
        return [None if cell is None else "true" if cell else "false" for cell in cells]
    if column.type == "string" and any(isinstance(cell, str) and is_formula(cell) for cell in set(cells)):
        return [defused(cell) if isinstance(cell, str) else cell for cell in cells]
    return cells


def read_csv(data: bytes, columns: Sequence[Column]) -> list[tuple[Cell, ...]]:
    """The rows of a table from its CSV; without the terms, which are no part of them.

    Raises NotThisTable where it is no CSV, a column is missing, or a cell is not of its column's type.
    """
    try:
        head, *lines = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    except (ValueError, csv.Error) as error:
        raise NotThisTable(str(error)) from error
    names = [column.name for column in columns]
    if head not in (names, [*names, NOTICE]):
        raise NotThisTable(f"columns {head} instead of {names}")
    rows: list[tuple[Cell, ...]] = []
    for number, line in enumerate(lines, 1):
        if len(line) != len(head):
            raise NotThisTable(f"row {number} has {len(line)} cells instead of {len(head)}")
        rows.append(tuple(_cell(column, text, number) for column, text in zip(columns, line, strict=False)))
    return rows


def _cell(column: Column, text: str, row: int) -> Cell:
    """The value of a cell."""
    try:
        return _value(column, text)
    except ValueError as error:
        raise NotThisTable(f"row {row}, column {column.name}: {text!r} is not of type {column.type}") from error


def _value(column: Column, text: str) -> Cell:
    if column.type == "ids":
        return tuple(text.split(" ")) if text else ()
    if column.type == "texts":
        return _texts(text) if text else ()
    if not text:
        return None
    if column.type == "string":
        return plain(text)
    if column.type == "boolean":
        return bool(("false", "true").index(text))
    return int(text) if column.type == "integer" or re.fullmatch(r"-?[0-9]+", text) else float(text)


def _texts(text: str) -> tuple[str, ...]:
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(text)
    return tuple(found)
