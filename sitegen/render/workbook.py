"""Write tables as a spreadsheet (XLSX) after the UK government's guidance for accessible spreadsheets.

The only module that imports XlsxWriter. Of the guidance's checklist it meets: a cover sheet first, with publisher,
contact, licence and descriptive links; notes on their own sheet; one table per sheet, marked up as a table, with a
name, one header row and no merged, blank or hidden rows or columns; a title in A1, larger and bold, and below it what
the sheet holds and what an empty cell means; unique, meaningful sheet names; no freeze panes, filters, images, macros
or colours; a sans-serif font of 12 points; columns as wide as their text, which wraps where it is long; the file opens
on the cover, with the cursor in A1. Not met: heading styles, which XlsxWriter cannot name.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sitegen.content import Workbook
from sitegen.dataset.csv_text import is_formula
from sitegen.dataset.table import Cell, Column, ColumnType, Table

_FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
_CREATED = datetime(1980, 1, 1)
"""The creation date in the properties: the first that a ZIP can hold, so that no clock changes the bytes."""
_MAX_CELL_LENGTH = 32_767
"""Characters that a cell can hold."""
_HEADER_ROW = 3
"""The row of a table's headers, counted from 0; above it are the title and two lines."""
_MIN_WIDTH, _MAX_WIDTH = 12, 60
"""Bounds of the width of a column, in characters."""


def workbook(content: Workbook) -> bytes:
    """Write a workbook; equal content gives equal bytes."""
    return _Writer(content).bytes()


class _Writer:
    def __init__(self, content: Workbook) -> None:
        names = {key: _sheet_name(content.messages[key]) for key in ("cover", "notes", "dictionary")}
        self._content, self._data = replace(content, messages=content.messages | names), io.BytesIO()
        self._file = xlsxwriter.Workbook(self._data, {"in_memory": True, "default_format_properties": dict(_FONT)})
        add_format = self._file.add_format
        self._title, self._bold = add_format({"bold": True, "font_size": 16}), add_format({"bold": True})
        self._wrapped, self._link = add_format({"text_wrap": True}), add_format({"underline": 1})
        self._quoted = add_format({"quote_prefix": True})
        """For text that looks like a formula: it stays text when its cell is edited."""

    def bytes(self) -> bytes:
        """The whole workbook."""
        content, messages = self._content, self._content.messages
        about = {"title": content.title, "author": content.terms.publisher, "comments": content.terms.notice}
        self._file.set_properties({**about, "created": _CREATED})
        self._cover()
        self._notes(messages["notes"])
        self._dictionary(messages["dictionary"])
        for sheet in content.sheets:
            names = [column.name for column in sheet.table.columns]
            self._table(sheet.table.name, sheet.table, sheet.title, sheet.meaning, names)
        self._file.close()
        return self._data.getvalue()

    def _cover(self) -> None:
        content, messages = self._content, self._content.messages
        sheet = self._file.add_worksheet(messages["cover"])
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 100, self._wrapped)
        sheet.write_string(0, 0, _truncated(content.title), self._title)
        row = 0
        for row, (text, address) in enumerate(content.cover, 1):
            if address:
                sheet.write_url(row, 0, address, self._link, _truncated(text))
            else:
                _write_text(sheet, self._quoted, row, 0, text)
        sheet.write_string(row + 1, 0, messages["contents"], self._bold)
        named = [(messages["notes"], ""), (messages["dictionary"], "")]
        named += [(one.table.name, one.title) for one in content.sheets]
        for index, (name, title) in enumerate(named, row + 2):
            sheet.write_url(index, 0, f"internal:'{name}'!A1", self._link, f"{name}: {title}" if title else name)

    def _notes(self, name: str) -> None:
        messages, columns = self._content.messages, (Column("number", "integer"), Column("note", "string"))
        rows: list[tuple[Cell, ...]] = list(enumerate(self._content.notes, 1))
        self._table(name, Table("_notes", columns, (), rows), name, "", (messages["number"], messages["note"]))

    def _dictionary(self, name: str) -> None:
        messages, names = self._content.messages, ("table", "column", "type", "meaning")
        rows: list[tuple[Cell, ...]] = [
            (sheet.table.name, column.name, messages[f"type_{column.type}"], meaning)
            for sheet in self._content.sheets
            for column, meaning in zip(sheet.table.columns, sheet.columns, strict=True)
        ]
        table = Table("_dictionary", tuple(Column(one, "string") for one in names), (), rows)
        self._table(name, table, name, "", [messages[one] for one in names])

    def _table(self, name: str, table: Table, title: str, meaning: str, headers: Sequence[str]) -> None:
        """Add the sheet of a table: its title in A1, what it holds, what an empty cell means, and the table."""
        sheet, messages = self._file.add_worksheet(name), self._content.messages
        # Not wrapped: these lines may extend over the empty cells beside them.
        sheet.write_string(0, 0, _truncated(title), self._title)
        sheet.write_string(
            1, 0, _truncated(" ".join(part for part in (messages["one_table"], meaning) if part)), self._quoted
        )
        sheet.write_string(2, 0, messages["blanks"], self._quoted)
        for index, header in enumerate(headers):
            cells = [row[index] for row in table.rows]
            width = _column_width(header, cells)
            sheet.set_column(index, index, width, self._wrapped if width == _MAX_WIDTH else None)
            # A table without rows is not marked up as a table, but has headers.
            sheet.write_string(_HEADER_ROW, index, header, self._bold)
            self._cells(sheet, index, table.columns[index].type, cells)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # codes of digits are text on purpose
        if table.rows:  # XLSX allows no table without rows
            options = {
                "name": f"table_{table.name.strip('_')}",
                "style": None,
                "autofilter": False,
                "columns": [{"header": header, "header_format": self._bold} for header in headers],
            }
            sheet.add_table(_HEADER_ROW, 0, _HEADER_ROW + len(table.rows), len(headers) - 1, options)

    def _cells(self, sheet: Worksheet, index: int, column_type: ColumnType, cells: Iterable[Cell]) -> None:
        """Write the cells of a column. The column's type decides how, never the look of a text."""
        if column_type in ("integer", "number", "boolean"):
            write: Any = sheet.write_boolean if column_type == "boolean" else sheet.write_number
        else:
            write = partial(_write_text, sheet, self._quoted)
        for row, cell in enumerate(cells, _HEADER_ROW + 1):
            if cell is not None and cell != ():
                write(row, index, cell)


def _write_text(sheet: Worksheet, quoted: Format, row: int, index: int, cell: str | tuple[str, ...]) -> None:
    text = cell if isinstance(cell, str) else "; ".join(cell)
    sheet.write_string(row, index, _truncated(text), quoted if is_formula(text) else None)


def _sheet_name(word: str) -> str:
    """Turn a word into a valid sheet name."""
    return re.sub(r"[\[\]:*?/\\']", " ", word).strip()[:31]


def _truncated(text: str) -> str:
    """Cut a text to the length that a cell can hold; the other formats have it in full."""
    return text if len(text) <= _MAX_CELL_LENGTH else text[: _MAX_CELL_LENGTH - 1] + "…"


def _column_width(header: str, cells: Iterable[Cell]) -> int:
    """Return the width of a column in characters: that of its longest text, within bounds."""
    longest = max((len(cell) for cell in set(cells) if isinstance(cell, str)), default=0)
    return min(max(longest, len(header), _MIN_WIDTH) + 2, _MAX_WIDTH)
