"""The figures and the places of a year as a release froze them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import edtf
from sitegen.dataset.release import ReleaseRow, ReleaseState
from sitegen.figures import CountRange, FigureKind


@dataclass(frozen=True, slots=True)
class ReleasedSource:
    """A source as a release names it; today it may be called otherwise, or be gone."""

    publisher: str
    date: str
    """Date as EDTF."""


@dataclass(frozen=True, slots=True)
class ReleasedFigure:
    """A figure as a release froze it."""

    id: str
    """Its id, such as `reported-2018`."""
    kind: FigureKind
    """Kind of statement."""
    number: int | float | None = None
    """The number; None if it was not known, which is not 0."""
    as_of: str = ""
    """Date that it refers to, as EDTF; empty if no source stated one."""
    known_since: str = ""
    """Date since when it was known, as EDTF; empty for a count of the register."""
    status: str = ""
    """`preliminary` or `final`; empty if its source did not say."""
    sources: tuple[ReleasedSource, ...] = ()
    range: CountRange | None = None
    """Limits of a count, where places without a stated year may be of the year; None for an exact number."""


@dataclass(frozen=True, slots=True)
class ReleasedPlace:
    """A place of the register as a release froze it."""

    code: str
    name: str
    kind: str
    called: str
    """Local name of its kind; may be empty."""
    regions: tuple[str, ...]
    """Names of its regions, the highest first; empty for a level that it lacks."""
    certified: str
    """Date of designation, as EDTF."""


@dataclass(frozen=True, slots=True)
class ReleasedRegion:
    """A region of the highest level in a year, as a release froze it."""

    name: str
    reported: ReleasedFigure | None
    """What the programme reported for it; None if it was not known."""
    count: CountRange
    """How many places of the year the register had in it, with those that may be of the year."""
    places: tuple[ReleasedPlace, ...]
    """These places by code; empty if they are too many for a page."""


@dataclass(frozen=True, slots=True)
class ReleasedYear:
    """A year as a release froze it."""

    target: ReleasedFigure
    reported: ReleasedFigure
    projected: ReleasedFigure
    counted: ReleasedFigure
    note: str
    """Note of the year, in the site's first language; may be empty."""
    listed: bool
    """Whether the regions list their places, or only count them."""
    regions: tuple[ReleasedRegion, ...]
    """Regions with a reported result, or a place that is or may be of the year, by name."""


@dataclass(frozen=True, slots=True)
class ReleasedNames:
    """By which names the tables of a release hold the regions, and what else its years are made with."""

    levels: tuple[str, ...]
    """Ids of the levels of regions, the highest first: columns of `villages`."""
    table: str
    """The table of what was reported for the regions of the highest level in each year."""
    began: int
    """First year of the programme: no designation is older."""
    longest: int
    """Most places that a page lists."""


def read_released_years(state: ReleaseState, names: ReleasedNames) -> dict[int, ReleasedYear]:
    """Return the years of a release by year."""
    places = defaultdict[int, list[ReleasedPlace]](list)
    possible = defaultdict[int, Counter[str]](Counter)
    for place in _places(state, names.levels):
        when = edtf.parse(place.certified)
        if when.year is not None:
            places[when.year].append(place)
            continue
        for year in range(when.first.year if when.first else names.began, when.last.year + 1):
            possible[year][place.regions[0]] += 1
    regions = defaultdict[int, dict[str, ReleasedFigure]](dict)
    for row in state.get(names.table, {}).values():
        figure = _figure(state, "reported", f"reported-{row['year']}-{row[names.levels[0]]}")
        regions[row["year"]][row["name"]] = figure
    return {
        row["year"]: _released_year(state, row, places[row["year"]], possible[row["year"]], regions[row["year"]], names)
        for row in state.get("years", {}).values()
    }


def _released_year(
    state: ReleaseState,
    row: ReleaseRow,
    places: list[ReleasedPlace],
    possible: Counter[str],
    reported: dict[str, ReleasedFigure],
    names: ReleasedNames,
) -> ReleasedYear:
    year, count, listed = row["year"], len(places), len(places) <= names.longest
    by_region = defaultdict[str, list[ReleasedPlace]](list)
    for place in places:
        by_region[place.regions[0]].append(place)
    limits = CountRange(count, count + possible.total()) if possible else None
    return ReleasedYear(
        target=_figure(state, "target", f"target-{year}"),
        reported=_figure(state, "reported", f"reported-{year}"),
        projected=_figure(state, "projected", f"projected-{year}"),
        counted=ReleasedFigure(f"counted-{year}", "counted", count, range=limits),
        note=row.get("note", ""),
        listed=listed,
        regions=tuple(
            ReleasedRegion(
                name=name,
                reported=reported.get(name),
                count=CountRange(len(by_region[name]), len(by_region[name]) + possible[name]),
                places=tuple(by_region[name]) if listed else (),
            )
            for name in sorted({*by_region, *reported, *possible})
        ),
    )


def _places(state: ReleaseState, levels: tuple[str, ...]) -> Iterator[ReleasedPlace]:
    """Yield the designated places of a release, in order of code."""
    for code, row in sorted(state.get("villages", {}).items()):
        if "certified" in row:
            yield ReleasedPlace(
                code=code,
                name=row["name"],
                kind=row["kind"],
                called=row.get("called", ""),
                regions=tuple(row.get(level, "") for level in levels),
                certified=row["certified"],
            )


def _figure(state: ReleaseState, kind: FigureKind, id: str) -> ReleasedFigure:
    """Return a figure of a release, without a number if it had none."""
    row = state.get("figures", {}).get(id, {})
    sources = (state.get("sources", {}).get(one) for one in row.get("sources", ()))
    return ReleasedFigure(
        id=id,
        kind=kind,
        number=row.get("value"),
        as_of=row.get("as_of", ""),
        known_since=row.get("known", ""),
        status=row.get("status", ""),
        sources=tuple(ReleasedSource(one["publisher"], one["date"]) for one in sources if one),
    )
