"""The data and the settings of an interactive map."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any

import msgspec

from sitegen.digest import hex_digest
from sitegen.geography import Geography, Level
from sitegen.models import Village
from sitegen.names import plain_slug
from sitegen.precision import coordinate_decimals


@dataclass(frozen=True, slots=True)
class TilesView:
    """A tile layer under the map."""

    url: str
    """URL template of a tile, with {z}, {x} and {y}."""
    max_zoom: int
    """Largest zoom level with tiles; beyond it, the last ones are enlarged."""


@dataclass(frozen=True, slots=True)
class MapView:
    """The settings of the map script. The page that opens the map names its data files, so that an edit of a record
    does not change the script."""

    element: str
    """Id of the element that the map fills, and the script's variable for the map: letters, digits and `_` only."""
    latitude: float
    """Of the centre at first, in decimal degrees."""
    longitude: float
    """Of the centre at first, in decimal degrees."""
    zoom: int
    """Initial zoom level; each level doubles the scale."""
    max_zoom: int
    """Largest zoom level that a reader may choose."""
    messages: dict[str, str]
    """Messages of the map, by name."""
    tiles: TilesView | None = None
    """Tile layer; None if the settings name none."""


MAX_PLACES_PER_FILE = 5000
"""Most places in a single data file; with more, each province has a file."""
PLACES_ZOOM = 7
"""Zoom level from which places are drawn where provinces have files of their own; below it, provinces are drawn."""
UNDATED_CODE, REACHED_CODE = -1, -2
"""Values in the column of years: designated without a stated year, and only reached by outreach."""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place on the map: designated, or reached by outreach."""

    village: Village
    path: str
    """URL of its page; the last four parts are the slugs of province, regency, district and place."""
    kind: tuple[str, str]
    """Name pattern of its kind (`Desa {name}`), and the prefix of its slug."""
    year: int | None
    """The year of its designation; None where it is not stated, or where it was not designated."""
    lapsed: bool
    """Whether its designation holds no longer."""
    precision: str
    """Precision of its point, in words; empty without a point."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that the interactive map fetches."""

    name: str
    """File name with a digest of its content, so that it may be cached for ever: `desa.1a2b3c4d.json`."""
    data: bytes
    cost: int
    """Size in bytes as transferred, compressed with gzip."""
    codes: tuple[str, ...] = ()
    """Codes of the places in it."""


@dataclass(frozen=True, slots=True)
class MapData:
    """All files of a map's data."""

    index: DataFile
    """The index: regions with their counts, and the list of data files."""
    parts: tuple[DataFile, ...]
    """The places, in one file or one file per province."""


@dataclass(frozen=True, slots=True)
class MapFileNames:
    """Names of the files, without their digests."""

    index: str
    """The index, such as `index`."""
    together: str
    """The file of all places, such as `villages`."""
    regions: str
    """Path word of regions, from which the map builds the URLs of places, such as `regions`."""


def build_map_data(
    geography: Geography,
    places: Iterable[MapPlace],
    notice: str,
    names: MapFileNames,
    centres: Mapping[str, tuple[float, float]],
) -> MapData:
    """Build the data files of a map. `notice` is written into each file, as a file may be passed on alone.

    `centres` gives latitude and longitude of a province by code, for provinces without a place that has a point.
    """
    ordered = sorted(places, key=lambda place: place.village.code)
    years = sorted({place.year for place in ordered if place.year is not None})
    kinds = list(dict.fromkeys(place.kind for place in ordered))
    by_province = _by_region(ordered, geography.top)
    groups = {names.together: ordered} if len(ordered) <= MAX_PLACES_PER_FILE else by_province
    parts = [
        _data_file(
            name, _columns(geography, members, notice, years, kinds), tuple(place.village.code for place in members)
        )
        for name, members in groups.items()
    ]
    single_file = len(groups) == 1 and names.together in groups
    index = {
        "notice": notice,
        "years": years,
        "near": 0 if single_file else PLACES_ZOOM,
        "kinds": kinds,
        "provinces": {
            **_regions(geography, by_province.values(), geography.top),
            **_province_points(by_province, centres),
            "part": [0 if single_file else position for position in range(len(by_province))],
        },
        "regencies": _regencies(geography, ordered, years),
        "parts": [{"file": part.name, "kb": kilobytes(part.cost)} for part in parts],
        "regions": names.regions,
    }
    return MapData(_data_file(names.index, index), tuple(parts))


def gzip_size(data: bytes) -> int:
    """Return the size in bytes after gzip at level 6, the usual level of web servers."""
    return len(zlib.compress(data, 6, wbits=31))


def kilobytes(size: int) -> int:
    """Convert bytes to kilobytes of 1,000 bytes, rounded up."""
    return ceil(size / 1000)


def content_hashed_name(stem: str, data: bytes, suffix: str = "json") -> str:
    """Return a file name with a digest of its content: `desa.1a2b3c4d.json`."""
    return f"{stem}.{hex_digest(data, size=4)}.{suffix}"


def _data_file(stem: str, content: dict[str, Any], codes: tuple[str, ...] = ()) -> DataFile:
    data = msgspec.json.encode(content)
    return DataFile(content_hashed_name(stem, data), data, gzip_size(data), codes)


def _columns(
    geography: Geography, places: Sequence[MapPlace], notice: str, years: list[int], kinds: list[tuple[str, str]]
) -> dict[str, Any]:
    """Return the columns of one data file from its places, which are sorted by code."""
    kind_numbers = {kind: position for position, kind in enumerate(kinds)}
    year_numbers = {year: position for position, year in enumerate(years)}
    districts = _by_region(places, geography.lowest).values()
    precisions = Counter(place.precision for place in places if place.village.location).most_common()
    precision_numbers = {
        text: position for position, (text, _) in enumerate(precisions)
    }  # frequent ones have short numbers
    codes = [place.village.code for place in places]
    lat, lon = _coordinate_deltas(places)
    return {
        "notice": notice,
        "districts": {
            **_regions(geography, districts, geography.lowest),
            "count": [len(members) for members in districts],
        },
        "name": [place.village.name for place in places],
        "kind": [kind_numbers[place.kind] for place in places],
        "block": _code_deltas(geography, codes),
        "slug": _irregular_slugs(places),
        "tail": [[position, code.partition("/")[2]] for position, code in enumerate(codes) if "/" in code],
        "year": [_year_code(place, year_numbers) for place in places],
        "lapsed": [position for position, place in enumerate(places) if place.lapsed],
        "lat": lat,
        "lon": lon,
        "precision": [precision_numbers[place.precision] if place.village.location else -1 for place in places],
        "precisions": list(precision_numbers),
    }


def _code_deltas(geography: Geography, codes: Sequence[str]) -> list[int]:
    """Return the last part of each code as the difference to the previous code in the same district; differences
    compress well."""
    deltas, district, last = [], "", 0
    for code in codes:
        if geography.lowest.region_code(code) != district:
            district, last = geography.lowest.region_code(code), 0
        number = geography.place.number(code)
        deltas.append(number - last)
        last = number
    return deltas


def _coordinate_deltas(places: Sequence[MapPlace]) -> tuple[list[int | None], list[int | None]]:
    """Return latitudes and longitudes in units of 1e-4 degrees, rounded to their precision, each as the difference to
    the last known one."""
    lats: list[int | None] = []
    lons: list[int | None] = []
    lat_before = lon_before = 0
    for place in places:
        location = place.village.location
        if location is None:
            lats.append(None)
            lons.append(None)
            continue
        decimals = coordinate_decimals(location.uncertainty_m)
        lat, lon = round(round(location.lat, decimals) * 10_000), round(round(location.lon, decimals) * 10_000)
        lats.append(lat - lat_before)
        lons.append(lon - lon_before)
        lat_before, lon_before = lat, lon
    return lats, lons


def _year_code(place: MapPlace, year_numbers: Mapping[int, int]) -> int:
    if not place.village.certified:
        return REACHED_CODE
    return UNDATED_CODE if place.year is None else year_numbers[place.year]


# --- Slugs: written out only where the scripts cannot derive them from the name


def _is_regular_slug(name: str, slug: str, prefix: str = "") -> bool:
    """Whether the scripts can derive a slug from a name with ASCII rules alone."""
    return name.isascii() and slug == prefix + plain_slug(name)


def _irregular_slugs(places: Sequence[MapPlace]) -> list[tuple[int, str]]:
    slugs = ((position, place, place.path.rsplit("/", 2)[1]) for position, place in enumerate(places))
    return [
        (position, slug)
        for position, place, slug in slugs
        if not _is_regular_slug(place.village.name, slug, place.kind[1])
    ]


# --- Regions


def _by_region(places: Iterable[MapPlace], level: Level) -> dict[str, list[MapPlace]]:
    """Group places, which are sorted by code, by the code of their region."""
    pairs = groupby(places, lambda place: level.region_code(place.village.code))
    return {code: list(members) for code, members in pairs}


def _regions(geography: Geography, groups: Iterable[Sequence[MapPlace]], level: Level) -> dict[str, list[str]]:
    """Return code, name and slug of the region at `level` of each group of places."""
    parts_from_end = len(geography.levels) + 2 - level.depth  # below it, and behind the last slash
    codes, names, slugs = [], [], []
    for members in groups:
        name = members[0].village.regions[level.depth]
        slug = members[0].path.rsplit("/", parts_from_end)[1]
        codes.append(level.region_code(members[0].village.code))
        names.append(name)
        slugs.append("" if _is_regular_slug(name, slug) else slug)
    return {"code": codes, "name": names, "slug": slugs}


def _regencies(geography: Geography, places: Sequence[MapPlace], years: Sequence[int]) -> dict[str, list[Any]]:
    """Return the regencies with counts of their places: per year of designation, undated, only reached, without
    point."""
    level = geography.levels[min(1, geography.lowest.depth)]
    groups = _by_region(places, level).values()
    tallies = []
    for members in groups:
        counts = Counter(place.year if place.village.certified else REACHED_CODE for place in members)
        without_point = sum(1 for place in members if not place.village.location)
        tallies.append([*(counts[year] for year in years), counts[None], counts[REACHED_CODE], without_point])
    return {**_regions(geography, groups, level), "tally": tallies}


def _province_points(
    provinces: Mapping[str, Sequence[MapPlace]], centres: Mapping[str, tuple[float, float]]
) -> dict[str, list[float | None]]:
    """Return the position of each province's symbol: the mean of its points, else its centre if known."""
    lats: list[float | None] = []
    lons: list[float | None] = []
    for code, members in provinces.items():
        points = [place.village.location for place in members if place.village.location]
        centre = centres.get(code)
        if points:
            centre = (sum(one.lat for one in points) / len(points), sum(one.lon for one in points) / len(points))
        lats.append(round(centre[0], 2) if centre else None)
        lons.append(round(centre[1], 2) if centre else None)
    return {"lat": lats, "lon": lons}
