"""Compare the data with the latest release: each changed or removed value needs an entry in data/corrections.yaml."""

from __future__ import annotations

import itertools
import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sitegen import edtf
from sitegen.build_context import BuildContext
from sitegen.cache import Cache, NullCache, cached_report
from sitegen.dataset import Dataset, Table, tables_of, tables_without_rows
from sitegen.dataset.code_changes import present_keys, under_present_codes
from sitegen.dataset.compare import FieldChange, compare_rows
from sitegen.dataset.csv_text import column_texts, unescape_formula
from sitegen.dataset.release import DamagedRelease, ReleaseRow, ReleaseState, apply_release, check_rows, state_of
from sitegen.dataset.table import Column
from sitegen.digest import FileChanged, hex_digest, read_unchanged
from sitegen.figures import available_by, is_figure
from sitegen.fingerprint import code_fingerprint
from sitegen.models import Correction, Release, Site
from sitegen.models.previous import present_codes
from sitegen.models.series import figure_names, ledger_names, other_names
from sitegen.problems import Offer, Report, Span
from sitegen.scalars import closest_match, parse_number
from sitegen.sections import hidden_records
from sitegen.yaml_format import format_scalar

VALUE = ""
"""The field of a figure's value; for a record, that it exists."""
EVENTS = "events"
"""The field that stands for all events of a village."""
FIGURE_FIELDS = ("unit", "kind", "as_of", "status")
"""The fields of a figure that are compared besides its value."""
_IGNORED_COLUMNS = frozenset({"sources", "slug"})
"""Columns that describe provenance or the URL, not the facts."""
_YEAR_FIGURE = re.compile(r"(?:reported|target|projected)-([0-9]{4})(?:-[0-9.]+)?")


@dataclass(frozen=True, slots=True)
class ReleasedItem:
    """A record or figure as published."""

    cells: dict[str, Any]
    """Its non-empty values by field."""
    year: int | None
    """The year that it counts in; None where it counts in none."""
    sources: tuple[str, ...] = ()
    """Ids of its sources."""
    events: tuple[str, ...] = ()
    """The events of a village, one line each."""


def collect_items(state: ReleaseState, tables: Dataset) -> dict[str, ReleasedItem]:
    """Collect everything that is compared, by the name that corrections use; `tables` have the columns of today."""
    return dict([*_village_items(state, tables), *_outreach_items(state, tables), *_figure_items(state)])


def collect_released_items(state: ReleaseState, tables: Dataset) -> dict[str, ReleasedItem]:
    """Collect the compared items of a release. Raises DamagedRelease for a missing key or an invalid date."""
    try:
        return collect_items(state, tables)
    except (KeyError, edtf.NotADate, edtf.ImpossibleDate) as error:
        raise DamagedRelease(str(error)) from error


def _village_items(state: ReleaseState, tables: Dataset) -> Iterator[tuple[str, ReleasedItem]]:
    events: dict[str, list[tuple[int, ReleaseRow]]] = {}
    for row in state.get("events", {}).values():
        events.setdefault(row["code"], []).append((row["number"], row))
    names = _compared_columns(tables["villages"])
    for code, row in state.get("villages", {}).items():
        cells = {VALUE: row.get("name", code)} | {name: _comparable(row[name]) for name in names if name in row}
        lines = tuple(_format_event(one) for _, one in sorted(events.get(code, ()), key=lambda pair: pair[0]))
        if lines:
            cells[EVENTS] = "; ".join(lines)
        yield code, ReleasedItem(cells, _last_year(row.get("certified")), tuple(row.get("sources", ())), lines)


def _format_event(row: ReleaseRow) -> str:
    """Format an event in one line: `designated 2018-07-05, Kantor Cabang Klaten, 12/2018`."""
    return ", ".join([f"{row['kind']} {row['date']}", *(row[name] for name in ("issuer", "decree") if name in row)])


def _outreach_items(state: ReleaseState, tables: Dataset) -> Iterator[tuple[str, ReleasedItem]]:
    names = _compared_columns(tables["outreach"])
    for id, row in state.get("outreach", {}).items():
        if "date" not in row:  # an event that was only planned: what comes of it is no correction
            continue
        cells = {VALUE: row.get("title", id)} | {name: row[name] for name in names if name in row}
        yield f"outreach:{id}", ReleasedItem(cells, _last_year(row.get("date")), tuple(row.get("sources", ())))


def _figure_items(state: ReleaseState) -> Iterator[tuple[str, ReleasedItem]]:
    for id, row in state.get("figures", {}).items():
        if row["kind"] != "counted" and "value" in row:
            cells = {name: row[name] for name in FIGURE_FIELDS if name in row}
            yield (
                id,
                ReleasedItem(
                    {VALUE: _comparable(row["value"]), **cells}, row.get("year"), tuple(row.get("sources", ()))
                ),
            )


def _comparable(cell: Any) -> Any:
    """Return a cell as it is compared: of equal numbers, as 12.5 and 12.50 are, equal ones."""
    if not isinstance(cell, Decimal):
        return cell
    return int(cell) if cell == int(cell) else f"{cell.normalize():f}"


def _last_year(date: str | None) -> int | None:
    """Return the year by whose end something had certainly happened."""
    return edtf.parse(date).last.year if date else None


def _compared_columns(table: Table) -> tuple[str, ...]:
    key = {"code", "id"} | _IGNORED_COLUMNS
    return tuple(one.name for one in table.columns if not (one.derived or one.prose or one.name in key))


def allowed_fields(what: str, tables: Dataset) -> tuple[str, ...]:
    """Return the fields that a correction of `what` may name."""
    if what.startswith("outreach:"):
        return _compared_columns(tables["outreach"])
    return (*_compared_columns(tables["villages"]), EVENTS) if what[:1].isdigit() else FIGURE_FIELDS


def format_value(what: str, name: str, cell: Any, tables: Dataset) -> str | None:
    """Format a value as in the CSV files, which is how corrections write it; None for an empty one."""
    if cell is None:
        return None
    value = tuple(cell) if isinstance(cell, list) else cell
    text = column_texts(_column(what, name, tables), (value,))[0]
    return unescape_formula(text) if isinstance(text, str) else str(text)


def _column(what: str, name: str, tables: Dataset) -> Column:
    table = "figures" if is_figure(what) else "villages" if what[:1].isdigit() else "outreach"
    return next((one for one in tables[table].columns if one.name == (name or "value")), Column(name, "string"))


def span_of(what: str, origins: Mapping[str, Span]) -> Span:
    """Return the position of a record or figure; the whole file if it no longer exists."""
    if not is_figure(what):
        return origins.get(what, Span("data/outreach.yaml" if what.startswith("outreach:") else "data/villages.yaml"))
    match = _YEAR_FIGURE.fullmatch(what)
    if match:
        return origins.get(f"year:{match[1]}", Span("data/programme.yaml"))
    name = what.partition(":")[0].replace("-", ":", 1)
    return origins.get(name) or origins.get(name.removesuffix("-target")) or Span("data/indicators.yaml")


def with_present_names(
    old: Mapping[str, ReleasedItem],
    new: Mapping[str, ReleasedItem],
    site: Site,
    corrected: Collection[tuple[str, str]] = frozenset(),
) -> Mapping[str, ReleasedItem]:
    """Return the released items under the present codes of their villages, and with the present names of villages and
    regions: what a record tells of itself is no correction.

    What follows from the code of a village changed with it: its regions, and its kind. The fields in `corrected`, each
    with its village, keep the released name: a correction tells of their change too.
    """
    codes = present_codes(site.villages)
    names = {(village.code, one): village.name for village in site.villages for one in village.previous_names}
    names |= {(region.code, one.name): region.name for region in site.regions for one in region.previous_names}
    if not (codes or names):
        return old
    of_code = {*(level.id for level in site.geography.levels), "kind", "called"}
    keys, rows = present_keys(old, codes), under_present_codes({what: old[what].cells for what in old}, codes)
    items: dict[str, ReleasedItem] = {}
    for what, key in keys.items():
        cells = dict(rows[key])
        if key != what:
            cells = {name: cell for name, cell in cells.items() if name not in of_code}
            cells |= {name: cell for name, cell in new[key].cells.items() if name in of_code}
        if names:
            bearers = [("name", key), *((level.id, level.region_code(key)) for level in site.geography.levels)]
            cells |= {
                field: names[code, cells[field]]
                for field, code in bearers
                if (code, cells.get(field)) in names and (key, field) not in corrected
            }
        items[key] = replace(old[what], cells=cells)
    return items


_SERIES = "indicator-"
"""Begins the names of figures of indicators, which may be series."""
_Items = Mapping[str, ReleasedItem]


def with_series_names(old: _Items, new: _Items, site: Site) -> tuple[_Items, _Items, dict[str, str]]:
    """Return the items of both states with one name for each observation and target, whatever else their series has in
    either state; and these names by the other ones that the ledger may have for them.

    A new period is an item of its own, and changes none. A value that has another date, and is the only one with it,
    is the same item: its date was changed.
    """
    names = ledger_names(site.indicators)
    dates: dict[str, list[dict[str, str]]] = defaultdict(lambda: [{}, {}])
    for state, items in enumerate((old, new)):
        for what, item in items.items():
            if what.startswith(_SERIES):
                dates[what.partition(":")[0]][state][item.cells.get("as_of", "")] = what
    renamed: list[dict[str, str]] = [{}, {}]
    others: dict[str, str] = {}
    for base, (before, after) in dates.items():
        gone, added = (list(one.keys() - other.keys()) for one, other in ((before, after), (after, before)))
        moved = {}
        if len(gone) == len(added) == 1:
            was, now = old[before[gone[0]]], new[after[added[0]]]
            moved = {added[0]: gone[0]} if was.cells[VALUE] == now.cells[VALUE] else {}
        every = sorted({*before, *(moved.get(one, one) for one in after)})
        present = dict(zip(every, figure_names(base, every), strict=True))
        for state, named in enumerate((before, after)):
            renamed[state] |= {what: present[moved.get(one, one) if state else one] for one, what in named.items()}
        first = names.get(base, "").removeprefix(f"{base}:")
        others |= other_names(base, every, moved.get(first, first) or next(iter(after or before)))
    return (
        {renamed[0].get(what, what): item for what, item in old.items()},
        {renamed[1].get(what, what): item for what, item in new.items()},
        others,
    )


@dataclass(frozen=True, slots=True)
class ChangeLimits:
    """The dates that decide whether a change needs a correction."""

    released: date
    """The day of the latest release; facts from later sources are new and change nothing that was published."""
    closed: int
    """The last closed year: it was released as a whole, and late reports no longer add to it."""
    sources: Mapping[str, date]
    """The last possible day of each source."""

    def is_new(self, sources: tuple[str, ...], before: tuple[str, ...] = ()) -> bool:
        """Whether a source that is not in `before` is later than the latest release."""
        days = [self.sources[id] for id in sources if id in self.sources and id not in before]
        return bool(days) and (max(days) if before else min(days)) > self.released


@dataclass(frozen=True, slots=True)
class ReleasedChange:
    """A value that differs from the release."""

    what: str
    """The record or figure, as corrections name it."""
    field: str
    """VALUE for a figure's own value, or for a record that was added or removed."""
    closed: int | None
    """The closed year that it changes; None where it changes none."""


def find_released_changes(
    old: Mapping[str, ReleasedItem], new: Mapping[str, ReleasedItem], limits: ChangeLimits
) -> Iterator[ReleasedChange]:
    """Yield every change since the release that needs a correction."""
    before, after = ({what: item.cells for what, item in items.items()} for items in (old, new))
    for change in compare_rows(before, after):
        was, now = old.get(change.key), new.get(change.key)
        closed = _closed_year(limits, was, now)
        if was and now:
            fields = [cell.field for cell in change.fields if _needs_entry(change.key, cell, was, now, limits)]
        else:
            fields = [VALUE] if was or (now and closed and _adds_to_past(change.key, now, limits)) else []
        yield from (ReleasedChange(change.key, field, closed) for field in fields)


def _needs_entry(what: str, cell: FieldChange, was: ReleasedItem, now: ReleasedItem, limits: ChangeLimits) -> bool:
    """Whether a changed value needs a correction; a value that is only added needs one in a closed year."""
    if cell.field == VALUE and not is_figure(what):
        return False  # the name is a field of its own
    if cell.field == EVENTS and set(was.events) <= set(now.events):
        return any(_is_in_closed_year(event, limits) for event in now.events if event not in was.events)
    if isinstance(cell.was, list) and isinstance(cell.now, list) and set(cell.was) <= set(cell.now):
        return False  # only additions, as more becomes known
    if cell.field in was.cells:
        return True
    joins = cell.field == "certified" and now.year is not None and now.year <= limits.closed
    return joins and not limits.is_new(now.sources, was.sources)


def _adds_to_past(what: str, item: ReleasedItem, limits: ChangeLimits) -> bool:
    """Whether a new item adds to its year what was known when that year was released."""
    counted = is_figure(what) or "certified" in item.cells
    return counted and not limits.is_new(item.sources)


def _is_in_closed_year(event: str, limits: ChangeLimits) -> bool:
    """Whether an event, as a line, took place in a closed year."""
    return edtf.parse(event.split(" ", 1)[1].split(",", maxsplit=1)[0]).last.year <= limits.closed


def _closed_year(limits: ChangeLimits, *items: ReleasedItem | None) -> int | None:
    """Return the closed year that one of the items counts in."""
    return next((one.year for one in items if one and one.year is not None and one.year <= limits.closed), None)


CORRECTIONS_FILE = "data/corrections.yaml"
_IMMUTABLE_FIELDS = ("what", "field", "was", "now", "kind", "when")
"""The fields of a published correction that never change; its explanation may be reworded."""


@dataclass(frozen=True, slots=True)
class CorrectionsIndex:
    """The entries of data/corrections.yaml with their positions."""

    entries: Mapping[tuple[str, str], list[tuple[Correction, Span]]]
    """By record or figure, and field; earliest first."""
    tables: Dataset
    """The columns of the tables of today."""


def index_corrections(
    corrections: Iterable[Correction], origins: Mapping[str, Span], present: Mapping[str, str], tables: Dataset
) -> CorrectionsIndex:
    """Index the corrections, sorted by date; `present` has the present names of villages and figures by
    others."""
    by_key: dict[tuple[str, str], list[tuple[Correction, Span]]] = defaultdict(list)
    for number, entry in enumerate(corrections):
        by_key[present.get(entry.what, entry.what), entry.field or VALUE].append(
            (entry, origins.get(f"correction:{number}", Span(CORRECTIONS_FILE)))
        )
    by_date = {key: sorted(entries, key=lambda pair: pair[0].when) for key, entries in by_key.items()}
    return CorrectionsIndex(by_date, tables)


def correction_key(entry: Correction) -> str:
    """Return the key of a correction's row in a release; see Table.keyed."""
    return f"{entry.what}#{entry.field}#{entry.when}"


def check_released_corrections(published: Mapping[str, ReleaseRow], index: CorrectionsIndex, report: Report) -> None:
    """Report released corrections that were removed or changed."""
    current = {correction_key(entry): (entry, at) for entries in index.entries.values() for entry, at in entries}
    for key, row in sorted(published.items()):
        entry, at = current.get(key, (None, Span(CORRECTIONS_FILE)))
        now = {name: value for name in _IMMUTABLE_FIELDS if (value := getattr(entry, name, None)) is not None}
        if now != {name: row[name] for name in _IMMUTABLE_FIELDS if name in row}:
            text = _format_entry({**row, "sources": row.get("sources", [])})
            offer = Offer(CORRECTIONS_FILE, (), text, instead_of=at.line)
            report.add_with_offer("correction-altered", at, offer, what=row["what"], when=row["when"])


def check_corrections(
    index: CorrectionsIndex,
    published: Mapping[str, ReleaseRow],
    old: Mapping[str, ReleasedItem] | None,
    new: Mapping[str, ReleasedItem],
    frozen: str,
    report: Report,
) -> None:
    """Report corrections of unknown records or fields, and chains that do not lead from the published value to the
    present one.

    `old` is the latest release, made on the day `frozen`; None where there is none. A record removed before that day
    exists only in its correction.
    """
    names = dict.fromkeys((*(old or {}), *new))
    for (what, name), entries in index.entries.items():
        fresh = [pair for pair in entries if correction_key(pair[0]) not in published]
        if not fresh:
            continue
        last = fresh[-1][0]
        if what not in names and (last.now is not None or last.when > frozen > ""):
            report.add("correction-unknown", fresh[0][1], closest_match(what, names), what=what)
        elif name and name not in (allowed := allowed_fields(what, index.tables)):
            report.add(
                "correction-field", fresh[0][1], closest_match(name, allowed), field=name, allowed=", ".join(allowed)
            )
        else:
            was = None if old is None else _Value.of(what, name, old, index.tables)
            _check_chain(what, fresh, was, _Value.of(what, name, new, index.tables), frozen, report)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value; of a whole record only whether it exists, since its name is a field of its own."""

    text: str | None
    presence_only: bool
    is_number: bool

    @staticmethod
    def of(what: str, name: str, items: Mapping[str, ReleasedItem], tables: Dataset) -> _Value:
        item = items.get(what)
        text = format_value(what, name, item.cells.get(name), tables) if item else None
        return _Value(text, name == VALUE and not is_figure(what), name == VALUE and is_figure(what))

    def matches(self, text: str | None) -> bool:
        if self.presence_only:
            return (text is None) == (self.text is None)
        return text == self.text or (self.is_number and parse_number(text or "") == parse_number(self.text or ""))


def _check_chain(
    what: str, entries: list[tuple[Correction, Span]], was: _Value | None, now: _Value, frozen: str, report: Report
) -> None:
    """Report the first correction that does not begin where the previous one ended, or a last one that does not end at
    the present value."""
    # A correction from before the release was made is already part of it, though its date is later.
    while was and len(entries) > 1 and entries[0][0].when <= frozen and not was.matches(entries[0][0].was):
        entries = entries[1:]
    (first, at), (last, end) = entries[0], entries[-1]
    corrected = was is not None and len(entries) == 1 and first.when <= frozen and was.matches(first.now)
    if was is not None and not corrected and not was.matches(first.was):
        _report_mismatch("was", what, first.was, was.text, at, report)
        return
    for (before, _), (after, span) in itertools.pairwise(entries):
        if after.was != before.now:
            _report_mismatch("was", what, after.was, before.now, span, report)
            return
    if not now.matches(last.now):
        _report_mismatch("now", what, last.now, now.text, end, report)


def _report_mismatch(key: str, what: str, actual: str | None, expected: str | None, at: Span, report: Report) -> None:
    values = {"what": what, "found": actual or "-", "expected": expected or "-"}
    report.add("correction-mismatch", at, expected or "", key=key, **values)


def suggest_correction(what: str, name: str, was: str | None, now: str | None, today: date) -> str:
    """Format the correction that a change needs, to be pasted; the reason is left to its author."""
    values = {"what": what, "field": name, "was": was, "now": now}
    return _format_entry({key: value for key, value in values.items() if value} | {"when": today.isoformat()})


def _format_entry(row: Mapping[str, object]) -> str:
    """Format a correction as YAML; what only its author knows is left empty."""
    kind = row.get("kind") or "revision  # revision | correction"
    lines = [f"{key}: {format_scalar(str(row[key]))}" for key in ("what", "field", "was", "now") if key in row]
    lines += [
        f"kind: {kind}",
        f"when: {row['when']}",
        f"why: {format_scalar(str(row['why']))}" if "why" in row else "why:",
    ]
    sources = row.get("sources")
    if isinstance(sources, list) and sources:
        lines.append(f"sources: [{', '.join(sources)}]")
    return "- " + "\n  ".join(lines)


def check_history(
    site: Site, context: BuildContext, report: Report, cache: Cache, faults: Collection[Span] = ()
) -> bool:
    """Report released values that changed without a correction, and corrections that are not true.

    Compares records and figures, never pages. Cached while nothing changes. Returns whether the releases could be read;
    if not, they cannot be published.

    `faults` has the positions of the errors that were found. A record with one is not compared: the entry that is
    offered would record a slip of the keyboard as a revision.
    """
    if any(file.startswith("data/") for file in site.unread):
        return True
    today = context.now.astimezone(ZoneInfo(site.timezone)).date()
    closed = closed_year(site, today)
    key = _digest(site.data, closed, sorted(faults), *(release.content for release in site.releases))

    def check(inner: Report) -> bool:
        released = _load_released(site, inner, cache)
        if released is not None:
            _check_changes(site, today, closed, released, faults, inner)
        return released is not None

    return cached_report(cache if site.data else NullCache(), "audit", key, bool, report, check)[0]


def closed_year(site: Site, today: date) -> int:
    """Return the last year that was released as a whole and that late reports no longer change; 0 for none."""
    if not site.releases:
        return 0
    released = date.fromisoformat(site.releases[-1].date)
    complete = released.year if (released.month, released.day) == (12, 31) else released.year - 1
    return min(complete, (today.year * 12 + today.month - 1 - site.config.revision_months) // 12 - 1)


def _check_changes(
    site: Site, today: date, closed: int, released: _ReleasedData, faults: Collection[Span], report: Report
) -> None:
    as_released, published = released
    tables = tables_without_rows(site)
    named, new, names = with_series_names(as_released, collect_items(state_of(tables_of(site)), tables), site)
    index = index_corrections(site.corrections, site.origins, present_codes(site.villages) | names, tables)
    unpublished = {
        key
        for key, entries in index.entries.items()
        if any(correction_key(entry) not in published for entry, _ in entries)
    }
    old = with_present_names(named, new, site, unpublished)
    check_released_corrections(published, index, report)
    left_out = set(_hidden_names(site, (*old, *new, *(what for what, _ in index.entries))))
    if faults:
        left_out |= _faulty_names(old, new, site.origins, faults)
    if left_out:
        entries = {key: entry for key, entry in index.entries.items() if key[0] not in left_out}
        index = replace(index, entries=entries)
        old, new = ({what: item for what, item in items.items() if what not in left_out} for items in (old, new))
    latest = site.releases[-1] if site.releases else None
    check_corrections(index, published, old if latest else None, new, latest.frozen if latest else "", report)
    if latest is None:
        return
    days = {source.id: available_by(source) for source in site.sources}
    for change in find_released_changes(old, new, ChangeLimits(date.fromisoformat(latest.date), closed, days)):
        existing = index.entries.get((change.what, change.field), [])
        if all(correction_key(entry) in published for entry, _ in existing):
            _report_change(change, old, new, site, today, report)


_PREFIXES = {"outreach": "outreach:", "indicators": "indicator-"}
"""What the names of compared items of a kind begin with, by field of Site."""


def _hidden_names(site: Site, names: Iterable[str]) -> Iterator[str]:
    """Yield the names of what the sections would show that the site does without: it is hidden, not removed."""
    prefixes = tuple(_PREFIXES[part] for part in sorted(hidden_records(site.config)) if part in _PREFIXES)
    yield from (name for name in names if prefixes and name.startswith(prefixes))


def _faulty_names(
    old: Mapping[str, ReleasedItem],
    new: Mapping[str, ReleasedItem],
    origins: Mapping[str, Span],
    faults: Collection[Span],
) -> set[str]:
    """Return the names of the records with an error, and of those that are missing from a file with an error, which may
    be what their code or id became there."""
    starts, faulty = sorted(set(origins.values())), set[Span]()
    for at in faults:  # a record begins where the one before it ends
        number = bisect_right(starts, replace(at, end=sys.maxsize))
        faulty |= {start for start in starts[number - 1 : number] if start.file == at.file}
    left_out = {what for what in {*old, *new} if span_of(what, origins) in faulty}
    for what in old.keys() - new.keys():
        # A list may be divided: data/villages.yaml, data/villages/jambi.yaml.
        listed = span_of(what, origins).file.removesuffix(".yaml")
        if any(at.file.startswith(listed) for at in faults):
            left_out.add(what)
    return left_out


def _report_change(
    change: ReleasedChange,
    old: Mapping[str, ReleasedItem],
    new: Mapping[str, ReleasedItem],
    site: Site,
    today: date,
    report: Report,
) -> None:
    """Report a change without a correction, with the correction to paste."""
    what, name, tables = change.what, change.field, tables_without_rows(site)
    was, now = (
        format_value(what, name, one.cells.get(name), tables) if (one := items.get(what)) else None
        for items in (old, new)
    )
    offer = Offer(CORRECTIONS_FILE, (), suggest_correction(what, name, was, now, today))
    values = {"what": what, "field": name or ("value" if is_figure(what) else "record"), "was": was or "-"}
    at = span_of(what, site.origins)
    if change.closed is not None:
        report.add_with_offer("archive-changed", at, offer, **values, now=now or "-", year=change.closed)
    elif now is None:
        report.add_with_offer("value-vanished", at, offer, **values)
    else:
        report.add_with_offer("value-changed", at, offer, **values, now=now)


def released_successors(site: Site, cache: Cache) -> dict[str, str]:
    """Return what took the place of each village that the latest release has and the site has not, where that is one
    village, by code."""
    released = _load_released(site, Report(), cache)
    present = {village.code for village in site.villages}
    successors = {
        what: item.cells.get("successors", ())
        for what, item in (released[0] if released else {}).items()
        if what not in present
    }
    return {code: following[0] for code, following in successors.items() if len(following) == 1}


_ReleasedData = tuple[dict[str, ReleasedItem], dict[str, ReleaseRow]]
"""The items of a release, and its corrections by key."""


def _load_released(site: Site, report: Report, cache: Cache) -> _ReleasedData | None:
    """Load the latest release; report a damaged file and return None.

    The digest of each file is verified once, and cached with the result.
    """
    key = _digest(
        "state",
        site.geography.digest,
        site.own_fields,
        site.programme.rules,
        *(release.content for release in site.releases),
    )
    tables = tables_without_rows(site)

    def replay(inner: Report) -> _ReleasedData | None:
        return _replay(site.releases, tables, inner)

    return cached_report(cache, "audit", key, _ReleasedData, report, replay)[0]


def _replay(releases: Sequence[Release], tables: Dataset, report: Report) -> _ReleasedData | None:
    state: ReleaseState = {}
    data: _ReleasedData = {}, {}
    for release in releases:
        try:
            apply_release(state, read_unchanged(release.location, release.content))
            if release is releases[-1]:
                check_rows(state, tables)
                data = collect_released_items(state, tables), state.get("corrections", {})
        except (DamagedRelease, OSError):
            report.add("release-damaged", Span(release.file, 1, 1), date=release.date)
            return None
        except FileChanged:
            report.add("file-changed", Span(release.file), path=release.file)
            return None
    return data


def _digest(*parts: object) -> str:
    return hex_digest(repr((code_fingerprint(), *parts)).encode())
