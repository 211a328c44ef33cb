"""The map of the country with a symbol for each province."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import hypot, pi, sqrt

from sitegen.geography import PROVINCE
from sitegen.models import Outlines
from sitegen.names import slugify
from sitegen.output import Link
from sitegen.views.site_index import SiteIndex

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
class SymbolBox:
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


def largest_radius(most: int, widest: float) -> float:
    """The radius of the largest circle, which stands for `most`: a few places never look like many."""
    return min(widest, (8 + 3 * sqrt(most)) * widest / 22)


def radius(count: int, most: int, largest: float, least: float) -> float:
    """The radius of a circle whose area grows with `count`: `largest` for `most`, and never below `least`."""
    return max(least, largest * sqrt(count / most)) if count else 0.0


def numbered_symbol_box(home: tuple[float, float], within: tuple[float, float], half: float, count: int) -> SymbolBox:
    """The room of a mark that reaches `half` to each side, with its number below."""
    return SymbolBox(*home, max(half, len(f"{count:,}") * _DIGIT / 2) + 2, half + 2, half + LINE, within)


def diamond(x: int, y: int, half: int) -> str:
    """The path (SVG) of a diamond with its middle at a point; `half` is half its diagonal."""
    return f"M{x} {y - half}l{half} {half}-{half} {half}-{half}-{half}z"


def line(box: SymbolBox, x: int, y: int, half: float) -> str:
    """The path (SVG) from a mark's home to where it stands; empty where the mark covers its home."""
    return f"M{round(box.x)} {round(box.y)}L{x} {y}" if hypot(box.x - x, box.y - y) > half + 2 else ""


@functools.cache
def separate_symbols(boxes: tuple[SymbolBox, ...], height: int) -> tuple[tuple[int, int], ...]:
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


def _push(at: list[list[float]], boxes: Sequence[SymbolBox], one: int, other: int) -> bool:
    """Push two marks apart, each half of the shortest way; whether they overlapped."""
    (x, y), (x2, y2), mine, yours = at[one], at[other], boxes[one], boxes[other]
    across = mine.side + yours.side - abs(x - x2)
    if across < 0.01:  # most pairs: nothing else has to be looked at
        return False
    above, below = y + mine.down - (y2 - yours.up), y2 + yours.down - (y - mine.up)
    down = min(above, below)
    if down < 0.01:
        return False
    axis = 0 if across < down else 1
    ahead = x >= x2 if axis == 0 else below <= above
    step = min(across, down) / 2 * (1 if ahead else -1)
    at[one][axis] += step
    at[other][axis] -= step
    return True


WIDEST, LEAST = 22.0, 5.0
"""Units: the radius of the largest circle that a picture may have, and of the smallest."""
_SHOULDER = 5
"""Units: half the diagonal of the small diamond at a circle."""
_NUMBER = re.compile(r"-?[0-9]+")


@dataclass(frozen=True, slots=True)
class ProvinceTally:
    """What is recorded in a province."""

    code: str
    """Its code, two digits."""
    link: Link
    """Its name and page."""
    certified: int
    """How many places were designated."""
    reached: int
    """How many others outreach reached."""


@dataclass(frozen=True, slots=True)
class ProvinceMark:
    """The mark of a province: a circle for what was designated, a diamond where outreach alone is recorded."""

    x: int
    """Units from the left edge to its middle, and to that of its number."""
    y: int
    """Units from the upper edge to its middle."""
    radius: int
    """Radius of its circle; 0 where nothing was designated."""
    diamond: str
    """Path of its diamond; small at a circle, where others were reached as well; empty where none were."""
    line: str
    """Path from the province to the mark, where it had to make way for others; empty where it stands on it."""
    number: int
    """Units from the upper edge to the line that its number stands on."""


@dataclass(frozen=True, slots=True)
class ProvinceSymbol:
    """A province that has recorded places."""

    link: Link
    """Its name and page."""
    path: str
    """Its outline as a path (SVG)."""
    certified: int
    """How many places were designated."""
    reached: int
    """How many others outreach reached."""
    mark: ProvinceMark
    """Its mark."""


@dataclass(frozen=True, slots=True)
class CountryHalf:
    """A part of the country: on a wide screen both stand side by side as one picture, on a narrow one each is a row."""

    x: int
    """Where it begins, in units from the left edge of the country."""
    width: int
    """Units across."""
    pale: tuple[str, ...]
    """Outlines, as paths (SVG), of its provinces without a recorded place."""
    told: tuple[ProvinceSymbol, ...]
    """Its other provinces, in order of code."""


@dataclass(frozen=True, slots=True)
class CountryMap:
    """The picture of the country, with its totals in numbers."""

    halves: tuple[CountryHalf, ...]
    """Its parts from west to east; one where it is not wide."""
    width: int
    """Units across."""
    height: int
    """Units down."""
    certified: int
    """How many places were designated, drawn or not."""
    certified_in: int
    """In how many provinces."""
    reached: int
    """How many others outreach reached."""
    reached_in: int
    """In how many provinces."""
    missing: tuple[Link, ...]
    """Provinces with recorded places of which there is no outline: they are not drawn."""
    credit: str
    """Whose outlines they are."""

    @property
    def marks(self) -> tuple[ProvinceMark, ...]:
        """All marks, from west to east of the parts."""
        return tuple(province.mark for half in self.halves for province in half.told)

    @property
    def diamonds(self) -> bool:
        """Whether a diamond stands alone."""
        return any(mark.diamond and not mark.radius for mark in self.marks)

    @property
    def shoulders(self) -> bool:
        """Whether a small diamond stands at a circle."""
        return any(mark.diamond and mark.radius for mark in self.marks)

    @property
    def pale(self) -> bool:
        """Whether a province has no recorded place."""
        return any(half.pale for half in self.halves)

    @property
    def lines(self) -> bool:
        """Whether a mark had to make way."""
        return any(mark.line for mark in self.marks)


def province_tallies(index: SiteIndex) -> tuple[ProvinceTally, ...]:
    """What is recorded in each province that has a recorded place, in order of code."""
    certified, reached, names = dict[str, int](), dict[str, int](), dict[str, str]()
    for place, card in index.places.items():
        if card.certified or card.reached:
            code = PROVINCE.region_code(place)
            names.setdefault(code, card.province)
            counts = certified if card.certified else reached
            counts[code] = counts.get(code, 0) + 1
    return tuple(
        ProvinceTally(
            code, Link(name, index.routes.region(slugify(name))), certified.get(code, 0), reached.get(code, 0)
        )
        for code, name in sorted(names.items())
    )


def country_map(index: SiteIndex) -> CountryMap | None:
    """The picture of what is recorded; None where there is no outline."""
    outlines, counted = index.site.outlines, province_tallies(index)
    if not outlines.provinces:
        return None
    told = dict(_told(outlines, [tally for tally in counted if tally.code in outlines.provinces]))
    return CountryMap(
        halves=tuple(_halves(outlines, told)),
        width=outlines.drawing.width,
        height=outlines.drawing.height,
        certified=sum(tally.certified for tally in counted),
        certified_in=sum(1 for tally in counted if tally.certified),
        reached=sum(tally.reached for tally in counted),
        reached_in=sum(1 for tally in counted if tally.reached),
        missing=tuple(tally.link for tally in counted if tally.code not in told),
        credit=outlines.credit,
    )


def country_path(outlines: Outlines) -> str:
    """All provinces as one path (SVG)."""
    return "".join(outline.country for outline in outlines.provinces.values())


def symbol_home(outlines: Outlines, code: str) -> tuple[float, float]:
    """Where the mark of a province is at home in the drawing of the country."""
    return outlines.drawing.at(*outlines.provinces[code].anchor)


def part_bounds(outlines: Outlines) -> dict[str, tuple[int, int]]:
    """Where the part of the drawing begins, and where it ends, in which each province has its middle; by code."""
    spans = {code: _span(outline.country) for code, outline in outlines.provinces.items()}
    edges = [(begin, begin + width) for begin, width in country_parts(outlines)]
    return {
        code: next((edge for edge in edges if left + right < 2 * edge[1]), edges[-1])
        for code, (left, right) in spans.items()
    }


def _told(outlines: Outlines, counted: Sequence[ProvinceTally]) -> list[tuple[str, ProvinceSymbol]]:
    """The provinces that are drawn with a mark, by code."""
    most = max((_shown(tally) for tally in counted), default=1)
    halves = [_half(tally, most) for tally in counted]
    rooms = part_bounds(outlines)
    boxes = tuple(
        numbered_symbol_box(symbol_home(outlines, tally.code), rooms[tally.code], half, _shown(tally))
        for tally, half in zip(counted, halves, strict=True)
    )
    places = separate_symbols(boxes, outlines.drawing.height)
    told: list[tuple[str, ProvinceSymbol]] = []
    for tally, half, box, (x, y) in zip(counted, halves, boxes, places, strict=True):
        circle = half if tally.certified else 0
        mark = ProvinceMark(x, y, circle, _diamond(tally, x, y, half), line(box, x, y, half), y + half + BASELINE)
        path = outlines.provinces[tally.code].country
        told.append((tally.code, ProvinceSymbol(tally.link, path, tally.certified, tally.reached, mark)))
    return told


def _shown(tally: ProvinceTally) -> int:
    """The number at the mark of a province: what was designated, else what outreach reached."""
    return tally.certified or tally.reached


def _half(tally: ProvinceTally, most: int) -> int:
    """How far the mark of a province reaches to each side."""
    round_one = radius(_shown(tally), most, largest_radius(most, WIDEST), LEAST)
    return round(round_one if tally.certified else round_one * DIAMOND)


def _diamond(tally: ProvinceTally, x: int, y: int, half: int) -> str:
    """The diamond of a mark: alone, or small at the shoulder of its circle."""
    if not tally.reached:
        return ""
    aside = round(half * 0.75)
    return diamond(x + aside, y - aside, _SHOULDER) if tally.certified else diamond(x, y, half)


def _halves(outlines: Outlines, told: dict[str, ProvinceSymbol]) -> Iterator[CountryHalf]:
    """The parts of the picture, each with the provinces that have their middle in it."""
    rooms = part_bounds(outlines)
    for begin, width in country_parts(outlines):
        inside = [code for code, room in rooms.items() if room[0] == begin]
        yield CountryHalf(
            x=begin,
            width=width,
            pale=tuple(outlines.provinces[code].country for code in inside if code not in told),
            told=tuple(told[code] for code in inside if code in told),
        )


def country_parts(outlines: Outlines) -> tuple[tuple[int, int], ...]:
    """Where each part of the drawing begins, and how wide it is: two of a wide country, one of any other."""
    width = outlines.drawing.width
    if width < 2 * outlines.drawing.height:
        return ((0, width),)
    cut = _cut([_span(outline.country) for outline in outlines.provinces.values()], width)
    return (0, cut), (cut, width - cut)


def _cut(spans: Sequence[tuple[int, int]], width: int) -> int:
    """Where a cut from north to south takes least from the provinces, not far from the middle."""

    def taken(x: int) -> tuple[int, int]:
        over = (right - x if left + right < 2 * x else x - left for left, right in spans)
        return sum(max(0, units) for units in over), abs(2 * x - width)

    return min(range(width * 2 // 5, width * 3 // 5), key=taken)


def _span(path: str) -> tuple[int, int]:
    """How far an outline reaches from west to east: each ring of the path is a corner, then steps to the next ones."""
    rings = ([int(number) for number in _NUMBER.findall(ring)][::2] for ring in path.split("M") if ring)
    across = [x for ring in rings for x in accumulate(ring)]
    return min(across, default=0), max(across, default=0)
