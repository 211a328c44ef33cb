"""Load the records of data/; each file is read anew only when its bytes have changed."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sitegen.load.context import LoadContext, cache_key, read_cached
from sitegen.load.published import is_release_file
from sitegen.load.text import decode_text
from sitegen.models import (
    AccessibilityStatement,
    Programme,
    Publisher,
    Settings,
    Village,
)
from sitegen.models.kinds import ACCESSIBILITY, KINDS, PROGRAMME, SITE, RecordKind, file_kinds, kinds_in
from sitegen.problems import Problem, Report, Span
from sitegen.record import nested_fields
from sitegen.scalars import closest_match
from sitegen.urls import URLS_LOCK

if TYPE_CHECKING:
    from sitegen.load.yaml_text import Document


@dataclass(slots=True)
class UncertainIds:
    """What cannot be known of the names in one kind of record."""

    any_id: bool = False
    """Whether any name may stand there: a file could not be read, or a record has no name at all."""
    texts: set[str] = field(default_factory=set)
    """Names that were read but refused, bare of all signs: `3505152004` may be what `35.05.15.2004` means."""

    def covers(self, name: str) -> bool:
        """Whether `name` may be one that could not be read."""
        return self.any_id or _strip_signs(name) in self.texts

    def add_invalid(self, value: object) -> None:
        """Take in what is written (a plain value, or None) where the name of a record should stand."""
        if isinstance(value, str) and (stripped := _strip_signs(value)):
            self.texts.add(stripped)
        else:
            self.any_id = True


def _strip_signs(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())


def complete_config(context: LoadContext, config: Settings) -> Settings:
    """The settings without their faults, with what is required and cannot be read stood in for."""
    if SITE not in context.unread:
        return config
    from sitegen.load.schema import complete_record

    title = config.title or "-"
    publisher = complete_record(config.publisher) if config.publisher else None
    settings: Settings = complete_record(
        replace(
            config,
            title=title,
            description=config.description or title,
            base_url=config.base_url or "https://example.org",
            publisher=publisher or Publisher(name=title),
        )
    )
    return settings


def complete_programme(context: LoadContext, programme: Programme | None, config: Settings) -> Programme:
    """The programme without its faults; when too little of it can be read, one that says nothing stands in for it."""
    if programme and PROGRAMME not in context.unread:
        return programme
    from sitegen.load.schema import complete_record

    existing: Programme | None = complete_record(programme) if programme else None
    title, publisher = config.title, config.publisher.name
    return existing or Programme(name=title, agency=publisher, began=1900, summary=title, sources=())


def record_spans(name: str, record: object, document: Document) -> dict[str, Span]:
    """Where the parts of a file that other stages may have to point at stand; `record` is what it holds, its kind's
    name is `name`."""
    origins = {name: Span(document.file, 1)}
    for kind in kinds_in(type(record)):
        if kind.key:
            names = kind.names(getattr(record, kind.part))
            origins |= {name: document.span((kind.part, index)) for index, name in enumerate(names)}
        else:
            origins[kind.name] = document.span((kind.part,), key=True)
    if isinstance(record, Settings):
        listed = {part: getattr(record, part) for part in nested_fields(Settings)}
        origins |= {
            f"{part}:{index}:{key.name}": document.span((part, index, key.name))
            for part, items in listed.items()
            if isinstance(items, tuple)
            for index, item in enumerate(items)
            for key in fields(item)
        }
    return origins


T = TypeVar("T")


@dataclass(slots=True)
class LoadedRecords(Generic[T]):
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
    excluded: set[int] = field(default_factory=set)
    """Positions of the items that the Site does without: with a fault, or with the name of an earlier one."""
    uncertain: UncertainIds = field(default_factory=UncertainIds)
    """What cannot be known of their names."""

    def each(self) -> Iterator[tuple[T, Span, int]]:
        """Every item with its place and its index in the list of its file."""
        return zip(self.items, self.spans, self.indexes, strict=True)

    def valid(self) -> Iterator[tuple[T, Span]]:
        """The items that go into the Site, with their places."""
        for number, placed in enumerate(zip(self.items, self.spans, strict=True)):
            if number not in self.excluded:
                yield placed


@dataclass(slots=True)
class DataRecords:
    """All records of data/."""

    config: Settings | None
    """As far as it can be read; None when nothing of it can."""
    programme: Programme | None
    """As far as it can be read; None when nothing of it can."""
    named: UncertainIds
    """What cannot be known of the names of the programme's criteria and units."""
    accessibility: AccessibilityStatement | None
    lists: dict[type[Any], LoadedRecords[Any]]
    """The records of each kind that has many, by their type; translations of all languages together."""
    origins: dict[str, Span]
    """Where parts of the settings and of the programme stand: see Site.origins."""
    keys: list[str]
    """A digest of each file: together they name what was read."""
    files: list[str]
    """Every file of data/."""

    def of(self, record: type[T]) -> LoadedRecords[T]:
        """The records of a type."""
        return self.lists[record]


def load_data(context: LoadContext) -> DataRecords:
    """Read every file of data/, reporting what is wrong in each by itself."""
    files = list(context.files("data"))
    keys: list[str] = []
    named = UncertainIds()
    programme, years = _load_record(KINDS["programme"], files, keys, context, named)
    config, settings = _load_record(KINDS["site"], files, keys, context, UncertainIds())
    statement, limits = None, dict[str, Span]()
    if ACCESSIBILITY in files:
        statement, limits = _load_record(KINDS["accessibility"], files, keys, context, UncertainIds())
    lists: dict[type[Any], LoadedRecords[Any]] = {}
    for kind in file_kinds():
        if kind.key:
            lists[kind.record] = _load_list(kind, [file for file in files if kind.holds(file)], keys, context)
    for file in files:
        existing = file == URLS_LOCK or is_release_file(file) or any(kind.holds(file) for kind in file_kinds())
        if not (existing or _is_named_in_settings(file, config)):
            context.report.add("unknown-file", Span(file), _suggest(file), name=file)
    data = DataRecords(
        config=config,
        programme=programme,
        accessibility=statement,
        named=named,
        origins=years | settings | limits,
        keys=keys,
        files=files,
        lists=lists,
    )
    if not data.of(Village).files and files:
        file = KINDS["village"].file
        context.report.add("file-missing", Span(file), path=file)
    return data


def _is_named_in_settings(file: str, config: Settings | None) -> bool:
    """Whether the settings name a file, or may name it in a part that cannot be read."""
    if config is None or config.map is None:
        return file.endswith(".geojson")
    return config.map.boundaries is not None and config.map.boundaries.file in (file, None)


def _suggest(file: str) -> str:
    """The name that a file was probably to have: only the stems are compared, for endings make all names alike."""
    folder, _, name = file.rpartition("/")
    stem = posixpath.splitext(name)[0]
    if folder == "data/villages":
        return f"{stem}.yaml" if name.endswith(".yml") else ""
    near = closest_match(stem.lower(), [kind.stem for kind in file_kinds()], cutoff=0.8) if folder == "data" else ""
    return f"{near}.yaml" if near else ""


def _load_record(
    kind: RecordKind, files: list[str], keys: list[str], context: LoadContext, uncertain: UncertainIds
) -> tuple[Any, dict[str, Span]]:
    """The record that a file is, None when nothing of it can be used; with the places of its parts."""
    file = kind.file
    if file not in files:
        if file == SITE:
            context.report.add("site-missing", Span(file), path=file)
        elif files:
            context.report.add("file-missing", Span(file), path=file)
        return None, {}
    data = context.load(file)
    if data is None:
        return None, {}
    keys.append(key := cache_key(data, kind.record.__name__, file))
    type_: Any = tuple[kind.record, dict[str, Span]]  # type: ignore[name-defined]
    return read_cached(context, file, key, type_, lambda report: _parse_record(kind, data, report, context, uncertain))


def _parse_record(
    kind: RecordKind, data: bytes, report: Report, context: LoadContext, uncertain: UncertainIds
) -> tuple[Any, dict[str, Span]]:
    from sitegen.load.schema import validate_one

    file = kind.file
    record: Any = None
    document = _parse_document(file, data, report, context, uncertain)
    if document is not None and document.value is None:
        report.add("file-empty", Span(file), path=file)
    elif document is not None:
        record = validate_one(kind.record, document, report)
        if isinstance(record, Programme):
            _note_uncertain(uncertain, record.criteria, document, "id", "criteria")
            _note_uncertain(uncertain, record.units, document, "id", "units")
    return record, record_spans(kind.name, record, document) if document is not None else {}


def _parse_document(
    file: str, data: bytes, report: Report, context: LoadContext, uncertain: UncertainIds
) -> Document | None:
    """The YAML of a file; None when it cannot be read to its end. Where it has a fault, any name may hide in it."""
    from sitegen.load.yaml_text import parse_yaml

    text = decode_text(data, file, report)
    document = parse_yaml(text, file, report) if text is not None else None
    if document is not None:
        context.documents[file] = document
    uncertain.any_id |= document is None or any(_may_hide_id(problem) for problem in report)
    return document


def _may_hide_id(problem: Problem) -> bool:
    """Whether a fault of the YAML may have cost us a record's name; that of another key, said twice, has not."""
    return problem.code != "yaml-repeated-key" or problem.values["key"] in ("id", "code")


def _note_uncertain(
    uncertain: UncertainIds, items: Iterable[object], document: Document, name: str, *loc: str | int
) -> None:
    """Note what cannot be known of the names of `items`, the list that stands at `loc`."""
    uncertain.any_id |= document.faults.get(loc) is not None  # no list at all
    for index, item in enumerate(items):
        if getattr(item, name) is None:
            uncertain.add_invalid(document.faults.get((*loc, index, name)))


def _load_list(kind: RecordKind, files: list[str], keys: list[str], context: LoadContext) -> LoadedRecords[Any]:
    """The records of one kind in `files`."""
    records = LoadedRecords[Any](files)
    for file in files:
        data = context.load(file)
        if data is None:
            records.uncertain.any_id = True
            continue
        keys.append(key := cache_key(data, kind.record.__name__, file))
        type_: Any = tuple[list[kind.record], list[Span]]  # type: ignore[name-defined]
        read = partial(_parse_list, kind, file, data, context, records)
        items, spans = read_cached(context, file, key, type_, read)
        records.items += items
        records.spans += spans
        records.indexes += range(len(items))
    return records


def _parse_list(
    kind: RecordKind, file: str, data: bytes, context: LoadContext, records: LoadedRecords[Any], report: Report
) -> tuple[list[Any], list[Span]]:
    from sitegen.load.schema import validate_list

    items: list[Any] = []
    spans: list[Span] = []
    document = _parse_document(file, data, report, context, records.uncertain)
    if document is not None:
        items = validate_list(kind.record, document, report)
        spans = [Span(file, *start) for start in document.starts]
        records.excluded |= {len(records.items) + index for index in range(len(items)) if (index,) in document.faults}
        _note_uncertain(records.uncertain, items, document, kind.key)
    return items, spans
