"""Load the outlines of the provinces from a GeoJSON file of the site, or from the package's drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from sitegen.cache import cached_value
from sitegen.digest import hex_digest
from sitegen.load.context import READ, LoadContext, cache_key, load_cached
from sitegen.load.geometry import Ring
from sitegen.models import Boundaries, Outlines
from sitegen.models.kinds import SITE
from sitegen.problems import Report
from sitegen.scalars import closest_match

PACKAGE_DRAWING = "svg-map-drawer/indonesia.svg"
"""The package's drawing, below assets/vendor; it is read, not published."""
PREPARED_OUTLINES = "svg-map-drawer/outlines.json"
"""The outlines of the package's drawing, prepared at installation to speed up the first build."""
_VENDOR = Path(__file__).parent.parent / "assets" / "vendor"
CREDIT, URL = "svg-map-drawer 1.0.22", "https://github.com/zedfar/svg-map-drawer"
_PATH = re.compile(r'<path\s+id="ID([0-9]{2})"\s+name="([^"]+)"\s+d="([^"]+)"')
_TOKEN = re.compile(r"[a-zA-Z]|-?[0-9]*\.?[0-9]+(?:e-?[0-9]+)?")
_WEST, _DEGREES_PER_X = 94.26780, 0.02968365
_NORTH, _DEGREES_PER_Y = 6.65272, 0.02968778
"""Maps the drawing to degrees: longitude = west + x, latitude = north - y, scaled. Fitted to known points, with a
median error of 0.003 degrees."""


@dataclass(frozen=True, slots=True)
class OutlineShapes:
    """The outlines of a site."""

    outlines: Outlines
    """For drawing."""
    packed: dict[str, bytes]
    """For checking points (WKB), by province code."""
    nearby: dict[str, set[int]]
    """Cells in or near each province, by code; see geometry.find_cell."""


@dataclass(frozen=True, slots=True)
class _PreparedOutlines:
    """The contents of PREPARED_OUTLINES."""

    source_digest: str
    """Digest of the drawing and of the code that draws it; outlines of another digest are made again."""
    shapes: OutlineShapes


def load_outlines(context: LoadContext, boundaries: Boundaries | None, files: Sequence[str]) -> OutlineShapes:
    """Load the outlines that the settings name among the files of data/, or else those of the package."""
    if boundaries is not None:
        return _load_site_outlines(context, boundaries, files)
    file = _VENDOR / PACKAGE_DRAWING
    if not file.is_file():
        return _EMPTY
    data = file.read_bytes()
    prepared = _load_prepared(_source_digest(data))
    if prepared is not None:
        return prepared
    key = cache_key(data, "outlines", PACKAGE_DRAWING)
    return cached_value(context.cache, READ, key, OutlineShapes, lambda: _draw_package(data.decode()))


def prepare_outlines() -> bool:
    """Draw the package's outlines ahead of all first builds; returns False if they are up to date."""
    data = (_VENDOR / PACKAGE_DRAWING).read_bytes()
    source_digest = _source_digest(data)
    if _load_prepared(source_digest) is not None:
        return False
    shapes = _draw_package(data.decode())
    (_VENDOR / PREPARED_OUTLINES).write_bytes(
        msgspec.json.encode(_PreparedOutlines(source_digest, shapes), order="deterministic")
    )
    return True


def _source_digest(drawing: bytes) -> str:
    code = (Path(__file__), Path(__file__).parent / "geometry.py")
    return hex_digest(drawing, *(file.read_bytes() for file in code))


def _load_prepared(source_digest: str) -> OutlineShapes | None:
    """Load the prepared outlines if they are up to date."""
    file = _VENDOR / PREPARED_OUTLINES
    if not file.is_file():
        return None
    try:
        prepared = msgspec.json.decode(file.read_bytes(), type=_PreparedOutlines)
    except msgspec.DecodeError:  # written in part
        return None
    return prepared.shapes if prepared.source_digest == source_digest else None


def _load_site_outlines(context: LoadContext, boundaries: Boundaries, files: Sequence[str]) -> OutlineShapes:
    file = boundaries.file
    if file not in files:
        at = context.span(SITE, "map", "boundaries", "file")
        context.report.add("boundaries-missing", at, closest_match(file, files, cutoff=0.8), path=file)
        return _EMPTY
    draw = partial(_draw_boundaries, boundaries)
    return load_cached(context, file, OutlineShapes, draw, boundaries.credit, boundaries.url or "") or _EMPTY


def _draw_boundaries(boundaries: Boundaries, data: bytes, report: Report) -> OutlineShapes:
    from sitegen.load.boundaries import load_boundaries
    from sitegen.load.geometry import draw_outlines, find_nearby_cells, pack_shapes

    loaded = load_boundaries(data, boundaries.file, report)
    if report.failed():
        return _EMPTY
    outlines = draw_outlines(loaded.shapes, loaded.names, boundaries.credit, boundaries.url or "")
    return OutlineShapes(outlines, pack_shapes(loaded.shapes), find_nearby_cells(loaded.shapes))


_EMPTY = OutlineShapes(Outlines(), {}, {})


def _draw_package(text: str) -> OutlineShapes:
    from sitegen.load.geometry import draw_outlines, find_nearby_cells, pack_shapes, shape_from_rings

    matches = _PATH.findall(text)
    shapes = {code: shape_from_rings(_parse_path(path)) for code, _, path in matches}
    names = {code: name for code, name, _ in matches}
    return OutlineShapes(draw_outlines(shapes, names, CREDIT, URL), pack_shapes(shapes), find_nearby_cells(shapes))


def _parse_path(path: str) -> list[Ring]:
    """Parse an SVG path of straight lines (m, l, h, v, z; lower case is relative to the last corner)."""
    rings: list[list[tuple[float, float]]] = []
    x = y = 0.0
    command, tokens = "", iter(_TOKEN.findall(path))
    for token in tokens:
        if token.isalpha():
            command, number = token, ""
            if command in "zZ":
                x, y = rings[-1][0]
                continue
            number = next(tokens)
        else:
            number = token
        step, relative = float(number), command.islower()
        across = command in "mMlLhH"
        if command in "mMlL":
            other = float(next(tokens))
            x, y = (x + step, y + other) if relative else (step, other)
        elif across:
            x = x + step if relative else step
        else:
            y = y + step if relative else step
        if command in "mM":
            rings.append([])
            command = "l" if relative else "L"
        rings[-1].append((x, y))
    return [[(_WEST + _DEGREES_PER_X * x, _NORTH - _DEGREES_PER_Y * y) for x, y in ring] for ring in rings]
