"""Hostile text: the full case with every text that people may write made as hostile as text can be."""

from __future__ import annotations

import json
import typing
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import yaml
from factory import INDONESIA
from site_cases import copy_case

from sitegen.geography.binding import bind, declared_type
from sitegen.models import (
    CalendarEntry,
    Correction,
    Indicator,
    NewsMeta,
    Office,
    Outreach,
    PageMeta,
    Programme,
    RegionRecord,
    Settings,
    Source,
    Term,
    Village,
)
from sitegen.scalars import Alt, Line, Text

PAYLOAD = "<script>alert(1)</script> ${alert(2)} `kutip` \"ganda\" 'tunggal' {{ 7*7 }} </script> & \u202eatik\u202c"
"""Markup, a template of scripts and one of ours, every quote, the end of a script, marks that turn text around."""
HARMLESS = "script alert 1 script alert 2 kutip ganda tunggal 7 7 script atík"
"""Plain words that give the same address, with a letter beyond ASCII as there."""
_WORDS = (Text, Line, Alt)
_FILES: dict[str, Any] = {
    "data/site.yaml": Settings,
    "data/programme.yaml": Programme,
    "data/villages.yaml": Village,
    "data/villages/sulawesi-uji.yaml": Village,
    "data/outreach.yaml": Outreach,
    "data/regions.yaml": RegionRecord,
    "data/indicators.yaml": Indicator,
    "data/offices.yaml": Office,
    "data/sources.yaml": Source,
    "data/corrections.yaml": Correction,
    "data/calendar.yaml": CalendarEntry,
    "data/glossary.yaml": Term,
}


def write_hostile_site(root: Path, added: str) -> list[tuple[str, str]]:
    """Write the full case into `root` with `added` behind every text of every record and front matter.

    Gives the name of each field that holds text, with the text.
    """
    copy_case("full", root)
    (root / "content/news/2017-kedaluwarsa.md").unlink()  # no edition of today shows what has expired
    outlines = root / "data/batas.geojson"  # without names, which would differ from those of the records
    outlines.write_text(outlines.read_text(encoding="utf-8").replace('"nama"', '"nama_lain"'), encoding="utf-8")
    texts: list[tuple[str, str]] = []
    for name, declared in _FILES.items():
        kind = bind(declared, INDONESIA)  # with the keys that the geography names
        value = yaml.load((root / name).read_text(encoding="utf-8"), yaml.BaseLoader)
        _store(
            root / name,
            [one | _add(kind, _free(kind, one), added, texts) for one in value] if isinstance(value, list) else value,
            "",
        )
        if isinstance(value, dict):
            _store(root / name, _add(kind, value, added, texts), "")
    for file in root.glob("content/*/*.md"):
        _, matter, body = file.read_text(encoding="utf-8").split("---\n", 2)
        kind = NewsMeta if file.parent.name == "news" else PageMeta
        _store(file, _add(kind, yaml.load(matter, yaml.BaseLoader), added, texts), body)
    return texts


def _free(kind: Any, record: dict[str, Any]) -> dict[str, Any]:
    """What of a record may say anything: an entry of the ledger names a record or a figure, and the values of it."""
    if declared_type(kind) is not Correction:
        return record
    bound = {"what", "field"}
    if "field" in record or not record["what"][0].isdigit():
        bound |= {"was", "now"}
    return {key: value for key, value in record.items() if key not in bound}


def _store(file: Path, value: Any, body: str) -> None:
    """JSON is YAML, and writes invisible marks as what can be seen."""
    text = json.dumps(value, indent=1)
    file.write_text(f"---\n{text}\n---\n{body}" if body else f"{text}\n", encoding="utf-8")


def _add(kind: Any, value: Any, added: str, texts: list[tuple[str, str]], name: str = "") -> Any:
    """The value with `added` behind each text in it, as the type says what is text."""
    if kind in _WORDS:
        texts.append((name, f"{value.rstrip()} {added}"))
        return texts[-1][1]
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(value, dict):
        hints = typing.get_type_hints(kind, include_extras=True)
        known = {field.name for field in fields(kind)}
        return {
            key: _add(hints[key], part, added, texts, f"{declared_type(kind).__name__}.{key}") if key in known else part
            for key, part in value.items()
        }
    inner = [part for part in typing.get_args(kind) if part not in (type(None), Ellipsis)]
    if typing.get_origin(kind) is tuple and isinstance(value, list):
        return [_add(inner[0], part, added, texts, name) for part in value]
    for part in inner:
        if part in _WORDS or (isinstance(part, type) and is_dataclass(part)) or typing.get_origin(part) is tuple:
            return _add(part, value, added, texts, name)
    return value
