"""The outreach page: events at which the programme was explained. Outreach is not designation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import edtf
from sitegen.models import Outreach, Source
from sitegen.output import Link, Output, PageView
from sitegen.problems import Span
from sitegen.views.cards import PlaceCard
from sitegen.views.correction_notes import CorrectionCard, correction_notes
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_output, section_head


@dataclass(frozen=True, slots=True)
class OutreachEvent:
    """An outreach event with its office, villages and sources."""

    record: Outreach
    """The record; its id is its anchor on the page."""
    office: Link | None
    """Office that held it, with the URL of its entry on the offices page."""
    villages: tuple[PlaceCard, ...]
    """Villages reached, by name; empty if an institution was the audience."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class OutreachPage(PageView):
    """What outreach.html shows."""

    events: tuple[OutreachEvent, ...]
    """Every event, newest first."""
    villages: int
    """Number of different villages reached."""
    corrections: tuple[CorrectionCard, ...]
    """Corrections and revisions of events, newest first."""


def outreach(index: SiteIndex) -> Iterator[Output]:
    """Yield the page with all events; the id of each is its anchor."""
    events = sorted(index.site.outreach, key=lambda event: event.id)
    events.sort(key=lambda event: edtf.parse(event.date).sort_day, reverse=True)
    view = OutreachPage(
        head=section_head(index, "outreach", record="data/outreach.yaml"),
        events=tuple(_event(index, record) for record in events),
        villages=len(index.outreach_in),
        corrections=correction_notes(index, *(f"outreach:{record.id}" for record in events)),
    )
    yield page_output("outreach.html", view, Span("data/outreach.yaml"))


def _event(index: SiteIndex, record: Outreach) -> OutreachEvent:
    places = {code: index.places[code] for code in record.villages}
    return OutreachEvent(
        record=record,
        office=index.office(record.office) if record.office else None,
        villages=tuple(sorted(places.values(), key=lambda card: (card.name, card.code))),
        sources=index.cited(record.sources),
    )
