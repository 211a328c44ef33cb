"""Marks: how large a mark of a picture is, and where marks stand so that none hides another and all stay near home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot, pi, sqrt

DIAMOND = sqrt(pi / 2)
"""Half the diagonal of a diamond that is as large as a circle of radius 1."""
LINE = 19
"""Units: the size of a number's signs where they are largest, and the height of the line that it stands in."""
BASELINE = 15
"""Units from a mark's lower edge to the line that its number stands on."""
_DIGIT = 11
"""Units: how wide a digit of that size is, in any font."""
_ROUNDS, _SETTLING, _HOMEWARD = 160, 60, 0.02
"""How often marks are pushed apart; in how many of the last rounds they only make way; and the part of its way
home that a mark goes back in each of the others. In a drawing that is too small for all, some stay on each other."""


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a mark takes around its middle, and where it is at home."""

    x: float
    """Units from the left edge at which its middle is at home."""
    y: float
    """Units from the upper edge."""
    side: float
    """How far it reaches to the left, and to the right."""
    up: float
    """How far it reaches up from its middle."""
    down: float
    """How far down."""
    within: tuple[float, float]
    """Between which units from the left edge it must stay: where its part of the drawing begins and ends."""


def scale(most: int, widest: float) -> float:
    """The radius of the largest circle, which stands for `most`: a few places never look like many."""
    return min(widest, (8 + 3 * sqrt(most)) * widest / 22)


def radius(count: int, most: int, largest: float, least: float) -> float:
    """The radius of a circle whose area grows with `count`: `largest` for `most`, and never below `least`."""
    return max(least, largest * sqrt(count / most)) if count else 0.0


def numbered(home: tuple[float, float], within: tuple[float, float], half: float, count: int) -> Box:
    """The room of a mark that reaches `half` to each side, with its number below."""
    return Box(*home, max(half, len(f"{count:,}") * _DIGIT / 2) + 2, half + 2, half + LINE, within)


def diamond(x: int, y: int, half: int) -> str:
    """The path (SVG) of a diamond with its middle at a point; `half` is half its diagonal."""
    return f"M{x} {y - half}l{half} {half}-{half} {half}-{half}-{half}z"


def line(box: Box, x: int, y: int, half: float) -> str:
    """The path (SVG) from a mark's home to where it stands; empty where the mark covers its home."""
    return f"M{round(box.x)} {round(box.y)}L{x} {y}" if hypot(box.x - x, box.y - y) > half + 2 else ""


@cache
def apart(boxes: tuple[Box, ...], height: int) -> tuple[tuple[int, int], ...]:
    """Where the middles of the marks stand, in their order: pushed apart where they overlap, within the drawing."""
    at = [[box.x, box.y] for box in boxes]
    for turn in range(_ROUNDS):
        homeward = _HOMEWARD if turn < _ROUNDS - _SETTLING else 0
        for place, box in zip(at, boxes, strict=True):
            place[0] += (box.x - place[0]) * homeward
            place[1] += (box.y - place[1]) * homeward
        moved = [_push(at, boxes, one, other) for one in range(len(boxes)) for other in range(one)]
        for place, box in zip(at, boxes, strict=True):
            place[0] = min(max(place[0], box.within[0] + box.side), box.within[1] - box.side)
            place[1] = min(max(place[1], box.up), height - box.down)
        if not any(moved):
            break
    return tuple((round(x), round(y)) for x, y in at)


def _push(at: list[list[float]], boxes: Sequence[Box], one: int, other: int) -> bool:
    """Push two marks apart, each half of the shortest way; whether they overlapped."""
    (x, y), (x2, y2), mine, yours = at[one], at[other], boxes[one], boxes[other]
    across = mine.side + yours.side - abs(x - x2)
    above, below = y + mine.down - (y2 - yours.up), y2 + yours.down - (y - mine.up)
    down = min(above, below)
    if min(across, down) < 0.01:
        return False
    axis = 0 if across < down else 1
    ahead = x >= x2 if axis == 0 else below <= above
    step = min(across, down) / 2 * (1 if ahead else -1)
    at[one][axis] += step
    at[other][axis] -= step
    return True
