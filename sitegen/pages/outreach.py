"""Outreach: an overview, a paginated list of each year, and a page for each event at which the programme was explained.
Outreach is not designation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sitegen import edtf
from sitegen.models import Outreach, Source
from sitegen.output import Link, Output, PageHead, PageView
from sitegen.problems import Span
from sitegen.views.cards import OutreachCard, Pagination, PlaceCard, page_count
from sitegen.views.correction_notes import CorrectionCard, correction_notes
from sitegen.views.figures import unit_name
from sitegen.views.grouping import LONGEST_LISTING
from sitegen.views.site_index import SiteIndex, newest_outreach_first, outreach_card
from sitegen.views.structured_data import page_head, page_output, section_head

_FILE = "data/outreach.yaml"


@dataclass(frozen=True, slots=True)
class OutreachYear:
    """The events of a year, or those without a stated year."""

    link: Link
    """The year with the URL of its list."""
    count: int
    """Number of all its events."""
    cards: tuple[OutreachCard, ...]
    """The events that the overview lists, newest first; fewer than `count` on a site with very many."""


@dataclass(frozen=True, slots=True)
class OutreachPage(PageView):
    """What outreach.html shows."""

    planned: tuple[OutreachCard, ...]
    """Events that are announced, the next first; they are in no count."""
    years: tuple[OutreachYear, ...]
    """Events that took place by year, newest first; those without a stated year last."""
    events: int
    """Number of events that took place."""
    villages: int
    """Number of different villages reached."""
    corrections: tuple[CorrectionCard, ...]
    """Corrections and revisions of events, newest first."""


@dataclass(frozen=True, slots=True)
class AttendanceCount:
    """How many people took part in an event, as its sources state it. Such numbers are not added: some events have
    none, and one person may take part in several."""

    count: int
    unit: str
    """What is counted, where it is not just people; else empty."""
    rounded: bool
    """Whether the source rounded the number."""


@dataclass(frozen=True, slots=True)
class OutreachEntry:
    """An event in the list of its year."""

    card: OutreachCard
    audience: str
    """Whom it was for."""
    attendance: AttendanceCount | None
    """How many took part; None if not stated."""
    villages: int
    """Number of villages reached."""


@dataclass(frozen=True, slots=True)
class OutreachYearPage(PageView):
    """What outreach_year.html shows."""

    title: str
    """The heading, without the number of the page."""
    total: int
    """Number of all events of the year."""
    entries: tuple[OutreachEntry, ...]
    """The events on this page, newest first."""
    pager: Pagination


@dataclass(frozen=True, slots=True)
class OutreachEventPage(PageView):
    """What outreach_event.html shows."""

    record: Outreach
    card: OutreachCard
    """The event as lists show it: its date, and whether it is only planned."""
    attendance: AttendanceCount | None
    """How many took part; None if not stated."""
    office: Link | None
    """Office that held it, with the URL of its entry on the offices page."""
    region: Link | None
    """Region of the institution that it reached; without a URL if no place of it is recorded."""
    villages: tuple[PlaceCard, ...]
    """Villages reached, by name; empty if an institution was the audience."""
    sources: tuple[Source, ...]
    corrections: tuple[CorrectionCard, ...]
    """Corrections and revisions of the event, newest first."""


def outreach(index: SiteIndex) -> Iterator[Output]:
    """Yield the overview, the lists by year, and a page for each event."""
    events = newest_outreach_first(index.site.outreach)
    held: dict[int | None, list[Outreach]] = defaultdict(list)
    for event in events:
        if event.date:
            held[edtf.parse(event.date).year].append(event)
    years = sorted((year for year in held if year is not None), reverse=True)
    by_year = {year: held[year] for year in (*years, *([None] if None in held else []))}
    with index.reads.scope():
        yield _overview(index, events, by_year)
    for year, members in by_year.items():
        yield from _year_pages(index, year, members)
    for event in events:
        with index.reads.scope():
            yield page_output("outreach_event.html", _event_page(index, event), index.origin(f"outreach:{event.id}"))


def _overview(index: SiteIndex, events: Sequence[Outreach], by_year: dict[int | None, list[Outreach]]) -> Output:
    left, years = LONGEST_LISTING, list[OutreachYear]()
    for year, members in by_year.items():
        cards = tuple(outreach_card(index.routes, event) for event in members[:left])
        years.append(OutreachYear(_year_link(index, year), len(members), cards))
        left -= len(cards)
    planned = [event for event in reversed(events) if not event.date]
    view = OutreachPage(
        head=section_head(index, "outreach", record=_FILE),
        planned=tuple(outreach_card(index.routes, event) for event in planned),
        years=tuple(years),
        events=sum(map(len, by_year.values())),
        villages=len({code for members in by_year.values() for event in members for code in event.villages}),
        corrections=correction_notes(index, *(f"outreach:{event.id}" for event in events)),
    )
    return page_output("outreach.html", view, Span(_FILE))


def _year_link(index: SiteIndex, year: int | None) -> Link:
    text = index.messages["undated"] if year is None else str(year)
    return Link(text, index.routes.outreach_year(year))


def _year_pages(index: SiteIndex, year: int | None, events: Sequence[Outreach]) -> Iterator[Output]:
    section, link = index.section("outreach"), _year_link(index, year)
    name = index.messages["outreach_undated"] if year is None else index.t("outreach_year", year=year)
    description = index.messages["outreach_description"]
    size = max(1, index.site.config.per_page)
    numbers = range(1, page_count(len(events), size) + 1)
    links = tuple(Link(str(number), index.routes.page_of_list(link.path, number)) for number in numbers)
    for number, page in enumerate(links, 1):
        title = name if number == 1 else index.t("page_numbered", title=name, number=number)
        crumbs = index.breadcrumbs(section, *([Link(name, link.path)] if number > 1 else []))
        shown = events[(number - 1) * size : number * size]
        view = OutreachYearPage(
            head=page_head(index, title, f"{title}. {description}", page.path, crumbs, record=_FILE),
            title=name,
            total=len(events),
            entries=tuple(_entry(index, event) for event in shown),
            pager=Pagination(number, links),
        )
        yield page_output("outreach_year.html", view, Span(_FILE))


def _entry(index: SiteIndex, event: Outreach) -> OutreachEntry:
    return OutreachEntry(
        card=outreach_card(index.routes, event),
        audience=event.audience,
        attendance=_attendance(index, event),
        villages=len(set(event.villages)),
    )


def _attendance(index: SiteIndex, event: Outreach) -> AttendanceCount | None:
    stated = event.attendance
    if stated is None:
        return None
    unit = index.figures.unit(stated.unit) if stated.unit else None
    return AttendanceCount(stated.count, unit_name(index, unit, stated.count) if unit else "", stated.rounded)


def _event_page(index: SiteIndex, event: Outreach) -> OutreachEventPage:
    card = outreach_card(index.routes, event)
    places = {code: index.places[code] for code in event.villages}
    return OutreachEventPage(
        head=_event_head(index, event, card),
        record=event,
        card=card,
        attendance=_attendance(index, event),
        office=index.office(event.office) if event.office else None,
        region=_region(index, event.region) if event.region else None,
        villages=tuple(sorted(places.values(), key=lambda place: (place.name, place.code))),
        sources=index.cited(event.sources),
        corrections=correction_notes(index, f"outreach:{event.id}"),
    )


def _region(index: SiteIndex, code: str) -> Link | None:
    """Return the region with the URL of its page; None where no record names it."""
    region = index.regions.get(code)
    if region:
        return Link(index.region_title(region.level, code, region.name), region.path)
    record = next((one for one in index.site.regions if one.code == code), None)
    return Link(index.region_title(index.site.geography.level_of(code).id, code, record.name), "") if record else None


def _event_head(index: SiteIndex, event: Outreach, card: OutreachCard) -> PageHead:
    crumbs = [index.section("outreach")]
    if event.date:
        crumbs.append(_year_link(index, edtf.parse(event.date).year))
    place = f", {event.place}" if event.place else ""
    description = index.t("outreach_event_description", title=event.title, audience=event.audience, place=place)
    return page_head(
        index,
        event.title,
        description,
        card.path,
        index.breadcrumbs(*crumbs),
        jsonld=(_jsonld(index, event, card, description),),
        record=f"outreach:{event.id}",
    )


def _jsonld(index: SiteIndex, event: Outreach, card: OutreachCard, description: str) -> dict[str, Any]:
    """Return the schema.org Event. An interval is no `startDate`: the event took place some time within it."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.summary or description,
        "url": index.base_url + card.path,
        "inLanguage": index.language,
        "audience": {"@type": "Audience", "audienceType": event.audience},
    }
    if not edtf.parse(card.date).is_interval:
        found["startDate"] = card.date
    if event.place:
        found["location"] = {"@type": "Place", "name": event.place}
    if event.office:
        found["organizer"] = {"@type": "Organization", "name": index.offices[event.office].name}
    return found
