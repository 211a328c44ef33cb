"""data/accessibility.yaml by itself: its codes are known, nothing is named twice, and a site may do without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, problems_of, read, write_site

FILE = "data/accessibility.yaml"
TOLD = """\
date: 2025-12-31
templates: [home.html]
widths: [320, 1280]
schemes: [light, dark]
tools:
  - {name: axe-core, version: 4.14.1}
trials:
  - {what: axe, faults: 0}
  - {what: keyboard, faults: 2}
untried: [phone]
limits:
  - id: peta
    description: Peta tidak dapat dipakai tanpa melihat.
"""


def test_accessibility_statement_is_loaded(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {FILE: TOLD}))
    assert problems == []
    assert site is not None
    assert site.accessibility is not None
    assert [(one.what, one.faults) for one in site.accessibility.trials] == [("axe", 0), ("keyboard", 2)]
    assert site.accessibility.widths == (320, 1280)
    assert site.accessibility.untried == ("phone",)
    assert [one.id for one in site.accessibility.limits] == ["peta"]


@pytest.mark.parametrize(
    ("code", "old", "new", "values"),
    [
        ("repeated-id", "untried", "  - id: «peta»\n    description: Lain.\nuntried", {"line": "12"}),
        ("repeated-id", "what: keyboard", "what: «axe»", {"line": "8"}),
        ("unknown-value", "[phone]", "[«fone»]", {}),
        ("unknown-value", "[light, dark]", "[light, «grey»]", {}),
        ("bad-number", "faults: 2", "faults: «dua»", {}),
        ("missing-key", "templates: [home.html]\n", "", {"key": "templates"}),
        ("unknown-key", "untried", "«untryed»", {}),
    ],
)
def test_accessibility_statement_error_at_position(
    tmp_path: Path, code: str, old: str, new: str, values: dict[str, str]
) -> None:
    text = TOLD.replace(old, new, 1)
    if old == "untried" and code == "repeated-id":
        text = TOLD + new.removesuffix("untried")
    problems, spans = problems_of(tmp_path, FILE, text)
    assert [one.code for one in problems] == [code]
    if spans:
        assert (problems[0].at.line, problems[0].at.column) == (spans[0].line, spans[0].column)
    assert {key: str(problems[0].values[key]) for key in values} == values


def test_accessibility_statement_invalid_is_dropped(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {FILE: TOLD.replace("faults: 2", "faults: dua")}))
    assert problems
    assert site is not None
    assert site.accessibility is None


def test_accessibility_statement_limit_translated(tmp_path: Path) -> None:
    patch = "- what: limit:peta\n  description: The map cannot be used without seeing it.\n"
    settings = SOUND["data/site.yaml"] + "languages: [id, en]\n"
    files = {FILE: TOLD, "data/site.yaml": settings, "data/translations.en.yaml": patch}
    _, problems = read(write_site(tmp_path, files))
    assert problems == []
    _, problems = read(
        write_site(tmp_path / "lain", files | {"data/translations.en.yaml": patch.replace("peta", "peti")})
    )
    assert [one.code for one in problems] == ["unknown-record"]


def test_accessibility_statement_optional(tmp_path: Path) -> None:
    assert FILE not in SOUND
    site, problems = read(write_site(tmp_path))
    assert problems == []
    assert site is not None
    assert site.accessibility is None
