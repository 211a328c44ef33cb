"""Altered: each published value that is another now, is gone, or was put into a year that is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sitegen import edtf
from sitegen.audit.values import EVENTS, VALUE, Item
from sitegen.figures import is_figure


@dataclass(frozen=True, slots=True)
class Limits:
    """By what a change is judged."""

    released: date
    """The day of the latest release: what became known after it is new, and changes nothing that was published."""
    closed: int
    """The last year that is closed: it was released as a whole, and late reports no longer add to it."""
    sources: Mapping[str, date]
    """The day by which each source surely was there."""

    def new(self, sources: tuple[str, ...], before: tuple[str, ...] = ()) -> bool:
        """Whether a source tells it that was not there when the latest release was made of what was known."""
        days = [self.sources[id] for id in sources if id in self.sources and id not in before]
        return bool(days) and (max(days) if before else min(days)) > self.released


@dataclass(frozen=True, slots=True)
class Alteration:
    """A value that is no more what it was."""

    what: str
    """The record or figure, as the ledger names it."""
    field: str
    """Which of its values; VALUE for a figure's own, or for a record that came or went."""
    closed: int | None
    """The closed year that it changes; None where it changes none."""


def alterations(old: Mapping[str, Item], new: Mapping[str, Item], limits: Limits) -> Iterator[Alteration]:
    """Every change from what was released to what is there now that has to be told in the ledger."""
    for what, was in old.items():
        now = new.get(what)
        if now is None:
            yield Alteration(what, VALUE, _closed(limits, was))
            continue
        if was.cells == now.cells:
            continue
        for name in dict.fromkeys((*was.cells, *now.cells)):
            if was.cells.get(name) != now.cells.get(name) and _counts(what, name, was, now, limits):
                yield Alteration(what, name, _closed(limits, was, now))
    for what, now in new.items():
        if what not in old and (closed := _closed(limits, now)) and _joins(what, now, limits):
            yield Alteration(what, VALUE, closed)


def _counts(what: str, name: str, was: Item, now: Item, limits: Limits) -> bool:
    """Whether a value that differs must be told: what was not known before is only added, unless to a closed year."""
    if name == VALUE and not is_figure(what):
        return False  # its name, which is a field of its own
    if name == EVENTS and set(was.events) <= set(now.events):
        return any(_ended(event, limits) for event in now.events if event not in was.events)
    before, after = was.cells.get(name), now.cells.get(name)
    if isinstance(before, list) and isinstance(after, list) and set(before) <= set(after):
        return False  # more of the same, as events and villages become known
    if name in was.cells:
        return True
    joins = name == "certified" and now.year is not None and now.year <= limits.closed
    return joins and not limits.new(now.sources, was.sources)


def _joins(what: str, item: Item, limits: Limits) -> bool:
    """Whether something that is there for the first time adds to its year what was known when it was released."""
    kept = is_figure(what) or "certified" in item.cells
    return kept and not limits.new(item.sources)


def _ended(event: str, limits: Limits) -> bool:
    """Whether an event, as a line, took place in a closed year."""
    return edtf.parse(event.split(" ", 1)[1].split(",", maxsplit=1)[0]).last.year <= limits.closed


def _closed(limits: Limits, *items: Item) -> int | None:
    """The closed year that one of these counts in."""
    return next((one.year for one in items if one.year is not None and one.year <= limits.closed), None)
