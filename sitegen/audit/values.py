"""Values: what a release and the site of today say, as single values that can be held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sitegen import edtf
from sitegen.dataset import shapes
from sitegen.dataset.csv_form import column_texts, plain
from sitegen.dataset.release import Damaged, Row, State
from sitegen.dataset.table import Column
from sitegen.figures import is_figure
from sitegen.problems import Span

VALUE = ""
"""The field of a figure's value; of a record: that it is there at all."""
EVENTS = "events"
"""The field that stands for all events of a village."""
FIGURE_FIELDS = ("unit", "kind", "as_of", "status")
"""What of a figure is compared besides its value."""
_PASSED_OVER = frozenset({"sources", "slug"})
"""Columns that say where something is known from, or where it stands, and not what is the case."""
_OF_YEAR = re.compile(r"(?:reported|target|projected)-([0-9]{4})(?:-[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Item:
    """A record or a figure as it is published."""

    cells: dict[str, Any]
    """Its values by field, without empty ones."""
    year: int | None
    """The year that it counts in; None for what counts in none."""
    sources: tuple[str, ...] = ()
    """Where it is known from."""
    events: tuple[str, ...] = ()
    """What happened to a village, a line each."""


def items_of(state: State) -> dict[str, Item]:
    """Everything of a state that is compared, by the name that entries of the ledger use."""
    return dict([*_villages(state), *_outreach(state), *_figures(state)])


def released_items(state: State) -> dict[str, Item]:
    """What a release holds that is compared. Raises Damaged where a row lacks what every one has, or a date is none."""
    try:
        return items_of(state)
    except (KeyError, edtf.NotADate, edtf.ImpossibleDate) as error:
        raise Damaged(str(error)) from error


def _villages(state: State) -> Iterator[tuple[str, Item]]:
    events: dict[str, list[tuple[int, Row]]] = {}
    for row in state.get("events", {}).values():
        events.setdefault(row["code"], []).append((row["number"], row))
    names = _compared("villages")
    for code, row in state.get("villages", {}).items():
        cells = {VALUE: row.get("name", code)} | {name: row[name] for name in names if name in row}
        told = tuple(_event(one) for _, one in sorted(events.get(code, ()), key=lambda pair: pair[0]))
        if told:
            cells[EVENTS] = "; ".join(told)
        yield code, Item(cells, _year(row.get("certified")), tuple(row.get("sources", ())), told)


def _event(row: Row) -> str:
    """An event in a line: `designated 2018-07-05, Kantor Cabang Klaten, 12/2018`."""
    return ", ".join([f"{row['kind']} {row['date']}", *(row[name] for name in ("issuer", "decree") if name in row)])


def _outreach(state: State) -> Iterator[tuple[str, Item]]:
    names = _compared("outreach")
    for id, row in state.get("outreach", {}).items():
        cells = {VALUE: row.get("title", id)} | {name: row[name] for name in names if name in row}
        yield f"outreach:{id}", Item(cells, _year(row.get("date")), tuple(row.get("sources", ())))


def _figures(state: State) -> Iterator[tuple[str, Item]]:
    for id, row in state.get("figures", {}).items():
        if row["kind"] != "counted" and "value" in row:
            cells = {name: row[name] for name in FIGURE_FIELDS if name in row}
            yield id, Item({VALUE: row["value"], **cells}, row.get("year"), tuple(row.get("sources", ())))


def _year(date: str | None) -> int | None:
    """The year by whose end something surely had happened."""
    return edtf.parse(date).last.year if date else None


@cache
def _compared(table: str) -> tuple[str, ...]:
    """The columns of a table of records that are compared."""
    key = {"code", "id"} | _PASSED_OVER
    return tuple(one.name for one in shapes()[table].columns if not (one.derived or one.prose or one.name in key))


def fields_of(what: str) -> tuple[str, ...]:
    """The fields that an entry about this may name."""
    if what.startswith("outreach:"):
        return _compared("outreach")
    return (*_compared("villages"), EVENTS) if what[:1].isdigit() else FIGURE_FIELDS


def text_of(what: str, name: str, cell: Any) -> str | None:
    """A value as the CSV has it, which is how an entry of the ledger writes it; None for an empty one."""
    if cell is None:
        return None
    value = tuple(cell) if isinstance(cell, list) else cell
    text = column_texts(_column(what, name), (value,))[0]
    return plain(text) if isinstance(text, str) else str(text)


def _column(what: str, name: str) -> Column:
    table = "figures" if is_figure(what) else "villages" if what[:1].isdigit() else "outreach"
    return next((one for one in shapes()[table].columns if one.name == (name or "value")), Column(name, "string"))


def place_of(what: str, origins: Mapping[str, Span]) -> Span:
    """Where a record or a figure stands; the whole file for what is no more."""
    if not is_figure(what):
        return origins.get(what, Span("data/outreach.yaml" if what.startswith("outreach:") else "data/villages.yaml"))
    match = _OF_YEAR.fullmatch(what)
    if match:
        return origins.get(f"year:{match[1]}", Span("data/programme.yaml"))
    name = what.replace("-", ":", 1)
    return origins.get(name) or origins.get(name.removesuffix("-target")) or Span("data/indicators.yaml")
