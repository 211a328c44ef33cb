"""The registry of data formats, from which pages, metadata, archives and documentation are derived.

To add a table format, write a module and list it in FORMATS.
"""

from __future__ import annotations

from sitegen.dataset import Table
from sitegen.formats.csv import CSV
from sitegen.formats.format import DataFormat, DownloadTerms, TableFormat
from sitegen.formats.geojson import GEOJSON
from sitegen.formats.json import JSON
from sitegen.formats.kml import KML

XLSX = DataFormat("xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ZIP = DataFormat("zip", "ZIP", "application/zip")
JSON_LD = DataFormat("jsonld", "JSON-LD", "application/ld+json")

FORMATS: tuple[DataFormat, ...] = (CSV, JSON, GEOJSON, KML, XLSX, ZIP, JSON_LD)
"""Every format, in the order in which pages offer them. Those without a writer hold or describe several tables, and
have their own types in content.py."""
TABLE_FORMATS = tuple(one for one in FORMATS if isinstance(one, TableFormat))
SPATIAL_FORMATS = tuple(one for one in TABLE_FORMATS if one.needs_point)
PLAIN_FORMATS = tuple(one for one in TABLE_FORMATS if not one.needs_point)

__all__ = [
    "CSV",
    "FORMATS",
    "GEOJSON",
    "JSON",
    "JSON_LD",
    "PLAIN_FORMATS",
    "SPATIAL_FORMATS",
    "TABLE_FORMATS",
    "XLSX",
    "ZIP",
    "DataFormat",
    "DownloadTerms",
    "TableFormat",
    "format_of",
    "formats_of",
]


def formats_of(table: Table) -> tuple[TableFormat, ...]:
    """Return the formats in which a table is offered; spatial ones only if it has coordinates."""
    return TABLE_FORMATS if any(column.name == "lat" for column in table.columns) else PLAIN_FORMATS


def format_of(file: str) -> DataFormat:
    """Return the format of a file by its suffix. Raises KeyError for an unknown suffix."""
    return _BY_SUFFIX[file.rpartition(".")[2]]


_BY_SUFFIX = {one.suffix: one for one in FORMATS}
