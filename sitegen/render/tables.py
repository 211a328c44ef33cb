"""Tables: rows as CSV, JSON and GeoJSON, each with the notice and the licence that must travel with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

import msgspec

from sitegen.output import Cell, Table, Terms

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""With which a text begins that a spreadsheet would run."""

_encode = msgspec.json.Encoder().encode


def table(body: Table) -> bytes:
    """The bytes of a table in its form."""
    if body.form == "csv":
        return _csv(body)
    if body.form == "json":
        return _document({}, body.terms, body.name, (_encode(_named(body, row)) for row in body.rows))
    return _document({"type": "FeatureCollection"}, body.terms, "features", _features(body))


def _csv(body: Table) -> bytes:
    """CSV as RFC 4180 has it, in UTF-8. Lists are written with spaces between; the terms fill a last column, since CSV
    has no room for a remark. A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*body.columns, "notice"))
    terms = _safe([". ".join(part.rstrip(".") for part in (body.terms.notice, body.terms.licence) if part)])[0]
    # By column, since most columns hold few different values, or nothing that could be a formula.
    writer.writerows(zip(*map(_safe, zip(*body.rows, strict=True)), repeat(terms, len(body.rows)), strict=True))
    return text.getvalue().encode()


def _safe(column: Sequence[Cell]) -> Sequence[Cell]:
    """A column whose lists are text and whose texts no spreadsheet runs."""
    if tuple in set(map(type, column)):
        column = [" ".join(cell) if isinstance(cell, tuple) else cell for cell in column]
    if any(map(_is_formula, set(column))):
        return [f"'{cell}" if _is_formula(cell) else cell for cell in column]
    return column


def _is_formula(cell: Cell) -> bool:
    return isinstance(cell, str) and cell[:1] in _FORMULA


def _features(body: Table) -> Iterator[bytes]:
    """GeoJSON (RFC 7946) of the rows that have a point; how precise it is stands among the properties."""
    lat, lon = body.columns.index("lat"), body.columns.index("lon")
    for row in body.rows:
        if row[lat] is not None:
            point = {"type": "Point", "coordinates": (row[lon], row[lat])}
            yield _encode({"type": "Feature", "id": row[0], "geometry": point, "properties": _named(body, row)})


def _named(body: Table, row: tuple[Cell, ...]) -> dict[str, Cell]:
    return dict(zip(body.columns, row, strict=True))


def _document(first: dict[str, str], terms: Terms, name: str, rows: Iterable[bytes]) -> bytes:
    """JSON with the terms first and then the rows under `name`, one a line."""
    head = _encode({
        **first,
        "notice": terms.notice,
        "licence": {"name": terms.licence, "url": terms.licence_url} if terms.licence else None,
        "source": {"publisher": terms.publisher, "url": terms.url},
    })  # fmt: skip
    return b"".join([head[:-1], b',"', name.encode(), b'":[\n', b",\n".join(rows), b"\n]}\n"])
