"""Generate the tables of keys of each record type for the documentation, with valid examples from docs/example."""

from __future__ import annotations

import ast
import dataclasses
import functools
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import declared
import yaml
from markdown_table import table

from sitegen import models, scalars as scalar_types
from sitegen.geography import binding, codes
from sitegen.geography.pack import GeographyPack
from sitegen.load.geography import PACKAGE_GEOGRAPHIES, package_geography
from sitegen.models.kinds import file_kinds

GEOGRAPHY = package_geography()
"""The geography whose keys are described."""
EXAMPLE = Path(__file__).resolve().parents[1] / "docs" / "example"
FILES: dict[type[Any], str] = {
    **{kind.record: kind.file.replace("<language>", "en") for kind in file_kinds()},
    models.NewsMeta: "content/news/2018-07-05-desa-pertama.md",
    models.PageMeta: "content/pages/tentang.md",
}
PACKS = [PACKAGE_GEOGRAPHIES / name / "geography.yaml" for name in ("kenya", "philippines", "indonesia")]
"""The packs that keys of a pack are shown from."""
TYPE_NAMES = {
    "Line": "line",
    "Word": "word",
    "Text": "text",
    "Alt": "text or nothing",
    "Identifier": "name",
    "ProgrammeWord": "word of the programme",
    "Slug": "part of an address",
    "Code": "code",
    "RegionCode": "code of a region of the highest level",
    "AnyRegionCode": "region code",
    "PlaceOrRegionCode": "region or place code",
    "KeyName": "key name",
    "Edtf": "date",
    "Moment": "moment",
    "TimeOfDay": "time of day",
    "Year": "year",
    "Count": "whole number",
    "Number": "number",
    "Latitude": "latitude",
    "Longitude": "longitude",
    "Flag": "yes or no",
    "Url": "web address",
    "BaseUrl": "site address",
    "Origin": "host",
    "TileUrl": "address of map images",
    "DataPath": "GeoJSON file",
    "PropertyName": "property",
    "EditLink": "edit link",
    "Email": "e-mail address",
    "Telephone": "telephone number",
    "HexColour": "colour",
    "SitePath": "address within the site",
    "SourcePath": "file",
    "TimeZone": "time zone",
    "Language": "language",
    "CountryCode": "country",
}
"""The name of each scalar type in the documentation; for types that are a choice of words, these are listed instead."""
SCALARS = {**vars(scalar_types), **vars(codes)}
"""The scalar types by name, those whose rule depends on the geography too."""
_RULES = {name: getattr(hint, "__metadata__", ())[:1] for name, hint in SCALARS.items()}
REFERENCES = {
    name: base
    for name, rule in _RULES.items()
    if name not in TYPE_NAMES
    for base in TYPE_NAMES
    if rule and rule == _RULES[base]
}
"""The scalar types that refer to records, with the scalar type of the keys of these."""


def records(name: str) -> str:
    """Describe the keys of a record type, and of each nested type that the page has not described before."""
    outer, *inner = declared.used_by(getattr(models, name))
    before = takewhile(lambda kind: kind is not outer, [kind for kind in FILES if kind is not models.Settings])
    explained = {kind for file in before for kind in declared.used_by(file)}
    parts = [_keys(outer)]
    parts += [
        f"#### {_record_name(kind)}\n\n{kind.__doc__}\n\n{_keys(kind)}" for kind in inner if kind not in explained
    ]
    return "\n\n".join(parts)


def pack_keys(_: str) -> str:
    """Describe the keys of geography.yaml, and of each record type in it."""
    outer, *inner = declared.used_by(GeographyPack)
    parts = [_keys(outer), *(f"### {_record_name(kind)}\n\n{kind.__doc__}\n\n{_keys(kind)}" for kind in inner)]
    return "\n\n".join(parts).replace("(data.md#", "(reference/data.md#")


def scalars(_: str) -> str:
    """Describe all scalar types."""
    docstrings = declared.names(scalar_types) | declared.names(codes)
    return "\n\n".join(f"#### {type_name.capitalize()}\n\n{docstrings[name]}" for name, type_name in TYPE_NAMES.items())


def _keys(kind: type[Any]) -> str:
    hints, written = _key_hints(kind), _examples()
    rows = [
        (
            f"`{field.name}`",
            _value(field.type, hints[field.name]),
            _default(field.default),
            field.meaning,
            f"`{written[kind, field.name]}`" if (kind, field.name) in written else "",
        )
        for field in written_fields(kind)
    ]
    return table(("Key", "Value", "If left out", "Meaning", "Example"), rows)


def written_fields(kind: type[Any]) -> Iterator[declared.Field]:
    """Yield the fields of a record type by the keys that people write, those of its levels as the default geography
    names them."""
    renamed = dict(binding.renamed_keys(kind, GEOGRAPHY))
    levels = [level for level in reversed(GEOGRAPHY.levels) if level.id in binding.bound_values(kind, GEOGRAPHY)]
    for field in declared.fields(kind):
        if "OwnKeys" in field.type:
            continue
        if "PerLevel" not in field.type:
            default = repr(GEOGRAPHY.place.id) if "PlaceByDefault" in field.type else field.default
            yield dataclasses.replace(field, name=renamed.get(field.name, field.name), default=default)
            continue
        for level in levels:
            meaning = level.description if field.default is None else f"Why {level.id} is written otherwise."
            yield declared.Field(level.id, "Line", field.default and "None", meaning)


def _key_hints(kind: type[Any]) -> dict[str, Any]:
    """Return the types of a record's keys."""
    renamed = dict(binding.renamed_keys(kind, GEOGRAPHY))
    hints = {renamed.get(name, name): hint for name, hint in get_type_hints(kind).items()}
    return hints | {level.id: str for level in GEOGRAPHY.levels if level.id not in hints}


def _value(written: str, hint: Any) -> str:
    """Name a type in words, with a link to its description."""
    name = _bare_type(written)
    if inner := re.fullmatch(r"tuple\[(.+), \.\.\.\]", name):
        return f"list of: {_value(inner[1], get_args(hint)[0])}"
    if by_code := re.fullmatch(r"dict\[str, (.+)\]", name):
        return f"by code: {_value(by_code[1], None)}"
    name = REFERENCES.get(name, name)
    if name in TYPE_NAMES:
        return f"[{TYPE_NAMES[name]}](data.md#{_anchor(TYPE_NAMES[name])})"
    if record := _record(hint):
        return f"[{_record_name(record).lower()}](#{_anchor(_record_name(record))})"
    return " or ".join(f"`{word}`" for word in _choices(SCALARS[name]))


def _bare_type(written: str) -> str:
    """Return the source of a type without its annotations, and without `| None`."""
    tree = ast.parse(written.removesuffix(" | None"), mode="eval").body
    while isinstance(tree, ast.Subscript) and ast.unparse(tree.value) in ("Translated", "Annotated"):
        tree = tree.slice.elts[0] if isinstance(tree.slice, ast.Tuple) else tree.slice
    return ast.unparse(tree)


def _default(default: str | None) -> str:
    if default is None:
        return "**required**"
    if default in ("None", "()", "''"):
        return "–"
    if default.endswith("()"):
        return "see there"
    value = ast.literal_eval(default)
    return f"`[{', '.join(value)}]`" if isinstance(value, tuple) else f"`{value}`".replace("False", "false")


@functools.cache
def _examples() -> dict[tuple[type[Any], str], str]:
    """Return the first occurrence of each key of each record type in docs/example and the packs, as written there."""
    examples: dict[tuple[type[Any], str], str] = {}
    files: list[tuple[type[Any], Path]] = [(kind, EXAMPLE / file) for kind, file in FILES.items()]
    files += [(GeographyPack, file) for file in PACKS]
    for kind, file in files:
        text = file.read_text(encoding="utf-8")
        text = text.split("---\n")[1] if file.suffix == ".md" else text
        for record, key, written in _walk(kind, yaml.compose(text, yaml.SafeLoader), text):
            examples.setdefault((record, key), " ".join(written.split()))
    return examples


def _walk(kind: type[Any], node: Any, text: str) -> Iterator[tuple[type[Any], str, str]]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _walk(kind, item, text)
        return
    hints = _key_hints(kind)
    for key, value in node.value:
        if key.value not in hints:  # a field that the programme adds
            continue
        if inner := _record(hints[key.value]):
            yield from _walk(inner, value, text)
        else:
            yield kind, key.value, text[value.start_mark.index : value.end_mark.index]


def _record(hint: Any) -> type[Any] | None:
    """Return the record type in the type of a field, single or in a list; None if there is none."""
    return next(
        (part for part in (hint, *get_args(hint)) if isinstance(part, type) and dataclasses.is_dataclass(part)), None
    )


def _choices(hint: Any) -> tuple[str, ...]:
    for part in get_args(hint):
        if get_origin(part) is Literal:
            return get_args(part)
        if isinstance(part, codes.GeographyRule):
            return tuple(part.of(GEOGRAPHY).schema["enum"])
        if isinstance(part, scalar_types.ScalarRule):
            return tuple(part.schema["enum"])
    raise ValueError(hint)


def _record_name(kind: type[Any]) -> str:
    """Return the name of a record type in words: `ProgrammeYear` gives `Programme year`."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda capital: f" {capital[1].lower()}", kind.__name__)


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")
