"""Built: the snapshot of a folder that sitegen built, from the open data and the files in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sitegen.dataset import Cell, Dataset, Table, empty_tables
from sitegen.diff.changes import FIGURES
from sitegen.diff.snapshot import Snapshot
from sitegen.digest import hex_digest
from sitegen.formats import JSON
from sitegen.urls import Routes, is_permalink, url_of

_SUM = re.compile(r"sum-([0-9]{4})-([0-9]{4})")
"""The id of our sum of results, which no table has: its parts stand there."""


_REQUIRED = {FIGURES: frozenset({"kind", "value", "unit", "scope", "year", "name"})}
"""The columns without which a change in a table cannot be told."""


class NotABuiltSite(ValueError):
    """The folder holds no home page, or a table in it is none of ours."""


def is_published(folder: Path) -> bool:
    """Whether a folder looks like one that was built: a home page, and the table of villages."""
    return (folder / "index.html").is_file() and (folder / "data" / JSON.file("villages")).is_file()


def folder_snapshot(folder: Path, name: str, languages: dict[str, Routes]) -> Snapshot:
    """The state that was published; `languages` has the path words of each language that a site may have.

    Raises NotABuiltSite for what was not made by sitegen, and OSError for what cannot be read.
    """
    files = {path: _digest(folder / path) for path in _list_files(folder)}
    words = max(
        (one.words for one in languages.values()),
        key=lambda words: sum(path.startswith(f"{words['news']}/") for path in files),
    )
    tables = _load_tables(folder / words["data"])
    announcement = re.compile(rf"/{words['news']}/[0-9]{{4}}/[^/]+/")
    routes = frozenset(url_of(path) for path in files if is_permalink(path))
    return Snapshot(
        name=name,
        tables=tables,
        routes=routes,
        news={path: "" for path in routes if announcement.fullmatch(path)},
        home=_parse_home((folder / "index.html").read_text(encoding="utf-8", errors="replace"), tables),
        files=files,
    )


def _list_files(folder: Path) -> Iterator[str]:
    for here, folders, names in os.walk(folder):
        folders.sort()
        base = Path(here).relative_to(folder).as_posix()
        yield from (name if base == "." else f"{base}/{name}" for name in sorted(names))


def _digest(file: Path) -> str:
    return hex_digest(file.read_bytes())


def _load_tables(folder: Path) -> Dataset:
    """Every table that is there, with the columns that it was published with."""
    found: dict[str, Table] = {}
    for name, schema in empty_tables().items():
        file = folder / JSON.file(name)
        if not file.is_file():
            continue
        try:
            rows = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])[name]
            if not isinstance(rows, list):
                raise ValueError(name)
            found[name] = _parse_table(schema, rows)
        except (msgspec.MsgspecError, RecursionError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise NotABuiltSite(str(file)) from error
    return found


def _parse_table(schema: Table, rows: list[dict[str, Any]]) -> Table:
    """The rows in the columns of today's table, as far as they are there; those of another time are left out."""
    present = rows[0].keys() if rows else {column.name for column in schema.columns}
    columns = tuple(column for column in schema.columns if column.name in present)
    if not ({*schema.key} | _REQUIRED.get(schema.name, frozenset())) <= {column.name for column in columns}:
        raise ValueError(schema.name)
    names = [column.name for column in columns]
    return Table(
        schema.name, columns, schema.key, [tuple(_parse_cell(row.get(name)) for name in names) for row in rows]
    )


def _parse_cell(value: Any) -> Cell:
    if isinstance(value, list):
        return tuple(map(str, value))
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueError(value)


def _parse_home(html: str, tables: Dataset) -> dict[str, int | float | None] | None:
    """The figures that a home page shows, each linked to its record by its id; None where the theme does not do so."""
    values = _figure_values(tables[FIGURES]) if FIGURES in tables else {}
    found: dict[str, int | float | None] = {}
    for id in re.findall(r">([a-z0-9.-]+)</a>", html):
        span = _SUM.fullmatch(id)
        if span:
            found[id] = _sum_parts([values.get(f"reported-{year}") for year in range(int(span[1]), int(span[2]) + 1)])
        elif id in values:
            found[id] = values[id]
    return found or None


def _figure_values(figures: Table) -> dict[str, int | float | None]:
    values = ((id, row["value"]) for id, row in figures.records().items())
    return {id: value if isinstance(value, int | float) else None for id, value in values}


def _sum_parts(values: list[int | float | None]) -> int | float | None:
    """The sum that the home page shows; None where one of its parts is not known."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
