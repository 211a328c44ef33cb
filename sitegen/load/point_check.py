"""Compare the points of places with those of others in the same small region: what lies far from all of them is told.

This needs no outlines of small regions, and finds what is wrong within the outline of a large one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, floor, hypot, radians, sqrt
from statistics import median

from sitegen.coordinates import METRES_PER_DEGREE
from sitegen.load.context import LoadContext
from sitegen.load.package_outlines import read_islands
from sitegen.models import Location, Village
from sitegen.problems import Report

LocatedVillage = tuple[Village, str, int]
"""A village with a point, its file and its index there."""
WIDEST = 80_000
"""Metres from a place to the nearest other place of its region that need no explanation; `map.outside_km` is added.

Chosen with the points of tests/bench/outlines.py; see docs/decisions/0056.
"""
_ON_ISLAND = 10_000
"""Metres from a point to an island of the region above, whose places may be far from each other."""
_CLEARLY = 2
"""How many times as far as the other from the rest of the region above one of two points is, if it is the wrong one."""

Point = tuple[float, float]
"""Latitude and longitude in decimal degrees."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Places near each other."""

    villages: list[LocatedVillage]
    centre: Point
    """The medians of their latitudes and longitudes."""


def check_neighbours(context: LoadContext, report: Report, villages: Iterable[LocatedVillage], allowed: int) -> None:
    """Warn of points far from all others of their region of the lowest level; `allowed` metres are added to WIDEST.

    The largest group of points near each other is taken for right. Where two are as large, it is the one nearer to the
    other places of the region above; where that does not decide either, both are told. Takes linear time.
    """
    levels = context.geography.levels
    above, lowest = levels[-2:][0], levels[-1]
    wider = [level.id for level in levels[:-1]]
    regions: dict[str, list[LocatedVillage]] = defaultdict(list)
    for one in villages:
        if _location(one).precision not in wider:
            regions[lowest.region_code(one[0].code)].append(one)
    scattered = {code: groups for code, members in regions.items() if len(groups := _group(members, allowed)) > 1}
    if not scattered:
        return
    islands = read_islands({above.region_code(code) for code in scattered})
    neighbours: dict[str, list[str]] = defaultdict(list)
    for code in regions:
        neighbours[above.region_code(code)].append(code)
    for code, groups in sorted(scattered.items()):
        region = above.region_code(code)
        others = [_point(one) for other in neighbours[region] if other != code for one in regions[other]]
        _report_apart(context, report, groups, others, islands.get(region, ()), (WIDEST + allowed) // 1000)


def _report_apart(
    context: LoadContext,
    report: Report,
    groups: list[_Group],
    others: Sequence[Point],
    islands: Sequence[Point],
    limit: int,
) -> None:
    """Report the points of all groups but the right one, unless islands explain them; `limit` is in kilometres."""
    right = _find_right(groups, others)
    wrong = [group for group in groups if group is not right]
    explained = [any(_distance(_point(one), island) <= _ON_ISLAND for island in islands) for one in _members(wrong)]
    if right is None and any(explained):
        return
    near = {id(group): right or next(other for other in groups if other is not group) for group in wrong}
    centres = (near[id(group)].centre for group in wrong for _ in group.villages)
    for one, centre, is_explained in zip(_members(wrong), centres, explained, strict=True):
        if not is_explained:
            (village, file, index), (lat, lon) = one, _point(one)
            span = context.span(file, index, "location")
            report.add(
                "location-apart",
                span,
                lat=lat,
                lon=lon,
                km=round(_distance((lat, lon), centre) / 1000),
                other=f"{centre[0]:.2f}, {centre[1]:.2f}",
                region=village.regions[-1],
                limit=limit,
            )


def _find_right(groups: list[_Group], others: Sequence[Point]) -> _Group | None:
    """Return the group whose points are right; None if that is not certain."""
    most = max(len(group.villages) for group in groups)
    largest = [group for group in groups if len(group.villages) == most]
    if len(largest) == 1:
        return largest[0]
    if not others:
        return None
    rest = _centre(others)
    nearest, second, *_ = sorted(largest, key=lambda group: _distance(group.centre, rest))
    return nearest if _distance(second.centre, rest) > _CLEARLY * _distance(nearest.centre, rest) else None


def _group(members: list[LocatedVillage], allowed: int) -> list[_Group]:
    """Group places so that those of two groups are farther apart than the limit.

    Places in a cell of a grid are never so far apart; cells are joined by the boxes around their points.
    """
    points = [_point(one) for one in members]
    north, south, east, west = *_range(lat for lat, _ in points), *_range(lon for _, lon in points)
    if hypot(north - south, east - west) * METRES_PER_DEGREE <= WIDEST + allowed:
        return [_Group(members, points[0])]
    limit = WIDEST + allowed + max(_location(one).uncertainty_m or 0 for one in members)
    across, size = cos(radians((north + south) / 2)) * METRES_PER_DEGREE, limit / sqrt(2)
    cells: dict[tuple[int, int], list[tuple[float, float, LocatedVillage]]] = defaultdict(list)
    for (lat, lon), one in zip(points, members, strict=True):
        x, y = lon * across, lat * METRES_PER_DEGREE
        cells[floor(x / size), floor(y / size)].append((x, y, one))
    boxes = {cell: (*_range(x for x, _, _ in held), *_range(y for _, y, _ in held)) for cell, held in cells.items()}
    groups: list[_Group] = []
    while boxes:
        waiting, joined = [boxes.popitem()], list[LocatedVillage]()
        while waiting:
            (column, row), box = waiting.pop()
            joined += [one for _, _, one in cells[column, row]]
            near = [(column + right, row + up) for right, up in product(range(-2, 3), repeat=2)]
            near = [cell for cell in near if cell in boxes and _gap(box, boxes[cell]) <= limit]
            waiting += [(cell, boxes.pop(cell)) for cell in near]
        groups.append(_Group(joined, _centre([_point(one) for one in joined])))
    return groups


def _gap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the distance between two boxes, each with its bounds on the east, west, north and south."""
    across = max(one[1] - other[0], other[1] - one[0], 0)
    return hypot(across, max(one[3] - other[2], other[3] - one[2], 0))


def _range(numbers: Iterable[float]) -> tuple[float, float]:
    """Return the largest and the smallest of some numbers."""
    listed = list(numbers)
    return max(listed), min(listed)


def _members(groups: Iterable[_Group]) -> list[LocatedVillage]:
    return [one for group in groups for one in group.villages]


def _location(one: LocatedVillage) -> Location:
    """Return the location of a village, which has one."""
    assert one[0].location is not None
    return one[0].location


def _point(one: LocatedVillage) -> Point:
    return _location(one).lat, _location(one).lon


def _centre(points: Sequence[Point]) -> Point:
    """Return the medians of latitudes and longitudes, which a few wrong ones do not move."""
    return median(lat for lat, _ in points), median(lon for _, lon in points)


def _distance(one: Point, other: Point) -> float:
    """Return the distance of two points in metres, as on a plane: accurate enough within a country."""
    across = (one[1] - other[1]) * cos(radians(one[0]))
    return hypot(one[0] - other[0], across) * METRES_PER_DEGREE
