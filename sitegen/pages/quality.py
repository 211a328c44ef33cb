"""The data-quality page: how much is recorded of the places of the register, and what is missing, record by record."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from sitegen import edtf
from sitegen.content import TableFile, Template
from sitegen.dataset import Cell, Column, Table
from sitegen.dataset.table import column
from sitegen.formats import CSV
from sitegen.geography import PROVINCE
from sitegen.models import Village
from sitegen.output import FigureCard, Link, Output, PageView
from sitegen.urls import output_path
from sitegen.views.cards import PlaceCard
from sitegen.views.figures import Reconciliation, card_by_id, reconcile_year
from sitegen.views.open_data import terms
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import section_head

MEASURES = ("source", "year", "day", "point", "office", "decree", "criteria")
"""What a record of a designated place may have; the words of the theme name each as `quality_<name>`."""
MeasuresByCode = dict[str, frozenset[str]]
"""What each record has, by the place's code."""
_OTHER_MEASURES = ("source", "point", "office")
"""What one of a place that was only reached, or only spoken of, may have."""
_MAX_PER_PROVINCE = 20
"""How many records of one province are listed at most."""
_MAX_LISTED = 120
"""How many records are listed in all, by which a page of all provinces stays within its weight."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How many records have something, of how many."""

    name: str
    """What, a name of MEASURES."""
    count: int
    """How many have it."""
    percent: int
    """Their share, rounded down: 100 is said only of all."""


@dataclass(frozen=True, slots=True)
class IncompleteRecord:
    """A record that lacks something."""

    card: PlaceCard
    """The place."""
    missing: tuple[str, ...]
    """What is missing, names of MEASURES."""
    file: str
    """The file of the record; empty where it is not known."""
    line: int
    """Its line, counted from 1."""
    edit: str
    """Where it can be mended; empty where the settings name no place for that."""


@dataclass(frozen=True, slots=True)
class ProvinceQuality:
    """The designated places of one province."""

    name: str
    """The province."""
    path: str
    """Address of its page."""
    total: int
    """How many places of it the register holds."""
    measures: tuple[Measure, ...]
    """How many of them have each of MEASURES."""
    incomplete: tuple[IncompleteRecord, ...]
    """Records that lack something, those that lack most first; not all, where there are many."""
    more: int
    """How many more lack something."""


@dataclass(frozen=True, slots=True)
class YearQuality:
    """One year, reported and recorded."""

    path: str
    """Address of its page in the archive."""
    reconciliation: Reconciliation
    """What is reported, recorded and missing; of the provinces, those of which a result is told."""


@dataclass(frozen=True, slots=True)
class QualityPage(PageView):
    """What quality.html shows."""

    counted: FigureCard
    """How many places the register holds."""
    total: int
    """The same as a number."""
    measures: tuple[Measure, ...]
    """How many of them have each of MEASURES."""
    precision: tuple[tuple[str, int], ...]
    """Of those with a point: what it is the centre of, and how many have such a one."""
    others: int
    """How many places are recorded without being designated."""
    other_measures: tuple[Measure, ...]
    """How many of those have a source, a point and an office."""
    years: tuple[YearQuality, ...]
    """What is reported and recorded, a year each."""
    provinces: tuple[ProvinceQuality, ...]
    """The provinces that hold a designated place, by name."""


def quality(index: SiteIndex) -> Iterator[Output]:
    """The page `/data/mutu/`, and all that is missing as `/data/mutu.csv`."""
    section = index.section("quality")
    designated = [village for village in index.site.villages if village.certified]
    others = [village for village in index.site.villages if not village.certified]
    present = {village.code: _present_measures(village) for village in index.site.villages}
    missing = CSV.file(index.common.root("quality").rstrip("/"))
    head = section_head(index, "quality", index.section("data"), data=(Link(CSV.label, missing),))
    view = QualityPage(
        head=head,
        counted=card_by_id(index, "counted"),
        total=len(designated),
        measures=_measures(designated, present, MEASURES),
        precision=tuple(sorted(Counter(one.location.precision for one in designated if one.location).items())),
        others=len(others),
        other_measures=_measures(others, present, _OTHER_MEASURES),
        years=tuple(_year(index, year) for year in sorted(_years(index))),
        provinces=_provinces(index, designated, present),
    )
    yield Output(output_path(section.path), Template("quality.html", view), listed=True)
    if index.first:
        table = TableFile(CSV, _table(index, designated, present), terms(index))
        yield Output(missing[1:], table)


def _present_measures(village: Village) -> frozenset[str]:
    """What the record of a village has, of MEASURES."""
    when = edtf.parse(village.certified) if village.certified else None
    values = (
        village.sources,
        when and when.year,
        when and when.first == when.last,
        village.location,
        village.office,
        village.decree,
        village.criteria,
    )
    return frozenset(measure for measure, one in zip(MEASURES, values, strict=True) if one)


@functools.cache
def _missing_measures(present: frozenset[str]) -> tuple[str, ...]:
    """What the record of a designated place lacks; where not even the year is told, the day is not missed as well."""
    return tuple(one for one in MEASURES if one not in present and not (one == "day" and "year" not in present))


def _measures(villages: list[Village], present: MeasuresByCode, measures: Iterable[str]) -> tuple[Measure, ...]:
    alike = Counter(present[village.code] for village in villages)  # few differ, of however many
    counts = {name: sum(count for measures_of, count in alike.items() if name in measures_of) for name in measures}
    return tuple(Measure(name, count, count * 100 // max(1, len(villages))) for name, count in counts.items())


def _years(index: SiteIndex) -> set[int]:
    recorded = (place.year for place in index.places.values())
    return {year.year for year in index.site.programme.years}.union(year for year in recorded if year is not None)


def _year(index: SiteIndex, year: int) -> YearQuality:
    reconciliation = reconcile_year(index, year)
    reported = tuple(part for part in reconciliation.provinces if part.reported.quantity is not None)
    return YearQuality(index.routes.year(year), replace(reconciliation, provinces=reported))


def _provinces(index: SiteIndex, designated: list[Village], present: MeasuresByCode) -> tuple[ProvinceQuality, ...]:
    inside: dict[str, list[Village]] = defaultdict(list)
    for village in designated:
        inside[PROVINCE.region_code(village.code)].append(village)
    limit = min(_MAX_PER_PROVINCE, max(1, _MAX_LISTED // max(1, len(inside))))
    values = (_province(index, code, villages, present, limit) for code, villages in inside.items())
    return tuple(sorted(values, key=lambda part: (part.name, part.path)))


def _province(
    index: SiteIndex, code: str, villages: list[Village], present: MeasuresByCode, limit: int
) -> ProvinceQuality:
    region = index.regions[code]
    lacking = [(village, missing) for village in villages if (missing := _missing_measures(present[village.code]))]
    lacking.sort(key=lambda one: (-len(one[1]), one[0].regency, one[0].name, one[0].code))
    return ProvinceQuality(
        name=region.name,
        path=region.path,
        total=len(villages),
        measures=_measures(villages, present, MEASURES),
        incomplete=tuple(_incomplete_record(index, *one) for one in lacking[:limit]),
        more=max(0, len(lacking) - limit),
    )


def _incomplete_record(index: SiteIndex, village: Village, missing: tuple[str, ...]) -> IncompleteRecord:
    span, link = index.origin(village.code), index.site.config.edit_link or ""
    edit = link.replace("{file}", quote(span.file)).replace("{line}", str(span.line)) if span.file else ""
    return IncompleteRecord(index.places[village.code], missing, span.file, span.line, edit)


def _table(index: SiteIndex, designated: list[Village], present: MeasuresByCode) -> Table:
    """Every record that lacks something, by code, with what it lacks and where it stands."""
    columns = (
        *(column(Village, name) for name in ("code", "name", "regency", "province")),
        Column("missing", "ids", {"enum": list(MEASURES)}, required=True, derived=True),
        Column("file", "string", required=True),
        Column("line", "integer", {"minimum": 1}, required=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in designated:
        if missing := _missing_measures(present[one.code]):
            span = index.origin(one.code)
            rows.append((one.code, one.name, one.regency, one.province, missing, span.file, span.line))
    return Table("incomplete", columns, ("code",), rows)
