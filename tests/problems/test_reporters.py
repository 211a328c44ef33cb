"""The three forms in which problems are shown, and what hostile text cannot do to any of them."""

import json
import re

import pytest
from small_report import messages, small_report

from sitegen import reporters
from sitegen.problems import Problem, Report, Span
from sitegen.scalars import closest_match

LINES = {
    ("data/villages.yaml", 43): "  level: madyaa\n",
    ("data/villages.yaml", 50): "  nama: Sukosewu",
    ("content/news/a.md", 9): "Baca [ini](b.md).",
}


def read_line(span: Span) -> str | None:
    return LINES.get((span.file, span.line))


def text_of(report: Report, line: str | None = None, *, strict: bool = False, colour: bool = False) -> str:
    return reporters.format_text_report(
        report, messages("en"), (lambda span: line) if line is not None else read_line, colour, strict
    )


def test_reporter_text_in_english() -> None:
    assert (
        text_of(small_report())
        == """\
error[site-missing] No site is found here: data/site.yaml does not exist. Go to the folder of the site, or begin one \
with: sitegen init NAME

content/news/a.md:9:12: warning[held-link] The link to "b.md" shows as plain text: that page is not published \
(draft, scheduled or expired).
    9 | Baca [ini](b.md).
      |            ^^^^

data/villages.yaml:43:10: error[unknown-value] "madyaa" cannot stand here. Choose one of: pratama, madya, utama.
    43 |   level: madyaa
       |          ^^^^^^
    Did you mean "madya"?

data/villages.yaml:50:3: error[unknown-key] The key "nama" is not known here.
    50 |   nama: Sukosewu
       |   ^^^^
    Did you mean "name"?

What a code means and how to mend it: sitegen explain site-missing
3 errors, 1 warning"""
    )


def test_reporter_text_in_indonesian() -> None:
    text = reporters.format_text_report(small_report(), messages("id"), read_line, False)
    assert 'data/villages.yaml:50:3: error[unknown-key] Kunci "nama" tidak dikenal di sini.\n' in text
    assert '    Maksud Anda "name"?\n' in text
    assert text.endswith("sitegen explain site-missing\n3 galat, 1 peringatan")


def test_reporter_nothing_without_problems() -> None:
    report = Report()
    assert text_of(report) == ""
    assert reporters.format_github_report(report, messages("en")) == ""
    assert json.loads(reporters.format_json_report(report, messages("en"))) == {
        "errors": 0,
        "warnings": 0,
        "notes": 0,
        "problems": [],
    }
    assert reporters.format_job_summary(report, messages("en")) == "## Problems of the site\n\nNo problems found.\n"


@pytest.mark.parametrize(
    ("span", "opening"),
    [
        (Span(""), "error[empty-value] "),
        (Span("data/a.yaml"), "data/a.yaml: error[empty-value] "),
        (Span("data/a.yaml", 3), "data/a.yaml:3: error[empty-value] "),
        (Span("data/a.yaml", 3, 4), "data/a.yaml:3:4: error[empty-value] "),
    ],
)
def test_reporter_position_as_far_as_known(span: Span, opening: str) -> None:
    report = Report()
    report.add("empty-value", span)
    lines = text_of(report, "ab: cd").split("\n")
    assert lines[0].startswith(opening)
    assert ("    3 | ab: cd" in lines) == bool(span.line)
    assert [line for line in lines if "^" in line] == (["      |    ^"] if span.column else [])


def test_reporter_unavailable_source_line_is_omitted() -> None:
    assert "|" not in text_of(Report([Problem("empty-value", Span("data/gone.yaml", 3, 4))]))


def _columns(text: str) -> int:
    """What a terminal gives to a text of these tests: two columns for each CJK sign, none for a combining accent."""
    return sum(2 if "\u3000" <= char <= "\u9fff" else 0 if char == "\u0301" else 1 for char in text)


@pytest.mark.parametrize(
    "before",
    ["", "  ", "\t", "name:\t", "é: ", "e\u0301: ", "名前: ", "שם: ", "\u202eabc: ", "\x1b[31m: ", "a\u00a0b: "],
)
def test_reporter_caret_below_column(before: str) -> None:
    report = Report()
    at = Span("data/a.yaml", 7, len(before) + 1, len(before) + 7)
    report.add("empty-value", at)
    shown, pointer = text_of(report, before + "madyaa # rest").split("\n")[1:3]
    assert _columns(shown[: shown.index("madyaa")]) == pointer.index("^")
    assert pointer.count("^") == len("madyaa")
    assert pointer.strip(" |^") == ""


def test_reporter_caret_width_of_wide_characters() -> None:
    for line, at, carets in [
        ("a: 東京", Span("x", 1, 4, 6), 4),
        ("a:", Span("x", 1, 3, 3), 1),
        ("a:", Span("x", 1, 9, 0), 1),
        ("a: \u0301", Span("x", 1, 4, 5), 1),
        ("a: b", Span("x", 1, 4, 99), 1),
    ]:
        report = Report()
        report.add("empty-value", at)
        assert text_of(report, line).count("^") == carets, (line, at)


def test_reporter_long_line_is_cut_around_column() -> None:
    line = "a" * 5000 + "HERE" + "b" * 5000
    report = Report()
    report.add("empty-value", Span("x", 1, 5001, 5005))
    shown, pointer = text_of(report, line).split("\n")[1:3]
    assert len(shown) < 150
    assert "…" + "a" * 60 + "HERE" + "b" * 56 + "…" in shown
    assert pointer.index("^") == shown.index("HERE")
    assert pointer.count("^") == 4


def test_reporter_more_than_twenty_of_one_code_are_counted() -> None:
    report = Report()
    for line in range(1, 36):
        report.add("unknown-key", Span("data/a.yaml", line, 1), key=f"k{line}")
    report.add("empty-value", Span("data/a.yaml", 99, 1))
    text = text_of(report, "x")
    assert text.count("error[unknown-key]") == 20
    assert "k20" in text
    assert "k21" not in text
    assert "error[empty-value]" in text
    assert "and 15 more with the code unknown-key\n" in text
    assert text.endswith("36 errors")
    assert reporters.format_github_report(report, messages("en")).count("\n") == 35
    assert len(json.loads(reporters.format_json_report(report, messages("en")))["problems"]) == 36


def test_reporter_strict_shows_warning_as_error() -> None:
    report = small_report()
    text = text_of(report, strict=True)
    assert "error[held-link]" in text
    assert "warning" not in text
    assert text.endswith("4 errors")
    told = json.loads(reporters.format_json_report(report, messages("en"), strict=True))
    assert (told["errors"], told["warnings"]) == (4, 0)
    assert {one["severity"] for one in told["problems"]} == {"error"}
    assert "::warning" not in reporters.format_github_report(report, messages("en"), strict=True)
    assert "warning" not in reporters.format_job_summary(report, messages("en"), strict=True)


def test_reporter_colour_changes_nothing_else() -> None:
    painted = text_of(small_report(), colour=True)
    assert "\x1b[1;31merror[unknown-key]\x1b[0m" in painted
    assert "\x1b[1;33mwarning[held-link]\x1b[0m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == text_of(small_report())


HOSTILE = "\x1b]0;x\x07\x9b31m\u202e\u2066\u200b\x00\x7f\r\n::error::x"


def test_reporter_escapes_terminal_control() -> None:
    report = Report()
    report.add("unknown-key", Span(f"data/{HOSTILE}.yaml", 1, 1, 3), suggestion=HOSTILE, key=HOSTILE)
    text = text_of(report, HOSTILE)
    assert [char for char in text if not (char.isprintable() or char == "\n")] == []
    assert "<U+001B>]0;x<U+0007><U+009B>31m<U+202E><U+2066><U+200B><U+0000><U+007F>" in text
    assert len([line for line in text.split("\n") if "error[" in line]) == 1


def test_reporter_prints_lone_surrogate() -> None:
    report = Report()
    report.add("unknown-key", Span("data/\udcff.yaml"), key="\ud800")
    assert "data/<U+DCFF>.yaml: " in text_of(report).encode("utf-8").decode()
    assert json.loads(reporters.format_json_report(report, messages("en")))["problems"][0]["file"] == "data/\udcff.yaml"


def test_reporter_value_cut_and_not_formatted() -> None:
    at = Span("data/a.yaml")
    long = reporters.format_message(Problem("unknown-key", at, {"key": "k" * 5000}), messages("en"))
    assert long == f'The key "{"k" * 200}…" is not known here.'
    braces = Problem("repeated-code", at, {"code": "{line}{name}", "line": "{code}", "name": "{0.__class__} %s"})
    assert reporters.format_message(braces, messages("en")) == (
        "The code {line}{name} is already used on line {code} ({0.__class__} %s). "
        "Delete one of the records, or correct its code."
    )


def test_reporter_enum_values_translated() -> None:
    shape = Problem("wrong-shape", Span("data/a.yaml"), {"expected": "text"})
    assert reporters.format_message(shape, messages("en")) == "Another form is expected here: one text."
    assert reporters.format_message(shape, messages("id")) == "Bentuk yang diharapkan di sini lain: satu teks."


def test_reporter_json() -> None:
    told = json.loads(reporters.format_json_report(small_report(), messages("id")))
    assert (told["errors"], told["warnings"]) == (3, 1)
    assert [one["code"] for one in told["problems"]] == ["site-missing", "held-link", "unknown-value", "unknown-key"]
    assert told["problems"][3] == {
        "file": "data/villages.yaml",
        "line": 50,
        "column": 3,
        "end": 7,
        "severity": "error",
        "code": "unknown-key",
        "message": 'Kunci "nama" tidak dikenal di sini.',
        "suggestion": "name",
        "paste": "",
        "paste_at": "",
    }
    assert reporters.format_json_report(small_report(), messages("id")).isascii()


def test_reporter_explanation_extends_message() -> None:
    told = reporters.format_explanation("unknown-key", messages("en"))
    assert told is not None
    assert told.startswith('unknown-key\n\nThe key "…" is not known here.\n\nEach record has fixed keys.')
    assert "\n    - code: 35.05.15.2004\n      nama: Sukosewu\n" in told
    assert told.endswith("\nbegins with #.")


def test_reporter_explanation_of_unknown_code() -> None:
    assert reporters.format_explanation("unknown-kay", messages("en")) is None
    assert closest_match("unknown-kay", messages("en")["problems"]) == "unknown-key"
