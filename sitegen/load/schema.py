"""Validate plain values as records with pydantic, and describe the records as JSON Schema for editors."""

from __future__ import annotations

import functools
import re
import types
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from sitegen.coordinates import read_degrees, read_location
from sitegen.geography import Geography
from sitegen.geography.binding import OwnKey, bind, declared_type, renamed_keys, unbind
from sitegen.load.yaml_text import Document
from sitegen.models import DEFAULT_RULES, DesignationRules, Location, NewsMeta, PageMeta
from sitegen.models.kinds import file_kinds
from sitegen.problems import Loc, Report
from sitegen.record import field_types
from sitegen.scalars import InvalidScalar, Json, closest_match


def validate_list(
    kind: type[Any],
    document: Document,
    report: Report,
    geography: Geography | None = None,
    own: tuple[OwnKey, ...] = (),
    *,
    complete: bool = True,
) -> list[Any]:
    """Validate a list of records, each as far as it can be read: see `validate_one`.

    `own` are keys that the site adds; unless they are `complete`, no key of a record is reported as unknown.
    """
    if document.value is None:
        return []
    if not isinstance(document.value, list):
        report.add("wrong-shape", document.span(()), expected="list")
        document.faults[()] = document.value
        return []
    type_ = _bound(list[kind], geography, own)  # type: ignore[valid-type]
    records: list[Any] = _validate_leniently(type_, document, report, complete=complete)
    return records


def validate_one(kind: type[Any], document: Document, report: Report, geography: Geography | None = None) -> Any:
    """Validate a mapping as a record, as far as it can be read; None when it is no mapping.

    `geography` names some of the keys, and gives the rules of codes; None for a type that does not depend on it.

    Invalid values are reported, noted in `document.faults` and left out; a required key without a valid value is None,
    against its type, so that the other keys are still checked in the same run. Other stages need `complete_record`.
    """
    if not isinstance(document.value, dict):
        report.add("wrong-shape", document.span(()), expected="mapping")
        return None
    return _validate_leniently(_bound(kind, geography), document, report)


def _bound(type_: Any, geography: Geography | None, own: tuple[OwnKey, ...] = ()) -> Any:
    return type_ if geography is None else bind(type_, geography, own)


def _validate_leniently(type_: Any, document: Document, report: Report, *, complete: bool = True) -> Any:
    """Validate the document's value as of a bound type; what is returned is of the declared one."""
    record, errors = _validate(type_, document)
    if not errors:
        return unbind(record)
    _report(errors if complete else [one for one in errors if not _is_unknown_key(one)], type_, document, report)
    for loc in sorted({error["loc"] for error in errors}, key=_removal_order, reverse=True):
        for length in range(1, len(loc)):
            document.faults.setdefault(loc[:length], None)
        document.faults[loc] = _value_at(document.value, loc, None)
        if not (isinstance(loc[-1], int) and record_at(type_, loc)):  # records keep their indexes
            document.remove(loc)
    return unbind(_build_partial(type_, document.value))


def _build_partial(type_: Any, value: Any) -> Any:
    """Build the record or list from valid scalars; anything may be missing."""
    kind: Any = _unwrap(type_)
    if record_at(kind, ()):
        given, types = value if isinstance(value, dict) else {}, field_types(kind)
        parts: dict[str, Any] = {
            one.name: _build_partial(types[one.name], given[one.name])
            if one.name in given
            else ()
            if get_origin(_unwrap(types[one.name])) is tuple
            else None
            for one in fields(kind)
            if one.name in given or one.default is MISSING
        }
        return kind(**parts)
    if get_origin(kind) in (list, tuple) and record_at(kind, (0,)):
        make: Any = get_origin(kind)
        return make(_build_partial(get_args(kind)[0], item) for item in value)
    return _adapter(type_).validate_python(value)


def complete_record(record: Any) -> Any:
    """Remove the parts of a record that lack a required value; None when the record itself lacks one."""
    values: dict[str, Any] = {}
    for one in fields(record):
        part = getattr(record, one.name)
        if is_dataclass(part):
            part = complete_record(part)
        elif isinstance(part, tuple):
            items = (complete_record(item) if is_dataclass(item) else item for item in part)
            part = tuple(item for item in items if item is not None)
        if part is None and one.default is MISSING:
            return None
        values[one.name] = one.default if part is None else part
    return type(record)(**values)


def record_at(kind: Any, loc: Sequence[str | int]) -> type[Any] | None:
    """Return the record type at `loc` within a value of type `kind`; None for a scalar or a list."""
    for part in loc:
        kind = _unwrap(kind)
        if is_dataclass(kind):
            kind = field_types(kind).get(str(part))
        else:
            kind = get_args(kind)[0] if get_origin(kind) in (list, tuple) else None
    kind = _unwrap(kind)
    return kind if isinstance(kind, type) and is_dataclass(kind) else None


@functools.cache
def _adapter(type_: Any) -> TypeAdapter[Any]:
    return TypeAdapter(type_)


def _unwrap(kind: Any) -> Any:
    """Return the type of an optional value; of a record or a list, without its annotations."""
    if isinstance(kind, types.UnionType) or (get_origin(kind) is Union and type(None) in get_args(kind)):
        return _unwrap(next(one for one in get_args(kind) if one is not type(None)))
    inner = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    return inner if is_dataclass(inner) or get_origin(inner) in (list, tuple) else kind


def _validate(type_: Any, document: Document) -> tuple[Any, list[Any]]:
    """Validate the document's value; empty values of optional keys count as omitted."""
    for _ in range(2):
        try:
            return _adapter(type_).validate_python(document.value), []
        except ValidationError as error:
            errors = error.errors(include_url=False)
        empty = [error["loc"] for error in errors if _is_omitted(type_, error["loc"], document.value)]
        for loc in empty:
            document.remove(loc)
        rejoined = [error["loc"] for error in errors if _rejoin_decimal(type_, error["loc"], document)]
        if not empty and not rejoined:
            break
    return None, errors


def _rejoin_decimal(type_: Any, loc: Loc, document: Document) -> bool:
    """Restore a number with a decimal comma: YAML reads `{lat: -8,03546}` as `lat: -8` and an empty `03546`.

    Minutes may have one too: `8° 3,5' S`. Only where the mapping is invalid otherwise.
    """
    decimals = str(loc[-1]) if loc else ""
    kind: Any = record_at(type_, loc[:-1])
    values = _value_at(document.value, loc[:-1], {})
    if kind is None or not decimals[:1].isdigit() or values.get(decimals, ...) is not None:
        return False
    keys = list(values)
    before = keys[max(keys.index(decimals) - 1, 0)]
    digits = values[before]
    if before not in field_types(kind) or not isinstance(digits, str):
        return False
    text = f"{digits},{decimals}"
    if not re.fullmatch(r"-?[0-9]+,[0-9]+", text) and read_degrees(text) is None:
        return False
    try:
        _adapter(field_types(kind)[before]).validate_python(text)
    except ValidationError:
        document.join((*loc[:-1], before), decimals, text)
        return True
    return False


def _is_omitted(type_: Any, loc: Loc, value: Any) -> bool:
    """Whether `loc` is an empty value of a field with a default."""
    if not loc or _value_at(value, loc, ...) is not None:
        return False
    kind = record_at(type_, loc[:-1])
    return kind is not None and any(one.name == loc[-1] and one.default is not MISSING for one in fields(kind))


def _value_at(value: Any, loc: Loc, default: Any) -> Any:
    for part in loc:
        try:
            value = value[part]
        except (LookupError, TypeError):
            return default
    return value


def _is_unknown_key(error: Any) -> bool:
    """Whether a record of a list has a key that is not known."""
    return error["type"] == "unexpected_keyword_argument" and len(error["loc"]) == 2


def _removal_order(loc: Loc) -> tuple[tuple[int, str], ...]:
    """Sort key by which later items of a list are removed first."""
    return tuple((part, "") if isinstance(part, int) else (0, part) for part in loc)


def _report(errors: list[Any], type_: Any, document: Document, report: Report) -> None:
    errors = _report_pairs(errors, type_, document, report)
    unknown = {error["loc"] for error in errors if error["type"] == "unexpected_keyword_argument"}
    suggested = {loc: _suggest_key(type_, loc, document.value) for loc in unknown}
    intended = {(*loc[:-1], name) for loc, name in suggested.items() if name}
    document.faults.update(dict.fromkeys(intended))
    for error in errors:
        loc: Loc = error["loc"]
        match error["type"]:
            case "value_error" if isinstance(refused := error["ctx"]["error"], InvalidScalar):
                report.add(refused.code, document.span(loc), refused.suggestion, **refused.values)
            case "unexpected_keyword_argument":
                report.add("unknown-key", document.span(loc, key=True), suggested[loc], key=loc[-1])
            case "missing":  # already reported if another key is a misspelling of it
                if loc not in intended:
                    report.add("missing-key", document.span(loc[:-1]), key=loc[-1])
            case kind if _value_at(document.value, loc, ...) is None:
                report.add("empty-value", document.span(loc))
            case kind:
                expected = "mapping" if kind.startswith(("dataclass", "dict")) else "list"
                meant = _listed(_value_at(document.value, loc, None)) if expected == "list" else ""
                report.add("wrong-shape", document.span(loc), meant, expected=expected)


_PLAIN_ITEMS = re.compile(r"[\w./-]+(?:, *[\w./-]+)*")


def _listed(value: Any) -> str:
    """Return the list that one text without brackets stands for; empty where its parts are not plain names."""
    return f"[{value}]" if isinstance(value, str) and _PLAIN_ITEMS.fullmatch(value) else ""


def _report_pairs(errors: list[Any], type_: Any, document: Document, report: Report) -> list[Any]:
    """Report each location that holds its coordinates in another form, and return the errors of all else."""
    rest: list[Any] = []
    pairs: dict[Loc, tuple[str, str] | None] = {}
    for error in errors:
        loc: Loc = error["loc"]
        at = next((loc[:length] for length in range(len(loc) + 1) if _is_location(type_, loc[:length])), None)
        if at is not None and at not in pairs:
            pairs[at] = _report_pair(at, document, report)
        if at is None or pairs[at] is None:
            rest.append(error)
    return rest


def _is_location(type_: Any, loc: Loc) -> bool:
    return declared_type(record_at(type_, loc)) is Location


def _report_pair(loc: Loc, document: Document, report: Report) -> tuple[str, str] | None:
    """Report the location at `loc` if its coordinates are understood only together, and return them."""
    value = _value_at(document.value, loc, None)
    pair = read_location(value)
    if pair is not None:
        meant = f"lat: {pair[0]}, lon: {pair[1]}"
        if isinstance(value, dict):
            report.add("location-pair", document.span((*loc, "lat")), meant, lat=pair[0], lon=pair[1])
        else:
            report.add("location-pair", document.span(loc), f"{{{meant}}}", lat=pair[0], lon=pair[1])
    return pair


def _suggest_key(type_: Any, loc: Loc, value: Any) -> str:
    """Suggest the key for an unknown one; empty where the record has that key already."""
    kind = record_at(type_, loc[:-1])
    present = _value_at(value, loc[:-1], {})
    names = [one.name for one in fields(kind)] if kind else []
    suggestion = closest_match(str(loc[-1]).lower(), names)
    return suggestion if suggestion not in present else ""


_TYPES: dict[str, Any] = {
    **{kind.stem: list[kind.record] if kind.key else kind.record for kind in file_kinds()},  # type: ignore[name-defined]
    "news": NewsMeta,
    "page": PageMeta,
}
SCHEMA_NAMES = tuple(_TYPES)
"""The data files by name, and the front matter of `news` and `page`."""


def json_schema(
    name: str, geography: Geography, own: tuple[OwnKey, ...] = (), rules: DesignationRules = DEFAULT_RULES
) -> Json:
    """Return the JSON Schema (draft 2020-12) of one of SCHEMA_NAMES, in which villages have the site's `own` keys;
    raises KeyError for another name.

    `rules` are those of the programme, which names the kinds of events and the levels.
    """
    schema = TypeAdapter(bind(_TYPES[name], geography, own)).json_schema()
    declared = TypeAdapter(_TYPES[name]).json_schema()
    _describe_keys(schema, declared, _TYPES[name], geography, own)
    _list_choices(schema.get("$defs", {}), rules)
    for record in [schema, *schema.get("$defs", {}).values()]:
        _relax(record)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **schema}


def _list_choices(records: Json, rules: DesignationRules) -> None:
    """List the kinds of events and the levels of the programme; without levels, records have no key for one."""
    for name in ("Village", "Event"):
        keys = records.get(name, {}).get("properties", {})
        if "level" in keys and not rules.levels:
            del keys["level"]
        elif "level" in keys:
            described = {key: keys["level"][key] for key in ("description", "default") if key in keys["level"]}
            keys["level"] = {"enum": list(rules.rank_by_level), **described}
        if name == "Event" and keys:
            keys["kind"] = {"enum": list(rules.kind_by_id), "description": keys["kind"]["description"]}


def _describe_keys(schema: Json, declared: Json, type_: Any, geography: Geography, own: tuple[OwnKey, ...]) -> None:
    """Describe the keys that are named after levels, from the fields of the declared types or the geography, and those
    of the site."""
    descriptions = {level.id: level.description for level in geography.levels}
    descriptions |= {key.name: key.description for key in own}
    for kind in _records_of(type_):
        bound, written = (one.get("$defs", {}).get(kind.__name__, one) for one in (schema, declared))
        described = {key: written["properties"][name].get("description") for name, key in renamed_keys(kind, geography)}
        for key, value in bound.get("properties", {}).items():
            if "description" not in value and (text := described.get(key) or descriptions.get(key)):
                value["description"] = text


def _records_of(type_: Any) -> Iterator[type[Any]]:
    """Yield the record types within a type, the outer ones first."""
    kind = _unwrap(type_)
    if record_at(kind, ()):
        yield kind
        for part in field_types(kind).values():
            yield from _records_of(part)
    elif get_origin(kind) in (list, tuple):
        yield from _records_of(get_args(kind)[0])


def _relax(record: Json) -> None:
    """Allow what ordinary YAML readers make of bare words and digits, and empty values of optional keys."""
    required = record.get("required", ())
    for key, value_schema in record.get("properties", {}).items():
        record["properties"][key] = value = _allow_scalars(value_schema)
        if key not in required and {"type": "null"} not in value.get("anyOf", ()):
            schema = {word: value.pop(word) for word in ("description", "default") if word in value}
            record["properties"][key] = {"anyOf": [value, {"type": "null"}], **schema}
    if "items" in record:
        record["items"] = _allow_scalars(record["items"])


def _allow_scalars(value: Any) -> Any:
    """Let strings also be numbers or booleans."""
    if isinstance(value, list):
        return [_allow_scalars(one) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {key: one if key == "default" else _allow_scalars(one) for key, one in value.items()}
    if changed.get("type") == "string" and "enum" not in changed:
        changed["type"] = ["string", "number", "boolean"]
    return changed
