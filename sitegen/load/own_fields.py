"""Check the fields that the programme adds to village records: their names, and what only some types have."""

from __future__ import annotations

from typing import Any

from sitegen.dataset import taken_names
from sitegen.load.context import LoadContext
from sitegen.models import OwnField, Programme
from sitegen.models.kinds import PROGRAMME

_ONLY_OF = {"unit": "number", "choices": "choice", "filter": "choice", "ahead": "date"}
"""The keys that only fields of one type have, with that type."""


def check_own_fields(context: LoadContext, programme: Programme) -> None:
    """Report fields with the name of another key or column, and keys that do not fit the type of their field.

    Repeated names of fields are reported with those of all lists of the programme.
    """
    taken = taken_names(context.geography)
    for index, one in enumerate(programme.fields):
        loc: Any = ("fields", index)
        if one.id in taken:
            context.report.add("field-taken", context.span(PROGRAMME, *loc, "id"), name=one.id)
        if one.type:
            _check_type(context, one, loc)
        _check_choices(context, one, loc)


def _check_type(context: LoadContext, one: OwnField, loc: Any) -> None:
    for key, needed in _ONLY_OF.items():
        if getattr(one, key) and one.type != needed:
            span = context.span(PROGRAMME, *loc, key, key=True)
            context.report.add("field-key", span, key=key, needed=needed, type=one.type)
    if one.type == "choice" and not one.choices and not context.is_invalid(PROGRAMME, *loc, "choices"):
        context.report.add("missing-key", context.span(PROGRAMME, *loc), key="choices")


def _check_choices(context: LoadContext, one: OwnField, loc: Any) -> None:
    first: dict[str, int] = {}
    for number, choice in enumerate(one.choices):
        if choice.id and first.setdefault(choice.id, number) != number:
            line = context.span(PROGRAMME, *loc, "choices", first[choice.id], "id").line
            span = context.span(PROGRAMME, *loc, "choices", number, "id")
            context.report.add("repeated-id", span, id=choice.id, line=line)
