"""Data files: the records of data/, each file read anew only when its bytes have changed."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sitegen.model import Config, Indicator, Office, Outreach, Programme, Source, Village
from sitegen.problems import Report, Span
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall
from sitegen.read.text import decode
from sitegen.scalars import nearest

T = TypeVar("T")

SITE, PROGRAMME, VILLAGES = "data/site.yaml", "data/programme.yaml", "data/villages.yaml"
OUTREACH, INDICATORS = "data/outreach.yaml", "data/indicators.yaml"
OFFICES, SOURCES = "data/offices.yaml", "data/sources.yaml"
_KNOWN = (SITE, PROGRAMME, VILLAGES, OUTREACH, INDICATORS, OFFICES, SOURCES)


@dataclass(slots=True)
class Records(Generic[T]):
    """The records of one kind that were read, with where each stands."""

    files: list[str]
    """The files that were looked into."""
    items: list[T] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    """The first line of each item."""
    indexes: list[int] = field(default_factory=list)
    """The place of each item in the list of its file."""

    def each(self) -> Iterator[tuple[T, Span, int]]:
        """Every item with its place and its index in the list of its file."""
        return zip(self.items, self.spans, self.indexes, strict=True)

    def drop(self, numbers: set[int]) -> None:
        """Forget the items at these positions."""
        kept = [number for number in range(len(self.items)) if number not in numbers]
        self.items = [self.items[number] for number in kept]
        self.spans = [self.spans[number] for number in kept]
        self.indexes = [self.indexes[number] for number in kept]


@dataclass(slots=True)
class Data:
    """All records of data/."""

    config: Config | None
    programme: Programme | None
    villages: Records[Village]
    outreach: Records[Outreach]
    indicators: Records[Indicator]
    offices: Records[Office]
    sources: Records[Source]
    years: dict[str, Span]
    """Where each year of the programme stands, as `year:2018`."""
    keys: list[str]
    """A digest of each file: together they name what was read."""


def read_data(reading: Reading) -> Data:
    """Read every file of data/, reporting what is wrong in each by itself."""
    there = list(reading.files("data"))
    registers = [file for file in there if file == VILLAGES or _is_register(file)]
    for file in there:
        if file not in _KNOWN and file not in registers:
            reading.report.warn("unknown-file", Span(file), _meant(file), name=file)
    keys: list[str] = []
    programme, years = _one(Programme, PROGRAMME, there, keys, reading)
    data = Data(
        config=_one(Config, SITE, there, keys, reading)[0],
        programme=programme,
        villages=_list(Village, registers, keys, reading),
        outreach=_list(Outreach, _only(OUTREACH, there), keys, reading),
        indicators=_list(Indicator, _only(INDICATORS, there), keys, reading),
        offices=_list(Office, _only(OFFICES, there), keys, reading),
        sources=_list(Source, _only(SOURCES, there), keys, reading),
        years=years,
        keys=keys,
    )
    if not registers and there:
        reading.report.error("file-missing", Span(VILLAGES), path=VILLAGES)
    return data


def _is_register(file: str) -> bool:
    """Whether it is one of the files that villages.yaml may be divided into."""
    return file.startswith("data/villages/") and file.endswith(".yaml") and file.count("/") == 2


def _meant(file: str) -> str:
    """The name that a file was probably to have."""
    if file.startswith("data/villages/"):
        return posixpath.basename(file).replace(".yml", ".yaml") if file.endswith(".yml") else ""
    return nearest(file, _KNOWN).removeprefix("data/")


def _only(file: str, there: Iterable[str]) -> list[str]:
    return [file] if file in there else []


def _one(
    kind: type[T], file: str, there: list[str], keys: list[str], reading: Reading
) -> tuple[T | None, dict[str, Span]]:
    """The record that a file is, None when there is none that can be used; with the places of its years."""
    if file not in there:
        if file == SITE:
            reading.report.error("site-missing", Span(file), path=file)
        elif there:
            reading.report.error("file-missing", Span(file), path=file)
        return None, {}
    data = reading.load(file)
    if data is None:
        return None, {}
    keys.append(key := key_of(data, kind.__name__, file))
    shape: Any = tuple[kind, dict[str, Span]]  # type: ignore[valid-type]
    return recall(reading.memo, key, shape) or _read_one(kind, file, data, key, reading)


def _read_one(kind: type[T], file: str, data: bytes, key: str, reading: Reading) -> tuple[T | None, dict[str, Span]]:
    from sitegen.read.schema import validate_one
    from sitegen.read.source import parse

    report = Report()
    record: T | None = None
    spans: dict[str, Span] = {}
    text = decode(data, file, report)
    document = parse(text, file, report) if text is not None else None
    if document is not None:
        reading.documents[file] = document
        if document.value is None:
            report.error("file-empty", Span(file), path=file)
        else:
            record = validate_one(kind, document, report)
        if isinstance(record, Programme):
            spans = {f"year:{one.year}": document.span(("years", index)) for index, one in enumerate(record.years)}
    _settle(file, (record, spans), key, report, reading)
    return record, spans


def _list(kind: type[T], files: list[str], keys: list[str], reading: Reading) -> Records[T]:
    """The records of one kind in `files`."""
    records = Records[T](files)
    for file in files:
        data = reading.load(file)
        if data is None:
            continue
        keys.append(key := key_of(data, kind.__name__, file))
        shape: Any = tuple[list[kind], list[Span]]  # type: ignore[valid-type]
        items, spans = recall(reading.memo, key, shape) or _read_list(kind, file, data, key, reading)
        records.items += items
        records.spans += spans
        records.indexes += range(len(items))
    return records


def _read_list(kind: type[T], file: str, data: bytes, key: str, reading: Reading) -> tuple[list[T], list[Span]]:
    from sitegen.read.schema import validate_list
    from sitegen.read.source import parse

    report = Report()
    items: list[T] = []
    spans: list[Span] = []
    text = decode(data, file, report)
    document = parse(text, file, report) if text is not None else None
    if document is not None:
        reading.documents[file] = document
        items = validate_list(kind, document, report)
        spans = [Span(file, *start) for start in document.starts]
    _settle(file, (items, spans), key, report, reading)
    return items, spans


def _settle(file: str, result: object, key: str, report: Report, reading: Reading) -> None:
    """Remember what a file without a fault gave; note one that has faults."""
    if report.failed():
        reading.unread.add(file)
        reading.report.extend(report)
    else:
        keep(reading.memo, key, result)
