"""The regions: the provinces, and a page for each province, regency and district that holds a recorded village."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.model import Source
from sitegen.output import FigureCard, Head, Output
from sitegen.pages.beside import region_links
from sitegen.pages.cards import NewsCard, PlaceCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import Shares, shares
from sitegen.pages.figures import card_of
from sitegen.pages.inputs import files, places, sources
from sitegen.pages.locators import RegionLocator, RegionLocators
from sitegen.pages.rolls import LONGEST
from sitegen.pages.sentences import most_of
from sitegen.pages.structured import breadcrumbs
from sitegen.pages.territory import LEVELS, Level, Region

LATEST = 10
"""How many announcements a region's page shows."""
_BELOW: dict[Level, str] = {"province": "regency", "regency": "district", "district": ""}


@dataclass(frozen=True, slots=True)
class Part:
    """A region as the page of the one above shows it."""

    name: str
    """Its name."""
    path: str
    """Address of its page."""
    certified: int
    """Its places that are recorded as designated."""
    reached: int
    """Its places that outreach is recorded to have reached, designated or not."""


@dataclass(frozen=True, slots=True)
class RegionsPage:
    """What regions.html shows."""

    head: Head
    """What the page tells of itself."""
    parts: tuple[Part, ...]
    """The provinces by name."""
    shares: Shares
    """The bars of each: what is recorded as designated, and as reached by outreach."""


@dataclass(frozen=True, slots=True)
class RegionPage:
    """What region.html shows."""

    head: Head
    """What the page tells of itself."""
    level: Level
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
    parts: tuple[Part, ...]
    """The regions within it, by name."""
    places: tuple[PlaceCard, ...]
    """Its recorded places by name; empty where they are too many for a page, as the parts lead on to them."""
    news: tuple[NewsCard, ...]
    """The latest announcements about its places."""
    sources: tuple[Source, ...]
    """Whose word the records of the listed places are."""


def regions(catalogue: Catalogue) -> Iterator[Output]:
    """The page `/wilayah/` and a page a region."""
    parts, news = _parts(catalogue), _news(catalogue)
    cited = {village.code: village.sources for village in catalogue.site.villages}
    outreach = files(catalogue, (f"outreach:{event.id}" for event in catalogue.site.outreach))
    locators = RegionLocators(catalogue)
    yield _index(catalogue, parts)
    for region in catalogue.regions.values():
        listed = region.level == "district" or len(region.villages) <= LONGEST
        view = RegionPage(
            head=_head(catalogue, region),
            level=region.level,
            code=region.code,
            counted=card_of(catalogue, f"counted-{region.code}"),
            reached=parts[region.code].reached,
            locator=locators.of(region),
            below=_BELOW[region.level],
            parts=tuple(parts[code] for code in region.parts),
            places=tuple(catalogue.places[code] for code in region.villages) if listed else (),
            news=news.get(region.code, ()),
            sources=catalogue.cited(
                dict.fromkeys(id for code in region.villages for id in cited[code]) if listed else ()
            ),
        )
        inputs = (
            *(region.villages if listed else files(catalogue, region.villages)),
            *(outreach if view.reached else ()),
            *(one.file for one in view.news),
            *sources(source.id for source in view.sources),
        )
        yield Output(file_of(region.path), Template("region.html", view), listed=True, inputs=inputs)


def _index(catalogue: Catalogue, parts: dict[str, Part]) -> Output:
    section, crumbs = catalogue.section("regions"), catalogue.crumbs()
    head = Head(
        title=section.text,
        description=catalogue.words["regions_description"],
        path=section.path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
    )
    provinces = sorted(
        (part for code, part in parts.items() if len(code) == 2), key=lambda part: (part.name, part.path)
    )
    bars = shares(
        ((part.certified, part.reached) for part in provinces),
        most_of("chart_provinces", [(part.name, part.certified) for part in provinces]),
    )
    body = Template("regions.html", RegionsPage(head, tuple(provinces), bars))
    return Output(file_of(section.path), body, listed=True, inputs=places(catalogue))


def _head(catalogue: Catalogue, region: Region) -> Head:
    title = catalogue.say(f"{region.level}_named", name=region.name)
    crumbs = catalogue.crumbs(catalogue.section("regions"), *region.above)
    return Head(
        title=title,
        description=catalogue.say("region_description", name=", ".join([title, *_names_above(region)])),
        path=region.path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, title, region.path),),
        data=region_links(catalogue, region),
        record=region.code,
    )


def _names_above(region: Region) -> list[str]:
    return [link.text for link in reversed(region.above)]


def _parts(catalogue: Catalogue) -> dict[str, Part]:
    """Every region with its counts: the districts' are counted, those above are added up from them."""
    cards = catalogue.places.values()
    certified = Counter(card.code[:8] for card in cards if card.certified)
    reached = Counter(card.code[:8] for card in cards if card.reached)
    for counts in (certified, reached):
        for district, count in list(counts.items()):
            for _, length in LEVELS[:2]:
                counts[district[:length]] += count
    return {
        code: Part(region.name, region.path, certified[code], reached[code])
        for code, region in catalogue.regions.items()
    }


def _news(catalogue: Catalogue) -> dict[str, tuple[NewsCard, ...]]:
    """The latest announcements about the places of each region that has any."""
    about: dict[str, dict[str, NewsCard]] = defaultdict(dict)
    for village, cards in catalogue.news_about.items():
        for _, length in LEVELS:
            about[village[:length]].update((card.file, card) for card in cards)
    order = {card.file: place for place, card in enumerate(catalogue.news)}
    return {
        code: tuple(sorted(cards.values(), key=lambda card: order[card.file])[:LATEST]) for code, cards in about.items()
    }
