"""Look up the figures of a site by id, as they were known on a day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from sitegen import edtf
from sitegen.figures.figure import Figure, StatedValue
from sitegen.figures.quantity import VILLAGES, CountRange, FigureKind, Quantity, sum_quantities
from sitegen.geography import Geography, Level
from sitegen.models import (
    Correction,
    DesignationRules,
    Disagreement,
    Event,
    Indicator,
    ProgrammeYear,
    Site,
    Source,
    Unit,
    Village,
)
from sitegen.models.designation import counted_dates, designation_of
from sitegen.models.kinds import KINDS, PROGRAMME
from sitegen.models.series import figure_names, ledger_names, series_of
from sitegen.scalars import parse_number

_TARGET_KINDS: dict[str, FigureKind] = {"target": "target", "projection": "projected", "commitment": "commitment"}


def stated_figures(site: Site, sources_by_id: Mapping[str, Source]) -> Iterator[Figure]:
    """Yield the figures of the years, then those of the indicators, in the order of the files."""
    units = {unit.id: unit for unit in site.programme.units}
    for year in site.programme.years:
        yield from _year_figures(year, sources_by_id)
    for one in site.indicators:
        yield from _indicator_figures(one, units.get(one.unit), sources_by_id)


def available_by(source: Source) -> date:
    """Return the last day that the date of a source can mean: by then it was available."""
    return edtf.parse(source.date).last


def _year_figures(record: ProgrammeYear, sources_by_id: Mapping[str, Source]) -> Iterator[Figure]:
    year, about = record.year, f"year:{record.year}"
    stated: tuple[tuple[FigureKind, int | None, tuple[str, ...], Disagreement | None], ...] = (
        ("target", record.target, record.target_sources, record.target_disagreement),
        ("reported", record.reported, record.reported_sources, record.reported_disagreement),
        ("projected", record.projected_total, record.projected_sources, record.projected_disagreement),
    )
    for kind, value, sources, disagreement in stated:
        if value is not None:
            is_result = kind == "reported"
            figure = Figure(
                f"{kind}-{year}",
                kind,
                Quantity(value, kind, VILLAGES),
                VILLAGES,
                about,
                year=year,
                as_of=(record.reported_as_of or "") if is_result else "",
                known=_known_since(sources, sources_by_id),
                status=(record.reported_status or "") if is_result else "",
                sources=sources,
            )
            yield _with_others(figure, disagreement, sources_by_id)
    for part in record.regions:
        figure = Figure(
            f"reported-{year}-{part.region}",
            "reported",
            Quantity(part.reported, "reported", VILLAGES),
            VILLAGES,
            about,
            scope=part.region,
            year=year,
            known=_known_since(part.sources, sources_by_id),
            sources=part.sources,
        )
        yield _with_others(figure, part.disagreement, sources_by_id)


def _with_others(figure: Figure, found: Disagreement | None, sources_by_id: Mapping[str, Source]) -> Figure:
    """Return a figure with the values that other sources state for it."""
    if found is None or figure.quantity is None:
        return figure
    quantity = figure.quantity
    others = (
        StatedValue(
            replace(quantity, number=one.value), one.sources, _known_since(one.sources, sources_by_id), one.note or ""
        )
        for one in found.others
    )
    return replace(figure, others=tuple(others), because=found.because)


def _indicator_figures(record: Indicator, unit: Unit | None, sources_by_id: Mapping[str, Source]) -> Iterator[Figure]:
    share, series, id = bool(unit and unit.share), series_of(record), f"indicator-{record.id}"
    figure = Figure(
        id,
        "reported",
        None,
        record.unit,
        f"indicator:{record.id}",
        name=f"{record.name}, {record.scope}",
        territory=record.scope,
        definition=unit.definition if unit else "",
        known=_known_since(record.sources, sources_by_id),
        note=record.note or "",
        sources=record.sources,
    )
    if not series.observations:
        yield replace(figure, as_of=record.as_of or "", status=record.status or "", rounded=record.rounded)
    for name, seen in zip(
        figure_names(id, [one.date for one in series.observations]), series.observations, strict=True
    ):
        observed = replace(
            figure,
            id=name,
            quantity=Quantity(seen.value, "reported", record.unit, share),
            as_of=seen.date,
            over_period=seen.period is not None,
            status=seen.status or "",
            rounded=seen.rounded,
            note=seen.note or figure.note,
            known=_known_since(seen.sources, sources_by_id),
            sources=seen.sources,
        )
        yield _with_others(observed, seen.disagreement, sources_by_id)
    aims = figure_names(f"{id}-target", [one.date for one in series.targets])
    for name, aim in zip(aims, series.targets, strict=True):
        kind = _TARGET_KINDS[aim.kind]
        aimed = replace(
            figure,
            id=name,
            kind=kind,
            quantity=Quantity(aim.value, kind, record.unit, share),
            as_of=aim.date,
            note=aim.note or figure.note,
            known=_known_since(aim.sources, sources_by_id),
            sources=aim.sources,
        )
        yield _with_others(aimed, aim.disagreement, sources_by_id)


def _known_since(source_ids: Iterable[str], sources_by_id: Mapping[str, Source]) -> str:
    """Return the date of the source that was available first; empty without sources."""
    sources = [sources_by_id[id] for id in source_ids if id in sources_by_id]
    return min(sources, key=available_by).date if sources else ""


_SUM = re.compile(r"sum-([0-9]{4})-([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")


def known_last(figure: Figure | StatedValue) -> date:
    """Return the last day that the date `known` of a figure, or of a value of it, can mean."""
    return edtf.parse(figure.known).last if figure.known else date.min


def last_day_of(figure: Figure) -> date:
    """Return the last day of the date that the number of a figure is of; the first of all days where it has none."""
    return edtf.parse(figure.as_of).last if figure.as_of else date.min


def named_levels(geography: Geography) -> tuple[Level, ...]:
    """Return the levels whose regions a text may name, the two highest; of lower ones too many share a name."""
    return geography.levels[:2]


def _stating(figure: Figure, shown: StatedValue, others: tuple[StatedValue, ...]) -> Figure:
    """Return a figure with another of its values, of which no more is known than its sources and its note."""
    return replace(
        figure,
        quantity=shown.quantity,
        sources=shown.sources,
        known=shown.known,
        as_of=figure.as_of if figure.territory else "",
        status="",
        rounded=False,
        note=shown.note,
        others=others,
        because="",
    )


REGISTER = "register"
"""The value of Figure.about for counts."""


class FigureIndex:
    """Looks up figures by id; computes sums and counts on demand."""

    def __init__(
        self, site: Site, on_read: Callable[[Iterable[str]], None] = lambda names: None, today: date | None = None
    ) -> None:
        """`on_read` is called with the dependencies of each look-up: names in Site.origins, files, REGISTER for all
        villages, or `register:<scope>` for those of a region or a year. `today` decides which target of a series is due
        next."""
        self._site, self._on_read, self._today = site, on_read, today
        self.geography = site.geography
        self._countable = re.compile(rf"{self.geography.top.pattern}|{_YEAR.pattern}")
        """A region of the highest level, or a year: with no villages in the register, its count is 0, not unknown."""
        self._sources = {source.id: source for source in site.sources}
        self._units = {unit.id: unit for unit in site.programme.units}

    def get(self, id: str, at: date | None = None) -> Figure | None:
        """Return the figure `id` as known on the day `at` (None: today), with quantity None if it was not known then.
        Returns None for an id that names no figure.

        `indicator-<id>` is the latest observation that was known, and `indicator-<id>-target` the target that is due
        next, or else the last.
        """
        name = self._other_names.get(id, id) if ":" in id else id
        figure = self._stated.get(name) or self._of_series(name, at)
        if figure is not None:
            self._read(figure)
            return figure if at is None else self._as_of(figure, at)
        return self._count(id, at) if id == "counted" or id.startswith("counted-") else self._sum(id, at)

    def _of_series(self, id: str, at: date | None) -> Figure | None:
        """Return the figure of a series of more than one that is meant by its name alone."""
        figures = self._series.get(id, ())
        known = [one for one in figures if at is None or known_last(one) <= at]
        if not known:
            return min(figures, key=known_last, default=None)
        day = at or self._today
        if known[0].kind != "reported" and day is not None:
            return next((one for one in known if last_day_of(one) >= day), known[-1])
        return known[-1]

    @cached_property
    def _series(self) -> dict[str, list[Figure]]:
        """The figures of each series of more than one, in order of time, by its name."""
        series: dict[str, list[Figure]] = defaultdict(list)
        for figure in self._stated.values():
            base, named, _ = figure.id.partition(":")
            if named:
                series[base].append(figure)
        return series

    def dates_of(self, id: str) -> list[str]:
        """Return the dates of the figures of a series, by the name of the series; not reported to `on_read`."""
        alone = self._stated.get(id)
        return [one.as_of for one in (self._series.get(id) or ([alone] if alone else [])) if one.as_of]

    def ledger_name(self, what: str) -> str:
        """Return the id of the figure that an entry of data/corrections.yaml names: see ledger_names."""
        return self._other_names.get(what, what)

    @cached_property
    def _other_names(self) -> dict[str, str]:
        return ledger_names(self._site.indicators)

    def stated(self) -> tuple[Figure, ...]:
        """Return all stated figures: those of the years, then those of the indicators, in the order of the files."""
        self._read(*self._stated.values())
        return tuple(self._stated.values())

    def disagreements(self) -> tuple[Figure, ...]:
        """Return the stated figures of which other sources state other values, in the order of the files."""
        found = tuple(figure for figure in self._stated.values() if figure.others)
        self._read(*found)
        return found

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all stated figures; not reported to `on_read`, since no page shows them."""
        return tuple(self._stated)

    def counts(self) -> Iterator[Figure]:
        """Yield the counts of all villages, by year and by region of the highest level. Those of other regions are
        returned by `get`."""
        self._on_read((REGISTER,))
        for scope, days in self._known_days.items():
            if not scope or (days and self._countable.fullmatch(scope)):
                yield self._counted(scope, None)

    def counted_in(self, year: int, region: str) -> Quantity:
        """Count the villages of a region of the highest level that were designated in a year."""
        self._on_read((REGISTER,))
        return Quantity(self._by_year[year, region], "counted", VILLAGES)

    def regions_of(self, year: int) -> list[str]:
        """Return the codes, sorted, of the regions of the highest level with villages designated in a year."""
        self._on_read((REGISTER,))
        return sorted(region for one, region in self._by_year if one == year)

    def possible_in(self, year: int, region: str = "", at: date | None = None) -> int:
        """Count the designated villages, of a region of the highest level if given, that no source dates to a year, and
        whose date allows this one; those known on the day `at` (None: today)."""
        self._on_read((REGISTER,))
        days = self._possible_days.get((year, region), ())
        return sum(1 if counts else -1 for day, counts in days if at is None or day <= at)

    def possible_regions_of(self, year: int) -> list[str]:
        """Return the codes, sorted, of the regions of the highest level with villages that `possible_in` counts."""
        self._on_read((REGISTER,))
        return sorted(
            region for one, region in self._possible_days if one == year and region and self.possible_in(year, region)
        )

    def unit(self, id: str) -> Unit | None:
        """Return a unit of the programme; None for `villages`, which is named by a message."""
        self._on_read((PROGRAMME,))
        return self._units.get(id)

    def years_of(self, kind: str) -> list[int]:
        """Return the years with a stated figure of this kind for the whole programme, sorted."""
        self._on_read((PROGRAMME,))
        return sorted(
            figure.year for figure in self._stated.values() if figure.kind == kind and figure.year and not figure.scope
        )

    @property
    def regions(self) -> dict[str, tuple[str, ...]]:
        """Codes by name of the regions of the two highest levels with a designated village or a reported figure, also
        by previous names and aliases; several regions may share a name, and of lower levels too many do."""
        self._on_read((PROGRAMME, REGISTER))
        return self._regions

    @cached_property
    def _regions(self) -> dict[str, tuple[str, ...]]:
        named: dict[str, dict[str, None]] = defaultdict(dict)
        for year in self._site.programme.years:
            for part in year.regions:
                named[part.name][part.region] = None
        rules = self._site.programme.rules
        for village in self._site.villages:
            if designation_of(village, rules).counted:
                for level, code, name in self.geography.regions_of(village.code, village.regions):
                    if level in named_levels(self.geography):
                        named[name][code] = None
        for region in self._site.regions:
            if region.code in named.get(region.name, ()):
                for one in region.previous_names:
                    named[one.name][region.code] = None
        known = {code for codes in named.values() for code in codes}
        for code, names in self.geography.aliases.items():
            for name in names if code in known else ():
                named[name][code] = None
        return {name: tuple(sorted(codes)) for name, codes in sorted(named.items())}

    @cached_property
    def _stated(self) -> dict[str, Figure]:
        return {figure.id: figure for figure in stated_figures(self._site, self._sources)}

    def _read(self, *figures: Figure) -> None:
        for figure in figures:
            cited = (*figure.sources, *(id for other in figure.others for id in other.sources))
            self._on_read((figure.about, *(f"source:{id}" for id in cited)))

    def _as_of(self, figure: Figure, at: date) -> Figure:
        """Return a stated figure as known on a day: without a number before its earliest source, and with the value
        before later revisions. Corrections of errors are not undone: an error is never shown again.

        Of disagreeing values, only those of sources of that time are known. Before the source of the value that is
        shown today, the figure has the one that a revision tells of, or else the only one that was known; of several,
        nobody can say which was shown.
        """
        later = self.revisions_after(figure, at)
        was = parse_number(later[0].was or "") if later else None
        others = tuple(
            replace(one, sources=self._available(one.sources, at)) for one in figure.others if known_last(one) <= at
        )
        shown = next((one for one in others if one.quantity.number == was), None)
        if known_last(figure) > at:
            if shown := shown or (others[0] if len(others) == 1 else None):
                return _stating(figure, shown, tuple(one for one in others if one is not shown))
            return replace(
                figure, quantity=None, as_of="", over_period=False, status="", rounded=False, note="", sources=(),
                others=(), because="",
            )  # fmt: skip
        because = figure.because if others else ""
        figure = replace(figure, sources=self._available(figure.sources, at), others=others, because=because)
        if figure.quantity is None or not later:
            return figure
        if shown:
            today = StatedValue(figure.quantity, figure.sources, figure.known, figure.note)
            return _stating(figure, shown, (today, *(one for one in others if one is not shown)))
        return replace(figure, quantity=None if was is None else replace(figure.quantity, number=was), because="")

    def _available(self, sources: Iterable[str], at: date) -> tuple[str, ...]:
        """Return the ids of these sources that were available by a day; unknown ones are reported by load/."""
        return tuple(id for id in sources if id not in self._sources or available_by(self._sources[id]) <= at)

    def revisions_after(self, figure: Figure, day: date) -> tuple[Correction, ...]:
        """Return the revisions of a figure, or of the figures that it sums, published after a day, earliest first."""
        revisions = (one for id in figure.parts or (figure.id,) for one in self._revisions.get(id, ()))
        later = [one for one in revisions if edtf.parse(one.when).last > day]
        if later:
            self._on_read((KINDS["correction"].file,))
        return tuple(sorted(later, key=lambda one: edtf.parse(one.when).last))

    @cached_property
    def _revisions(self) -> dict[str, list[Correction]]:
        """By id of the figure, earliest first."""
        revisions: dict[str, list[Correction]] = defaultdict(list)
        for one in sorted(self._site.corrections, key=lambda one: edtf.parse(one.when).last):
            if one.kind == "revision" and one.field is None:
                revisions[self._other_names.get(one.what, one.what)].append(one)
        return revisions

    def _count(self, id: str, at: date | None) -> Figure | None:
        scope = id.removeprefix("counted").removeprefix("-")
        return self._counted(scope, at) if scope in self._known_days or self._countable.fullmatch(scope) else None

    def _counted(self, scope: str, at: date | None) -> Figure:
        self._on_read((f"{REGISTER}:{scope}",) if at is None else (f"{REGISTER}:{scope}", KINDS["source"].file))
        days, ended = self._known_days.get(scope, []), self._ended_days.get(scope, [])
        number = len(days) - len(ended) if at is None else bisect_right(days, at) - bisect_right(ended, at)
        year = _YEAR.fullmatch(scope)
        possible = self.possible_in(int(scope), at=at) if year else 0
        return Figure(
            f"counted-{scope}" if scope else "counted",
            "counted",
            Quantity(number, "counted", VILLAGES),
            VILLAGES,
            REGISTER,
            scope="" if year else scope,
            year=int(scope) if year else None,
            as_of=at.isoformat() if at else "",
            range=CountRange(number, number + possible) if possible else None,
        )

    @cached_property
    def _by_year(self) -> Counter[tuple[int, str]]:
        """Count of villages by year in which they count, and region of the highest level."""
        region_code, rules = self.geography.top.region_code, self._site.programme.rules
        return Counter(
            (year, region_code(one.code)) for one in self._site.villages for year in designation_of(one, rules).years
        )

    @cached_property
    def _known_days(self) -> dict[str, list[date]]:
        """Sorted days since which counted villages are known, by scope: "" for all, a year, or the code of a region;
        empty for a region whose villages are not counted."""
        return {scope: sorted(day for day, counts in days if counts) for scope, days in self._changes.items()}

    @cached_property
    def _ended_days(self) -> dict[str, list[date]]:
        """Sorted days since which it is known of villages counted before that they count no longer, by scope."""
        return {scope: sorted(day for day, counts in days if not counts) for scope, days in self._changes.items()}

    @cached_property
    def _changes(self) -> dict[str, list[tuple[date, bool]]]:
        """Days since which it is known that a village counts, or no longer does, by scope."""
        changes: dict[str, list[tuple[date, bool]]] = defaultdict(list)
        changes[""], rules = [], self._site.programme.rules
        for village in self._site.villages:
            regions = [changes[code] for code in self.geography.ancestors(village.code)]
            if not village.certified:
                continue
            known = self._village_changes(village, rules)
            for group in (changes[""], *regions):
                group.extend(known)
            for year, days in self._counted_years(village, rules).items():
                changes[year] += days
        return dict(sorted(changes.items()))

    def _village_changes(self, village: Village, rules: DesignationRules) -> list[tuple[date, bool]]:
        """Return the days since which it is known that a designated village counts, or no longer does."""
        known = self._known_since(village.sources)
        if rules.counting != "current" or not village.events:
            return [(known, True)]
        days = [max(known, self._known_since(event.sources)) for event in village.events]
        changes, counts = [], False
        for day in sorted({known, *days}):
            events = tuple(event for event, since in zip(village.events, days, strict=True) if since <= day)
            if designation_of(replace(village, events=events), rules).counted != counts:
                counts = not counts
                changes.append((day, counts))
        return changes

    def _counted_years(self, village: Village, rules: DesignationRules) -> dict[str, list[tuple[date, bool]]]:
        """Return the same by year in which it counts."""
        years: dict[str, list[tuple[date, bool]]] = {}
        for text, event in counted_dates(village, rules):
            if (year := edtf.year_of(text)) is None:
                continue
            known = self._changes_by(village, event, rules)
            earlier = years.get(str(year))
            years[str(year)] = min(known, earlier) if earlier else known  # of several events, by the one known first
        return years

    def _changes_by(self, village: Village, event: Event | None, rules: DesignationRules) -> list[tuple[date, bool]]:
        """Return the same for an event by which a village counts; None stands for its designation."""
        if event is None:
            return self._village_changes(village, rules)
        return [(max(self._known_since(village.sources), self._known_since(event.sources)), True)]

    @cached_property
    def _possible_days(self) -> dict[tuple[int, str], list[tuple[date, bool]]]:
        """Days since which it is known that a village counts, or no longer does, at a date whose year is not stated: by
        each year that this allows, and by region of the highest level, or "" for all. No designation is older than the
        programme, and none counts twice in a year."""
        days: dict[tuple[int, str], list[tuple[date, bool]]] = defaultdict(list)
        rules = self._site.programme.rules
        for village in self._site.villages:
            stated = {edtf.year_of(text) for text, _ in counted_dates(village, rules)}
            for text, event in counted_dates(village, rules) if None in stated else ():
                if edtf.year_of(text) is not None:
                    continue
                since, when = self._changes_by(village, event, rules), edtf.parse(text)
                first = when.first.year if when.first else self._site.programme.began
                for year in range(first, when.last.year + 1):
                    for region in ("", self.geography.top.region_code(village.code)) if year not in stated else ():
                        days[year, region] += since
        return days

    def _known_since(self, source_ids: Iterable[str]) -> date:
        days = [available_by(self._sources[id]) for id in source_ids if id in self._sources]
        return min(days, default=date.min)

    def _sum(self, id: str, at: date | None) -> Figure | None:
        """Sum the reported figures of a range of years, `sum-2017-2018`; not known if one of them is not known."""
        span = _SUM.fullmatch(id)
        if span is None or span[1] > span[2]:
            return None
        first, last = span.groups()
        ids = [f"reported-{year}" for year in range(int(first), int(last) + 1)]
        figures = [self.get(one, at) for one in ids]
        quantities = [one.quantity for one in figures if one and one.quantity]
        complete = len(quantities) == len(ids)
        sources = dict.fromkeys(source for one in figures if one for source in one.sources)
        dates = [one.known for one in figures if one and one.known]
        return Figure(
            id,
            "reported",
            sum_quantities(quantities) if complete else None,
            VILLAGES,
            f"year:{last}",
            year=int(last),
            known=max(dates, key=lambda text: edtf.parse(text).last) if complete and dates else "",
            sources=tuple(sources) if complete else (),
            parts=tuple(ids),
        )
