"""Maps of the country: the overview map with a symbol for each region, and a small map for each year."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import hypot, pi, sqrt

from sitegen.models import Outlines
from sitegen.names import slugify
from sitegen.output import Link
from sitegen.views.site_index import SiteIndex

DIAMOND = sqrt(pi / 2)
"""Half the diagonal of a diamond with the area of a circle of radius 1."""
NUMBER_HEIGHT = 19
"""Units: largest font size of a number, and the height of its line."""
BASELINE = 15
"""Units from the lower edge of a symbol to the baseline of its number."""
_DIGIT_WIDTH = 11
"""Units: width of a digit at that size, in any font."""
_ITERATIONS, _FINAL_ITERATIONS, _ATTRACTION = 160, 60, 0.02
"""Number of iterations of the layout; of final iterations without attraction; and the fraction of its way to the anchor
that a symbol moves in each of the others. In a drawing that is too small, some symbols still overlap."""


@dataclass(frozen=True, slots=True)
class SymbolBox:
    """The box of a symbol, with its anchor."""

    x: float
    """Units from the left edge to its anchor."""
    y: float
    """Units from the upper edge."""
    side: float
    """Extent to the left and to the right."""
    up: float
    """Extent above its centre."""
    down: float
    """Extent below its centre."""
    within: tuple[float, float]
    """Bounds from left to right that it must keep to: those of its part of the drawing."""


def max_symbol_radius(largest: int, max_radius: float) -> float:
    """Return the radius of the circle for the `largest` count: small counts never have large circles."""
    return min(max_radius, (8 + 3 * sqrt(largest)) * max_radius / 22)


def symbol_radius(count: int, max_count: int, largest: float, least: float) -> float:
    """Return the radius of a circle whose area grows with `count`: `largest` for `max_count`, never below `least`."""
    return max(least, largest * sqrt(count / max_count)) if count else 0.0


def numbered_box(anchor: tuple[float, float], within: tuple[float, float], half: float, count: int) -> SymbolBox:
    """Return the box of a symbol of half-width `half`, with its number below."""
    side = max(half, len(f"{count:,}") * _DIGIT_WIDTH / 2) + 2
    return SymbolBox(*anchor, side, half + 2, half + NUMBER_HEIGHT, within)


def diamond(x: int, y: int, half: int) -> str:
    """Return the SVG path of a diamond around a point; `half` is half its diagonal."""
    return f"M{x} {y - half}l{half} {half}-{half} {half}-{half}-{half}z"


def leader_line(box: SymbolBox, x: int, y: int, half: float) -> str:
    """Return the SVG path from a symbol's anchor to the symbol; empty if the symbol covers it."""
    return f"M{round(box.x)} {round(box.y)}L{x} {y}" if hypot(box.x - x, box.y - y) > half + 2 else ""


@functools.cache
def separate_symbols(boxes: tuple[SymbolBox, ...], height: int) -> tuple[tuple[int, int], ...]:
    """Lay out symbols: move overlapping ones apart, within the drawing; return their centres in order."""
    positions = [[box.x, box.y] for box in boxes]
    for iteration in range(_ITERATIONS):
        attraction = _ATTRACTION if iteration < _ITERATIONS - _FINAL_ITERATIONS else 0
        for position, box in zip(positions, boxes, strict=True):
            position[0] += (box.x - position[0]) * attraction
            position[1] += (box.y - position[1]) * attraction
        overlapped = [_push_apart(positions, boxes, one, other) for one in range(len(boxes)) for other in range(one)]
        for position, box in zip(positions, boxes, strict=True):
            position[0] = min(max(position[0], box.within[0] + box.side), box.within[1] - box.side)
            position[1] = min(max(position[1], box.up), height - box.down)
        if not any(overlapped):
            break
    return tuple((round(x), round(y)) for x, y in positions)


def _push_apart(positions: list[list[float]], boxes: Sequence[SymbolBox], one: int, other: int) -> bool:
    """Move two symbols apart, each by half of the shortest way; return whether they overlapped."""
    (x, y), (x2, y2), box, other_box = positions[one], positions[other], boxes[one], boxes[other]
    overlap_x = box.side + other_box.side - abs(x - x2)
    if overlap_x < 0.01:  # true of most pairs
        return False
    above, below = y + box.down - (y2 - other_box.up), y2 + other_box.down - (y - box.up)
    overlap_y = min(above, below)
    if overlap_y < 0.01:
        return False
    axis = 0 if overlap_x < overlap_y else 1
    is_after = x >= x2 if axis == 0 else below <= above
    step = min(overlap_x, overlap_y) / 2 * (1 if is_after else -1)
    positions[one][axis] += step
    positions[other][axis] -= step
    return True


MAX_RADIUS, MIN_RADIUS = 22.0, 5.0
"""Units: radii of the largest and the smallest circle."""
_SMALL_DIAMOND = 5
"""Units: half the diagonal of a small diamond beside a circle."""
_NUMBER = re.compile(r"-?[0-9]+")


@dataclass(frozen=True, slots=True)
class RegionTally:
    """Counts of a region."""

    code: str
    """Its code, two digits."""
    link: Link
    """Name and page of the region."""
    certified: int
    """Number of designated places."""
    reached: int
    """Number of other places that outreach reached."""


@dataclass(frozen=True, slots=True)
class MapSymbol:
    """The symbol of a region: a circle for designated places, a diamond if only outreach is recorded."""

    x: int
    """Units from the left edge to its centre, and to that of its number."""
    y: int
    """Units from the upper edge to its centre."""
    radius: int
    """Radius of its circle; 0 without designated places."""
    diamond: str
    """SVG path of its diamond, small beside a circle; empty if outreach reached no other place."""
    leader_line: str
    """SVG path from the region to the symbol; empty if the symbol stands on it."""
    number: int
    """Units from the upper edge to the baseline of its number."""


@dataclass(frozen=True, slots=True)
class MappedRegion:
    """A region with recorded places."""

    link: Link
    path: str
    """SVG path of its outline."""
    certified: int
    """How many places were designated."""
    reached: int
    """How many others outreach reached."""
    symbol: MapSymbol


@dataclass(frozen=True, slots=True)
class CountryPart:
    """A part of the map: on a wide screen the parts stand side by side as one picture, on a narrow one below each
    other."""

    x: int
    """Units from the left edge of the country to its beginning."""
    width: int
    """Units across."""
    pale: tuple[str, ...]
    """SVG paths of its regions without a recorded place."""
    regions: tuple[MappedRegion, ...]
    """Its other regions, in order of code."""


@dataclass(frozen=True, slots=True)
class CountryMap:
    """The map of the country, with its totals in numbers."""

    parts: tuple[CountryPart, ...]
    """Parts from west to east; one if the country is not wide."""
    width: int
    """Units across."""
    height: int
    """Units down."""
    certified: int
    """Number of designated places, drawn or not."""
    certified_regions: int
    """Number of regions that have them."""
    reached: int
    """How many others outreach reached."""
    reached_regions: int
    """In how many regions."""
    not_drawn: tuple[Link, ...]
    """Regions with recorded places that have no outline."""
    credit: str
    """Credit of the outlines."""

    @property
    def symbols(self) -> tuple[MapSymbol, ...]:
        """All symbols, from west to east."""
        return tuple(region.symbol for part in self.parts for region in part.regions)

    @property
    def has_diamonds(self) -> bool:
        """Whether a diamond stands without a circle."""
        return any(symbol.diamond and not symbol.radius for symbol in self.symbols)

    @property
    def has_combined_symbols(self) -> bool:
        """Whether a small diamond stands beside a circle."""
        return any(symbol.diamond and symbol.radius for symbol in self.symbols)

    @property
    def has_pale(self) -> bool:
        """Whether a region has no recorded place."""
        return any(part.pale for part in self.parts)

    @property
    def has_leader_lines(self) -> bool:
        """Whether a symbol was moved from its anchor."""
        return any(symbol.leader_line for symbol in self.symbols)


def region_tallies(index: SiteIndex) -> tuple[RegionTally, ...]:
    """Count the places of each region with a recorded place, in order of code."""
    top = index.site.geography.top
    certified, reached, names = dict[str, int](), dict[str, int](), dict[str, str]()
    for village, card in index.places.items():
        if card.counted or card.reached:
            code = top.region_code(village)
            names.setdefault(code, card.regions[top.depth])
            counts = certified if card.counted else reached
            counts[code] = counts.get(code, 0) + 1
    return tuple(
        RegionTally(code, Link(name, index.routes.region(slugify(name))), certified.get(code, 0), reached.get(code, 0))
        for code, name in sorted(names.items())
    )


def country_map(index: SiteIndex) -> CountryMap | None:
    """Make the map of recorded places; None without outlines."""
    outlines, tallies = index.site.outlines, region_tallies(index)
    if not outlines.regions:
        return None
    mapped = dict(_mapped_regions(outlines, [tally for tally in tallies if tally.code in outlines.regions]))
    return CountryMap(
        parts=tuple(_country_parts(outlines, mapped)),
        width=outlines.drawing.width,
        height=outlines.drawing.height,
        certified=sum(tally.certified for tally in tallies),
        certified_regions=sum(1 for tally in tallies if tally.certified),
        reached=sum(tally.reached for tally in tallies),
        reached_regions=sum(1 for tally in tallies if tally.reached),
        not_drawn=tuple(tally.link for tally in tallies if tally.code not in mapped),
        credit=outlines.credit,
    )


def country_path(outlines: Outlines) -> str:
    """Return all regions as one SVG path."""
    return "".join(outline.country for outline in outlines.regions.values())


def symbol_anchor(outlines: Outlines, code: str) -> tuple[float, float]:
    """Return the anchor of a region's symbol in the drawing of the country."""
    return outlines.drawing.at(*outlines.regions[code].anchor)


def bounds_by_region(outlines: Outlines) -> dict[str, tuple[int, int]]:
    """Return left and right bounds of the part of the drawing that holds each region's centre, by code."""
    spans = {code: _x_extent(outline.country) for code, outline in outlines.regions.items()}
    edges = [(begin, begin + width) for begin, width in split_country(outlines)]
    return {
        code: next((edge for edge in edges if left + right < 2 * edge[1]), edges[-1])
        for code, (left, right) in spans.items()
    }


def _mapped_regions(outlines: Outlines, tallies: Sequence[RegionTally]) -> list[tuple[str, MappedRegion]]:
    """Return the regions with outlines and their symbols, by code."""
    largest = max((_symbol_number(tally) for tally in tallies), default=1)
    half_widths = [_half_width(tally, largest) for tally in tallies]
    bounds = bounds_by_region(outlines)
    boxes = tuple(
        numbered_box(symbol_anchor(outlines, tally.code), bounds[tally.code], half_width, _symbol_number(tally))
        for tally, half_width in zip(tallies, half_widths, strict=True)
    )
    positions = separate_symbols(boxes, outlines.drawing.height)
    mapped: list[tuple[str, MappedRegion]] = []
    for tally, half_width, box, (x, y) in zip(tallies, half_widths, boxes, positions, strict=True):
        circle = half_width if tally.certified else 0
        symbol = MapSymbol(
            x,
            y,
            circle,
            _diamond(tally, x, y, half_width),
            leader_line(box, x, y, half_width),
            y + half_width + BASELINE,
        )
        path = outlines.regions[tally.code].country
        mapped.append((tally.code, MappedRegion(tally.link, path, tally.certified, tally.reached, symbol)))
    return mapped


def _symbol_number(tally: RegionTally) -> int:
    """Return the number of a symbol: designated places, else places that outreach reached."""
    return tally.certified or tally.reached


def _half_width(tally: RegionTally, largest: int) -> int:
    """Return half the width of a region's symbol."""
    circle_radius = symbol_radius(_symbol_number(tally), largest, max_symbol_radius(largest, MAX_RADIUS), MIN_RADIUS)
    return round(circle_radius if tally.certified else circle_radius * DIAMOND)


def _diamond(tally: RegionTally, x: int, y: int, half_width: int) -> str:
    """Return the diamond of a symbol: alone, or small beside its circle."""
    if not tally.reached:
        return ""
    offset = round(half_width * 0.75)
    return diamond(x + offset, y - offset, _SMALL_DIAMOND) if tally.certified else diamond(x, y, half_width)


def _country_parts(outlines: Outlines, mapped: dict[str, MappedRegion]) -> Iterator[CountryPart]:
    """Yield the parts of the map, each with the regions whose centre lies in it."""
    bounds = bounds_by_region(outlines)
    for begin, width in split_country(outlines):
        inside = [code for code, (left, _) in bounds.items() if left == begin]
        yield CountryPart(
            x=begin,
            width=width,
            pale=tuple(outlines.regions[code].country for code in inside if code not in mapped),
            regions=tuple(mapped[code] for code in inside if code in mapped),
        )


def split_country(outlines: Outlines) -> tuple[tuple[int, int], ...]:
    """Return start and width of each part of the drawing: two for a wide country, else one."""
    width = outlines.drawing.width
    if width < 2 * outlines.drawing.height:
        return ((0, width),)
    cut = _best_cut([_x_extent(outline.country) for outline in outlines.regions.values()], width)
    return (0, cut), (cut, width - cut)


def _best_cut(spans: Sequence[tuple[int, int]], width: int) -> int:
    """Return the vertical cut near the centre that cuts least off the regions."""

    def cut_cost(x: int) -> tuple[int, int]:
        intrusions = (right - x if left + right < 2 * x else x - left for left, right in spans)
        return sum(max(0, units) for units in intrusions), abs(2 * x - width)

    return min(range(width * 2 // 5, width * 3 // 5), key=cut_cost)


def _x_extent(path: str) -> tuple[int, int]:
    """Return the x extent of an outline; each ring of its path is a corner, then relative steps."""
    rings = ([int(number) for number in _NUMBER.findall(ring)][::2] for ring in path.split("M") if ring)
    xs = [x for ring in rings for x in accumulate(ring)]
    return min(xs, default=0), max(xs, default=0)


_MAX_SMALL_RADIUS, _MIN_SMALL_RADIUS = 36.0, 10.0
"""Units: radii of the largest and the smallest circle of a small map."""


@dataclass(frozen=True, slots=True)
class YearRings:
    """The symbol of a region in a year: a ring around a disc."""

    x: int
    """Units from the left edge to its centre."""
    y: int
    """Units from the upper edge."""
    outer: int
    """Radius of the ring, for all places up to the year."""
    inner: int
    """Radius of the disc, for places of the year; 0 for none."""


@dataclass(frozen=True, slots=True)
class YearMap:
    """The map of a year, with its totals."""

    link: Link
    """The year, with its page."""
    new: int
    """Number of places designated in the year."""
    regions: int
    """Number of regions that have them."""
    total: int
    """Number of places up to the end of the year, without those whose year is uncertain."""
    rings: tuple[YearRings, ...]
    """Symbols, in order of the regions' codes."""


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    """Small maps of all years with a designated place."""

    width: int
    """Width of each map, in units."""
    height: int
    """Units down."""
    country: str
    """SVG path of the country."""
    years: tuple[YearMap, ...]
    """The years, in order."""


@dataclass(frozen=True, slots=True)
class YearMapNumber:
    """Number of a region on the map of a year."""

    name: str
    """Name of the region."""
    count: int
    x: int
    """Units from the left edge to the middle of the number."""
    y: int
    """Units from the upper edge to its baseline."""


@dataclass(frozen=True, slots=True)
class YearPicture:
    """The overview map of a year, with numbers."""

    height: int
    """Units down."""
    parts: tuple[tuple[int, int], ...]
    """Start and width of each part of the map: see views/country_map.py."""
    country: str
    """The country as a path (SVG)."""
    year: YearMap
    """Symbols and totals of the year."""
    numbers: tuple[YearMapNumber, ...]
    """Numbers of the regions that have places of the year."""


@dataclass(frozen=True, slots=True)
class _Region:
    """Designated places of a region, by year."""

    code: str
    name: str
    counts: dict[int, int]
    first: dict[int, int]
    """The same places by their first year alone."""

    def up_to(self, year: int) -> int:
        """Count the places up to the end of a year."""
        return sum(count for one, count in self.first.items() if one <= year)


def small_multiples(index: SiteIndex) -> tuple[SmallMultiples | None, dict[int, YearPicture]]:
    """Make the small maps of all years, and a larger one of each; none without outlines."""
    regions, outlines = _regions(index), index.site.outlines
    years = sorted({year for region in regions for year in region.counts})
    if not outlines.regions or not years:
        return None, {}
    small = _Layout(outlines, regions, years, _MAX_SMALL_RADIUS, _MIN_SMALL_RADIUS, compact=True)
    large = _Layout(outlines, regions, years, MAX_RADIUS, MIN_RADIUS, compact=False)
    width, height = outlines.drawing.width, outlines.drawing.height
    cut, country = split_country(outlines), country_path(outlines)
    pictures = {year: YearPicture(height, cut, country, large.year(index, year), large.numbers(year)) for year in years}
    return SmallMultiples(width, height, country, tuple(small.year(index, year) for year in years)), pictures


def _regions(index: SiteIndex) -> list[_Region]:
    """Return the regions by code; places without a stated year are in none."""
    top = index.site.geography.top
    counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    first: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    names: dict[str, str] = {}
    for card in index.certified():
        if card.years:
            code = top.region_code(card.code)
            names.setdefault(code, card.regions[top.depth])
            first[code][card.years[0]] += 1
            for year in card.years:
                counts[code][year] += 1
    return [_Region(code, names[code], counts[code], first[code]) for code in sorted(counts)]


class _Layout:
    """The layout of symbols, the same for all years, with room for the last and largest."""

    def __init__(
        self,
        outlines: Outlines,
        regions: list[_Region],
        years: list[int],
        max_radius: float,
        min_radius: float,
        compact: bool,
    ) -> None:
        """Lay out the symbols; `compact` if they have no numbers."""
        self._all = regions
        self._drawn = [region for region in regions if region.code in outlines.regions]
        self._least = min_radius
        self._most = max((region.up_to(years[-1]) for region in self._drawn), default=1)
        self._largest = max_symbol_radius(self._most, max_radius)
        self._places = separate_symbols(tuple(self._boxes(outlines, years[-1], compact)), outlines.drawing.height)

    def _boxes(self, outlines: Outlines, last: int, compact: bool) -> Iterator[SymbolBox]:
        bounds = bounds_by_region(outlines)
        for region in self._drawn:
            half, anchor = self._radius(region.up_to(last)), symbol_anchor(outlines, region.code)
            if compact:
                yield SymbolBox(*anchor, half, half, half, (0, outlines.drawing.width))
            else:
                yield numbered_box(anchor, bounds[region.code], half, max(region.counts.values()))

    def _radius(self, count: int) -> int:
        return round(symbol_radius(count, self._most, self._largest, self._least))

    def year(self, index: SiteIndex, year: int) -> YearMap:
        """Return the map of a year; its totals are of all regions, drawn or not."""
        rings = (
            YearRings(x, y, self._radius(region.up_to(year)), self._radius(region.counts.get(year, 0)))
            for region, (x, y) in zip(self._drawn, self._places, strict=True)
            if region.up_to(year)
        )
        return YearMap(
            link=index.year_link(year),
            new=sum(region.counts.get(year, 0) for region in self._all),
            regions=sum(1 for region in self._all if region.counts.get(year)),
            total=sum(region.up_to(year) for region in self._all),
            rings=tuple(rings),
        )

    def numbers(self, year: int) -> tuple[YearMapNumber, ...]:
        """Return the numbers of a year, each below its symbol."""
        return tuple(
            YearMapNumber(region.name, region.counts[year], x, y + self._radius(region.up_to(year)) + BASELINE)
            for region, (x, y) in zip(self._drawn, self._places, strict=True)
            if region.counts.get(year)
        )
