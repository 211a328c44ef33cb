"""Check the programme's years, and that nothing is dated before it began or after its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sitegen import edtf
from sitegen.geography import PROVINCE
from sitegen.load.context import LoadContext
from sitegen.load.records import DataRecords
from sitegen.load.villages import line_text
from sitegen.models import Indicator, Outreach, Programme, ProgrammeYear, ProvinceYear, Source, Village
from sitegen.models.kinds import PROGRAMME

_STATED = (
    ("target", "target_sources"),
    ("reported", "reported_sources"),
    ("projected_total", "projected_sources"),
)
"""The figures of a year, each with the key of its sources."""


def check_years(reading: LoadContext, data: DataRecords, programme: Programme) -> None:
    """Report what is wrong with the years of the programme."""
    held = _held(data)
    for index, year in enumerate(programme.years):
        _check_sources(reading, year, index)
        _check_explained(reading, year, index)
        _check_provinces(reading, year, index)
        _check_counts(reading, year, index, held)
        _check_projection(reading, programme, index)
    _check_names(reading, data, programme)


def _check_sources(reading: LoadContext, year: ProgrammeYear, index: int) -> None:
    for name, field in _STATED:
        sources = getattr(year, field)
        told = sources or reading.at_fault(PROGRAMME, "years", index, field)
        if getattr(year, name) is not None and not told:
            reading.report.add("missing-sources", reading.span(PROGRAMME, "years", index, name), field=field)


def _check_explained(reading: LoadContext, year: ProgrammeYear, index: int) -> None:
    """Report what is said of a result that is not there."""
    if year.reported is not None or reading.at_fault(PROGRAMME, "years", index, "reported"):
        return
    for field in ("reported_as_of", "reported_status"):
        if getattr(year, field) is not None:
            span = reading.span(PROGRAMME, "years", index, field, key=True)
            reading.report.add("figure-absent", span, field=field, figure="reported")


def _check_provinces(reading: LoadContext, year: ProgrammeYear, index: int) -> None:
    """Report a province that is told twice, and provinces that are more than the whole."""
    first, loc = dict[str, int](), ("years", index, "provinces")
    for number, part in enumerate(year.provinces):
        if part.province is not None and first.setdefault(part.province, number) != number:
            line = reading.span(PROGRAMME, *loc, first[part.province], "province").line
            span = reading.span(PROGRAMME, *loc, number, "province")
            reading.report.add("repeated-province", span, province=part.province, line=line)
    counts = [year.provinces[number].reported for number in first.values()]
    if year.reported is None or None in counts:
        return
    if (total := sum(counts)) > year.reported:
        span = reading.span(PROGRAMME, *loc, key=True)
        reading.report.add("provinces-exceed", span, year=year.year, total=total, reported=year.reported)


def _held(data: DataRecords) -> Counter[tuple[int, str]]:
    """How many places of the register are stated to be of a year: in all (""), and of each province."""
    held: Counter[tuple[int, str]] = Counter()
    for village, _ in data.of(Village).sound():
        year = edtf.year_of(village.certified)
        if year is not None:
            held.update(((year, ""), (year, PROVINCE.region_code(village.code))))
    return held


def _check_counts(reading: LoadContext, year: ProgrammeYear, index: int, held: Counter[tuple[int, str]]) -> None:
    """Warn where the register holds more places than the programme reports."""
    stated = [("", year.reported, ("reported",))]
    stated += [
        (part.province, part.reported, ("provinces", number, "reported"))  # type: ignore[misc]
        for number, part in enumerate(year.provinces)
    ]
    for province, reported, loc in stated:
        count = held[year.year, province]
        if reported is not None and count > reported:
            span = reading.span(PROGRAMME, "years", index, *loc)
            reading.report.add("count-exceeds-reported", span, year=year.year, count=count, reported=reported)


def _check_projection(reading: LoadContext, programme: Programme, index: int) -> None:
    """Warn of a total at a year's end that is less than the results of the years up to it."""
    year = programme.years[index]
    if year.year is None or year.projected_total is None:
        return
    results = {one.year: one.reported for one in programme.years if one.year is not None and one.year <= year.year}
    total = sum(result for result in results.values() if result is not None)
    if total > year.projected_total:
        span = reading.span(PROGRAMME, "years", index, "projected_total")
        values: dict[str, Any] = {"year": year.year, "projected": year.projected_total, "total": total}
        reading.report.add("projection-below-results", span, **values)


def _check_names(reading: LoadContext, data: DataRecords, programme: Programme) -> None:
    """Report a province whose name is not the one that the villages, or an earlier year, give its code."""
    names = dict[str, tuple[str, str, tuple[str | int, ...]]]()
    for village, span, index in data.of(Village).each():
        if village.code and village.province:
            names.setdefault(PROVINCE.region_code(village.code), (village.province, span.file, (index, "province")))
    for part, loc in _parts(programme):
        if not part.province or not part.name:
            continue
        name, file, where = names.setdefault(part.province, (part.name, PROGRAMME, (*loc, "name")))
        if name != part.name:
            line = line_text(reading, file, *where, seen_from=PROGRAMME)
            values: dict[str, Any] = {"level": PROVINCE.id, "code": part.province, "name": part.name, "other": name}
            reading.report.add("region-name", reading.span(PROGRAMME, *loc, "name"), name, line=line, **values)


def _parts(programme: Programme) -> Iterator[tuple[ProvinceYear, tuple[str | int, ...]]]:
    for index, year in enumerate(programme.years):
        for number, part in enumerate(year.provinces):
            yield part, ("years", index, "provinces", number)


class _Sources:
    """The days by which sources surely were there."""

    def __init__(self, reading: LoadContext, data: DataRecords) -> None:
        self._reading = reading
        self._days = {one.id: edtf.parse(one.date).last for one in data.of(Source).items if one.id and one.date}

    def check(self, told: str | None, sources: Sequence[str] | None, file: str, *loc: str | int) -> None:
        """Warn when what is told at `loc` surely came after every source that tells it."""
        latest = self.latest(sources)
        first = edtf.parse(told).first if told else None
        if latest and first and first > latest:
            span = self._reading.span(file, *loc)
            self._reading.report.add("after-sources", span, field=_name(loc), date=told, latest=latest.isoformat())

    def latest(self, sources: Sequence[str] | None) -> date | None:
        """The day of the latest of these sources; None where one is not known, which is told elsewhere."""
        days = [self._days.get(id) for id in sources or ()]
        return None if None in days else max((day for day in days if day), default=None)


def check_chronology(reading: LoadContext, data: DataRecords) -> None:
    """Warn of what lies after its sources, or before the programme began."""
    sources = _Sources(reading, data)
    for village, span, index in data.of(Village).each():
        sources.check(village.certified, village.sources, span.file, index, "certified")
        for number, event in enumerate(village.events):
            told = (*(village.sources or ()), *event.sources)
            sources.check(event.date, told, span.file, index, "events", number, "date")
    for outreach, span, index in data.of(Outreach).each():
        sources.check(outreach.date, outreach.sources, span.file, index, "date")
    for indicator, span, index in data.of(Indicator).each():
        sources.check(indicator.as_of, indicator.sources, span.file, index, "as_of")
    if data.programme:
        for index, year in enumerate(data.programme.years):
            _check_results(reading, sources, year, index)
        _check_began(reading, data, data.programme)


def _check_results(reading: LoadContext, sources: _Sources, year: ProgrammeYear, index: int) -> None:
    """Warn of results of a year that their sources cannot know: of all of it, only who speaks after it can."""
    if year.year is None:
        return
    sources.check(year.reported_as_of, year.reported_sources, PROGRAMME, "years", index, "reported_as_of")
    if year.reported is not None:
        sources.check(str(year.year), year.reported_sources, PROGRAMME, "years", index, "reported")
    for number, part in enumerate(year.provinces):
        sources.check(str(year.year), part.sources, PROGRAMME, "years", index, "provinces", number, "reported")
    latest = sources.latest(year.reported_sources)
    whole = year.reported is not None and year.reported_as_of is None and year.reported_status != "preliminary"
    if whole and latest and latest.year == year.year and latest < date(year.year, 12, 31):
        span = reading.span(PROGRAMME, "years", index, "reported")
        reading.report.add("result-too-early", span, year=year.year, latest=latest.isoformat())


def _check_began(reading: LoadContext, data: DataRecords, programme: Programme) -> None:
    for told, file, loc in _dated(data, programme):
        if told and programme.began and edtf.parse(told).sort_day.year < programme.began:
            span = reading.span(file, *loc)
            reading.report.add("date-before-programme", span, date=told, year=programme.began)


def _dated(data: DataRecords, programme: Programme) -> Iterator[tuple[str | None, str, tuple[str | int, ...]]]:
    for village, span, index in data.of(Village).each():
        yield village.certified, span.file, (index, "certified")
    for outreach, span, index in data.of(Outreach).each():
        yield outreach.date, span.file, (index, "date")
    for number, year in enumerate(programme.years):
        if year.year is not None and (year.reported is not None or year.provinces):
            yield str(year.year), PROGRAMME, ("years", number, "year")


def _name(loc: Sequence[str | int]) -> str:
    """The key that a place in a file ends with."""
    return next(str(part) for part in reversed(loc) if isinstance(part, str))
