"""Write values as text in CSV: reversible, and safe from formula injection in spreadsheets."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from sitegen.dataset.table import Cell, Column

NOTICE_COLUMN = "notice"
"""The last column of every CSV file, with its terms of use, since CSV has no comments."""
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""Start of a text that a spreadsheet would evaluate, with any apostrophes before it."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might evaluate a text, or it looks like an escaped one."""
    return text[:1] in "=+-@\t\r\n＝＋－＠'" and _FORMULA.match(text) is not None


def escape_formula(text: str) -> str:
    """Escape a text that a spreadsheet would evaluate, by an apostrophe; unescape_formula removes it."""
    return f"'{text}" if is_formula(text) else text


def unescape_formula(text: str) -> str:
    """Undo escape_formula."""
    return text[1:] if text[:1] == "'" and is_formula(text) else text


def column_texts(column: Column, cells: Sequence[Cell]) -> Sequence[Cell]:
    """Convert the cells of a column for CSV: ids joined by spaces, texts as a JSON array, booleans as `true`, `false`.

    By column, since most columns need no conversion or have few distinct values.
    """
    if column.type == "ids":
        return [" ".join(cell) if isinstance(cell, tuple) else cell for cell in cells]
    if column.type == "texts":
        return [json.dumps(cell, ensure_ascii=False) if cell else None for cell in cells]
    if column.type == "boolean":
        return [None if cell is None else "true" if cell else "false" for cell in cells]
    if column.type == "string" and any(isinstance(cell, str) and is_formula(cell) for cell in set(cells)):
        return [escape_formula(cell) if isinstance(cell, str) else cell for cell in cells]
    return cells
