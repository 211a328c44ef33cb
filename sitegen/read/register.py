"""Register: what must hold of villages by themselves and among each other: codes, kinds, points, names of regions."""

from __future__ import annotations

import re
from collections import Counter

from sitegen.model import Village
from sitegen.read.data_files import Records
from sitegen.read.reading import Reading

_SOUTH, _NORTH, _WEST, _EAST = -11.1, 6.2, 94.9, 141.1
"""A box around Indonesia, in decimal degrees."""

_KIND_OF_BLOCK = {"1": "kelurahan", "2": "desa"}
_BLOCK_OF_KIND = {"kelurahan": "1xxx", "desa": "2xxx", "pasar": "/pasar-…"}
_LEVELS = (("province", 2), ("regency", 5), ("district", 8))

_FIRST_CITY = 71
"""The second block of a code: regencies are numbered from 01, cities from 71."""
_REGENCY = re.compile(r"(Kabupaten|Kota) ")
_WORDS = {
    "province": re.compile(r"(provinsi|prov\.?)\s+(?=.)", re.IGNORECASE),
    "regency": re.compile(r"(kabupaten|kab\.?|kota)\s+(?=.)", re.IGNORECASE),
    "district": re.compile(r"(kecamatan|kec\.?)\s+(?=.)", re.IGNORECASE),
}
"""The words for a region before its name, as people write them."""

Loc = tuple[str | int, ...]


def check_register(reading: Reading, villages: Records[Village]) -> None:
    """Report what is wrong with villages; of two with one code only the first is fit for the Site."""
    places = [(village, span.file, index) for village, span, index in villages.each()]
    for village, file, index in places:
        if village.code and village.kind:
            _check_kind(reading, village, file, index)
        if village.location:
            at, loc = village.location, (index, "location")
            check_point(reading, at.lat, at.lon, file, (*loc, "lat"), (*loc, "lon"))
    for level, length in _LEVELS:
        named = [place for place in places if place[0].code and getattr(place[0], level)]
        torn = _check_names(reading, named, level, length)
        for village, file, index in named:
            if (file, index) not in torn:
                _check_word(reading, village, file, index, level)
    _check_codes(reading, villages)


def _check_kind(reading: Reading, village: Village, file: str, index: int) -> None:
    said = _kind_by_code(village.code)
    if said != village.kind:
        expected = _BLOCK_OF_KIND[village.kind]
        span = reading.span(file, index, "kind")
        reading.report.error("code-kind", span, said, code=village.code, kind=village.kind, expected=expected)


def _kind_by_code(code: str) -> str:
    """The kind of place that a code is for; empty for a code that is for none."""
    return "pasar" if "/" in code else _KIND_OF_BLOCK.get(code[9], "")


def inside_country(lat: float, lon: float) -> bool:
    """Whether a point, in decimal degrees, can be one of Indonesia."""
    return _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST


def check_point(reading: Reading, lat: float | None, lon: float | None, file: str, lat_at: Loc, lon_at: Loc) -> None:
    """Report a point, in decimal degrees, that is not in Indonesia; its latitude and longitude stand in `file`."""
    if lat is None or lon is None or inside_country(lat, lon):
        return
    span = reading.span(file, *(lon_at if _SOUTH <= lat <= _NORTH else lat_at))
    if inside_country(lon, lat):
        reading.report.error("location-swapped", span, f"{lat_at[-1]}: {lon}, {lon_at[-1]}: {lat}", lat=lat, lon=lon)
    else:
        reading.report.error("location-outside", span, lat=lat, lon=lon)


def _check_word(reading: Reading, village: Village, file: str, index: int, level: str) -> None:
    """Warn of a region's name with a word that it should not have, or without the one that it should."""
    name: str = getattr(village, level)
    written = _WORDS[level].match(name)
    mended = name[written.end() :] if written else name
    if level == "regency":
        city = written[1].lower() == "kota" if written else int(village.code[3:5]) >= _FIRST_CITY
        mended = name if _REGENCY.match(name) else f"{'Kota' if city else 'Kabupaten'} {mended}"
    if mended != name:
        reading.report.warn("region-word", reading.span(file, index, level), mended, level=level, value=name)


def _check_names(
    reading: Reading, places: list[tuple[Village, str, int]], level: str, length: int
) -> set[tuple[str, int]]:
    """Report each village whose region has another name than most villages of the same code prefix give it.

    Gives the file and index of those.
    """
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
    told: set[tuple[str, int]] = set()
    for prefix, named in by_prefix.items():
        usual, _ = Counter(getattr(village, level) for village, _, _ in named).most_common(1)[0]
        first = next(place for place in named if getattr(place[0], level) == usual)
        for village, file, index in named:
            name = getattr(village, level)
            if name != usual:
                told.add((file, index))
                line = line_of(reading, first[1], first[2], level, seen_from=file)
                values = {"level": level, "code": prefix, "name": name, "other": usual, "line": line}
                reading.report.error("region-name", reading.span(file, index, level), usual, **values)
    return told


def _check_codes(reading: Reading, villages: Records[Village]) -> None:
    first: dict[str, int] = {}
    for number, village in enumerate(villages.items):
        if village.code is None or (other := first.setdefault(village.code, number)) == number:
            continue
        villages.unfit.add(number)
        file = villages.spans[number].file
        line = line_of(reading, villages.spans[other].file, villages.indexes[other], "code", seen_from=file)
        span = reading.span(file, villages.indexes[number], "code")
        name = villages.items[other].name or ""
        reading.report.error("repeated-code", span, code=village.code, name=name, line=line)


def line_of(reading: Reading, file: str, *loc: str | int, seen_from: str) -> str:
    """The line of a value, with its file when that is another one than where it is told."""
    line = reading.span(file, *loc).line
    return str(line) if file == seen_from else f"{line} ({file})"
