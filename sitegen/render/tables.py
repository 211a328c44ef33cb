"""Tables: one table as CSV, JSON or GeoJSON, each with the notice and the licence that must travel with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import repeat

import msgspec

from sitegen.bodies import Export, Terms
from sitegen.dataset.csv_form import NOTICE, column_texts, defused
from sitegen.dataset.table import Cell, Table

_encode = msgspec.json.Encoder().encode


def export(body: Export) -> bytes:
    """The bytes of a table in its form."""
    if body.form == "csv":
        return as_csv(body.table, body.terms)
    return as_json(body.table, body.terms) if body.form == "json" else as_geojson(body.table, body.terms)


def as_csv(table: Table, terms: Terms) -> bytes:
    """CSV as RFC 4180 has it, in UTF-8; the terms fill a last column. The same rows can be read from it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*(column.name for column in table.columns), NOTICE))
    if table.rows:
        columns = [
            column_texts(column, cells)
            for column, cells in zip(table.columns, zip(*table.rows, strict=True), strict=True)
        ]
        writer.writerows(zip(*columns, repeat(defused(in_short(terms)), len(table.rows)), strict=True))
    return text.getvalue().encode()


def as_json(table: Table, terms: Terms) -> bytes:
    """JSON with the terms first, then the rows under the table's name."""
    return _document({}, terms, table.name, (_encode(row) for row in _named(table)))


def as_geojson(table: Table, terms: Terms) -> bytes:
    """GeoJSON (RFC 7946) of the rows that have a point; how precise it is stands among the properties."""
    return _document({"type": "FeatureCollection"}, terms, "features", _features(table))


def in_short(terms: Terms) -> str:
    """The notice and the licence in a line."""
    return ". ".join(part.rstrip(".") for part in (terms.notice, terms.licence) if part)


def _features(table: Table) -> Iterator[bytes]:
    for row in _named(table):
        if row["lat"] is not None:
            point = {"type": "Point", "coordinates": (row["lon"], row["lat"])}
            yield _encode({"type": "Feature", "id": row[table.key[0]], "geometry": point, "properties": row})


def _named(table: Table) -> Iterator[dict[str, Cell]]:
    names = [column.name for column in table.columns]
    return (dict(zip(names, row, strict=True)) for row in table.rows)


def _document(first: dict[str, str], terms: Terms, name: str, rows: Iterable[bytes]) -> bytes:
    """JSON with the terms first and then the rows under `name`, one a line."""
    head = _encode({
        **first,
        "notice": terms.notice,
        "licence": {"name": terms.licence, "url": terms.licence_url} if terms.licence else None,
        "source": {"publisher": terms.publisher, "url": terms.url},
    })  # fmt: skip
    return b"".join([head[:-1], b',"', name.encode(), b'":[\n', b",\n".join(rows), b"\n]}\n"])
