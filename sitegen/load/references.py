"""References: what one file says of another must be there; what an unreadable file may hold is not judged."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import MISSING, fields
from typing import Any, NamedTuple

from sitegen.figures import VILLAGES
from sitegen.load.context import LoadContext
from sitegen.load.records import DataRecords, LoadedRecords, UncertainIds
from sitegen.models import Programme
from sitegen.models.kinds import KINDS, RecordKind
from sitegen.problems import Span
from sitegen.record import nested_fields, reference_fields
from sitegen.scalars import closest_match

_SUGGESTIONS = 50
"""How many slips of one kind get a suggestion: looking for each costs time, and no list shown is longer."""


class KnownIds:
    """The names that references of one kind may use."""

    def __init__(
        self,
        reading: LoadContext,
        code: str,
        key: str,
        names: Collection[str],
        doubt: UncertainIds,
        *,
        missing: str = "",
    ) -> None:
        """`code` is the problem of an unknown name and `key` the placeholder in its sentence.

        `doubt` tells which names may stand in a file and could not be read. `missing` is a file to blame that is not
        there.
        """
        self._reading, self._code, self._key, self._names = reading, code, key, names
        self._doubt, self._missing = doubt, missing
        self._near: dict[str, str] = {}

    def check(self, name: str, file: str, *loc: str | int) -> None:
        """Report `name`, which stands at `loc` in `file`, when it is unknown."""
        if name in self._names:
            return
        if self._missing:
            self._reading.report.add("file-missing", Span(self._missing), path=self._missing)
        elif not self._doubt.covers(name):
            span = self._reading.span(file, *loc)
            self._reading.report.add(self._code, span, self._suggest(name), **{self._key: name})

    def check_all(self, names: Sequence[str], file: str, *loc: str | int) -> None:
        """Report each unknown name of the list at `loc`."""
        for number, name in enumerate(names):
            if name not in self._names:
                self.check(name, file, *loc, number)

    def _suggest(self, name: str) -> str:
        if name not in self._near and len(self._near) < _SUGGESTIONS:
            self._near[name] = closest_match(name, self._alike(name))
        return self._near.get(name, "")

    def _alike(self, name: str) -> Iterable[str]:
        """The names worth comparing; of very many (villages by code), those that begin or end alike."""
        if len(self._names) <= 1000:
            return self._names
        return [one for one in self._names if one[:5] == name[:5] or one[-7:] == name[-7:]]


class References:
    """All names that records and content may refer to."""

    def __init__(self, reading: LoadContext, data: DataRecords) -> None:
        """Names come from `data` as it was read; what is wrong goes to the report of `reading`."""
        self.reading = reading
        self._known = functools.cache(lambda name: _known(reading, data, KINDS[name]))
        self._rules: dict[type[Any], list[_Rule]] = {}

    def check(self, record: Any, file: str, *loc: str | int) -> None:
        """Report each unknown name in the fields of a record that refer to others, and in the records within it.

        `loc` is where the record stands in `file`. A field that requires references must have one at least.
        """
        for rule in self._rules_of(type(record)):
            value, at = getattr(record, rule.field), (*loc, rule.field)
            if rule.needed and not value and not self.reading.at_fault(file, *at):
                span = self.reading.span(file, *at, key=True)
                self.reading.report.add("missing-sources", span, field=rule.field)
            if not value:
                continue
            if rule.known is None:
                parts = [((*at, number), part) for number, part in enumerate(value)] if rule.many else [(at, value)]
                for place, part in parts:
                    self.check(part, file, *place)
            elif rule.many:
                rule.known.check_all(value, file, *at)
            else:
                rule.known.check(value, file, *at)

    def _rules_of(self, record: type[Any]) -> list[_Rule]:
        """What is to be checked of each record of a type."""
        if record not in self._rules:
            kinds, nested = reference_fields(record), nested_fields(record)
            self._rules[record] = [
                _Rule(one.name, self._known(kinds[one.name]) if one.name in kinds else None, many, many and needed)
                for one in fields(record)
                if one.name in kinds or (one.name in nested and _refers(nested[one.name]))
                for many, needed in [(str(one.type).startswith("tuple["), one.default is MISSING)]
            ]
        return self._rules[record]


class _Rule(NamedTuple):
    """How one field of a record is checked."""

    field: str
    known: KnownIds | None
    """The names that may stand there; None for a field that holds records."""
    many: bool
    needed: bool
    """Whether there must be one at least."""


def _refers(record: type[Any]) -> bool:
    """Whether a record, or one within it, refers to others."""
    return bool(reference_fields(record)) or any(_refers(part) for part in nested_fields(record).values())


def _known(reading: LoadContext, data: DataRecords, kind: RecordKind) -> KnownIds:
    """The names of the records of a kind."""
    missing = ""
    if kind.holder is Programme:
        records = getattr(data.programme, kind.part) if data.programme else ()
        doubt = data.named if data.programme else UncertainIds(whole=True)
    else:
        listed: LoadedRecords[Any] = data.of(kind.record)
        records, doubt = listed.items, listed.doubt
        if not listed.files and kind.name == "village":
            doubt = UncertainIds(whole=True)  # that they are missing is told
        elif not listed.files:
            missing = kind.file
    names = {name: None for record in records if (name := getattr(record, kind.key)) is not None}
    if kind.name == "unit":
        names[VILLAGES] = None
    return KnownIds(reading, f"unknown-{kind.name}", kind.key, names, doubt, missing=missing)
