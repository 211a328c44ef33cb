"""The records as tables, which are published, frozen in releases and compared."""

from sitegen.dataset.table import Cell, Column, ColumnType, Dataset, Table
from sitegen.dataset.tables import (
    empty_tables,
    own_keys,
    reached_villages,
    site_keys,
    table_of,
    tables_of,
    tables_without_rows,
    taken_names,
)

__all__ = [
    "Cell",
    "Column",
    "ColumnType",
    "Dataset",
    "Table",
    "empty_tables",
    "own_keys",
    "reached_villages",
    "site_keys",
    "table_of",
    "tables_of",
    "tables_without_rows",
    "taken_names",
]
