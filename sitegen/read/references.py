"""References: what one file says of another must be there; what an unreadable file may hold is not judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sitegen import edtf
from sitegen.model import Announcement, PlainPage, Programme
from sitegen.problems import Problem, Report, Span
from sitegen.read.data_files import INDICATORS, OFFICES, OUTREACH, PROGRAMME, SOURCES, VILLAGES, Data, Records
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall
from sitegen.read.register import check_register, line_of
from sitegen.scalars import nearest

_SUGGESTIONS = 50
"""How many slips of one kind get a suggestion: looking for each costs time, and no list shown is longer."""


class Known:
    """The names that references of one kind may use."""

    def __init__(self, reading: Reading, code: str, key: str, names: Collection[str], files: Sequence[str]) -> None:
        """`code` is the problem of an unknown name, `key` the placeholder of its sentence, `files` where names stand."""
        self._reading, self._code, self._key, self._names = reading, code, key, names
        self._judged = not any(file in reading.unread for file in files)
        self._missing = ""
        self._near: dict[str, str] = {}

    def or_missing(self, file: str, missing: bool) -> Known:
        """Blame `file` for unknown names when it is `missing` altogether."""
        self._missing = file if missing else ""
        return self

    def check(self, name: str | None, file: str, *loc: str | int) -> None:
        """Report `name`, which stands at `loc` in `file`, when it is unknown."""
        if name is None or name in self._names or not self._judged:
            return
        if self._missing:
            self._reading.report.error("file-missing", Span(self._missing), path=self._missing)
            return
        span = self._reading.span(file, *loc)
        self._reading.report.error(self._code, span, self._suggest(name), **{self._key: name})

    def check_all(self, names: Sequence[str], file: str, *loc: str | int) -> None:
        """Report each unknown one of the list at `loc`."""
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
        return [one for one in self._names if one[:8] == name[:8] or one[-7:] == name[-7:] or one[:5] == name[:5]]


class References:
    """The names that records and content may refer to."""

    def __init__(self, reading: Reading, data: Data) -> None:
        self.reading = reading
        ids = {kind: {one.id for one in getattr(data, kind).items} for kind in ("offices", "sources")}
        criteria = {one.id for one in data.programme.criteria} if data.programme else set()
        codes = {village.code for village in data.villages.items}
        self.villages = Known(reading, "unknown-village", "code", codes, data.villages.files)
        self.offices = Known(reading, "unknown-office", "id", ids["offices"], [OFFICES])
        self.offices.or_missing(OFFICES, data.offices.missing)
        self.sources = Known(reading, "unknown-source", "id", ids["sources"], [SOURCES])
        self.sources.or_missing(SOURCES, data.sources.missing)
        self.criteria = Known(reading, "unknown-criterion", "id", criteria, [PROGRAMME])
        if data.programme is None:
            self.criteria.or_missing(PROGRAMME, True)

    def cited(self, sources: Sequence[str], file: str, *loc: str | int) -> None:
        """Report the list of sources at `loc` when it is empty, and each unknown one in it."""
        if not sources:
            span = self.reading.span(file, *loc, key=True)
            self.reading.report.error("missing-sources", span, field=loc[-1])
        self.sources.check_all(sources, file, *loc)


def check_data(reading: Reading, data: Data) -> References:
    """Report what is wrong among the data files; remembered as long as none of them changes and nothing is wrong."""
    key = key_of("checks", *data.keys)
    whole = not reading.unread and data.config is not None and data.programme is not None
    known = recall(reading.memo, key, list[Problem]) if whole else None
    if known is not None:
        reading.report.extend(known)
        return References(reading, data)
    outer, reading.report = reading.report, Report()
    check_register(reading, data.villages)
    for kind, records in (("outreach", data.outreach), ("indicators", data.indicators)):
        _check_ids(reading, records, kind)
    for kind, named in (("offices", data.offices), ("sources", data.sources)):
        _check_ids(reading, named, kind)
    references = References(reading, data)
    _check_records(references, data)
    if data.programme:
        _check_programme(references, data.programme)
        _check_dates(reading, data, data.programme)
    found, reading.report = reading.report, outer
    reading.report.extend(found)
    if whole and not found.failed():
        keep(reading.memo, key, list(found))
    return references


def check_content(
    references: References,
    texts: Sequence[Announcement | PlainPage],
    media: Collection[str],
    files: Collection[str],
) -> None:
    """Report references of announcements and pages to what is not there."""
