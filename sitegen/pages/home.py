"""The home page: the programme, headline figures, the latest news, and entry points to the sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.models import ListItem, Source
from sitegen.output import FigureCard, Link, Output, PageHead, PageView
from sitegen.sections import linked_sections
from sitegen.views.calendar import calendar_notes
from sitegen.views.cards import NewsCard
from sitegen.views.charts import Chart, year_chart
from sitegen.views.figures import YearFigures, card_by_id, year_figures
from sitegen.views.site_index import SiteIndex
from sitegen.views.social_cards import site_card
from sitegen.views.structured_data import page_output

SHOWN_COUNT = 3
"""Number of announcements, and of years with results, on the home page."""
CHART_YEARS = 5
"""Number of years in the chart."""


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """An entry point: a section with a description."""

    link: Link
    """Link to the section."""
    text: str
    """What the section contains, in a sentence."""


@dataclass(frozen=True, slots=True)
class SourcedList:
    """A list of the programme, with the sources of its entries."""

    id: str
    """Its id; `protections` for the protections."""
    title: str
    introduction: str
    """What it lists; may be empty."""
    items: tuple[ListItem, ...]
    sources: tuple[Source, ...]
    """The sources of all entries, each once."""


@dataclass(frozen=True, slots=True)
class HomePage(PageView):
    """What home.html shows."""

    programme: str
    summary: str
    """Summary of the programme."""
    summary_sources: tuple[Source, ...]
    headlines: tuple[FigureCard, ...]
    """Headline figures of the programme: results and targets, never added."""
    chart: Chart | None
    """Chart of target and result of the latest years; None if neither is known."""
    counted: FigureCard
    """Number of places in the register, which is never the programme's total."""
    entry_points: tuple[EntryPoint, ...]
    """Entry points to the sections."""
    news: tuple[NewsCard, ...]
    """The latest announcements."""
    lists: tuple[SourcedList, ...]
    """The lists of the programme, first its protections."""

    @property
    def protections(self) -> tuple[ListItem, ...]:
        """The entries of the list of protections, for themes that were made before there were others."""
        return next((one.items for one in self.lists if one.id == "protections"), ())

    @property
    def protection_sources(self) -> tuple[Source, ...]:
        """The sources of these."""
        return next((one.sources for one in self.lists if one.id == "protections"), ())


def home(index: SiteIndex) -> Iterator[Output]:
    """Yield the page `/`."""
    programme, config = index.site.programme, index.site.config
    social_card = site_card(index)
    years = year_figures(index, {year.year for year in programme.years})
    view = HomePage(
        head=PageHead(
            title=config.title,
            description=config.description,
            path=index.routes.home(),
            image=social_card.path,
            jsonld=(_website(index),),
            calendar=calendar_notes(index, index.routes.home()),
        ),
        programme=programme.name,
        summary=programme.summary,
        summary_sources=index.cited(programme.sources),
        headlines=_headlines(index, years),
        chart=year_chart(index, years[-CHART_YEARS:]),
        counted=card_by_id(index, "counted"),
        entry_points=tuple(
            EntryPoint(index.section(name), index.messages[f"way_{name}"])
            for name in linked_sections("entry_point", index.site)
        ),
        news=index.news[:SHOWN_COUNT],
        lists=tuple(_lists(index)),
    )
    yield page_output("home.html", view)
    yield from social_card.outputs


def _headlines(index: SiteIndex, years: tuple[YearFigures, ...]) -> tuple[FigureCard, ...]:
    """Return the latest cumulative sum, the latest results, and targets and projections beyond them."""
    summed = [row.cumulative for row in years if row.cumulative.quantity and row.year > index.site.programme.began]
    results = [row for row in years if row.reported.quantity]
    ahead = [row for row in years if not row.reported.quantity and (not results or row.year > results[-1].year)]
    return (
        *summed[-1:],
        *(row.reported for row in reversed(results[-SHOWN_COUNT:])),
        *(row.target for row in ahead if row.target.quantity),
        *(row.projected for row in ahead if row.projected),
    )


def _lists(index: SiteIndex) -> Iterator[SourcedList]:
    """Yield the lists of the programme, first its protections, whose words the theme has."""
    programme, messages = index.site.programme, index.messages
    lists = [(one.id, one.title, one.introduction or "", one.items) for one in programme.lists]
    words = (messages["home_protections"], messages["home_protections_text"])
    for id, title, introduction, items in (("protections", *words, programme.protections), *lists):
        if items:
            sources = index.cited(dict.fromkeys(id for one in items for id in one.sources))
            yield SourcedList(id, title, introduction, items, sources)


def _website(index: SiteIndex) -> dict[str, str]:
    config = index.site.config
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": config.title,
        "description": config.description,
        "url": index.base_url + index.routes.home(),
        "inLanguage": index.language,
    }
