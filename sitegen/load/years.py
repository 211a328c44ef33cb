"""Check the years of the programme, and that no date is after its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sitegen import edtf
from sitegen.load.context import LoadContext
from sitegen.load.records import DataRecords
from sitegen.load.villages import format_line_reference
from sitegen.models import DesignationRules, Indicator, Outreach, Programme, ProgrammeYear, RegionYear, Source, Village
from sitegen.models.designation import designation_of
from sitegen.models.kinds import PROGRAMME
from sitegen.problems import Loc

_FIGURE_SOURCES = (
    ("target", "target_sources"),
    ("reported", "reported_sources"),
    ("projected_total", "projected_sources"),
)
"""The figures of a year, with the key of their sources."""


def check_years(context: LoadContext, data: DataRecords, programme: Programme) -> None:
    """Check the years of the programme."""
    counts = _count_villages(context, data, programme.rules)
    for index, year in enumerate(programme.years):
        _check_sources(context, year, index)
        _check_result_details(context, year, index)
        _check_regions(context, year, index)
        _check_counts(context, year, index, counts)
        _check_projection(context, programme, index)
    _check_names(context, data, programme)


def _check_sources(context: LoadContext, year: ProgrammeYear, index: int) -> None:
    for name, field in _FIGURE_SOURCES:
        sources = getattr(year, field)
        text = sources or context.is_invalid(PROGRAMME, "years", index, field)
        if getattr(year, name) is not None and not text:
            context.report.add("missing-sources", context.span(PROGRAMME, "years", index, name), field=field)


def _check_result_details(context: LoadContext, year: ProgrammeYear, index: int) -> None:
    """Report details of a result without the result."""
    if year.reported is not None or context.is_invalid(PROGRAMME, "years", index, "reported"):
        return
    for field in ("reported_as_of", "reported_status"):
        if getattr(year, field) is not None:
            span = context.span(PROGRAMME, "years", index, field, key=True)
            context.report.add("figure-absent", span, field=field, figure="reported")


def _check_regions(context: LoadContext, year: ProgrammeYear, index: int) -> None:
    """Report a repeated region, and regions that add up to more than the year's result."""
    top = context.geography.top
    first, loc = dict[str, int](), ("years", index, top.plural)
    for number, part in enumerate(year.regions):
        if part.region is not None and first.setdefault(part.region, number) != number:
            line = context.span(PROGRAMME, *loc, first[part.region], top.id).line
            span = context.span(PROGRAMME, *loc, number, top.id)
            context.report.add("repeated-province", span, region=part.region, line=line)
    counts = [year.regions[number].reported for number in first.values()]
    if year.reported is None or None in counts:
        return
    if (total := sum(counts)) > year.reported:
        span = context.span(PROGRAMME, *loc, key=True)
        context.report.add("provinces-exceed", span, year=year.year, total=total, reported=year.reported)


def _count_villages(context: LoadContext, data: DataRecords, rules: DesignationRules) -> Counter[tuple[int, str]]:
    """Count the villages of each year: in all (""), and by region of the highest level."""
    counts: Counter[tuple[int, str]] = Counter()
    for village, _ in data.of(Village).valid():
        for year in designation_of(village, rules).years:
            counts.update(((year, ""), (year, context.geography.top.region_code(village.code))))
    return counts


def _check_counts(context: LoadContext, year: ProgrammeYear, index: int, counts: Counter[tuple[int, str]]) -> None:
    """Warn where the register has more villages than the programme reports."""
    stated = [("", year.reported, ("reported",))]
    stated += [
        (part.region, part.reported, (context.geography.top.plural, number, "reported"))  # type: ignore[misc]
        for number, part in enumerate(year.regions)
    ]
    for region, reported, loc in stated:
        count = counts[year.year, region]
        if reported is not None and count > reported:
            span = context.span(PROGRAMME, "years", index, *loc)
            context.report.add("count-exceeds-reported", span, year=year.year, count=count, reported=reported)


def _check_projection(context: LoadContext, programme: Programme, index: int) -> None:
    """Warn of a projected total smaller than the sum of the results up to that year."""
    year = programme.years[index]
    if year.year is None or year.projected_total is None:
        return
    results = {one.year: one.reported for one in programme.years if one.year is not None and one.year <= year.year}
    total = sum(result for result in results.values() if result is not None)
    if total > year.projected_total:
        span = context.span(PROGRAMME, "years", index, "projected_total")
        values: dict[str, Any] = {"year": year.year, "projected": year.projected_total, "total": total}
        context.report.add("projection-below-results", span, **values)


def _check_names(context: LoadContext, data: DataRecords, programme: Programme) -> None:
    """Report a region whose name differs from that of the villages, or of an earlier year."""
    top = context.geography.top
    names = dict[str, tuple[str, str, Loc]]()
    for village, span, index in data.of(Village).each():
        if village.code and (name := village.regions[top.depth]):
            names.setdefault(top.region_code(village.code), (name, span.file, (index, top.id)))
    for part, loc in _list_regions(programme, top.plural):
        if not part.region or not part.name:
            continue
        name, file, where = names.setdefault(part.region, (part.name, PROGRAMME, (*loc, "name")))
        if name != part.name:
            line = format_line_reference(context, file, *where, seen_from=PROGRAMME)
            values: dict[str, Any] = {"level": top.id, "code": part.region, "name": part.name, "other": name}
            context.report.add("region-name", context.span(PROGRAMME, *loc, "name"), name, line=line, **values)


def _list_regions(programme: Programme, key: str) -> Iterator[tuple[RegionYear, Loc]]:
    for index, year in enumerate(programme.years):
        for number, part in enumerate(year.regions):
            yield part, ("years", index, key, number)


class _SourceDates:
    """The last possible day of each source."""

    def __init__(self, context: LoadContext, data: DataRecords) -> None:
        self._context = context
        self._days = {one.id: edtf.parse(one.date).last for one in data.of(Source).items if one.id and one.date}

    def check(self, text: str | None, sources: Sequence[str] | None, file: str, *loc: str | int) -> None:
        """Warn when the date at `loc` is certainly after every source that states it."""
        latest = self.latest(sources)
        first = edtf.parse(text).first if text else None
        if latest and first and first > latest:
            span = self._context.span(file, *loc)
            self._context.report.add("after-sources", span, field=_last_key(loc), date=text, latest=latest.isoformat())

    def latest(self, sources: Sequence[str] | None) -> date | None:
        """Return the day of the latest of these sources; None where one is unknown, which is reported elsewhere."""
        days = [self._days.get(id) for id in sources or ()]
        return None if None in days else max((day for day in days if day), default=None)


def check_chronology(context: LoadContext, data: DataRecords) -> None:
    """Warn of dates after their sources."""
    sources = _SourceDates(context, data)
    for village, span, index in data.of(Village).each():
        sources.check(village.certified, village.sources, span.file, index, "certified")
        for number, event in enumerate(village.events):
            text = (*(village.sources or ()), *event.sources)
            sources.check(event.date, text, span.file, index, "events", number, "date")
    for outreach, span, index in data.of(Outreach).each():
        sources.check(outreach.date, outreach.sources, span.file, index, "date")
    for indicator, span, index in data.of(Indicator).each():
        sources.check(indicator.as_of, indicator.sources, span.file, index, "as_of")
        for number, seen in enumerate(indicator.observations):
            key = "period" if seen.period else "as_of"
            sources.check(seen.date, seen.sources or indicator.sources, span.file, index, "observations", number, key)
    if data.programme:
        for index, year in enumerate(data.programme.years):
            _check_results(context, sources, year, index)


def _check_results(context: LoadContext, sources: _SourceDates, year: ProgrammeYear, index: int) -> None:
    """Warn of results of a year whose sources are from that year: only a later one can know all of it."""
    if year.year is None:
        return
    sources.check(year.reported_as_of, year.reported_sources, PROGRAMME, "years", index, "reported_as_of")
    if year.reported is not None:
        sources.check(str(year.year), year.reported_sources, PROGRAMME, "years", index, "reported")
    for number, part in enumerate(year.regions):
        loc = ("years", index, context.geography.top.plural, number, "reported")
        sources.check(str(year.year), part.sources, PROGRAMME, *loc)
    latest = sources.latest(year.reported_sources)
    complete = year.reported is not None and year.reported_as_of is None and year.reported_status != "preliminary"
    if complete and latest and latest.year == year.year and latest < date(year.year, 12, 31):
        span = context.span(PROGRAMME, "years", index, "reported")
        context.report.add("result-too-early", span, year=year.year, latest=latest.isoformat())


def _last_key(loc: Sequence[str | int]) -> str:
    """Return the last key of a location."""
    return next(str(part) for part in reversed(loc) if isinstance(part, str))
