"""The regions: the provinces, and a page for each province, regency and district that holds a recorded village."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.content import Template
from sitegen.geography import DISTRICT, GEOGRAPHY, PROVINCE
from sitegen.models import Source
from sitegen.output import FigureCard, Output, PageHead
from sitegen.urls import output_path
from sitegen.views.cards import NewsCard, PlaceCard
from sitegen.views.charts import ShareBars, largest_caption, shares
from sitegen.views.figures import card_of
from sitegen.views.grouping import LONGEST_LISTING, RegionCounts
from sitegen.views.inputs import files, places, sources
from sitegen.views.locator_maps import RegionLocator, RegionLocators
from sitegen.views.open_data import region_links
from sitegen.views.site_index import Region, SiteIndex
from sitegen.views.structured_data import breadcrumbs

LATEST = 10
"""How many announcements a region's page shows."""


@dataclass(frozen=True, slots=True)
class RegionsPage:
    """What regions.html shows."""

    head: PageHead
    """What the page tells of itself."""
    parts: tuple[RegionCounts, ...]
    """The provinces by name."""
    shares: ShareBars
    """The bars of each: what is recorded as designated, and as reached by outreach."""


@dataclass(frozen=True, slots=True)
class RegionPage:
    """What region.html shows."""

    head: PageHead
    """What the page tells of itself."""
    level: str
    """Whether it is a province, a regency or a district."""
    code: str
    """Its official code."""
    counted: FigureCard
    """How many of its places the register holds."""
    reached: int
    """Its places that outreach is recorded to have reached, designated or not."""
    locator: RegionLocator | None
    """Where its places lie; None where its province has no outline."""
    below: str
    """The level of its parts; empty for a district."""
    parts: tuple[RegionCounts, ...]
    """The regions within it, by name."""
    places: tuple[PlaceCard, ...]
    """Its recorded places by name; empty where they are too many for a page, as the parts lead on to them."""
    news: tuple[NewsCard, ...]
    """The latest announcements about its places."""
    sources: tuple[Source, ...]
    """Whose word the records of the listed places are."""


def regions(index: SiteIndex) -> Iterator[Output]:
    """The page `/wilayah/` and a page a region."""
    parts, news = _parts(index), _news(index)
    cited = {village.code: village.sources for village in index.site.villages}
    outreach = files(index, (f"outreach:{event.id}" for event in index.site.outreach))
    locators = RegionLocators(index)
    yield _index(index, parts)
    for region in index.regions.values():
        below = GEOGRAPHY.below(GEOGRAPHY.level(region.level))
        listed = below is None or len(region.villages) <= LONGEST_LISTING
        view = RegionPage(
            head=_head(index, region),
            level=region.level,
            code=region.code,
            counted=card_of(index, f"counted-{region.code}"),
            reached=parts[region.code].reached,
            locator=locators.of(region),
            below=below.id if below else "",
            parts=tuple(parts[code] for code in region.parts),
            places=tuple(index.places[code] for code in region.villages) if listed else (),
            news=news.get(region.code, ()),
            sources=index.cited(dict.fromkeys(id for code in region.villages for id in cited[code]) if listed else ()),
        )
        inputs = (
            *(region.villages if listed else files(index, region.villages)),
            *(outreach if view.reached else ()),
            *(one.file for one in view.news),
            *sources(source.id for source in view.sources),
        )
        yield Output(output_path(region.path), Template("region.html", view), listed=True, inputs=inputs)


def _index(index: SiteIndex, parts: dict[str, RegionCounts]) -> Output:
    section, crumbs = index.section("regions"), index.crumbs()
    head = PageHead(
        title=section.text,
        description=index.messages["regions_description"],
        path=section.path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(index, crumbs, section.text, section.path),),
    )
    provinces = sorted(
        (part for code, part in parts.items() if len(code) == PROVINCE.length), key=lambda part: (part.name, part.path)
    )
    bars = shares(
        ((part.certified, part.reached) for part in provinces),
        largest_caption("chart_provinces", [(part.name, part.certified) for part in provinces]),
    )
    body = Template("regions.html", RegionsPage(head, tuple(provinces), bars))
    return Output(output_path(section.path), body, listed=True, inputs=places(index))


def _head(index: SiteIndex, region: Region) -> PageHead:
    title = index.t(f"{region.level}_named", name=region.name)
    crumbs = index.crumbs(index.section("regions"), *region.above)
    return PageHead(
        title=title,
        description=index.t("region_description", name=", ".join([title, *_names_above(region)])),
        path=region.path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(index, crumbs, title, region.path),),
        data=region_links(index, region),
        record=region.code,
    )


def _names_above(region: Region) -> list[str]:
    return [link.text for link in reversed(region.above)]


def _parts(index: SiteIndex) -> dict[str, RegionCounts]:
    """Every region with its counts: the districts' are counted, those above are added up from them."""
    cards = index.places.values()
    certified = Counter(DISTRICT.region_code(card.code) for card in cards if card.certified)
    reached = Counter(DISTRICT.region_code(card.code) for card in cards if card.reached)
    for counts in (certified, reached):
        for district, count in list(counts.items()):
            for above in GEOGRAPHY.ancestors(district):
                counts[above] += count
    return {
        code: RegionCounts(region.name, region.path, certified[code], reached[code])
        for code, region in index.regions.items()
    }


def _news(index: SiteIndex) -> dict[str, tuple[NewsCard, ...]]:
    """The latest announcements about the places of each region that has any."""
    about: dict[str, dict[str, NewsCard]] = defaultdict(dict)
    for village, cards in index.news_about.items():
        for region in GEOGRAPHY.ancestors(village):
            about[region].update((card.file, card) for card in cards)
    order = {card.file: place for place, card in enumerate(index.news)}
    return {
        code: tuple(sorted(cards.values(), key=lambda card: order[card.file])[:LATEST]) for code, cards in about.items()
    }
