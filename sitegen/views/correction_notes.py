"""Corrections as pages show them: what was changed, from which value to which, why, and on which page it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from sitegen import edtf
from sitegen.models import Correction, Source
from sitegen.output import Link
from sitegen.scalars import CorrectionKind, parse_number
from sitegen.views.correction_urls import correction_id
from sitegen.views.figures import figure_card
from sitegen.views.site_index import SiteIndex

ChangeForm = Literal["number", "date", "text"]
"""How the values of a correction are shown."""
_DATES = frozenset({"certified", "date", "expected", "as_of", "due", "decree_date"})
"""Fields that hold a date."""


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """A correction as pages show it."""

    id: str
    """Permanent anchor on the corrections page."""
    about: Link
    """What was changed, in words, with its page; without a URL if it has none."""
    field: str
    """Name of the changed field, in words; empty for the value of a figure, and for a whole record."""
    whole_record: bool
    """Whether the whole record was added or removed."""
    was: str | int | Decimal
    """Previous value; empty if there was none."""
    now: str | int | Decimal
    """New value; empty if it was removed."""
    value_type: ChangeForm
    """Type of both values."""
    unit: str
    """Unit of a number; else empty."""
    kind: CorrectionKind
    """Whether it corrects an error or revises with new data."""
    when: str
    """Date of publication of the change, as EDTF."""
    why: str
    """Reason: the error, or the new data."""
    sources: tuple[Source, ...]
    """Sources of the new value."""


def correction_notes(index: SiteIndex, *what: str) -> tuple[CorrectionCard, ...]:
    """Return corrections of these records and figures (a village's code, a figure's id, `outreach:<id>`), newest
    first."""
    entries = [entry for one in dict.fromkeys(what) for entry in index.corrections_of.get(one, ())]
    return correction_cards(index, entries) if entries else ()


def correction_cards(index: SiteIndex, entries: Sequence[Correction]) -> tuple[CorrectionCard, ...]:
    """Return the cards of corrections, newest first."""
    ordered = sorted(entries, key=lambda one: (one.what, one.field or ""))
    ordered.sort(key=lambda one: edtf.parse(one.when).sort_day, reverse=True)
    return tuple(_card(index, entry) for entry in ordered)


def _card(index: SiteIndex, entry: Correction) -> CorrectionCard:
    about, unit = _about(index, entry.what)
    parsed = _parse(entry.was), _parse(entry.now)
    value_type: ChangeForm = "text"
    if entry.field in _DATES and all(_is_date(text) for text in (entry.was, entry.now)):
        value_type = "date"
    elif unit and entry.field is None and None not in parsed:
        value_type = "number"
    whole_record = not (entry.field or unit)
    if whole_record and not about.path and entry.was:
        about = Link(f"{entry.was} ({entry.what})", "")
    card = CorrectionCard(
        id=correction_id(entry),
        about=about,
        field=index.messages.get(f"changed_{entry.field}", entry.field) if entry.field else "",
        whole_record=whole_record,
        was=entry.was or "",
        now=entry.now or "",
        value_type=value_type,
        unit=unit if value_type == "number" else "",
        kind=entry.kind,
        when=entry.when,
        why=entry.why,
        sources=index.cited(entry.sources),
    )
    was, now = parsed
    return replace(card, was=was, now=now) if value_type == "number" and was is not None and now is not None else card


def _about(index: SiteIndex, what: str) -> tuple[Link, str]:
    """Return what a correction is about, with its page, and the unit of its value; what no longer exists has only its
    name."""
    card = index.places.get(index.present_codes.get(what, what))
    if card:
        return Link(index.name_of(card), card.path), ""
    if what.startswith("outreach:"):
        events = [event for event in index.site.outreach if event.id == what.removeprefix("outreach:")]
        if not events:
            section = index.optional_section("outreach")
            return Link(what, section.path if section else ""), ""
        return Link(events[0].title, index.routes.outreach_event(events[0].id)), ""
    figure = index.figures.get(index.figures.ledger_name(what))
    if figure is None:
        return Link(what, ""), ""
    card = figure_card(index, figure)
    return Link(f"{card.name} ({card.scope})" if figure.scope else card.name, card.path), card.unit


def _parse(text: str | None) -> int | Decimal | str | None:
    """Parse the value of a figure; empty if there was none, None if it is no number."""
    return parse_number(text) if text else ""


def _is_date(text: str | None) -> bool:
    try:
        return not text or bool(edtf.parse(text))
    except (edtf.NotADate, edtf.ImpossibleDate):
        return False
