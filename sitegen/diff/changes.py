"""The changes from one snapshot to another, as data; only what both snapshots have is compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sitegen.dataset import Cell, Dataset, Table
from sitegen.dataset.code_changes import KeyedRows, changed_codes, present_keys, under_present_codes
from sitegen.dataset.compare import FieldChange, RowChange, compare_rows
from sitegen.diff.snapshots import FIGURES, Snapshot
from sitegen.geography import Geography


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """A record, announcement, page or file that was added, removed or changed."""

    key: str
    """A code, id, URL or path."""
    name: str = ""
    """Its name or title, if any."""
    group: str = ""
    """The region of the highest level of a village."""
    fields: tuple[FieldChange, ...] = ()
    """The changed fields; empty for files, and for items that were added or removed."""


@dataclass(frozen=True, slots=True)
class CollectionChanges:
    """The changes of one collection, such as a table, sorted by key."""

    added: tuple[ChangedItem, ...] = ()
    removed: tuple[ChangedItem, ...] = ()
    changed: tuple[ChangedItem, ...] = ()
    figure_columns: frozenset[str] = frozenset()
    """The columns whose changes are told as those of figures."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure whose value changed. Kind and unit are part of its id and cannot change."""

    id: str
    """Such as `reported-2018`."""
    kind: str
    unit: str
    scope: str
    """Code of the region; empty for the whole country."""
    year: int | None
    name: str
    """What an indicator measures, and where; empty for the programme's own figures."""
    was: int | Decimal | None
    """None where it was unknown."""
    now: int | Decimal | None
    """None where it is unknown."""


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A village whose code changed: the same record before and after."""

    was: str
    now: str
    name: str
    """Its name."""
    group: str
    """Its region of the highest level."""
    until: str
    """The last day of the old code, as EDTF; empty where neither state has it."""
    decree: str
    """The number of the decree; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class NameChange:
    """A village that was renamed, as its previous names tell."""

    code: str
    was: str
    now: str
    group: str
    """Its region of the highest level."""


@dataclass(frozen=True, slots=True)
class RegionChange:
    """A region that was renamed; it is no change of its villages."""

    code: str
    was: str
    now: str
    until: str
    """The last day of the old name, as EDTF."""
    decree: str
    """The number of the decree; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes from one snapshot to another."""

    old: str
    """The name of the old snapshot."""
    new: str
    """The name of the new snapshot; empty for the working tree."""
    parts: dict[str, CollectionChanges]
    """By name: the tables of records, then `news`, `pages`, `downloads` and `files`."""
    figures: tuple[FigureChange, ...]
    """Includes figures counted from the register."""
    home: tuple[str, ...] | None
    """The ids of the figures that changed on the home page; None where that is unknown."""
    codes: tuple[CodeChange, ...] = ()
    """The villages with another code, sorted by it; what else changed of them is in `parts`."""
    names: tuple[NameChange, ...] = ()
    """The villages that were renamed, sorted by code; what else changed of them is in `parts`."""
    regions: tuple[RegionChange, ...] = ()
    """The regions that were renamed, sorted by code."""

    def __bool__(self) -> bool:
        return bool(self.codes or self.names or self.regions or self.figures or self.home) or any(self.parts.values())


def compare(old: Snapshot, new: Snapshot) -> Changes:
    """Compare two snapshots; what either lacks is not in the result."""
    states = [one.tables["villages"].records() for one in (old, new) if "villages" in one.tables]
    codes = changed_codes(*states)
    group = new.tables["villages"].group if len(states) == 2 else ""
    changed = tuple(_compare_codes(states[0], states[1], codes, group)) if len(states) == 2 else ()
    present = [under_present_codes(state, codes) for state in states]
    named = tuple(_compare_names(present[0], present[1], group)) if len(present) == 2 else ()
    regions = [one.tables["regions"].records() for one in (old, new) if "regions" in one.tables]
    renamed = tuple(_compare_region_names(new.geography, present[0], present[1], regions)) if len(present) == 2 else ()
    parts = {
        name: compare_tables(new.geography, old.tables[name], new.tables[name], codes, changed, named, renamed)
        for name in new.tables
        if name in old.tables and name != FIGURES
    }
    if old.news is not None and new.news is not None:
        parts["news"] = _compare_named(old.news, new.news)
    if old.routes is not None and new.routes is not None:
        for name, matches in (("pages", _is_page), ("downloads", lambda path: not _is_page(path))):
            urls = (dict.fromkeys(filter(matches, one), "") for one in (old.routes, new.routes))
            parts[name] = _compare_named(*urls)
    if old.files is not None and new.files is not None:
        parts["files"] = _compare_named(old.files, new.files, digests=True)
    figures = tuple(sorted(_compare_figures(old.tables, new.tables), key=_sort_key))
    return Changes(old.name, new.name, parts, figures, _compare_home(old, new), changed, named, renamed)


def compare_tables(
    geography: Geography,
    old: Table,
    new: Table,
    codes: Mapping[str, str],
    changed: Collection[CodeChange] = (),
    named: Collection[NameChange] = (),
    renamed: Collection[RegionChange] = (),
) -> CollectionChanges:
    """Compare two states of a table, without the columns derived from other records.

    `codes` are the present codes of villages by their previous ones: rows of one village are compared whichever of its
    codes they have. What is told with the codes that `changed`, the villages `named` anew and the regions `renamed` is
    left out.
    """
    if old.rows == new.rows and old.columns == new.columns:
        return CollectionChanges()
    columns = [column for column in (*new.columns, *old.columns) if not column.derived or column.name in new.key]
    compared = dict.fromkeys(column.name for column in columns)
    before, after = (under_present_codes(table.records(), codes) for table in (old, new))
    title = next((one for one in ("name", "title", "what") if one in compared and one not in new.key), "")
    told = {codes.get(one.now, one.now) for one in changed}
    own_names = {one.code for one in named}
    names = {(one.code, one.was, one.now) for one in renamed}
    levels = {level.id: level for level in geography.levels}

    def is_told(key: str, field: FieldChange) -> bool:
        if field.field.startswith(_PREVIOUS_CODES):
            return key in told
        if field.field in ("name", _PREVIOUS_NAMES) and key in own_names:
            return True
        level = levels.get(field.field)
        return level is not None and (level.region_code(key), field.was, field.now) in names

    def item(change: RowChange) -> ChangedItem:
        fields = change.fields if change.kind == "changed" else ()
        if told or own_names or names:
            fields = tuple(one for one in fields if not is_told(change.key, one))
        return ChangedItem(change.key, str(change.row.get(title) or ""), str(change.row.get(new.group) or ""), fields)

    changes = replace(_collect(compare_rows(before, after, compared), item), figure_columns=new.figure_columns)
    if not (told or own_names or names):
        return changes
    return replace(changes, changed=tuple(one for one in changes.changed if one.fields))


_PREVIOUS_NAMES = "previous_names"
"""The name of the column of previous names."""
_PREVIOUS_CODES = "previous_codes"
"""The name of the column of previous codes, with which those of their last days and decrees begin."""


def _compare_codes(old: KeyedRows, new: KeyedRows, codes: Mapping[str, str], group: str) -> Iterable[CodeChange]:
    """Yield the villages that have another code in the new state, with when and by what it changed; `group` is the
    column of the region that they are counted by."""
    before = {present: code for code, present in present_keys(old, codes).items()}
    for now, present in sorted(present_keys(new, codes).items()):
        was = before.get(present, now)
        if was == now:
            continue
        rows = (new[now], old[was])
        lists = [[row.get(f"{_PREVIOUS_CODES}{suffix}") or () for suffix in ("", "_until", "_decree")] for row in rows]
        ends = {former: ended for columns in lists for former, *ended in zip(*columns, strict=True)}
        until, decree = ends.get(was) or ends.get(now) or ("", "")
        yield CodeChange(was, now, str(rows[0].get("name") or ""), str(rows[0].get(group) or ""), until, decree)


def _compare_names(old: KeyedRows, new: KeyedRows, group: str) -> Iterable[NameChange]:
    """Yield the villages whose name in one state is a previous name in the other."""
    for key in sorted(old.keys() & new.keys()):
        was, now = old[key].get("name"), new[key].get("name")
        renamed = was in (new[key].get(_PREVIOUS_NAMES) or ()) or now in (old[key].get(_PREVIOUS_NAMES) or ())
        if was and now and was != now and renamed:
            yield NameChange(key, was, now, str(new[key].get(group) or ""))


def _compare_region_names(
    geography: Geography, old: KeyedRows, new: KeyedRows, regions: Iterable[KeyedRows]
) -> Iterable[RegionChange]:
    """Yield the regions that villages of both states name differently, where a record has both names."""
    ends: dict[str, dict[str, tuple[str, str]]] = {}
    for rows in regions:
        for code, row in rows.items():
            columns = [row.get(f"{_PREVIOUS_NAMES}{suffix}") or () for suffix in ("", "_until", "_decree")]
            former = {name: (until, decree) for name, until, decree in zip(*columns, strict=True)}
            ends.setdefault(code, {}).update({str(row["name"]): ("", ""), **former})
    found: dict[RegionChange, None] = {}
    for key in (key for key in new if ends and key in old):
        for level in geography.levels:
            code, was, now = level.region_code(key), old[key].get(level.id), new[key].get(level.id)
            known = ends.get(code, {})
            if was != now and was in known and now in known:
                until, decree = known[was] if any(known[was]) else known[now]
                found[RegionChange(code, was, now, until, decree)] = None
    yield from sorted(found, key=lambda one: (one.code, one.was))


def _compare_named(old: Mapping[str, str], new: Mapping[str, str], *, digests: bool = False) -> CollectionChanges:
    """Compare items by name. Each has a title, which is shown and not compared, or a digest, which is compared and not
    shown."""
    before, after = ({key: {"text": text} for key, text in things.items()} for things in (old, new))
    changes = compare_rows(before, after, ("text",) if digests else ())
    return _collect(changes, lambda change: ChangedItem(change.key, "" if digests else change.row["text"]))


def _collect(changes: Iterable[RowChange], item: Callable[[RowChange], ChangedItem]) -> CollectionChanges:
    collected: dict[str, list[ChangedItem]] = {"added": [], "removed": [], "changed": []}
    for change in changes:
        collected[change.kind].append(item(change))
    added, removed, changed = map(tuple, collected.values())
    return CollectionChanges(added, removed, changed)


def _is_page(path: str) -> bool:
    return path.endswith(("/", ".html", ".htm"))


def _compare_figures(old: Dataset, new: Dataset) -> Iterable[FigureChange]:
    if FIGURES not in old or FIGURES not in new:
        return
    before, after = (_by_date(one[FIGURES].records()) for one in (old, new))
    for change in compare_rows(before, after, ("value",)):
        for value in change.fields:
            yield FigureChange(
                id=str(change.row["id"]),
                kind=str(change.row["kind"]),
                unit=str(change.row["unit"]),
                scope=str(change.row["scope"] or ""),
                year=year if isinstance(year := change.row["year"], int) else None,
                name=_figure_name(change.row),
                was=_as_number(value.was),
                now=_as_number(value.now),
            )


def _by_date(figures: KeyedRows) -> KeyedRows:
    """Return the rows of figures by an id that the next observation of an indicator does not change."""
    dated = (
        (id, row, row.get("as_of") if id.startswith("indicator-") and ":" not in id else None)
        for id, row in figures.items()
    )
    return {f"{id}:{date}" if date else id: row for id, row, date in dated}


def _figure_name(row: Mapping[str, Any]) -> str:
    """Return the name of an indicator's figure, with its date where it is one of a series."""
    return f"{row['name']}, {row['as_of']}" if ":" in row["id"] else str(row["name"] or "")


def _sort_key(figure: FigureChange) -> tuple[bool, bool, int, str]:
    """Sort figures of years first, then those of indicators, then counts."""
    return figure.kind == "counted", bool(figure.name), figure.year or 0, figure.id


def _as_number(value: Cell) -> int | Decimal | None:
    return value if isinstance(value, int | Decimal) else None


def _compare_home(old: Snapshot, new: Snapshot) -> tuple[str, ...] | None:
    """Return the ids of home page figures that were added, removed or changed."""
    if old.home is None or new.home is None:
        return None
    before, after = set(old.home.items()), set(new.home.items())
    changed = {id for id, _ in before ^ after}
    return tuple(id for id in dict.fromkeys((*new.home, *old.home)) if id in changed)
