"""Limits of texts beyond which conversion would take its time: told at their line, and the text goes no further."""

from pathlib import Path

import pytest
from factory import INDONESIA
from hypothesis import given, strategies as st

from sitegen.cache import NullCache
from sitegen.load.content import load_news
from sitegen.load.context import LoadContext
from sitegen.load.text_limits import _exceeded, _keeps_limits, check_text_limits
from sitegen.problems import Report

FILE = "content/news/2018-07-05-kabar.md"
HEAD = "---\ntitle: Kabar\ndate: 2018-07-05\nsummary: Ringkasan.\n---\n\n"
"""Seven lines before the text."""
TABLE = "| a | b |\n|---|---|\n" + "| `satu` | {dua} |\n" * 2000
ORDINARY = (
    "Kata kata. " * 1800,
    "- butir dengan `kode`\n" * 3000,
    TABLE,
    "<table>\n" + "<tr><td>satu</td></tr>\n" * 2000 + "</table>",
    "## Judul\n\nIsi.[^1]\n\n---\n\n" * 90 + "[^1]: Catatan.",
    "- " * 18 + "a",
    "- " * 60,
    "> " * 18 + "a",
    "    " * 30 + "kode",
    "1. a\n    - b\n        1. c\n            - d\n",
)


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        ("paragraph-too-long", 9, "Isi.\n\n" + "kata " * 4001),
        ("paragraph-too-long", 9, "Isi.\n\n" + "- kata " * 4001),
        ("paragraph-too-long", 7, ("kata " * 20 + "\n") * 300),
        ("nesting-too-deep", 9, "Isi.\n\n" + "- " * 21 + "a"),
        ("nesting-too-deep", 7, "1. " * 21 + "a"),
        ("nesting-too-deep", 7, ">" * 21 + "a"),
        ("nesting-too-deep", 27, "\n".join("    " * depth + "- a" for depth in range(30))),
        ("headings-too-dense", 107, "# a\n" * 200),
        ("headings-too-dense", 107, "***\n" * 200),
        ("headings-too-dense", 208, "a\n---\n" * 200),
        ("text-too-complex", 9, "Isi.\n\n" + "`a` " * 101),
        ("text-too-complex", 8, "a | b\n" + "`a " * 201 + "| b"),
        ("text-too-complex", 7, "## a" + " {" * 201),
        ("text-too-complex", 107, "<b> <!-- a -->\n" * 101),
        ("text-too-complex", 9, "Isi.\n\na[^1]\n\n" * 101 + "[^1]: b"),
    ],
)
def test_text_limits_reported_at_their_line(code: str, line: int, text: str, tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.parent.mkdir(parents=True)
    file.write_text(HEAD + text, encoding="utf-8")
    report = Report()
    (item,) = load_news(LoadContext(tmp_path, report, NullCache(), known_geography=INDONESIA), [FILE], "id", {})
    assert [(problem.code, problem.severity, problem.at.line) for problem in report] == [(code, "error", line)]
    assert item.body == ""


@pytest.mark.parametrize("text", ORDINARY)
def test_text_limits_keep_ordinary_texts(text: str) -> None:
    report = Report()
    assert check_text_limits(text, FILE, 7, report)
    assert list(report) == []


UNITS = (">", "> ", "- ", "1. ", "    ", "\t", "\n", "`", "{", "<!--", "# a\n", "---\n", "kata ", "| a |\n", "<b>\n")


@given(st.lists(st.tuples(st.sampled_from(UNITS), st.integers(1, 25) | st.integers(90, 210)), max_size=6))
def test_text_limits_quick_check_misses_nothing(parts: list[tuple[str, int]]) -> None:
    text = "".join(unit * count for unit, count in parts)
    assert not (_keeps_limits(text) and list(_exceeded(text)))


@pytest.mark.parametrize(("sign", "limit"), [("kata " * 5, 800), ("> ", 9), ("`", 199), ("a\n", 98), ("<!--", 99)])
def test_text_limits_quick_check_suffices_for_most(sign: str, limit: int) -> None:
    assert _keeps_limits(sign * limit)
