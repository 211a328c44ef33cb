"""Reduce a site to the data known on a day, by the dates of the sources that each record cites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sitegen import edtf
from sitegen.figures import FigureIndex, available_by
from sitegen.models import (
    Correction,
    Indicator,
    IndicatorTarget,
    Observation,
    Programme,
    ProgrammeYear,
    RegionYear,
    Site,
)
from sitegen.models.kinds import kinds_in
from sitegen.record import nested_fields, reference_fields

R = TypeVar("R")
_CITING = tuple(
    kind
    for kind in kinds_in(Site)
    if kind.key and kind.record is not Correction and "source" in reference_fields(kind.record).values()
)
"""The kinds of records that are dated by their sources; corrections have their own date."""


def as_of(site: Site, day: date) -> Site:
    """Return the site without anything that no source stated by `day`.

    A record without a source of that time is dropped, with all references to it. If anything of a record is dropped, so
    is its note, which may mention that. Figures that were revised later have their earlier value; corrected errors stay
    corrected.
    """
    view = _AsOf(site, day)
    records: dict[str, Any] = {kind.part: view.records(getattr(site, kind.part)) for kind in _CITING}
    return replace(
        site,
        sources=tuple(one for one in site.sources if available_by(one) <= day),
        programme=view.programme(site.programme),
        corrections=tuple(one for one in site.corrections if edtf.parse(one.when).last <= day),
        **records,
    )


class _AsOf:
    def __init__(self, site: Site, day: date) -> None:
        self._day, self._figures = day, FigureIndex(site)
        self._ids = {"source": {one.id for one in site.sources if available_by(one) <= day}}
        self._ids |= {
            kind.name: {getattr(one, kind.key) for one in getattr(site, kind.part) if self._is_known(one)}
            for kind in _CITING
        }

    def _is_known(self, record: object) -> bool:
        """Whether one of the sources of the record was available, or it has none."""
        named = (getattr(record, name) for name, kind in reference_fields(type(record)).items() if kind == "source")
        cited = [id for value in named for id in ((value,) if isinstance(value, str) else value or ())]
        if isinstance(record, Indicator):
            cited += [id for one in record.observations for id in one.sources]
            cited += [id for one in record.targets for id in one.sources]
        return not cited or any(id in self._ids["source"] for id in cited)

    def records(self, records: Iterable[R]) -> tuple[R, ...]:
        """Return the records that were known, each reduced to what was known of it."""
        return tuple(self._record(record) for record in records if self._is_known(record))

    def _record(self, record: R) -> R:
        """Reduce a record to the references, nested records and figures that were known."""
        kind, changed = type(record), dict[str, Any]()
        for name, referred in reference_fields(kind).items():
            if referred in self._ids:
                changed[name] = self._known_ids(getattr(record, name), referred)
        for name in nested_fields(kind):
            part = getattr(record, name)
            parts = self.records(part if isinstance(part, tuple) else (part,) if part else ())
            changed[name] = parts if isinstance(part, tuple) else next(iter(parts), None)
        if isinstance(record, Indicator):
            changed |= self._series(record, changed["observations"], changed["targets"])
        updated: Any = replace(record, **changed)  # type: ignore[type-var]
        if updated != record and hasattr(updated, "note"):
            updated = replace(updated, note=None)
        return updated  # type: ignore[no-any-return]

    def _series(
        self, record: Indicator, observations: tuple[Observation, ...], targets: tuple[IndicatorTarget, ...]
    ) -> dict[str, Any]:
        """Return the values of a series that were known, as they were then."""
        id = f"indicator-{record.id}"

        def known(name: str, one: R, value: int | Decimal) -> R | None:
            number = self._figure(name, value)
            return None if number is None else replace(one, value=number)  # type: ignore[type-var]

        seen = (known(f"{id}:{one.date}", one, one.value) for one in observations)
        aims = (known(f"{id}-target:{one.date}", one, one.value) for one in targets)
        return {
            "value": self._figure(f"{id}:{record.as_of}" if record.as_of else id, record.value),
            "target": self._figure(f"{id}-target:{record.due}" if record.due else f"{id}-target", record.target),
            "observations": tuple(one for one in seen if one),
            "targets": tuple(one for one in aims if one),
        }

    def programme(self, programme: Programme) -> Programme:
        """Reduce the programme to the figures of its years that were known, without years that have nothing else."""
        years = (self._year(year) for year in programme.years)
        return replace(programme, years=tuple(year for year in years if self._has_content(year)))

    def _year(self, record: ProgrammeYear) -> ProgrammeYear:
        regions = (self._region(record.year, part) for part in record.regions)
        reported = self._count(f"reported-{record.year}", record.reported)
        updated = replace(
            record,
            target=self._count(f"target-{record.year}", record.target),
            target_sources=self._known_ids(record.target_sources),
            reported=reported,
            reported_sources=self._known_ids(record.reported_sources),
            projected_total=self._count(f"projected-{record.year}", record.projected_total),
            projected_sources=self._known_ids(record.projected_sources),
            regions=tuple(part for part in regions if part is not None),
        )
        if reported is None:
            updated = replace(updated, reported_as_of=None, reported_status=None)
        return updated if updated == record else replace(updated, note=None)

    def _region(self, year: int, part: RegionYear) -> RegionYear | None:
        reported = self._count(f"reported-{year}-{part.region}", part.reported)
        return replace(part, reported=reported, sources=self._known_ids(part.sources)) if reported is not None else None

    def _count(self, id: str, stated: int | None) -> int | None:
        number = self._figure(id, stated)
        return None if number is None else int(number)

    def _figure(self, id: str, stated: int | Decimal | None) -> int | Decimal | None:
        """Return the number of a figure as it was known; None if it was not known, or is not stated at all."""
        figure = self._figures.get(id, self._day) if stated is not None else None
        return figure.quantity.number if figure and figure.quantity else None

    def _known_ids(self, named: Any, kind: str = "source") -> Any:
        """Reduce the id or ids in a field to those of known records."""
        known = self._ids[kind]
        return (
            tuple(id for id in named if id in known) if isinstance(named, tuple) else named if named in known else None
        )

    def _has_content(self, year: ProgrammeYear) -> bool:
        """Whether the record of a year has any content; a note alone does not count for a year in the future."""
        return replace(year, note=None if year.year > self._day.year else year.note) != ProgrammeYear(year=year.year)
