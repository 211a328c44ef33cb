"""KeyedRows of villages whose code changed: two states of the tables are compared under the present codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

KeyedRows = Mapping[str, Mapping[str, Any]]
"""The rows of a table by key, each as its cells by column: see Table.records, and ReleaseState."""
CODE_COLUMNS = ("code", "successors", "villages", "what")
"""The columns of all tables whose cells may be codes of villages, or lists of such."""


def changed_codes(*states: KeyedRows) -> dict[str, str]:
    """Return the present code of each village by each code that it had before, from the rows of the table villages in
    one or more states, the latest last."""
    codes = {
        former: code for rows in states for code, row in rows.items() for former in row.get("previous_codes") or ()
    }
    # A code of an earlier state may itself have changed since.
    return {former: codes.get(code, code) for former, code in codes.items()}


def present_keys(keys: Collection[str], codes: Mapping[str, str]) -> dict[str, str]:
    """Return the key that each row of a table has under the present code of its village, by the key that it has.

    Where another row has that key, or gets it, a row keeps its own: these are two records.
    """
    taken, present = set(keys), dict[str, str]()
    for key in keys:
        code, separator, rest = key.partition("#")
        new = f"{codes.get(code, code)}{separator}{rest}"
        present[key] = key if new in taken else new
        taken.add(new)
    return present


def under_present_codes(rows: KeyedRows, codes: Mapping[str, str]) -> KeyedRows:
    """Return the rows of a table by their present keys, and with present codes in their cells."""
    if not codes:
        return rows
    return {key: _with_present_codes(rows[old], codes) for old, key in present_keys(rows, codes).items()}


def _with_present_codes(row: Mapping[str, Any], codes: Mapping[str, str]) -> Mapping[str, Any]:
    changed: dict[str, Any] = {}
    for name in CODE_COLUMNS:
        cell = row.get(name)
        if isinstance(cell, str) and cell in codes:
            changed[name] = codes[cell]
        elif isinstance(cell, list | tuple) and any(code in codes for code in cell):
            changed[name] = type(cell)(codes.get(code, code) for code in cell)
    return {**row, **changed} if changed else row
