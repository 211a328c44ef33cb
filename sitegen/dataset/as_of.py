"""Known: the data of a site as they were known on a day, by the dates of the sources that each rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sitegen import edtf
from sitegen.figures import FigureIndex, available_by
from sitegen.models import Indicator, Office, Outreach, Programme, ProgrammeYear, ProvinceYear, Site, Village

R = TypeVar("R", Village, Outreach, Indicator, Office)


def as_of(site: Site, day: date) -> Site:
    """The site with nothing that no source told by `day`.

    A record goes with the last of its sources, and what refers to it drops the reference. A note goes as soon as
    anything of its record does: it may speak of that. A figure that new data revised later has the value that it had;
    an error that was corrected later stays corrected.
    """
    at = _Known(site, day)
    return replace(
        site,
        sources=tuple(one for one in site.sources if one.id in at.sources),
        offices=tuple(at.cited(one) for one in site.offices if one.id in at.offices),
        villages=tuple(at.village(one) for one in site.villages if one.code in at.villages),
        outreach=tuple(at.outreach(one) for one in site.outreach if at.tells(one.sources)),
        indicators=tuple(one for record in site.indicators for one in at.indicator(record)),
        programme=at.programme(site.programme),
        corrections=tuple(one for one in site.corrections if edtf.parse(one.when).last <= day),
    )


class _Known:
    """What was known of the records of a site on a day."""

    def __init__(self, site: Site, day: date) -> None:
        self._day, self._figures = day, FigureIndex(site)
        self.sources = {one.id for one in site.sources if available_by(one) <= day}
        self.offices = {one.id for one in site.offices if not one.sources or self.tells(one.sources)}
        self.villages = {one.code for one in site.villages if self.tells(one.sources)}

    def tells(self, sources: Collection[str]) -> bool:
        """Whether one of these sources was there."""
        return any(id in self.sources for id in sources)

    def cited(self, record: R) -> R:
        """A record with the sources that were there."""
        return replace(record, sources=self._there(record.sources))

    def village(self, record: Village) -> Village:
        """A village with the events, the office and the successors that were known."""
        office = record.office if record.office in self.offices else None
        events = tuple(
            replace(event, sources=self._there(event.sources))
            for event in record.events
            if not event.sources or self.tells(event.sources)
        )
        successors = tuple(code for code in record.successors if code in self.villages)
        known = replace(self.cited(record), office=office, events=events, successors=successors)
        return known if known == record else replace(known, note=None)

    def outreach(self, record: Outreach) -> Outreach:
        """An event with the office and the villages that were known."""
        office = record.office if record.office in self.offices else None
        return replace(
            self.cited(record),
            office=office,
            villages=tuple(code for code in record.villages if code in self.villages),
        )

    def indicator(self, record: Indicator) -> Iterator[Indicator]:
        """An indicator with the office, value and target that were known; nothing where no source of it was there."""
        if not self.tells(record.sources):
            return
        value = self._figure(f"indicator-{record.id}", record.value)
        target = self._figure(f"indicator-{record.id}-target", record.target)
        office = record.office if record.office in self.offices else None
        known = replace(self.cited(record), office=office, value=value, target=target)
        yield known if known == record else replace(known, note=None)

    def programme(self, programme: Programme) -> Programme:
        """The programme with the figures of its years that were known; a year of which nothing was is left out."""
        years = (self._year(year) for year in programme.years)
        return replace(programme, years=tuple(year for year in years if self._says(year)))

    def _year(self, record: ProgrammeYear) -> ProgrammeYear:
        provinces = (self._province(record.year, part) for part in record.provinces)
        reported = self._count(f"reported-{record.year}", record.reported)
        known = replace(
            record,
            target=self._count(f"target-{record.year}", record.target),
            target_sources=self._there(record.target_sources),
            reported=reported,
            reported_sources=self._there(record.reported_sources),
            projected_total=self._count(f"projected-{record.year}", record.projected_total),
            projected_sources=self._there(record.projected_sources),
            provinces=tuple(part for part in provinces if part is not None),
        )
        if reported is None:
            known = replace(known, reported_as_of=None, reported_status=None)
        return known if known == record else replace(known, note=None)

    def _province(self, year: int, part: ProvinceYear) -> ProvinceYear | None:
        reported = self._count(f"reported-{year}-{part.province}", part.reported)
        return replace(part, reported=reported, sources=self._there(part.sources)) if reported is not None else None

    def _count(self, id: str, stated: int | None) -> int | None:
        number = self._figure(id, stated)
        return None if number is None else int(number)

    def _figure(self, id: str, stated: int | float | None) -> int | float | None:
        """The number of a figure as it was known; None where it was not, or is not stated at all."""
        figure = self._figures.get(id, self._day) if stated is not None else None
        return figure.quantity.number if figure and figure.quantity else None

    def _there(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id for id in sources if id in self.sources)

    def _says(self, year: ProgrammeYear) -> bool:
        """Whether a year's record says anything yet; a note alone does not where the year was still to come."""
        return replace(year, note=None if year.year > self._day.year else year.note) != ProgrammeYear(year=year.year)
