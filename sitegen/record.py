"""Declare a record: a frozen dataclass whose fields are described by the docstring under each."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass
from typing import Annotated, Any, TypeVar, dataclass_transform, get_args, get_type_hints

T = TypeVar("T")

# Read by pydantic when `read/` validates (and when `schema` describes) a record; nothing here imports it,
# so that a run that reads only remembered records does not pay for it.
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
    """The name of a RecordKind."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Annotates a field that holds one record: its fields are columns of the outer record's table."""

    prefix: str
    """What the names of these columns begin with: `decree_` gives `decree_date`."""


@dataclass(frozen=True, slots=True)
class Public:
    """Annotates a field whose values are for everyone, though they look private: an office's telephone number."""

    kind: str
    """What the search for private data would take them for: `phone` or `email`."""


_TRANSLATED = "translated"
Translated = Annotated[T, _TRANSLATED]
"""A field that is text for readers: data/translations.<language>.yaml may have it in another language, and putting it
better is no change of the data."""


def translated_fields(record: Any) -> tuple[str, ...]:
    """The fields of a record that are Translated, in their order."""
    return tuple(name for name, values in _annotations(record).items() if _TRANSLATED in values)


def reference_fields(record: Any) -> dict[str, str]:
    """The fields of a record that refer to others, each with the name of the kind referred to."""
    return {name: one.kind for name, one in _annotated(record, Reference)}


def column_prefixes(record: Any) -> dict[str, str]:
    """The fields of a record that hold one record with columns, each with what the names of those begin with."""
    return {name: one.prefix for name, one in _annotated(record, Columns)}


def public_fields(record: Any) -> dict[str, str]:
    """The fields of a record that are Public, each with what its values look like."""
    return {name: one.kind for name, one in _annotated(record, Public)}


def references(record: Any, kind: str) -> tuple[str, ...]:
    """The ids of `kind` that a record names, and those that the records with columns within it name, each once."""
    ids = dict[str, None]()
    for name in (name for name, one in reference_fields(type(record)).items() if one == kind):
        value = getattr(record, name)
        ids |= dict.fromkeys((value,) if isinstance(value, str) else value or ())
    for name in column_prefixes(type(record)):
        if (part := getattr(record, name)) is not None:
            ids |= dict.fromkeys(references(part, kind))
    return tuple(ids)


def nested_fields(record: Any) -> dict[str, Any]:
    """The fields of a record that hold records, alone or in a list, each with the type of those."""
    return _nested_fields(record)


@functools.cache
def _nested_fields(record: Any) -> dict[str, Any]:
    hints = get_type_hints(record).items()
    return {name: part for name, hint in hints for part in (hint, *get_args(hint)) if is_dataclass(part)}


def _annotated(record: Any, annotation: type[T]) -> Iterator[tuple[str, T]]:
    for name, values in _annotations(record).items():
        yield from ((name, one) for one in values if isinstance(one, annotation))


@functools.cache
def _annotations(record: Any) -> dict[str, tuple[object, ...]]:
    """What is annotated at each field, on its values within unions and tuples too."""
    return {name: tuple(_metadata(hint)) for name, hint in get_type_hints(record, include_extras=True).items()}


def _metadata(hint: Any) -> Iterator[object]:
    yield from getattr(hint, "__metadata__", ())
    for part in get_args(hint):
        yield from _metadata(part)
