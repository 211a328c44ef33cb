"""The list of the regions of the highest level, and a page for each region that has a recorded village."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.models import RegionRecord, Source
from sitegen.output import FigureCard, Output, PageHead, PageView
from sitegen.views.cards import NewsCard, PlaceCard
from sitegen.views.charts import ShareBars, largest_caption, share_bars
from sitegen.views.figures import card_by_id
from sitegen.views.grouping import LONGEST_LISTING, RegionCounts
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
    below: str
    """Level of its parts; empty for a region of the lowest level."""
    parts: tuple[RegionCounts, ...]
    """Regions within it, by name."""
    places: tuple[PlaceCard, ...]
    """Recorded places by name; empty if they are too many for a page, as the parts list them."""
    news: tuple[NewsCard, ...]
    """Latest announcements about its places."""
    sources: tuple[Source, ...]
    """Sources of the listed places, and of what is said of the region."""
    record: RegionRecord | None
    """What is said of the region; None for most."""
    renamings: tuple[Renaming, ...]
    """Changes of its name and code, latest first."""


def regions(index: SiteIndex) -> Iterator[Output]:
    """Yield the page `/wilayah/` and one page per region."""
    locators, geography = RegionLocators(index), index.site.geography
    records = {record.code: record for record in index.site.regions}
    with index.reads.scope():
        yield _index(index)
    for region in index.regions.each():
        below = geography.below(geography.level(region.level))
        record = records.get(region.code)
        listed = below is None or len(region.villages) <= LONGEST_LISTING
        view = RegionPage(
            head=_head(index, region),
            level=region.level,
            code=region.code,
            counted=card_by_id(index, f"counted-{region.code}"),
            reached=region.reached,
            locator=locators.of(region),
            below=below.id if below else "",
            parts=tuple(_counts(index.regions[code]) for code in region.parts),
            places=tuple(index.places[code] for code in region.villages) if listed else (),
            news=_news(index, region),
            sources=index.cited(_cited(index, region, record, listed=listed)),
            record=record,
            renamings=region_renamings(index, record) if record else (),
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


def _cited(index: SiteIndex, region: Region, record: RegionRecord | None, *, listed: bool) -> dict[str, None]:
    """Return the source ids of a region's record, and of its places if they are listed, each once."""
    of_places = (id for code in region.villages for id in index.villages[code].sources) if listed else ()
    return dict.fromkeys((*of_places, *(record.sources if record else ())))


def _news(index: SiteIndex, region: Region) -> tuple[NewsCard, ...]:
    """Return the latest announcements about the places of a region."""
    about = {card.file: card for code in region.villages for card in index.news_about.get(code, ())}
    return tuple(sorted(about.values(), key=lambda card: index.news_order[card.file])[:NEWS_COUNT])
