"""A page a village: what is recorded of it, whose word that is, and what was told of it."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sitegen.addresses import file_of
from sitegen.bodies import CardLine, Template
from sitegen.model import Criterion, Event, Location, Office, Source, Village
from sitegen.output import Head, Link, Output
from sitegen.pages.cards import NewsCard, OutreachCard, PlaceCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import ledger, sources
from sitegen.pages.ledger import CorrectionCard, notes_on
from sitegen.pages.locators import VillageLocator, village_locator
from sitegen.pages.pictures import OF_VILLAGE, ShownPhoto, picture
from sitegen.pages.social import Carded, Printer
from sitegen.pages.structured import breadcrumb_list, step, steps
from sitegen.precision import decimals


@dataclass(frozen=True, slots=True)
class EventCard:
    """Something that happened to the designation."""

    event: Event
    """What, when, and by whom."""
    sources: tuple[Source, ...]
    """Where it is known from, where that is another source than the record's."""


@dataclass(frozen=True, slots=True)
class Life:
    """What became of a place and of its designation."""

    events: tuple[EventCard, ...] = ()
    """What happened to its designation, earliest first."""
    turned: str = ""
    """When its designation lapsed or was last renewed, as EDTF; empty where neither is recorded."""
    successors: tuple[PlaceCard, ...] = ()
    """What it became part of, or was divided into; the page is then of a place that is no more."""
    predecessors: tuple[PlaceCard, ...] = ()
    """The places that became part of it, or that it was a part of."""


@dataclass(frozen=True, slots=True)
class VillagePage:
    """What village.html shows."""

    head: Head
    """What the page tells of itself."""
    village: Village
    """The record."""
    programme: str
    """What a designated village is designated as: the programme's name."""
    card: PlaceCard
    """The same place as lists show it: its year, whether outreach reached it."""
    archive: Link | None
    """The year of the archive that it stands in; None for a place that was not designated."""
    office: Office | None
    """The office that reported it."""
    criteria: tuple[Criterion, ...]
    """The criteria that its source states for it."""
    sources: tuple[Source, ...]
    """Whose word the record is."""
    news: tuple[NewsCard, ...]
    """Announcements about it, newest first."""
    outreach: tuple[OutreachCard, ...]
    """Outreach that reached it."""
    map_url: str
    """Where OpenStreetMap shows its surroundings; empty for a place without a point."""
    locator: VillageLocator | None
    """Where it lies in its province; None where the province has no outline."""
    life: Life
    """What became of it."""
    photo: ShownPhoto | None
    """A photo of it."""
    corrections: tuple[CorrectionCard, ...]
    """What of the record was corrected or revised, newest first."""


_TURNS = ("renewed", "lapsed")
"""The events after which a designation holds again, or no longer."""
_QUIET = Life()
"""The life of most places: nothing is recorded of it."""


@dataclass(frozen=True, slots=True)
class _District:
    """What the pages of a district's villages share, made once."""

    crumbs: tuple[Link, ...]
    steps: list[dict[str, Any]]
    area: dict[str, str]


def villages(catalogue: Catalogue) -> Iterator[Output]:
    """A page for each village of the records, designated or only spoken of."""
    criteria = {criterion.id: criterion for criterion in catalogue.site.programme.criteria}
    districts: dict[str, _District] = {}
    predecessors = _predecessors(catalogue)
    archive = {year: _archive(catalogue, year) for year in {card.year for card in catalogue.places.values()}}
    printer = Printer(catalogue)
    for village in catalogue.site.villages:
        card = catalogue.places[village.code]
        district = districts.get(village.code[:8])
        if district is None:
            district = districts[village.code[:8]] = _district(catalogue, village.code[:8])
        life = _life(catalogue, village, predecessors.get(village.code, ()))
        carded = _card(catalogue, printer, village, card, life)
        image = village.image
        shown = picture(catalogue, posixpath.normpath(image.src), OF_VILLAGE) if image else None
        view = VillagePage(
            head=_head(catalogue, village, card, district, carded.path),
            village=village,
            programme=catalogue.site.programme.name,
            card=card,
            archive=archive[card.year] if card.certified else None,
            office=catalogue.offices[village.office] if village.office else None,
            criteria=tuple(criteria[id] for id in village.criteria),
            sources=catalogue.cited(village.sources),
            news=catalogue.news_about.get(village.code, ()),
            outreach=catalogue.outreach_in.get(village.code, ()),
            map_url=_map_url(village.location) if village.location else "",
            locator=village_locator(catalogue.site.outlines, village),
            life=life,
            photo=ShownPhoto(shown, image.alt, image.credit) if image and shown else None,
            corrections=notes_on(catalogue, village.code),
        )
        origin = catalogue.origin(village.code)
        body = Template("village.html", view)
        yield Output(file_of(card.path), body, origin, listed=True, inputs=_inputs(view))
        yield from (replace(output, origin=origin) for output in carded.outputs)


def _card(catalogue: Catalogue, printer: Printer, village: Village, card: PlaceCard, life: Life) -> Carded:
    """Where the place lies, and what it is, with the date of that."""
    words, standing, last = catalogue.words, _standing(card), CardLine("")
    if standing == "certified":
        last = CardLine(words["card_certified"], card.certified)
    elif standing == "lapsed":
        last = CardLine(words["card_lapsed"], life.turned)
    else:
        last = CardLine(words[f"card_{standing}"])
    district = catalogue.say("district_named", name=village.district)
    where = CardLine(", ".join((district, village.regency, village.province)))
    reached = tuple(f"outreach:{event.path.partition('#')[2]}" for event in catalogue.outreach_in.get(village.code, ()))
    name = village.code.replace(".", "-").replace("/", "-")
    return printer.card("villages", name, catalogue.name_of(card), (where, last), *reached)


def _head(catalogue: Catalogue, village: Village, card: PlaceCard, district: _District, image: str) -> Head:
    title = catalogue.name_of(card)
    return Head(
        title=title,
        description=catalogue.say(
            f"village_description_{_standing(card)}",
            name=title,
            district=village.district,
            regency=village.regency,
            province=village.province,
        ),
        path=card.path,
        crumbs=district.crumbs,
        image=image,
        jsonld=(
            _place(catalogue, village, card, district),
            breadcrumb_list([*district.steps, step(catalogue, len(district.steps) + 1, title, card.path)]),
        ),
        record=village.code,
    )


def _inputs(page: VillagePage) -> tuple[str, ...]:
    """What the page shows besides the record. The programme has the names of the criteria, and its own."""
    return (
        "data/programme.yaml",
        *sources(page.village.sources),
        *(_named(page.life) if page.life is not _QUIET else ()),
        *sources(id for event in page.village.events for id in event.sources),
        *((f"office:{page.village.office}",) if page.village.office else ()),
        *ledger(page.corrections),
        *((posixpath.normpath(page.village.image.src),) if page.village.image else ()),
        *(card.file for card in page.news),
        *(f"outreach:{card.path.partition('#')[2]}" for card in page.outreach),
    )


def _named(life: Life) -> tuple[str, ...]:
    """The records that a life names."""
    cited = tuple(source.id for event in life.events for source in event.sources)
    return (*sources(cited), *(place.code for place in (*life.successors, *life.predecessors)))


def _life(catalogue: Catalogue, village: Village, predecessors: tuple[PlaceCard, ...]) -> Life:
    if not (village.events or village.successors or predecessors):
        return _QUIET
    return Life(
        events=tuple(EventCard(event, catalogue.cited(event.sources)) for event in village.events),
        turned=next((event.date for event in reversed(village.events) if event.kind in _TURNS), ""),
        successors=tuple(catalogue.places[code] for code in village.successors),
        predecessors=predecessors,
    )


def _predecessors(catalogue: Catalogue) -> dict[str, tuple[PlaceCard, ...]]:
    """What each place was formed from, by its code, for the few of which that is recorded."""
    found: dict[str, list[PlaceCard]] = defaultdict(list)
    for village in catalogue.site.villages:
        for code in village.successors:
            found[code].append(catalogue.places[village.code])
    return {code: tuple(cards) for code, cards in found.items()}


def _district(catalogue: Catalogue, code: str) -> _District:
    region = catalogue.regions[code]
    crumbs = catalogue.crumbs(catalogue.section("regions"), *region.above, Link(region.name, region.path))
    names = [region.name, *(link.text for link in reversed(region.above))]
    return _District(crumbs, steps(catalogue, crumbs), {"@type": "AdministrativeArea", "name": ", ".join(names)})


def _standing(card: PlaceCard) -> str:
    if card.certified:
        return "lapsed" if card.lapsed else "certified"
    return "reached" if card.reached else "spoken_of"


def _archive(catalogue: Catalogue, year: int | None) -> Link:
    if year is None:
        return Link(catalogue.words["undated"], catalogue.addresses.without_year())
    return Link(str(year), catalogue.addresses.year(year))


def _place(catalogue: Catalogue, village: Village, card: PlaceCard, district: _District) -> dict[str, Any]:
    place: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Place",
        "name": village.name,
        "identifier": village.code,
        "url": catalogue.base_url + card.path,
        "containedInPlace": district.area,
    }
    if village.previous_names:
        place["alternateName"] = list(village.previous_names)
    if village.location:
        latitude, longitude = _rounded(village.location)
        place["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return place


def _rounded(point: Location) -> tuple[float, float]:
    """The point with no more decimals than its uncertainty bears."""
    places = decimals(point.uncertainty_m)
    return round(point.lat, places), round(point.lon, places)


def _map_url(point: Location) -> str:
    """A map of the surroundings, without a pin: a pin would claim more than the point can bear."""
    latitude, longitude = _rounded(point)
    zoom = 14 if (point.uncertainty_m or 0) < 1000 else 13 if (point.uncertainty_m or 0) < 5000 else 11
    return f"https://www.openstreetmap.org/#map={zoom}/{latitude}/{longitude}"
