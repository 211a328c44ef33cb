"""Load a site's own boundaries of regions from GeoJSON, and report each problem at its position."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from sitegen.geography import Geography, Level
from sitegen.load.geometry import Ring, Shape, find_crossing, mend_shape, shape_from_polygons
from sitegen.load.text import decode_text
from sitegen.models import Boundaries
from sitegen.models.kinds import SITE
from sitegen.problems import Loc, Offer, Report, Span, severity_of, span_within
from sitegen.yaml_format import format_scalar

_SPACE = re.compile(r"[ \t\n\r]*")


class NotANumber(ValueError):
    """A number that JSON does not allow: `NaN` or `Infinity`."""


def _reject_constant(word: str) -> float:
    raise NotANumber(word)


_DECODER = json.JSONDecoder(parse_int=float, parse_constant=_reject_constant)


def load_json(text: str) -> Any:
    """Parse a JSON text, every number as a float.

    Raises json.JSONDecodeError, NotANumber, or RecursionError where it is nested too deeply.
    """
    return _DECODER.decode(text)


def json_span(text: str, *path: str | int, start: int = 0) -> tuple[int, int]:
    """Return the offsets of the value at `path`, keys and indexes, in a valid text, or in its value at `start`. Where
    the path ends early, these are the offsets of the innermost value that exists."""
    at = _skip_space(text, start)
    bounds = at, _DECODER.raw_decode(text, at)[1]
    for step in path:
        matches = [(start_at, end_at) for name, start_at, end_at in json_parts(text, bounds[0]) if name == step]
        if not matches:
            break
        bounds = matches[-1]  # JSON uses the last of repeated keys
    return bounds


def json_parts(text: str, start: int) -> Iterator[tuple[str | int, int, int]]:
    """Yield the key or index, start and end of each part of the object or list at `start`."""
    if text[start] not in "{[":
        return
    keyed = text[start] == "{"
    at, index = _skip_space(text, start + 1), 0
    while text[at] not in "}]":
        name: str | int = index
        if keyed:
            name, at = _DECODER.raw_decode(text, at)
            at = _skip_space(text, _skip_space(text, at) + 1)  # the colon
        end_at = _DECODER.raw_decode(text, at)[1]
        yield name, at, end_at
        at, index = _skip_space(text, end_at), index + 1
        if text[at] == ",":
            at = _skip_space(text, at + 1)


def _skip_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


MAX_BYTES = 16_000_000
"""Maximum size of a boundary file in bytes: 400,000 corners, many times what a map shows."""
_WATERS = 5.0
"""How far beyond the extent of the country outlines may reach, in degrees."""
_MAX_NAME = 100
_MAX_PROBLEMS = 100
"""Errors reported for one file; few countries have as many regions at their highest level."""
_MOST = 0.5
"""The share of features above which a property is taken for the one that holds codes."""
_DEPTH = {"Polygon": 0, "MultiPolygon": 1}


@dataclass(slots=True)
class RegionShapes:
    """The shapes of a GeoJSON file."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    """By code of the region."""
    names: dict[str, str] = field(default_factory=dict)
    """By code; without those that have none."""


@dataclass(slots=True)
class _GeoJson:
    """The text of the file. Positions are searched only when there is a problem."""

    text: str
    boundaries: Boundaries
    geography: Geography
    report: Report
    starts: list[int] = field(default_factory=list)
    """Offset of each feature; empty until needed."""
    errors: int = 0
    mended: list[tuple[int, float]] = field(default_factory=list)
    """Index of each feature whose shape was mended, and the share of its area that changed."""

    @property
    def level(self) -> Level:
        """Return the level of the regions in the file."""
        return self.geography.level(self.boundaries.level or self.geography.top.id)

    def add(self, problem: str, feature: int, /, *path: str | int, **values: str) -> None:
        """Report a problem at `path` within a feature."""
        self.report.add(problem, self._at(feature, *path), **values)
        self.errors += severity_of(problem) == "error"

    def add_with_offer(self, problem: str, feature: int, offer: Offer, /, *path: str | int, **values: str) -> None:
        """Report an error at `path` within a feature that a setting would mend."""
        self.report.add_with_offer(problem, self._at(feature, *path), offer, **values)
        self.errors += 1

    def _at(self, feature: int, *path: str | int) -> Span:
        start_at, _ = json_span(self.text, *path, start=self._start(feature))
        return self.span(start_at, start_at + 1)

    def line(self, feature: int) -> int:
        """Return the line on which a feature begins."""
        start = self._start(feature)
        return self.span(start, start + 1).line

    def span(self, start_at: int, end_at: int) -> Span:
        """Return the position of the characters from `start_at` to `end_at`."""
        return span_within(self.text, start_at, end_at, self.boundaries.file)

    def _start(self, feature: int) -> int:
        if not self.starts:
            self.starts = [start_at for _, start_at, _ in json_parts(self.text, json_span(self.text, "features")[0])]
        return self.starts[feature]


def load_boundaries(data: bytes, boundaries: Boundaries, geography: Geography, report: Report) -> RegionShapes:
    """Load the shapes of a GeoJSON file, and report the problems of each feature."""
    file, loaded = boundaries.file, RegionShapes()
    if len(data) > MAX_BYTES:
        size, limit = (f"{number / 1_000_000:.1f} MB" for number in (len(data), MAX_BYTES))
        report.add("boundaries-large", Span(file), size=size, limit=limit)
        return loaded
    text = decode_text(data, file, report, max_line=MAX_BYTES)  # many programs write GeoJSON in one line
    value = _parse_json(text, file, report) if text is not None else None
    if text is None or value is None:
        return loaded
    source = _GeoJson(text, boundaries, geography, report)
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or value.get("type") != "FeatureCollection":
        start_at, _ = json_span(text)
        report.add("boundaries-collection", source.span(start_at, start_at + 1))
        return loaded
    if not _has_codes(source, features):
        return loaded
    first: dict[str, int] = {}
    for index, feature in enumerate(features):
        if source.errors >= _MAX_PROBLEMS:
            break
        code = _parse_code(source, index, feature)
        if code and code in first:
            key = ("properties", boundaries.code)
            source.add("boundary-repeated", index, *key, code=code, line=str(source.line(first[code])))
        elif code:
            first[code] = index
        shape = _parse_shape(source, index, feature)
        if code and shape is not None:
            loaded.shapes[code] = shape
            if name := _parse_name(source, index, feature):
                loaded.names[code] = name
    if source.mended:
        index, share = max(source.mended, key=lambda one: one[1])
        values = {"count": str(len(source.mended)), "share": f"{share * 100:.2g}"}
        source.add("boundaries-mended", index, "geometry", **values)
    return loaded


def _has_codes(source: _GeoJson, features: list[Any]) -> bool:
    """Whether features hold codes where the settings say; if none does, say once which property or level does."""
    key, level = source.boundaries.code, source.level
    if not features:
        return True
    values = [value for feature in features if (value := _properties(feature).get(key)) is not None]
    if not values:
        keys = _find_code_keys(features, level)
        if keys:
            offer = _offer_setting("code", keys[0])
            source.add_with_offer(
                "boundaries-key", 0, offer, "properties", key=key, found=", ".join(keys), first=keys[0]
            )
        else:
            source.add("boundary-codeless", 0, "properties", key=key)
        return False
    if len(values) > 1 and not any(parse_region_code(value, level) for value in values):
        for other in source.geography.levels:
            if sum(bool(parse_region_code(value, other)) for value in values) > _MOST * len(features):
                index = next(at for at, feature in enumerate(features) if _properties(feature).get(key) is not None)
                value = _show(_properties(features[index])[key])
                found = {"value": value, "level": level.id, "found": other.id}
                offer = _offer_setting("level", other.id)
                source.add_with_offer("boundaries-level", index, offer, "properties", key, **found)
                return False
    return True


def _offer_setting(key: str, value: str) -> Offer:
    return Offer(SITE, ("map", "boundaries"), f"{key}: {format_scalar(value)}")


def _find_code_keys(features: list[Any], level: Level) -> list[str]:
    """Return the properties whose values look most like codes: each feature has another valid one."""
    found: dict[str, set[str]] = {}
    for feature in features:
        for key, value in _properties(feature).items():
            if code := parse_region_code(value, level):
                found.setdefault(key, set()).add(code)
    most = max(map(len, found.values()), default=0)
    return [key for key, codes in found.items() if len(codes) == most > _MOST * len(features) and key.isprintable()]


def parse_region_code(value: object, level: Level) -> str:
    """Return the code of a region as officially written, with dots; empty if the value cannot mean one.

    Blocks have a fixed length, so that `3505`, `35 05` and the numbers 3505 and 35.05 all mean `35.05`.
    """
    if isinstance(value, float):  # 35.1 is 35.10 without its last zero
        two_blocks = len(level.digits) == len(("35", "05")) and value == round(value, 2)
        value = f"{value:.0f}" if value.is_integer() else f"{value:.2f}" if two_blocks else ""
    if not isinstance(value, str):
        return ""
    digits = re.sub(r"[ .-]", "", value)
    if not re.fullmatch(f"[0-9]{{{sum(level.digits)}}}", digits):
        return ""
    ends = list(accumulate(level.digits))
    return level.separator.join(digits[start:end] for start, end in zip([0, *ends], ends, strict=False))


def _show(value: object) -> str:
    """Return a value of a property as text for a message."""
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def _parse_json(text: str, file: str, report: Report) -> Any:
    """Parse the text, or report the syntax error and return None."""
    try:
        value = load_json(text)
    except json.JSONDecodeError as error:
        at = min(error.pos, len(text.rstrip()))
        report.add("json-syntax", span_within(text, at, at + 1, file))
        return None
    except NotANumber as error:
        match = re.search(rf"(?<![\w\"-]){re.escape(str(error))}\b", text)
        start = match.start() if match else 0
        report.add("json-syntax", span_within(text, start, start + len(str(error)), file))
        return None
    except RecursionError:
        report.add("json-nested", Span(file, 1))
        return None
    return value if value is not None else {}


def _properties(feature: object) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _parse_code(source: _GeoJson, index: int, feature: object) -> str:
    """Return the code of a feature, or report it and return an empty string."""
    key = source.boundaries.code
    value = _properties(feature).get(key)
    if value is None:
        source.add("boundary-codeless", index, "properties", key=key)
        return ""
    code = parse_region_code(value, source.level)
    if not code:
        source.add("boundary-code", index, "properties", key, value=_show(value), level=source.level.id)
    return code


def _parse_name(source: _GeoJson, index: int, feature: object) -> str:
    """Return the name of a feature; empty where it has none."""
    key = source.boundaries.name
    name = _properties(feature).get(key)
    if name is None:
        return ""
    if not isinstance(name, str) or not name.isprintable() or not 0 < len(name.strip()) <= _MAX_NAME:
        source.add("boundary-name", index, "properties", key, limit=str(_MAX_NAME))
        return ""
    return name.strip()


def _parse_shape(source: _GeoJson, index: int, feature: object) -> Shape | None:
    """Return the shape of a feature, or report what is invalid and return None."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or not isinstance(kind, str) or kind not in _DEPTH:
        source.add("boundary-geometry", index, "geometry", type=str(kind or "null")[:40])
        return None
    polygons: list[list[Ring]] = []
    for path, rings in _list_polygons(geometry.get("coordinates"), _DEPTH[kind]):
        if not isinstance(rings, list) or not rings:
            source.add("boundary-ring", index, *path)
            return None
        if not all(
            _check_ring(source, index, (*path, at), ring) for at, ring in enumerate(rings)
        ):  # one problem is enough
            return None
        polygons.append(rings)
    if not polygons:
        source.add("boundary-ring", index, "geometry", "coordinates")
        return None
    shape = shape_from_polygons([[[(x, y) for x, y, *_ in ring] for ring in rings] for rings in polygons])
    error = find_crossing(shape)
    return shape if error is None else _mend(source, index, shape, error)


def _mend(source: _GeoJson, index: int, shape: Shape, error: tuple[float, float]) -> Shape | None:
    """Return a shape that crosses itself mended, or report it and return None."""
    mended = mend_shape(shape)
    if mended is None:
        source.add("boundary-crossed", index, "geometry", lon=f"{error[0]:.5g}", lat=f"{error[1]:.5g}")
        return None
    source.mended.append((index, mended[1]))
    return mended[0]


def _list_polygons(coordinates: object, depth: int) -> Iterator[tuple[Loc, object]]:
    """Yield each polygon with its path within the feature."""
    base: Loc = ("geometry", "coordinates")
    if depth == 0:
        yield base, coordinates
    elif isinstance(coordinates, list):
        yield from (((*base, at), polygon) for at, polygon in enumerate(coordinates))


def _check_ring(source: _GeoJson, index: int, path: Loc, ring: object) -> bool:
    """Check that a ring has at least four corners, all of them numbers within the country; report the first problem."""
    if not isinstance(ring, list) or len(ring) < 4:
        source.add("boundary-ring", index, *path)
        return False
    for at, corner in enumerate(ring):
        if not isinstance(corner, list) or [type(number) for number in corner[:2]] != [float, float]:
            source.add("boundary-ring", index, *path, at)
            return False
        x, y = corner[0], corner[1]
        if not _is_within(source.geography, x, y):
            swapped = _is_within(source.geography, y, x)
            code = "boundary-swapped" if swapped else "boundary-outside"
            source.add(code, index, *path, at, x=f"{x:.7g}", y=f"{y:.7g}")
            return False
    return True


def _is_within(geography: Geography, x: float, y: float) -> bool:
    """Whether a corner lies in the country or its waters."""
    box = geography.extent
    return box.west - _WATERS <= x <= box.east + _WATERS and box.south - _WATERS <= y <= box.north + _WATERS
