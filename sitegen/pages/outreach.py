"""The outreach page: where, when and to whom the programme was explained. Outreach is not designation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import edtf
from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.model import Office, Outreach, Source
from sitegen.output import Head, Output
from sitegen.pages.cards import PlaceCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import sources
from sitegen.pages.ledger import CorrectionCard, notes_on
from sitegen.pages.structured import breadcrumbs
from sitegen.problems import Span


@dataclass(frozen=True, slots=True)
class Event:
    """An outreach event with what it refers to."""

    record: Outreach
    """The record; its id is its anchor on the page."""
    office: Office | None
    """The office that held it."""
    villages: tuple[PlaceCard, ...]
    """The villages reached, by name; none where an institution was the audience."""
    sources: tuple[Source, ...]
    """Whose word it is."""


@dataclass(frozen=True, slots=True)
class OutreachPage:
    """What outreach.html shows."""

    head: Head
    """What the page tells of itself."""
    events: tuple[Event, ...]
    """Every event, newest first."""
    villages: int
    """How many different villages were reached."""
    corrections: tuple[CorrectionCard, ...]
    """What of the events was corrected or revised, newest first."""


def outreach(catalogue: Catalogue) -> Iterator[Output]:
    """One page with every event; each has its anchor."""
    section = catalogue.section("outreach")
    crumbs = catalogue.crumbs()
    events = sorted(catalogue.site.outreach, key=lambda event: event.id)
    events.sort(key=lambda event: edtf.parse(event.date).sort_day, reverse=True)
    view = OutreachPage(
        head=Head(
            title=section.text,
            description=catalogue.say("outreach_description"),
            path=section.path,
            crumbs=crumbs,
            jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
            record="data/outreach.yaml",
        ),
        events=tuple(_event(catalogue, record) for record in events),
        villages=len(catalogue.outreach_in),
        corrections=notes_on(catalogue, *(f"outreach:{record.id}" for record in events)),
    )
    body, origin = Template("outreach.html", view), Span("data/outreach.yaml")
    inputs = dict.fromkeys(name for event in view.events for name in _inputs(event))
    corrected = ("data/corrections.yaml",) if view.corrections else ()
    yield Output(file_of(section.path), body, origin, listed=True, inputs=(*inputs, *corrected))


def _inputs(event: Event) -> tuple[str, ...]:
    office = (f"office:{event.office.id}",) if event.office else ()
    return (*event.record.villages, *sources(event.record.sources), *office)


def _event(catalogue: Catalogue, record: Outreach) -> Event:
    places = {code: catalogue.places[code] for code in record.villages}
    return Event(
        record=record,
        office=catalogue.offices[record.office] if record.office else None,
        villages=tuple(sorted(places.values(), key=lambda card: (card.name, card.code))),
        sources=catalogue.cited(record.sources),
    )
