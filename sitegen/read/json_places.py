"""Where values stand in a JSON text, found only when something is wrong with one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_SPACE = re.compile(r"[ \t\n\r]*")


class NoNumber(ValueError):
    """What stands for a number and is none: `NaN`, `Infinity`."""


def _refuse(word: str) -> float:
    raise NoNumber(word)


_DECODER = json.JSONDecoder(parse_int=float, parse_constant=_refuse)


def load(text: str) -> Any:
    """The value that a JSON text tells, every number a float.

    Raises json.JSONDecodeError, which knows the place; NoNumber; RecursionError where it is nested too deeply.
    """
    return _DECODER.decode(text)


def place_of(text: str, *path: str | int, start: int = 0) -> tuple[int, int]:
    """Where the value at `path`, keys and indexes, begins and ends in a sound text; of the value at `start`, that
    within it. What is not there is sought no further: the place of what holds it."""
    at = _past_space(text, start)
    place = at, _DECODER.raw_decode(text, at)[1]
    for step in path:
        found = [(begins, ends) for name, begins, ends in parts(text, place[0]) if name == step]
        if not found:
            break
        place = found[-1]  # of a key said twice, JSON takes the last
    return place


def parts(text: str, start: int) -> Iterator[tuple[str | int, int, int]]:
    """Each part of the object or list that begins at `start`: its key or index, and where its value begins and ends."""
    if text[start] not in "{[":
        return
    keyed = text[start] == "{"
    at, index = _past_space(text, start + 1), 0
    while text[at] not in "}]":
        name: str | int = index
        if keyed:
            name, at = _DECODER.raw_decode(text, at)
            at = _past_space(text, _past_space(text, at) + 1)  # the colon
        ends = _DECODER.raw_decode(text, at)[1]
        yield name, at, ends
        at, index = _past_space(text, ends), index + 1
        if text[at] == ",":
            at = _past_space(text, at + 1)


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
