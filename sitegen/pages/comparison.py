"""The comparison page: target, result and records of each year, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.content import Template
from sitegen.figures import change
from sitegen.formats import PLAIN_FORMATS
from sitegen.models import Source
from sitegen.output import Link, Output, PageView
from sitegen.urls import output_path
from sitegen.views.charts import Chart, year_chart
from sitegen.views.figures import YearFigures, sources_of, year_figures
from sitegen.views.grouping import YearIndex, archive_years, index_by_year
from sitegen.views.open_data import download_links
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import section_head


@dataclass(frozen=True, slots=True)
class ComparedYear:
    """A year in the comparison."""

    figures: YearFigures
    """Target, result and count of the year."""
    change: int | None
    """Villages reported above the year before; None if either number is not known."""
    began: bool
    """Whether the programme began in this year, so that there is no year before."""
    provinces: int
    """Number of provinces in which the register has a place of this year."""
    news: int
    """Number of announcements."""
    outreach: int
    """Number of outreach events."""


@dataclass(frozen=True, slots=True)
class UndatedRecords:
    """Numbers of records without a stated year, which no row counts."""

    link: Link
    """Page that lists them."""
    places: int
    """Designated places."""
    news: int
    """Announcements."""
    outreach: int
    """Outreach events."""


@dataclass(frozen=True, slots=True)
class ComparisonPage(PageView):
    """What comparison.html shows."""

    chart: Chart | None
    """Target and result by year, drawn; None where neither is known of any."""
    years: tuple[ComparedYear, ...]
    """Compared years, in order."""
    undated: UndatedRecords
    """Records without a stated year."""
    sources: tuple[Source, ...]
    """Sources of the figures, in the order in which the tables refer to them."""


def comparison(index: SiteIndex) -> Iterator[Output]:
    """Yield the page `/arsip/banding/`."""
    by_year = index_by_year(index)
    years = year_figures(index, archive_years(index, by_year))
    section = index.section("comparison")
    data = index.common.root("data")
    view = ComparisonPage(
        head=section_head(
            index, "comparison", index.section("archive"), data=download_links(f"{data}years", PLAIN_FORMATS)
        ),
        chart=year_chart(index, years),
        years=tuple(_compared(index, by_year, years, position) for position in range(len(years))),
        undated=UndatedRecords(
            Link(index.messages["undated"], index.routes.undated_url()),
            len(by_year.places.get(None, ())),
            len(by_year.news.get(None, ())),
            len(by_year.outreach.get(None, ())),
        ),
        sources=sources_of(years),
    )
    yield Output(output_path(section.path), Template("comparison.html", view), listed=True)


def _compared(index: SiteIndex, by_year: YearIndex, years: Sequence[YearFigures], position: int) -> ComparedYear:
    figures = years[position]
    before = years[position - 1] if position and years[position - 1].year == figures.year - 1 else None
    difference = change(figures.reported.quantity, before.reported.quantity if before else None)
    return ComparedYear(
        figures=figures,
        change=None if difference is None else int(difference),
        began=figures.year == index.site.programme.began,
        provinces=len(index.figures.provinces_of(figures.year)),
        news=len(by_year.news.get(figures.year, ())),
        outreach=len(by_year.outreach.get(figures.year, ())),
    )
