"""Tables: the records of a site as the tables that it publishes, freezes in releases and compares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import Any

from sitegen import edtf
from sitegen.dataset.table import Cell, Column, Dataset, Table, column
from sitegen.figures import Figure, Figures
from sitegen.model import (
    Correction,
    Decree,
    Event,
    Indicator,
    Location,
    Office,
    Outreach,
    ProgrammeYear,
    ProvinceYear,
    Site,
    Source,
    Unit,
    Village,
)

_PROSE = frozenset({"note", "summary", "definition", "why", "title", "audience", "stated_by"})
"""Fields that are words for readers."""


def tables_of(site: Site) -> Dataset:
    """Every table of a site: villages, events, years, provinces, indicators, units, outreach, sources, offices,
    corrections, and the figures that all these give."""
    rows: dict[str, Iterable[tuple[Cell, ...]]] = {
        "villages": _villages(site),
        "events": _events(site.villages),
        "years": _years(site),
        "provinces": _provinces(site.programme.years),
        "indicators": _plain_rows(Indicator, site.indicators),
        "units": _plain_rows(Unit, site.programme.units),
        "outreach": _plain_rows(Outreach, site.outreach),
        "sources": _plain_rows(Source, site.sources),
        "offices": _plain_rows(Office, site.offices),
        "corrections": _plain_rows(Correction, site.corrections),
        "figures": _figures(Figures(site)),
    }
    return {name: replace(shape, rows=list(rows[name])) for name, shape in shapes().items()}


@cache
def shapes() -> Dataset:
    """Every table without a row: its columns and its key as they are today."""
    made = (
        Table("villages", _village_columns(), ("code",), []),
        Table("events", _event_columns(), ("code", "number"), []),
        Table("years", _year_columns(), ("year",), []),
        Table("provinces", _province_columns(), ("year", "province"), []),
        Table("indicators", _plain_columns(Indicator), ("id",), []),
        Table("units", _plain_columns(Unit), ("id",), []),
        Table("outreach", _plain_columns(Outreach), ("id",), []),
        Table("sources", _plain_columns(Source), ("id",), []),
        Table("offices", _plain_columns(Office), ("id",), []),
        Table("corrections", _plain_columns(Correction), ("what", "field", "when"), []),
        Table("figures", _figure_columns(), ("id",), []),
    )
    return {table.name: table for table in made}


def _village_columns() -> tuple[Column, ...]:
    """The columns of villages."""
    own = ("code", "name", "kind", "called", "previous_names", "successors", "district", "regency", "province")
    return (
        *(column(Village, name) for name in own),
        Column("status", "string", {"enum": ["certified", "lapsed", "reached", "spoken_of"]}, True, derived=True),
        column(Village, "certified"),
        Column("year", "integer", derived=True),
        *(column(Decree, name, f"decree_{name}", required=False) for name in ("number", "date", "issuer")),
        column(Village, "office"),
        Column("office_name", "string", derived=True),
        column(Village, "criteria"),
        *(column(Location, name, required=False) for name in ("lat", "lon", "precision", "uncertainty_m")),
        column(Village, "sources"),
        column(Village, "slug"),
        column(Village, "note", prose=True),
    )


def _villages(site: Site) -> Iterator[tuple[Cell, ...]]:
    offices = {office.id: office.name for office in site.offices}
    reached = {code for event in site.outreach for code in event.villages}
    nothing = (None, None, None)
    for one in site.villages:
        decree, point = one.decree, one.location
        yield (
            one.code, one.name, one.kind, one.called, one.previous_names, one.successors, one.district, one.regency,
            one.province, status_of(one, reached=one.code in reached), one.certified, edtf.year_of(one.certified),
            *((decree.number, decree.date, decree.issuer) if decree else nothing),
            one.office, offices.get(one.office or ""), one.criteria,
            *((point.lat, point.lon, point.precision, point.uncertainty_m) if point else (*nothing, None)),
            one.sources, one.slug, one.note,
        )  # fmt: skip


def status_of(village: Village, *, reached: bool) -> str:
    """What a place is now: `certified`, `lapsed`, `reached` by outreach alone, or only `spoken_of`."""
    if village.certified:
        turns = [event.kind for event in village.events if event.kind in ("renewed", "lapsed")]
        return "lapsed" if turns[-1:] == ["lapsed"] else "certified"
    return "reached" if reached else "spoken_of"


def _event_columns() -> tuple[Column, ...]:
    """The columns of events: what happened to a village's designation, numbered from 1."""
    own = (column(Event, name) for name in ("kind", "date", "issuer", "decree", "sources"))
    return (column(Village, "code"), Column("number", "integer", {"minimum": 1}, True), *own)


def _events(villages: Iterable[Village]) -> Iterator[tuple[Cell, ...]]:
    for village in villages:
        for number, event in enumerate(village.events, 1):
            yield (village.code, number, event.kind, event.date, event.issuer, event.decree, event.sources)


_YEAR = (
    "year", "target", "target_sources", "reported", "reported_sources", "reported_as_of", "reported_status",
    "projected_total", "projected_sources", "note",
)  # fmt: skip


def _year_columns() -> tuple[Column, ...]:
    """The columns of years."""
    own = tuple(column(ProgrammeYear, name, prose=name in _PROSE) for name in _YEAR)
    return (*own[:-1], Column("recorded_here", "integer", {"minimum": 0}, True, derived=True), own[-1])


def _years(site: Site) -> Iterator[tuple[Cell, ...]]:
    """Every year that the programme speaks of or that a designated place is stated to be of."""
    records = {record.year: record for record in site.programme.years}
    recorded = dict.fromkeys(records, 0)
    for village in site.villages:
        year = edtf.year_of(village.certified)
        if year is not None:
            recorded[year] = recorded.get(year, 0) + 1
    row = attrgetter(*_YEAR)
    for year in sorted(recorded):
        own = row(records.get(year) or ProgrammeYear(year=year))
        yield (*own[:-1], recorded[year], own[-1])


def _province_columns() -> tuple[Column, ...]:
    """The columns of provinces: what the programme reported for one in one year."""
    own = (column(ProvinceYear, name) for name in ("province", "name", "reported", "sources"))
    return (column(ProgrammeYear, "year"), *own)


def _provinces(years: Iterable[ProgrammeYear]) -> Iterator[tuple[Cell, ...]]:
    for year in sorted(years, key=lambda year: year.year):
        for part in sorted(year.provinces, key=lambda part: part.province):
            yield (year.year, part.province, part.name, part.reported, part.sources)


def _figure_columns() -> tuple[Column, ...]:
    """The columns of figures: each number of the site with all that makes it a figure."""
    kinds = ["reported", "counted", "target", "projected", "commitment"]
    return (
        Column("id", "string", required=True),
        Column("kind", "string", {"enum": kinds}, required=True),
        Column("value", "number", {"minimum": 0}),
        Column("unit", "string", required=True),
        Column("scope", "string", prose=True),
        Column("year", "integer"),
        Column("name", "string", prose=True),
        Column("definition", "string", prose=True),
        Column("as_of", "string"),
        Column("known", "string"),
        Column("status", "string", {"enum": ["preliminary", "final"]}),
        Column("rounded", "boolean", required=True),
        Column("sources", "ids"),
        Column("note", "string", prose=True),
    )


def _figures(figures: Figures) -> Iterator[tuple[Cell, ...]]:
    for one in (*figures.stated(), *figures.counts()):
        yield _figure_row(one)


def _figure_row(one: Figure) -> tuple[Cell, ...]:
    value = one.quantity.number if one.quantity else None
    return (
        one.id, one.kind, value, one.unit, one.scope or None, one.year, one.name or None, one.definition or None,
        one.as_of or None, one.known or None, one.status or None, one.rounded, one.sources, one.note or None,
    )  # fmt: skip


def _plain_columns(record: type[Any]) -> tuple[Column, ...]:
    """A column for every field, in the order in which the record declares them."""
    return tuple(column(record, name, prose=name in _PROSE) for name in record.__dataclass_fields__)


def _plain_rows(record: type[Any], records: Iterable[Any]) -> Iterator[tuple[Cell, ...]]:
    """The rows of records whose every field is a column."""
    return map(attrgetter(*record.__dataclass_fields__), records)
