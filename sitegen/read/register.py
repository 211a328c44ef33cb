"""Register: what must hold of villages by themselves and among each other: codes, kinds, points, names of regions."""

from __future__ import annotations

from collections import Counter

from sitegen.model import Location, Village
from sitegen.read.data_files import Records
from sitegen.read.reading import Reading

_SOUTH, _NORTH, _WEST, _EAST = -11.1, 6.2, 94.9, 141.1
"""A box around Indonesia, in decimal degrees."""

_KIND_OF_BLOCK = {"1": "kelurahan", "2": "desa"}
_BLOCK_OF_KIND = {"kelurahan": "1xxx", "desa": "2xxx", "pasar": "/pasar-…"}
_LEVELS = (("province", 2), ("regency", 5), ("district", 8))


def check_register(reading: Reading, villages: Records[Village]) -> None:
    """Report what is wrong with villages; of two with one code only the first stays."""
    places = [(village, span.file, index) for village, span, index in villages.each()]
    for village, file, index in places:
        said = _kind_by_code(village.code)
        if said != village.kind:
            expected = _BLOCK_OF_KIND[village.kind]
            span = reading.span(file, index, "kind")
            reading.report.error("code-kind", span, said, code=village.code, kind=village.kind, expected=expected)
        if village.location:
            _check_location(reading, village.location, file, index)
    for level, length in _LEVELS:
        _check_names(reading, places, level, length)
    _check_codes(reading, villages)


def _kind_by_code(code: str) -> str:
    """The kind of place that a code is for; empty for a code that is for none."""
    return "pasar" if "/" in code else _KIND_OF_BLOCK.get(code[9], "")


def _inside(lat: float, lon: float) -> bool:
    return _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST


def _check_location(reading: Reading, at: Location, file: str, index: int) -> None:
    if _inside(at.lat, at.lon):
        return
    span = reading.span(file, index, "location", "lon" if _SOUTH <= at.lat <= _NORTH else "lat")
    if _inside(at.lon, at.lat):
        reading.report.error("location-swapped", span, f"lat: {at.lon}, lon: {at.lat}", lat=at.lat, lon=at.lon)
    else:
        reading.report.error("location-outside", span, lat=at.lat, lon=at.lon)


def _check_names(reading: Reading, places: list[tuple[Village, str, int]], level: str, length: int) -> None:
    """Report each village whose region has another name than most villages of the same code prefix give it."""
    names: dict[str, str] = {}
    torn: set[str] = set()
    for village, _, _ in places:
        prefix = village.code[:length]
        if names.setdefault(prefix, getattr(village, level)) != getattr(village, level):
            torn.add(prefix)
    by_prefix: dict[str, list[tuple[Village, str, int]]] = {prefix: [] for prefix in sorted(torn)}
    for place in places:
        if place[0].code[:length] in torn:
            by_prefix[place[0].code[:length]].append(place)
    for prefix, named in by_prefix.items():
        usual, _ = Counter(getattr(village, level) for village, _, _ in named).most_common(1)[0]
        first = next(place for place in named if getattr(place[0], level) == usual)
        for village, file, index in named:
            name = getattr(village, level)
            if name != usual:
                line = line_of(reading, first[1], first[2], level, seen_from=file)
                values = {"level": level, "code": prefix, "name": name, "other": usual, "line": line}
                reading.report.error("region-name", reading.span(file, index, level), usual, **values)


def _check_codes(reading: Reading, villages: Records[Village]) -> None:
    first: dict[str, int] = {}
    again: set[int] = set()
    for number, village in enumerate(villages.items):
        if first.setdefault(village.code, number) != number:
            again.add(number)
    for number in again:
        village, file = villages.items[number], villages.spans[number].file
        other = first[village.code]
        line = line_of(reading, villages.spans[other].file, villages.indexes[other], "code", seen_from=file)
        span = reading.span(file, villages.indexes[number], "code")
        reading.report.error("repeated-code", span, code=village.code, name=villages.items[other].name, line=line)
    villages.drop(again)


def line_of(reading: Reading, file: str, *loc: str | int, seen_from: str) -> str:
    """The line of a value, with its file when that is another one than where it is told."""
    line = reading.span(file, *loc).line
    return str(line) if file == seen_from else f"{line} ({file})"
