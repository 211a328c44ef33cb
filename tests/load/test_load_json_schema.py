"""The JSON Schema for editors: it accepts what an ordinary YAML reader makes of a sound file, and flags slips."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from factory import INDONESIA
from jsonschema import Draft202012Validator
from marked_site import NEWS, PAGE, SOUND, VILLAGE, read, write_site

from sitegen.load.schema import SCHEMA_NAMES, json_schema

TEXTS = {
    **{name: SOUND[f"data/{name}.yaml"] for name in SCHEMA_NAMES if f"data/{name}.yaml" in SOUND},
    "news": NEWS.split("---\n")[1],
    "page": PAGE.split("---\n")[1],
    **{
        name: (Path(__file__).parents[1] / "sites" / "full" / "data" / f"{file}.yaml").read_text(encoding="utf-8")
        for name, file in {
            "corrections": "corrections",
            "glossary": "glossary",
            "accessibility": "accessibility",
            "translations": "translations.en",
            "regions": "regions",
            "calendar": "calendar",
        }.items()
    },
}


def faults(name: str, text: str) -> list[str]:
    """What an editor would underline; the YAML of editors knows no dates, they are text."""
    value: Any = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return [error.json_path for error in Draft202012Validator(json_schema(name, INDONESIA)).iter_errors(value)]


def with_line(line: str) -> str:
    """The sound village with one line in the place of its own for that key."""
    key = line.partition(":")[0]
    return "".join(one for one in VILLAGE.splitlines(keepends=True) if f"  {key}:" not in one) + f"  {line}\n"


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_json_schema_for_every_file(name: str) -> None:
    Draft202012Validator.check_schema(json_schema(name, INDONESIA))
    assert faults(name, TEXTS[name]) == []


@pytest.mark.parametrize(
    "line", ["certified: 2018", "certified: [..2018-03]", "called: 12", "note: true", "office:", "slug: 2018"]
)
def test_json_schema_accepts_what_loads(tmp_path: Path, line: str) -> None:
    text = with_line(line)
    assert faults("villages", text) == []
    assert read(write_site(tmp_path, {"data/villages.yaml": text}))[1] == []


@pytest.mark.parametrize("line", ["kind: dusun", "warna: biru", "criteria: satu", "location: {lat: x, lon: 1}"])
def test_json_schema_reports_mistakes(line: str) -> None:
    assert len(faults("villages", with_line(line))) == 1


def test_json_schema_describes_every_key() -> None:
    for name in SCHEMA_NAMES:
        schema = json_schema(name, INDONESIA)
        for record in [schema, *schema.get("$defs", {}).values()]:
            for key in record.get("properties", {}).values():  # a record that explains itself is not explained twice
                assert key.get("description") or "$ref" in key["anyOf"][0]
