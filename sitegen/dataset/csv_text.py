"""CSV form: how a value stands as text in CSV, from which it can be read back, and safe from spreadsheets."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from sitegen.dataset.table import Cell, Column

NOTICE_COLUMN = "notice"
"""The last column of every CSV file, which holds its terms, since CSV has no room for a remark."""
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How a text begins that a spreadsheet would run; or such a text that already stands behind apostrophes."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run a text, or whether it looks like one that was kept from it."""
    return text[:1] in "=+-@\t\r\n＝＋－＠'" and _FORMULA.match(text) is not None


def escape_formula(text: str) -> str:
    """A text that no spreadsheet runs: one apostrophe more before what would begin a formula. `plain` takes it away."""
    return f"'{text}" if is_formula(text) else text


def unescape_formula(text: str) -> str:
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
        return [escape_formula(cell) if isinstance(cell, str) else cell for cell in cells]
    return cells
