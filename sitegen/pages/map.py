"""The map page, and the page that other sites may embed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sitegen.content import Template
from sitegen.formats import SPATIAL_FORMATS
from sitegen.geography import PROVINCE
from sitegen.output import Link, Output, PageHead, PageView
from sitegen.urls import output_path
from sitegen.views.cards import PlaceCard
from sitegen.views.country_map import CountryMap, country_map
from sitegen.views.interactive_map import MAX_LISTED, InteractiveMap, has_interactive_map, map_files, mapped_places
from sitegen.views.open_data import download_links
from sitegen.views.site_index import Region, SiteIndex
from sitegen.views.structured_data import section_head


@dataclass(frozen=True, slots=True)
class EmbedPage(PageView):
    """What embed.html shows."""

    map_page: Link
    """Link to the map page."""
    country: CountryMap | None
    """Overview map of the provinces; None without outlines."""
    interactive: InteractiveMap | None
    """The interactive map; None without one."""


@dataclass(frozen=True, slots=True)
class EmbedLinks:
    """URLs that other sites may embed."""

    page: str
    """URL of the page to embed as a frame."""
    picture: str
    """URL of the overview map; empty without one."""


def _embed_page(index: SiteIndex, country: CountryMap | None, interactive: InteractiveMap | None) -> Output:
    """Make the page to embed as a frame. The map page is its canonical URL."""
    routes, settings = index.routes, index.site.config.map
    whole = index.section("map")
    head = PageHead(
        title=index.t("embed_title", title=whole.text),
        description=index.t("map_description"),
        path=routes.root("embed"),
        indexed=False,
        canonical=whole.path,
        image_hosts=interactive.image_hosts if interactive else (),
        frame_ancestors=" ".join(settings.embed_by) or "*",
    )
    view = EmbedPage(head, whole, country, interactive)
    return Output(output_path(head.path), Template("embed.html", view))


MAX_REGENCIES = 200
"""Most regencies on the page where it lists no places; with more, it links to the pages of provinces."""


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place as the map page lists it."""

    card: PlaceCard
    with_point: bool
    """Whether it has a point, and is on the map."""


@dataclass(frozen=True, slots=True)
class ListedRegion:
    """A province with its regencies, or a regency with its places."""

    link: Link
    certified: int
    """Number of designated places in the records."""
    reached: int
    """Number of other places that outreach reached."""
    parts: tuple[ListedRegion, ...] = ()
    """Regencies of a province; empty if the page would grow too long."""
    places: tuple[ListedPlace, ...] = ()
    """Places of a regency; empty if the page would grow too long."""


@dataclass(frozen=True, slots=True)
class MapPage(PageView):
    """What map.html shows."""

    country: CountryMap | None
    """The picture of the provinces; None where there is no outline."""
    interactive: InteractiveMap | None
    """The interactive map; None without one."""
    embed_links: EmbedLinks | None
    """URLs to embed; None without a map."""
    with_point: int
    """Number of places with a point."""
    without_point: int
    """Number of places without a point."""
    provinces: tuple[ListedRegion, ...]
    """All places, by province and regency."""


def map_page(index: SiteIndex) -> Iterator[Output]:
    """Yield the map page, the page to embed, and the files of the interactive map."""
    files = map_files(index)
    if files:
        yield from files.outputs
    country, interactive = country_map(index), files.interactive if files else None
    yield _page(index, country, interactive)
    if country or interactive:
        yield _embed_page(index, country, interactive)


def map_paths(index: SiteIndex) -> tuple[str, ...]:
    """Return the permanent URLs of the map page and the page to embed."""
    page, embed = index.routes.root("map"), index.routes.root("embed")
    return (page, embed) if index.site.outlines.provinces or has_interactive_map(index) else (page,)


def _page(index: SiteIndex, country: CountryMap | None, interactive: InteractiveMap | None) -> Output:
    section, routes = index.section("map"), index.routes
    head = section_head(
        index,
        "map",
        data=download_links(f"{index.common.root('data')}villages", SPATIAL_FORMATS),
        image_hosts=interactive.image_hosts if interactive else (),
    )
    cards = mapped_places(index)
    with_point = {village.code for village in index.site.villages if village.location and village.code in cards}
    regions = (region for region in index.regions.values() if region.level == PROVINCE.id)
    listed = [
        entry
        for region in regions
        if (entry := _listed_region(index, region, cards, with_point)).certified or entry.reached
    ]
    if len(cards) > MAX_LISTED and sum(len(entry.parts) for entry in listed) > MAX_REGENCIES:
        listed = [replace(entry, parts=()) for entry in listed]
    view = MapPage(
        head=head,
        country=country,
        interactive=interactive,
        embed_links=EmbedLinks(routes.root("embed"), routes.overview_map() if country else "")
        if country or interactive
        else None,
        with_point=len(with_point),
        without_point=len(cards) - len(with_point),
        provinces=tuple(listed),
    )
    return Output(output_path(section.path), Template("map.html", view), listed=True)


def _listed_region(
    index: SiteIndex, region: Region, mapped: dict[str, PlaceCard], with_point: set[str]
) -> ListedRegion:
    cards = [mapped[code] for code in region.villages if code in mapped]
    parts: tuple[ListedRegion, ...] = ()
    places: tuple[ListedPlace, ...] = ()
    if region.level == PROVINCE.id:
        below = (_listed_region(index, index.regions[code], mapped, with_point) for code in region.parts)
        parts = tuple(part for part in below if part.certified or part.reached)
    elif len(mapped) <= MAX_LISTED:
        places = tuple(ListedPlace(card, card.code in with_point) for card in cards)
    certified = sum(1 for card in cards if card.certified)
    return ListedRegion(Link(region.name, region.path), certified, len(cards) - certified, parts, places)
