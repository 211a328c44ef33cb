"""Reduce a site to the data known on a day, by the dates of the sources that each record cites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sitegen import edtf
from sitegen.figures import Figure, FigureIndex, available_by
from sitegen.models import (
    Correction,
    Disagreement,
    Indicator,
    IndicatorTarget,
    Observation,
    OtherValue,
    Programme,
    ProgrammeYear,
    RegionYear,
    Site,
)
from sitegen.models.disagreement import disagreements_of
from sitegen.models.kinds import kinds_in
from sitegen.record import nested_fields, reference_fields

R = TypeVar("R")
_Value = TypeVar("_Value", Observation, IndicatorTarget)
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
            values: tuple[Observation | IndicatorTarget, ...] = (*record.observations, *record.targets)
            cited += [id for one in values for id in (*one.sources, *_cited_by_others(one))]
        if cited:  # without own sources, a value has those of its indicator
            cited += _cited_by_others(record)
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

        sources = self._known_ids(record.sources)

        def known(name: str, one: _Value) -> _Value | None:
            figure = self._figure(name, one.value)
            number = _number(figure)
            if figure is None or number is None:
                return None
            own = () if not one.sources and figure.sources == sources else figure.sources
            return replace(one, value=number, sources=own, disagreement=_disagreement(figure))

        seen = (known(f"{id}:{one.date}", one) for one in observations)
        aims = (known(f"{id}-target:{one.date}", one) for one in targets)
        value = self._figure(f"{id}:{record.as_of}" if record.as_of else id, record.value)
        target = self._figure(f"{id}-target:{record.due}" if record.due else f"{id}-target", record.target)
        return {
            "value": _number(value),
            "disagreement": _disagreement(value),
            "target": _number(target),
            "target_disagreement": _disagreement(target),
            "observations": tuple(one for one in seen if one),
            "targets": tuple(one for one in aims if one),
            "sources": sources or (value.sources if value else ()),
        }

    def programme(self, programme: Programme) -> Programme:
        """Reduce the programme to the figures of its years that were known, without years that have nothing else."""
        years = (self._year(year) for year in programme.years)
        return replace(programme, years=tuple(year for year in years if self._has_content(year)))

    def _year(self, record: ProgrammeYear) -> ProgrammeYear:
        regions = (self._region(record.year, part) for part in record.regions)
        target = self._figure(f"target-{record.year}", record.target)
        reported = self._figure(f"reported-{record.year}", record.reported)
        projected = self._figure(f"projected-{record.year}", record.projected_total)
        updated = replace(
            record,
            target=_count(target),
            target_sources=target.sources if target else self._known_ids(record.target_sources),
            target_disagreement=_disagreement(target),
            reported=_count(reported),
            reported_sources=reported.sources if reported else self._known_ids(record.reported_sources),
            reported_disagreement=_disagreement(reported),
            projected_total=_count(projected),
            projected_sources=projected.sources if projected else self._known_ids(record.projected_sources),
            projected_disagreement=_disagreement(projected),
            regions=tuple(part for part in regions if part is not None),
        )
        if reported is None or reported.sources != self._known_ids(record.reported_sources):
            updated = replace(updated, reported_as_of=None, reported_status=None)
        return updated if updated == record else replace(updated, note=None)

    def _region(self, year: int, part: RegionYear) -> RegionYear | None:
        figure = self._figure(f"reported-{year}-{part.region}", part.reported)
        number = _count(figure)
        if figure is None or number is None:
            return None
        return replace(part, reported=number, sources=figure.sources, disagreement=_disagreement(figure))

    def _figure(self, id: str, stated: int | Decimal | None) -> Figure | None:
        """Return a figure as it was known; None if its number was not known, or is not stated at all."""
        figure = self._figures.get(id, self._day) if stated is not None else None
        return figure if figure and figure.quantity else None

    def _known_ids(self, named: Any, kind: str = "source") -> Any:
        """Reduce the id or ids in a field to those of known records."""
        known = self._ids[kind]
        return (
            tuple(id for id in named if id in known) if isinstance(named, tuple) else named if named in known else None
        )

    def _has_content(self, year: ProgrammeYear) -> bool:
        """Whether the record of a year has any content; a note alone does not count for a year in the future."""
        return replace(year, note=None if year.year > self._day.year else year.note) != ProgrammeYear(year=year.year)


def _cited_by_others(record: object) -> list[str]:
    """Return the ids of the sources that state other values of a record's figures."""
    return [id for found in disagreements_of(record) for one in found.others for id in one.sources]


def _number(figure: Figure | None) -> int | Decimal | None:
    return figure.quantity.number if figure and figure.quantity else None


def _count(figure: Figure | None) -> int | None:
    number = _number(figure)
    return None if number is None else int(number)


def _disagreement(figure: Figure | None) -> Disagreement | None:
    """Return the other values of a figure as its record has them."""
    if figure is None or not figure.others:
        return None
    others = (
        OtherValue(value=one.quantity.number, sources=one.sources, note=one.note or None) for one in figure.others
    )
    return Disagreement(because=figure.because, others=tuple(others))
