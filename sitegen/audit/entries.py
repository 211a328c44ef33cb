"""The ledger held against what was published and what is there now, and the entry that a change still needs."""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.audit.values import VALUE, Item, fields_of, text_of
from sitegen.dataset.release import Row
from sitegen.figures import is_figure
from sitegen.model import Correction
from sitegen.problems import Report, Span
from sitegen.scalars import nearest

FILE = "data/corrections.yaml"
_PLAIN = re.compile(r"[0-9]{2}\.[0-9.]+|[A-Za-z][A-Za-z0-9 ._-]*(:[a-z0-9-]+)?|[0-9]{4}-[0-9-]+")
"""A text that YAML reads as what it is."""
_FROZEN = ("what", "field", "was", "now", "kind", "when")
"""What of a published entry never changes; its words may be put better."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of data/corrections.yaml by what they are about, with where each stands."""

    entries: Mapping[tuple[str, str], list[tuple[Correction, Span]]]
    """By record or figure and field; earliest first."""


def ledger(corrections: Iterable[Correction], origins: Mapping[str, Span]) -> Ledger:
    """The entries, sorted by the day of each."""
    found: dict[tuple[str, str], list[tuple[Correction, Span]]] = defaultdict(list)
    for number, entry in enumerate(corrections):
        found[entry.what, entry.field or VALUE].append((entry, origins.get(f"correction:{number}", Span(FILE))))
    return Ledger({key: sorted(entries, key=lambda pair: pair[0].when) for key, entries in found.items()})


def key_of(entry: Correction) -> str:
    """The key of an entry's row in a release: see Table.keyed."""
    return f"{entry.what}#{entry.field}#{entry.when}"


def check_published(published: Mapping[str, Row], book: Ledger, report: Report) -> None:
    """Report each entry that was released and is no more, or says something else: the ledger stays for ever."""
    there = {key_of(entry): (entry, at) for entries in book.entries.values() for entry, at in entries}
    for key, row in sorted(published.items()):
        entry, at = there.get(key, (None, Span(FILE)))
        now = {name: value for name in _FROZEN if (value := getattr(entry, name, None)) is not None}
        if now != {name: row[name] for name in _FROZEN if name in row}:
            paste = _yaml({**row, "sources": row.get("sources", [])})
            report.error("correction-altered", at, paste=paste, what=row["what"], when=row["when"])


def check_entries(
    book: Ledger,
    published: Mapping[str, Row],
    old: Mapping[str, Item] | None,
    new: Mapping[str, Item],
    frozen: str,
    report: Report,
) -> None:
    """Report each entry that names nothing, and each chain that leads from no published value to that of today.

    `old` is what the latest release says, None where there is none; it was made on the day `frozen`. What was taken
    away before that day is in no record any more: only its entry knows it.
    """
    names = dict.fromkeys((*(old or {}), *new))
    for (what, name), entries in book.entries.items():
        fresh = [pair for pair in entries if key_of(pair[0]) not in published]
        if not fresh:
            continue
        last = fresh[-1][0]
        if what not in names and (last.now is not None or last.when > frozen > ""):
            report.error("correction-unknown", fresh[0][1], nearest(what, names), what=what)
        elif name and name not in fields_of(what):
            allowed = fields_of(what)
            report.error(
                "correction-field", fresh[0][1], nearest(name, allowed), field=name, allowed=", ".join(allowed)
            )
        else:
            was = None if old is None else _Value.of(what, name, old)
            _check_chain(what, fresh, was, _Value.of(what, name, new), frozen, report)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value, or of a record as a whole only whether it is there: what it then is called says nothing."""

    text: str | None
    bare: bool

    @staticmethod
    def of(what: str, name: str, items: Mapping[str, Item]) -> _Value:
        item = items.get(what)
        return _Value(
            text_of(what, name, item.cells.get(name)) if item else None, name == VALUE and not is_figure(what)
        )

    def agrees(self, text: str | None) -> bool:
        return (text is None) == (self.text is None) if self.bare else text == self.text


def _check_chain(
    what: str, entries: list[tuple[Correction, Span]], was: _Value | None, now: _Value, frozen: str, report: Report
) -> None:
    """Report the first entry that does not begin where the one before it ended, or the last that does not end today."""
    # What was mended before the release was made stands in it as mended, though the entry is of a later day than it.
    while was and len(entries) > 1 and entries[0][0].when <= frozen and not was.agrees(entries[0][0].was):
        entries = entries[1:]
    (first, at), (last, end) = entries[0], entries[-1]
    mended = was is not None and len(entries) == 1 and first.when <= frozen and was.agrees(first.now)
    if was is not None and not mended and not was.agrees(first.was):
        _mismatch("was", what, first.was, was.text, at, report)
        return
    for (before, _), (after, place) in itertools.pairwise(entries):
        if after.was != before.now:
            _mismatch("was", what, after.was, before.now, place, report)
            return
    if not now.agrees(last.now):
        _mismatch("now", what, last.now, now.text, end, report)


def _mismatch(key: str, what: str, found: str | None, expected: str | None, at: Span, report: Report) -> None:
    values = {"what": what, "found": found or "-", "expected": expected or "-"}
    report.error("correction-mismatch", at, expected or "", key=key, **values)


def offer(what: str, name: str, was: str | None, now: str | None, today: date) -> str:
    """The entry that a change needs, to be pasted into the ledger; why it was made, only its maker can say."""
    known = {"what": what, "field": name, "was": was, "now": now}
    return _yaml({key: value for key, value in known.items() if value} | {"when": today.isoformat()})


def _yaml(row: Mapping[str, object]) -> str:
    """An entry as it stands in the ledger; with what nobody but its author can say left open."""
    kind = row.get("kind") or "revision  # revision | correction"
    lines = [f"{key}: {_scalar(str(row[key]))}" for key in ("what", "field", "was", "now") if key in row]
    lines += [f"kind: {kind}", f"when: {row['when']}", f"why: {_scalar(str(row['why']))}" if "why" in row else "why:"]
    sources = row.get("sources")
    if isinstance(sources, list) and sources:
        lines.append(f"sources: [{', '.join(sources)}]")
    return "- " + "\n  ".join(lines)


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else json.dumps(text, ensure_ascii=False)


_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
"""Words that YAML takes for something else than text."""
