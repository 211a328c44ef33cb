"""GeoJSON (RFC 7946) of the rows with coordinates; all columns are properties, including the precision."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.dataset import Cell, Table
from sitegen.formats.format import DownloadTerms, TableFormat
from sitegen.formats.json import encode, json_document, named_rows


def write_geojson(table: Table, terms: DownloadTerms) -> bytes:
    """Write a table as a FeatureCollection, with the terms beside its features."""
    return json_document({"type": "FeatureCollection"}, terms, "features", _features(table))


def _features(table: Table) -> Iterator[bytes]:
    for row in rows_with_point(table):
        point = {"type": "Point", "coordinates": (row["lon"], row["lat"])}
        yield encode({"type": "Feature", "id": row[table.key[0]], "geometry": point, "properties": row})


def rows_with_point(table: Table) -> Iterator[dict[str, Cell]]:
    """Yield the rows of a spatial format; rows without coordinates are in the other formats only."""
    return (row for row in named_rows(table) if row["lat"] is not None)


GEOJSON = TableFormat("geojson", "GeoJSON", "application/geo+json", write_geojson, needs_point=True)
