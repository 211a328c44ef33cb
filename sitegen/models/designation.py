"""What became of the designation of a place: its state, its level, and the years in which it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import edtf
from sitegen.models.programme import DesignationRules
from sitegen.models.records import Event, Village

DERIVED_STATUSES = ("reached", "spoken_of")
"""The status of a place that was not designated: reached by outreach, or only mentioned."""


@dataclass(frozen=True, slots=True)
class Designation:
    """The designation of a place, as its record tells it."""

    state: str
    """The id of its present state; empty if it was not designated."""
    level: str
    """The id of its present level; empty without one, or in a state that does not count."""
    years: tuple[int, ...] = ()
    """The years in which it counts, in order."""
    undated: tuple[str, ...] = ()
    """The dates, as EDTF, at which it counts in a year that is not stated."""

    @property
    def counted(self) -> bool:
        """Whether it counts as designated."""
        return bool(self.years or self.undated)


NOT_DESIGNATED = Designation("", "")
"""The designation of a place that has none."""


def designation_of(village: Village, rules: DesignationRules) -> Designation:
    """Return the designation of a place by the rules of the programme."""
    if not village.certified:
        return NOT_DESIGNATED
    state, level = rules.states[0].id, village.level or ""
    for event in village.events:
        state = rules.state_after(event.kind) or state
        level = event.level or level
    if not rules.counts(state):
        level = ""
        if rules.counting == "current":
            return Designation(state, level)
    dates = [(date, edtf.year_of(date)) for date, _ in counted_dates(village, rules)]
    years = sorted({year for _, year in dates if year is not None})
    return Designation(state, level, tuple(years), tuple(date for date, year in dates if year is None))


def counted_dates(village: Village, rules: DesignationRules) -> Iterator[tuple[str, Event | None]]:
    """Yield the dates at which a designated place counts, by the rules: that of its designation, then those of events.

    None stands for the designation. An event that tells of the designation again is left out.
    """
    if not village.certified:
        return
    yield village.certified, None
    for event in village.events if rules.counting == "each_year" else ():
        kind = rules.kind_by_id.get(event.kind)
        if kind and not kind.designates and rules.counts(rules.state_after(event.kind)):
            yield event.date, event


@dataclass(frozen=True, slots=True)
class CountedYear:
    """How a place counts in a year."""

    date: str
    """The date by which it counts, as EDTF: of its designation, or of the latest event of the year."""
    level: str
    """The level that it held by then; empty without one."""
    sources: tuple[str, ...]
    """The sources of that event, if it has its own."""


def counted_by_year(village: Village, rules: DesignationRules) -> dict[int | None, CountedYear]:
    """Return how a place counts in each year, by the rules; None stands for a year that is not stated."""
    counted: dict[int | None, CountedYear] = {}
    passed, level = 0, village.level or ""
    for date, event in counted_dates(village, rules):
        while event and passed < len(village.events):
            level, passed = village.events[passed].level or level, passed + 1
            if village.events[passed - 1] is event:
                break
        counted[edtf.year_of(date)] = CountedYear(date, level, event.sources if event else ())
    return counted


def status_of(designation: Designation, *, reached: bool) -> str:
    """Return the status of a place: the state of its designation, else `reached` by outreach only, or `spoken_of`."""
    return designation.state or ("reached" if reached else "spoken_of")
