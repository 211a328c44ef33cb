"""References: what one file says of another must be there; what an unreadable file may hold is not judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sitegen.figures import VILLAGES
from sitegen.problems import Span
from sitegen.read.data_files import OFFICES, SOURCES, Data
from sitegen.read.doubt import Doubt
from sitegen.read.reading import Reading
from sitegen.scalars import nearest

_SUGGESTIONS = 50
"""How many slips of one kind get a suggestion: looking for each costs time, and no list shown is longer."""


class Known:
    """The names that references of one kind may use."""

    def __init__(
        self, reading: Reading, code: str, key: str, names: Collection[str], doubt: Doubt, *, missing: str = ""
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
            self._reading.report.error("file-missing", Span(self._missing), path=self._missing)
        elif not self._doubt.covers(name):
            span = self._reading.span(file, *loc)
            self._reading.report.error(self._code, span, self._suggest(name), **{self._key: name})

    def check_all(self, names: Sequence[str], file: str, *loc: str | int) -> None:
        """Report each unknown name of the list at `loc`."""
        for number, name in enumerate(names):
            if name not in self._names:
                self.check(name, file, *loc, number)

    def _suggest(self, name: str) -> str:
        if name not in self._near and len(self._near) < _SUGGESTIONS:
            self._near[name] = nearest(name, self._alike(name))
        return self._near.get(name, "")

    def _alike(self, name: str) -> Iterable[str]:
        """The names worth comparing; of very many (villages by code), those that begin or end alike."""
        if len(self._names) <= 1000:
            return self._names
        return [one for one in self._names if one[:5] == name[:5] or one[-7:] == name[-7:]]


class References:
    """All names that records and content may refer to."""

    def __init__(self, reading: Reading, data: Data) -> None:
        """Names come from `data` as it was read; what is wrong goes to the report of `reading`."""
        self.reading = reading
        criteria = data.programme.criteria if data.programme else ()
        units = data.programme.units if data.programme else ()
        offices, sources = _names(data.offices.items, "id"), _names(data.sources.items, "id")
        self.villages = Known(
            reading,
            "unknown-village",
            "code",
            _names(data.villages.items, "code"),
            data.villages.doubt if data.villages.files else Doubt(whole=True),  # that they are missing is told
        )
        self.offices = Known(
            reading, "unknown-office", "id", offices, data.offices.doubt, missing="" if data.offices.files else OFFICES
        )
        self.sources = Known(
            reading, "unknown-source", "id", sources, data.sources.doubt, missing="" if data.sources.files else SOURCES
        )
        unread = data.named if data.programme else Doubt(whole=True)
        self.criteria = Known(reading, "unknown-criterion", "id", _names(criteria, "id"), unread)
        self.units = Known(reading, "unknown-unit", "id", _names(units, "id") | {VILLAGES: None}, unread)

    def cited(self, sources: Sequence[str] | None, file: str, *loc: str | int) -> None:
        """Report the list of sources at `loc` when it is empty, and each unknown one in it."""
        if not sources and not self.reading.at_fault(file, *loc):
            span = self.reading.span(file, *loc, key=True)
            self.reading.report.error("missing-sources", span, field=loc[-1])
        self.sources.check_all(sources or (), file, *loc)


def _names(records: Iterable[object], key: str) -> dict[str, None]:
    """The names of records in their order, so that suggestions are the same each time."""
    return {name: None for record in records if (name := getattr(record, key)) is not None}
