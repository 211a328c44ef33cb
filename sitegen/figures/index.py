"""The figures of a site by id, each with its as-of date and the date since when it is known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from sitegen import edtf
from sitegen.figures.figure import Figure
from sitegen.figures.quantity import VILLAGES, FigureKind, Quantity, sum_quantities
from sitegen.geography import GEOGRAPHY, PROVINCE
from sitegen.models import Correction, Indicator, ProgrammeYear, Site, Source, Unit, Village
from sitegen.models.kinds import KINDS, PROGRAMME
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
    """The day by which a source surely was there: the last that its date can be of."""
    return edtf.parse(source.date).last


def _year_figures(record: ProgrammeYear, sources_by_id: Mapping[str, Source]) -> Iterator[Figure]:
    year, about = record.year, f"year:{record.year}"
    stated: tuple[tuple[FigureKind, int | None, tuple[str, ...]], ...] = (
        ("target", record.target, record.target_sources),
        ("reported", record.reported, record.reported_sources),
        ("projected", record.projected_total, record.projected_sources),
    )
    for kind, value, sources in stated:
        if value is not None:
            is_result = kind == "reported"
            yield Figure(
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
    for part in record.provinces:
        yield Figure(
            f"reported-{year}-{part.province}",
            "reported",
            Quantity(part.reported, "reported", VILLAGES),
            VILLAGES,
            about,
            scope=part.province,
            year=year,
            known=_known_since(part.sources, sources_by_id),
            sources=part.sources,
        )


def _indicator_figures(record: Indicator, unit: Unit | None, sources_by_id: Mapping[str, Source]) -> Iterator[Figure]:
    share = bool(unit and unit.share)
    figure = Figure(
        f"indicator-{record.id}",
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
    value = None if record.value is None else Quantity(record.value, "reported", record.unit, share)
    yield replace(figure, quantity=value, as_of=record.as_of or "", status=record.status or "", rounded=record.rounded)
    if record.target is not None:
        kind = _TARGET_KINDS[record.target_kind]
        aim = Quantity(record.target, kind, record.unit, share)
        yield replace(figure, id=f"{figure.id}-target", kind=kind, quantity=aim, as_of=record.due or "")


def _known_since(source_ids: Iterable[str], sources_by_id: Mapping[str, Source]) -> str:
    """The date of the earliest of these sources, by the last day that it can be of."""
    sources = [sources_by_id[id] for id in source_ids if id in sources_by_id]
    return min(sources, key=available_by).date if sources else ""


_SUM = re.compile(r"sum-([0-9]{4})-([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_COUNTABLE_SCOPE = re.compile(rf"{PROVINCE.pattern}|{_YEAR.pattern}")
"""A province or a year of which the register may hold nothing: a count of 0, and no unknown figure."""


NAMED_LEVELS = GEOGRAPHY.levels[:2]
"""The levels of the regions that a text may name; of one name, there are too many districts."""
REGISTER = "register"
"""What a count is about: see Figure.about."""


class FigureIndex:
    """Every figure of a site, looked up by id; sums and counts are reckoned when asked for."""

    def __init__(self, site: Site, on_read: Callable[[Iterable[str]], None] = lambda names: None) -> None:
        """Nothing is reckoned yet. `on_read` is told what each look-up rests on: names of Site.origins, files, or
        REGISTER for all villages, `register:<scope>` for those of a region or a year."""
        self._site, self._on_read = site, on_read
        self._sources = {source.id: source for source in site.sources}
        self._units = {unit.id: unit for unit in site.programme.units}

    def get(self, id: str, at: date | None = None) -> Figure | None:
        """The figure `id`, as it was known on the day `at`: its quantity is None where it was not known by then. None
        for an id that names no figure."""
        figure = self._stated.get(id)
        if figure is not None:
            self._read(figure)
            return figure if at is None else self._as_of(figure, at)
        return self._count(id, at) if id == "counted" or id.startswith("counted-") else self._sum(id, at)

    def stated(self) -> tuple[Figure, ...]:
        """The figures that somebody states, those of the years first, in the order of the files."""
        self._read(*self._stated.values())
        return tuple(self._stated.values())

    def ids(self) -> tuple[str, ...]:
        """The ids of the figures that somebody states. They rest on nothing: no page shows them."""
        return tuple(self._stated)

    def counts(self) -> Iterator[Figure]:
        """Our counts of the register: all, by year, by province; those of other regions can be asked for by id."""
        self._on_read((REGISTER,))
        for scope, days in self._known_days.items():
            if not scope or (days and _COUNTABLE_SCOPE.fullmatch(scope)):
                yield self._counted(scope, None)

    def counted_in(self, year: int, province: str) -> Quantity:
        """How many places of a province the register holds that are stated to be designated in a year."""
        self._on_read((REGISTER,))
        return Quantity(self._by_year[year, province], "counted", VILLAGES)

    def provinces_of(self, year: int) -> list[str]:
        """The codes of the provinces in which the register holds a place that is stated to be of a year, in order."""
        self._on_read((REGISTER,))
        return sorted(province for one, province in self._by_year if one == year)

    def unit(self, id: str) -> Unit | None:
        """The unit `id` of the programme; None for `villages`, which the theme names."""
        self._on_read((PROGRAMME,))
        return self._units.get(id)

    def years_of(self, kind: str) -> list[int]:
        """The years that have a stated figure of this kind, in order."""
        self._on_read((PROGRAMME,))
        return sorted(
            figure.year for figure in self._stated.values() if figure.kind == kind and figure.year and not figure.scope
        )

    @property
    def regions(self) -> dict[str, tuple[str, ...]]:
        """The codes of the provinces and regencies that hold a designated place, or that the programme reports of, by
        name; a name may be of several."""
        self._on_read((PROGRAMME, REGISTER))
        return self._regions

    @cached_property
    def _regions(self) -> dict[str, tuple[str, ...]]:
        named: dict[str, dict[str, None]] = defaultdict(dict)
        for year in self._site.programme.years:
            for part in year.provinces:
                named[part.name][part.province] = None
        for village in self._site.villages:
            if village.certified:
                for level in NAMED_LEVELS:
                    named[getattr(village, level.id)][level.region_code(village.code)] = None
        return {name: tuple(sorted(codes)) for name, codes in sorted(named.items())}

    @cached_property
    def _stated(self) -> dict[str, Figure]:
        return {figure.id: figure for figure in stated_figures(self._site, self._sources)}

    def _read(self, *figures: Figure) -> None:
        for figure in figures:
            self._on_read((figure.about, *(f"source:{id}" for id in figure.sources)))

    def _as_of(self, figure: Figure, at: date) -> Figure:
        """A stated figure as it was known on a day: not yet, or with the value that later data revised.

        An error that was corrected later is never shown again: only revisions are undone.
        """
        if figure.known and edtf.parse(figure.known).last > at:
            return replace(figure, quantity=None, as_of="", status="", rounded=False, note="", sources=())
        sources = tuple(id for id in figure.sources if id not in self._sources or available_by(self._sources[id]) <= at)
        figure = replace(figure, sources=sources)
        later = [one for one in self._revisions.get(figure.id, ()) if edtf.parse(one.when).last > at]
        if figure.quantity is None or not later:
            return figure
        self._on_read((KINDS["correction"].file,))
        number = parse_number(later[0].was or "")
        return replace(figure, quantity=None if number is None else replace(figure.quantity, number=number))

    @cached_property
    def _revisions(self) -> dict[str, list[Correction]]:
        """The revisions of each figure, earliest first."""
        revisions: dict[str, list[Correction]] = defaultdict(list)
        for one in sorted(self._site.corrections, key=lambda one: edtf.parse(one.when).last):
            if one.kind == "revision" and one.field is None:
                revisions[one.what].append(one)
        return revisions

    def _count(self, id: str, at: date | None) -> Figure | None:
        scope = id.removeprefix("counted").removeprefix("-")
        return self._counted(scope, at) if scope in self._known_days or _COUNTABLE_SCOPE.fullmatch(scope) else None

    def _counted(self, scope: str, at: date | None) -> Figure:
        self._on_read((f"{REGISTER}:{scope}",) if at is None else (f"{REGISTER}:{scope}", KINDS["source"].file))
        days = self._known_days.get(scope, [])
        number = len(days) if at is None else bisect_right(days, at)
        year = _YEAR.fullmatch(scope)
        return Figure(
            f"counted-{scope}" if scope else "counted",
            "counted",
            Quantity(number, "counted", VILLAGES),
            VILLAGES,
            REGISTER,
            scope="" if year else scope,
            year=int(scope) if year else None,
            as_of=at.isoformat() if at else "",
        )

    @cached_property
    def _by_year(self) -> Counter[tuple[int, str]]:
        """How many designated places are stated to be of a year and lie in a province."""
        stated = ((edtf.year_of(one.certified), PROVINCE.region_code(one.code)) for one in self._site.villages)
        return Counter((year, province) for year, province in stated if year is not None)

    @cached_property
    def _known_days(self) -> dict[str, list[date]]:
        """The days since which designated places are known, sorted, by what is counted: "" for all, a year, or the code
        of a province, regency or district, also of one whose recorded places were not designated."""
        days: dict[str, list[date]] = defaultdict(list)
        days[""] = []
        for village in self._site.villages:
            regions = [days[code] for code in GEOGRAPHY.ancestors(village.code)]
            if village.certified is None:
                continue
            day, year = self._village_known_since(village), edtf.year_of(village.certified)
            for group in (days[""], *regions, *([days[str(year)]] if year else ())):
                group.append(day)
        return {scope: sorted(group) for scope, group in sorted(days.items())}

    def _village_known_since(self, village: Village) -> date:
        days = [available_by(self._sources[id]) for id in village.sources if id in self._sources]
        return min(days, default=date.min)

    def _sum(self, id: str, at: date | None) -> Figure | None:
        """Our sum of the results of the years from one to another, `sum-2017-2018`; not known where one is not."""
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
