"""Years: what must hold of the programme's figures, by themselves and beside what the register holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sitegen import edtf
from sitegen.model import Programme, ProgrammeYear, ProvinceYear
from sitegen.model.kinds import PROGRAMME
from sitegen.read.data_files import Data
from sitegen.read.reading import Reading
from sitegen.read.register import line_of

_STATED = (
    ("target", "target_sources"),
    ("reported", "reported_sources"),
    ("projected_total", "projected_sources"),
)
"""The figures of a year, each with the key of its sources."""


def check_years(reading: Reading, data: Data, programme: Programme) -> None:
    """Report what is wrong with the years of the programme."""
    held = _held(data)
    for index, year in enumerate(programme.years):
        _check_sources(reading, year, index)
        _check_explained(reading, year, index)
        _check_provinces(reading, year, index)
        _check_counts(reading, year, index, held)
        _check_projection(reading, programme, index)
    _check_names(reading, data, programme)


def _check_sources(reading: Reading, year: ProgrammeYear, index: int) -> None:
    for name, field in _STATED:
        sources = getattr(year, field)
        told = sources or reading.at_fault(PROGRAMME, "years", index, field)
        if getattr(year, name) is not None and not told:
            reading.report.error("missing-sources", reading.span(PROGRAMME, "years", index, name), field=field)


def _check_explained(reading: Reading, year: ProgrammeYear, index: int) -> None:
    """Report what is said of a result that is not there."""
    if year.reported is not None or reading.at_fault(PROGRAMME, "years", index, "reported"):
        return
    for field in ("reported_as_of", "reported_status"):
        if getattr(year, field) is not None:
            span = reading.span(PROGRAMME, "years", index, field, key=True)
            reading.report.error("figure-absent", span, field=field, figure="reported")


def _check_provinces(reading: Reading, year: ProgrammeYear, index: int) -> None:
    """Report a province that is told twice, and provinces that are more than the whole."""
    first, loc = dict[str, int](), ("years", index, "provinces")
    for number, part in enumerate(year.provinces):
        if part.province is not None and first.setdefault(part.province, number) != number:
            line = reading.span(PROGRAMME, *loc, first[part.province], "province").line
            span = reading.span(PROGRAMME, *loc, number, "province")
            reading.report.error("repeated-province", span, province=part.province, line=line)
    counts = [year.provinces[number].reported for number in first.values()]
    if year.reported is None or None in counts:
        return
    if (total := sum(counts)) > year.reported:
        span = reading.span(PROGRAMME, *loc, key=True)
        reading.report.error("provinces-exceed", span, year=year.year, total=total, reported=year.reported)


def _held(data: Data) -> Counter[tuple[int, str]]:
    """How many places of the register are stated to be of a year: in all (""), and of each province."""
    held: Counter[tuple[int, str]] = Counter()
    for village, _ in data.villages.sound():
        year = edtf.year_of(village.certified)
        if year is not None:
            held.update(((year, ""), (year, village.code[:2])))
    return held


def _check_counts(reading: Reading, year: ProgrammeYear, index: int, held: Counter[tuple[int, str]]) -> None:
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
            reading.report.warn("count-exceeds-reported", span, year=year.year, count=count, reported=reported)


def _check_projection(reading: Reading, programme: Programme, index: int) -> None:
    """Warn of a total at a year's end that is less than the results of the years up to it."""
    year = programme.years[index]
    if year.year is None or year.projected_total is None:
        return
    results = {one.year: one.reported for one in programme.years if one.year is not None and one.year <= year.year}
    total = sum(result for result in results.values() if result is not None)
    if total > year.projected_total:
        span = reading.span(PROGRAMME, "years", index, "projected_total")
        values: dict[str, Any] = {"year": year.year, "projected": year.projected_total, "total": total}
        reading.report.warn("projection-below-results", span, **values)


def _check_names(reading: Reading, data: Data, programme: Programme) -> None:
    """Report a province whose name is not the one that the villages, or an earlier year, give its code."""
    names = dict[str, tuple[str, str, tuple[str | int, ...]]]()
    for village, span, index in data.villages.each():
        if village.code and village.province:
            names.setdefault(village.code[:2], (village.province, span.file, (index, "province")))
    for part, loc in _parts(programme):
        if not part.province or not part.name:
            continue
        name, file, where = names.setdefault(part.province, (part.name, PROGRAMME, (*loc, "name")))
        if name != part.name:
            line = line_of(reading, file, *where, seen_from=PROGRAMME)
            values: dict[str, Any] = {"level": "province", "code": part.province, "name": part.name, "other": name}
            reading.report.error("region-name", reading.span(PROGRAMME, *loc, "name"), name, line=line, **values)


def _parts(programme: Programme) -> Iterator[tuple[ProvinceYear, tuple[str | int, ...]]]:
    for index, year in enumerate(programme.years):
        for number, part in enumerate(year.provinces):
            yield part, ("years", index, "provinces", number)
