"""Simplify and draw outlines, and measure how far a point lies outside one; the only module that imports shapely."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from math import floor
from typing import Any

from sitegen.coordinates import METRES_PER_DEGREE
from sitegen.models import Drawing, Outline, Outlines

Ring = Sequence[tuple[float, float]]
"""A closed line: longitude and latitude of each corner, in decimal degrees."""
Shape = Any
"""A polygon or several (shapely.Geometry), in decimal degrees."""

COUNTRY_WIDTH, REGION_SIZE = 1000, 320
"""The width of the country's drawing, and the longer side of a region's own, in units of the drawing."""
COUNTRY_TOLERANCE, BACKDROP_TOLERANCE = 0.07, 0.028
"""Degrees: corners whose triangle is smaller than this, squared, are left out."""
MAX_COUNTRY = 12_000
"""Maximum length of the paths of the country's drawing in characters, since many pages include it."""
PACKED_TOLERANCE = 0.004
"""Maximum error, in degrees, of the shapes used to check points."""
_DETAIL_TOLERANCE, _MAX_CORNERS = 0.001, 100_000
"""Outlines of more corners are first simplified to this tolerance, in degrees; no map shows more."""
MAX_PATH = 2400
"""Maximum length of a region's path in characters, since the page of each of its villages includes it."""
_MIN_PART = 1.5
"""Parts smaller than this many tolerances squared are left out, unless a region has no larger one."""
MAX_MENDED = 0.001
"""The largest share of its area that a shape may change by when it is untangled."""
_LINES_AT_ONCE, _MAX_NEAR_LINES = 100, 20
"""Lines looked at in one step, and the lines near one in a shape that is worth untangling; true outlines have three."""
NEAR_METRES = 10_000
"""Upper bound, in metres, of the distance between a region and a point in one of its nearby cells."""
_CELLS_PER_ROW = 10_000
"""More than the cells in a row around the earth."""


def shape_from_geojson(geometry: str) -> Shape:
    """Parse a geometry of GeoJSON that is known to be valid."""
    import shapely

    return shapely.from_geojson(geometry)


def divide_shape(shape: Shape, points: dict[str, list[tuple[float, float]]]) -> dict[str, Shape]:
    """Divide a shape among the keys of `points`: each part is what lies nearest to a point of its key (Voronoi)."""
    import shapely

    keys = [key for key, group in points.items() for _ in group]
    sites = shapely.MultiPoint([point for group in points.values() for point in group])
    cells = shapely.get_parts(shapely.voronoi_polygons(sites, extend_to=shape, ordered=True))
    return {
        key: shapely.intersection(
            shape, shapely.union_all([cell for cell, one in zip(cells, keys, strict=True) if one == key])
        )
        for key in points
    }


def join_shapes(shapes: dict[str, Shape], loose: Shape) -> dict[str, Shape]:
    """Join each part of `loose` to the nearest shape, and make neighbours share every corner of their border."""
    import shapely

    codes = sorted(shapes)
    nearest = shapely.STRtree([shapes[code] for code in codes]).nearest(shapely.get_parts(loose))
    parts = {code: [shapes[code]] for code in codes}
    for part, at in zip(shapely.get_parts(loose), nearest, strict=True):
        parts[codes[at]].append(part)
    return _clean_coverage({code: shapely.union_all(parts[code]) for code in codes})


def add_discs(
    shapes: dict[str, Shape], points: dict[str, list[tuple[float, float]]], radius: float, corners: int = 8
) -> dict[str, Shape]:
    """Add to each shape a disc around those of its points that it leaves out, where no other shape lies.

    Shapes and points are by the same keys.
    """
    import shapely

    land = shapely.get_parts(list(shapes.values()))
    tree = shapely.STRtree(land)
    widened: dict[str, Shape] = {}
    for code, shape in shapes.items():
        shapely.prepare(shape)
        islands = shapely.get_parts(shapely.MultiPoint(points.get(code, [])))
        left_out = islands[~shapely.intersects(shape, islands)]
        discs = shapely.union_all(shapely.buffer(left_out, radius, quad_segs=corners // 4))
        near = land[tree.query(discs, predicate="intersects")]
        widened[code] = shapely.union(shape, shapely.difference(discs, shapely.union_all(near)))
    return _clean_coverage(widened)  # discs of two regions may overlap


def _clean_coverage(shapes: dict[str, Shape]) -> dict[str, Shape]:
    """Make neighbours share every corner of their border, and settle overlaps."""
    import shapely

    cleaned = shapely.coverage_clean(list(shapes.values()))  # type: ignore[attr-defined]  # new in 2.2
    return dict(zip(shapes, cleaned, strict=True))


def unite_shapes(shapes: dict[str, Shape], keys: dict[str, str]) -> dict[str, Shape]:
    """Join the shapes that have the same key; `keys` gives the key of each."""
    import shapely

    groups: dict[str, list[Shape]] = {}
    for code, shape in shapes.items():
        groups.setdefault(keys[code], []).append(shape)
    return {key: group[0] if len(group) == 1 else shapely.union_all(group) for key, group in groups.items()}


def shape_from_polygons(polygons: Sequence[Sequence[Ring]]) -> Shape:
    """Build a shape from the polygons of GeoJSON: each has an outer ring, then its holes."""
    import shapely

    return shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in polygons])


def find_crossing(shape: Shape) -> tuple[float, float] | None:
    """Return the longitude and latitude at which a shape is invalid: a line crosses itself, or parts overlap."""
    import shapely

    if shapely.is_valid(shape):
        return None
    position = re.search(r"\[(\S+) (\S+)\]", str(shapely.is_valid_reason(shape)))
    x, y = map(float, position.groups()) if position else shapely.get_coordinates(shape)[0]
    return float(x), float(y)


def mend_shape(shape: Shape) -> tuple[Shape, float] | None:
    """Untangle an invalid shape; return it with the share of its area that changed, or None above MAX_MENDED."""
    import shapely

    area = float(shape.area)
    if not area or _is_tangled(shape):
        return None
    mended = _keep_polygons(shapely.make_valid(shape))
    share = abs(float(mended.area) - area) / area
    return (mended, share) if share <= MAX_MENDED else None


def _is_tangled(shape: Shape) -> bool:
    """Whether so many lines of a shape may cross that to untangle it would take longer than a build."""
    import numpy
    import shapely

    corners, rings = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
    lines = shapely.linestrings(numpy.stack([corners[:-1], corners[1:]], axis=1)[rings[:-1] == rings[1:]])
    tree, near = shapely.STRtree(lines), 0
    for start in range(0, len(lines), _LINES_AT_ONCE):
        near += tree.query(lines[start : start + _LINES_AT_ONCE]).shape[1]
        if near > _MAX_NEAR_LINES * (start + 10 * _LINES_AT_ONCE):
            return True
    return False


def _keep_polygons(shape: Shape) -> Shape:
    """Return only the polygons of a shape that was made valid, without lines and points."""
    import shapely

    parts = [part for part in shapely.get_parts(shape, return_index=False) if part.area > 0]
    polygons = [polygon for part in parts for polygon in shapely.get_parts(part)]
    return shapely.MultiPolygon([polygon for polygon in polygons if polygon.geom_type == "Polygon"])


def draw_outlines(shapes: dict[str, Shape], names: dict[str, str], credit: str, url: str) -> Outlines:
    """Draw regions; `shapes` and `names` are by code. Neighbours keep their common border."""
    import shapely

    codes = sorted(code for code, shape in shapes.items() if not shape.is_empty)
    if not codes:
        return Outlines(credit=credit, url=url)
    all_shapes = [shapes[code] for code in codes]
    if shapely.get_num_coordinates(all_shapes).sum() > _MAX_CORNERS:
        all_shapes = list(shapely.coverage_simplify(all_shapes, _DETAIL_TOLERANCE))
    country = _fit_drawing(all_shapes, width=COUNTRY_WIDTH)
    coarse_shapes, paths = _draw_within(all_shapes, country, COUNTRY_TOLERANCE, MAX_COUNTRY)
    regions: dict[str, Outline] = {}
    for code, shape, coarse, path in zip(codes, all_shapes, coarse_shapes, paths, strict=True):
        own = _fit_drawing([shape])
        _, (alone,) = _draw_within([shape], own, 1.2 / own.scale, MAX_PATH)
        regions[code] = Outline(code, names[code], path, alone, own, _label_point(coarse))
    return Outlines(regions, country, _encode_backdrop(codes, all_shapes), credit, url)


def pack_shapes(shapes: dict[str, Shape]) -> dict[str, bytes]:
    """Encode shapes as WKB, accurate to some 400 metres."""
    import shapely

    return {code: bytes(shapely.to_wkb(shapely.simplify(shape, PACKED_TOLERANCE))) for code, shape in shapes.items()}


def find_nearby_cells(shapes: dict[str, Shape]) -> dict[str, set[int]]:
    """Return, by code, the cells that lie wholly in a shape or within NEAR_METRES of it."""
    return {code: _cells(shape) for code, shape in shapes.items()}


def _cells(shape: Shape) -> set[int]:
    import numpy
    import shapely

    wide = shapely.buffer(shapely.simplify(shape, 0.01), NEAR_METRES / METRES_PER_DEGREE - 0.01, quad_segs=4)
    west, south, east, north = shapely.bounds(wide)
    columns = numpy.arange(int(west * 10) - 1, int(east * 10) + 2)
    rows = numpy.arange(int(south * 10) - 1, int(north * 10) + 2)
    x, y = (grid.ravel() for grid in numpy.meshgrid(columns, rows))
    shapely.prepare(wide)
    boxes = shapely.box(x / 10, y / 10, (x + 1) / 10, (y + 1) / 10)
    inside = shapely.contains(wide, boxes)
    return {int(cell) for cell in y[inside] * _CELLS_PER_ROW + x[inside]}


def find_cell(lat: float, lon: float) -> int:
    """Return the number of the 0.1 by 0.1 degree cell that a point lies in."""
    return floor(lat * 10) * _CELLS_PER_ROW + floor(lon * 10)


def measure_outside(points: Sequence[tuple[float, float]], outline: bytes) -> list[float]:
    """Return the distance of each point (latitude, longitude) outside a packed shape, in metres; 0 inside."""
    import numpy
    import shapely

    shape = shapely.from_wkb(outline)
    shapely.prepare(shape)
    coordinates = numpy.array(points, dtype=float)
    degrees = numpy.zeros(len(points))
    outside = ~shapely.intersects_xy(
        shape, coordinates[:, 1], coordinates[:, 0]
    )  # most are inside, which is much faster to test
    degrees[outside] = shapely.distance(shapely.points(coordinates[outside][:, ::-1]), shape)
    return [float(one) for one in degrees * METRES_PER_DEGREE]


def _draw_within(
    shapes: Sequence[Shape], drawing: Drawing, tolerance: float, limit: int
) -> tuple[list[Shape], list[str]]:
    """Simplify shapes by `tolerance` in degrees, or more, until their paths have at most `limit` characters in all."""
    while True:
        simple = _simplify(shapes, tolerance)
        paths = [_svg_path(shape, drawing) for shape in simple]
        if sum(map(len, paths)) <= limit or tolerance * drawing.scale >= REGION_SIZE:
            return simple, paths
        tolerance *= 1.25


def _simplify(shapes: Sequence[Shape], tolerance: float) -> list[Shape]:
    import shapely

    simple = shapely.coverage_simplify(list(shapes), tolerance)
    return [_drop_small_parts(shape, _MIN_PART * tolerance**2) for shape in simple]


def _drop_small_parts(shape: Shape, min_area: float) -> Shape:
    import shapely

    parts = [part for part in shapely.get_parts(shape) if not part.is_empty]
    large = [part for part in parts if part.area >= min_area] or sorted(parts, key=lambda part: part.area)[-1:]
    lakes = ([ring for ring in part.interiors if shapely.Polygon(ring).area >= min_area] for part in large)
    return shapely.MultiPolygon(list(map(shapely.Polygon, (part.exterior for part in large), lakes)))


def _fit_drawing(shapes: Sequence[Shape], width: int = 0) -> Drawing:
    """Fit a drawing around all `shapes`, `width` units wide, or REGION_SIZE on its longer side; with a margin."""
    import shapely

    west, south, east, north = map(float, shapely.total_bounds(list(shapes)))
    margin = max(east - west, north - south) * 0.02
    across, down = east - west + 2 * margin, north - south + 2 * margin
    scale = width / across if width else REGION_SIZE / max(across, down)
    return Drawing(
        round(west - margin, 4), round(north + margin, 4), round(scale, 4), round(across * scale), round(down * scale)
    )


def _label_point(shape: Shape) -> tuple[float, float]:
    """Return the latitude and longitude of the centroid of the largest part, or of a point inside it."""
    import shapely

    largest = max(shapely.get_parts(shape), key=lambda part: float(part.area))
    middle = shapely.centroid(largest)
    inside = middle if shapely.contains(largest, middle) else shapely.point_on_surface(largest)
    return round(float(inside.y), 2), round(float(inside.x), 2)


def _list_rings(shape: Shape) -> list[list[tuple[float, float]]]:
    import shapely

    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return [[(float(x), float(y)) for x, y in ring.coords][:-1] for ring in rings]


def _svg_path(shape: Shape, drawing: Drawing) -> str:
    """Encode a shape as an SVG path of whole units with relative steps."""
    parts: list[str] = []
    for ring in _list_rings(shape):
        corners = [tuple(map(round, drawing.at(lat, lon))) for lon, lat in ring]
        steps = _offsets(corners)
        if len(steps) > 2:
            (x, y), *rest = steps
            parts.append(f"M{x} {y}l" + " ".join(f"{dx} {dy}" for dx, dy in rest) + "z")
    return "".join(parts).replace(" -", "-")


def _offsets(corners: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    """Return the first corner, then the differences; repeated corners are left out."""
    steps: list[tuple[int, int]] = []
    last = (0, 0)
    for x, y in corners:
        if not steps or (x, y) != last:
            steps.append((x - last[0], y - last[1]))
            last = (x, y)
    return steps


def _encode_backdrop(codes: Sequence[str], shapes: Sequence[Shape]) -> bytes:
    rings: list[list[list[int]]] = []
    for shape in _simplify(shapes, BACKDROP_TOLERANCE):
        lines = ([(round(x * 100), round(y * 100)) for x, y in ring] for ring in _list_rings(shape))
        steps = (_offsets(line) for line in lines)
        rings.append([[value for step in ring for value in step] for ring in steps if len(ring) > 2])
    return json.dumps({"code": codes, "rings": rings}, separators=(",", ":")).encode()
