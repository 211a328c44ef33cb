"""How a file is written: each fault of a YAML text is a problem of its own at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, VILLAGE, problems_of, read, unmark, write_site

from sitegen.load.yaml_text import parse_yaml, parse_yaml_bytes
from sitegen.problems import Report

SYNTAX = {
    "a tab sets a line in": ("yaml-tab", "- code: 1\n«»\tname: Foo\n"),
    "a tab sets a list in": ("yaml-tab", "a:\n«»\t- Foo\n"),
    "a text holds a colon": ("yaml-colon", "- title: Blitar‸: dua desa\n"),
    "a text holds a colon, at the top": ("yaml-colon", "title: Blitar‸: dua desa\n"),
    "a quote is never closed": ("yaml-quote", 'a: ‸"Foo\nb: 1\n'),
    "a quote is closed by the next one": ("yaml-quote", '- name: ‸"Foo\n  kind: desa\n- name: "Bar"\n'),
    "an apostrophe is never closed": ("yaml-quote", "a: ‸'Foo\nb: 1\n"),
    "text behind a quote": ("yaml-leftover", 'title: "A" ‸dan "B"\nb: 1\n'),
    "text behind a bracket": ("yaml-leftover", "title: [A] ‸dan B\nb: 1\n"),
    "set in too far": ("yaml-indent", "- code: 1\n    ‸name: Foo\n"),
    "not set in far enough": ("yaml-indent", "a:\n    b: 1\n  ‸c: 2\n"),
    "between two records": ("yaml-indent", "- a: 1\n  b: 2\n ‸c: 3\n"),
    "an item without its hyphen": ("yaml-indent", "- a: 1\n‸b: 2\n"),
    "no colon": ("yaml-key", "a: 1\n‸name Foo\nb: 2\n"),
    "no space behind the colon": ("yaml-key", "a: 1\n‸name:Foo\nb: 2\n"),
    "a bracket is never closed": ("yaml-bracket", "a: ‸[1, 2\nb: 3\n"),
    "a brace is never closed": ("yaml-bracket", "a: ‸{x: 1\nb: 3\n"),
    "a sign that cannot begin a text": ("yaml-sign", "a: ‸@foo\n"),
    "a sign that looks like a quote": ("yaml-sign", "a: ‸`foo`\n"),
    "a backslash in double quotes": ("yaml-escape", 'a: ‸"\\q"\n'),
    "an asterisk": ("yaml-alias", "a: ‸*penting*\n"),
    "an ampersand": ("yaml-alias", "a: ‸& b\n"),
    "an unknown directive": ("yaml-sign", "‸%x\na: 1\n"),
    "a bracket too many": ("yaml-syntax", "a: ‸]\n"),
    "text behind the end": ("yaml-syntax", "a: 1\n...\n‸b\n"),
}
SIGNS = {
    "a hash in a text": ("yaml-hash", "- title: Desa «#2 (28 desa)»\n  b: 1\n"),
    "a hash instead of a text": ("yaml-hash", "a: «#2»\nb: 1\n"),
    "a hash as an item": ("yaml-hash", "a:\n  - «#2»\n"),
    "a hash in brackets": ("yaml-hash", "a: [x, «#b]»\nc: 1\n"),
    "a hash behind quotes": ("yaml-hash", 'a: "x #y" «#z»\n'),
    "a hash in a text of several lines": ("yaml-hash", "a: x\n  y «#z»\nb: 1\n"),
    "a space of print behind a colon": ("yaml-space", "a: 1\nb:«\u00a0»x\nc: 1\n"),
    "a space of print behind a hyphen": ("yaml-space", "-«\u00a0»a: 1\n".replace("-«", "- «")),
    "a space of print at the beginning": ("yaml-space", "- a: 1\n «\u00a0»b: 2\n"),
    "a dash before an item": ("yaml-dash", "a:\n  «–» x\n"),
    "a dot before an item": ("yaml-dash", "«•» a: 1\n"),
    "a quote of print": ("yaml-curly-quote", "title: ‸“Desa: cerita”\n"),
    "two versions": ("conflict-marks", "a: 1\n«<<<<<<<» HEAD\nb: 1\n=======\nb: 2\n>>>>>>> main\n"),
}
PLAIN = (
    "a: x # note #tag\n",
    "#a\n  #b\na: 1\n",
    'a: "x #y"\n',
    "a: 'x #y'\nb: [\"#c\", 'd #e']\n",
    "a: x#y\n",
    "a: |\n  x #y\n  b:\u00a0x\n  – x\n",
    "a: >-\n  x\n\n  y #z\nb: 1\n",
    "a: x\u00a0y – z\n",
    "a: 'x\n  • y'\n",
    "a: |\n  Judul\n  =======\n  <<<<<<< x\n",
)
REFUSED = {
    "a repeated key": ("yaml-repeated-key", "a: 1\nb: 2\n«a»: 3\n"),
    "a repeated key in a record": ("yaml-repeated-key", "- x: 1\n- a: 1\n  «a»: 3\n"),
    "an anchor": ("yaml-alias", "a: «&x 1»\n"),
    "a tag": ("yaml-tag", "a: «!!python/object:os.system x»\n"),
    "a bare exclamation mark": ("yaml-tag", "a: «! b»\n"),
    "a tag on a list": ("yaml-tag", "a: ‸!!set {b: c}\n"),
    "a second document": ("yaml-documents", "a: 1\n‸---\nb: 2\n"),
    "a key that is a list": ("wrong-shape", "‸[a]: b\n"),
    "an alias that names nothing": ("yaml-alias", "a: «*x»\n"),
    "an alias as a key": ("yaml-alias", "«*x» : 1\n"),
    "deep brackets": ("yaml-depth", "a: " + "[" * 19 + "‸[" + "]" * 20 + "\n"),
}


@pytest.mark.parametrize(("code", "marked"), [*SYNTAX.values(), *REFUSED.values()], ids=[*SYNTAX, *REFUSED])
def test_yaml_error_at_position(code: str, marked: str) -> None:
    text, (expected,) = unmark("f.yaml", marked)
    report = Report()
    parse_yaml(text, "f.yaml", report)
    (problem,) = report
    assert problem.code == code
    assert (problem.at.file, problem.at.line, problem.at.column) == ("f.yaml", expected.line, expected.column)
    if expected.end > expected.column:
        assert problem.at.end == expected.end


@pytest.mark.parametrize(("code", "marked"), [*SYNTAX.values(), *REFUSED.values()], ids=[*SYNTAX, *REFUSED])
def test_yaml_pure_parser_same_errors(code: str, marked: str) -> None:
    report = Report()
    parse_yaml(unmark("f.yaml", marked)[0], "f.yaml", report, pure=True)
    (problem,) = report
    assert problem.code.startswith("yaml-") or problem.code == code
    assert not any("expected" in value and " " in value for value in problem.values.values())


@pytest.mark.parametrize(("code", "marked"), SIGNS.values(), ids=SIGNS)
def test_yaml_sign_at_position(code: str, marked: str) -> None:
    text, (expected,) = unmark("f.yaml", marked)
    report = Report()
    parse_yaml_bytes(text.encode(), "f.yaml", report)
    (problem,) = report
    assert problem.code == code
    assert (problem.at.line, problem.at.column) == (expected.line, expected.column)
    if expected.end > expected.column:
        assert problem.at.end == expected.end


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("pure", [False, True])
def test_yaml_plain_sign_is_none(text: str, pure: bool) -> None:
    report = Report()
    assert parse_yaml(text, "f", report, pure=pure) is not None
    assert list(report) == []


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("title: Desa #2 (28 desa)\n", 'title: "Desa #2 (28 desa)"'),
        ("- a: 1\n  title: C:\\x #2\n", 'title: "C:\\\\x #2"'),
        ("a: #2\n", 'a: "#2"'),
        ("a:\n  - #2\n", '- "#2"'),
        ("a: [x, #b]\n", ""),
        ("a: 'x' #b\n", ""),
    ],
)
def test_yaml_hash_offers_quoted_line(text: str, suggestion: str) -> None:
    report = Report()
    parse_yaml(text, "f", report)
    (problem,) = report
    assert (problem.code, problem.suggestion) == ("yaml-hash", suggestion)
    if suggestion:
        mended = Report()
        assert parse_yaml(text.replace(text.split("\n")[problem.at.line - 1].strip(), suggestion), "f", mended)
        assert list(mended) == []


def test_yaml_error_values() -> None:
    report = Report()
    parse_yaml("a: 1\nb: &x 2\nc: !t 3\na: 4\n", "f", report)
    assert [(problem.code, problem.values) for problem in report] == [
        ("yaml-alias", {"name": "&x"}),
        ("yaml-tag", {"tag": "!t"}),
        ("yaml-repeated-key", {"key": "a", "line": "1"}),
    ]


def test_yaml_scalars_stay_text() -> None:
    text = "[35.05.15.2004, 02142, 6.400, 12:30, no, 2018-02-30, 0x10, 1e3, ~, null, '~', \"null\", '', Null]"
    for pure in (False, True):
        document = parse_yaml(text, "f", Report(), pure=pure)
        assert document is not None
        assert document.value == [
            *("35.05.15.2004", "02142", "6.400", "12:30", "no", "2018-02-30", "0x10", "1e3"),
            *(None, None, "~", "null", "", "Null"),
        ]


def test_yaml_alias_bomb_is_refused(tmp_path: Path) -> None:
    bomb = "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'x'}]\n" for n in range(30))
    problems, _ = problems_of(tmp_path, "data/site.yaml", bomb)
    assert {(problem.code, problem.at.file) for problem in problems} == {("yaml-alias", "data/site.yaml")}


def test_yaml_deep_nesting_is_refused(tmp_path: Path) -> None:
    problems, _ = problems_of(tmp_path, "data/villages.yaml", "[" * 900_000)
    assert [(problem.code, problem.at.line, problem.at.column) for problem in problems] == [("yaml-depth", 1, 21)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_yaml_line_endings_and_byte_order_mark(tmp_path: Path, newline: str, mark: bytes) -> None:
    files = {file: mark + text.replace("\n", newline).encode() for file, text in SOUND.items()}
    site, problems = read(write_site(tmp_path, files))
    assert site is not None
    assert not problems
    assert site.news[0].body == "Dua desa ditetapkan.\n"
    assert site.news[0].body_line == 9
    wrong = VILLAGE.replace("kind: desa", "kind: dessa").replace("\n", newline).encode()
    _, (problem,) = read(write_site(tmp_path, {"data/villages.yaml": mark + wrong}))
    assert (problem.at.line, problem.at.column, problem.at.end) == (3, 9, 14)


@pytest.mark.parametrize(
    ("code", "values", "data", "line", "column"),
    [
        ("not-utf8", {"byte": "0xE9"}, "a: é\nb: caf".encode() + b"\xe9\n", 2, 7),
        ("not-utf8", {"byte": "0xFF"}, "a: 1\n".encode("utf-16"), 1, 1),
        ("not-utf8", {"byte": "0x89"}, b"\x89PNG\r\n\x1a\n\x00\x00", 1, 1),
        ("control-character", {"sign": "U+0000"}, b"a: 1\r\nb: \x00\n", 2, 4),
        ("control-character", {"sign": "U+001B"}, "é: \x1b[31m\n".encode(), 1, 4),
        ("control-character", {"sign": "U+0085"}, "a: 1\nb: x\u0085y\n".encode(), 2, 5),
        ("control-character", {"sign": "U+2028"}, "a: x\u2028y\n".encode(), 1, 5),
        ("control-character", {"sign": "U+FEFF"}, "a: x\ufeffy\n".encode(), 1, 5),
    ],
)
@pytest.mark.parametrize("file", ["data/villages.yaml", "content/news/2018-07-05-dua-desa.md"])
def test_yaml_not_text(
    tmp_path: Path, file: str, code: str, values: dict[str, str], data: bytes, line: int, column: int
) -> None:
    _, (problem,) = read(write_site(tmp_path, {file: data}))
    assert (problem.code, problem.values, problem.severity) == (code, values, "error")
    assert (problem.at.file, problem.at.line, problem.at.column) == (file, line, column)


def test_yaml_very_long_line_is_refused(tmp_path: Path) -> None:
    data = b"# first\n- code: " + b"x" * 5_000_000
    _, (problem,) = read(write_site(tmp_path, {"data/villages.yaml": data}))
    assert (problem.code, problem.at.line, problem.values) == ("line-too-long", 2, {"limit": "1000000"})


def test_yaml_oversized_file_is_not_loaded(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    with (root / "data/villages.yaml").open("wb") as file:
        file.truncate(65_000_000)
    _, (problem,) = read(root)
    assert (problem.code, problem.at.file) == ("file-too-large", "data/villages.yaml")
    assert problem.values == {"size": "65.0 MB", "limit": "64.0 MB"}


def test_yaml_long_file_of_short_lines(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {"data/villages.yaml": VILLAGE + "# remark\n" * 200_000}))
    assert not problems
    assert site is not None
    assert len(site.villages) == 1
