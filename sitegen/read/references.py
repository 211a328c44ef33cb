"""References: what one file says of another must be there; what an unreadable file may hold is not judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sitegen.problems import Span
from sitegen.read.data_files import OFFICES, PROGRAMME, SOURCES, Data
from sitegen.read.reading import Reading
from sitegen.scalars import nearest

_SUGGESTIONS = 50
"""How many slips of one kind get a suggestion: looking for each costs time, and no list shown is longer."""


class Known:
    """The names that references of one kind may use."""

    def __init__(
        self, reading: Reading, code: str, key: str, names: Collection[str], *, files: Sequence[str], missing: str = ""
    ) -> None:
        """`code` is the problem of an unknown name and `key` the placeholder in its sentence.

        `files` is where names stand: there must be some, and all read. `missing` is a file to blame that is not there.
        """
        self._reading, self._code, self._key, self._names = reading, code, key, names
        self._judged = bool(files) and not any(file in reading.unread for file in files)
        self._missing = missing
        self._near: dict[str, str] = {}

    def check(self, name: str, file: str, *loc: str | int) -> None:
        """Report `name`, which stands at `loc` in `file`, when it is unknown."""
        if name in self._names:
            return
        if self._missing:
            self._reading.report.error("file-missing", Span(self._missing), path=self._missing)
        elif self._judged:
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
        offices = {office.id: None for office in data.offices.items}
        sources = {source.id: None for source in data.sources.items}
        criteria = {criterion.id: None for criterion in data.programme.criteria} if data.programme else {}
        codes = {village.code: None for village in data.villages.items}  # in order, so that suggestions are the same
        self.villages = Known(reading, "unknown-village", "code", codes, files=data.villages.files)
        self.offices = Known(
            reading, "unknown-office", "id", offices, files=[OFFICES], missing="" if data.offices.files else OFFICES
        )
        self.sources = Known(
            reading, "unknown-source", "id", sources, files=[SOURCES], missing="" if data.sources.files else SOURCES
        )
        self.criteria = Known(reading, "unknown-criterion", "id", criteria, files=[PROGRAMME] if data.programme else [])

    def cited(self, sources: Sequence[str], file: str, *loc: str | int) -> None:
        """Report the list of sources at `loc` when it is empty, and each unknown one in it."""
        if not sources:
            span = self.reading.span(file, *loc, key=True)
            self.reading.report.error("missing-sources", span, field=loc[-1])
        self.sources.check_all(sources, file, *loc)
