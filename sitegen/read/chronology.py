"""Chronology: no source tells what came after it, and nothing is told of the time before the programme began."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sitegen import edtf
from sitegen.model import Programme, ProgrammeYear
from sitegen.model.kinds import PROGRAMME
from sitegen.read.data_files import Data
from sitegen.read.reading import Reading


class _Sources:
    """The days by which sources surely were there."""

    def __init__(self, reading: Reading, data: Data) -> None:
        self._reading = reading
        self._days = {one.id: edtf.parse(one.date).last for one in data.sources.items if one.id and one.date}

    def check(self, told: str | None, sources: Sequence[str] | None, file: str, *loc: str | int) -> None:
        """Warn when what is told at `loc` surely came after every source that tells it."""
        latest = self.latest(sources)
        first = edtf.parse(told).first if told else None
        if latest and first and first > latest:
            span = self._reading.span(file, *loc)
            self._reading.report.warn("after-sources", span, field=_name(loc), date=told, latest=latest.isoformat())

    def latest(self, sources: Sequence[str] | None) -> date | None:
        """The day of the latest of these sources; None where one is not known, which is told elsewhere."""
        days = [self._days.get(id) for id in sources or ()]
        return None if None in days else max((day for day in days if day), default=None)


def check_chronology(reading: Reading, data: Data) -> None:
    """Warn of what lies after its sources, or before the programme began."""
    sources = _Sources(reading, data)
    for village, span, index in data.villages.each():
        sources.check(village.certified, village.sources, span.file, index, "certified")
        for number, event in enumerate(village.events):
            told = (*(village.sources or ()), *event.sources)
            sources.check(event.date, told, span.file, index, "events", number, "date")
    for outreach, span, index in data.outreach.each():
        sources.check(outreach.date, outreach.sources, span.file, index, "date")
    for indicator, span, index in data.indicators.each():
        sources.check(indicator.as_of, indicator.sources, span.file, index, "as_of")
    if data.programme:
        for index, year in enumerate(data.programme.years):
            _check_results(reading, sources, year, index)
        _check_began(reading, data, data.programme)


def _check_results(reading: Reading, sources: _Sources, year: ProgrammeYear, index: int) -> None:
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
        reading.report.warn("result-too-early", span, year=year.year, latest=latest.isoformat())


def _check_began(reading: Reading, data: Data, programme: Programme) -> None:
    for told, file, loc in _dated(data, programme):
        if told and programme.began and edtf.parse(told).sort_day.year < programme.began:
            span = reading.span(file, *loc)
            reading.report.warn("date-before-programme", span, date=told, year=programme.began)


def _dated(data: Data, programme: Programme) -> Iterator[tuple[str | None, str, tuple[str | int, ...]]]:
    for village, span, index in data.villages.each():
        yield village.certified, span.file, (index, "certified")
    for outreach, span, index in data.outreach.each():
        yield outreach.date, span.file, (index, "date")
    for number, year in enumerate(programme.years):
        if year.year is not None and (year.reported is not None or year.provinces):
            yield str(year.year), PROGRAMME, ("years", number, "year")


def _name(loc: Sequence[str | int]) -> str:
    """The key that a place in a file ends with."""
    return next(str(part) for part in reversed(loc) if isinstance(part, str))
