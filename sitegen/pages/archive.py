"""The yearly archive: what was aimed at, reported and recorded a year, and a place for what has no stated year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import edtf
from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.model import Source
from sitegen.output import Head, Link, Output
from sitegen.pages.beside import year_links
from sitegen.pages.cards import NewsCard, OutreachCard, PlaceCard
from sitegen.pages.catalogue import Catalogue, outreach_card
from sitegen.pages.figures import YearFigures, sources_of, year_figures
from sitegen.pages.inputs import ledger, places, years as inputs_of_years
from sitegen.pages.ledger import CorrectionCard, notes_on
from sitegen.pages.multiples import Multiples, YearPicture, multiples
from sitegen.pages.reconciliation import Reconciled, reconciliation
from sitegen.pages.rolls import Roll, roll
from sitegen.pages.structured import breadcrumbs

LATEST = 20
"""How many announcements, and how many events, a page of the archive shows before it leads on to where all are."""
SPREAD = "sebaran"
"""The id of the pictures of all years on their page."""


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """What archive.html shows."""

    head: Head
    """What the page tells of itself."""
    years: tuple[YearFigures, ...]
    """The years of the programme and of all that is dated, in order."""
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
    reconciled: Reconciled
    """What is reported, counted here and missing, in the year and by province."""
    corrections: tuple[CorrectionCard, ...]
    """What of the year's figures was corrected or revised, newest first."""
    news: LatestNews
    """The year's announcements, newest first."""
    outreach: LatestOutreach
    """The year's outreach, earliest first."""
    previous: Link | None
    """The year before in the archive."""
    next: Link | None
    """The year after in the archive."""
    picture: YearPicture | None
    """The country with what is recorded of the year and up to it; None where nothing is recorded of it."""
    all_years: str
    """Address of the pictures of all years."""


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


def archive(catalogue: Catalogue) -> Iterator[Output]:
    """The page `/arsip/`, a page a year, and one for what has no stated year."""
    shelves = _shelve(catalogue)
    known = {year.year for year in catalogue.site.programme.years}.union(shelves.places, shelves.news, shelves.outreach)
    years = year_figures(catalogue, {year for year in known if year is not None})
    reconciled = tuple(reconciliation(catalogue, row.year) for row in years)
    spread, pictures = multiples(catalogue)
    yield _index(catalogue, shelves, years, reconciled, spread)
    for place, row in enumerate(years):
        yield _year(catalogue, shelves, years, place, reconciled[place], pictures.get(row.year))
    yield _undated(catalogue, shelves)


def _shelve(catalogue: Catalogue) -> _Shelves:
    shelves = _Shelves(defaultdict(list), defaultdict(list), defaultdict(list))
    for card in catalogue.certified():
        shelves.places[card.year].append(card)
    for news in catalogue.news:
        shelves.news[edtf.parse(news.date).year].append(news)
    for event in sorted(catalogue.site.outreach, key=lambda event: (edtf.parse(event.date).sort_day, event.id)):
        shelves.outreach[edtf.parse(event.date).year].append(outreach_card(catalogue.addresses, event))
    return shelves


def _index(
    catalogue: Catalogue,
    shelves: _Shelves,
    years: tuple[YearFigures, ...],
    reconciled: tuple[Reconciled, ...],
    spread: Multiples | None,
) -> Output:
    section = catalogue.section("archive")
    head = _head(catalogue, section.text, catalogue.words["archive_description"], section.path, catalogue.crumbs())
    view = ArchivePage(
        head=head,
        years=years,
        undated=_undated_link(catalogue),
        undated_count=len(shelves.places.get(None, ())),
        reconciled=reconciled,
        sources=sources_of(years),
        corrections=notes_on(catalogue, *(id for one in reconciled for id in _ids(one))),
        spread=spread,
    )
    inputs = (*inputs_of_years(catalogue), *places(catalogue), *ledger(view.corrections))
    return Output(file_of(section.path), Template("archive.html", view), listed=True, inputs=inputs)


def _year(
    catalogue: Catalogue,
    shelves: _Shelves,
    years: tuple[YearFigures, ...],
    place: int,
    reconciled: Reconciled,
    picture: YearPicture | None,
) -> Output:
    figures = years[place]
    head = _head(
        catalogue,
        catalogue.say("year_title", year=figures.year),
        catalogue.say("year_description", year=figures.year),
        figures.path,
        catalogue.crumbs(catalogue.section("archive")),
        year_links(catalogue, figures.year),
    )
    view = YearPage(
        head=head,
        figures=figures,
        places=roll(catalogue, shelves.places.get(figures.year, ())),
        undated=_undated_link(catalogue),
        reconciled=reconciled,
        corrections=notes_on(catalogue, *_ids(reconciled)),
        news=_news(catalogue, shelves, figures.year),
        outreach=_outreach(catalogue, shelves, figures.year),
        previous=_neighbour(years[place - 1]) if place else None,
        next=_neighbour(years[place + 1]) if place + 1 < len(years) else None,
        picture=picture,
        all_years=f"{catalogue.addresses.root('archive')}#{SPREAD}",
    )
    shown = (*inputs_of_years(catalogue, figures.year), *_shown(catalogue, shelves, figures.year))
    inputs = (*shown, *ledger(view.corrections))
    return Output(file_of(figures.path), Template("year.html", view), listed=True, inputs=inputs)


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
    return Output(
        file_of(link.path), Template("undated.html", view), listed=True, inputs=_shown(catalogue, shelves, None)
    )


def _shown(catalogue: Catalogue, shelves: _Shelves, year: int | None) -> tuple[str, ...]:
    """What the page of a year shows besides its figures; places by the files of all, which say who is of it."""
    news = (card.file for card in shelves.news.get(year, [])[:LATEST])
    events = (f"outreach:{card.path.partition('#')[2]}" for card in shelves.outreach.get(year, [])[:LATEST])
    return (*places(catalogue), *news, *events)


def _news(catalogue: Catalogue, shelves: _Shelves, year: int | None) -> LatestNews:
    cards, rest = shelves.news.get(year, []), catalogue.section("news")
    if year is not None:
        rest = Link(rest.text, catalogue.addresses.news_year(year))
    return LatestNews(tuple(cards[:LATEST]), rest if len(cards) > LATEST else None)


def _outreach(catalogue: Catalogue, shelves: _Shelves, year: int | None) -> LatestOutreach:
    cards = shelves.outreach.get(year, [])
    return LatestOutreach(tuple(cards[:LATEST]), catalogue.section("outreach") if len(cards) > LATEST else None)


def _ids(one: Reconciled) -> tuple[str, ...]:
    """The figures that are stated of a year, by id."""
    provinces = (part.reported.id for part in one.provinces)
    return (f"target-{one.year}", one.reported.id, f"projected-{one.year}", *provinces)


def _undated_link(catalogue: Catalogue) -> Link:
    return Link(catalogue.words["undated"], catalogue.addresses.without_year())


def _neighbour(figures: YearFigures) -> Link:
    return Link(str(figures.year), figures.path)


def _head(
    catalogue: Catalogue,
    title: str,
    description: str,
    path: str,
    crumbs: tuple[Link, ...],
    beside: tuple[Link, ...] = (),
) -> Head:
    data = catalogue.addresses.root("data")
    return Head(
        title=title,
        description=description,
        path=path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, title, path),),
        data=beside or (Link("CSV", f"{data}years.csv"), Link("JSON", f"{data}years.json")),
    )
