"""The records as tables, which are published, frozen in releases and compared."""

from sitegen.dataset.table import Cell, Column, ColumnType, Dataset, Table
from sitegen.dataset.tables import empty_tables, reached_villages, status_of, table_of, tables_of

__all__ = [
    "Cell",
    "Column",
    "ColumnType",
    "Dataset",
    "Table",
    "empty_tables",
    "reached_villages",
    "status_of",
    "table_of",
    "tables_of",
]
