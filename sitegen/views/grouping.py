"""Group cards for lists: by year, by province, and announcements by what they share."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sitegen import edtf
from sitegen.geography import PROVINCE
from sitegen.models import Announcement
from sitegen.names import slugify
from sitegen.output import Link
from sitegen.views.cards import NewsCard, OutreachCard, PlaceCard
from sitegen.views.site_index import SiteIndex, outreach_card

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
class YearIndex:
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


def index_by_year(index: SiteIndex) -> YearIndex:
    """Put all that is dated on its shelf."""
    site = index.site
    cited = {village.code: village.sources for village in site.villages}
    cited |= {item.file: item.meta.sources for item in site.news}
    cited |= {f"outreach:{event.id}": event.sources for event in site.outreach}
    by_year = YearIndex(defaultdict(list), defaultdict(list), defaultdict(list), cited)
    for card in index.certified():
        by_year.places[card.year].append(card)
    for news in index.news:
        by_year.news[edtf.parse(news.date).year].append(news)
    for event in sorted(site.outreach, key=lambda event: (edtf.parse(event.date).sort_day, event.id)):
        by_year.outreach[edtf.parse(event.date).year].append(outreach_card(index.routes, event))
    return by_year


def archive_years(index: SiteIndex, by_year: YearIndex) -> list[int]:
    """The years of the archive: those that the programme tells of, and those of all that is dated."""
    return sorted({year.year for year in index.site.programme.years} | by_year.years())


def latest_news(index: SiteIndex, by_year: YearIndex, year: int | None) -> LatestNews:
    """The announcements of a year, newest first."""
    cards, link = by_year.news.get(year, []), index.section("news")
    if year is not None:
        link = Link(link.text, index.routes.news_year(year))
    return LatestNews(tuple(cards[:LATEST]), link if len(cards) > LATEST else None)


def latest_outreach(index: SiteIndex, by_year: YearIndex, year: int | None) -> LatestOutreach:
    """The outreach of a year, earliest first."""
    cards = by_year.outreach.get(year, [])
    return LatestOutreach(tuple(cards[:LATEST]), index.section("outreach") if len(cards) > LATEST else None)


def cited_sources(
    by_year: YearIndex, codes: Iterable[str], news: LatestNews, outreach: LatestOutreach
) -> tuple[str, ...]:
    """The sources of these places and of what is told beside them, by id, in the order in which they are met."""
    keys = (*codes, *(card.file for card in news.cards), *_events(outreach))
    return tuple(dict.fromkeys(id for key in keys for id in by_year.cited[key]))


def _events(outreach: LatestOutreach) -> tuple[str, ...]:
    return tuple(f"outreach:{card.path.partition('#')[2]}" for card in outreach.cards)


LONGEST_LISTING = 200
"""How many places one page lists: some 60 kB of HTML. Beyond, it gives counts that lead to the regions' pages."""


@dataclass(frozen=True, slots=True)
class ListedProvince:
    """The places of a roll that lie in one province."""

    name: str
    """The province."""
    path: str
    """Address of its page."""
    count: int
    """How many places of the roll lie in it."""
    places: tuple[PlaceCard, ...]
    """They, by regency, then name; empty where the roll is too long to be listed."""


@dataclass(frozen=True, slots=True)
class ProvinceListing:
    """A set of places by province."""

    count: int
    """How many places it has."""
    listed: bool
    """Whether the provinces list their places, or only count them."""
    provinces: tuple[ListedProvince, ...]
    """The provinces by name."""


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """A region with how many of the places that a table is about lie in it."""

    name: str
    """Its name."""
    path: str
    """Address of its page."""
    certified: int
    """Those that are recorded as designated."""
    reached: int
    """Those that outreach is recorded to have reached, designated or not."""


def count_certified(cards: Iterable[PlaceCard]) -> int:
    """How many of these places are recorded as designated."""
    return sum(1 for card in cards if card.certified)


def count_reached(cards: Iterable[PlaceCard]) -> int:
    """How many of these places outreach is recorded to have reached."""
    return sum(1 for card in cards if card.reached)


def list_by_province(index: SiteIndex, cards: Iterable[PlaceCard], longest: int = LONGEST_LISTING) -> ProvinceListing:
    """Arrange `cards` by province; with more than `longest` of them the provinces only count."""
    by_province: dict[str, list[PlaceCard]] = defaultdict(list)
    for card in cards:
        by_province[PROVINCE.region_code(card.code)].append(card)
    count = sum(map(len, by_province.values()))
    listed = count <= longest
    provinces = (
        ListedProvince(
            name=index.regions[code].name,
            path=index.regions[code].path,
            count=len(places),
            places=tuple(sorted(places, key=_by_regency)) if listed else (),
        )
        for code, places in by_province.items()
    )
    return ProvinceListing(count, listed, tuple(sorted(provinces, key=lambda part: (part.name, part.path))))


def _by_regency(card: PlaceCard) -> tuple[str, str, str]:
    return card.regency, card.name, card.code


NEIGHBOURS = 3
"""How many announcements on each side in time are looked at for each village and subject."""


class RelatedNews:
    """An index of announcements by the villages and the subjects that they share."""

    def __init__(self, items: Sequence[Announcement]) -> None:
        """`items` are in the order of lists, newest first."""
        self._keys: list[list[tuple[bool, str]]] = []
        self._members: dict[tuple[bool, str], list[int]] = defaultdict(list)
        slug = functools.cache(slugify)
        for position, item in enumerate(items):
            keys = {(True, code) for code in item.meta.villages} | {(False, slug(tag)) for tag in item.meta.tags}
            self._keys.append(sorted(keys))
            for key in keys:
                self._members[key].append(position)

    def find(self, position: int) -> list[int]:
        """The places of those that share the most villages, then the most subjects, with the one at `place`; of equals
        the nearest in time first."""
        shared: dict[int, int] = defaultdict(int)
        for is_village, name in self._keys[position]:
            members = self._members[is_village, name]
            middle = bisect_left(members, position)
            weight = 1000 if is_village else 1  # nobody gives an announcement a thousand subjects
            for other in members[max(0, middle - NEIGHBOURS) : middle + NEIGHBOURS + 1]:
                shared[other] += weight
        shared.pop(position, None)
        return sorted(shared, key=lambda other: (-shared[other], abs(other - position), other))
