"""data/glossary.yaml by itself: each form names one term, and sources are there."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, problems_of, read, write_site

FILE = "data/glossary.yaml"
TERMS = """\
- id: jkk
  term: Jaminan Kecelakaan Kerja
  forms: [JKK]
  meaning: Perlindungan ketika terjadi kecelakaan kerja.
  sources: [koran]
- id: target
  term: target
  meaning: Yang hendak dicapai.
"""


def test_glossary_terms_in_file_order_with_positions(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {FILE: TERMS}))
    assert site is not None
    assert problems == []
    assert [(one.id, one.forms, one.sources) for one in site.terms] == [
        ("jkk", ("JKK",), ("koran",)),
        ("target", (), ()),
    ]
    assert [site.origins[f"term:{id}"].line for id in ("jkk", "target")] == [1, 6]


@pytest.mark.parametrize(
    ("code", "old", "new", "values"),
    [
        ("term-repeated", "term: target", "term: «jaminan kecelakaan  kerja»", {"line": "2"}),
        (
            "term-repeated",
            "  meaning: Yang",
            "  forms: [sasaran, «Jkk»]\n  meaning: Yang",
            {"line": "3", "form": "Jkk"},
        ),
        ("term-repeated", "[JKK]", "[JKK, «JKK»]", {"line": "3"}),
        ("term-too-short", "[JKK]", "[JKK, «K»]", {"form": "K"}),
        ("repeated-id", "id: target", "id: «jkk»", {"line": "1"}),
        ("unknown-source", "[koran]", "[koran, «lain»]", {}),
        ("missing-key", "- id: target\n  term: target\n", "- ‸id: target\n", {"key": "term"}),
    ],
)
def test_glossary_error_at_position(tmp_path: Path, code: str, old: str, new: str, values: dict[str, str]) -> None:
    problems, spans = problems_of(tmp_path, FILE, TERMS.replace(old, new))
    assert [(one.code, one.at) for one in problems] == [(code, spans[0])] or (
        [(one.code, one.at.line, one.at.column) for one in problems] == [(code, spans[0].line, spans[0].column)]
    )
    assert {key: problems[0].values[key] for key in values} == values


def test_glossary_duplicate_form_keeps_first(tmp_path: Path) -> None:
    twice = TERMS + "- id: kecelakaan\n  term: kecelakaan\n  forms: [JKK]\n  meaning: Lain.\n"
    site, _ = read(write_site(tmp_path, {FILE: twice}))
    assert site is not None
    assert [one.id for one in site.terms] == ["jkk", "target"]


def test_glossary_optional(tmp_path: Path) -> None:
    assert FILE not in SOUND
    site, problems = read(write_site(tmp_path))
    assert site is not None
    assert (site.terms, problems) == ((), [])
