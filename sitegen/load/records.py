"""Load the records of data/; only files whose bytes have changed are parsed again."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from sitegen.cache import Cache, NullCache
from sitegen.dataset import own_keys
from sitegen.geography import Geography
from sitegen.geography.binding import OwnKey
from sitegen.load.context import LoadContext, cache_key, read_cached
from sitegen.load.geography import DEFAULT_GEOGRAPHY, load_geography
from sitegen.load.published import is_release_file
from sitegen.models import (
    DEFAULT_RULES,
    AccessibilityStatement,
    DesignationRules,
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
    """The ids of one record kind that could not be read, so that references to them are not reported."""

    any_id: bool = False
    """Whether any id may exist: a file could not be read, or a record has no id."""
    texts: set[str] = field(default_factory=set)
    """Invalid ids without punctuation: `3505152004` may mean `35.05.15.2004`."""

    def covers(self, name: str) -> bool:
        """Whether `name` may be one of them."""
        return self.any_id or _strip_signs(name) in self.texts

    def add_invalid(self, value: object) -> None:
        """Add the invalid plain value of an id, or None where it is missing."""
        if isinstance(value, str) and (stripped := _strip_signs(value)):
            self.texts.add(stripped)
        else:
            self.any_id = True


def _strip_signs(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())


def complete_config(context: LoadContext, config: Settings) -> Settings:
    """Return the settings without invalid values; missing required values are replaced by placeholders."""
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
    """Return the programme without invalid values, or an empty one if too little of it could be read."""
    if programme and PROGRAMME not in context.unread:
        return programme
    from sitegen.load.schema import complete_record

    existing: Programme | None = complete_record(programme) if programme else None
    title, publisher = config.title, config.publisher.name
    return existing or Programme(name=title, agency=publisher, began=1900, summary=title, sources=())


def collect_spans(name: str, record: object, document: Document) -> dict[str, Span]:
    """Return the positions in a file at which other stages report problems; `record` is of the kind `name`."""
    origins = {name: Span(document.file, 1)}
    for kind in kinds_in(type(record)):
        if kind.key:
            records, inner = getattr(record, kind.part), kinds_in(kind.record)
            for index, named in enumerate(kind.names(records)):
                origins[named] = document.span((kind.part, index))
                for part in inner:
                    for number, one in enumerate(part.names(getattr(records[index], part.part))):
                        origins[f"{named}:{one}"] = document.span((kind.part, index, part.part, number))
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
    """The records of one kind with their positions.

    One with invalid values is included as far as it could be read (a missing required key is None): it is checked like
    any other, but excluded from the Site.
    """

    files: list[str]
    """The files that were searched."""
    items: list[T] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    """The first line of each item."""
    indexes: list[int] = field(default_factory=list)
    """The index of each item in its file."""
    excluded: set[int] = field(default_factory=set)
    """Indexes in `items` of those excluded from the Site: invalid, or with the id of an earlier one."""
    uncertain: UncertainIds = field(default_factory=UncertainIds)
    """Ids that could not be read."""
    miscoded: dict[int, str] = field(default_factory=dict)
    """The indexes in `items` of villages with the code of another place, which was reported, and the right code of
    each; empty where it is not known."""

    def each(self) -> Iterator[tuple[T, Span, int]]:
        """Yield each item with its position and its index in its file."""
        return zip(self.items, self.spans, self.indexes, strict=True)

    def valid(self) -> Iterator[tuple[T, Span]]:
        """Yield the items that go into the Site, with their positions."""
        for number, placed in enumerate(zip(self.items, self.spans, strict=True)):
            if number not in self.excluded:
                yield placed


@dataclass(slots=True)
class DataRecords:
    """All records of data/."""

    config: Settings | None
    """As far as it could be read; None when nothing could."""
    programme: Programme | None
    """As far as it could be read; None when nothing could."""
    named: UncertainIds
    """Ids of the programme's criteria and units that could not be read."""
    accessibility: AccessibilityStatement | None
    lists: dict[type[Any], LoadedRecords[Any]]
    """By record type; translations of all languages together."""
    origins: dict[str, Span]
    """Positions of parts of the settings and of the programme; see Site.origins."""
    keys: list[str]
    """A digest of each file; together they identify what was loaded."""
    files: list[str]
    """Every file of data/."""

    def of(self, record: type[T]) -> LoadedRecords[T]:
        """Return the records of a type."""
        return self.lists[record]


def load_data(context: LoadContext) -> DataRecords | None:
    """Load every file of data/, and report the problems within each; None where the geography cannot be used, which
    says how all others are read."""
    files = list(context.files("data"))
    keys: list[str] = []
    named = UncertainIds()
    config, settings = _load_record(KINDS["site"], files, keys, context, UncertainIds())
    geography = load_geography(context, (config and config.geography) or DEFAULT_GEOGRAPHY)
    if geography is None:
        return None
    context.known_geography = geography
    keys.append(geography.digest)
    programme, years = _load_record(KINDS["programme"], files, keys, context, named)
    added = _added_keys(context, programme)
    statement, limits = None, dict[str, Span]()
    if ACCESSIBILITY in files:
        statement, limits = _load_record(KINDS["accessibility"], files, keys, context, UncertainIds())
    lists: dict[type[Any], LoadedRecords[Any]] = {}
    for kind in file_kinds():
        if kind.key:
            own = added if kind.record is Village else _NO_KEYS
            lists[kind.record] = _load_list(kind, [file for file in files if kind.holds(file)], keys, context, own)
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


class AddedKeys(NamedTuple):
    """The keys that the programme adds to village records."""

    keys: tuple[OwnKey, ...] = ()
    complete: bool = True
    """Whether there are no others: where a field could not be read, any unknown key may be that field."""
    declared: str = ""
    """How they are declared, which is part of what is remembered of records; empty for none."""


_NO_KEYS = AddedKeys()


def _added_keys(context: LoadContext, programme: Programme | None) -> AddedKeys:
    if programme is None:
        return AddedKeys(complete=False, declared="unread")
    declared = programme.fields
    complete = all(one.id for one in declared) and (bool(declared) or not context.is_invalid(PROGRAMME, "fields"))
    text = repr((declared, complete)) if declared or not complete else ""
    return AddedKeys(own_keys(declared, context.geography), complete, text)


def find_own_keys(root: Path, geography: Geography, cache: Cache) -> tuple[OwnKey, ...]:
    """Load the keys that a site adds to village records, for what does not load the site."""
    context = LoadContext(root, Report(), cache, known_geography=geography)
    programme, _ = _load_record(KINDS["programme"], [PROGRAMME], [], context, UncertainIds())
    return _added_keys(context, programme).keys


def load_rules(root: Path, geography: Geography) -> DesignationRules:
    """Load the rules of designations of a site folder, for commands that need nothing else of it; those of a programme
    that states none where its file cannot be used."""
    context = LoadContext(root, Report(), NullCache(), known_geography=geography)
    kind = KINDS["programme"]
    files = [kind.file] if kind.file in context.files("data") else []
    programme, _ = _load_record(kind, files, [], context, UncertainIds())
    return DEFAULT_RULES if programme is None or context.report.failed() else programme.rules


def _is_named_in_settings(file: str, config: Settings | None) -> bool:
    """Whether the settings name a file, or may name it in a part that could not be read."""
    if config is None or config.map is None:
        return file.endswith(".geojson")
    return config.map.boundaries is not None and config.map.boundaries.file in (file, None)


def _suggest(file: str) -> str:
    """Suggest the name that a file should have. Only stems are compared: with suffixes all names look alike."""
    folder, _, name = file.rpartition("/")
    stem = posixpath.splitext(name)[0]
    if folder == "data/villages":
        return f"{stem}.yaml" if name.endswith(".yml") else ""
    near = closest_match(stem.lower(), [kind.stem for kind in file_kinds()], cutoff=0.8) if folder == "data" else ""
    return f"{near}.yaml" if near else ""


def _load_record(
    kind: RecordKind, files: list[str], keys: list[str], context: LoadContext, uncertain: UncertainIds
) -> tuple[Any, dict[str, Span]]:
    """Load the record of a file with the positions of its parts; None when nothing of it can be used."""
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
    geography = None if kind.record is Settings else context.geography
    keys.append(key := cache_key(data, kind.record.__name__, file, *([geography.digest] if geography else [])))
    type_: Any = tuple[kind.record, dict[str, Span]]  # type: ignore[name-defined]

    def read(report: Report) -> tuple[Any, dict[str, Span]]:
        return _parse_record(kind, data, report, context, uncertain, geography)

    def nothing() -> tuple[Any, dict[str, Span]]:
        uncertain.any_id = True
        return None, {}

    return read_cached(context, file, key, type_, read, nothing)


def _parse_record(
    kind: RecordKind,
    data: bytes,
    report: Report,
    context: LoadContext,
    uncertain: UncertainIds,
    geography: Geography | None,
) -> tuple[Any, dict[str, Span]]:
    from sitegen.load.schema import validate_one

    file = kind.file
    record: Any = None
    document = _parse_document(file, data, report, context, uncertain)
    if document is not None and document.value is None:
        report.add("file-empty", Span(file), path=file)
    elif document is not None:
        record = validate_one(kind.record, document, report, geography)
        if isinstance(record, Programme):
            _note_uncertain(uncertain, record.criteria, document, "id", "criteria")
            _note_uncertain(uncertain, record.units, document, "id", "units")
    return record, collect_spans(kind.name, record, document) if document is not None else {}


def _parse_document(
    file: str, data: bytes, report: Report, context: LoadContext, uncertain: UncertainIds
) -> Document | None:
    """Parse the YAML of a file; None when it cannot be read to its end. Notes that ids may be missing."""
    from sitegen.load.yaml_text import parse_yaml_bytes

    document = parse_yaml_bytes(data, file, report)
    if document is not None:
        context.documents[file] = document
    uncertain.any_id |= document is None or any(_may_hide_id(problem) for problem in report)
    return document


def _may_hide_id(problem: Problem) -> bool:
    """Whether a YAML error may hide a record's id; a repeated key other than the id does not."""
    return problem.code != "yaml-repeated-key" or problem.values["key"] in ("id", "code")


def _note_uncertain(
    uncertain: UncertainIds, items: Iterable[object], document: Document, name: str, *loc: str | int
) -> None:
    """Note which ids of `items`, the list at `loc`, could not be read."""
    uncertain.any_id |= document.faults.get(loc) is not None  # not a list
    for index, item in enumerate(items):
        if getattr(item, name) is None:
            uncertain.add_invalid(document.faults.get((*loc, index, name)))


def _load_list(
    kind: RecordKind,
    files: list[str],
    keys: list[str],
    context: LoadContext,
    added: AddedKeys,
) -> LoadedRecords[Any]:
    records = LoadedRecords[Any](files)
    for file in files:
        data = context.load(file)
        if data is None:
            records.uncertain.any_id = True
            continue
        digest = (context.geography.digest, added.declared) if added.declared else (context.geography.digest,)
        keys.append(key := cache_key(data, kind.record.__name__, file, *digest))
        type_: Any = tuple[list[kind.record], list[Span]]  # type: ignore[name-defined]
        read = partial(_parse_list, kind, file, data, context, records, added)

        def nothing() -> tuple[list[Any], list[Span]]:
            records.uncertain.any_id = True
            return [], []

        items, spans = read_cached(context, file, key, type_, read, nothing)
        records.items += items
        records.spans += spans
        records.indexes += range(len(items))
    return records


def _parse_list(
    kind: RecordKind,
    file: str,
    data: bytes,
    context: LoadContext,
    records: LoadedRecords[Any],
    added: AddedKeys,
    report: Report,
) -> tuple[list[Any], list[Span]]:
    from sitegen.load.schema import validate_list

    items: list[Any] = []
    spans: list[Span] = []
    document = _parse_document(file, data, report, context, records.uncertain)
    if document is not None:
        items = validate_list(kind.record, document, report, context.geography, added.keys, complete=added.complete)
        spans = [Span(file, *start) for start in document.starts]
        records.excluded |= {len(records.items) + index for index in range(len(items)) if (index,) in document.faults}
        _note_uncertain(records.uncertain, items, document, kind.key)
    return items, spans
