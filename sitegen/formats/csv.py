"""CSV (RFC 4180, UTF-8) with the terms of use in a last column; lossless."""

from __future__ import annotations

import csv
import io
from itertools import repeat

from sitegen.dataset import Table
from sitegen.dataset.csv_text import NOTICE_COLUMN, column_texts, escape_formula
from sitegen.formats.format import DownloadTerms, TableFormat


def write_csv(table: Table, terms: DownloadTerms) -> bytes:
    """Write a table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*(column.name for column in table.columns), NOTICE_COLUMN))
    if table.rows:
        columns = [
            column_texts(column, cells)
            for column, cells in zip(table.columns, zip(*table.rows, strict=True), strict=True)
        ]
        writer.writerows(zip(*columns, repeat(escape_formula(terms.in_short()), len(table.rows)), strict=True))
    return text.getvalue().encode()


CSV = TableFormat("csv", "CSV", "text/csv", write_csv, encoding="UTF-8")
