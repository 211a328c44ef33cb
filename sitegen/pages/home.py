"""The home page: what the programme is, its headline figures with whose they are, the latest news, and the ways in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.content import Template
from sitegen.models import Protection, Source
from sitegen.output import FigureCard, Link, Output, PageHead, PageView
from sitegen.sections import kinds_in_position
from sitegen.urls import output_path
from sitegen.views.cards import NewsCard
from sitegen.views.charts import Chart, year_chart
from sitegen.views.figures import YearFigures, card_by_id, year_figures
from sitegen.views.site_index import SiteIndex
from sitegen.views.social_cards import site_card

SHOWN_COUNT = 3
"""How many announcements, and how many years' results, the home page shows."""
CHART_YEARS = 5
"""How many years its chart shows."""


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A way into the site."""

    link: Link
    """Where it leads."""
    text: str
    """What a reader finds there."""


@dataclass(frozen=True, slots=True)
class HomePage(PageView):
    """What home.html shows."""

    programme: str
    """The programme's name."""
    summary: str
    """What it is."""
    summary_sources: tuple[Source, ...]
    """Where that is known from."""
    headlines: tuple[FigureCard, ...]
    """What the programme reports and aims at, each figure by itself."""
    chart: Chart | None
    """Target and result of the latest years, drawn; None where neither is known of any."""
    counted: FigureCard
    """How many places the register holds, which is never the programme's total."""
    entry_points: tuple[EntryPoint, ...]
    """The sections and what they hold."""
    news: tuple[NewsCard, ...]
    """The latest announcements."""
    protections: tuple[Protection, ...]
    """The agency's protection programmes."""
    protection_sources: tuple[Source, ...]
    """Where they are known from."""


def home(index: SiteIndex) -> Iterator[Output]:
    """The page `/`."""
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
        ),
        programme=programme.name,
        summary=programme.summary,
        summary_sources=index.cited(programme.sources),
        headlines=_headlines(index, years),
        chart=year_chart(index, years[-CHART_YEARS:]),
        counted=card_by_id(index, "counted"),
        entry_points=tuple(
            EntryPoint(index.section(name), index.messages[f"way_{name}"])
            for name in (kind.section for kind in kinds_in_position("entry_point"))
        ),
        news=index.news[:SHOWN_COUNT],
        protections=programme.protections,
        protection_sources=index.cited(dict.fromkeys(id for one in programme.protections for id in one.sources)),
    )
    yield Output(output_path(view.head.path), Template("home.html", view), listed=True)
    yield from social_card.outputs


def _headlines(index: SiteIndex, years: tuple[YearFigures, ...]) -> tuple[FigureCard, ...]:
    """The latest sum, the latest results, and what is still aimed at or foretold beyond them."""
    summed = [row.cumulative for row in years if row.cumulative.quantity and row.year > index.site.programme.began]
    results = [row for row in years if row.reported.quantity]
    ahead = [row for row in years if not row.reported.quantity and (not results or row.year > results[-1].year)]
    return (
        *summed[-1:],
        *(row.reported for row in reversed(results[-SHOWN_COUNT:])),
        *(row.target for row in ahead if row.target.quantity),
        *(row.projected for row in ahead if row.projected),
    )


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
