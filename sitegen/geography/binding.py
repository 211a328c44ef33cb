"""Bind record types to a geography: its levels name keys of theirs, and its scheme of codes gives the rules of values.

A bound type has the keys that people write, also those that a site adds; a record of the declared type, which all
stages use, has its regions in one field, by level, and the values of added keys in another. Only load/, schemas and
tables know of bound types.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, make_dataclass
from operator import attrgetter
from typing import Annotated, Any, Union, get_args, get_origin

from sitegen.geography.codes import GeographyRule
from sitegen.geography.levels import Geography
from sitegen.record import SCHEMA, field_types


@dataclass(frozen=True, slots=True)
class PerLevel:
    """Annotates a tuple with a value for each level of regions, the highest first: one key per level, the lowest
    first, in the bound type. A value that is missing is the empty string."""


@dataclass(frozen=True, slots=True)
class TopLevel:
    """Annotates a field whose key in the bound type is the name of the highest level."""

    plural: bool = False
    """Whether it is the name for several."""


@dataclass(frozen=True, slots=True)
class PlaceByDefault:
    """Annotates a field that is the name of the level of places where a record has none."""


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """Annotates a tuple with the values of the keys that a site adds: a pair of key and text for each that a record
    has, in the order of the keys. In the bound type, each is a key."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key that a site adds to records."""

    name: str
    hint: Any
    """The type of its values."""
    required: bool = False
    """Whether every record must have it."""
    value: Callable[[str], Any] = str
    """Returns a value from its text."""
    column: bool = True
    """Whether it is a column of the record's table."""
    words: str = ""
    """Its name as readers see it."""
    description: str = ""
    """What it holds, for editors."""


def bind(kind: Any, geography: Geography, own: tuple[OwnKey, ...] = ()) -> Any:
    """Return a record type, or a type made of some, as it is written with this geography and with these keys of the
    site; itself where none differs."""
    return _bind(kind, geography, own)


@functools.lru_cache(maxsize=256)
def _bind(kind: Any, geography: Geography, own: tuple[OwnKey, ...]) -> Any:
    if isinstance(kind, type) and is_dataclass(kind):
        return _bind_record(kind, geography, own)
    if get_origin(kind) is Annotated:
        inner, *metadata = get_args(kind)
        bound = [one.of(geography) if isinstance(one, GeographyRule) else one for one in metadata]
        return Annotated[(_bind(inner, geography, own), *bound)]
    arguments, origin = get_args(kind), get_origin(kind)
    changed = tuple(one if one is Ellipsis else _bind(one, geography, own) for one in arguments)
    if changed == arguments:
        return kind
    return Union[changed] if origin in (Union, types.UnionType) else origin[changed]  # noqa: UP007  (made at run time)


def _bind_record(kind: type[Any], geography: Geography, own: tuple[OwnKey, ...]) -> type[Any]:
    hints = field_types(kind)
    bound: list[tuple[str, Any, Any]] = []
    for one in fields(kind):
        hint = hints[one.name]
        keys = _keys(one, hint, geography, own)
        bound += [(key, _bind(part, geography, own), default) for key, part, default in keys]
    if [(name, hint) for name, hint, _ in bound] == [(one.name, hints[one.name]) for one in fields(kind)]:
        return kind
    declared = [(name, hint) if default is MISSING else (name, hint, default) for name, hint, default in bound]
    namespace = {"__pydantic_config__": SCHEMA, "__doc__": kind.__doc__}
    made = make_dataclass(kind.__name__, declared, frozen=True, kw_only=True, slots=True, namespace=namespace)
    made.__module__ = kind.__module__  # where pydantic finds the docstrings of its fields
    setattr(made, _UNBIND, _unbinder(kind, hints, geography, own))
    setattr(made, _DECLARED, kind)
    return made


_UNBIND = "__unbind__"
"""The attribute of a bound type that holds the function from its records to those of the declared type."""
_DECLARED = "__declared__"
"""The attribute of a bound type that holds the declared type."""


def declared_type(kind: Any) -> Any:
    """Return the declared type of a bound one; any other type itself."""
    return getattr(kind, _DECLARED, kind)


def _keys(one: Field[Any], hint: Any, geography: Geography, own: tuple[OwnKey, ...] = ()) -> list[tuple[str, Any, Any]]:
    """Return the keys of a field in the bound type, with their types and defaults."""
    if _annotation(hint, OwnKeys) is not None:
        return [(key.name, key.hint, MISSING) if key.required else (key.name, key.hint | None, None) for key in own]
    if (level := _annotation(hint, TopLevel)) is not None:
        return [(geography.top.plural if level.plural else geography.top.id, hint, one.default)]
    if _annotation(hint, PlaceByDefault) is not None:
        return [(one.name, hint, geography.place.id)]
    if _annotation(hint, PerLevel) is None:
        return [(one.name, hint, one.default)]
    part = get_args(get_args(hint)[0])[0]
    optional = one.default is not MISSING
    return [
        (level.id, part | None, None) if optional or level.optional else (level.id, part, MISSING)
        for level in reversed(geography.levels)
    ]


def _annotation(hint: Any, kind: type[Any]) -> Any:
    """Return the annotation of a field, which may be optional."""
    parts = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    return next((one for part in parts for one in getattr(part, "__metadata__", ()) if isinstance(one, kind)), None)


def _unbinder(
    kind: type[Any], hints: dict[str, Any], geography: Geography, own: tuple[OwnKey, ...]
) -> Callable[[Any], Any]:
    """Return the function from a record of the bound type to one of the declared type."""
    plain: list[tuple[str, str]] = []
    nested: list[str] = []
    per_level = own_values = ""
    for one in fields(kind):
        hint = hints[one.name]
        if _annotation(hint, PerLevel) is not None:
            per_level = one.name
            continue
        if _annotation(hint, OwnKeys) is not None:
            own_values = one.name
            continue
        plain.append((one.name, _keys(one, hint, geography)[0][0]))
        if _bind(hint, geography, own) != hint:
            nested.append(one.name)
    levels = [level.id for level in geography.levels]
    added = [key.name for key in own] if own_values else []

    def convert(record: Any) -> Any:
        values = {name: getattr(record, key) for name, key in plain}
        for name in nested:
            values[name] = unbind(values[name])
        if per_level:
            values[per_level] = tuple([getattr(record, level) or "" for level in levels])
        if added:
            values[own_values] = tuple([(key, str(one)) for key in added if (one := getattr(record, key)) is not None])
        return kind(**values)

    return convert


def unbind(value: Any) -> Any:
    """Return a value of a bound type as one of the declared type."""
    if isinstance(value, (tuple, list)):
        return type(value)([unbind(one) for one in value])
    convert = getattr(type(value), _UNBIND, None)
    return value if convert is None else convert(value)


def key_of(record_type: Any, name: str, geography: Geography) -> str:
    """Return the key by which people write a field that holds no regions by level."""
    hint = field_types(record_type)[name]
    return _keys(next(one for one in fields(record_type) if one.name == name), hint, geography)[0][0]


def renamed_keys(record_type: Any, geography: Geography) -> list[tuple[str, str]]:
    """Return the fields that have the name of the highest level as their key, each with that key."""
    hints = field_types(record_type).items()
    return [(name, key_of(record_type, name, geography)) for name, hint in hints if _annotation(hint, TopLevel)]


def bound_values(
    record_type: Any, geography: Geography, own: tuple[OwnKey, ...] = ()
) -> dict[str, Callable[[Any], Any]]:
    """Return, for each key of the bound type that the geography or the site names, the function from a record of the
    declared type to its value; None where it is empty."""
    hints = field_types(record_type)
    found: dict[str, Callable[[Any], Any]] = {}
    for one in fields(record_type):
        if _annotation(hints[one.name], TopLevel) is not None:
            found[_keys(one, hints[one.name], geography)[0][0]] = attrgetter(one.name)
        elif _annotation(hints[one.name], PerLevel) is not None:
            found |= {level.id: _level_getter(one.name, level.depth) for level in geography.levels}
        elif _annotation(hints[one.name], OwnKeys) is not None:
            found |= {key.name: _own_getter(one.name, key) for key in own}
    return found


def _level_getter(name: str, depth: int) -> Callable[[Any], Any]:
    return lambda record: getattr(record, name)[depth] or None


def _own_getter(name: str, key: OwnKey) -> Callable[[Any], Any]:
    def get(record: Any) -> Any:
        text = dict(getattr(record, name)).get(key.name)
        return None if text is None else key.value(text)

    return get
