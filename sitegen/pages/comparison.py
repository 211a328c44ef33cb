"""The years side by side: what was aimed at and reported, and what this site holds of each, in one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.figures import change
from sitegen.formats import PLAIN_FORMATS
from sitegen.model import Source
from sitegen.output import Head, Link, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import Chart, yearly
from sitegen.pages.figures import YearFigures, sources_of, year_figures
from sitegen.pages.inputs import places, years as inputs_of_years
from sitegen.pages.opendata import download_links
from sitegen.pages.shelves import Shelves, shelve, years_of
from sitegen.pages.structured import breadcrumbs


@dataclass(frozen=True, slots=True)
class ComparedYear:
    """A year beside the others."""

    figures: YearFigures
    """What is aimed at, reported and recorded of it."""
    change: int | None
    """How many more villages were reported than for the year before; None where one of the two is not known."""
    began: bool
    """Whether the programme began in it, so that there is no year before."""
    provinces: int
    """In how many provinces the register holds a place that is stated to be of it."""
    news: int
    """Announcements of it."""
    outreach: int
    """Outreach events of it."""


@dataclass(frozen=True, slots=True)
class Undated:
    """What has no stated year and is in none of the rows."""

    link: Link
    """Where it is listed."""
    places: int
    """Designated places."""
    news: int
    """Announcements."""
    outreach: int
    """Outreach events."""


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What comparison.html shows."""

    head: Head
    """What the page tells of itself."""
    chart: Chart | None
    """Target and result by year, drawn; None where neither is known of any."""
    years: tuple[ComparedYear, ...]
    """In order."""
    undated: Undated
    """What has no stated year."""
    sources: tuple[Source, ...]
    """Whose the figures are, in the order in which the tables refer to them."""


def comparison(catalogue: Catalogue) -> Iterator[Output]:
    """The page `/arsip/banding/`."""
    shelves = shelve(catalogue)
    years = year_figures(catalogue, years_of(catalogue, shelves))
    section, crumbs = catalogue.section("comparison"), catalogue.crumbs(catalogue.section("archive"))
    data = catalogue.common.root("data")
    view = ComparisonPage(
        head=Head(
            title=section.text,
            description=catalogue.words["comparison_description"],
            path=section.path,
            crumbs=crumbs,
            jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
            data=download_links(f"{data}years", PLAIN_FORMATS),
        ),
        chart=yearly(catalogue, years),
        years=tuple(_compared(catalogue, shelves, years, place) for place in range(len(years))),
        undated=Undated(
            Link(catalogue.words["undated"], catalogue.addresses.without_year()),
            len(shelves.places.get(None, ())),
            len(shelves.news.get(None, ())),
            len(shelves.outreach.get(None, ())),
        ),
        sources=sources_of(years),
    )
    files = (card.file for card in catalogue.news)
    inputs = (*inputs_of_years(catalogue), *places(catalogue), *files, "data/outreach.yaml")
    yield Output(file_of(section.path), Template("comparison.html", view), listed=True, inputs=inputs)


def _compared(catalogue: Catalogue, shelves: Shelves, years: Sequence[YearFigures], place: int) -> ComparedYear:
    figures = years[place]
    before = years[place - 1] if place and years[place - 1].year == figures.year - 1 else None
    apart = change(figures.reported.quantity, before.reported.quantity if before else None)
    return ComparedYear(
        figures=figures,
        change=None if apart is None else int(apart),
        began=figures.year == catalogue.site.programme.began,
        provinces=len(catalogue.figures.provinces_of(figures.year)),
        news=len(shelves.news.get(figures.year, ())),
        outreach=len(shelves.outreach.get(figures.year, ())),
    )
