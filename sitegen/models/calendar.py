"""The records of the release calendar: what will be published when, and how its date was moved."""

from __future__ import annotations

from sitegen.record import Translated, record
from sitegen.scalars import (
    CalendarStatus,
    DueDate,
    Edtf,
    Identifier,
    IndicatorId,
    Line,
    OfficeId,
    SitePath,
    SourceId,
    Text,
    TimeOfDay,
    Year,
)


@record
class PreviousDate:
    """A date that was announced before, and was moved."""

    date: DueDate
    """The date that was announced, as precise as it was; it may lie ahead, where the new one is earlier."""
    time: TimeOfDay | None = None
    """The time of day that was announced: `09:00`."""
    when: Edtf
    """The day on which the change was announced."""
    why: Translated[Text]
    """Why the date was moved."""


@record
class Cancellation:
    """That something will not be published after all."""

    when: Edtf
    """The day on which this was announced."""
    why: Translated[Text]
    """Why it will not be published."""


@record
class CalendarEntry:
    """Something that will be published, or was: an entry of the release calendar."""

    id: Identifier
    """Its name, unique in the file; the anchor of its entry."""
    title: Translated[Line]
    """What will be published."""
    date: DueDate
    """When, as precise as is known: `2027-03-31`, `2027-03`. It may lie ahead, unless the status is `published`."""
    time: TimeOfDay | None = None
    """The time of day in the site's time zone, `09:00`, where the date is a day."""
    status: CalendarStatus
    """`provisional` (the date may still move), `confirmed`, `published` (it is out, on `date`), or `cancelled`."""
    announced: Edtf
    """The day on which this was announced first."""
    previous_dates: tuple[PreviousDate, ...] = ()
    """The dates that it had before, the latest first, each with the reason: `{date: …, when: …, why: …}`."""
    cancellation: Cancellation | None = None
    """When and why it was cancelled; only with the status `cancelled`."""
    indicators: tuple[IndicatorId, ...] = ()
    """The indicators that it brings new values of, ids of data/indicators.yaml; their entries say so."""
    years: tuple[Year, ...] = ()
    """The years that it brings figures of; their pages in the archive say so."""
    pages: tuple[SitePath, ...] = ()
    """Other pages that it changes, by address in the site's first language, such as `/capaian/`; they say so."""
    office: OfficeId | None = None
    """The office that publishes it, an id of data/offices.yaml."""
    sources: tuple[SourceId, ...] = ()
    """Where the date is known from, if not from the publisher of this site itself."""
    note: Translated[Text] | None = None
    """What a reader should know of it."""
