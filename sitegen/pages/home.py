"""The home page: what the programme is, its headline figures with whose they are, the latest news, and the ways in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.model import Protection, Source
from sitegen.output import FigureCard, Head, Link, Output
from sitegen.pages.cards import NewsCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import Chart, yearly
from sitegen.pages.figures import YearFigures, card_of, year_figures
from sitegen.pages.inputs import places, years
from sitegen.pages.social import site_card

LATEST = 3
"""How many announcements, and how many years' results, the home page shows."""
DRAWN = 5
"""How many years its chart shows."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way into the site."""

    link: Link
    """Where it leads."""
    text: str
    """What a reader finds there."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """What home.html shows."""

    head: Head
    """What the page tells of itself."""
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
    ways: tuple[Way, ...]
    """The sections and what they hold."""
    news: tuple[NewsCard, ...]
    """The latest announcements."""
    protections: tuple[Protection, ...]
    """The agency's protection programmes."""
    protection_sources: tuple[Source, ...]
    """Where they are known from."""


def home(catalogue: Catalogue) -> Iterator[Output]:
    """The page `/`."""
    programme, config = catalogue.site.programme, catalogue.site.config
    carded = site_card(catalogue)
    told = year_figures(catalogue, {year.year for year in programme.years})
    view = HomePage(
        head=Head(
            title=config.title,
            description=config.description,
            path=catalogue.addresses.home(),
            image=carded.path,
            jsonld=(_website(catalogue),),
        ),
        programme=programme.name,
        summary=programme.summary,
        summary_sources=catalogue.cited(programme.sources),
        headlines=_headlines(catalogue, told),
        chart=yearly(catalogue, told[-DRAWN:]),
        counted=card_of(catalogue, "counted"),
        ways=tuple(
            Way(catalogue.section(name), catalogue.words[f"way_{name}"])
            for name in ("register", "regions", "search", "archive", "outreach", "indicators", "map", "data")
        ),
        news=catalogue.news[:LATEST],
        protections=programme.protections,
        protection_sources=catalogue.cited(dict.fromkeys(id for one in programme.protections for id in one.sources)),
    )
    shown = (card.file for card in view.news)
    inputs = ("data/site.yaml", "data/programme.yaml", *years(catalogue), *places(catalogue), *shown)
    yield Output(file_of(view.head.path), Template("home.html", view), listed=True, inputs=inputs)
    yield from carded.outputs


def _headlines(catalogue: Catalogue, years: tuple[YearFigures, ...]) -> tuple[FigureCard, ...]:
    """The latest sum, the latest results, and what is still aimed at or foretold beyond them."""
    summed = [row.cumulative for row in years if row.cumulative.quantity and row.year > catalogue.site.programme.began]
    results = [row for row in years if row.reported.quantity]
    ahead = [row for row in years if not row.reported.quantity and (not results or row.year > results[-1].year)]
    return (
        *summed[-1:],
        *(row.reported for row in reversed(results[-LATEST:])),
        *(row.target for row in ahead if row.target.quantity),
        *(row.projected for row in ahead if row.projected),
    )


def _website(catalogue: Catalogue) -> dict[str, str]:
    config = catalogue.site.config
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": config.title,
        "description": config.description,
        "url": catalogue.base_url + catalogue.addresses.home(),
        "inLanguage": catalogue.language,
    }
