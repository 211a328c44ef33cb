"""Dataset: the records as tables, which are what the site publishes, freezes in releases, and compares."""

from sitegen.dataset.table import Cell, Column, ColumnType, Dataset, Table
from sitegen.dataset.tables import shapes, status_of, tables_of

__all__ = ["Cell", "Column", "ColumnType", "Dataset", "Table", "shapes", "status_of", "tables_of"]
