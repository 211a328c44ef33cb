"""Declare record types: frozen dataclasses whose fields are described by the docstring under each."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints

T = TypeVar("T")

# Read by pydantic when load/ validates a record or builds its JSON Schema. This module does not import pydantic, which
# a build with cached records does not need.
SCHEMA = {"extra": "forbid", "use_attribute_docstrings": True, "str_strip_whitespace": True}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen, slotted, keyword-only dataclass that pydantic validates strictly by its field names."""
    make: Callable[..., Any] = dataclass(frozen=True, slots=True, kw_only=True)
    record_type: type[T] = make(cls)
    setattr(record_type, "__pydantic_config__", SCHEMA)  # noqa: B010  (not a field; mypy knows no such attribute)
    return record_type


@dataclass(frozen=True, slots=True)
class Reference:
    """Annotates a field that names records of another kind."""

    kind: str
    """RecordKind.name of the other records."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Annotates a field with nested records, whose fields are columns of the outer record's table.

    The cells of a list of records are lists of equal length, with an empty text for what a record lacks; the column of
    its first field is named as the list itself.
    """

    prefix: str
    """The prefix of the names of these columns: `decree_` gives `decree_date`."""


@dataclass(frozen=True, slots=True)
class Public:
    """Annotates a field with public values that look like private data: an office's telephone number."""

    kind: str
    """The kind of private data that they look like: `phone` or `email`."""


_TRANSLATED = "translated"
Translated = Annotated[T, _TRANSLATED]
"""A field with text for readers: data/translations.<language>.yaml may translate it, and rewording it is not a change
of the data."""


def field_types(record: Any) -> dict[str, Any]:
    """Return the type of each field of a record type, with its annotations; not to be changed."""
    return _field_types(record)


@functools.cache
def _field_types(record: Any) -> dict[str, Any]:
    return get_type_hints(record, include_extras=True)


def list_fields(record: Any) -> frozenset[str]:
    """Return the fields of a record type that hold lists."""
    return _list_fields(record)


@functools.cache
def _list_fields(record: Any) -> frozenset[str]:
    return frozenset(name for name, hint in get_type_hints(record).items() if get_origin(hint) is tuple)


def translated_fields(record: Any) -> tuple[str, ...]:
    """Return the Translated fields of a record type, in order of declaration."""
    return tuple(name for name, values in _annotations(record).items() if _TRANSLATED in values)


def reference_fields(record: Any) -> dict[str, str]:
    """Return the fields of a record type that refer to other records, with the kind of these."""
    return {name: one.kind for name, one in _annotated(record, Reference).items()}


def nested_columns(record: Any) -> dict[str, dict[str, str]]:
    """Return the fields of a record type annotated with Columns: the name of the column of each nested field."""
    columns: dict[str, dict[str, str]] = {}
    hints, types = get_type_hints(record), nested_fields(record)
    for name, one in _annotated(record, Columns).items():
        columns[name] = {part.name: one.prefix + part.name for part in fields(types[name])}
        if get_origin(hints[name]) is tuple:
            columns[name][next(iter(columns[name]))] = name
    return columns


def public_fields(record: Any) -> dict[str, str]:
    """Return the Public fields of a record type, with the kind of private data that they look like."""
    return {name: one.kind for name, one in _annotated(record, Public).items()}


def references(record: Any, kind: str) -> tuple[str, ...]:
    """Return the ids of `kind` that a record refers to, itself or in nested records with columns; unique, in order."""
    ids = dict[str, None]()
    record_type: Any = type(record)
    for name, one in _annotated(record_type, Reference).items():
        if one.kind != kind:
            continue
        value = getattr(record, name)
        ids |= dict.fromkeys((value,) if isinstance(value, str) else value or ())
    for name in _annotated(record_type, Columns):
        value = getattr(record, name)
        for part in value if isinstance(value, tuple) else (value,) if value else ():
            ids |= dict.fromkeys(references(part, kind))
    return tuple(ids)


def nested_fields(record: Any) -> dict[str, Any]:
    """Return the fields of a record type that hold records, single or in a list, with the type of these."""
    return _nested_fields(record)


@functools.cache
def _nested_fields(record: Any) -> dict[str, Any]:
    hints = get_type_hints(record).items()
    return {name: part for name, hint in hints for part in (hint, *get_args(hint)) if is_dataclass(part)}


@functools.cache
def _annotated(record: Any, annotation: type[T]) -> dict[str, T]:
    """Return the fields annotated with an `annotation`, with that; not to be changed."""
    fields = _annotations(record).items()
    return {name: one for name, values in fields for one in values if isinstance(one, annotation)}


@functools.cache
def _annotations(record: Any) -> dict[str, tuple[object, ...]]:
    """Return the annotations of each field, including those within unions and tuples."""
    return {name: tuple(_metadata(hint)) for name, hint in field_types(record).items()}


def _metadata(hint: Any) -> Iterator[object]:
    yield from getattr(hint, "__metadata__", ())
    for part in get_args(hint):
        yield from _metadata(part)
