"""The map page, the page that other sites may embed, and the overview map as an SVG file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from textwrap import wrap

from sitegen import edtf
from sitegen.content import Template
from sitegen.formats import SPATIAL_FORMATS
from sitegen.output import Link, Output, PageHead, PageView
from sitegen.urls import output_path
from sitegen.views.cards import PlaceCard
from sitegen.views.country_map import CountryMap, country_map
from sitegen.views.interactive_map import (
    MAX_LISTED_PLACES,
    InteractiveMap,
    has_interactive_map,
    map_files,
    mapped_places,
)
from sitegen.views.open_data import download_links
from sitegen.views.site_index import Region, SiteIndex
from sitegen.views.structured_data import page_output, section_head


@dataclass(frozen=True, slots=True)
class EmbedPage(PageView):
    """What embed.html shows."""

    map_page: Link
    """Link to the map page."""
    country: CountryMap | None
    """Overview map of the regions; None without outlines."""
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
    return page_output("embed.html", view)


MAX_SECOND_REGIONS = 200
"""Most regions of the second level on the page where it lists no places; with more, it links to the pages of those of
the highest."""


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place as the map page lists it."""

    card: PlaceCard
    with_point: bool
    """Whether it has a point, and is on the map."""


@dataclass(frozen=True, slots=True)
class ListedRegion:
    """A region of the highest level with those next below it, or one of these with its places."""

    link: Link
    certified: int
    """Number of designated places in the records."""
    reached: int
    """Number of other places that outreach reached."""
    parts: tuple[ListedRegion, ...] = ()
    """Regions next below one of the highest level; empty if the page would grow too long."""
    places: tuple[ListedPlace, ...] = ()
    """Places that are in none of its parts; empty if the page would grow too long."""


@dataclass(frozen=True, slots=True)
class MapPage(PageView):
    """What map.html shows."""

    country: CountryMap | None
    """The picture of the regions; None where there is no outline."""
    interactive: InteractiveMap | None
    """The interactive map; None without one."""
    embed_links: EmbedLinks | None
    """URLs to embed; None without a map."""
    with_point: int
    """Number of places with a point."""
    without_point: int
    """Number of places without a point."""
    regions: tuple[ListedRegion, ...]
    """All places, by region of the two highest levels."""


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
    return (page, embed) if index.site.outlines.regions or has_interactive_map(index) else (page,)


def _page(index: SiteIndex, country: CountryMap | None, interactive: InteractiveMap | None) -> Output:
    routes = index.routes
    head = section_head(
        index,
        "map",
        data=download_links(f"{index.common.root('data')}villages", SPATIAL_FORMATS),
        image_hosts=interactive.image_hosts if interactive else (),
    )
    cards = mapped_places(index)
    with_point = {village.code for village in index.site.villages if village.location and village.code in cards}
    top = index.site.geography.top
    regions = (region for region in index.regions.values() if region.level == top.id)
    listed = [
        entry
        for region in regions
        if (entry := _listed_region(index, region, cards, with_point)).certified or entry.reached
    ]
    if len(cards) > MAX_LISTED_PLACES and sum(len(entry.parts) for entry in listed) > MAX_SECOND_REGIONS:
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
        regions=tuple(listed),
    )
    return page_output("map.html", view)


def _listed_region(
    index: SiteIndex, region: Region, mapped: dict[str, PlaceCard], with_point: set[str]
) -> ListedRegion:
    cards = [mapped[code] for code in region.villages if code in mapped]
    below = [index.regions[code] for code in region.parts] if not region.above else []
    parts = [_listed_region(index, part, mapped, with_point) for part in below]
    places: tuple[ListedPlace, ...] = ()
    if len(mapped) <= MAX_LISTED_PLACES:
        inside = {code for part in below for code in part.villages}
        places = tuple(ListedPlace(card, card.code in with_point) for card in cards if card.code not in inside)
    certified = sum(1 for card in cards if card.counted)
    shown = tuple(part for part in parts if part.certified or part.reached)
    return ListedRegion(Link(region.name, region.path), certified, len(cards) - certified, shown, places)


MARGIN, TITLE_SIZE, TEXT_SIZE = 20, 30, 20
"""Units: the margin, and the font sizes of the title and of other text."""
SIGN_WIDTH = 0.56
"""Average width of a character, relative to the font size."""
LINE_HEIGHT = 27
"""Units: height of a line; 1.5 times as much for the title."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; SVG does not break lines."""

    text: str
    y: int
    """Units from the upper edge to the baseline."""
    size: int
    """Font size."""


@dataclass(frozen=True, slots=True)
class OverviewMap:
    """What overview_map.svg shows."""

    width: int
    """Units across."""
    height: int
    """Units down."""
    title: str
    """Accessible title."""
    above: tuple[TextLine, ...]
    """Title of the site and of the map."""
    facts: int
    """Units from the upper edge to the first line of totals."""
    newest: str
    """Date of the newest cited source, as EDTF; empty without one."""
    country: CountryMap
    """The map."""
    top: int
    """Units from the upper edge to the map."""
    legend: int
    """Units from the upper edge to the first line of the legend."""
    below: tuple[TextLine, ...]
    """Legend of pale regions, credit, notice and URL."""
    colours: dict[str, str]
    """Colours of the theme for light screens, by name."""


def overview_map(index: SiteIndex) -> Iterator[Output]:
    """Yield `/peta/sebaran.svg`; nothing without outlines."""
    country = country_map(index)
    if country is None:
        return
    newest = _newest(index)
    view = _view(index, country, index.sources[newest].date if newest else "")
    yield Output(output_path(index.routes.overview_map()), Template("overview_map.svg", view))


def _view(index: SiteIndex, country: CountryMap, newest: str) -> OverviewMap:
    width, page = country.width + 2 * MARGIN, index.base_url + index.routes.root("map")
    heading, config = index.messages["country_heading"], index.site.config
    above = _lines(width, MARGIN, (config.title, TITLE_SIZE), (heading, TEXT_SIZE))
    facts = above[-1].y + LINE_HEIGHT
    fact_lines = max(1, sum(map(bool, (country.certified, country.reached, newest))))
    top = facts + (fact_lines - 1) * LINE_HEIGHT + MARGIN
    legend = top + country.height + LINE_HEIGHT
    symbol_rows = 2  # lines of the legend with a symbol
    missing = ", ".join(link.text for link in country.not_drawn)
    below = _lines(
        width,
        legend + (symbol_rows - 1) * LINE_HEIGHT,
        (index.messages["country_legend_pale"] if country.has_pale else "", TEXT_SIZE),
        (index.messages["country_legend_moved"] if country.has_leader_lines else "", TEXT_SIZE),
        (index.t("country_missing", names=missing) if missing else "", TEXT_SIZE),
        (index.t("country_credit", credit=country.credit), TEXT_SIZE),
        (config.notice or "", TEXT_SIZE),
        (page, TEXT_SIZE),
    )
    height = below[-1].y + MARGIN
    colours = {name: colour.light for name, colour in index.site.theme.colours.items()}
    return OverviewMap(width, height, heading, above, facts, newest, country, top, legend, below, colours)


def _lines(width: int, top: int, *texts: tuple[str, int]) -> tuple[TextLine, ...]:
    """Break texts, each with a font size, into lines from `top` down."""
    lines: list[TextLine] = []
    for text, size in texts:
        for part in wrap(text, int((width - 2 * MARGIN) / (size * SIGN_WIDTH))):
            top += LINE_HEIGHT if size == TEXT_SIZE else LINE_HEIGHT * 3 // 2
            lines.append(TextLine(part, top, size))
    return tuple(lines)


def _newest(index: SiteIndex) -> str:
    """Return the id of the newest source of what the map shows; empty without one."""
    mapped = mapped_places(index)
    cited = {id for village in index.site.villages if village.code in mapped for id in village.sources}
    cited.update(id for event in index.site.outreach if event.date and event.villages for id in event.sources)
    sources = [index.sources[id] for id in sorted(cited) if id in index.sources]
    return max(sources, key=lambda source: edtf.parse(source.date).last).id if sources else ""
