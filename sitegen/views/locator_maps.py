"""Locator maps: small maps without script that show where a village, or the places of a region, lie in the region."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import pi, sqrt

from sitegen.geography import Geography, Level
from sitegen.models import Location, Outline, Outlines, Village
from sitegen.precision import coordinate_decimals
from sitegen.views.site_index import Region, SiteIndex

MOST_SYMBOLS = 150
"""Most symbols on a map; with more, neighbouring places share one."""
_CELLS = (10, 14, 18, 22, 27, 32, 40, 50, 64, 80)
"""Sizes of the grid cells whose places may share a symbol; the smallest that keeps to MOST_SYMBOLS is used."""
_FEW_SYMBOLS, _RADIUS_OF_FEW, _RADIUS_OF_MANY = 20, 5.5, 3.0
"""Number of symbols that counts as few, and the radius of one place's symbol on maps with few and with more."""
_MIN_RADIUS, _MAX_RADIUS = 1.5, 14.0
"""Radii of the smallest and the largest symbol."""
_MIN_RING = 8
"""Smallest radius in units at which a circle of uncertainty can be told from the symbol."""
_EDGE = 8
"""Units between the centre of a symbol and the edge of a picture that was enlarged for it: its radius, and some air."""
_MAX_GROWTH = 0.5
"""How much of the longer side of a region's drawing a picture may grow by, on each side."""
_SMALL_REGION = 40
"""A region whose longer side in the drawing of the country is shorter than this is circled."""
_COARSENESS = 4
"""Factor by which the outlines around a region are simplified."""
_DIAMOND = sqrt(pi / 2)
"""Half a diagonal of the diamond that is as large as a circle of radius 1."""
_NUMBER = re.compile(r"-?[0-9]+")

SymbolSpot = tuple[int, int]
"""Position in the drawing of a region: whole units from the left and from the top."""
SymbolGroup = tuple[SymbolSpot, int]
"""Position of a symbol, and its number of places."""


@dataclass(frozen=True, slots=True)
class LocatorMap:
    """A region with symbols; the picture reaches to those that lie somewhat outside of the region's drawing."""

    outline: str
    """SVG path of the region."""
    width: int
    """Units across."""
    height: int
    """Units down."""
    left: int = 0
    """Units from the left edge of the region's drawing to that of the picture; 0, or negative."""
    top: int = 0
    """Units from the upper edge of the region's drawing to that of the picture; 0, or negative."""
    certified: str = ""
    """SVG path of circles for designated places; may be empty."""
    reached: str = ""
    """SVG path of diamonds for other places; may be empty."""


@dataclass(frozen=True, slots=True)
class VillageLocator:
    """Locator map of a village."""

    picture: LocatorMap
    """The region with the village's symbol; without one if its point is unknown or too far outside."""
    ring: tuple[int, int, int] | None = None
    """Centre and radius of the circle of uncertainty; None if it would be too small or too large."""


@dataclass(frozen=True, slots=True)
class RegionInCountry:
    """Position of a region in the country."""

    region: str
    """SVG path in the drawing of the country."""
    others: str
    """SVG path of the other regions, simplified: `coarseness` units of the drawing are one of this path."""
    coarseness: int
    """See `others`."""
    width: int
    """Units across."""
    height: int
    """Units down."""
    ring: tuple[int, int, int] | None
    """Centre and radius of a circle around a small region; else None."""


@dataclass(frozen=True, slots=True)
class RegionLocator:
    """Locator map of a region of any level."""

    picture: LocatorMap
    """The region with the symbols of the places."""
    country: RegionInCountry | None
    """The region in the country; None for regions of other levels."""
    within: str
    """Region of the highest level that contains it, with the word for that level; empty for one of that level."""
    certified: int
    """Number of designated places on the map."""
    reached: int
    """Number of other places on the map that outreach reached."""
    largest_group: int
    """Most places that one symbol stands for."""
    without_point: int
    """Number of places without a point."""
    outside: int
    """Number of places whose point lies too far outside of the drawing."""


def village_locator(geography: Geography, outlines: Outlines, village: Village, reach: int) -> VillageLocator | None:
    """Return the locator map of a village; None if its region has no outline.

    The picture reaches to a point at most `reach` metres, and what its uncertainty explains, outside of the drawing.
    """
    outline = outlines.regions.get(geography.top.region_code(village.code))
    if outline is None:
        return None
    spot = _spot(outline, village.location, reach) if village.location else None
    if spot is None:
        return VillageLocator(_picture(outline))
    shape = _symbols_path([(spot, 1)], _RADIUS_OF_FEW, _circle if village.certified else _diamond)
    circle, diamond = (shape, "") if village.certified else ("", shape)
    uncertainty = village.location.uncertainty_m if village.location else None
    radius = round(outline.drawing.units(uncertainty or 0))
    visible = _MIN_RING <= radius <= max(outline.drawing.width, outline.drawing.height)
    return VillageLocator(_picture(outline, circle, diamond, [spot]), (*spot, radius) if visible else None)


@dataclass(frozen=True)
class RegionLocators:
    """The locator maps of all regions, which share intermediate results."""

    index: SiteIndex
    """The index of the site."""

    def of(self, region: Region) -> RegionLocator | None:
        """Return the locator of a region; None where its region has no outline."""
        outline = self._outlines.regions.get(self._top.region_code(region.code))
        if outline is None:
            return None
        certified, reached = list[SymbolSpot](), list[SymbolSpot]()
        without_point = outside = 0
        for code in region.villages:
            card = self.index.places[code]
            if not (card.counted or card.reached):
                continue
            if code not in self._spots:
                without_point += 1
            elif (spot := self._spots[code]) is None:
                outside += 1
            else:
                (certified if card.counted else reached).append(spot)
        (circles, diamonds), max_radius = _group_symbols(certified, reached)
        unit = _unit([*circles, *diamonds], max_radius)
        return RegionLocator(
            picture=_picture(
                outline,
                _symbols_path(circles, unit, _circle),
                _symbols_path(diamonds, unit, _diamond),
                [spot for spot, _ in (*circles, *diamonds)],
            ),
            country=self._surroundings(outline) if region.level == self._top.id else None,
            within=self._top_title(region) if region.above else "",
            certified=len(certified),
            reached=len(reached),
            largest_group=max((count for _, count in (*circles, *diamonds)), default=0),
            without_point=without_point,
            outside=outside,
        )

    def _top_title(self, region: Region) -> str:
        return self.index.region_title(self._top.id, self._top.region_code(region.code), region.above[0].text)

    @property
    def _top(self) -> Level:
        return self.index.site.geography.top

    @property
    def _outlines(self) -> Outlines:
        return self.index.site.outlines

    @cached_property
    def _spots(self) -> dict[str, SymbolSpot | None]:
        """Position of each place with a point; None for one too far outside."""
        known, reach = self._outlines.regions, self.index.site.config.map.outside_km * 1000
        region_code = self._top.region_code
        return {
            village.code: _spot(known[region_code(village.code)], village.location, reach)
            for village in self.index.site.villages
            if village.location and region_code(village.code) in known
        }

    @cached_property
    def _coarse_outlines(self) -> dict[str, str]:
        return {code: _coarse_outlines(outline.country) for code, outline in self._outlines.regions.items()}

    def _surroundings(self, outline: Outline) -> RegionInCountry:
        country, own = self._outlines.drawing, outline.drawing
        (x, y), (right, bottom) = (
            country.at(own.north - down / own.scale, own.west + across / own.scale)
            for across, down in ((0, 0), (own.width, own.height))
        )
        side = max(right - x, bottom - y)
        ring = round((x + right) / 2), round((y + bottom) / 2), max(20, round(side * 0.75))
        return RegionInCountry(
            region=outline.country,
            others="".join(path for code, path in self._coarse_outlines.items() if code != outline.code),
            coarseness=_COARSENESS,
            width=country.width,
            height=country.height,
            ring=ring if side < _SMALL_REGION else None,
        )


def _spot(outline: Outline, point: Location, reach: int) -> SymbolSpot | None:
    """Return the position of a point, rounded to its precision; None for one too far outside of the drawing."""
    drawing, decimals = outline.drawing, coordinate_decimals(point.uncertainty_m)
    x, y = map(round, drawing.at(round(point.lat, decimals), round(point.lon, decimals)))
    growth = _MAX_GROWTH * max(drawing.width, drawing.height)
    most = min(drawing.units(reach + (point.uncertainty_m or 0)), growth)
    return (x, y) if -most <= x <= drawing.width + most and -most <= y <= drawing.height + most else None


def _picture(outline: Outline, certified: str = "", reached: str = "", spots: Sequence[SymbolSpot] = ()) -> LocatorMap:
    """Return the picture of a region with symbols, large enough for those at `spots`."""
    left, width = _widen(outline.drawing.width, [x for x, _ in spots])
    top, height = _widen(outline.drawing.height, [y for _, y in spots])
    return LocatorMap(outline.alone, width, height, left, top, certified, reached)


def _widen(size: int, positions: Sequence[int]) -> tuple[int, int]:
    """Return where a side of a picture begins, and its size, so that positions outside of the drawing lie in it."""
    outside = [position for position in positions if not 0 <= position <= size]
    start = min([0, *(position - _EDGE for position in outside)])
    return start, max([size, *(position + _EDGE for position in outside)]) - start


def _group_symbols(*kinds: Sequence[SymbolSpot]) -> tuple[list[list[SymbolGroup]], float]:
    """Group places into at most MOST_SYMBOLS symbols per map: by position, or by grid cell; return the groups of each
    kind, and the largest radius, half a cell."""
    groups, max_radius = [sorted(Counter(spots).items()) for spots in kinds], _MAX_RADIUS
    for cell in _CELLS:
        if sum(map(len, groups)) <= MOST_SYMBOLS:
            break
        groups, max_radius = [_in_squares(spots, cell) for spots in kinds], cell / 2
    return groups, max_radius


def _in_squares(spots: Iterable[SymbolSpot], cell: int) -> list[SymbolGroup]:
    """Group places by grid cell; the symbol stands at their mean position."""
    squares = defaultdict[SymbolSpot, list[SymbolSpot]](list)
    for x, y in spots:
        squares[x // cell, y // cell].append((x, y))
    return [(_middle(spots), len(spots)) for _, spots in sorted(squares.items())]


def _middle(spots: Sequence[SymbolSpot]) -> SymbolSpot:
    across, down = (round(sum(values) / len(spots)) for values in zip(*spots, strict=True))
    return across, down


def _unit(groups: Sequence[SymbolGroup], max_radius: float) -> float:
    """Return the radius of one place's symbol, so that the largest symbol keeps to `max_radius`."""
    largest = max((count for _, count in groups), default=1)
    return min(_RADIUS_OF_FEW if len(groups) <= _FEW_SYMBOLS else _RADIUS_OF_MANY, max_radius / sqrt(largest))


def _symbols_path(groups: Iterable[SymbolGroup], unit: float, shape: Callable[[float], str]) -> str:
    """Return an SVG path of symbols whose area grows with their count; the smallest stay visible."""
    shapes: dict[int, str] = {}
    parts: list[str] = []
    for (x, y), count in groups:
        if count not in shapes:
            shapes[count] = shape(max(_MIN_RADIUS, round(unit * sqrt(count) * 2) / 2))
        parts.append(f"M{x} {y}{shapes[count]}")
    return "".join(parts)


def _circle(radius: float) -> str:
    """Return a circle around the current point of a path."""
    return f"m-{radius:g} 0a{radius:g} {radius:g} 0 1 0 {2 * radius:g} 0a{radius:g} {radius:g} 0 1 0-{2 * radius:g} 0z"


def _diamond(radius: float) -> str:
    """Return a diamond with the area of a circle of `radius`."""
    half = f"{round(radius * _DIAMOND * 2) / 2:g}"
    return f"m0-{half}l{half} {half}-{half} {half}-{half}-{half}z"


def _coarse_outlines(path: str) -> str:
    """Simplify a path of the drawing of the country by _COARSENESS; rings that vanish are left out."""
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
