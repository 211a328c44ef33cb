"""Whatever stands in a file, reading gives values or problems, never an exception; and both parsers read the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from marked_site import SOUND, read, write_site

from sitegen.cache import MemoryCache
from sitegen.load.text import decode_text
from sitegen.load.yaml_text import parse_yaml
from sitegen.problems import Problem, Report

SAME = settings(derandomize=True, deadline=None, database=None)
"""The same examples in every run."""
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


def spoil(text: str, at: int, length: int, piece: str) -> str:
    """A sound text with a few characters replaced."""
    at %= len(text)
    return text[:at] + piece + text[at + length :]


FILES = ["data/villages.yaml", "data/site.yaml", "content/news/2018-07-05-dua-desa.md"]
CACHE = MemoryCache()
ANY = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")),
    YAMLISH.map(str.encode),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound site, in which each example replaces one file."""
    return write_site(tmp_path_factory.mktemp("site"))


def read_with(folder: Path, file: str, data: bytes) -> list[Problem]:
    """The problems of the site with one file replaced; without any, there is a site. Other files are parsed once."""
    (folder / file).write_bytes(data)
    site, problems = read(folder, CACHE)
    (folder / file).write_text(SOUND[file])
    assert site is not None or problems
    return problems


@pytest.mark.parametrize("file", FILES)
@given(data=ANY)
@SAME
def test_any_file_gives_value_or_problems(folder: Path, file: str, data: bytes) -> None:
    assert all(problem.at.file for problem in read_with(folder, file, data))


@pytest.mark.parametrize("file", FILES)
@given(at=st.integers(0, 2000), length=st.integers(0, 12), piece=st.sampled_from(PIECES))
@SAME
def test_any_edit_gives_value_or_problems_in_file(folder: Path, file: str, at: int, length: int, piece: str) -> None:
    text = spoil(SOUND[file], at, length, piece)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    for problem in read_with(folder, file, text.encode()):
        if problem.at.file == file and problem.at.line:
            assert problem.at.line <= len(lines)
            assert problem.at.column <= len(lines[problem.at.line - 1]) + 1
            assert problem.at.end <= len(lines[problem.at.line - 1]) + 1


@given(YAMLISH)
@settings(SAME, max_examples=4 * SAME.max_examples)
def test_yaml_parsers_read_same_values(written: str) -> None:
    text = decode_text(written.encode(), "f", Report())
    if text is None:
        return
    reports = Report(), Report()
    quick, pure = parse_yaml(text, "f", reports[0]), parse_yaml(text, "f", reports[1], pure=True)
    if quick is not None and pure is not None:
        assert quick.value == pure.value
    assert (quick is None) <= reports[0].failed()
    assert (pure is None) <= reports[1].failed()


@pytest.mark.parametrize("file", [file for file in SOUND if file.endswith(".yaml")])
def test_yaml_parsers_agree_on_common_texts(file: str) -> None:
    quick, pure = parse_yaml(SOUND[file], file, Report()), parse_yaml(SOUND[file], file, Report(), pure=True)
    assert quick is not None
    assert pure is not None
    assert quick.value == pure.value
    assert quick.marks == pure.marks
    assert quick.starts == pure.starts
