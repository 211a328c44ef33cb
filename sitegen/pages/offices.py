"""The offices page: contact details, villages, outreach and indicators of each office."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sitegen.models import Office, Source
from sitegen.output import Link, Output, PageView
from sitegen.problems import Span
from sitegen.views.cards import PlaceCard
from sitegen.views.grouping import (
    LONGEST_LISTING,
    LatestOutreach,
    RegionCounts,
    count_certified,
    count_reached,
    first_outreach,
    order_by_region,
)
from sitegen.views.indicators import IndicatorCard, indicator_card
from sitegen.views.site_index import SiteIndex, newest_outreach_first, outreach_card
from sitegen.views.structured_data import page_output, section_head

_FILE = "data/offices.yaml"


@dataclass(frozen=True, slots=True)
class YearCount:
    """Number of an office's places that were designated in a year."""

    year: Link
    """The year with the URL of its archive page, or the words for an unstated year."""
    count: int


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """An office with its records."""

    record: Office
    """The record; its id is its anchor on the page."""
    region: Link | None
    """Region of the highest level; without a URL if no place of it is recorded."""
    telephones: tuple[Link, ...]
    """Telephone numbers as written, each with its `tel:` URL; without one if the number is incomplete."""
    certified: int
    """Number of its designated places."""
    reached: int
    """Number of its places that outreach reached, designated or not."""
    places: tuple[PlaceCard, ...]
    """Places whose record names it, by region and name; empty if they are too many to list."""
    regions: tuple[RegionCounts, ...]
    """Regions of the second level of its places by name, if the places are not listed."""
    years: tuple[YearCount, ...]
    """Years of its designated places, if these are not listed."""
    outreach: LatestOutreach
    """Latest outreach that it held, newest first."""
    event_count: int
    """Number of all its outreach events."""
    indicators: tuple[IndicatorCard, ...]
    """Indicators, in the order of the file."""
    sources: tuple[Source, ...]
    """The sources that name it."""


@dataclass(frozen=True, slots=True)
class OfficesPage(PageView):
    """What offices.html shows."""

    entries: tuple[OfficeEntry, ...]
    """Offices by region, regional ones first, then by name; those without a region come last."""


def offices(index: SiteIndex) -> Iterator[Output]:
    """Yield the page with all offices; the id of each is its anchor. Nothing if the site has no offices."""
    site = index.site
    if not site.offices:
        return
    by_office: dict[str, list[PlaceCard]] = defaultdict(list)
    for village in site.villages:
        if village.office:
            by_office[village.office].append(index.places[village.code])
    listed = sum(map(len, by_office.values())) <= LONGEST_LISTING
    top = index.site.geography.top
    regions = {
        region.name: Link(index.region_title(top.id, region.code, region.name), region.path)
        for region in index.regions.values()
        if region.level == top.id
    }
    view = OfficesPage(
        head=section_head(
            index, "offices", description=index.t("offices_description", agency=site.programme.agency), record=_FILE
        ),
        entries=tuple(
            _entry(index, office, by_office[office.id], regions, listed=listed)
            for office in sorted(site.offices, key=_sort_key)
        ),
    )
    yield page_output("offices.html", view, Span(_FILE))


def _sort_key(office: Office) -> tuple[bool, str, bool, str, str]:
    return (not office.region, office.region or "", office.kind != "regional", office.name, office.id)


def _entry(
    index: SiteIndex, office: Office, cards: list[PlaceCard], regions: dict[str, Link], *, listed: bool
) -> OfficeEntry:
    name, top = office.region, index.site.geography.top
    events = newest_outreach_first(one for one in index.site.outreach if one.office == office.id and one.date)
    return OfficeEntry(
        record=office,
        region=regions.get(name, Link(index.region_title(top.id, "", name), "")) if name else None,
        telephones=telephone_links(office.telephone or ""),
        certified=count_certified(cards),
        reached=count_reached(cards),
        places=tuple(sorted(cards, key=order_by_region)) if listed else (),
        regions=() if listed else tuple(_count_regions(index, cards)),
        years=() if listed else tuple(_years(index, cards)),
        outreach=first_outreach(index, [outreach_card(index.routes, event) for event in events]),
        event_count=len(events),
        indicators=tuple(indicator_card(index, one) for one in index.site.indicators if one.office == office.id),
        sources=index.cited(office.sources),
    )


def telephone_links(text: str) -> tuple[Link, ...]:
    """Return the numbers of a telephone key, each with its `tel:` URL.

    A further number that begins with neither 0, 1, `+` nor a parenthesis shares the area code of the first, and has no
    URL.
    """
    first, *others = (part.strip() for part in text.split("/"))
    dialled = [first, *(one if one[:1] in "01+(" else "" for one in others)]
    written = [first, *others]
    return tuple(
        Link(text, f"tel:{_dialled_digits(number)}" if number else "")
        for text, number in zip(written, dialled, strict=True)
        if text
    )


def _dialled_digits(number: str) -> str:
    """Return the digits to dial; after a country code without the `(0)` for domestic callers."""
    plus = "+" if number.startswith("+") else ""
    return plus + re.sub(r"\D", "", number.replace("(0)", "") if plus else number)


def _count_regions(index: SiteIndex, cards: Iterable[PlaceCard]) -> Iterator[RegionCounts]:
    """Yield the counts of the regions of the second level, or of the next that a place lies in, by name."""
    by_region: dict[str, list[PlaceCard]] = defaultdict(list)
    for card in cards:
        codes = [code for _, code, _ in index.site.geography.regions_of(card.code, card.regions)]
        by_region[codes[min(1, len(codes) - 1)]].append(card)
    for code in sorted(by_region, key=lambda code: (index.regions[code].name, code)):
        region, members = index.regions[code], by_region[code]
        yield RegionCounts(region.name, region.path, count_certified(members), count_reached(members))


def _years(index: SiteIndex, cards: Iterable[PlaceCard]) -> Iterator[YearCount]:
    """Yield the years, earliest first, and the places without a stated year last."""
    cards = tuple(cards)
    counts = Counter(year for card in cards for year in card.years)
    for year in sorted(counts):
        yield YearCount(index.year_link(year), counts[year])
    if undated := sum(1 for card in cards if card.undated):
        yield YearCount(index.year_link(None), undated)
