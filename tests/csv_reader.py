"""Reads published CSV back into the rows that it was written from, as its columns promise them, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from decimal import Decimal

from sitegen.dataset import Cell, Column
from sitegen.dataset.csv_text import NOTICE_COLUMN, unescape_formula


def read_csv(data: bytes, columns: Sequence[Column]) -> list[tuple[Cell, ...]]:
    """The rows of a table, without the terms; fails where a column is missing or a cell is not of its type."""
    head, *lines = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    assert head == [*(column.name for column in columns), NOTICE_COLUMN]
    return [tuple(_cell(column, text) for column, text in zip(columns, line[:-1], strict=True)) for line in lines]


def _cell(column: Column, text: str) -> Cell:
    if column.type == "ids":
        return tuple(text.split(" ")) if text else ()
    if column.type == "texts":
        found = json.loads(text) if text else []
        assert isinstance(found, list), text
        assert all(isinstance(one, str) for one in found), text
        return tuple(found)
    if not text:
        return None
    if column.type == "string":
        return unescape_formula(text)
    if column.type == "boolean":
        return {"true": True, "false": False}[text]
    return int(text) if column.type == "integer" or re.fullmatch(r"-?[0-9]+", text) else Decimal(text)
