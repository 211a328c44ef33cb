"""Tables: the records as rows for those who work with them, and the forms in which rows travel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from sitegen.pages.catalogue import Catalogue

Cell = str | int | float | tuple[str, ...] | None
"""A value of a table: None where it is not known, which is never written as 0."""

VILLAGE_COLUMNS = (
    "code", "name", "kind", "called", "district", "regency", "province", "status", "certified", "year",
    "decree_number", "decree_date", "decree_issuer", "office", "office_name", "criteria", "lat", "lon", "precision",
    "uncertainty_m", "sources", "note", "url",
)  # fmt: skip
"""The columns of villages.csv; the words of the theme describe each as `column_villages_<name>`."""
YEAR_COLUMNS = (
    "year", "target", "target_sources", "reported", "reported_sources", "recorded_here", "projected_total",
    "projected_sources", "note", "url",
)  # fmt: skip
"""The columns of years.csv; the words of the theme describe each as `column_years_<name>`."""

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class Terms:
    """What travels with every download, since it may travel alone."""

    notice: str
    """What the site is and is not; may be empty."""
    licence: dict[str, str]
    """Name and address of the licence; may be empty."""
    source: dict[str, str]
    """Who publishes it, and where."""


def village_rows(catalogue: Catalogue) -> list[tuple[Cell, ...]]:
    """Every place of the records, by code: the designated ones, and the others told apart by their status."""
    base, offices, none = catalogue.base_url, catalogue.offices, (None, None, None)
    rows: list[tuple[Cell, ...]] = []
    for village in catalogue.site.villages:
        card, point, decree = catalogue.places[village.code], village.location, village.decree
        rows.append((
            village.code, village.name, village.kind, village.called, village.district, village.regency,
            village.province, "certified" if card.certified else "reached" if card.reached else "spoken_of",
            village.certified, card.year,
            *((decree.number, decree.date, decree.issuer) if decree else none),
            village.office, offices[village.office].name if village.office else None, village.criteria,
            *((point.lat, point.lon, point.precision) if point else none), point.uncertainty_m if point else None,
            village.sources, village.note, base + card.path,
        ))  # fmt: skip
    return rows


def year_rows(catalogue: Catalogue) -> list[tuple[Cell, ...]]:
    """Every year that the programme speaks of or that a designated place is stated to be of."""
    records = {record.year: record for record in catalogue.site.programme.years}
    recorded = dict.fromkeys(records, 0)
    for card in catalogue.places.values():
        if card.year is not None:
            recorded[card.year] = recorded.get(card.year, 0) + 1
    rows: list[tuple[Cell, ...]] = []
    for year in sorted(recorded):
        record, url = records.get(year), catalogue.base_url + catalogue.addresses.year(year)
        if record is None:
            rows.append((year, None, (), None, (), recorded[year], None, (), None, url))
            continue
        rows.append((
            year, record.target, record.target_sources, record.reported, record.reported_sources, recorded[year],
            record.projected_total, record.projected_sources, record.note, url,
        ))  # fmt: skip
    return rows


def as_csv(columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], notice: str) -> bytes:
    """CSV as RFC 4180 has it, in UTF-8. Lists are written with spaces between; `notice` fills a last column, since CSV
    has no room for a remark. A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    write((*columns, "notice"))
    for row in rows:
        write((*[_cell(value) for value in row], notice))
    return text.getvalue().encode()


def _cell(value: Cell) -> Cell:
    if type(value) is tuple:
        value = " ".join(value)
    if type(value) is str and value and value[0] in _FORMULA:
        return "'" + value
    return value


def as_json(name: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], terms: Terms) -> bytes:
    """JSON with the terms first and then the rows under `name`, one a line."""
    return _document(terms, name, (dict(zip(columns, row, strict=True)) for row in rows), {})


def as_geojson(columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], terms: Terms) -> bytes:
    """GeoJSON (RFC 7946) of the rows that have a point, by `lat` and `lon`, which need not be the point's last word:
    its `precision` and `uncertainty_m` are among the properties."""
    lat, lon = columns.index("lat"), columns.index("lon")
    features = (
        {
            "type": "Feature",
            "id": row[0],
            "geometry": {"type": "Point", "coordinates": (row[lon], row[lat])},
            "properties": dict(zip(columns, row, strict=True)),
        }
        for row in rows
        if row[lat] is not None
    )
    return _document(terms, "features", features, {"type": "FeatureCollection"})


def _document(terms: Terms, name: str, rows: Iterable[dict[str, Any]], first: dict[str, str]) -> bytes:
    encode = msgspec.json.Encoder().encode
    head = encode(first | {"notice": terms.notice, "licence": terms.licence, "source": terms.source})
    return b"".join([head[:-1], b',"', name.encode(), b'":[\n', b",\n".join(map(encode, rows)), b"\n]}\n"])
