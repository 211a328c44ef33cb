"""The data quality page: completeness of the register, and missing values by record."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from sitegen import edtf
from sitegen.content import TableFile
from sitegen.dataset import Cell, Column, Table
from sitegen.dataset.table import column
from sitegen.figures import percent
from sitegen.formats import CSV
from sitegen.geography.binding import bind
from sitegen.models import Village
from sitegen.output import FigureCard, Link, Output, PageView
from sitegen.views.cards import PlaceCard
from sitegen.views.figures import Reconciliation, card_by_id, reconcile_year
from sitegen.views.grouping import order_by_region
from sitegen.views.open_data import download_terms
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_output, section_head

MEASURES = ("source", "year", "day", "point", "office", "decree", "criteria")
"""Values that a record of a designated place may have; the messages `quality_<name>` describe them."""
MeasuresByCode = dict[str, frozenset[str]]
"""MEASURES that each record has, by code of the place."""
_OTHER_MEASURES = ("source", "point", "office")
"""MEASURES of a place that was only reached or mentioned."""
_MAX_PER_REGION = 20
"""Most records listed per region."""
_MAX_LISTED = 120
"""Most records listed in all, so that a page of all regions keeps within its weight budget."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How many records have a value."""

    name: str
    """Name of the value, one of MEASURES."""
    count: int
    """Number of records that have it."""
    percent: int | None
    """Percentage, rounded half up; None of few records."""


@dataclass(frozen=True, slots=True)
class IncompleteRecord:
    """A record with missing values."""

    card: PlaceCard
    missing: tuple[str, ...]
    """Missing values, names of MEASURES."""
    file: str
    """File of the record; empty if not known."""
    line: int
    """Line of the record, counted from 1."""
    edit: str
    """URL to edit it; empty if the settings give none."""


@dataclass(frozen=True, slots=True)
class RegionQuality:
    """The designated places of one region of the highest level."""

    name: str
    """The region."""
    path: str
    """URL of its page."""
    total: int
    """Number of its places in the register."""
    measures: tuple[Measure, ...]
    """How many of them have each of MEASURES."""
    incomplete: tuple[IncompleteRecord, ...]
    """Incomplete records, those with most missing values first; not all if there are many."""
    more: int
    """Number of incomplete records that are not listed."""


@dataclass(frozen=True, slots=True)
class YearQuality:
    """A year, reported and recorded."""

    path: str
    """URL of its page in the archive."""
    reconciliation: Reconciliation
    """Figures reported, recorded and missing; of regions, only those with a reported result."""


@dataclass(frozen=True, slots=True)
class QualityPage(PageView):
    """What quality.html shows."""

    counted: FigureCard
    """Number of places in the register."""
    total: int
    """The same as a plain number."""
    measures: tuple[Measure, ...]
    """How many of them have each of MEASURES."""
    precision: tuple[tuple[str, int], ...]
    """Number of points by precision."""
    others: int
    """Number of recorded places that are not designated."""
    other_measures: tuple[Measure, ...]
    """Completeness of those records: source, point and office."""
    years: tuple[YearQuality, ...]
    """Figures reported and recorded, by year."""
    regions: tuple[RegionQuality, ...]
    """Regions of the highest level with a designated place, by name."""


def quality(index: SiteIndex) -> Iterator[Output]:
    """Yield the page `/data/mutu/`, and all incomplete records as `/data/mutu.csv`."""
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
        regions=_regions(index, designated, present),
    )
    yield page_output("quality.html", view)
    if index.first:
        table = TableFile(CSV, _table(index, designated, present), download_terms(index))
        yield Output(missing[1:], table)


def _present_measures(village: Village) -> frozenset[str]:
    """Return the MEASURES that the record of a village has."""
    when = edtf.parse(village.certified) if village.certified else None
    values = (
        village.sources,
        when and when.year,
        when and when.is_day,
        village.location,
        village.office,
        village.decree,
        village.criteria,
    )
    return frozenset(measure for measure, one in zip(MEASURES, values, strict=True) if one)


@functools.cache
def _missing_measures(present: frozenset[str]) -> tuple[str, ...]:
    """Return the missing MEASURES of a designated place; without a year, the day does not count as missing too."""
    return tuple(one for one in MEASURES if one not in present and not (one == "day" and "year" not in present))


def _measures(villages: list[Village], present: MeasuresByCode, measures: Iterable[str]) -> tuple[Measure, ...]:
    alike = Counter(present[village.code] for village in villages)  # most records have one of few combinations
    counts = {name: sum(count for measures_of, count in alike.items() if name in measures_of) for name in measures}
    return tuple(Measure(name, count, percent(count, len(villages))) for name, count in counts.items())


def _years(index: SiteIndex) -> set[int]:
    recorded = {year for place in index.places.values() for year in place.years}
    return recorded.union(year.year for year in index.site.programme.years)


def _year(index: SiteIndex, year: int) -> YearQuality:
    reconciliation = reconcile_year(index, year)
    reported = tuple(part for part in reconciliation.regions if part.reported.quantity is not None)
    return YearQuality(index.routes.year(year), replace(reconciliation, regions=reported))


def _regions(index: SiteIndex, designated: list[Village], present: MeasuresByCode) -> tuple[RegionQuality, ...]:
    inside: dict[str, list[Village]] = defaultdict(list)
    for village in designated:
        inside[index.site.geography.top.region_code(village.code)].append(village)
    limit = min(_MAX_PER_REGION, max(1, _MAX_LISTED // max(1, len(inside))))
    values = (_region(index, code, villages, present, limit) for code, villages in inside.items())
    return tuple(sorted(values, key=lambda part: (part.name, part.path)))


def _region(index: SiteIndex, code: str, villages: list[Village], present: MeasuresByCode, limit: int) -> RegionQuality:
    region = index.regions[code]
    lacking = [(village, missing) for village in villages if (missing := _missing_measures(present[village.code]))]
    lacking.sort(key=lambda one: (-len(one[1]), *order_by_region(one[0])))
    return RegionQuality(
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
    """Return the table of incomplete records by code, with missing values and source position."""
    geography = index.site.geography
    named = geography.levels[1::-1]
    columns = (
        *(column(bind(Village, geography), name) for name in ("code", "name", *(level.id for level in named))),
        Column("missing", "ids", {"enum": list(MEASURES)}, required=True, derived=True),
        Column("file", "string", required=True),
        Column("line", "integer", {"minimum": 1}, required=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in designated:
        if missing := _missing_measures(present[one.code]):
            span = index.origin(one.code)
            regions = (one.regions[level.depth] or None for level in named)
            rows.append((one.code, one.name, *regions, missing, span.file, span.line))
    return Table("incomplete", columns, ("code",), rows)
