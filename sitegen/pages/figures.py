"""Figures as pages show them: each with its name, scope and definition in words, and the address of its record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sitegen.figures import VILLAGES, Figure, FigureKind
from sitegen.model import Source
from sitegen.output import FigureCard
from sitegen.pages.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What is known of one year, in figures that are never added to each other."""

    year: int
    """The year."""
    path: str
    """Address of its page in the archive."""
    target: FigureCard
    """Villages to be designated in it."""
    reported: FigureCard
    """Villages designated in it, as the programme reports."""
    cumulative: FigureCard
    """Our sum of all years reported up to it; not known where one of them is not known."""
    projected: FigureCard | None
    """The total at its end that a source states by counting a target as done; None where no source does."""
    counted: FigureCard
    """Villages designated in it that the register holds."""
    note: str
    """What a reader must know to read them rightly; may be empty."""


def figure_card(catalogue: Catalogue, figure: Figure) -> FigureCard:
    """A figure with all that a note beside it says, in the words of the site's language."""
    sort = "sum" if figure.parts else figure.kind
    stated = bool(figure.territory)
    unit = catalogue.figures.unit(figure.unit)
    return FigureCard(
        id=figure.id,
        kind=figure.kind,
        quantity=figure.quantity,
        unit=unit.name if unit else _villages(catalogue, figure),
        name=figure.name or _name(catalogue, figure),
        scope=figure.territory or _scope(catalogue, figure),
        definition=figure.definition or catalogue.words[f"figure_means_{'stated' if stated else sort}"],
        path=_path(catalogue, figure),
        whose=catalogue.words[f"figure_{'stated' if stated and sort == 'reported' else sort}"],
        as_of=figure.as_of,
        known=figure.known,
        status=figure.status,
        sources=catalogue.cited(figure.sources),
        rounded=figure.rounded,
        summed=bool(figure.parts),
        note=_note(catalogue, figure),
    )


def card_of(catalogue: Catalogue, id: str) -> FigureCard:
    """The figure of this id; raises KeyError for an id that names none."""
    figure = catalogue.figures.get(id)
    if figure is None:
        raise KeyError(id)
    return figure_card(catalogue, figure)


def year_card(catalogue: Catalogue, kind: FigureKind, year: int, province: str = "") -> FigureCard:
    """What is stated of a year, or of a province in it; a figure without a quantity where nobody states it."""
    id = f"{kind}-{year}-{province}" if province else f"{kind}-{year}"
    unstated = Figure(id, kind, None, VILLAGES, f"year:{year}", scope=province, year=year)
    return figure_card(catalogue, catalogue.figures.get(id) or unstated)


def year_figures(catalogue: Catalogue, years: Iterable[int]) -> tuple[YearFigures, ...]:
    """The figures of these years, in order."""
    notes = {year.year: year.note or "" for year in catalogue.site.programme.years}
    return tuple(_figures(catalogue, year, notes.get(year, "")) for year in sorted(years))


def sources_of(figures: Iterable[YearFigures]) -> tuple[Source, ...]:
    """Every source of these figures once, in the order in which they are first cited."""
    cited: dict[str, Source] = {}
    for row in figures:
        for figure in (row.target, row.reported, row.cumulative, row.projected):
            cited.update((source.id, source) for source in (figure.sources if figure else ()) if source.id not in cited)
    return tuple(cited.values())


def _figures(catalogue: Catalogue, year: int, note: str) -> YearFigures:
    projected = year_card(catalogue, "projected", year)
    return YearFigures(
        year=year,
        path=catalogue.addresses.year(year),
        target=year_card(catalogue, "target", year),
        reported=year_card(catalogue, "reported", year),
        cumulative=_cumulative(catalogue, year),
        projected=projected if projected.quantity else None,
        counted=card_of(catalogue, f"counted-{year}"),
        note=note,
    )


def _cumulative(catalogue: Catalogue, year: int) -> FigureCard:
    """Our sum since the programme began; a year before it has none."""
    id = f"sum-{catalogue.site.programme.began}-{year}"
    none = Figure(id, "reported", None, VILLAGES, f"year:{year}", year=year, parts=(f"reported-{year}",))
    return figure_card(catalogue, catalogue.figures.get(id) or none)


def _villages(catalogue: Catalogue, figure: Figure) -> str:
    """The word for what is counted; an id that names no unit, which reading reports, stands for itself."""
    return catalogue.words["unit_villages"] if figure.unit == VILLAGES else figure.unit


def _name(catalogue: Catalogue, figure: Figure) -> str:
    """What a figure of the programme or the register is, in a few words."""
    if len(figure.parts) > 1:
        first, last = _span(figure)
        return catalogue.say("figure_name_sum", first=first, last=last)
    if figure.year is not None:
        return catalogue.say(f"figure_name_{figure.kind}_year", year=figure.year)
    return catalogue.words["figure_name_counted"]


def _scope(catalogue: Catalogue, figure: Figure) -> str:
    """The territory of a figure of the programme or the register, in words."""
    if not figure.scope:
        return catalogue.words["scope_register" if figure.kind == "counted" else "scope_programme"]
    region = catalogue.regions.get(figure.scope)
    if region is None:
        return _province(catalogue, figure.scope)
    names = [catalogue.say(f"{region.level}_named", name=region.name), *(link.text for link in region.above[::-1])]
    return ", ".join(names)


def _province(catalogue: Catalogue, code: str) -> str:
    """A province that holds no recorded village, by the name that a year's record gives it, else by its code."""
    named = (part for year in catalogue.site.programme.years for part in year.provinces if part.province == code)
    found = next(named, None)
    return catalogue.say("province_named", name=found.name if found else code)


def _path(catalogue: Catalogue, figure: Figure) -> str:
    """The address of the record that a figure stands in, with the anchor that the page gives it."""
    if figure.about.startswith("indicator:"):
        return f"{catalogue.addresses.root('indicators')}#{figure.about.removeprefix('indicator:')}"
    if figure.parts and _span(figure)[0] != str(catalogue.site.programme.began):
        return catalogue.addresses.root("archive")  # no page shows the sum of some years
    if figure.year is not None:
        return _year_path(catalogue, figure, figure.year)
    if not figure.scope:
        return f"{catalogue.addresses.root('register')}#{figure.id}"
    region = catalogue.regions.get(figure.scope)
    return f"{region.path}#{figure.id}" if region else catalogue.addresses.root("regions")


def _year_path(catalogue: Catalogue, figure: Figure, year: int) -> str:
    counted = catalogue.figures.get(f"counted-{year}")
    told = any(one.year == year for one in catalogue.site.programme.years)
    if told or (counted and counted.quantity and counted.quantity.number):
        return f"{catalogue.addresses.year(year)}#{figure.id}"
    return catalogue.addresses.root("archive")  # nothing may be told of the year, which then has no page


def _note(catalogue: Catalogue, figure: Figure) -> str:
    if figure.quantity is None or figure.territory:
        return figure.note
    if len(figure.parts) == 1:
        return catalogue.say("figure_note_sum_one", first=_span(figure)[0])
    if figure.parts:
        first, last = _span(figure)
        return catalogue.say("figure_note_sum", first=first, last=last)
    return catalogue.words["figure_note_projected"] if figure.kind == "projected" else figure.note


def _span(figure: Figure) -> tuple[str, str]:
    """The first and the last year of a sum."""
    return figure.parts[0].removeprefix("reported-"), figure.parts[-1].removeprefix("reported-")
