"""Growth: the worst inputs that are known, at 40, 80 and 160 kB, where a square shows that 10 kB hides."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from growth import CALLS, excess

from torture.runner import Torture, Try

PAIRS = [(name, maker) for name, (_, makers) in CALLS.items() for maker in makers]
SMALLEST = 40_000
"""Characters of the smallest of the three inputs; the largest has four times as many."""


def prepare(folder: Path) -> Callable[[int, Random], Try | None]:
    """Nothing is shared."""
    return lambda number, random: attempt(number) if number < len(PAIRS) else None


def attempt(number: int) -> Try:
    """Fit the growth of one reader with one kind of input."""
    (name, maker), tried = PAIRS[number], Try()
    call, makers = CALLS[name]
    begun = time.process_time()
    if seen := excess(call, makers[maker], SMALLEST):
        tried.miss("superlinear", f"{name}, {maker}: {seen}")
        tried.inputs["input.txt"] = makers[maker](4 * SMALLEST).encode("utf-8", "surrogatepass")
    tried.seconds = time.process_time() - begun
    return tried


GROWTH = Torture(
    "growth",
    "the time of each reader grows with its input, not faster, up to 160 kB",
    10_000,
    ("superlinear", "traces"),
    prepare,
)
