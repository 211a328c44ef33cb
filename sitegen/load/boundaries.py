"""Load a site's own boundaries of provinces from GeoJSON; report each fault at its position."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sitegen.geography import PROVINCE
from sitegen.load.geometry import Ring, Shape, fault_of, shape_of_polygons
from sitegen.load.text import decode_text
from sitegen.problems import Report, Span, span_within

_SPACE = re.compile(r"[ \t\n\r]*")


class NotANumber(ValueError):
    """What stands for a number and is none: `NaN`, `Infinity`."""


def _refuse(word: str) -> float:
    raise NotANumber(word)


_DECODER = json.JSONDecoder(parse_int=float, parse_constant=_refuse)


def load_json(text: str) -> Any:
    """The value that a JSON text tells, every number a float.

    Raises json.JSONDecodeError, which knows the place; NotANumber; RecursionError where it is nested too deeply.
    """
    return _DECODER.decode(text)


def json_span(text: str, *path: str | int, start: int = 0) -> tuple[int, int]:
    """Where the value at `path`, keys and indexes, begins and ends in a sound text; of the value at `start`, that
    within it. What is not there is sought no further: the place of what holds it."""
    at = _past_space(text, start)
    place = at, _DECODER.raw_decode(text, at)[1]
    for step in path:
        found = [(begins, ends) for name, begins, ends in json_parts(text, place[0]) if name == step]
        if not found:
            break
        place = found[-1]  # of a key said twice, JSON takes the last
    return place


def json_parts(text: str, start: int) -> Iterator[tuple[str | int, int, int]]:
    """Each part of the object or list that begins at `start`: its key or index, and where its value begins and ends."""
    if text[start] not in "{[":
        return
    keyed = text[start] == "{"
    at, index = _past_space(text, start + 1), 0
    while text[at] not in "}]":
        name: str | int = index
        if keyed:
            name, at = _DECODER.raw_decode(text, at)
            at = _past_space(text, _past_space(text, at) + 1)  # the colon
        ends = _DECODER.raw_decode(text, at)[1]
        yield name, at, ends
        at, index = _past_space(text, ends), index + 1
        if text[at] == ",":
            at = _past_space(text, at + 1)


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


LARGEST = 16_000_000
"""Bytes of a file of outlines: 400,000 corners, many times what a map shows."""
_SOUTH, _NORTH, _WEST, _EAST = -15.0, 10.0, 90.0, 146.0
"""A box around Indonesia with its waters, in decimal degrees."""
_LONGEST_NAME = 100
_ENOUGH = 100
"""Faults of one file that are told: there are not so many provinces, so it is not a file of them."""
_DEPTH = {"Polygon": 0, "MultiPolygon": 1}


@dataclass(slots=True)
class Boundaries:
    """What a file of outlines holds."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    """By the province's code."""
    names: dict[str, str] = field(default_factory=dict)
    """The name of each; its code where the file has no name."""


@dataclass(slots=True)
class _Text:
    """The text of the file, in which places are sought only when something is wrong."""

    text: str
    file: str
    report: Report
    starts: list[int] = field(default_factory=list)
    """Where each feature begins."""

    def add(self, name: str, feature: int, *path: str | int, **values: str) -> None:
        """Report a fault at `path` within a feature."""
        begins, _ = json_span(self.text, *path, start=self._start(feature))
        self.report.add(name, self.span(begins, begins + 1), **values)

    def line(self, feature: int) -> int:
        """The line on which a feature begins."""
        start = self._start(feature)
        return self.span(start, start + 1).line

    def span(self, begins: int, ends: int) -> Span:
        """A place in the file."""
        return span_within(self.text, begins, ends, self.file)

    def _start(self, feature: int) -> int:
        if not self.starts:
            self.starts = [begins for _, begins, _ in json_parts(self.text, json_span(self.text, "features")[0])]
        return self.starts[feature]


def load_boundaries(data: bytes, file: str, report: Report) -> Boundaries:
    """The outlines of a GeoJSON file; what is wrong in any feature is reported."""
    found = Boundaries()
    if len(data) > LARGEST:
        size, limit = (f"{number / 1_000_000:.1f} MB" for number in (len(data), LARGEST))
        report.add("boundaries-large", Span(file), size=size, limit=limit)
        return found
    text = decode_text(data, file, report, longest=LARGEST)  # many programs write GeoJSON in one line
    value = _load(text, file, report) if text is not None else None
    if text is None or value is None:
        return found
    there = _Text(text, file, report)
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or value.get("type") != "FeatureCollection":
        begins, _ = json_span(text)
        report.add("boundaries-collection", there.span(begins, begins + 1))
        return found
    first: dict[str, int] = {}
    for index, feature in enumerate(features):
        if len(report) >= _ENOUGH:
            break
        code = _code(there, index, feature)
        if code and code in first:
            there.add("boundary-repeated", index, "properties", "code", code=code, line=str(there.line(first[code])))
        elif code:
            first[code] = index
        shape = _shape(there, index, feature)
        if code and shape is not None:
            found.shapes[code], found.names[code] = shape, _name(there, index, feature) or code
    return found


def _load(text: str, file: str, report: Report) -> Any:
    """The value of the text; None, and reported, where it tells none."""
    try:
        value = load_json(text)
    except json.JSONDecodeError as fault:
        at = min(fault.pos, len(text.rstrip()))
        report.add("json-syntax", span_within(text, at, at + 1, file))
        return None
    except NotANumber as fault:
        found = re.search(rf"(?<![\w\"-]){re.escape(str(fault))}\b", text)
        start = found.start() if found else 0
        report.add("json-syntax", span_within(text, start, start + len(str(fault)), file))
        return None
    except RecursionError:
        report.add("json-nested", Span(file, 1))
        return None
    return value if value is not None else {}


def _properties(feature: object) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _code(there: _Text, index: int, feature: object) -> str:
    """The province's code of a feature; empty, and reported, where it has none."""
    properties = _properties(feature)
    value = properties.get("code")
    if value is None:
        there.add("boundary-codeless", index, "properties")
        return ""
    code = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else value
    if not isinstance(code, str) or not re.fullmatch(PROVINCE.pattern, code) or code.startswith("0"):
        there.add("boundary-code", index, "properties", "code", value=str(code))
        return ""
    return code


def _name(there: _Text, index: int, feature: object) -> str:
    """The name of a feature; empty where it has none."""
    name = _properties(feature).get("name")
    if name is None:
        return ""
    if not isinstance(name, str) or not name.isprintable() or not 0 < len(name.strip()) <= _LONGEST_NAME:
        there.add("boundary-name", index, "properties", "name", limit=str(_LONGEST_NAME))
        return ""
    return name.strip()


def _shape(there: _Text, index: int, feature: object) -> Shape | None:
    """The shape of a feature; None, and reported, where it has none that is sound."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or not isinstance(kind, str) or kind not in _DEPTH:
        there.add("boundary-geometry", index, "geometry", type=str(kind or "null")[:40])
        return None
    polygons: list[list[Ring]] = []
    for path, rings in _parts_of(geometry.get("coordinates"), _DEPTH[kind]):
        if not isinstance(rings, list) or not rings:
            there.add("boundary-ring", index, *path)
            return None
        if not all(_sound(there, index, (*path, at), ring) for at, ring in enumerate(rings)):  # the first fault will do
            return None
        polygons.append(rings)
    if not polygons:
        there.add("boundary-ring", index, "geometry", "coordinates")
        return None
    shape = shape_of_polygons([[[(x, y) for x, y, *_ in ring] for ring in rings] for rings in polygons])
    if (fault := fault_of(shape)) is not None:
        there.add("boundary-crossed", index, "geometry", lon=f"{fault[0]:.5g}", lat=f"{fault[1]:.5g}")
        return None
    return shape


def _parts_of(coordinates: object, depth: int) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Each polygon, with its path within the feature."""
    base: tuple[str | int, ...] = ("geometry", "coordinates")
    if depth == 0:
        yield base, coordinates
    elif isinstance(coordinates, list):
        yield from (((*base, at), polygon) for at, polygon in enumerate(coordinates))


def _sound(there: _Text, index: int, path: tuple[str | int, ...], ring: object) -> bool:
    """Whether a ring has four corners or more, each of numbers and in Indonesia; the first fault is reported."""
    if not isinstance(ring, list) or len(ring) < 4:
        there.add("boundary-ring", index, *path)
        return False
    for at, corner in enumerate(ring):
        if not isinstance(corner, list) or [type(number) for number in corner[:2]] != [float, float]:
            there.add("boundary-ring", index, *path, at)
            return False
        x, y = corner[0], corner[1]
        if not (_WEST <= x <= _EAST and _SOUTH <= y <= _NORTH):
            swapped = _WEST <= y <= _EAST and _SOUTH <= x <= _NORTH
            code = "boundary-swapped" if swapped else "boundary-outside"
            there.add(code, index, *path, at, x=f"{x:.7g}", y=f"{y:.7g}")
            return False
    return True
