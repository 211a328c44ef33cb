"""The home page: what the programme is, its headline figures with whose they are, the latest news, and the ways in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model import Protection, Source
from sitegen.output import Head, Link, Output, Template
from sitegen.pages.cards import Figure, NewsCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.figures import YearFigures, recorded, year_figures

LATEST = 3
"""How many announcements, and how many years' results, the home page shows."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of the home page, with the year of the archive that tells more."""

    label: str
    """What it counts."""
    figure: Figure
    """The number and whose it is."""
    year: Link
    """The year in the archive."""


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
    headlines: tuple[Headline, ...]
    """What the programme reports and aims at, each figure by itself."""
    recorded: Figure
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
    designated = catalogue.certified()
    counts = Counter(card.year for card in designated)
    view = HomePage(
        head=Head(title=config.title, description=config.description, path="/", jsonld=(_website(catalogue),)),
        programme=programme.name,
        summary=programme.summary,
        summary_sources=catalogue.cited(programme.sources),
        headlines=_headlines(
            catalogue, year_figures(catalogue, {year.year: counts[year.year] for year in programme.years})
        ),
        recorded=recorded(catalogue, len(designated)),
        ways=tuple(
            Way(catalogue.section(name), catalogue.words[f"way_{name}"])
            for name in ("register", "regions", "archive", "outreach", "indicators", "map", "data")
        ),
        news=catalogue.news[:LATEST],
        protections=programme.protections,
        protection_sources=catalogue.cited(dict.fromkeys(id for one in programme.protections for id in one.sources)),
    )
    yield Output("index.html", Template("home.html", view), listed=True)


def _headlines(catalogue: Catalogue, years: tuple[YearFigures, ...]) -> tuple[Headline, ...]:
    """The latest sum, the latest results, and what is still aimed at or foretold beyond them."""
    summed = [row for row in years if row.cumulative.value is not None and row.year > catalogue.site.programme.began]
    results = [row for row in years if row.reported.value is not None]
    ahead = [row for row in years if row.reported.value is None and (not results or row.year > results[-1].year)]
    named = [("home_cumulative", row, row.cumulative) for row in summed[-1:]]
    named += [("home_reported", row, row.reported) for row in reversed(results[-LATEST:])]
    named += [("home_target", row, row.target) for row in ahead if row.target.value is not None]
    named += [("home_projected", row, row.projected) for row in ahead if row.projected]
    return tuple(
        Headline(catalogue.say(key, year=row.year), figure, Link(str(row.year), row.path)) for key, row, figure in named
    )


def _website(catalogue: Catalogue) -> dict[str, str]:
    config = catalogue.site.config
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": config.title,
        "description": config.description,
        "url": f"{catalogue.base_url}/",
        "inLanguage": config.language,
    }
