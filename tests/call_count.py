"""Counts the work of a call: a bound on it holds on any machine, however busy, as a bound on seconds would not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")


def count_calls(call: Callable[[], Result], most: int = sys.maxsize) -> tuple[Result, int]:
    """The result of `call`, and how many functions it called, those written in C included.

    Raises AssertionError as soon as there are more than `most`: what would run for minutes fails at once.
    """
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        if event in ("call", "c_call"):
            calls += 1
            if calls > most:
                sys.setprofile(None)
                raise AssertionError(f"more than {most:,} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result = call()
    finally:
        sys.setprofile(before)
    return result, calls
