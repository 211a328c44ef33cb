"""Schema: pydantic holds plain values to the declared records; each of its findings becomes a problem at its place."""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from sitegen.problems import Report
from sitegen.read.source import Document
from sitegen.scalars import Refused, nearest

Loc = tuple[str | int, ...]


def validate_list(kind: type[Any], document: Document, report: Report) -> Any:
    """The records of a list that have no fault; the others are reported, and taken out of `document`."""
    if document.value is None:
        return []
    if not isinstance(document.value, list):
        report.error("wrong-shape", document.span(()), expected="list")
        return []
    shape = list[kind]  # type: ignore[valid-type]
    records, errors = _validate(shape, document)
    _report(errors, shape, document, report)
    if not errors:
        return records
    document.drop({error["loc"][0] for error in errors})
    return _adapter(shape).validate_python(document.value)


def validate_one(kind: type[Any], document: Document, report: Report) -> Any:
    """The record that a mapping is, without the parts that have faults, which are reported; None when that is none."""
    shape: Any = kind
    record, errors = _validate(shape, document)
    _report(errors, shape, document, report)
    if not errors:
        return record
    # What is left still lets the rest of the site be checked in the same run.
    for loc in sorted({_part(error["loc"]) for error in errors}, key=_backwards, reverse=True):
        document.remove(loc)
    try:
        return _adapter(shape).validate_python(document.value)
    except ValidationError:
        return None


def record_at(kind: Any, loc: Sequence[str | int]) -> type[Any] | None:
    """The record type that stands at `loc` within a value of type `kind`; None when a scalar or a list does."""
    for part in loc:
        kind = _bare(kind)
        if is_dataclass(kind):
            kind = _hints(kind).get(str(part))  # type: ignore[arg-type]
        else:
            kind = get_args(kind)[0] if get_origin(kind) in (list, tuple) else None
    kind = _bare(kind)
    return kind if isinstance(kind, type) and is_dataclass(kind) else None


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _bare(kind: Any) -> Any:
    """The type of an optional value."""
    if isinstance(kind, types.UnionType) or (get_origin(kind) is Union and type(None) in get_args(kind)):
        return next(one for one in get_args(kind) if one is not type(None))
    return kind


def _validate(shape: Any, document: Document) -> tuple[Any, list[Any]]:
    """Validate the document's value; keys that are left empty count as left out where the record allows it."""
    for _ in range(2):
        try:
            return _adapter(shape).validate_python(document.value), []
        except ValidationError as error:
            errors = error.errors(include_url=False)
        empty = [found["loc"] for found in errors if _may_be_left_out(shape, found["loc"], document.value)]
        if not empty:
            break
        for loc in empty:
            document.remove(loc)
    return None, errors


def _may_be_left_out(shape: Any, loc: Loc, value: Any) -> bool:
    """Whether `loc` leads to an empty value of a field that has a default."""
    if not loc or _value_at(value, loc, ...) is not None:
        return False
    kind = record_at(shape, loc[:-1])
    return kind is not None and any(one.name == loc[-1] and one.default is not MISSING for one in fields(kind))


def _value_at(value: Any, loc: Loc, otherwise: Any) -> Any:
    for part in loc:
        try:
            value = value[part]
        except (LookupError, TypeError):
            return otherwise
    return value


def _part(loc: Loc) -> Loc:
    """What to leave out for a fault at `loc`: the item of the outermost list around it, or the value itself."""
    return next((loc[: number + 1] for number, part in enumerate(loc) if isinstance(part, int)), loc)


def _backwards(loc: Loc) -> tuple[tuple[int, str], ...]:
    """Sorts later items of a list behind earlier ones, so that they can be taken out from the end."""
    return tuple((part, "") if isinstance(part, int) else (0, part) for part in loc)


def _report(errors: list[Any], shape: Any, document: Document, report: Report) -> None:
    unknown = {error["loc"] for error in errors if error["type"] == "unexpected_keyword_argument"}
    suggested = {loc: _suggestion(shape, loc, document.value) for loc in unknown}
    meant = {(*loc[:-1], name) for loc, name in suggested.items() if name}
    for error in errors:
        loc: Loc = error["loc"]
        match error["type"]:
            case "value_error" if isinstance(refused := error["ctx"]["error"], Refused):
                report.error(refused.code, document.span(loc), refused.suggestion, **refused.values)
            case "unexpected_keyword_argument":
                report.error("unknown-key", document.span(loc, key=True), suggested[loc], key=loc[-1])
            case "missing":  # said already where another key of the record is a slip of it
                if loc not in meant:
                    report.error("missing-key", document.span(loc[:-1]), key=loc[-1])
            case kind if _value_at(document.value, loc, ...) is None:
                report.error("empty-value", document.span(loc))
            case kind:
                expected = "mapping" if kind.startswith("dataclass") else "list"
                report.error("wrong-shape", document.span(loc), expected=expected)


def _suggestion(shape: Any, loc: Loc, value: Any) -> str:
    """The key that an unknown one is a slip of: one that the record may have and does not yet have."""
    kind = record_at(shape, loc[:-1])
    present = _value_at(value, loc[:-1], {})
    names = [one.name for one in fields(kind)] if kind else []
    return nearest(str(loc[-1]).lower(), [name for name in names if name not in present])
