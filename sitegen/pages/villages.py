"""The register of designated places, and a page for each village."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sitegen.content import SocialCardLine
from sitegen.formats import TABLE_FORMATS
from sitegen.models import Choice, Criterion, DesignationRules, Event, Location, OwnField, Source, Village
from sitegen.output import FigureCard, Link, Output, PageHead, PageView
from sitegen.precision import coordinate_decimals
from sitegen.record import references
from sitegen.views.calendar import calendar_notes
from sitegen.views.cards import NewsCard, OutreachCard, PlaceCard
from sitegen.views.correction_notes import CorrectionCard, correction_notes
from sitegen.views.figures import card_by_id
from sitegen.views.grouping import PlaceListing, first_outreach, list_by_region
from sitegen.views.images import VILLAGE_PHOTO_WIDTH, PagePhoto, responsive_image
from sitegen.views.indicators import IndicatorCard, indicators_by_region
from sitegen.views.locator_maps import VillageLocator, village_locator
from sitegen.views.open_data import download_links
from sitegen.views.own_facts import FieldChoices, OwnFact, choice_path, field_choices, filter_fields, own_facts
from sitegen.views.renamings import Renaming, village_renamings
from sitegen.views.site_index import SiteIndex
from sitegen.views.social_cards import PageSocialCard, SocialCardFactory
from sitegen.views.structured_data import (
    breadcrumb_list,
    breadcrumb_step,
    breadcrumb_steps,
    page_head,
    page_output,
    section_head,
)


@dataclass(frozen=True, slots=True)
class RegisterPage(PageView):
    """What register.html shows."""

    counted: FigureCard | None
    """Number of places in the register, which is never the programme's total; None for a part of the register."""
    places: PlaceListing
    """Places by region."""
    fields: tuple[FieldChoices, ...] = ()
    """The fields of the programme by whose choices the register can be read; that of the choice for a part of it."""


def register(index: SiteIndex) -> Iterator[Output]:
    """Yield the page `/desa/`, and one with a part of it for each choice of the fields that readers filter by."""
    data = index.common.root("data")
    designated = index.certified()
    head = section_head(index, "register", data=download_links(f"{data}villages", TABLE_FORMATS))
    fields = field_choices(index)
    view = RegisterPage(head, card_by_id(index, "counted"), list_by_region(index, designated), fields)
    yield page_output("register.html", view)
    for field, choices in zip(filter_fields(index.site), fields, strict=True):
        for choice in field.choices:
            yield _choice_page(index, field, choices, choice)


def _choice_page(index: SiteIndex, field: OwnField, choices: FieldChoices, choice: Choice) -> Output:
    having = {one.code for one in index.villages.values() if dict(one.own).get(field.id) == choice.id}
    places = list_by_region(index, (card for card in index.certified() if card.code in having))
    title = index.t("register_choice", field=field.words, choice=choice.words)
    description = index.t("register_choice_description", field=field.words, choice=choice.words)
    breadcrumbs = index.breadcrumbs(index.section("register"))
    head = page_head(index, title, description, choice_path(index, field, choice), breadcrumbs)
    return page_output("register.html", RegisterPage(head, None, places, (choices,)))


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event in the status history of a designation."""

    event: Event
    sources: tuple[Source, ...]
    """Sources, if they differ from those of the record."""


@dataclass(frozen=True, slots=True)
class StatusHistory:
    """Status history of a place and of its designation."""

    events: tuple[EventCard, ...] = ()
    """Events of its designation, earliest first."""
    status_date: str = ""
    """Date of the last lapse or renewal, as EDTF; empty if neither is recorded."""
    status_event: str = ""
    """Kind of that event, such as `renewed`."""
    successors: tuple[PlaceCard, ...] = ()
    """Places that it was merged into or divided into; it then no longer exists."""
    predecessors: tuple[PlaceCard, ...] = ()
    """Places that it was formed from."""


@dataclass(frozen=True, slots=True)
class VillagePage(PageView):
    """What village.html shows."""

    village: Village
    programme: str
    card: PlaceCard
    """The place as lists show it."""
    archive: Link | None
    """Archive page of the first year in which it counts; None for a place that does not count."""
    archives: tuple[Link, ...]
    """Archive pages of all years in which it counts, and that of places without a stated year."""
    in_force: bool
    """Whether it is in a state that counts as designated."""
    office: Link | None
    """Office that the source names for it, with the URL of its entry on the offices page."""
    criteria: tuple[Criterion, ...]
    """Criteria that its source states."""
    sources: tuple[Source, ...]
    """Sources of the record."""
    news: tuple[NewsCard, ...]
    """Announcements about it, newest first."""
    outreach: tuple[OutreachCard, ...]
    """The latest outreach events that reached it, or are to reach it."""
    more_outreach: Link | None
    """Where all are; None where these are all."""
    map_url: str
    """URL of OpenStreetMap for its surroundings; empty without a point."""
    region: str
    """Its region of the highest level, with the word for that level; its country where it lies in none."""
    locator: VillageLocator | None
    """Locator map; None if its region has no outline."""
    history: StatusHistory
    """Status history."""
    photo: PagePhoto | None
    """A photo of it."""
    corrections: tuple[CorrectionCard, ...]
    """Corrections and revisions of the record, newest first."""
    renamings: tuple[Renaming, ...]
    """Changes of its code, latest first."""
    indicators: tuple[IndicatorCard, ...]
    """Indicators of the place itself."""
    own: tuple[OwnFact, ...] = ()
    """What its record holds in the fields that the programme adds."""


_NO_HISTORY = StatusHistory()
"""Most places have no recorded history."""


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the pages of the villages of a region of the lowest level share."""

    breadcrumbs: tuple[Link, ...]
    steps: list[dict[str, Any]]
    area: dict[str, str]


def villages(index: SiteIndex) -> Iterator[Output]:
    """Yield a page for each village of the records, designated or not."""
    criteria = {criterion.id: criterion for criterion in index.site.programme.criteria}
    surroundings: dict[str, _Surroundings] = {}
    archive, rules = functools.cache(index.year_link), index.site.programme.rules
    social_cards, indicators_of = SocialCardFactory(index), indicators_by_region(index)
    for village in index.villages.each():
        card, code = index.places[village.code], _lowest_region(index, village)
        above = index.regions_above(code)
        if (around := surroundings.get(code)) is None:
            around = surroundings[code] = _surroundings(index, above)
        history = _history(index, village, index.predecessors.get(village.code, ()), rules)
        archives = tuple(archive(year) for year in (*card.years, *([None] if card.undated else ())))
        social_card = _social_card(index, social_cards, village, card, history)
        image, events = village.image, first_outreach(index, index.outreach_in.get(village.code, ()))
        responsive = responsive_image(index, posixpath.normpath(image.src), VILLAGE_PHOTO_WIDTH) if image else None
        view = VillagePage(
            head=_head(index, village, card, around, social_card.path),
            village=village,
            programme=index.site.programme.name,
            card=card,
            archive=next(iter(archives), None),
            archives=archives,
            in_force=rules.counts(card.status),
            office=index.office(village.office) if village.office else None,
            criteria=tuple(criteria[id] for id in village.criteria),
            sources=index.cited(references(village, "source")),
            news=index.news_about.get(village.code, ()),
            outreach=events.cards,
            more_outreach=events.rest,
            map_url=_map_url(village.location) if village.location else "",
            region=_top_region(index, village),
            locator=village_locator(
                index.site.geography, index.site.outlines, village, index.site.config.map.outside_km * 1000
            ),
            history=history,
            photo=PagePhoto(responsive, image.alt, image.credit) if image and responsive else None,
            corrections=correction_notes(index, village.code),
            renamings=village_renamings(index, village),
            own=own_facts(index, village),
            indicators=indicators_of(village.code),
        )
        origin = index.origin(village.code)
        yield page_output("village.html", view, origin)
        yield from (replace(output, origin=origin) for output in social_card.outputs)


def _top_region(index: SiteIndex, village: Village) -> str:
    top, name = index.site.geography.top, village.regions[0]
    return index.region_title(top.id, top.region_code(village.code), name) if name else index.messages["country"]


def _social_card(
    index: SiteIndex, social_cards: SocialCardFactory, village: Village, card: PlaceCard, history: StatusHistory
) -> PageSocialCard:
    """Make the social card: location, and status with its date."""
    messages = index.messages
    if not card.certified:
        status_line = SocialCardLine(messages[f"card_{card.status}"])
    elif card.later_state:
        text = messages[_sentence(index, "card", card)]
        state = messages[f"status_{card.later_state}"]
        status_line = SocialCardLine(text.replace("{state}", state[:1].upper() + state[1:]), history.status_date)
    else:
        status_line = SocialCardLine(messages["card_certified"], card.certified)
    location_line = SocialCardLine(index.where(village))
    name = village.code.replace(".", "-").replace("/", "-")
    return social_cards.make("villages", name, index.name_of(card), (location_line, status_line))


def _head(index: SiteIndex, village: Village, card: PlaceCard, around: _Surroundings, image: str) -> PageHead:
    title = index.name_of(card)
    return PageHead(
        title=title,
        description=index.t(
            _sentence(index, "village_description", card),
            name=title,
            where=index.where(village),
            state=index.messages[f"status_{card.status}"],
        ),
        path=card.path,
        breadcrumbs=around.breadcrumbs,
        image=image,
        jsonld=(
            _place(index, village, card, around),
            breadcrumb_list([*around.steps, breadcrumb_step(index, len(around.steps) + 1, title, card.path)]),
        ),
        record=village.code,
        calendar=calendar_notes(index, card.path),
    )


def _history(
    index: SiteIndex, village: Village, predecessors: tuple[PlaceCard, ...], rules: DesignationRules
) -> StatusHistory:
    if not (village.events or village.successors or predecessors):
        return _NO_HISTORY
    changes = [event for event in village.events if rules.changes_state(event.kind)]
    return StatusHistory(
        events=tuple(EventCard(event, index.cited(event.sources)) for event in village.events),
        status_date=changes[-1].date if changes else "",
        status_event=changes[-1].kind if changes else "",
        successors=tuple(index.places[code] for code in village.successors),
        predecessors=predecessors,
    )


def _lowest_region(index: SiteIndex, village: Village) -> str:
    """Return the code of the lowest region that a village lies in."""
    regions = index.site.geography.regions_of(village.code, village.regions)
    return list(regions)[-1][1]


def _surroundings(index: SiteIndex, above: tuple[Link, ...]) -> _Surroundings:
    breadcrumbs = index.breadcrumbs(index.section("regions"), *above)
    names = [link.text for link in reversed(above)]
    return _Surroundings(
        breadcrumbs, breadcrumb_steps(index, breadcrumbs), {"@type": "AdministrativeArea", "name": ", ".join(names)}
    )


def _sentence(index: SiteIndex, name: str, card: PlaceCard) -> str:
    """Return the key of the message that tells the status of a place: one of its own, or that of any later state."""
    status = "certified" if card.certified and not card.later_state else card.status
    return f"{name}_{status}" if f"{name}_{status}" in index.messages else f"{name}_state"


def _place(index: SiteIndex, village: Village, card: PlaceCard, around: _Surroundings) -> dict[str, Any]:
    place: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Place",
        "name": village.name,
        "identifier": village.code,
        "url": index.base_url + card.path,
        "containedInPlace": around.area,
    }
    if village.previous_names:
        place["alternateName"] = list(village.previous_names)
    if card.level:
        level = {"name": index.messages["village_level"], "value": index.messages[f"award_{card.level}"]}
        place["additionalProperty"] = {"@type": "PropertyValue", **level}
    if village.location:
        latitude, longitude = _rounded(village.location)
        place["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return place


def _rounded(point: Location) -> tuple[float, float]:
    """Round a point to the decimals that its uncertainty allows."""
    decimals = coordinate_decimals(point.uncertainty_m)
    return round(point.lat, decimals), round(point.lon, decimals)


def _map_url(point: Location) -> str:
    """Return the URL of a map of the surroundings, without a pin, which would claim more precision than the point
    has."""
    latitude, longitude = _rounded(point)
    zoom = 14 if (point.uncertainty_m or 0) < 1000 else 13 if (point.uncertainty_m or 0) < 5000 else 11
    return f"https://www.openstreetmap.org/#map={zoom}/{latitude}/{longitude}"
