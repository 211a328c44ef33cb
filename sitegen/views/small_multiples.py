"""Small multiples: a small map of the country per year, each cumulative."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.geography import PROVINCE
from sitegen.models import Outlines
from sitegen.output import Link
from sitegen.views.country_map import (
    BASELINE,
    MAX_RADIUS,
    MIN_RADIUS,
    SymbolBox,
    bounds_by_province,
    country_path,
    max_symbol_radius,
    numbered_box,
    separate_symbols,
    split_country,
    symbol_anchor,
    symbol_radius,
)
from sitegen.views.site_index import SiteIndex

_MAX_SMALL_RADIUS, _MIN_SMALL_RADIUS = 36.0, 10.0
"""Units: radii of the largest and the smallest circle of a small map."""


@dataclass(frozen=True, slots=True)
class YearRings:
    """The symbol of a province in a year: a ring around a disc."""

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
    provinces: int
    """Number of provinces that have them."""
    total: int
    """Number of places up to the end of the year, without those whose year is uncertain."""
    rings: tuple[YearRings, ...]
    """Symbols, in order of the provinces' codes."""


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
class YearCount:
    """Number of a province on the map of a year."""

    name: str
    """Name of the province."""
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
    numbers: tuple[YearCount, ...]
    """Numbers of the provinces that have places of the year."""


@dataclass(frozen=True, slots=True)
class _Province:
    """Designated places of a province, by year."""

    code: str
    name: str
    counts: dict[int, int]

    def up_to(self, year: int) -> int:
        """Count the places up to the end of a year."""
        return sum(count for one, count in self.counts.items() if one <= year)


def small_multiples(index: SiteIndex) -> tuple[SmallMultiples | None, dict[int, YearPicture]]:
    """Make the small maps of all years, and a larger one of each; none without outlines."""
    provinces, outlines = _provinces(index), index.site.outlines
    years = sorted({year for province in provinces for year in province.counts})
    if not outlines.provinces or not years:
        return None, {}
    small = _Layout(outlines, provinces, years, _MAX_SMALL_RADIUS, _MIN_SMALL_RADIUS, compact=True)
    large = _Layout(outlines, provinces, years, MAX_RADIUS, MIN_RADIUS, compact=False)
    width, height = outlines.drawing.width, outlines.drawing.height
    cut, country = split_country(outlines), country_path(outlines)
    pictures = {year: YearPicture(height, cut, country, large.year(index, year), large.numbers(year)) for year in years}
    return SmallMultiples(width, height, country, tuple(small.year(index, year) for year in years)), pictures


def _provinces(index: SiteIndex) -> list[_Province]:
    """Return the provinces by code; places without a stated year are in none."""
    counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    names: dict[str, str] = {}
    for card in index.certified():
        if card.year is not None:
            names.setdefault(PROVINCE.region_code(card.code), card.province)
            counts[PROVINCE.region_code(card.code)][card.year] += 1
    return [_Province(code, names[code], counts[code]) for code in sorted(counts)]


class _Layout:
    """The layout of symbols, the same for all years, with room for the last and largest."""

    def __init__(
        self,
        outlines: Outlines,
        provinces: list[_Province],
        years: list[int],
        max_radius: float,
        min_radius: float,
        compact: bool,
    ) -> None:
        """Lay out the symbols; `compact` if they have no numbers."""
        self._all = provinces
        self._drawn = [province for province in provinces if province.code in outlines.provinces]
        self._least = min_radius
        self._most = max((province.up_to(years[-1]) for province in self._drawn), default=1)
        self._largest = max_symbol_radius(self._most, max_radius)
        self._places = separate_symbols(tuple(self._boxes(outlines, years[-1], compact)), outlines.drawing.height)

    def _boxes(self, outlines: Outlines, last: int, compact: bool) -> Iterator[SymbolBox]:
        bounds = bounds_by_province(outlines)
        for province in self._drawn:
            half, anchor = self._radius(province.up_to(last)), symbol_anchor(outlines, province.code)
            if compact:
                yield SymbolBox(*anchor, half, half, half, (0, outlines.drawing.width))
            else:
                yield numbered_box(anchor, bounds[province.code], half, max(province.counts.values()))

    def _radius(self, count: int) -> int:
        return round(symbol_radius(count, self._most, self._largest, self._least))

    def year(self, index: SiteIndex, year: int) -> YearMap:
        """Return the map of a year; its totals are of all provinces, drawn or not."""
        rings = (
            YearRings(x, y, self._radius(province.up_to(year)), self._radius(province.counts.get(year, 0)))
            for province, (x, y) in zip(self._drawn, self._places, strict=True)
            if province.up_to(year)
        )
        return YearMap(
            link=Link(str(year), index.routes.year(year)),
            new=sum(province.counts.get(year, 0) for province in self._all),
            provinces=sum(1 for province in self._all if province.counts.get(year)),
            total=sum(province.up_to(year) for province in self._all),
            rings=tuple(rings),
        )

    def numbers(self, year: int) -> tuple[YearCount, ...]:
        """Return the numbers of a year, each below its symbol."""
        return tuple(
            YearCount(province.name, province.counts[year], x, y + self._radius(province.up_to(year)) + BASELINE)
            for province, (x, y) in zip(self._drawn, self._places, strict=True)
            if province.counts.get(year)
        )
