"""Check that records refer to records that exist; an id that may stand in an unreadable file is not reported."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, NamedTuple

from sitegen.figures import VILLAGES
from sitegen.geography.binding import key_of
from sitegen.load.context import LoadContext
from sitegen.load.records import DataRecords, LoadedRecords, UncertainIds
from sitegen.models import Programme
from sitegen.models.kinds import KINDS, RecordKind
from sitegen.models.previous import present_codes
from sitegen.problems import Span
from sitegen.record import list_fields, nested_fields, reference_fields
from sitegen.scalars import closest_match

_NONE: Mapping[str, str] = {}
_MAX_SUGGESTIONS = 50
"""Number of unknown ids of one kind that get a suggestion, since searching for one takes time."""


class ExistingIds:
    """The ids that references of one kind may use."""

    def __init__(
        self,
        context: LoadContext,
        code: str,
        key: str,
        names: Collection[str],
        uncertain: UncertainIds,
        *,
        missing: str = "",
        present: Mapping[str, str] = _NONE,
    ) -> None:
        """`code` is the problem of an unknown id and `key` the placeholder of its message.

        `uncertain` covers ids that may stand in a file that could not be read. `missing` is the file that is not there,
        which is reported instead. `present` has the present id by each previous one.
        """
        self._context, self._code, self._key, self._names = context, code, key, names
        self._note_uncertain, self._missing, self._present = uncertain, missing, present
        self._suggested: dict[str, str] = {}

    def check(self, name: str, file: str, *loc: str | int) -> None:
        """Report `name`, at `loc` in `file`, if it does not exist."""
        if name in self._names:
            return
        if present := self._present.get(name):
            span = self._context.span(file, *loc)
            self._context.report.add("code-previous", span, present, **{self._key: name, "present": present})
        elif self._missing:
            self._context.report.add("file-missing", Span(self._missing), path=self._missing)
        elif not self._note_uncertain.covers(name):
            span = self._context.span(file, *loc)
            self._context.report.add(self._code, span, self._suggest(name), **{self._key: name})

    def check_all(self, names: Sequence[str], file: str, *loc: str | int) -> None:
        """Report each id of the list at `loc` that does not exist."""
        for number, name in enumerate(names):
            if name not in self._names:
                self.check(name, file, *loc, number)

    def _suggest(self, name: str) -> str:
        if name not in self._suggested and len(self._suggested) < _MAX_SUGGESTIONS:
            self._suggested[name] = closest_match(name, self._candidates(name))
        return self._suggested.get(name, "")

    def _candidates(self, name: str) -> Iterable[str]:
        """Return the ids to compare with; of very many (villages by code), those that begin or end alike."""
        if len(self._names) <= 1000:
            return self._names
        return [one for one in self._names if one[:5] == name[:5] or one[-7:] == name[-7:]]


class References:
    """The ids that records and content may refer to."""

    def __init__(self, context: LoadContext, data: DataRecords) -> None:
        """Ids come from `data`; problems go to the report of `context`."""
        self.context = context
        self._find_ids = functools.cache(lambda name: _find_ids(context, data, KINDS[name]))
        self._rules: dict[type[Any], list[_Rule]] = {}

    def check(self, record: Any, file: str, *loc: str | int) -> None:
        """Report unknown ids in the reference fields of a record, and in the records within it.

        `loc` is the record's location in `file`. A field that requires references must have at least one.
        """
        for rule in self._rules_of(type(record)):
            value, at = getattr(record, rule.field), (*loc, rule.key)
            if rule.required and not value and not self.context.is_invalid(file, *at):
                span = self.context.span(file, *at, key=True)
                self.context.report.add("missing-sources", span, field=rule.field)
            if not value:
                continue
            if rule.ids is None:
                parts = [((*at, number), part) for number, part in enumerate(value)] if rule.many else [(at, value)]
                for part_loc, part in parts:
                    self.check(part, file, *part_loc)
            elif rule.many:
                rule.ids.check_all(value, file, *at)
            else:
                rule.ids.check(value, file, *at)

    def _rules_of(self, record: type[Any]) -> list[_Rule]:
        """Return the rules for the fields of a record type."""
        if record not in self._rules:
            kinds, nested, lists = reference_fields(record), nested_fields(record), list_fields(record)
            self._rules[record] = [
                _Rule(
                    one.name,
                    key_of(record, one.name, self.context.geography),
                    self._find_ids(kinds[one.name]) if one.name in kinds else None,
                    many,
                    many and required and one.name in kinds,
                )
                for one in fields(record)
                if one.name in kinds or (one.name in nested and _has_references(nested[one.name]))
                for many, required in [(one.name in lists, one.default is MISSING)]
            ]
        return self._rules[record]


class _Rule(NamedTuple):
    field: str
    key: str
    """The key by which people write it."""
    ids: ExistingIds | None
    """None for a field that holds records."""
    many: bool
    required: bool
    """Whether it must refer to at least one."""


def _has_references(record: type[Any]) -> bool:
    """Whether a record, or one within it, refers to others."""
    return bool(reference_fields(record)) or any(_has_references(part) for part in nested_fields(record).values())


def _find_ids(context: LoadContext, data: DataRecords, kind: RecordKind) -> ExistingIds:
    missing = ""
    if kind.holder is Programme:
        records = getattr(data.programme, kind.part) if data.programme else ()
        uncertain = data.named if data.programme else UncertainIds(any_id=True)
    else:
        listed: LoadedRecords[Any] = data.of(kind.record)
        records, uncertain = listed.items, listed.uncertain
        if not listed.files and kind.name == "village":
            uncertain = UncertainIds(any_id=True)  # the missing file is reported elsewhere
        elif not listed.files:
            missing = kind.file
    names = {name: None for record in records if (name := getattr(record, kind.key)) is not None}
    if kind.name == "unit":
        names[VILLAGES] = None
    present = present_codes(records) if kind.name == "village" else _NONE
    code = f"unknown-{kind.name}"
    return ExistingIds(context, code, kind.key, names, uncertain, missing=missing, present=present)
