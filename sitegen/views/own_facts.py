"""What village records hold in the fields that the programme adds: facts of a village, and choices of the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sitegen.models import Choice, OwnField, Site, Unit, Village
from sitegen.output import Link
from sitegen.plurals import numbered_form
from sitegen.scalars import FieldType, parse_number
from sitegen.views.figures import unit_name
from sitegen.views.site_index import SiteIndex


@dataclass(frozen=True, slots=True)
class OwnFact:
    """The value of a field that the programme adds, on the page of a village."""

    words: str
    """The name of the field."""
    type: FieldType
    """What the value is: `text`, `number`, `date`, `choice` or `link`."""
    value: str | int | Decimal
    """The value; of a choice, its words."""
    unit: str = ""
    """What a number counts; empty where the field does not say."""
    path: str = ""
    """URL of the page of the register with all villages of this choice; empty without such a page."""


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    """A choice, and how many designated places have it."""

    link: Link
    """The choice in words, with the URL of its page."""
    count: int


@dataclass(frozen=True, slots=True)
class FieldChoices:
    """A field by whose choices the register can be read."""

    words: str
    """The name of the field."""
    choices: tuple[ChoiceCount, ...]
    """All of its choices, in the order in which the programme names them."""
    unstated: int
    """How many designated places have none."""


def own_facts(index: SiteIndex, village: Village) -> tuple[OwnFact, ...]:
    """Return what a record holds in the fields that a village's page shows, in the order of the programme."""
    values = dict(village.own)
    if not values:
        return ()
    shown = [one for one in index.site.own_fields if one.show and one.id in values]
    units = {unit.id: unit for unit in index.site.programme.units} if any(one.unit for one in shown) else {}
    return tuple(_fact(index, one, values[one.id], units, listed=bool(village.certified)) for one in shown)


def _fact(index: SiteIndex, field: OwnField, value: str, units: Mapping[str, Unit], *, listed: bool) -> OwnFact:
    choice = next((one for one in field.choices if one.id == value), None) if field.type == "choice" else None
    if choice is None:
        number = parse_number(value) if field.type == "number" else None
        unit = _unit(index, units.get(field.unit), number) if field.unit else ""
        return OwnFact(field.words, field.type, value if number is None else number, unit)
    path = choice_path(index, field, choice) if field.filter and listed else ""
    return OwnFact(field.words, field.type, choice.words, path=path)


def _unit(index: SiteIndex, unit: Unit | None, number: int | Decimal | None) -> str:
    if unit is not None:
        return unit_name(index, unit, number)
    return index.messages["unit_villages"] if number is None else numbered_form(index.messages, "unit_villages", number)


def choice_path(index: SiteIndex, field: OwnField, choice: Choice) -> str:
    """Return the URL of the page of the register with all villages of a choice."""
    return f"{index.routes.root('register')}{field.id.replace('_', '-')}/{choice.id}/"


def filter_fields(site: Site) -> tuple[OwnField, ...]:
    """Return the fields by whose choices the register can be read."""
    return tuple(one for one in site.own_fields if one.filter and one.type == "choice")


def field_choices(index: SiteIndex) -> tuple[FieldChoices, ...]:
    """Return the choices of each field by which the register can be read, with their counts."""
    fields = filter_fields(index.site)
    if not fields:
        return ()
    designated = [dict(one.own) for one in index.villages.values() if one.certified]
    return tuple(_choices(index, one, Counter(own.get(one.id) for own in designated)) for one in fields)


def _choices(index: SiteIndex, field: OwnField, counts: Counter[str | None]) -> FieldChoices:
    choices = (
        ChoiceCount(Link(choice.words, choice_path(index, field, choice)), counts[choice.id])
        for choice in field.choices
    )
    return FieldChoices(field.words, tuple(choices), counts[None])
