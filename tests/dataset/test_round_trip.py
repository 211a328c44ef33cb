"""The round trip: the CSV that is published, read back, is the table; and its rows are the records again."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from csv_reader import read_csv
from factory import INDONESIA, make_site
from hostile_records import HOSTILE

from sitegen.cache import NullCache
from sitegen.dataset import Cell, Dataset, Table, site_keys, tables_of
from sitegen.formats import CSV, DownloadTerms
from sitegen.load import load_site
from sitegen.models import Event, Site, Village
from sitegen.problems import Report
from sitegen.record import nested_columns, nested_fields

ROOT = Path(__file__).parents[2]
SITES = {"sample": ROOT, "full": ROOT / "tests/sites/full", "english": ROOT / "tests/sites/english"}
TERMS = DownloadTerms("Catatan, dengan koma.", "CC BY 4.0", "", "", "")


def site_of(name: str) -> Site:
    site = make_site(**HOSTILE) if name == "hostile" else load_site(SITES[name], Report(), NullCache())
    assert site
    return site


def read_back(tables: Dataset) -> Dataset:
    return {
        name: replace(table, rows=read_csv(CSV.write(table, TERMS), table.columns)) for name, table in tables.items()
    }


def named(table: Table) -> list[dict[str, Cell]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def nested(row: dict[str, Cell], name: str, columns: dict[str, str]) -> Any:
    """The record or records in the field `name` of a village, from its columns; None where all of them are empty."""
    record = nested_fields(Village)[name]
    values: dict[str, Any] = {one: row[column] for one, column in columns.items()}
    if isinstance(values[next(iter(values))], tuple):
        return tuple(
            record(**{one: cell or None for one, cell in zip(values, cells, strict=True)})
            for cells in zip(*values.values(), strict=True)
        )
    return None if all(value is None for value in values.values()) else record(**values)


def villages_of(tables: Dataset, keys: tuple[str, ...]) -> tuple[Village, ...]:
    """The records that the tables `villages` and `events` were made from; `keys` are the columns of the site's own."""
    events: dict[Cell, list[Event]] = defaultdict(list)
    for row in named(tables["events"]):
        events[row["code"]].append(Event(**{one.name: row.get(one.name) for one in fields(Event)}))  # type: ignore[arg-type]
    made = []
    for row in named(tables["villages"]):
        parts: dict[str, Any] = {
            **{name: nested(row, name, columns) for name, columns in nested_columns(Village).items()},
            "events": tuple(events[row["code"]]),
            "image": None,
            "differs_from_list": None,
            "regions": tuple(row[level.id] or "" for level in INDONESIA.levels),
            "own": tuple((key, str(row[key])) for key in keys if row[key] is not None),
        }
        own = {one.name: row.get(one.name) for one in fields(Village) if one.name not in parts}
        if point := parts["location"]:
            parts["location"] = replace(point, lat=float(point.lat), lon=float(point.lon))
        made.append(Village(**own, **parts))  # type: ignore[arg-type]
    return tuple(made)


@pytest.mark.parametrize("name", [*SITES, "hostile"])
def test_csv_round_trip_equals_tables(name: str) -> None:
    tables = tables_of(site_of(name))
    assert read_back(tables) == tables
    assert tables["villages"].rows


@pytest.mark.parametrize("name", [*SITES, "hostile"])
def test_csv_round_trip_gives_records(name: str) -> None:
    """All that they tell; a photo tells nothing more, has terms of its own, and is published as a file. Why a record
    differs from the official list is told to editors."""
    site = site_of(name)
    keys = tuple(key.name for key in site_keys(site) if key.column)
    told = tuple(
        replace(village, image=None, differs_from_list=None, own=tuple(pair for pair in village.own if pair[0] in keys))
        for village in site.villages
    )
    assert villages_of(read_back(tables_of(site)), keys) == told


def test_hostile_records_cover_every_column() -> None:
    """A column that is empty throughout proves nothing; `called` and the like are text as `name` is."""
    tables = tables_of(site_of("hostile"))
    for name in (
        "villages",
        "events",
        "corrections",
        "indicators",
        "observations",
        "targets",
        "breaks",
        "outreach",
        "sources",
        "regions",
    ):
        empty = [column.name for column, cells in zip(tables[name].columns, zip(*tables[name].rows, strict=True),
                 strict=True) if not any(cell not in (None, ()) for cell in cells)]  # fmt: skip
        assert empty == [], name


def test_hostile_records_csv_has_no_formula() -> None:
    for name, table in tables_of(site_of("hostile")).items():
        numbers = {column.name for column in table.columns if column.type in ("integer", "number")}
        for row in csv.DictReader(io.StringIO(CSV.write(table, TERMS).decode(), newline="")):
            assert not [key for key, text in row.items() if key not in numbers and text[:1] in (*"=+-@\t\r\n＝",)], name
