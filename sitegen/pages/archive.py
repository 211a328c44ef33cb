"""The yearly archive: what was aimed at, reported and recorded a year, and a place for what has no stated year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.formats import PLAIN_FORMATS
from sitegen.model import Source
from sitegen.output import Head, Link, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import Chart, growth, yearly
from sitegen.pages.figures import YearFigures, sources_of, year_figures
from sitegen.pages.inputs import ledger, places, years as inputs_of_years
from sitegen.pages.ledger import CorrectionCard, notes_on
from sitegen.pages.multiples import Multiples, multiples
from sitegen.pages.opendata import download_links
from sitegen.pages.reconciliation import Reconciled, reconciliation
from sitegen.pages.rolls import Roll, roll
from sitegen.pages.shelves import (
    LatestNews,
    LatestOutreach,
    Shelves,
    latest_news,
    latest_outreach,
    shelve,
    shown_of,
    years_of,
)
from sitegen.pages.structured import breadcrumbs
from sitegen.pages.year import stated_of, undated_link, year_page


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """What archive.html shows."""

    head: Head
    """What the page tells of itself."""
    years: tuple[YearFigures, ...]
    """The years of the programme and of all that is dated, in order."""
    chart: Chart | None
    """Target and result by year, drawn; None where neither is known of any."""
    growth: Chart | None
    """The sum of all years up to each, drawn; None where none is known."""
    comparison: Link
    """Where all years stand side by side."""
    undated: Link
    """Where that stands which has no stated year."""
    undated_count: int
    """How many places of the register have no stated year."""
    reconciled: tuple[Reconciled, ...]
    """What is reported, counted here and missing, a year."""
    sources: tuple[Source, ...]
    """Whose the figures are, in the order in which the table refers to them."""
    corrections: tuple[CorrectionCard, ...]
    """What of the figures was corrected or revised, newest first."""
    spread: Multiples | None
    """How the programme spread, a picture a year; None where no year or no outline is known."""


@dataclass(frozen=True, slots=True)
class UndatedPage:
    """What undated.html shows: what has no stated year, and is never guessed into one."""

    head: Head
    """What the page tells of itself."""
    places: Roll
    """Designated places."""
    news: LatestNews
    """Announcements."""
    outreach: LatestOutreach
    """Outreach."""


def archive(catalogue: Catalogue) -> Iterator[Output]:
    """The page `/arsip/`, a page a year, and one for what has no stated year."""
    shelves = shelve(catalogue)
    years = year_figures(catalogue, years_of(catalogue, shelves))
    reconciled = tuple(reconciliation(catalogue, row.year) for row in years)
    spread, pictures = multiples(catalogue)
    yield _index(catalogue, shelves, years, reconciled, spread)
    for place, row in enumerate(years):
        yield from year_page(catalogue, shelves, years, place, reconciled[place], pictures.get(row.year))
    yield _undated(catalogue, shelves)


def _index(
    catalogue: Catalogue,
    shelves: Shelves,
    years: tuple[YearFigures, ...],
    reconciled: tuple[Reconciled, ...],
    spread: Multiples | None,
) -> Output:
    section = catalogue.section("archive")
    head = _head(catalogue, section.text, catalogue.words["archive_description"], section.path, catalogue.crumbs())
    view = ArchivePage(
        head=head,
        years=years,
        chart=yearly(catalogue, years),
        growth=growth(catalogue, years),
        comparison=catalogue.section("comparison"),
        undated=undated_link(catalogue),
        undated_count=len(shelves.places.get(None, ())),
        reconciled=reconciled,
        sources=sources_of(years),
        corrections=notes_on(catalogue, *(id for one in reconciled for id in stated_of(one))),
        spread=spread,
    )
    inputs = (*inputs_of_years(catalogue), *places(catalogue), *ledger(view.corrections))
    return Output(file_of(section.path), Template("archive.html", view), listed=True, inputs=inputs)


def _undated(catalogue: Catalogue, shelves: Shelves) -> Output:
    link = undated_link(catalogue)
    head = _head(
        catalogue,
        link.text,
        catalogue.words["undated_description"],
        link.path,
        catalogue.crumbs(catalogue.section("archive")),
    )
    news, outreach = latest_news(catalogue, shelves, None), latest_outreach(catalogue, shelves, None)
    view = UndatedPage(head, roll(catalogue, shelves.places.get(None, ())), news, outreach)
    inputs = shown_of(catalogue, news, outreach)
    return Output(file_of(link.path), Template("undated.html", view), listed=True, inputs=inputs)


def _head(catalogue: Catalogue, title: str, description: str, path: str, crumbs: tuple[Link, ...]) -> Head:
    data = catalogue.common.root("data")
    return Head(
        title=title,
        description=description,
        path=path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, title, path),),
        data=download_links(f"{data}years", PLAIN_FORMATS),
        record="data/programme.yaml",
    )
