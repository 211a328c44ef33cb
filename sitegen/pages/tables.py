"""Tables: the records as rows, for those who work with them."""

from __future__ import annotations

from sitegen.output import Cell
from sitegen.pages.catalogue import Catalogue

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
