"""Build the tables of a site's records, which are published, frozen in releases and compared."""

from __future__ import annotations

import functools
import keyword
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Annotated, Any

from sitegen import edtf
from sitegen.dataset.csv_text import NOTICE_COLUMN
from sitegen.dataset.table import Cell, Column, Dataset, Table, column, columns_of, row_getter
from sitegen.figures import Figure, FigureIndex
from sitegen.geography import Geography
from sitegen.geography.binding import OwnKey, bind
from sitegen.models import (
    DEFAULT_RULES,
    DesignationRules,
    Event,
    Indicator,
    IndicatorTarget,
    Observation,
    OwnField,
    Programme,
    ProgrammeYear,
    RegionYear,
    SeriesBreak,
    Site,
    Village,
)
from sitegen.models.designation import DERIVED_STATUSES, designation_of, status_of
from sitegen.models.kinds import table_kinds
from sitegen.models.series import series_of
from sitegen.scalars import DueDate, Edtf, Line, Number, ScalarRule, Url, choice_rule, parse_number


def tables_of(site: Site) -> Dataset:
    """Build all tables of a site: villages, events, years, regions of years, indicators, units, outreach, sources,
    offices, corrections, figures, and the other values of these."""
    return {name: table_of(site, name) for name in tables_without_rows(site)}


def tables_without_rows(site: Site) -> Dataset:
    """Return all tables of a site without rows: their columns and keys."""
    return empty_tables(site.geography, site_keys(site), site.programme.rules)


def site_keys(site: Site) -> tuple[OwnKey, ...]:
    """Return the keys that a site adds to village records."""
    return own_keys(site.own_fields, site.geography)


def table_of(site: Site, name: str) -> Table:
    """Build one table of a site, reading only the parts of the site that it contains."""
    rows = _region_years if name == site.geography.top.plural else _ROWS.get(name)
    empty = tables_without_rows(site)[name]
    return replace(empty, rows=list(rows(site) if rows else _plain_rows(site, name)))


_NO_COLUMNS = frozenset(("name_one",))
"""Fields that say only how pages write another."""


def _plain_rows(site: Site, name: str) -> Iterable[tuple[Cell, ...]]:
    kind = next(kind for kind in table_kinds() if kind.part == name)
    holder = site.programme if kind.holder is Programme else site
    return map(row_getter(kind.record, site.geography, absent=_NO_COLUMNS), getattr(holder, kind.part))


@functools.lru_cache(maxsize=16)
def empty_tables(geography: Geography, own: tuple[OwnKey, ...] = (), rules: DesignationRules | None = None) -> Dataset:
    """Return all tables without rows: their columns and keys. Levels of the geography name some of them, and villages
    have the site's `own` keys.

    By the `rules` of the programme, columns that can hold nothing are left out; None keeps all, for tables of a
    programme that is not known.
    """
    top, columns = geography.top, functools.partial(columns_of, geography=geography)
    code = replace(column(bind(Village, geography), "code"), refers="village")
    year = replace(column(ProgrammeYear, "year"), refers="year")
    number = Column("number", "integer", {"minimum": 1}, True)
    villages = columns(Village, derived=_of_village(geography), own=own, absent=_absent(rules, "villages"))
    events = columns(Event, derived=_OF_EVENT, absent=_absent(rules, "events"))
    known = rules or DEFAULT_RULES
    statuses, kinds = {"status": [*known.state_by_id, *DERIVED_STATUSES]}, {"kind": list(known.kind_by_id)}
    levels = {key: list(known.rank_by_level) for key in ("level", "current_level")} if known.levels else {}
    indicator = replace(column(Indicator, "id", "indicator"), refers="indicator")
    tables = (
        Table("villages", _with_enums(villages, statuses | levels), ("code",), [], group=top.id),
        Table("events", (code, number, *_with_enums(events, kinds | levels)), ("code", "number"), []),
        Table("years", columns(ProgrammeYear, derived=_OF_YEAR), ("year",), []),
        Table(top.plural, (year, *columns(RegionYear)), ("year", top.id), []),
        *(
            Table(kind.part, columns(kind.record, absent=_NO_COLUMNS), kind.row_key or (kind.key,), [])
            for kind in table_kinds()
        ),
        Table("observations", (indicator, *_OBSERVED, *columns(Observation)[2:]), ("indicator", "period"), []),
        Table("targets", (indicator, *columns(IndicatorTarget)), ("indicator", "due"), []),
        Table("breaks", (indicator, *columns(SeriesBreak)), ("indicator", "at"), []),
        Table("figures", _figure_columns(), ("id",), []),
        Table("disagreements", _DISAGREED, ("figure", "value"), []),
    )
    figures = {
        "years": frozenset({"target", "reported", "projected_total"}),
        top.plural: frozenset({"reported"}),
        "observations": frozenset({"value"}),
        "targets": frozenset({"value"}),
    }
    named = {one.name: replace(one, figure_columns=figures.get(one.name, frozenset())) for one in tables}
    latest = tuple(replace(one, derived=one.name in _OF_SERIES) for one in named["indicators"].columns)
    return named | {"indicators": replace(named["indicators"], columns=latest)}


_OBSERVED = (
    Column("period", "string", required=True),
    Column("dated", "string", {"enum": ["period", "as_of"]}, required=True),
)
"""The first columns of observations: the period or date of each, and which of the two it is."""
_OF_SERIES = frozenset({"value", "as_of", "status", "rounded", "target", "target_kind", "due"})
"""The columns of indicators that are derived from their series: its latest observation, and its last target."""


def _indicators(site: Site) -> Iterator[tuple[Cell, ...]]:
    row = row_getter(Indicator, site.geography)
    for one in site.indicators:
        series = series_of(one)
        seen, aim = series.observations[-1:], series.targets[-1:]
        latest: dict[str, Any] = {"value": seen[0].value, "as_of": seen[0].date or None} if seen else {}
        latest |= {"status": seen[0].status, "rounded": seen[0].rounded} if seen else {}
        latest |= {"target": aim[0].value, "target_kind": aim[0].kind, "due": aim[0].date or None} if aim else {}
        yield row(replace(one, **latest))


def _observations(site: Site) -> Iterator[tuple[Cell, ...]]:
    row = row_getter(Observation, site.geography)
    for indicator in site.indicators:
        for one in series_of(indicator).observations:
            yield (indicator.id, one.date, "period" if one.period else "as_of", *row(one)[2:])


def _targets(site: Site) -> Iterator[tuple[Cell, ...]]:
    row = row_getter(IndicatorTarget, site.geography)
    return ((indicator.id, *row(one)) for indicator in site.indicators for one in series_of(indicator).targets)


def _breaks(site: Site) -> Iterator[tuple[Cell, ...]]:
    row = row_getter(SeriesBreak, site.geography)
    return ((indicator.id, *row(one)) for indicator in site.indicators for one in series_of(indicator).breaks)


_FREE = Annotated[str, ScalarRule(lambda text: text, {"type": "string"})]
"""The type of a field whose own declaration is wrong, which is what is reported."""


@functools.lru_cache(maxsize=16)
def own_keys(declared: tuple[OwnField, ...], geography: Geography) -> tuple[OwnKey, ...]:
    """Return the keys that these fields add to village records; none for a field whose id is missing, in use or taken.

    The same fields give the same keys, since types are made and remembered for them.
    """
    taken, found = set(taken_names(geography)), list[OwnKey]()
    for one in declared:
        if one.id and one.id not in taken:
            taken.add(one.id)
            words = one.words or one.id
            key = OwnKey(one.id, _own_type(one), one.required, str, one.column, words, one.description or words)
            found.append(replace(key, value=parse_number) if one.type == "number" else key)
    return tuple(found)


def _own_type(one: OwnField) -> Any:
    match one.type:
        case "text":
            return Line
        case "number":
            return Number
        case "date":
            return DueDate if one.ahead else Edtf
        case "link":
            return Url
        case "choice" if choices := [choice.id for choice in one.choices if choice.id]:
            return Annotated[str, choice_rule(*choices)]
    return _FREE


@functools.lru_cache(maxsize=16)
def taken_names(geography: Geography) -> frozenset[str]:
    """Return the names that no field of a site can have: those of keys and columns of villages, and words of Python."""
    names = {one.name for one in fields(bind(Village, geography))}
    names |= {column.name for column in empty_tables(geography)["villages"].columns}
    return frozenset((*names, "url", NOTICE_COLUMN, *keyword.kwlist))


def _with_enums(columns: tuple[Column, ...], enums: Mapping[str, list[str]]) -> tuple[Column, ...]:
    """Return the columns with the values that those named in `enums` allow."""
    return tuple(replace(one, rule={"enum": enums[one.name]}) if one.name in enums else one for one in columns)


def _of_village(geography: Geography) -> dict[str, Column]:
    """Return the derived columns of villages, by the key that each follows."""
    return {
        geography.top.id: Column("status", "string", required=True, derived=True),
        "certified": Column("year", "integer", derived=True),
        "level": Column("current_level", "string", derived=True),
        "office": Column("office_name", "string", derived=True),
    }


_OF_EVENT = {"date": Column("year", "integer", derived=True)}
"""The derived columns of events, by the field that each follows."""


def _absent(rules: DesignationRules | None, table: str) -> frozenset[str]:
    """Return the columns of villages or events that can hold nothing by the rules of the programme."""
    levels = {"level", "current_level"} if rules and not rules.levels else ()
    years = {"year"} if rules and table == "events" and rules.counting != "each_year" else ()
    return frozenset({*levels, *years})


_OF_YEAR = {
    "projected_sources": Column("recorded_here", "integer", {"minimum": 0}, True, derived=True),
    "recorded_here": Column("recorded_here_max", "integer", {"minimum": 0}, True, derived=True),
}
"""The derived columns of years, by the column that each follows."""


def _villages(site: Site) -> Iterator[tuple[Cell, ...]]:
    rules = site.programme.rules
    offices = {office.id: office.name for office in site.offices}
    reached = reached_villages(site)
    row = row_getter(Village, site.geography, _of_village(site.geography), site_keys(site), _absent(rules, "villages"))
    for one in site.villages:
        designation = designation_of(one, rules)
        status = status_of(designation, reached=one.code in reached)
        year, office = edtf.year_of(one.certified), offices.get(one.office or "")
        yield row(one, (status, year, designation.level or None, office))


def reached_villages(site: Site) -> frozenset[str]:
    """Return the codes of the villages that outreach reached; an event that is only planned reached none."""
    return frozenset(code for event in site.outreach if event.date for code in event.villages)


def _events(site: Site) -> Iterator[tuple[Cell, ...]]:
    """Yield the events of each village's designation, numbered from 1."""
    rules = site.programme.rules
    row = row_getter(Event, site.geography, _OF_EVENT, absent=_absent(rules, "events"))
    for village in site.villages:
        for number, event in enumerate(village.events, 1):
            year = edtf.year_of(event.date) if rules.counts(rules.state_after(event.kind)) else None
            yield (village.code, number, *row(event, (year,)))


def _years(site: Site) -> Iterator[tuple[Cell, ...]]:
    """Yield every year with a record of the programme or a designated village."""
    records = {record.year: record for record in site.programme.years}
    recorded = dict.fromkeys(records, 0)
    rules = site.programme.rules
    for village in site.villages:
        for year in designation_of(village, rules).years:
            recorded[year] = recorded.get(year, 0) + 1
    row, figures = row_getter(ProgrammeYear, site.geography, _OF_YEAR), FigureIndex(site)
    for year, count in sorted(recorded.items()):
        yield row(records.get(year) or ProgrammeYear(year=year), (count, count + figures.possible_in(year)))


def _region_years(site: Site) -> Iterator[tuple[Cell, ...]]:
    """Yield what the programme reported for each region of the highest level in each year."""
    row = row_getter(RegionYear, site.geography)
    for year in sorted(site.programme.years, key=lambda year: year.year):
        for part in sorted(year.regions, key=lambda part: part.region):
            yield (year.year, *row(part))


def _figure_columns() -> tuple[Column, ...]:
    """Return the columns of figures, which are not records."""
    kinds = ["reported", "counted", "target", "projected", "commitment"]
    return (
        Column("id", "string", required=True),
        Column("kind", "string", {"enum": kinds}, required=True),
        Column("value", "number"),
        Column("unit", "string", required=True),
        Column("scope", "string", prose=True),
        Column("year", "integer"),
        Column("name", "string", prose=True),
        Column("definition", "string", prose=True),
        Column("as_of", "string"),
        Column("known", "string"),
        Column("status", "string", {"enum": ["preliminary", "final"]}),
        Column("rounded", "boolean", required=True),
        Column("sources", "ids"),
        Column("note", "string", prose=True),
    )


_DISAGREED = (
    Column("figure", "string", required=True),
    Column("value", "number", required=True),
    Column("shown", "number", required=True, derived=True),
    Column("unit", "string", required=True, derived=True),
    Column("known", "string"),
    Column("sources", "ids", required=True),
    Column("note", "string", prose=True),
    Column("because", "string", prose=True),
)
"""The columns of disagreements: other values of figures, which are not records."""


def _disagreements(site: Site) -> Iterator[tuple[Cell, ...]]:
    """Yield the other values of each figure on which sources disagree, with the one that is shown."""
    for one in FigureIndex(site).disagreements():
        shown = one.quantity.number if one.quantity else None
        for other in one.others:
            yield (
                one.id, other.quantity.number, shown, one.unit, other.known or None, other.sources,
                other.note or None, one.because or None,
            )  # fmt: skip


def _figures(figures: FigureIndex) -> Iterator[tuple[Cell, ...]]:
    for one in (*figures.stated(), *figures.counts()):
        yield _figure_row(one)


def _figure_row(one: Figure) -> tuple[Cell, ...]:
    value = one.quantity.number if one.quantity else None
    return (
        one.id, one.kind, value, one.unit, one.scope or None, one.year, one.name or None, one.definition or None,
        one.as_of or None, one.known or None, one.status or None, one.rounded, one.sources, one.note or None,
    )  # fmt: skip


_ROWS: dict[str, Callable[[Site], Iterable[tuple[Cell, ...]]]] = {
    "villages": _villages,
    "events": _events,
    "years": _years,
    "indicators": _indicators,
    "observations": _observations,
    "targets": _targets,
    "breaks": _breaks,
    "figures": lambda site: _figures(FigureIndex(site)),
    "disagreements": _disagreements,
}
"""Functions that yield the rows of the tables whose columns are not just the fields of a record."""
