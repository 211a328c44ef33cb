"""The country as a picture: its provinces, each with what is recorded in it, by code and not by any point."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sitegen.addresses import slugify
from sitegen.model import Outlines
from sitegen.output import Link
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.marks import BASELINE, DIAMOND, apart, diamond, line, numbered, radius, scale

WIDEST, LEAST = 22.0, 5.0
"""Units: the radius of the largest circle that a picture may have, and of the smallest."""
_SHOULDER = 5
"""Units: half the diagonal of the small diamond at a circle."""
_NUMBER = re.compile(r"-?[0-9]+")


@dataclass(frozen=True, slots=True)
class Tally:
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
class Mark:
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
class Told:
    """A province that has recorded places."""

    link: Link
    """Its name and page."""
    path: str
    """Its outline as a path (SVG)."""
    certified: int
    """How many places were designated."""
    reached: int
    """How many others outreach reached."""
    mark: Mark
    """Its mark."""


@dataclass(frozen=True, slots=True)
class Half:
    """A part of the country: on a wide screen both stand side by side as one picture, on a narrow one each is a row."""

    x: int
    """Where it begins, in units from the left edge of the country."""
    width: int
    """Units across."""
    pale: tuple[str, ...]
    """Outlines, as paths (SVG), of its provinces without a recorded place."""
    told: tuple[Told, ...]
    """Its other provinces, in order of code."""


@dataclass(frozen=True, slots=True)
class CountryMap:
    """The picture of the country, with its totals in numbers."""

    halves: tuple[Half, ...]
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
    def marks(self) -> tuple[Mark, ...]:
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


def tallies(catalogue: Catalogue) -> tuple[Tally, ...]:
    """What is recorded in each province that has a recorded place, in order of code."""
    certified, reached, names = dict[str, int](), dict[str, int](), dict[str, str]()
    for place, card in catalogue.places.items():
        if card.certified or card.reached:
            code = place[:2]
            names.setdefault(code, card.province)
            counts = certified if card.certified else reached
            counts[code] = counts.get(code, 0) + 1
    return tuple(
        Tally(code, Link(name, catalogue.addresses.region(slugify(name))), certified.get(code, 0), reached.get(code, 0))
        for code, name in sorted(names.items())
    )


def country_map(catalogue: Catalogue) -> CountryMap | None:
    """The picture of what is recorded; None where there is no outline."""
    outlines, counted = catalogue.site.outlines, tallies(catalogue)
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


def land(outlines: Outlines) -> str:
    """All provinces as one path (SVG)."""
    return "".join(outline.country for outline in outlines.provinces.values())


def home(outlines: Outlines, code: str) -> tuple[float, float]:
    """Where the mark of a province is at home in the drawing of the country."""
    return outlines.drawing.at(*outlines.provinces[code].anchor)


def within(outlines: Outlines) -> dict[str, tuple[int, int]]:
    """Where the part of the drawing begins, and where it ends, in which each province has its middle; by code."""
    spans = {code: _span(outline.country) for code, outline in outlines.provinces.items()}
    edges = [(begin, begin + width) for begin, width in parts(outlines)]
    return {
        code: next((edge for edge in edges if left + right < 2 * edge[1]), edges[-1])
        for code, (left, right) in spans.items()
    }


def _told(outlines: Outlines, counted: Sequence[Tally]) -> list[tuple[str, Told]]:
    """The provinces that are drawn with a mark, by code."""
    most = max((_shown(tally) for tally in counted), default=1)
    halves = [_half(tally, most) for tally in counted]
    rooms = within(outlines)
    boxes = tuple(
        numbered(home(outlines, tally.code), rooms[tally.code], half, _shown(tally))
        for tally, half in zip(counted, halves, strict=True)
    )
    places = apart(boxes, outlines.drawing.height)
    told: list[tuple[str, Told]] = []
    for tally, half, box, (x, y) in zip(counted, halves, boxes, places, strict=True):
        circle = half if tally.certified else 0
        mark = Mark(x, y, circle, _diamond(tally, x, y, half), line(box, x, y, half), y + half + BASELINE)
        path = outlines.provinces[tally.code].country
        told.append((tally.code, Told(tally.link, path, tally.certified, tally.reached, mark)))
    return told


def _shown(tally: Tally) -> int:
    """The number at the mark of a province: what was designated, else what outreach reached."""
    return tally.certified or tally.reached


def _half(tally: Tally, most: int) -> int:
    """How far the mark of a province reaches to each side."""
    round_one = radius(_shown(tally), most, scale(most, WIDEST), LEAST)
    return round(round_one if tally.certified else round_one * DIAMOND)


def _diamond(tally: Tally, x: int, y: int, half: int) -> str:
    """The diamond of a mark: alone, or small at the shoulder of its circle."""
    if not tally.reached:
        return ""
    aside = round(half * 0.75)
    return diamond(x + aside, y - aside, _SHOULDER) if tally.certified else diamond(x, y, half)


def _halves(outlines: Outlines, told: dict[str, Told]) -> Iterator[Half]:
    """The parts of the picture, each with the provinces that have their middle in it."""
    rooms = within(outlines)
    for begin, width in parts(outlines):
        inside = [code for code, room in rooms.items() if room[0] == begin]
        yield Half(
            x=begin,
            width=width,
            pale=tuple(outlines.provinces[code].country for code in inside if code not in told),
            told=tuple(told[code] for code in inside if code in told),
        )


def parts(outlines: Outlines) -> tuple[tuple[int, int], ...]:
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
