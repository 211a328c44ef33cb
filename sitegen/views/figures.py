"""Figures as pages show them, and the reconciliation of reported figures with the register."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sitegen import edtf
from sitegen.figures import (
    VILLAGES,
    CountRange,
    Figure,
    FigureKind,
    format_number,
    known_last,
    shortfall,
    shortfall_range,
)
from sitegen.models import Source, Unit
from sitegen.output import FigureCard, FigureDisagreement, FigureState, OtherValueCard
from sitegen.plurals import RULES, numbered_form, plural_category
from sitegen.views.correction_urls import correction_path
from sitegen.views.site_index import SiteIndex


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The figures of one year, which are never added to each other."""

    year: int
    path: str
    """URL of its page in the archive."""
    target: FigureCard
    """Target: villages to be designated in the year."""
    reported: FigureCard
    """Result: villages designated in the year, as the programme reports."""
    cumulative: FigureCard
    """This site's sum of all years reported up to it; without a quantity if one is not known."""
    projected: FigureCard | None
    """Total at the end of the year that a source projects by counting a target as reached; None without one."""
    counted: FigureCard
    """Places of the year in the register."""
    note: str
    """Note that must be shown with them; may be empty."""


def figure_card(index: SiteIndex, figure: Figure) -> FigureCard:
    """Make the card of a figure, in the language of the index."""
    kind = "sum" if figure.parts else figure.kind
    stated = bool(figure.territory)
    unit, number = index.figures.unit(figure.unit), _exact_number(figure)
    return FigureCard(
        id=figure.id,
        kind=figure.kind,
        quantity=figure.quantity,
        unit=unit_name(index, unit, number) if unit else _villages(index, figure, number),
        name=figure.name or _name(index, figure),
        scope=figure.territory or _scope(index, figure),
        definition=figure.definition or index.messages[f"figure_means_{'stated' if stated else kind}"],
        path=_path(index, figure),
        attribution=index.messages[f"figure_{'stated' if stated and kind == 'reported' else kind}"],
        as_of=figure.as_of,
        over_period=figure.over_period,
        known_since=figure.known,
        status=figure.status,
        sources=index.cited(figure.sources),
        rounded=figure.rounded,
        summed=bool(figure.parts),
        note=_note(index, figure),
        disagreement=_disagreement(index, figure),
        range=figure.range,
        history=_history(index, figure),
    )


def _history(index: SiteIndex, figure: Figure) -> tuple[FigureState, ...]:
    """Return what was known of a stated figure when, if there is more to tell than since when it is known: it was
    changed, or the result of a year was known only after the year."""
    if figure.parts or not figure.known or figure.quantity is None:
        return ()
    known = edtf.parse(figure.known).last
    late = figure.kind == "reported" and figure.year is not None and known.year > figure.year
    changes = [one for one in index.corrections_of.get(figure.id, ()) if one.field is None]
    if not changes and not late:
        return ()
    earlier = (one.known for one in figure.others if known_last(one) < known)
    days = sorted({figure.known, *earlier}, key=lambda day: edtf.parse(day).last)
    states = [FigureState("unknown", days[0], None)]
    for day in days:
        first = index.figures.get(figure.id, edtf.parse(day).last)
        if first and first.quantity and first.quantity != states[-1].quantity:
            states.append(FigureState("known", day, first.quantity, index.cited(first.sources)))
    for one in sorted(changes, key=lambda one: edtf.parse(one.when).last):
        since = index.figures.get(figure.id, edtf.parse(one.when).last)
        states.append(
            FigureState(
                kind=one.kind,
                since=one.when,
                quantity=since.quantity if since else None,
                sources=index.cited(one.sources),
                path=correction_path(index, one),
            )
        )
    return tuple(states)


_NOT_IN_ANCHORS = re.compile(r"[^0-9A-Za-z-]+")


def _disagreement(index: SiteIndex, figure: Figure) -> FigureDisagreement | None:
    if not figure.others:
        return None
    others = (OtherValueCard(one.quantity, index.cited(one.sources), one.note) for one in figure.others)
    language, anchor = index.site.config.language, _NOT_IN_ANCHORS.sub("-", figure.id)
    return FigureDisagreement(
        others=tuple(others),
        because=figure.because,
        language="" if index.language == language else language,
        anchor=anchor,
        path=f"{index.routes.root('disagreements')}#{anchor}",
    )


def card_by_id(index: SiteIndex, id: str) -> FigureCard:
    """Return the card of a figure by id; raise KeyError if there is none."""
    figure = index.figures.get(id)
    if figure is None:
        raise KeyError(id)
    return figure_card(index, figure)


def year_figure_card(index: SiteIndex, kind: FigureKind, year: int, region: str = "") -> FigureCard:
    """Return the card of what is stated about a year, or a region in it; without a quantity if nothing is stated."""
    id = f"{kind}-{year}-{region}" if region else f"{kind}-{year}"
    unstated = Figure(id, kind, None, VILLAGES, f"year:{year}", scope=region, year=year)
    return figure_card(index, index.figures.get(id) or unstated)


def year_figures(index: SiteIndex, years: Iterable[int]) -> tuple[YearFigures, ...]:
    """Return the figures of these years, in order."""
    notes = {year.year: year.note or "" for year in index.site.programme.years}
    return tuple(_year_figures(index, year, notes.get(year, "")) for year in sorted(years))


def sources_of(figures: Iterable[YearFigures]) -> tuple[Source, ...]:
    """Return the sources of these figures, each once, in the order in which they are first cited."""
    cited: dict[str, Source] = {}
    for row in figures:
        for figure in (row.target, row.reported, row.cumulative, row.projected):
            cited.update((source.id, source) for source in (figure.sources if figure else ()) if source.id not in cited)
    return tuple(cited.values())


def _year_figures(index: SiteIndex, year: int, note: str) -> YearFigures:
    projected = year_figure_card(index, "projected", year)
    return YearFigures(
        year=year,
        path=index.routes.year(year),
        target=year_figure_card(index, "target", year),
        reported=year_figure_card(index, "reported", year),
        cumulative=_cumulative(index, year),
        projected=projected if projected.quantity else None,
        counted=card_by_id(index, f"counted-{year}"),
        note=note,
    )


def _cumulative(index: SiteIndex, year: int) -> FigureCard:
    """Return this site's sum since the programme began; without a quantity for years before it."""
    id = f"sum-{index.site.programme.began}-{year}"
    unknown = Figure(id, "reported", None, VILLAGES, f"year:{year}", year=year, parts=(f"reported-{year}",))
    return figure_card(index, index.figures.get(id) or unknown)


def unit_name(index: SiteIndex, unit: Unit, number: int | Decimal | None) -> str:
    """Return a unit as it is written behind a number; None for an unknown one."""
    is_one = number is not None and plural_category(index.messages.get(RULES, ""), number) == "one"
    return (is_one and unit.name_one) or unit.name


def _exact_number(figure: Figure) -> int | Decimal | None:
    """Return the number of a figure; None where it is unknown, or known within limits only."""
    ranged = figure.range and figure.range.least < figure.range.most
    return figure.quantity.number if figure.quantity and not ranged else None


def _villages(index: SiteIndex, figure: Figure, number: int | Decimal | None) -> str:
    """Return the word for what is counted; an unknown unit, which load/ reports, is its own name."""
    if figure.unit != VILLAGES:
        return figure.unit
    key = "unit_designations" if figure.parts else "unit_villages"
    return index.messages[key] if number is None else numbered_form(index.messages, key, number)


def _name(index: SiteIndex, figure: Figure) -> str:
    """Return the name of a figure of the programme or the register."""
    if len(figure.parts) > 1:
        first, last = _span(figure)
        return index.t("figure_name_sum", first=first, last=last)
    if figure.year is not None:
        return index.t(f"figure_name_{figure.kind}_year", year=figure.year)
    return index.messages["figure_name_counted"]


def _scope(index: SiteIndex, figure: Figure) -> str:
    """Return the territory of a figure of the programme or the register, in words."""
    if not figure.scope:
        return index.messages["scope_register" if figure.kind == "counted" else "scope_programme"]
    region = index.regions.get(figure.scope)
    if region is None:
        return _unrecorded_region(index, figure.scope)
    title = index.region_title(region.level, region.code, region.name)
    names = [title, *(link.text for link in region.above[::-1])]
    return ", ".join(names)


def _unrecorded_region(index: SiteIndex, code: str) -> str:
    """Return the name of a region of the highest level without a recorded village: the one that a year's record gives,
    else its code."""
    records = (part for year in index.site.programme.years for part in year.regions if part.region == code)
    found = next(records, None)
    return index.region_title(index.site.geography.top.id, code, found.name if found else code)


def _path(index: SiteIndex, figure: Figure) -> str:
    """Return the URL of the page that shows the record of a figure, with its anchor."""
    if figure.about.startswith("indicator:"):
        return f"{index.routes.root('indicators')}#{figure.about.removeprefix('indicator:')}"
    if figure.parts and _span(figure)[0] != str(index.site.programme.began):
        return index.routes.root("archive")  # no page shows the sum of only some years
    if figure.year is not None:
        return _year_path(index, figure, figure.year)
    if not figure.scope:
        return f"{index.routes.root('register')}#{figure.id}"
    region = index.regions.get(figure.scope)
    return f"{region.path}#{figure.id}" if region else index.routes.root("regions")


def _year_path(index: SiteIndex, figure: Figure, year: int) -> str:
    count_figure = index.figures.get(f"counted-{year}")
    reported = any(one.year == year for one in index.site.programme.years)
    if reported or (count_figure and count_figure.quantity and count_figure.quantity.number):
        return f"{index.routes.year(year)}#{figure.id}"
    return index.routes.root("archive")  # a year without records has no page


def _note(index: SiteIndex, figure: Figure) -> str:
    if figure.range:
        possible = format_number(index.messages, figure.range.most - figure.range.least)
        return index.t("figure_note_possible", count=possible, year=figure.year)
    if figure.quantity is None or figure.territory:
        return figure.note
    if len(figure.parts) == 1:
        return index.t("figure_note_sum_first", first=_span(figure)[0])
    if figure.parts:
        first, last = _span(figure)
        return index.t("figure_note_sum", first=first, last=last)
    return index.messages["figure_note_projected"] if figure.kind == "projected" else figure.note


def _span(figure: Figure) -> tuple[str, str]:
    """Return the first and the last year of a sum."""
    return figure.parts[0].removeprefix("reported-"), figure.parts[-1].removeprefix("reported-")


@dataclass(frozen=True, slots=True)
class ReconciledRegion:
    """Reconciliation of a region of the highest level in a year."""

    code: str
    name: str
    path: str
    """URL of its page; empty if the register has no place of it."""
    reported: FigureCard
    """Result that the programme reports; without a quantity if no source states one."""
    counted: int
    """Places of the year in the register."""
    missing: int | None
    """Reported minus counted: negative if the register has more, None if not known."""
    counted_range: CountRange
    """Limits of `counted`, as places without a stated year may be of this one."""
    missing_range: CountRange | None
    """Limits of `missing` for the same reason; None if not known."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Reconciliation of a year."""

    year: int
    reported: FigureCard
    """Result that the programme reports; without a quantity if no source states one."""
    counted: FigureCard
    """Places of the year in the register."""
    missing: int | None
    """How many the register lacks; negative where it holds more, None where it is not known."""
    undated: int
    """Places without a stated year whose date allows this year."""
    missing_range: CountRange | None
    """Limits of `missing`, as these places may be of this year; None where it is not known."""
    regions: tuple[ReconciledRegion, ...]
    """Regions of the highest level with a reported result, or a place in the register that is or may be of the year,
    by name."""


def reconcile_year(index: SiteIndex, year: int) -> Reconciliation:
    """Reconcile what is reported for a year, and for each region of the highest level, with the register."""
    reported, count_figure = year_figure_card(index, "reported", year), card_by_id(index, f"counted-{year}")
    missing, possible = shortfall(reported.quantity, count_figure.quantity), index.figures.possible_in(year)
    return Reconciliation(
        year=year,
        reported=reported,
        counted=count_figure,
        missing=missing,
        undated=possible,
        missing_range=shortfall_range(missing, possible),
        regions=_reconciled_regions(index, year),
    )


def _reconciled_regions(index: SiteIndex, year: int) -> tuple[ReconciledRegion, ...]:
    reported = (part for one in index.site.programme.years if one.year == year for part in one.regions)
    names = {part.region: part.name for part in reported}
    held = (*index.figures.regions_of(year), *index.figures.possible_regions_of(year))
    names |= {code: index.regions[code].name for code in held}
    return tuple(
        _reconciled_region(index, year, code, names[code]) for code in sorted(names, key=lambda one: names[one])
    )


def _reconciled_region(index: SiteIndex, year: int, code: str, name: str) -> ReconciledRegion:
    region = index.regions.get(code)
    reported, count_figure = year_figure_card(index, "reported", year, code), index.figures.counted_in(year, code)
    missing, possible = shortfall(reported.quantity, count_figure), index.figures.possible_in(year, code)
    counted = int(count_figure.number)
    return ReconciledRegion(
        code=code,
        name=name,
        path=region.path if region else "",
        reported=reported,
        counted=counted,
        missing=missing,
        counted_range=CountRange(counted, counted + possible),
        missing_range=shortfall_range(missing, possible),
    )
