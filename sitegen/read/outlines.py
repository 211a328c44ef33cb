"""Outlines of the provinces, from a GeoJSON file of the site or from the drawing that comes with the package."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import msgspec

from sitegen.model import Boundaries, Outlines
from sitegen.model.kinds import SITE
from sitegen.problems import Report
from sitegen.read.geometry import Ring
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall
from sitegen.scalars import nearest

DRAWN = "svg-map-drawer/indonesia.svg"
"""The drawing of the package, below assets/vendor; it is read, not published."""
READY = "svg-map-drawer/outlines.json"
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
class Shapes:
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
    shapes: Shapes


def read_outlines(reading: Reading, boundaries: Boundaries | None, there: Sequence[str]) -> Shapes:
    """The outlines that the settings name among the files of data/, or those of the package; remembered by the digest
    of their file."""
    if boundaries is not None:
        return _own(reading, boundaries, there)
    file = _VENDOR / DRAWN
    if not file.is_file():
        return _NONE
    data = file.read_bytes()
    ready = _ready(_made_from(data))
    if ready is not None:
        return ready
    key = key_of(data, "outlines", DRAWN)
    known: Shapes | None = recall(reading.memo, key, Shapes)
    if known is None:
        known = _of_drawing(data.decode())
        keep(reading.memo, key, known)
    return known


def make_ready() -> bool:
    """Draw the outlines of the package once for all first builds; False where they stand there already."""
    data = (_VENDOR / DRAWN).read_bytes()
    made_from = _made_from(data)
    if _ready(made_from) is not None:
        return False
    shapes = _of_drawing(data.decode())
    (_VENDOR / READY).write_bytes(msgspec.json.encode(_Ready(made_from, shapes), order="deterministic"))
    return True


def _made_from(drawing: bytes) -> str:
    """Digest of the drawing and of the code that draws it."""
    state = blake2b(drawing, digest_size=16)
    for file in (Path(__file__), Path(__file__).parent / "geometry.py"):
        state.update(file.read_bytes())
    return state.hexdigest()


def _ready(made_from: str) -> Shapes | None:
    """What was made ready, if it is of this drawing and this code."""
    file = _VENDOR / READY
    if not file.is_file():
        return None
    try:
        found = msgspec.json.decode(file.read_bytes(), type=_Ready)
    except msgspec.DecodeError:  # half written: it is made again
        return None
    return found.shapes if found.made_from == made_from else None


def _own(reading: Reading, boundaries: Boundaries, there: Sequence[str]) -> Shapes:
    file = boundaries.file
    if file not in there:
        at = reading.span(SITE, "map", "boundaries", "file")
        reading.report.error("boundaries-missing", at, nearest(file, there, cutoff=0.8), path=file)
        return _NONE
    data = reading.load(file)
    if data is None:
        return _NONE
    key = key_of(data, "boundaries", file, boundaries.credit, boundaries.url or "")
    known: Shapes | None = recall(reading.memo, key, Shapes)
    if known is None:
        from sitegen.read.boundaries import read_boundaries
        from sitegen.read.geometry import near, outlines_of, packed

        report = Report()
        found = read_boundaries(data, file, report)
        reading.report.extend(report)
        if report.failed():
            reading.unread.add(file)
            return _NONE
        drawn = outlines_of(found.shapes, found.names, boundaries.credit, boundaries.url or "")
        known = Shapes(drawn, packed(found.shapes), near(found.shapes))
        keep(reading.memo, key, known)
    return known


_NONE = Shapes(Outlines(), {}, {})


def _of_drawing(text: str) -> Shapes:
    from sitegen.read.geometry import near, outlines_of, packed, shape_of_rings

    found = _PATH.findall(text)
    shapes = {code: shape_of_rings(_rings(path)) for code, _, path in found}
    names = {code: name for code, name, _ in found}
    return Shapes(outlines_of(shapes, names, CREDIT, URL), packed(shapes), near(shapes))


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
