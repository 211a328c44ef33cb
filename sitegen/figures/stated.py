"""Stated: the figures that somebody states, from the records of years and indicators, and since when each is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from sitegen import edtf
from sitegen.figures.figure import Figure
from sitegen.figures.quantity import VILLAGES, FigureKind, Quantity
from sitegen.model import Indicator, ProgrammeYear, Site, Source, Unit

_TARGET_KINDS: dict[str, FigureKind] = {"target": "target", "projection": "projected", "commitment": "commitment"}


def stated(site: Site, known: Mapping[str, Source]) -> Iterator[Figure]:
    """The figures of the years, then those of the indicators, in the order of the files; `known` has the sources."""
    units = {unit.id: unit for unit in site.programme.units}
    for year in site.programme.years:
        yield from _of_year(year, known)
    for one in site.indicators:
        yield from _of_indicator(one, units.get(one.unit), known)


def there_by(source: Source) -> date:
    """The day by which a source surely was there: the last that its date can be of."""
    return edtf.parse(source.date).last


def _of_year(record: ProgrammeYear, known: Mapping[str, Source]) -> Iterator[Figure]:
    year, about = record.year, f"year:{record.year}"
    stated: tuple[tuple[FigureKind, int | None, tuple[str, ...]], ...] = (
        ("target", record.target, record.target_sources),
        ("reported", record.reported, record.reported_sources),
        ("projected", record.projected_total, record.projected_sources),
    )
    for kind, value, sources in stated:
        if value is not None:
            result = kind == "reported"
            yield Figure(
                f"{kind}-{year}",
                kind,
                Quantity(value, kind, VILLAGES),
                VILLAGES,
                about,
                year=year,
                as_of=(record.reported_as_of or "") if result else "",
                known=_known_since(sources, known),
                status=(record.reported_status or "") if result else "",
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
            known=_known_since(part.sources, known),
            sources=part.sources,
        )


def _of_indicator(record: Indicator, unit: Unit | None, known: Mapping[str, Source]) -> Iterator[Figure]:
    share = bool(unit and unit.share)
    bare = Figure(
        f"indicator-{record.id}",
        "reported",
        None,
        record.unit,
        f"indicator:{record.id}",
        name=f"{record.name}, {record.scope}",
        territory=record.scope,
        definition=unit.definition if unit else "",
        known=_known_since(record.sources, known),
        note=record.note or "",
        sources=record.sources,
    )
    value = None if record.value is None else Quantity(record.value, "reported", record.unit, share)
    yield replace(bare, quantity=value, as_of=record.as_of or "", status=record.status or "", rounded=record.rounded)
    if record.target is not None:
        kind = _TARGET_KINDS[record.target_kind]
        aim = Quantity(record.target, kind, record.unit, share)
        yield replace(bare, id=f"{bare.id}-target", kind=kind, quantity=aim, as_of=record.due or "")


def _known_since(cited: Iterable[str], known: Mapping[str, Source]) -> str:
    """The date of the earliest of these sources, by the last day that it can be of."""
    there = [known[id] for id in cited if id in known]
    return min(there, key=there_by).date if there else ""
