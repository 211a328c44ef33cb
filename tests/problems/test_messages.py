"""The words of problems: complete in both languages, and in step with the code that reports them and with docs/."""

import ast
import functools
import re
from typing import Any, NamedTuple

import pytest
from problem_reference import PAGE, ROOT, reference

from sitegen.cache import NullCache
from sitegen.load import load_staff_messages
from sitegen.load.geography import package_geography
from sitegen.load.yaml_text import parse_messages
from sitegen.models.kinds import KINDS
from sitegen.problems import NOTES, WARNINGS
from sitegen.sections import section_names

SOURCE = ROOT / "sitegen"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


@functools.cache
def messages(language: str) -> dict[str, Any]:
    return parse_messages((SOURCE / "messages" / f"{language}.yaml").read_bytes())


def problems(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = messages(language)["problems"]
    return found


def places(text: str) -> set[str]:
    return set(re.findall(r"{([a-z_]+)}", text))


def leaves(value: Any, path: str = "") -> dict[str, str]:
    if isinstance(value, dict):
        return {key: text for name, part in value.items() for key, text in leaves(part, f"{path}/{name}").items()}
    return {path: value}


class Use(NamedTuple):
    """A place of the source that reports a problem."""

    where: str
    codes: tuple[str, ...]
    values: frozenset[str] | None
    """Names of the values given; None where they cannot be seen."""


@functools.cache
def trees() -> dict[str, ast.Module]:
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_bytes()) for path in sorted(SOURCE.rglob("*.py"))}


@functools.cache
def uses() -> list[Use]:
    """Every call that names a code outright: report.add("…", span), InvalidScalar("…"), and the like."""
    calls = [(file, node) for file, tree in trees().items() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [use for file, node in calls if (use := _use(file, node))]


def _use(file: str, call: ast.Call) -> Use | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    reports = name == "add" and len(call.args) > 1  # that of a set takes one
    if not call.args or not (reports or name in ("InvalidScalar", "ShortcodeFault", "Problem", "_pattern")):
        return None
    first = call.args[0]
    said = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
    codes = tuple(node.value for node in said if isinstance(node, ast.Constant) and isinstance(node.value, str))
    seen = name in ("add", "InvalidScalar") and all(keyword.arg for keyword in call.keywords)
    values = frozenset(keyword.arg for keyword in call.keywords if keyword.arg) if seen else None
    return Use(f"{file}:{call.lineno}", codes, values)


def test_messages_same_keys_in_both_languages() -> None:
    assert leaves(messages("id")).keys() == leaves(messages("en")).keys()
    assert list(problems("id")) == list(problems("en"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_messages_not_empty_and_on_one_line(language: str) -> None:
    texts = leaves(messages(language))
    assert [key for key, text in texts.items() if not (isinstance(text, str) and text.strip())] == []
    assert [key for key, text in texts.items() if "\n" in text and key.endswith("/says")] == []
    assert [code for code, told in problems(language).items() if told.keys() != {"says", "explain"}] == []
    assert [code for code in problems(language) if not CODE.fullmatch(code)] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_messages_explanations_fit_terminal(language: str) -> None:
    lines = [(code, line) for code, told in problems(language).items() for line in told["explain"].split("\n")]
    assert [pair for pair in lines if len(pair[1]) > 100] == []
    # An example is set in by four spaces: then it is code in the terminal and in docs/problems.md alike.
    assert [pair for pair in lines if pair[1].startswith(" ") and not pair[1].startswith("    ")] == []


def test_messages_same_values_in_both_languages() -> None:
    english, indonesian = leaves(messages("en")), leaves(messages("id"))
    assert [key for key in english if places(english[key]) != places(indonesian[key])] == []


STEPS = {"undated", "page", "tag", "overview_map", "others", "assets", "media", "card", "site", "release"}
"""Path words below a section, or of files that all sections share."""
MAP_FILES = {"map_index", "map_tools", "map_outlines"}
"""The names of the files that the interactive map fetches."""


def test_messages_path_words_are_url_segments() -> None:
    for language in ("id", "en"):
        paths = messages(language)["paths"]
        assert set(section_names()) <= set(paths)
        assert set(paths) - set(section_names()) == STEPS | MAP_FILES
        assert [word for word in paths.values() if not re.fullmatch(r"[a-z]+([-/][a-z]+)*", word)] == []
        assert len(set(paths.values())) == len(paths)


INDONESIAN = re.compile(
    r"\b(indonesia|kabupaten|kota|kecamatan|provinsi|province|regency|regencies|district|desa|kelurahan|pasar|village)s?\b"
    r"|35\.05|2\+2",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", ["id", "en"])
def test_messages_are_true_of_another_geography(language: str) -> None:
    """Only placeholders, keys and names of files say what a site in Kenya does not have."""
    spoken = load_staff_messages(ROOT, package_geography("kenya"), language, NullCache())
    texts = leaves({name: spoken[name] for name in ("problems", "cli", "diff", "why", "scan")})
    assert len(texts) > 500
    assert [key for key, text in texts.items() if "{term:" in text] == []
    sentences = {key: text for key, text in texts.items() if not key.endswith("/explain")}
    plain = {key: re.sub(r'"[^"]*"|{[a-z_]+}|data/\S+', "", text) for key, text in sentences.items()}
    assert {key: text for key, text in plain.items() if INDONESIAN.search(text)} == {}


def test_messages_cover_every_reported_code() -> None:
    assert sorted({f"{use.where} {code}" for use in uses() for code in use.codes if code not in problems("en")}) == []


def test_messages_have_no_unused_code() -> None:
    texts = {node.value for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    made = {f"unknown-{kind}" for kind in KINDS}  # of references to a kind
    assert [code for code in problems("en") if code not in texts | made] == []


def test_messages_values_given_by_every_report() -> None:
    lacking = [
        f"{use.where} {code}: {', '.join(sorted(missing))}"
        for use in uses()
        for code in use.codes
        if use.values is not None and (missing := places(problems("en")[code]["says"]) - use.values)
    ]
    assert lacking == []


def test_messages_explanation_tells_when_only_warning() -> None:
    for language, opening in (("en", "A warning: "), ("id", "Ini peringatan: ")):
        told = {code for code, one in problems(language).items() if one["explain"].startswith(opening)}
        assert told == WARNINGS, language


def test_messages_have_every_code_that_is_no_error() -> None:
    assert sorted((WARNINGS | NOTES) - problems("en").keys()) == []
    assert sorted(WARNINGS & NOTES) == []


def test_messages_problem_reference_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python tools/problem_reference.py"


def test_messages_each_code_produced_by_a_test() -> None:
    """Outside this folder, as text of a test or of what a broken site is expected to print."""
    tests = ROOT / "tests"
    files = [*tests.glob("*/*.py"), *tests.glob("sites/*/expected/*.txt")]
    told = "".join(file.read_text(encoding="utf-8") for file in files if file.parent.name != "problems")
    codes = messages("en")["problems"]
    assert [code for code in codes if not re.search(rf"[\[\"']{code}[\]\"']", told)] == []
