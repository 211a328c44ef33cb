"""The release calendar: its page, its feed, and an iCalendar file to subscribe to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from urllib.parse import urlsplit

from sitegen import edtf
from sitegen.content import RawBytes, Template
from sitegen.icalendar import CalendarEvent, format_icalendar
from sitegen.models import CalendarEntry, PreviousDate, Source
from sitegen.models.kinds import CALENDAR
from sitegen.output import CalendarDate, CalendarState, Link, Output, PageView
from sitegen.problems import Span
from sitegen.scalars import CalendarStatus
from sitegen.sections import published_sections
from sitegen.views.calendar import calendar_date, calendar_moment, entry_path, entry_state, sort_by_date
from sitegen.views.grouping import archive_years, index_by_year
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_output, section_head

ICALENDAR_FILE = "calendar.ics"
"""Name of the file to subscribe to, beside the page."""


@dataclass(frozen=True, slots=True)
class DateMove:
    """A date that was moved, with what it was before."""

    previous: CalendarDate
    """The date that was announced before."""
    record: PreviousDate
    """When the change was announced, and why."""


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """An entry of the calendar."""

    record: CalendarEntry
    """The record; its id is its anchor on the page."""
    state: CalendarState
    """Whether it came out; the date of one that is not `published` is a plan."""
    when: CalendarDate
    """Its date."""
    moves: tuple[DateMove, ...]
    """The dates that it had before, the latest first."""
    changed: str
    """The day of the last announcement about it, as EDTF; of what is published on a known day, that day."""
    concerns: tuple[Link, ...]
    """Indicators, years and pages that it concerns; without a URL for a page that does not exist."""
    office: Link | None
    """The office that publishes it."""
    sources: tuple[Source, ...]
    """Where its date is known from; may be empty."""


@dataclass(frozen=True, slots=True)
class CalendarPage(PageView):
    """What calendar.html shows."""

    overdue: tuple[CalendarCard, ...]
    """Entries whose date has passed although nothing says that they came out."""
    upcoming: tuple[CalendarCard, ...]
    """Entries that lie ahead, the next first."""
    past: tuple[CalendarCard, ...]
    """Entries that came out or were cancelled, the latest first."""
    feed: Link
    """Feed of the entries."""
    icalendar: Link
    """iCalendar file of the entries."""


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """What calendar.xml shows."""

    id: str
    """Permanent id of the page at the base URL of the settings; ids of the feed and its entries begin with it."""
    page: Link
    """The page of all entries."""
    updated: str
    """The day of the last announcement about an entry, as EDTF; never the clock."""
    entries: tuple[CalendarCard, ...]
    """The entries, those that were announced or changed last first."""


def calendar(index: SiteIndex) -> Iterator[Output]:
    """Yield the page, its feed and the iCalendar file; nothing if the site has no calendar."""
    if not index.site.calendar:
        return
    section, base = index.section("calendar"), index.site.config.base_url.rstrip("/")
    feed = Link(index.messages["calendar_feed"], f"{section.path}atom.xml")
    file = Link(index.messages["calendar_subscribe"], f"{section.path}{ICALENDAR_FILE}")
    titles = _titles(index) if any(entry.pages for entry in index.site.calendar) else {}
    years = frozenset(archive_years(index, index_by_year(index)))
    cards = [_card(index, entry, titles, years) for entry in sort_by_date(index.site.calendar)]
    view = CalendarPage(
        head=section_head(index, "calendar", record=CALENDAR),
        overdue=tuple(card for card in cards if card.state == "overdue"),
        upcoming=tuple(card for card in cards if card.state == "upcoming"),
        past=tuple(card for card in reversed(cards) if card.state in ("published", "cancelled")),
        feed=feed,
        icalendar=file,
    )
    origin = Span(CALENDAR)
    yield page_output("calendar.html", view, origin)
    newest = tuple(sorted(cards, key=lambda card: card.changed, reverse=True))
    view_of_feed = CalendarFeed(base + section.path, section, newest[0].changed, newest)
    yield Output(feed.path[1:], Template("calendar.xml", view_of_feed), origin)
    events = (event for card in cards if (event := _event(index, card)))
    name = f"{section.text} – {index.site.config.title}"
    yield Output(file.path[1:], RawBytes(format_icalendar(name, index.language, events)), origin)


def _card(index: SiteIndex, entry: CalendarEntry, titles: Mapping[str, str], years: frozenset[int]) -> CalendarCard:
    return CalendarCard(
        record=entry,
        state=entry_state(index, entry),
        when=calendar_date(index, entry.date, entry.time),
        moves=tuple(DateMove(calendar_date(index, one.date, one.time), one) for one in entry.previous_dates),
        changed=_last_change(entry),
        concerns=tuple(_concerns(index, entry, titles, years)),
        office=index.office(entry.office) if entry.office else None,
        sources=index.cited(entry.sources),
    )


def _last_change(entry: CalendarEntry) -> str:
    """Return the latest day on which something of an entry is stated to have happened."""
    days = [entry.announced, *(one.when for one in entry.previous_dates)]
    if entry.cancellation:
        days.append(entry.cancellation.when)
    if entry.status == "published" and edtf.parse(entry.date).first == edtf.parse(entry.date).last:
        days.append(entry.date)
    return max(days)


def _concerns(
    index: SiteIndex, entry: CalendarEntry, titles: Mapping[str, str], years: frozenset[int]
) -> Iterator[Link]:
    names = {record.id: record for record in index.site.indicators} if entry.indicators else {}
    for id in entry.indicators:
        record = names[id]
        yield Link(f"{record.name} ({record.scope})", f"{index.routes.root('indicators')}#{id}")
    for year in entry.years:
        title = index.t("year_title", year=year)
        yield Link(title, index.routes.year(year) if year in years else "")
    for path in entry.pages:
        own = index.own_path(path)
        yield Link(titles.get(own, own), own if own in titles else "")


def _titles(index: SiteIndex) -> dict[str, str]:
    """Return the titles of the pages that an entry may name, by URL."""
    sections = {one.path: one.text for one in map(index.section, published_sections(index.site))}
    texts = {index.content[file] or "": title for file, title in index.titles.items()}
    regions = {one.path: index.region_title(one.level, one.code, one.name) for one in index.regions.values()}
    places = {place.path: index.name_of(place) for place in index.places.values()}
    return {index.routes.home(): index.messages["home"]} | places | regions | texts | sections


_EVENT_STATUS: dict[CalendarStatus, Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]] = {
    "provisional": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "published": "CONFIRMED",
    "cancelled": "CANCELLED",
}


def _event(index: SiteIndex, card: CalendarCard) -> CalendarEvent | None:
    """Return an entry as an event, of all days that its date can mean; None where the first of these is not known.

    It is changed as often as it was moved, and once more where it was cancelled.
    """
    entry, when = card.record, edtf.parse(card.record.date)
    if when.first is None or when.first == date.min or when.last == date.max:  # the calendar of UTC may lack these
        return None
    status = index.messages[f"calendar_{entry.status}"]
    reasons = [one.why for one in entry.previous_dates[:1]]
    if entry.cancellation:
        reasons = [entry.cancellation.why]
    parts = (*reasons, entry.note, index.site.config.notice)
    return CalendarEvent(
        uid=f"{entry.id}@{urlsplit(index.site.config.base_url).hostname}",
        start=calendar_moment(index, entry.date, entry.time) if entry.time else when.first,
        end=None if entry.time else when.last + timedelta(1),
        stamp=date.fromisoformat(card.changed),
        sequence=len(entry.previous_dates) + (entry.status == "cancelled"),
        status=_EVENT_STATUS[entry.status],
        summary=f"{entry.title} ({status})",
        description="\n\n".join(part for part in parts if part),
        url=index.base_url + entry_path(index, entry),
    )
