"""Whatever stands in a file, reading gives values or problems, never an exception; and both parsers read the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from marked_site import NEWS, SOUND, VILLAGE, read, write_site

from sitegen.problems import Report
from sitegen.read.source import parse
from sitegen.read.text import decode

QUICK = settings(derandomize=True, deadline=None, max_examples=120, database=None)
PIECES = [
    *(
        "- ",
        ": ",
        "\n",
        "  ",
        "\t",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ", ",
        "&a",
        "*a",
        "!x ",
        "|",
        ">",
        "#",
        "---",
        "...",
        "%",
    ),
    *(
        "code",
        "name",
        "35.05.15.2004",
        "certified",
        "2018-02-30",
        "[..2018-03]",
        "location",
        "sources",
        "~",
        "é",
        "\r",
        "?",
    ),
    *("@", "`", "\\", "\0", "\u2028", "\ufeff", "title", "date", "publisher", "kind: desa\n", "- code: x\n", "a: b\n"),
]
YAMLISH = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
SPOILT = st.tuples(st.sampled_from([VILLAGE, NEWS, SOUND["data/site.yaml"]]), st.data())


def spoil(text: str, at: int, length: int, piece: str) -> str:
    """A sound text with a few characters replaced."""
    at %= len(text)
    return text[:at] + piece + text[at + length :]


@pytest.mark.parametrize("file", ["data/villages.yaml", "data/site.yaml", "content/news/2018-07-05-dua-desa.md"])
@given(
    data=st.one_of(
        st.binary(max_size=60),
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")),
        YAMLISH.map(str.encode),
    )
)
@QUICK
def test_any_file_gives_a_value_or_problems(file: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site, problems = read(write_site(Path(folder), {file: data}))
        assert site is not None or problems
        assert all(problem.at.file for problem in problems)


@pytest.mark.parametrize("file", ["data/villages.yaml", "data/site.yaml", "content/news/2018-07-05-dua-desa.md"])
@given(st.integers(0, 2000), st.integers(0, 12), st.sampled_from(PIECES))
@QUICK
def test_any_slip_gives_a_value_or_problems_within_the_file(file: str, at: int, length: int, piece: str) -> None:
    text = spoil(SOUND[file], at, length, piece)
    with tempfile.TemporaryDirectory() as folder:
        site, problems = read(write_site(Path(folder), {file: text}))
        assert site is not None or problems
        lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
        for problem in problems:
            if problem.at.file == file and problem.at.line:
                assert problem.at.line <= len(lines)
                assert problem.at.column <= len(lines[problem.at.line - 1]) + 1
                assert problem.at.end <= len(lines[problem.at.line - 1]) + 1


@given(YAMLISH)
@settings(QUICK, max_examples=400)
def test_both_parsers_read_the_same_values(written: str) -> None:
    text = decode(written.encode(), "f", Report())
    if text is None:
        return
    reports = Report(), Report()
    quick, pure = parse(text, "f", reports[0]), parse(text, "f", reports[1], pure=True)
    if quick is not None and pure is not None:
        assert quick.value == pure.value
    assert (quick is None) <= reports[0].failed()
    assert (pure is None) <= reports[1].failed()


@pytest.mark.parametrize("file", [file for file in SOUND if file.endswith(".yaml")])
def test_both_parsers_agree_on_what_people_write(file: str) -> None:
    quick, pure = parse(SOUND[file], file, Report()), parse(SOUND[file], file, Report(), pure=True)
    assert quick is not None
    assert pure is not None
    assert quick.value == pure.value
    assert quick.tree == pure.tree
    assert quick.starts == pure.starts
