"""The list of the regions of the highest level, and a page for each region that has a recorded village."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sitegen import edtf
from sitegen.models import RegionRecord, Source
from sitegen.output import FigureCard, Output, PageHead, PageView
from sitegen.views.cards import NewsCard, PlaceCard
from sitegen.views.charts import ShareBars, largest_caption, share_bars
from sitegen.views.figures import card_by_id
from sitegen.views.grouping import LONGEST_LISTING, LatestOutreach, RegionCounts, first_outreach
from sitegen.views.indicators import IndicatorCard, indicators_by_region
from sitegen.views.locator_maps import RegionLocator, RegionLocators
from sitegen.views.open_data import region_download_links
from sitegen.views.renamings import Renaming, region_renamings
from sitegen.views.site_index import Region, SiteIndex
from sitegen.views.structured_data import page_head, page_output, section_head

NEWS_COUNT = 10
"""Number of announcements on a region's page."""


@dataclass(frozen=True, slots=True)
class RegionsPage(PageView):
    """What regions.html shows."""

    parts: tuple[RegionCounts, ...]
    """Regions of the highest level by name."""
    shares: ShareBars
    """Bars of each region: designated, and reached by outreach."""


@dataclass(frozen=True, slots=True)
class RegionParts:
    """The regions of one level right below a region."""

    level: str
    """Id of the level."""
    regions: tuple[RegionCounts, ...]
    """Those with recorded places, by name."""


@dataclass(frozen=True, slots=True)
class RegionPage(PageView):
    """What region.html shows."""

    level: str
    """Id of its level, such as `province`."""
    code: str
    counted: FigureCard
    """Number of its places in the register."""
    reached: int
    """Number of its places that outreach reached, designated or not."""
    locator: RegionLocator | None
    """Locator map; None if its region of the highest level has no outline."""
    parts: tuple[RegionParts, ...]
    """Regions right below it, by level: of more than one where some lie in no region of the next."""
    places: tuple[PlaceCard, ...]
    """Recorded places by name; if they are too many for a page, only those that lie in no part of it."""
    news: tuple[NewsCard, ...]
    """Latest announcements about its places."""
    outreach: LatestOutreach
    """Latest outreach to its places and to institutions in it, planned ones included."""
    sources: tuple[Source, ...]
    """Sources of the listed places, and of what is said of the region."""
    record: RegionRecord | None
    """What is said of the region; None for most."""
    renamings: tuple[Renaming, ...]
    """Changes of its name and code, latest first."""
    indicators: tuple[IndicatorCard, ...]
    """Indicators of the region itself."""


def regions(index: SiteIndex) -> Iterator[Output]:
    """Yield the page `/wilayah/` and one page per region."""
    locators = RegionLocators(index)
    records = {record.code: record for record in index.site.regions}
    indicators_of = indicators_by_region(index)
    with index.reads.scope():
        yield _index(index)
    for region in index.regions.each():
        record = records.get(region.code)
        places = _listed(index, region)
        view = RegionPage(
            head=_head(index, region),
            level=region.level,
            code=region.code,
            counted=card_by_id(index, f"counted-{region.code}"),
            reached=region.reached,
            locator=locators.of(region),
            parts=tuple(_parts(index, region)),
            places=tuple(index.places[code] for code in places),
            news=_news(index, region),
            outreach=_outreach(index, region),
            sources=index.cited(_cited(index, places, record)),
            record=record,
            renamings=region_renamings(index, record) if record else (),
            indicators=indicators_of(region.code),
        )
        yield page_output("region.html", view)


def _index(index: SiteIndex) -> Output:
    head = section_head(index, "regions")
    top = index.site.geography.top
    parts = sorted(
        (_counts(region) for region in index.regions.values() if region.level == top.id),
        key=lambda part: (part.name, part.path),
    )
    bars = share_bars(
        ((part.certified, part.reached) for part in parts),
        largest_caption("chart_regions", [(part.name, part.certified) for part in parts]),
    )
    return page_output("regions.html", RegionsPage(head, tuple(parts), bars))


def _head(index: SiteIndex, region: Region) -> PageHead:
    title = index.region_title(region.level, region.code, region.name)
    breadcrumbs = index.breadcrumbs(index.section("regions"), *region.above)
    return page_head(
        index,
        title,
        index.t("region_description", name=", ".join([title, *_names_above(region)])),
        region.path,
        breadcrumbs,
        data=region_download_links(index, region),
        record=region.code,
    )


def _names_above(region: Region) -> list[str]:
    return [link.text for link in reversed(region.above)]


def _counts(region: Region) -> RegionCounts:
    return RegionCounts(region.name, region.path, region.certified, region.reached)


def _listed(index: SiteIndex, region: Region) -> list[str]:
    """Return the codes of the places that a region's page lists."""
    if len(region.villages) <= LONGEST_LISTING:
        return list(region.villages)
    inside = {code for part in region.parts for code in index.regions[part].villages}
    return [code for code in region.villages if code not in inside]


def _parts(index: SiteIndex, region: Region) -> Iterator[RegionParts]:
    parts = [index.regions[code] for code in region.parts]
    for level in index.site.geography.levels:
        if inside := tuple(_counts(part) for part in parts if part.level == level.id):
            yield RegionParts(level.id, inside)


def _cited(index: SiteIndex, places: Iterable[str], record: RegionRecord | None) -> dict[str, None]:
    """Return the source ids of a region's record, and of the listed places, each once."""
    of_places = (id for code in places for id in index.villages[code].sources)
    return dict.fromkeys((*of_places, *(record.sources if record else ())))


def _news(index: SiteIndex, region: Region) -> tuple[NewsCard, ...]:
    """Return the latest announcements about the places of a region."""
    about = {card.file: card for code in region.villages for card in index.news_about.get(code, ())}
    return tuple(sorted(about.values(), key=lambda card: index.news_order[card.file])[:NEWS_COUNT])


def _outreach(index: SiteIndex, region: Region) -> LatestOutreach:
    """Return the latest outreach to the places of a region and to institutions in it."""
    found = {card.id: card for card in index.outreach_at.get(region.code, ())}
    found |= {card.id: card for code in region.villages for card in index.outreach_in.get(code, ())}
    cards = sorted(found.values(), key=lambda card: card.id)
    cards.sort(key=lambda card: edtf.parse(card.date).sort_day, reverse=True)
    return first_outreach(index, cards)
