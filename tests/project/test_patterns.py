"""Regular expressions of the package: no repetition overlaps with another, and each searches in linear time."""

from __future__ import annotations

import ast
import functools
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from factory import INDONESIA
from growth import excess, repeat
from regex_tree import Tree

import sitegen
from sitegen.cache import NullCache
from sitegen.glossary_terms import _pattern
from sitegen.load import load_messages
from sitegen.models.kinds import KINDS
from sitegen.scalars import SLUG_PATTERN
from sitegen.validate.prose_numbers import NumberLexicon

FUNCTIONS = ("sub", "subn", "match", "fullmatch", "search", "split", "findall", "finditer", "compile")
ANCHORED = ("match", "fullmatch")
OVERLAPS: dict[str, str] = {
    "sitegen.link_targets._MENTION": "the suffix of a file succeeds where its name goes back to",
    "sitegen.render.prose_html._REFERENCE": "one tag, of which the second is within quotes that are closed",
    "sitegen.urls._NOT_PERMANENT": "paths of outputs, which file systems keep short",
}
"""Patterns of which repetitions overlap, with the reason why that costs nothing."""
SEARCHES = {
    "NumberLexicon._scale_pattern": "matched behind a number",
    "sitegen.load.geometry:'\\\\[(\\\\S+) (\\\\S+)\\\\]'": "searched in the reason that a library gives",
    "sitegen.load.private_text:'[^\\\\W_]*+\\\\Z'": "searched in twenty characters",
    "sitegen.render.markdown._NOTES": "searched in HTML that we wrote: every element is closed",
    "sitegen.render.markdown._TAG": "searched in HTML that we wrote: every tag is closed",
    "sitegen.render.images._ATTRIBUTE": "searched in a tag, of which all quotes are closed",
    "sitegen.render.prose_html._REFERENCE": "searched in a tag, of which all quotes are closed",
}
"""Patterns that search in more than linear time, with the reason why that costs nothing."""


@functools.cache
def patterns() -> dict[str, tuple[re.Pattern[Any], bool]]:
    """Every pattern of the package, and whether it is only ever matched at one place, by where it is made."""
    found = dict(_made())
    for info in pkgutil.walk_packages(sitegen.__path__, "sitegen."):
        if not info.name.endswith("__main__"):
            found.update((f"{info.name}{name}", one) for name, one in _of_module(importlib.import_module(info.name)))
    return found


def _made() -> Iterator[tuple[str, tuple[re.Pattern[Any], bool]]]:
    """Yield patterns that are made of words or of declarations."""
    lexicons = [NumberLexicon(load_messages(language, NullCache())["scan"]) for language in ("id", "en")]
    for owner in (INDONESIA, *lexicons):
        for name in (name for name in dir(owner) if not name.startswith("__")):
            for at, pattern in enumerate(_within(getattr(owner, name))):
                yield f"{type(owner).__name__}.{name}{at or ''}", (pattern, False)
    for name, kind in KINDS.items():
        yield f"kinds.{name}", (re.compile(kind.divided), True)
    for name, text in (("slug", SLUG_PATTERN), ("code", INDONESIA.place.pattern)):
        yield f"scalars.{name}", (re.compile(text), True)
    yield "glossary_terms", (_pattern((("a", ("desa uji", "DU")), ("b", ("Nagari Maju",))), True)[0], False)


def _of_module(module: ModuleType) -> Iterator[tuple[str, tuple[re.Pattern[Any], bool]]]:
    """Yield the patterns that a module holds, and those within its functions."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    uses = defaultdict[str, set[str]](set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            uses[node.value.id].add(node.attr)
    for name, value in vars(module).items():
        for at, pattern in enumerate(_within(value)):
            yield f".{name}{at or ''}", (pattern, bool(uses[name]) and uses[name] <= {*ANCHORED, "pattern"})
    for call, method in _calls(tree):
        flags = [one for one in (*call.args[1:], *(word.value for word in call.keywords)) if "re." in ast.unparse(one)]
        if isinstance(call.args[0], ast.Constant):
            text = call.args[0].value
            pattern = re.compile(text, eval(ast.unparse(flags[0]), {"re": re}) if flags else 0)
            yield f":{text[:30]!r}", (pattern, method in ANCHORED)


def _within(value: Any) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns that a value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _within(one)


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls of functions of `re` within functions, with their names."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and (name := ast.unparse(node.func)).removeprefix("re.") in FUNCTIONS:
                    yield node, name.removeprefix("re.")


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        (r"(a+)+b", 1),
        (r"(?:[^`]|\n)+`", 0),
        (r"\s*(- +)*[^\s:#][^:#]*:", 1),
        (r"[^)>\s]*[^)]*\)", 1),
        (r"[\w.]+@[\w.]+\.\w+", 1),
        (r"(?:> *)*", 0),
        (r"[0-9]++(?:[.,][0-9]++)*+", 0),
    ],
)
def test_patterns_overlap_is_found(pattern: str, count: int) -> None:
    assert len(Tree(re.compile(pattern)).overlaps()) == count


def test_patterns_have_no_overlapping_repetitions() -> None:
    found = {name: overlaps for name, (one, _) in patterns().items() if (overlaps := Tree(one).overlaps())}
    assert {name: overlaps for name, overlaps in found.items() if name not in OVERLAPS} == {}
    assert OVERLAPS.keys() <= patterns().keys()


@pytest.mark.slow
def test_patterns_search_in_linear_time() -> None:
    found = dict[str, str]()
    for name, (pattern, anchored) in patterns().items():
        for before, turn in Tree(pattern).attacks():
            for make in (repeat(turn, before, "\0"), repeat(before + turn)):
                if power := excess(functools.partial(_read, pattern, anchored), make, 1000):
                    found[name] = f"{before + turn!r}: {power}"
    assert {name: power for name, power in found.items() if name not in SEARCHES} == {}


def _read(pattern: re.Pattern[Any], anchored: bool, text: str) -> None:
    data = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    if anchored:
        pattern.match(data)
        pattern.fullmatch(data)
    else:
        for _ in pattern.finditer(data):
            pass
