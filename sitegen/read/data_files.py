"""Data files: the records of data/, each file read anew only when its bytes have changed."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sitegen.addresses import LOCK
from sitegen.model import (
    Accessibility,
    Config,
    Correction,
    Indicator,
    Office,
    Outreach,
    Programme,
    Source,
    Term,
    Translation,
    Village,
)
from sitegen.model.kinds import ACCESSIBILITY, KINDS, SITE, RecordKind, file_kinds
from sitegen.problems import Problem, Report, Span
from sitegen.read.doubt import Doubt
from sitegen.read.places import places_in
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall
from sitegen.read.releases import is_release
from sitegen.read.text import decode
from sitegen.scalars import nearest

if TYPE_CHECKING:
    from sitegen.read.source import Document

T = TypeVar("T")


@dataclass(slots=True)
class Records(Generic[T]):
    """The records of one kind that were read, with where each stands.

    One with a fault is here as far as it can be read (a required key that has none is None): it is checked like any
    other, but it does not go into the Site.
    """

    files: list[str]
    """The files that were looked into."""
    items: list[T] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    """The first line of each item."""
    indexes: list[int] = field(default_factory=list)
    """The place of each item in the list of its file."""
    unfit: set[int] = field(default_factory=set)
    """Positions of the items that the Site does without: with a fault, or with the name of an earlier one."""
    doubt: Doubt = field(default_factory=Doubt)
    """What cannot be known of their names."""

    def each(self) -> Iterator[tuple[T, Span, int]]:
        """Every item with its place and its index in the list of its file."""
        return zip(self.items, self.spans, self.indexes, strict=True)

    def sound(self) -> Iterator[tuple[T, Span]]:
        """The items that go into the Site, with their places."""
        for number, placed in enumerate(zip(self.items, self.spans, strict=True)):
            if number not in self.unfit:
                yield placed


@dataclass(slots=True)
class Data:
    """All records of data/."""

    config: Config | None
    """As far as it can be read; None when nothing of it can."""
    programme: Programme | None
    """As far as it can be read; None when nothing of it can."""
    named: Doubt
    """What cannot be known of the names of the programme's criteria and units."""
    villages: Records[Village]
    outreach: Records[Outreach]
    indicators: Records[Indicator]
    offices: Records[Office]
    sources: Records[Source]
    corrections: Records[Correction]
    terms: Records[Term]
    accessibility: Accessibility | None
    translations: Records[Translation]  # of all languages: the name of a file tells of which it is
    places: dict[str, Span]
    """Where parts of the settings and of the programme stand: see Site.origins."""
    keys: list[str]
    """A digest of each file: together they name what was read."""
    there: list[str]
    """Every file of data/."""


def read_data(reading: Reading) -> Data:
    """Read every file of data/, reporting what is wrong in each by itself."""
    there = list(reading.files("data"))
    keys: list[str] = []
    named = Doubt()
    programme, years = _one(KINDS["programme"], there, keys, reading, named)
    config, settings = _one(KINDS["site"], there, keys, reading, Doubt())
    tried, limits = None, dict[str, Span]()
    if ACCESSIBILITY in there:
        tried, limits = _one(KINDS["accessibility"], there, keys, reading, Doubt())
    lists: dict[str, Records[Any]] = {}
    for kind in file_kinds():
        if kind.key:
            lists[kind.part] = _list(kind, [file for file in there if kind.holds(file)], keys, reading)
    for file in there:
        known = file == LOCK or is_release(file) or any(kind.holds(file) for kind in file_kinds())
        if not (known or _is_named(file, config)):
            reading.report.warn("unknown-file", Span(file), _meant(file), name=file)
    data = Data(
        config=config,
        programme=programme,
        accessibility=tried,
        named=named,
        places=years | settings | limits,
        keys=keys,
        there=there,
        **lists,
    )
    if not data.villages.files and there:
        file = KINDS["village"].file
        reading.report.error("file-missing", Span(file), path=file)
    return data


def _is_named(file: str, config: Config | None) -> bool:
    """Whether the settings name a file, or may name it in a part that cannot be read."""
    if config is None or config.map is None:
        return file.endswith(".geojson")
    return config.map.boundaries is not None and config.map.boundaries.file in (file, None)


def _meant(file: str) -> str:
    """The name that a file was probably to have: only the stems are compared, for endings make all names alike."""
    folder, _, name = file.rpartition("/")
    stem = posixpath.splitext(name)[0]
    if folder == "data/villages":
        return f"{stem}.yaml" if name.endswith(".yml") else ""
    near = nearest(stem.lower(), [kind.stem for kind in file_kinds()], cutoff=0.8) if folder == "data" else ""
    return f"{near}.yaml" if near else ""


def _one(
    kind: RecordKind, there: list[str], keys: list[str], reading: Reading, doubt: Doubt
) -> tuple[Any, dict[str, Span]]:
    """The record that a file is, None when nothing of it can be used; with the places of its parts."""
    file = kind.file
    if file not in there:
        if file == SITE:
            reading.report.error("site-missing", Span(file), path=file)
        elif there:
            reading.report.error("file-missing", Span(file), path=file)
        return None, {}
    data = reading.load(file)
    if data is None:
        return None, {}
    keys.append(key := key_of(data, kind.record.__name__, file))
    shape: Any = tuple[kind.record, dict[str, Span]]  # type: ignore[name-defined]
    return recall(reading.memo, key, shape) or _read_one(kind, data, key, reading, doubt)


def _read_one(kind: RecordKind, data: bytes, key: str, reading: Reading, doubt: Doubt) -> tuple[Any, dict[str, Span]]:
    from sitegen.read.schema import validate_one

    report, file = Report(), kind.file
    record: Any = None
    document = _document(file, data, report, reading, doubt)
    if document is not None and document.value is None:
        report.error("file-empty", Span(file), path=file)
    elif document is not None:
        record = validate_one(kind.record, document, report)
        if isinstance(record, Programme):
            _doubt(doubt, record.criteria, document, "id", "criteria")
            _doubt(doubt, record.units, document, "id", "units")
    places = places_in(kind.name, record, document) if document is not None else {}
    _settle(file, (record, places), key, report, reading)
    return record, places


def _document(file: str, data: bytes, report: Report, reading: Reading, doubt: Doubt) -> Document | None:
    """The YAML of a file; None when it cannot be read to its end. Where it has a fault, any name may hide in it."""
    from sitegen.read.source import parse

    text = decode(data, file, report)
    document = parse(text, file, report) if text is not None else None
    if document is not None:
        reading.documents[file] = document
    doubt.whole |= document is None or any(_may_hide_a_name(problem) for problem in report)
    return document


def _may_hide_a_name(problem: Problem) -> bool:
    """Whether a fault of the YAML may have cost us a record's name; that of another key, said twice, has not."""
    return problem.code != "yaml-repeated-key" or problem.values["key"] in ("id", "code")


def _doubt(doubt: Doubt, items: Iterable[object], document: Document, name: str, *loc: str | int) -> None:
    """Note what cannot be known of the names of `items`, the list that stands at `loc`."""
    doubt.whole |= document.faults.get(loc) is not None  # no list at all
    for index, item in enumerate(items):
        if getattr(item, name) is None:
            doubt.learn(document.faults.get((*loc, index, name)))


def _list(kind: RecordKind, files: list[str], keys: list[str], reading: Reading) -> Records[Any]:
    """The records of one kind in `files`."""
    records = Records[Any](files)
    for file in files:
        data = reading.load(file)
        if data is None:
            records.doubt.whole = True
            continue
        keys.append(key := key_of(data, kind.record.__name__, file))
        shape: Any = tuple[list[kind.record], list[Span]]  # type: ignore[name-defined]
        items, spans = recall(reading.memo, key, shape) or _read_list(kind, file, data, key, reading, records)
        records.items += items
        records.spans += spans
        records.indexes += range(len(items))
    return records


def _read_list(
    kind: RecordKind, file: str, data: bytes, key: str, reading: Reading, records: Records[Any]
) -> tuple[list[Any], list[Span]]:
    from sitegen.read.schema import validate_list

    report = Report()
    items: list[Any] = []
    spans: list[Span] = []
    document = _document(file, data, report, reading, records.doubt)
    if document is not None:
        items = validate_list(kind.record, document, report)
        spans = [Span(file, *start) for start in document.starts]
        records.unfit |= {len(records.items) + index for index in range(len(items)) if (index,) in document.faults}
        _doubt(records.doubt, items, document, kind.key)
    _settle(file, (items, spans), key, report, reading)
    return items, spans


def _settle(file: str, result: object, key: str, report: Report, reading: Reading) -> None:
    """Remember what a file without a fault gave; note one that has faults."""
    if report.failed():
        reading.unread.add(file)
        reading.report.extend(report)
    else:
        keep(reading.memo, key, result)
