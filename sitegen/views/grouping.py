"""Group cards for lists: by year, by region, and announcements by what they share."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sitegen import edtf
from sitegen.models import Announcement, Village
from sitegen.models.designation import counted_by_year
from sitegen.names import slugify
from sitegen.output import Link
from sitegen.views.cards import NewsCard, OutreachCard, PlaceCard
from sitegen.views.site_index import SiteIndex, outreach_card

MAX_LATEST = 20
"""Most announcements and events on a page of the archive, before a link to the full list."""


@dataclass(frozen=True, slots=True)
class LatestNews:
    """Latest announcements of a list."""

    cards: tuple[NewsCard, ...]
    """The latest."""
    rest: Link | None
    """Link to the full list; None if all are shown."""


@dataclass(frozen=True, slots=True)
class LatestOutreach:
    """Outreach events of a list."""

    cards: tuple[OutreachCard, ...]
    """The first ones."""
    rest: Link | None
    """Where all are; None where these are all."""


@dataclass(frozen=True, slots=True)
class YearIndex:
    """Dated records by year; the key None has those without a stated year."""

    places: dict[int | None, list[PlaceCard]]
    """Designated places in order of code, each with the date by which it counts in the year, and its level then."""
    news: dict[int | None, list[NewsCard]]
    """Announcements, newest first."""
    outreach: dict[int | None, list[OutreachCard]]
    """Outreach, earliest first."""
    cited: dict[str, tuple[str, ...]]
    """Source ids of each place by code, of what counts in a year as `<code>@<year>` if it has its own, of each
    announcement by file, of each event as `outreach:<id>`."""

    def years(self) -> set[int]:
        """Return the years that have a record."""
        return {year for year in set[int | None]().union(self.places, self.news, self.outreach) if year is not None}


def index_by_year(index: SiteIndex) -> YearIndex:
    """Index all dated records by year."""
    site = index.site
    cited = {village.code: village.sources for village in site.villages}
    cited |= {item.file: item.meta.sources for item in site.news}
    cited |= {f"outreach:{event.id}": event.sources for event in site.outreach}
    by_year = YearIndex(defaultdict(list), defaultdict(list), defaultdict(list), cited)
    villages, rules = {village.code: village for village in site.villages}, site.programme.rules
    for card in index.certified():
        for year, then in counted_by_year(villages[card.code], rules).items():
            by_year.places[year].append(replace(card, certified=then.date, level=then.level, then=True))
            if then.sources:
                cited[f"{card.code}@{year}"] = then.sources
    for news in index.news:
        by_year.news[edtf.parse(news.date).year].append(news)
    for event in sorted(site.outreach, key=lambda event: (edtf.parse(event.when).sort_day, event.id)):
        if event.date:
            by_year.outreach[edtf.parse(event.date).year].append(outreach_card(index.routes, event))
    return by_year


def archive_years(index: SiteIndex, by_year: YearIndex) -> list[int]:
    """Return the years of the archive: those of the programme and of all dated records."""
    return sorted({year.year for year in index.site.programme.years} | by_year.years())


def release_links(index: SiteIndex, year: int) -> tuple[Link, ...]:
    """Return the links of a year as it stood at each release that has it, by date: each text is a date."""
    releases = (one for one in index.site.releases if year in one.years)
    return tuple(Link(one.date, index.routes.released_year(year, one.date)) for one in releases)


def latest_news(index: SiteIndex, by_year: YearIndex, year: int | None) -> LatestNews:
    """Return the announcements of a year, newest first."""
    cards, link = by_year.news.get(year, []), index.section("news")
    if year is not None:
        link = Link(link.text, index.routes.news_year(year))
    return LatestNews(tuple(cards[:MAX_LATEST]), link if len(cards) > MAX_LATEST else None)


def latest_outreach(index: SiteIndex, by_year: YearIndex, year: int | None) -> LatestOutreach:
    """Return the outreach of a year, earliest first."""
    cards = by_year.outreach.get(year, [])
    rest = Link(index.section("outreach").text, index.routes.outreach_year(year))
    return LatestOutreach(tuple(cards[:MAX_LATEST]), rest if len(cards) > MAX_LATEST else None)


def first_outreach(index: SiteIndex, cards: Sequence[OutreachCard]) -> LatestOutreach:
    """Return the first events of a list, with a link to all if there are more."""
    return LatestOutreach(tuple(cards[:MAX_LATEST]), index.section("outreach") if len(cards) > MAX_LATEST else None)


def cited_sources(
    by_year: YearIndex, codes: Iterable[str], news: LatestNews, outreach: LatestOutreach
) -> tuple[str, ...]:
    """Return the source ids of these places, announcements and events, in the order in which they are met."""
    keys = (*codes, *(card.file for card in news.cards), *_events(outreach))
    return tuple(dict.fromkeys(id for key in keys for id in by_year.cited.get(key, ())))


def _events(outreach: LatestOutreach) -> tuple[str, ...]:
    return tuple(f"outreach:{card.id}" for card in outreach.cards)


LONGEST_LISTING = 200
"""Most places that one page lists: about 60 kB of HTML. A longer list shows counts that link to the pages of
regions."""


@dataclass(frozen=True, slots=True)
class RegionPlaces:
    """The places of a list in one region of the highest level."""

    name: str
    """The region."""
    path: str
    """URL of its page."""
    count: int
    """Number of places in it."""
    places: tuple[PlaceCard, ...]
    """The places by region and name; empty if the list is too long."""


@dataclass(frozen=True, slots=True)
class PlaceListing:
    """A list of places by region of the highest level."""

    count: int
    listed: bool
    """Whether the regions list their places, or only count them."""
    regions: tuple[RegionPlaces, ...]
    """The regions by name."""


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """Counts of a region."""

    name: str
    path: str
    """URL of its page."""
    certified: int
    """Number of designated places."""
    reached: int
    """Number of places that outreach reached, designated or not."""


def count_certified(cards: Iterable[PlaceCard]) -> int:
    """Count designated places."""
    return sum(1 for card in cards if card.counted)


def count_reached(cards: Iterable[PlaceCard]) -> int:
    """Count places that outreach reached."""
    return sum(1 for card in cards if card.reached)


def list_by_region(index: SiteIndex, cards: Iterable[PlaceCard], longest: int = LONGEST_LISTING) -> PlaceListing:
    """Group `cards` by region of the highest level; with more than `longest` of them, the regions only count."""
    by_region: dict[str, list[PlaceCard]] = defaultdict(list)
    for card in cards:
        by_region[index.site.geography.top.region_code(card.code)].append(card)
    count = sum(map(len, by_region.values()))
    listed = count <= longest
    regions = (
        RegionPlaces(
            name=index.regions[code].name,
            path=index.regions[code].path,
            count=len(places),
            places=tuple(sorted(places, key=order_by_region)) if listed else (),
        )
        for code, places in by_region.items()
    )
    return PlaceListing(count, listed, tuple(sorted(regions, key=lambda part: (part.name, part.path))))


def order_by_region(place: PlaceCard | Village) -> tuple[str, str, str]:
    """Return the sort key of places within a region of the highest level: by the region next below, and by name."""
    return next(filter(None, place.regions[1:]), ""), place.name, place.code


NEIGHBOURS = 3
"""Number of announcements on each side in time that are considered for each village and tag."""


class RelatedNews:
    """An index of announcements by shared villages and tags."""

    def __init__(self, items: Sequence[Announcement]) -> None:
        """`items` are in the order of lists, newest first."""
        self._keys: list[list[tuple[bool, str]]] = []
        self._members: dict[tuple[bool, str], list[int]] = defaultdict(list)
        for position, item in enumerate(items):
            keys = {(True, code) for code in item.meta.villages} | {(False, slugify(tag)) for tag in item.meta.tags}
            self._keys.append(sorted(keys))
            for key in keys:
                self._members[key].append(position)

    def find(self, position: int) -> list[int]:
        """Return the positions of announcements that share villages, then tags, with the one at `position`, best first;
        of equals the nearest in time first."""
        shared: dict[int, int] = defaultdict(int)
        for is_village, name in self._keys[position]:
            members = self._members[is_village, name]
            middle = bisect_left(members, position)
            weight = 1000 if is_village else 1  # no announcement has a thousand tags
            for other in members[max(0, middle - NEIGHBOURS) : middle + NEIGHBOURS + 1]:
                shared[other] += weight
        shared.pop(position, None)
        return sorted(shared, key=lambda other: (-shared[other], abs(other - position), other))
