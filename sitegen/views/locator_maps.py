"""Locators: small pictures without a script that show where a village or a region's places lie in their province."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import pi, sqrt

from sitegen.geography import PROVINCE
from sitegen.models import Location, Outline, Outlines, Village
from sitegen.precision import coordinate_decimals
from sitegen.views.site_index import Region, SiteIndex

MOST_SYMBOLS = 150
"""How many marks a picture may hold; where there would be more, places near each other share one."""
_CELLS = (10, 14, 18, 22, 27, 32, 40, 50, 64, 80)
"""Units of the squares whose places may share a mark: the smallest that keeps to MARKS is taken."""
_FEW_SYMBOLS, _RADIUS_OF_FEW, _RADIUS_OF_MANY = 20, 5.5, 3.0
"""Radius of the mark of one place, where no more than a few marks are in the picture, and where more are."""
_MIN_RADIUS, _MAX_RADIUS = 1.5, 14.0
"""Radius of the smallest mark and of the largest."""
_MIN_RING = 8
"""Units from which the circle of a point's uncertainty can be told from its mark."""
_SMALL_PROVINCE = 40
"""A province whose longer side in the country's drawing is shorter than this is ringed, so as to be found."""
_COARSENESS = 4
"""So many units of the country's drawing are one where it only shows what lies around a province."""
_DIAMOND = sqrt(pi / 2)
"""Half a diagonal of the diamond that is as large as a circle of radius 1."""
_NUMBER = re.compile(r"-?[0-9]+")

SymbolSpot = tuple[int, int]
"""Where a place stands in its province's drawing: whole units from the left, and from the top."""
SymbolGroup = tuple[SymbolSpot, int]
"""A mark: where it stands, and for how many places."""


@dataclass(frozen=True, slots=True)
class LocatorMap:
    """A province with marks in it."""

    outline: str
    """Path of the province."""
    width: int
    """Units across."""
    height: int
    """Units down."""
    certified: str = ""
    """Path of the circles: places that are recorded as designated; empty where none stands in the picture."""
    reached: str = ""
    """Path of the diamonds: places that are not."""


@dataclass(frozen=True, slots=True)
class VillageLocator:
    """Where a village lies in its province."""

    picture: LocatorMap
    """The province, and the village's mark; without a mark where its point is not known or lies outside."""
    ring: tuple[int, int, int] | None = None
    """Middle and radius of the circle in which the village lies; None where it would be too small or too large."""


@dataclass(frozen=True, slots=True)
class ProvinceInCountry:
    """A province in the country."""

    province: str
    """Its path in the country's drawing."""
    others: str
    """Path of all other provinces, coarser: `coarseness` units of the drawing are one of this path."""
    coarseness: int
    """See `others`."""
    width: int
    """Units across."""
    height: int
    """Units down."""
    ring: tuple[int, int, int] | None
    """Middle and radius of a circle around a province that is too small to be found without."""


@dataclass(frozen=True, slots=True)
class RegionLocator:
    """Where the places of a province, regency or district lie that are designated or were reached by outreach."""

    picture: LocatorMap
    """The province with their marks."""
    country: ProvinceInCountry | None
    """The province in the country; None for a region below."""
    within: str
    """Name of the province that a regency or district lies in; empty for a province."""
    certified: int
    """Designated places in the picture."""
    reached: int
    """Places in the picture that were only reached by outreach."""
    largest_group: int
    """How many places one mark stands for at most."""
    without_point: int
    """Places of which no point is known."""
    outside: int
    """Places whose point lies outside the picture."""


def village_locator(outlines: Outlines, village: Village) -> VillageLocator | None:
    """The locator of a village; None where its province has no outline."""
    outline = outlines.provinces.get(PROVINCE.region_code(village.code))
    if outline is None:
        return None
    spot = _spot(outline, village.location) if village.location else None
    if spot is None:
        return VillageLocator(_picture(outline))
    shape = _symbols_path([(spot, 1)], _RADIUS_OF_FEW, _circle if village.certified else _diamond)
    circle, diamond = (shape, "") if village.certified else ("", shape)
    uncertainty = village.location.uncertainty_m if village.location else None
    radius = round(outline.drawing.units(uncertainty or 0))
    visible = _MIN_RING <= radius <= max(outline.drawing.width, outline.drawing.height)
    return VillageLocator(_picture(outline, circle, diamond), (*spot, radius) if visible else None)


@dataclass(frozen=True)
class RegionLocators:
    """The locators of all regions; what they share is made once."""

    index: SiteIndex
    """What is published."""

    def of(self, region: Region) -> RegionLocator | None:
        """The locator of a region; None where its province has no outline."""
        outline = self._outlines.provinces.get(PROVINCE.region_code(region.code))
        if outline is None:
            return None
        certified, reached = list[SymbolSpot](), list[SymbolSpot]()
        without_point = outside = 0
        for code in region.villages:
            card = self.index.places[code]
            if not (card.certified or card.reached):
                continue
            if code not in self._spots:
                without_point += 1
            elif (spot := self._spots[code]) is None:
                outside += 1
            else:
                (certified if card.certified else reached).append(spot)
        (circles, diamonds), max_radius = _group_symbols(certified, reached)
        unit = _unit([*circles, *diamonds], max_radius)
        return RegionLocator(
            picture=_picture(outline, _symbols_path(circles, unit, _circle), _symbols_path(diamonds, unit, _diamond)),
            country=self._surroundings(outline) if region.level == PROVINCE.id else None,
            within=region.above[0].text if region.above else "",
            certified=len(certified),
            reached=len(reached),
            largest_group=max((count for _, count in (*circles, *diamonds)), default=0),
            without_point=without_point,
            outside=outside,
        )

    @property
    def _outlines(self) -> Outlines:
        return self.index.site.outlines

    @cached_property
    def _spots(self) -> dict[str, SymbolSpot | None]:
        """Where each place with a point stands in its province's drawing; None for one outside it."""
        known = self._outlines.provinces
        return {
            village.code: _spot(known[PROVINCE.region_code(village.code)], village.location)
            for village in self.index.site.villages
            if village.location and PROVINCE.region_code(village.code) in known
        }

    @cached_property
    def _coarse_outlines(self) -> dict[str, str]:
        return {code: _coarse_outlines(outline.country) for code, outline in self._outlines.provinces.items()}

    def _surroundings(self, outline: Outline) -> ProvinceInCountry:
        country, own = self._outlines.drawing, outline.drawing
        (x, y), (right, bottom) = (
            country.at(own.north - down / own.scale, own.west + across / own.scale)
            for across, down in ((0, 0), (own.width, own.height))
        )
        side = max(right - x, bottom - y)
        ring = round((x + right) / 2), round((y + bottom) / 2), max(20, round(side * 0.75))
        return ProvinceInCountry(
            province=outline.country,
            others="".join(path for code, path in self._coarse_outlines.items() if code != outline.code),
            coarseness=_COARSENESS,
            width=country.width,
            height=country.height,
            ring=ring if side < _SMALL_PROVINCE else None,
        )


def _spot(outline: Outline, point: Location) -> SymbolSpot | None:
    """Where a point stands, told no more exactly than it is known; None for one outside the drawing."""
    drawing, decimals = outline.drawing, coordinate_decimals(point.uncertainty_m)
    x, y = map(round, drawing.at(round(point.lat, decimals), round(point.lon, decimals)))
    return (x, y) if 0 <= x <= drawing.width and 0 <= y <= drawing.height else None


def _picture(outline: Outline, certified: str = "", reached: str = "") -> LocatorMap:
    return LocatorMap(outline.alone, outline.drawing.width, outline.drawing.height, certified, reached)


def _group_symbols(*kinds: Sequence[SymbolSpot]) -> tuple[list[list[SymbolGroup]], float]:
    """The places of each kind as marks, MARKS at most: those at one spot share one, or those of one square; and the
    radius of the largest mark, which covers no more than its square."""
    groups, max_radius = [sorted(Counter(spots).items()) for spots in kinds], _MAX_RADIUS
    for cell in _CELLS:
        if sum(map(len, groups)) <= MOST_SYMBOLS:
            break
        groups, max_radius = [_in_squares(spots, cell) for spots in kinds], cell / 2
    return groups, max_radius


def _in_squares(spots: Iterable[SymbolSpot], cell: int) -> list[SymbolGroup]:
    """Each square's mark stands in the middle of its places."""
    squares = defaultdict[SymbolSpot, list[SymbolSpot]](list)
    for x, y in spots:
        squares[x // cell, y // cell].append((x, y))
    return [(_middle(spots), len(spots)) for _, spots in sorted(squares.items())]


def _middle(spots: Sequence[SymbolSpot]) -> SymbolSpot:
    across, down = (round(sum(values) / len(spots)) for values in zip(*spots, strict=True))
    return across, down


def _unit(groups: Sequence[SymbolGroup], max_radius: float) -> float:
    """The radius of a mark for one place, where the largest mark is no larger than `widest`."""
    largest = max((count for _, count in groups), default=1)
    return min(_RADIUS_OF_FEW if len(groups) <= _FEW_SYMBOLS else _RADIUS_OF_MANY, max_radius / sqrt(largest))


def _symbols_path(groups: Iterable[SymbolGroup], unit: float, shape: Callable[[float], str]) -> str:
    """A path of marks: twice the area is twice as many places, but for the smallest, which must be seen."""
    shapes: dict[int, str] = {}
    parts: list[str] = []
    for (x, y), count in groups:
        if count not in shapes:
            shapes[count] = shape(max(_MIN_RADIUS, round(unit * sqrt(count) * 2) / 2))
        parts.append(f"M{x} {y}{shapes[count]}")
    return "".join(parts)


def _circle(radius: float) -> str:
    """A circle around the place where a path has come to."""
    return f"m-{radius:g} 0a{radius:g} {radius:g} 0 1 0 {2 * radius:g} 0a{radius:g} {radius:g} 0 1 0-{2 * radius:g} 0z"


def _diamond(radius: float) -> str:
    """A diamond as large as a circle of `radius`."""
    half = f"{round(radius * _DIAMOND * 2) / 2:g}"
    return f"m0-{half}l{half} {half}-{half} {half}-{half}-{half}z"


def _coarse_outlines(path: str) -> str:
    """A path of the country's drawing in units _COARSE times as long; what is too small for them is left out."""
    return "".join(_coarse_ring([int(number) for number in _NUMBER.findall(ring)]) for ring in path.split("z"))


def _coarse_ring(steps: Sequence[int]) -> str:
    across, down = accumulate(steps[::2]), accumulate(steps[1::2])
    corners = [(round(x / _COARSENESS), round(y / _COARSENESS)) for x, y in zip(across, down, strict=True)]
    if len(set(corners)) < 3:
        return ""
    (x, y), rest = corners[0], " ".join(_differences(corners)).replace(" -", "-")
    return f"M{x} {y}l{rest}z"


def _differences(corners: Sequence[SymbolSpot]) -> Iterator[str]:
    for (x, y), (next_x, next_y) in pairwise(corners):
        if (x, y) != (next_x, next_y):
            yield f"{next_x - x} {next_y - y}"
