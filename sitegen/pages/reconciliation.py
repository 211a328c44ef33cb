"""Reconciliation: what the programme reports of a year beside what the register holds, and what it lacks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sitegen import edtf
from sitegen.figures import missing
from sitegen.output import FigureCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.figures import card_of, year_card


@dataclass(frozen=True, slots=True)
class ReconciledProvince:
    """One province in one year."""

    code: str
    """Its official code."""
    name: str
    """Its name."""
    path: str
    """Address of its page; empty where the register holds no place of it."""
    reported: FigureCard
    """Villages designated there, as the programme reports; without a quantity where no source tells."""
    counted: int
    """Places of the register that are stated to be designated there in the year."""
    missing: int | None
    """How many the register lacks; negative where it holds more, None where it is not known."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One year."""

    year: int
    """The year."""
    reported: FigureCard
    """Villages designated in it, as the programme reports; without a quantity where no source tells."""
    counted: FigureCard
    """Places of the register that are stated to be designated in it."""
    missing: int | None
    """How many the register lacks; negative where it holds more, None where it is not known."""
    undated: int
    """Places of the register without a stated year whose date allows this one."""
    provinces: tuple[ReconciledProvince, ...]
    """The provinces of which a result of the year is told, or that the register holds places of, by name."""


def reconciliation(catalogue: Catalogue, year: int) -> Reconciled:
    """What is reported, counted here and missing of a year, and of each province that is spoken of."""
    reported, counted = year_card(catalogue, "reported", year), card_of(catalogue, f"counted-{year}")
    return Reconciled(
        year=year,
        reported=reported,
        counted=counted,
        missing=missing(reported.quantity, counted.quantity),
        undated=_may_belong(catalogue, year),
        provinces=_provinces(catalogue, year),
    )


def _provinces(catalogue: Catalogue, year: int) -> tuple[ReconciledProvince, ...]:
    told = (part for one in catalogue.site.programme.years if one.year == year for part in one.provinces)
    names = {part.province: part.name for part in told}
    names |= {code: catalogue.regions[code].name for code in catalogue.figures.provinces_of(year)}
    return tuple(_province(catalogue, year, code, names[code]) for code in sorted(names, key=lambda one: names[one]))


def _province(catalogue: Catalogue, year: int, code: str, name: str) -> ReconciledProvince:
    region = catalogue.regions.get(code)
    reported, counted = year_card(catalogue, "reported", year, code), catalogue.figures.counted_in(year, code)
    return ReconciledProvince(
        code=code,
        name=name,
        path=region.path if region else "",
        reported=reported,
        counted=int(counted.number),
        missing=missing(reported.quantity, counted),
    )


def _may_belong(catalogue: Catalogue, year: int) -> int:
    """How many places without a stated year have a date that allows `year`; nothing is older than the programme."""
    dates = Counter(one.certified for one in catalogue.without_year())
    began = catalogue.site.programme.began
    return sum(count for date, count in dates.items() if _allows(date, year, began))


def _allows(date: str, year: int, began: int) -> bool:
    when = edtf.parse(date)
    return (when.first.year if when.first else began) <= year <= when.last.year
