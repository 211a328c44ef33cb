"""The programme's figures a year, each with whose it is. Only results are ever added, and only where all are known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sitegen.model import ProgrammeYear, Source
from sitegen.pages.cards import Figure
from sitegen.pages.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What is known of one year, in figures that are never added to each other."""

    year: int
    """The year."""
    path: str
    """Address of its page in the archive."""
    target: Figure
    """Villages to be designated in it."""
    reported: Figure
    """Villages designated in it, as the programme reports."""
    cumulative: Figure
    """Our sum of all years reported up to it; not known where one of them is not known."""
    projected: Figure | None
    """The total at its end that a source states by counting a target as done; None where no source does."""
    recorded: Figure
    """Villages designated in it that the register holds."""
    note: str
    """What a reader must know to read them rightly; may be empty."""


def year_figures(catalogue: Catalogue, years: dict[int, int]) -> tuple[YearFigures, ...]:
    """The figures of these years in order; `years` says how many places the register holds for each."""
    told = {year.year: year for year in catalogue.site.programme.years}
    return tuple(_figures(catalogue, told, year, recorded) for year, recorded in sorted(years.items()))


def recorded(catalogue: Catalogue, count: int) -> Figure:
    """How many places the register holds: this site's own count, never the programme's total."""
    return Figure("counted", count, catalogue.words["unit_villages"])


def sources_of(figures: tuple[YearFigures, ...]) -> tuple[Source, ...]:
    """Every source of these figures once, in the order in which they are first cited."""
    cited: dict[str, Source] = {}
    for row in figures:
        for figure in (row.target, row.reported, row.cumulative, row.projected):
            cited.update((source.id, source) for source in (figure.sources if figure else ()) if source.id not in cited)
    return tuple(cited.values())


def _figures(catalogue: Catalogue, told: dict[int, ProgrammeYear], year: int, count: int) -> YearFigures:
    known = told.get(year) or ProgrammeYear(year=year)
    figure = partial(Figure, unit=catalogue.words["unit_villages"])
    projected = figure(
        "projected",
        known.projected_total,
        sources=catalogue.cited(known.projected_sources),
        note=catalogue.words["figure_note_projected"],
    )
    return YearFigures(
        year=year,
        path=catalogue.addresses.year(year),
        target=figure("target", known.target, sources=catalogue.cited(known.target_sources)),
        reported=figure("reported", known.reported, sources=catalogue.cited(known.reported_sources)),
        cumulative=_cumulative(catalogue, told, year),
        projected=projected if known.projected_total is not None else None,
        recorded=recorded(catalogue, count),
        note=known.note or "",
    )


def _cumulative(catalogue: Catalogue, told: dict[int, ProgrammeYear], year: int) -> Figure:
    first, unit = catalogue.site.programme.began, catalogue.words["unit_villages"]
    rows = [told.get(one) for one in range(first, year + 1)]
    reported = [row.reported for row in rows if row and row.reported is not None]
    if not rows or len(reported) < len(rows):
        return Figure("sum", None, unit)
    key = "figure_note_sum" if len(rows) > 1 else "figure_note_sum_one"
    sources = dict.fromkeys(id for row in rows if row for id in row.reported_sources)
    return Figure(
        "sum",
        sum(reported),
        unit,
        sources=catalogue.cited(sources),
        note=catalogue.say(key, first=first, last=year),
    )
