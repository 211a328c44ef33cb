"""KML 2.2 (OGC 07-147r2) of the rows with coordinates, for Google Earth; each Placemark has all columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from html import escape

from sitegen.dataset import Cell, ColumnType, Table
from sitegen.formats.format import DownloadTerms, TableFormat
from sitegen.formats.geojson import rows_with_point

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">
<Document>
"""
_TYPES: dict[ColumnType, str] = {"integer": "int", "number": "double", "boolean": "bool"}
"""The type of a SimpleField; all other columns are strings."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""A character that XML 1.0 cannot hold, escaped or not."""


def write_kml(table: Table, terms: DownloadTerms) -> bytes:
    """Write a table as a Document: the terms, a Schema of its columns, and a Placemark for each row with a point."""
    licence = f"{terms.licence} {terms.licence_url}".strip()
    lines = [
        _element("name", table.name),
        f"<atom:author>{_element('atom:name', terms.publisher)}</atom:author>",
        f'<atom:link href="{_text(terms.url)}"/>',
        _element("description", "\n".join(part for part in (terms.notice, licence) if part)),
        f'<Schema id="{table.name}" name="{table.name}">',
        *(f'<SimpleField name="{one.name}" type="{_TYPES.get(one.type, "string")}"/>' for one in table.columns),
        "</Schema>",
        *_placemarks(table),
        "</Document>\n</kml>\n",
    ]
    return (_HEAD + "\n".join(lines)).encode()


def _placemarks(table: Table) -> Iterator[str]:
    for row in rows_with_point(table):
        data = "".join(
            f'<SimpleData name="{name}">{_value(cell)}</SimpleData>'
            for name, cell in row.items()
            if cell is not None and cell != ()
        )
        yield (
            f"<Placemark>{_element('name', str(row.get('name') or row[table.key[0]]))}"
            f'<ExtendedData><SchemaData schemaUrl="#{table.name}">{data}</SchemaData></ExtendedData>'
            f"<Point><coordinates>{_value(row['lon'])},{_value(row['lat'])}</coordinates></Point></Placemark>"
        )


def _value(cell: Cell) -> str:
    """Convert a cell to text: lists with semicolons, as in the workbook, and numbers without an exponent."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return _text("; ".join(cell) if isinstance(cell, tuple) else str(cell))


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: str) -> str:
    """Escape a text for an XML element or attribute; keep carriage returns, drop characters that XML cannot hold."""
    return escape(_NOT_IN_XML.sub("", text), quote=False).replace('"', "&quot;").replace("\r", "&#13;")


KML = TableFormat("kml", "KML", "application/vnd.google-earth.kml+xml", write_kml, needs_point=True)
