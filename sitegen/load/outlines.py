"""Outlines of the provinces, from a GeoJSON file of the site or from the drawing that comes with the package."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sitegen.cache import cached_value
from sitegen.digest import hex_digest
from sitegen.load.context import READ, LoadContext, key_of, read_cached
from sitegen.load.geometry import Ring
from sitegen.models import Boundaries, Outlines
from sitegen.models.kinds import SITE
from sitegen.problems import Report
from sitegen.scalars import closest_match

PACKAGE_DRAWING = "svg-map-drawer/indonesia.svg"
"""The drawing of the package, below assets/vendor; it is read, not published."""
PREPARED_OUTLINES = "svg-map-drawer/outlines.json"
"""What was made of the drawing when the package was set up, beside it: a first build need not make it again."""
_VENDOR = Path(__file__).parent.parent / "assets" / "vendor"
CREDIT, URL = "svg-map-drawer 1.0.22", "https://github.com/zedfar/svg-map-drawer"
_PATH = re.compile(r'<path\s+id="ID([0-9]{2})"\s+name="([^"]+)"\s+d="([^"]+)"')
_TOKEN = re.compile(r"[a-zA-Z]|-?[0-9]*\.?[0-9]+(?:e-?[0-9]+)?")
_WEST, _EAST_A_UNIT = 94.26780, 0.02968365
_NORTH, _SOUTH_A_UNIT = 6.65272, 0.02968778
"""Where the drawing lies: longitude = west + east * x, latitude = north - south * y; fitted to known places, with a
median error of 0.003 degrees."""


@dataclass(frozen=True, slots=True)
class OutlineShapes:
    """The outlines that a site uses."""

    outlines: Outlines
    """As they are drawn."""
    packed: dict[str, bytes]
    """As points are held against them (WKB), by province."""
    near: dict[str, set[int]]
    """The cells of the earth that lie in a province or near it, by its code: see geometry.cell_of."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """What READY holds."""

    made_from: str
    """Digest of the drawing and of the code that drew it: another one means that it has to be made again."""
    shapes: OutlineShapes


def load_outlines(reading: LoadContext, boundaries: Boundaries | None, there: Sequence[str]) -> OutlineShapes:
    """The outlines that the settings name among the files of data/, or those of the package; remembered by the digest
    of their file."""
    if boundaries is not None:
        return _own(reading, boundaries, there)
    file = _VENDOR / PACKAGE_DRAWING
    if not file.is_file():
        return _NONE
    data = file.read_bytes()
    ready = _ready(_made_from(data))
    if ready is not None:
        return ready
    key = key_of(data, "outlines", PACKAGE_DRAWING)
    return cached_value(reading.cache, READ, key, OutlineShapes, lambda: _of_drawing(data.decode()))


def prepare_outlines() -> bool:
    """Draw the outlines of the package once for all first builds; False where they stand there already."""
    data = (_VENDOR / PACKAGE_DRAWING).read_bytes()
    made_from = _made_from(data)
    if _ready(made_from) is not None:
        return False
    shapes = _of_drawing(data.decode())
    (_VENDOR / PREPARED_OUTLINES).write_bytes(msgspec.json.encode(_Ready(made_from, shapes), order="deterministic"))
    return True


def _made_from(drawing: bytes) -> str:
    """Digest of the drawing and of the code that draws it."""
    code = (Path(__file__), Path(__file__).parent / "geometry.py")
    return hex_digest(drawing, *(file.read_bytes() for file in code))


def _ready(made_from: str) -> OutlineShapes | None:
    """What was made ready, if it is of this drawing and this code."""
    file = _VENDOR / PREPARED_OUTLINES
    if not file.is_file():
        return None
    try:
        found = msgspec.json.decode(file.read_bytes(), type=_Ready)
    except msgspec.DecodeError:  # half written: it is made again
        return None
    return found.shapes if found.made_from == made_from else None


def _own(reading: LoadContext, boundaries: Boundaries, there: Sequence[str]) -> OutlineShapes:
    file = boundaries.file
    if file not in there:
        at = reading.span(SITE, "map", "boundaries", "file")
        reading.report.add("boundaries-missing", at, closest_match(file, there, cutoff=0.8), path=file)
        return _NONE
    data = reading.load(file)
    if data is None:
        return _NONE
    key = key_of(data, "boundaries", file, boundaries.credit, boundaries.url or "")
    return read_cached(reading, file, key, OutlineShapes, lambda report: _drawn(data, boundaries, report))


def _drawn(data: bytes, boundaries: Boundaries, report: Report) -> OutlineShapes:
    from sitegen.load.boundaries import load_boundaries
    from sitegen.load.geometry import nearby_cells, outlines_of, pack_shapes

    found = load_boundaries(data, boundaries.file, report)
    if report.failed():
        return _NONE
    drawn = outlines_of(found.shapes, found.names, boundaries.credit, boundaries.url or "")
    return OutlineShapes(drawn, pack_shapes(found.shapes), nearby_cells(found.shapes))


_NONE = OutlineShapes(Outlines(), {}, {})


def _of_drawing(text: str) -> OutlineShapes:
    from sitegen.load.geometry import nearby_cells, outlines_of, pack_shapes, shape_of_rings

    found = _PATH.findall(text)
    shapes = {code: shape_of_rings(_rings(path)) for code, _, path in found}
    names = {code: name for code, name, _ in found}
    return OutlineShapes(outlines_of(shapes, names, CREDIT, URL), pack_shapes(shapes), nearby_cells(shapes))


def _rings(path: str) -> list[Ring]:
    """The rings of an SVG path of straight lines (m, l, h, v, z; small letters count from the last corner)."""
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
        step, near = float(number), command.islower()
        across = command in "mMlLhH"
        if command in "mMlL":
            other = float(next(tokens))
            x, y = (x + step, y + other) if near else (step, other)
        elif across:
            x = x + step if near else step
        else:
            y = y + step if near else step
        if command in "mM":
            rings.append([])
            command = "l" if near else "L"
        rings[-1].append((x, y))
    return [[(_WEST + _EAST_A_UNIT * x, _NORTH - _SOUTH_A_UNIT * y) for x, y in ring] for ring in rings]
