"""data/corrections.yaml by itself: each entry says what changed, on a full day, once, and names sources that exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, problems_of, read, write_site

FILE = "data/corrections.yaml"
ENTRY = """\
- what: target-2018
  was: "199"
  now: "200"
  kind: correction
  when: 2018-07-06
  why: Salah ketik.
"""


def test_corrections_in_file_order_with_positions(tmp_path: Path) -> None:
    other = ENTRY.replace("target-2018", "35.05.15.2004").replace("  was", "  field: name\n  was")
    site, problems = read(write_site(tmp_path, {FILE: other + ENTRY}))
    assert site is not None
    assert problems == []
    assert [(one.what, one.field, one.was) for one in site.corrections] == [
        ("35.05.15.2004", "name", "199"),
        ("target-2018", None, "199"),
    ]
    assert [site.origins[f"correction:{number}"].line for number in (0, 1)] == [1, 8]


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("unknown-source", "  why", "  sources: [koran, «lain»]\n  why"),
        ("correction-empty", '- what: target-2018\n  was: "199"\n  now: "200"\n', "- ‸what: target-2018\n"),
        ("correction-same", 'now: "200"', 'now: «"199"»'),
        ("correction-day", "when: 2018-07-06", "when: «2018-07»"),
        ("bad-number", 'was: "199"', "was: «hampir 200»"),
        ("empty-value", "why: Salah ketik.", "‸why:"),
        ("unknown-value", "kind: correction", "kind: «ralat»"),
    ],
)
def test_corrections_error_at_position(tmp_path: Path, code: str, old: str, new: str) -> None:
    problems, spans = problems_of(tmp_path, FILE, ENTRY.replace(old, new))
    assert [(one.code, one.at.line, one.at.column) for one in problems] == [(code, spans[0].line, spans[0].column)]


def test_corrections_one_per_value_and_day(tmp_path: Path) -> None:
    problems, spans = problems_of(tmp_path, FILE, ENTRY + ENTRY.replace("target-2018", "«target-2018»"))
    assert [(one.code, one.at, one.values["line"]) for one in problems] == [("correction-repeated", spans[0], "1")]


def test_corrections_optional(tmp_path: Path) -> None:
    assert FILE not in SOUND
    assert read(write_site(tmp_path, {FILE: "# Belum ada.\n[]\n"}))[1] == []
