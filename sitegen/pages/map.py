"""The map page: where the recorded places lie, as a list for everyone and as a map at the press of a button."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.formats import SPATIAL_FORMATS
from sitegen.output import Head, Link, Output
from sitegen.pages.cards import PlaceCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.country import CountryMap, country_map
from sitegen.pages.embed import Embeds, embed_page, embeds
from sitegen.pages.inputs import places
from sitegen.pages.map_files import LISTED, Interactive, map_files, opens, shown
from sitegen.pages.opendata import download_links
from sitegen.pages.structured import breadcrumbs
from sitegen.pages.territory import Region

REGENCIES = 200
"""The most regencies that the page lists where it names no places; beyond, it leads to the pages of provinces."""


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place as the map page lists it."""

    card: PlaceCard
    """The place."""
    pointed: bool
    """Whether it is on the map."""


@dataclass(frozen=True, slots=True)
class ListedRegion:
    """A province with its regencies, or a regency with its places."""

    link: Link
    """Its name and page."""
    certified: int
    """How many places in it were designated, by these records."""
    reached: int
    """How many others outreach reached, by these records."""
    parts: tuple[ListedRegion, ...] = ()
    """Its regencies, where it is a province; none where the page would grow too long."""
    places: tuple[ListedPlace, ...] = ()
    """Its places, where it is a regency; none where the page would grow too long."""


@dataclass(frozen=True, slots=True)
class MapPage:
    """What map.html shows."""

    head: Head
    """What the page tells of itself."""
    country: CountryMap | None
    """The picture of the provinces; None where there is no outline."""
    interactive: Interactive | None
    """The interactive map; None where there is none."""
    embeds: Embeds | None
    """What it offers to other sites; None where there is no map."""
    points: int
    """Places on the map."""
    pointless: int
    """Places listed of which no point is known."""
    provinces: tuple[ListedRegion, ...]
    """All places by province and regency."""


def map_page(catalogue: Catalogue) -> Iterator[Output]:
    """The page, and where there is something to draw also the interactive map's script and data."""
    made = map_files(catalogue)
    if made:
        yield from made.outputs
    country, interactive = country_map(catalogue), made.interactive if made else None
    yield _page(catalogue, country, interactive)
    if country or interactive:
        yield embed_page(catalogue, country, interactive)


def map_paths(catalogue: Catalogue) -> tuple[str, ...]:
    """The lasting addresses of the page, and of the one for frames where there is something to show."""
    page, embed = catalogue.addresses.root("map"), catalogue.addresses.root("embed")
    return (page, embed) if catalogue.site.outlines.provinces or opens(catalogue) else (page,)


def _page(catalogue: Catalogue, country: CountryMap | None, interactive: Interactive | None) -> Output:
    section, crumbs = catalogue.section("map"), catalogue.crumbs()
    head = Head(
        title=section.text,
        description=catalogue.say("map_description"),
        path=section.path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
        data=download_links(f"{catalogue.common.root('data')}villages", SPATIAL_FORMATS),
        images=interactive.images if interactive else (),
    )
    cards = shown(catalogue)
    pointed = {village.code for village in catalogue.site.villages if village.location and village.code in cards}
    regions = (region for region in catalogue.regions.values() if region.level == "province")
    listed = [one for region in regions if (one := _listed(catalogue, region, cards, pointed)).certified or one.reached]
    if len(cards) > LISTED and sum(len(one.parts) for one in listed) > REGENCIES:
        listed = [replace(one, parts=()) for one in listed]
    view = MapPage(
        head=head,
        country=country,
        interactive=interactive,
        embeds=embeds(catalogue, country) if country or interactive else None,
        points=len(pointed),
        pointless=len(cards) - len(pointed),
        provinces=tuple(listed),
    )
    return Output(file_of(section.path), Template("map.html", view), listed=True, inputs=places(catalogue))


def _listed(catalogue: Catalogue, region: Region, known: dict[str, PlaceCard], pointed: set[str]) -> ListedRegion:
    cards = [known[code] for code in region.villages if code in known]
    parts: tuple[ListedRegion, ...] = ()
    places: tuple[ListedPlace, ...] = ()
    if region.level == "province":
        below = (_listed(catalogue, catalogue.regions[code], known, pointed) for code in region.parts)
        parts = tuple(part for part in below if part.certified or part.reached)
    elif len(known) <= LISTED:
        places = tuple(ListedPlace(card, card.code in pointed) for card in cards)
    certified = sum(1 for card in cards if card.certified)
    return ListedRegion(Link(region.name, region.path), certified, len(cards) - certified, parts, places)
