"""The yearly archive: what was aimed at, reported and recorded a year, and a place for what has no stated year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import edtf
from sitegen.addresses import file_of
from sitegen.model import Source
from sitegen.output import Head, Link, Output, Template
from sitegen.pages.cards import Figure, NewsCard, OutreachCard, PlaceCard
from sitegen.pages.catalogue import Catalogue, outreach_card
from sitegen.pages.figures import YearFigures, recorded, sources_of, year_figures
from sitegen.pages.rolls import Roll, roll
from sitegen.pages.structured import breadcrumbs

LATEST = 20
"""How many announcements, and how many events, a page of the archive shows before it leads on to where all are."""


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """What archive.html shows."""

    head: Head
    """What the page tells of itself."""
    years: tuple[YearFigures, ...]
    """The years of the programme and of all that is dated, in order."""
    undated: Link
    """Where that stands which has no stated year."""
    undated_recorded: Figure
    """How many places of the register have no stated year."""
    sources: tuple[Source, ...]
    """Whose the figures are, in the order in which the table refers to them."""


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
class YearPage:
    """What year.html shows."""

    head: Head
    """What the page tells of itself."""
    figures: YearFigures
    """Target, result and what is recorded here; never added to each other."""
    places: Roll
    """The places of the register that are stated to be of this year."""
    undated: Link
    """Where that stands which has no stated year."""
    undated_count: int
    """How many places of the register have no stated year, but a date that allows this one."""
    news: LatestNews
    """The year's announcements, newest first."""
    outreach: LatestOutreach
    """The year's outreach, earliest first."""
    previous: Link | None
    """The year before in the archive."""
    next: Link | None
    """The year after in the archive."""


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


@dataclass(frozen=True, slots=True)
class _Shelves:
    """All that is dated, by year; None holds what has no stated year."""

    places: dict[int | None, list[PlaceCard]]
    news: dict[int | None, list[NewsCard]]
    outreach: dict[int | None, list[OutreachCard]]
    vague: Counter[str]
    """The dates of the places without a stated year, and how many have each."""


def archive(catalogue: Catalogue) -> Iterator[Output]:
    """The page `/arsip/`, a page a year, and one for what has no stated year."""
    shelves = _shelve(catalogue)
    known = {year.year for year in catalogue.site.programme.years}.union(shelves.places, shelves.news, shelves.outreach)
    counts = {year: len(shelves.places.get(year, ())) for year in known if year is not None}
    years = year_figures(catalogue, counts)
    yield _index(catalogue, shelves, years)
    for place in range(len(years)):
        yield _year(catalogue, shelves, years, place)
    yield _undated(catalogue, shelves)


def _shelve(catalogue: Catalogue) -> _Shelves:
    shelves = _Shelves(defaultdict(list), defaultdict(list), defaultdict(list), Counter())
    for card in catalogue.certified():
        shelves.places[card.year].append(card)
    shelves.vague.update(card.certified for card in shelves.places.get(None, ()))
    for news in catalogue.news:
        shelves.news[edtf.parse(news.date).year].append(news)
    for event in sorted(catalogue.site.outreach, key=lambda event: (edtf.parse(event.date).sort_day, event.id)):
        shelves.outreach[edtf.parse(event.date).year].append(outreach_card(catalogue.addresses, event))
    return shelves


def _index(catalogue: Catalogue, shelves: _Shelves, years: tuple[YearFigures, ...]) -> Output:
    section = catalogue.section("archive")
    head = _head(catalogue, section.text, catalogue.words["archive_description"], section.path, catalogue.crumbs())
    view = ArchivePage(
        head=head,
        years=years,
        undated=_undated_link(catalogue),
        undated_recorded=recorded(catalogue, len(shelves.places.get(None, ()))),
        sources=sources_of(years),
    )
    return Output(file_of(section.path), Template("archive.html", view), listed=True)


def _year(catalogue: Catalogue, shelves: _Shelves, years: tuple[YearFigures, ...], place: int) -> Output:
    figures, began = years[place], catalogue.site.programme.began
    head = _head(
        catalogue,
        catalogue.say("year_title", year=figures.year),
        catalogue.say("year_description", year=figures.year),
        figures.path,
        catalogue.crumbs(catalogue.section("archive")),
    )
    view = YearPage(
        head=head,
        figures=figures,
        places=roll(catalogue, shelves.places.get(figures.year, ())),
        undated=_undated_link(catalogue),
        undated_count=sum(count for date, count in shelves.vague.items() if _allows(date, figures.year, began)),
        news=_news(catalogue, shelves, figures.year),
        outreach=_outreach(catalogue, shelves, figures.year),
        previous=_neighbour(years[place - 1]) if place else None,
        next=_neighbour(years[place + 1]) if place + 1 < len(years) else None,
    )
    return Output(file_of(figures.path), Template("year.html", view), listed=True)


def _undated(catalogue: Catalogue, shelves: _Shelves) -> Output:
    link = _undated_link(catalogue)
    head = _head(
        catalogue,
        link.text,
        catalogue.words["undated_description"],
        link.path,
        catalogue.crumbs(catalogue.section("archive")),
    )
    view = UndatedPage(
        head=head,
        places=roll(catalogue, shelves.places.get(None, ())),
        news=_news(catalogue, shelves, None),
        outreach=_outreach(catalogue, shelves, None),
    )
    return Output(file_of(link.path), Template("undated.html", view), listed=True)


def _news(catalogue: Catalogue, shelves: _Shelves, year: int | None) -> LatestNews:
    cards, rest = shelves.news.get(year, []), catalogue.section("news")
    if year is not None:
        rest = Link(rest.text, catalogue.addresses.news_year(year))
    return LatestNews(tuple(cards[:LATEST]), rest if len(cards) > LATEST else None)


def _outreach(catalogue: Catalogue, shelves: _Shelves, year: int | None) -> LatestOutreach:
    cards = shelves.outreach.get(year, [])
    return LatestOutreach(tuple(cards[:LATEST]), catalogue.section("outreach") if len(cards) > LATEST else None)


def _allows(date: str, year: int, began: int) -> bool:
    """Whether a date that states no year may lie in `year`; nothing is older than the programme, of `began`."""
    when = edtf.parse(date)
    return (when.first.year if when.first else began) <= year <= when.last.year


def _undated_link(catalogue: Catalogue) -> Link:
    return Link(catalogue.words["undated"], catalogue.addresses.without_year())


def _neighbour(figures: YearFigures) -> Link:
    return Link(str(figures.year), figures.path)


def _head(catalogue: Catalogue, title: str, description: str, path: str, crumbs: tuple[Link, ...]) -> Head:
    data = catalogue.addresses.root("data")
    return Head(
        title=title,
        description=description,
        path=path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, title, path),),
        data=(Link("CSV", f"{data}years.csv"), Link("JSON", f"{data}years.json")),
    )
