"""Changes: what is another in one snapshot than in another, as data; only what both know is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sitegen.dataset import Cell, Dataset, Table
from sitegen.diff.snapshot import Snapshot

FIGURES = "figures"
"""The table that is told figure by figure, and not as records."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value of a record that is another."""

    field: str
    """The column."""
    was: Cell
    """Its value before; None where it was not known."""
    now: Cell
    """Its value since; None where it is not known any more."""


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """A record, announcement, page or file that came, went or was changed."""

    key: str
    """What names it: a code, an id, an address, a path."""
    name: str = ""
    """Its name or title; empty where it has none."""
    group: str = ""
    """The province of a village; empty for all else."""
    fields: tuple[FieldChange, ...] = ()
    """What was changed; empty where it came or went, and for what is compared as a whole."""


@dataclass(frozen=True, slots=True)
class CollectionChanges:
    """What changed among things of one sort."""

    added: tuple[ChangedItem, ...] = ()
    """Those that came, in order of key."""
    removed: tuple[ChangedItem, ...] = ()
    """Those that went."""
    changed: tuple[ChangedItem, ...] = ()
    """Those that are another than before."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure whose value is another. Its kind and unit are the same, else it would not have the same id."""

    id: str
    """The figure's id, such as `reported-2018`."""
    kind: str
    """What sort of statement it is."""
    unit: str
    """What is counted."""
    scope: str
    """The code of the province or regency that it is of, or empty."""
    year: int | None
    """The year that it is of."""
    name: str
    """What an indicator measures, and where; empty for the programme's own figures."""
    was: int | float | None
    """Its value before; None where it was not known."""
    now: int | float | None
    """Its value since; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changes from one snapshot to another."""

    old: str
    """What the earlier one was asked for by."""
    new: str
    """What the later one was asked for by; empty for the working tree."""
    parts: dict[str, CollectionChanges]
    """What was compared, by sort: the tables of records, then `news`, `pages`, `downloads` and `files`."""
    figures: tuple[FigureChange, ...]
    """The figures that are another, our counts of the register among them."""
    home: tuple[str, ...] | None
    """Of the figures that the home page shows, the ids of those that changed, came or went; None where not known."""

    def __bool__(self) -> bool:
        return bool(self.figures or self.home) or any(self.parts.values())


def compare(old: Snapshot, new: Snapshot) -> Changes:
    """What changes from `old` to `new`. Sorts that one of them knows nothing of are not in the result."""
    parts = {
        name: compare_tables(old.tables[name], new.tables[name])
        for name in new.tables
        if name in old.tables and name != FIGURES
    }
    if old.news is not None and new.news is not None:
        parts["news"] = _named(old.news, new.news)
    if old.routes is not None and new.routes is not None:
        for name, fits in (("pages", _is_page), ("downloads", lambda path: not _is_page(path))):
            parts[name] = _sets(filter(fits, old.routes), filter(fits, new.routes))
    if old.files is not None and new.files is not None:
        parts["files"] = _named(old.files, new.files, changes=True)
    figures = tuple(sorted(_figures(old.tables, new.tables), key=_order))
    return Changes(old.name, new.name, parts, figures, _home(old, new))


def compare_tables(old: Table, new: Table) -> CollectionChanges:
    """What changes in one table, record by record; what is reckoned from other records is left to those."""
    if old.rows == new.rows and old.columns == new.columns:
        return CollectionChanges()
    before, after = old.keyed(), new.keyed()
    was, now = _labels(old), _labels(new)
    derived = {column.name for column in (*old.columns, *new.columns) if column.derived} - set(new.key)
    names = [column.name for column in new.columns if column.name not in derived]
    names += [column.name for column in old.columns if column.name not in {*names, *derived}]
    first, second = _places(old), _places(new)
    pairs = [(name, first.get(name), second.get(name)) for name in names]
    straight = old.columns == new.columns
    changed = []
    for key in sorted(before.keys() & after.keys()):
        row, other = before[key], after[key]
        if straight and row == other:
            continue
        cells = ((name, None if a is None else row[a], None if b is None else other[b]) for name, a, b in pairs)
        if fields := tuple(FieldChange(name, x, y) for name, x, y in cells if x != y and (x or y or x == 0 or y == 0)):
            changed.append(now(key, other, fields))
    return CollectionChanges(
        added=tuple(now(key, after[key]) for key in sorted(after.keys() - before.keys())),
        removed=tuple(was(key, before[key]) for key in sorted(before.keys() - after.keys())),
        changed=tuple(changed),
    )


def _places(table: Table) -> dict[str, int]:
    return {column.name: place for place, column in enumerate(table.columns)}


def _labels(table: Table) -> Callable[..., ChangedItem]:
    """Makes the Item of a row."""
    places = _places(table)
    name = next((places[one] for one in ("name", "title", "what") if one in places and one not in table.key), None)
    group = places.get("province") if table.name == "villages" else None

    def item(key: str, row: tuple[Cell, ...], fields: tuple[FieldChange, ...] = ()) -> ChangedItem:
        def text(place: int | None) -> str:
            return "" if place is None or row[place] is None else str(row[place])

        return ChangedItem(key, text(name), text(group), fields)

    return item


def _named(old: Mapping[str, str], new: Mapping[str, str], *, changes: bool = False) -> CollectionChanges:
    """What changes among things by name; of each a title or, where `changes` are asked for, a digest."""
    return CollectionChanges(
        added=tuple(ChangedItem(key, "" if changes else new[key]) for key in sorted(new.keys() - old.keys())),
        removed=tuple(ChangedItem(key, "" if changes else old[key]) for key in sorted(old.keys() - new.keys())),
        changed=tuple(ChangedItem(key) for key in sorted(old.keys() & new.keys()) if changes and old[key] != new[key]),
    )


def _sets(old: Iterable[str], new: Iterable[str]) -> CollectionChanges:
    return _named(dict.fromkeys(old, ""), dict.fromkeys(new, ""))


def _is_page(path: str) -> bool:
    return path.endswith(("/", ".html", ".htm"))


def _figures(old: Dataset, new: Dataset) -> Iterable[FigureChange]:
    """The figures whose value changed."""
    if FIGURES not in old or FIGURES not in new:
        return
    before, after = (_rows(dataset[FIGURES]) for dataset in (old, new))
    for id in after.keys() | before.keys():
        was, now = before.get(id, {}).get("value"), after.get(id, {}).get("value")
        row = after.get(id) or before[id]
        if was != now:
            yield FigureChange(
                id=id,
                kind=str(row["kind"]),
                unit=str(row["unit"]),
                scope=str(row["scope"] or ""),
                year=row["year"] if isinstance(row["year"], int) else None,
                name=str(row["name"] or ""),
                was=_number(was),
                now=_number(now),
            )


def _order(figure: FigureChange) -> tuple[bool, bool, int, str]:
    """The figures of years first, then those of indicators, and our own counts last."""
    return figure.kind == "counted", bool(figure.name), figure.year or 0, figure.id


def _rows(table: Table) -> dict[str, dict[str, Cell]]:
    names = [column.name for column in table.columns]
    return {key: dict(zip(names, row, strict=True)) for key, row in table.keyed().items()}


def _number(value: Cell) -> int | float | None:
    return value if isinstance(value, int | float) else None


def _home(old: Snapshot, new: Snapshot) -> tuple[str, ...] | None:
    """The figures of the home page that are another there: another value, or there in only one of the two."""
    if old.home is None or new.home is None:
        return None
    before, after = set(old.home.items()), set(new.home.items())
    changed = {id for id, _ in before ^ after}
    return tuple(id for id in dict.fromkeys((*new.home, *old.home)) if id in changed)
