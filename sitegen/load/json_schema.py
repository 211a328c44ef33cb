"""Describe: the JSON Schema of each file, for editors, from the same records that validate it.

Editors read YAML in the ordinary way, where `certified: 2018` is a number and `name: true` a truth; both are fine here.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from sitegen.models import NewsMeta, PageMeta
from sitegen.models.kinds import file_kinds
from sitegen.scalars import Json

_TYPES: dict[str, Any] = {
    **{kind.stem: list[kind.record] if kind.key else kind.record for kind in file_kinds()},  # type: ignore[name-defined]
    "news": NewsMeta,
    "page": PageMeta,
}
NAMES = tuple(_TYPES)
"""The files that are described: those of data/ by their names, and the front matter of `news` and `page`."""


def json_schema(name: str) -> Json:
    """The JSON Schema (draft 2020-12) of one of NAMES; raises KeyError for another name."""
    schema = TypeAdapter(_TYPES[name]).json_schema()
    for record in [schema, *schema.get("$defs", {}).values()]:
        _relax(record)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **schema}


def _relax(record: Json) -> None:
    """Let a record's texts be what YAML makes of bare words and digits, and its optional keys be empty."""
    required = record.get("required", ())
    for key, value_schema in record.get("properties", {}).items():
        record["properties"][key] = value = _allow_scalars(value_schema)
        if key not in required and {"type": "null"} not in value.get("anyOf", ()):
            schema = {word: value.pop(word) for word in ("description", "default") if word in value}
            record["properties"][key] = {"anyOf": [value, {"type": "null"}], **schema}
    if "items" in record:
        record["items"] = _allow_scalars(record["items"])


def _allow_scalars(value: Any) -> Any:
    """A schema in which what is text to us may be a number or a truth to an ordinary reader."""
    if isinstance(value, list):
        return [_allow_scalars(one) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {key: one if key == "default" else _allow_scalars(one) for key, one in value.items()}
    if changed.get("type") == "string" and "enum" not in changed:
        changed["type"] = ["string", "number", "boolean"]
    return changed
