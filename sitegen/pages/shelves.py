"""Shelves: all that is dated, by year, as the archive shows it; what has no stated year stands by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sitegen import edtf
from sitegen.output import Link
from sitegen.pages.cards import NewsCard, OutreachCard, PlaceCard
from sitegen.pages.catalogue import Catalogue, outreach_card
from sitegen.pages.inputs import places

LATEST = 20
"""How many announcements, and how many events, a page of the archive shows before it leads on to where all are."""


@dataclass(frozen=True, slots=True)
class LatestNews:
    """Announcements, and where the rest are."""

    cards: tuple[NewsCard, ...]
    """The newest."""
    rest: Link | None
    """Where all are; None where these are all."""


@dataclass(frozen=True, slots=True)
class LatestOutreach:
    """Outreach events, and where the rest are."""

    cards: tuple[OutreachCard, ...]
    """The first of them."""
    rest: Link | None
    """Where all are; None where these are all."""


@dataclass(frozen=True, slots=True)
class Shelves:
    """All that is dated, by year; None holds what has no stated year."""

    places: dict[int | None, list[PlaceCard]]
    """Designated places in order of code."""
    news: dict[int | None, list[NewsCard]]
    """Announcements, newest first."""
    outreach: dict[int | None, list[OutreachCard]]
    """Outreach, earliest first."""
    cited: dict[str, tuple[str, ...]]
    """The sources of each place by code, of each announcement by file, of each event as `outreach:<id>`."""

    def years(self) -> set[int]:
        """The years of which anything is dated."""
        return {year for year in set[int | None]().union(self.places, self.news, self.outreach) if year is not None}


def shelve(catalogue: Catalogue) -> Shelves:
    """Put all that is dated on its shelf."""
    site = catalogue.site
    cited = {village.code: village.sources for village in site.villages}
    cited |= {item.file: item.meta.sources for item in site.news}
    cited |= {f"outreach:{event.id}": event.sources for event in site.outreach}
    shelves = Shelves(defaultdict(list), defaultdict(list), defaultdict(list), cited)
    for card in catalogue.certified():
        shelves.places[card.year].append(card)
    for news in catalogue.news:
        shelves.news[edtf.parse(news.date).year].append(news)
    for event in sorted(site.outreach, key=lambda event: (edtf.parse(event.date).sort_day, event.id)):
        shelves.outreach[edtf.parse(event.date).year].append(outreach_card(catalogue.addresses, event))
    return shelves


def years_of(catalogue: Catalogue, shelves: Shelves) -> list[int]:
    """The years of the archive: those that the programme tells of, and those of all that is dated."""
    return sorted({year.year for year in catalogue.site.programme.years} | shelves.years())


def latest_news(catalogue: Catalogue, shelves: Shelves, year: int | None) -> LatestNews:
    """The announcements of a year, newest first."""
    cards, rest = shelves.news.get(year, []), catalogue.section("news")
    if year is not None:
        rest = Link(rest.text, catalogue.addresses.news_year(year))
    return LatestNews(tuple(cards[:LATEST]), rest if len(cards) > LATEST else None)


def latest_outreach(catalogue: Catalogue, shelves: Shelves, year: int | None) -> LatestOutreach:
    """The outreach of a year, earliest first."""
    cards = shelves.outreach.get(year, [])
    return LatestOutreach(tuple(cards[:LATEST]), catalogue.section("outreach") if len(cards) > LATEST else None)


def shown_of(catalogue: Catalogue, news: LatestNews, outreach: LatestOutreach) -> tuple[str, ...]:
    """What the page of a year shows besides its figures; places by the files of all, which say who is of it."""
    return (*places(catalogue), *(card.file for card in news.cards), *_events(outreach))


def cited_by(shelves: Shelves, codes: Iterable[str], news: LatestNews, outreach: LatestOutreach) -> tuple[str, ...]:
    """The sources of these places and of what is told beside them, by id, in the order in which they are met."""
    shown = (*codes, *(card.file for card in news.cards), *_events(outreach))
    return tuple(dict.fromkeys(id for one in shown for id in shelves.cited[one]))


def _events(outreach: LatestOutreach) -> tuple[str, ...]:
    return tuple(f"outreach:{card.path.partition('#')[2]}" for card in outreach.cards)
