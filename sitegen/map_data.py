"""The data and the settings of an interactive map."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import msgspec

from sitegen.digest import hex_digest
from sitegen.geography import Geography, Level
from sitegen.geography.wording import ScriptLevel
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
class MapGeography:
    """What the map's scripts must know of the geography."""

    levels: tuple[ScriptLevel, ...]
    """The levels of regions, the highest first, with the patterns of names within a line."""
    separator: str
    """What stands between the blocks of a code."""
    digits: int
    """The digits of the last block of a place's code."""
    kind: str
    """The usual kind of places, whose addresses have no prefix."""
    near: int
    """Zoom level from which places are drawn where regions of the highest level have files of their own; below it,
    these regions are drawn."""


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
    geography: MapGeography
    tiles: TilesView | None = None
    """Tile layer; None if the settings name none."""


def held_key(status: str, level: str) -> str:
    """Return what the scripts call a status with a level, which may be empty: `lapsed/maju`, `lapsed/`."""
    return f"{status}/{level}"


MAX_PLACES_PER_FILE = 5000
"""Most places in a single data file; with more, each region of the highest level has a file."""
UNDATED_CODE, REACHED_CODE = -1, -2
"""Values in the column of years: designated without a stated year, and only reached by outreach."""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place on the map: designated, or reached by outreach."""

    village: Village
    path: str
    """URL of its page; its last parts are the slugs of the regions that contain it, the highest first, and its own."""
    kind: tuple[str, str]
    """Name pattern of its kind (`Desa {name}`), and the prefix of its slug."""
    year: int | None
    """The first year in which it counts; None where it is not stated, or where it does not count."""
    counted: bool
    """Whether it counts as designated."""
    held: str
    """Its level and the state that its designation came into later: see `held_key`; empty without either."""
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
    """The places, in one file or one file per region of the highest level."""


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
    near: int,
    centres: Mapping[str, tuple[float, float]],
) -> MapData:
    """Build the data files of a map. `notice` is written into each file, as a file may be passed on alone.

    `near` is the zoom level from which places are drawn where regions of the highest level have files of their own.
    `centres` gives latitude and longitude of a region of the highest level by code, for one without a place that has a
    point.
    """
    ordered = sorted(places, key=lambda place: place.village.code)
    years = sorted({place.year for place in ordered if place.year is not None})
    kinds = list(dict.fromkeys(place.kind for place in ordered))
    by_top = _by_region(ordered, lambda place: geography.top)
    groups = {names.together: ordered} if len(ordered) <= MAX_PLACES_PER_FILE else by_top
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
        "near": 0 if single_file else near,
        "kinds": kinds,
        "tops": {
            **_regions(geography, by_top),
            **_top_points(by_top, centres),
            "part": [0 if single_file else position for position in range(len(by_top))],
        },
        "areas": _areas(geography, ordered, years),
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
    precisions = Counter(place.precision for place in places if place.village.location).most_common()
    precision_numbers = {
        text: position for position, (text, _) in enumerate(precisions)
    }  # frequent ones have short numbers
    codes = [place.village.code for place in places]
    lat, lon = _coordinate_deltas(places)
    return {
        "notice": notice,
        "regions": _lowest_regions(geography, places),
        "name": [place.village.name for place in places],
        "kind": [kind_numbers[place.kind] for place in places],
        "block": _code_deltas(geography, codes),
        "slug": _irregular_slugs(places),
        "tail": [[position, code.partition("/")[2]] for position, code in enumerate(codes) if "/" in code],
        "year": [_year_code(place, year_numbers) for place in places],
        "held": [[position, place.held] for position, place in enumerate(places) if place.held],
        "lat": lat,
        "lon": lon,
        "precision": [precision_numbers[place.precision] if place.village.location else -1 for place in places],
        "precisions": list(precision_numbers),
    }


def _code_deltas(geography: Geography, codes: Sequence[str]) -> list[int]:
    """Return the last block of each code as the difference to the previous code that is the same before it;
    differences compress well."""
    deltas, region, last = [], "", 0
    for code in codes:
        if geography.lowest.region_code(code) != region:
            region, last = geography.lowest.region_code(code), 0
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
    if not place.counted:
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


# --- Regions. One of the highest level is a `top`. An `area` is a region next below one, or a top that holds places by
# itself: each place is of one area, and so is each region in the data files.


def _by_region(places: Iterable[MapPlace], level_of: Callable[[MapPlace], Level]) -> dict[str, list[MapPlace]]:
    """Group places by the code of their region of a level, in their order."""
    groups: dict[str, list[MapPlace]] = {}
    for place in places:
        groups.setdefault(level_of(place).region_code(place.village.code), []).append(place)
    return groups


def _regions(geography: Geography, groups: Mapping[str, Sequence[MapPlace]]) -> dict[str, list[Any]]:
    """Return code, name and slug of the region of each group of places. Where there is none, as its level may be
    missing, the name is empty."""
    names, slugs = [], []
    for code, members in groups.items():
        name, *below = members[0].village.regions[geography.level_of(code).depth :]
        slug = members[0].path.rsplit("/", 3 + sum(map(bool, below)))[1]
        names.append(name)
        slugs.append("" if not name or _is_regular_slug(name, slug) else slug)
    return {"code": list(groups), "name": names, "slug": slugs}


def _areas(geography: Geography, places: Sequence[MapPlace], years: Sequence[int]) -> dict[str, list[Any]]:
    """Return the areas with counts of their places: per year of designation, undated, only reached, without point."""
    groups = _by_region(places, lambda place: _area_level(geography, place))
    tallies = []
    for members in groups.values():
        counts = Counter(place.year if place.counted else REACHED_CODE for place in members)
        without_point = sum(1 for place in members if not place.village.location)
        tallies.append([*(counts[year] for year in years), counts[None], counts[REACHED_CODE], without_point])
    return {**_regions(geography, groups), "tally": tallies}


def _area_level(geography: Geography, place: MapPlace) -> Level:
    return next((level for level in geography.levels[1:] if place.village.regions[level.depth]), geography.top)


def _lowest_regions(geography: Geography, places: Sequence[MapPlace]) -> dict[str, list[Any]]:
    """Return the regions of the lowest level, each with the number of its places, which are sorted by code. Before it
    come those that hold it, below its area, with a count of 0."""
    groups: dict[str, list[MapPlace]] = {}
    for code, members in _by_region(places, lambda place: geography.lowest).items():
        for level in geography.levels[2:-1]:
            if members[0].village.regions[level.depth]:
                groups.setdefault(level.region_code(code), members)
        groups[code] = members
    counts = [len(members) if len(code) == geography.lowest.length else 0 for code, members in groups.items()]
    return {**_regions(geography, groups), "count": counts}


def _top_points(
    tops: Mapping[str, Sequence[MapPlace]], centres: Mapping[str, tuple[float, float]]
) -> dict[str, list[float | None]]:
    """Return the position of each top's symbol: the mean of its points, else its centre if known."""
    lats: list[float | None] = []
    lons: list[float | None] = []
    for code, members in tops.items():
        points = [place.village.location for place in members if place.village.location]
        centre = centres.get(code)
        if points:
            centre = (sum(one.lat for one in points) / len(points), sum(one.lon for one in points) / len(points))
        lats.append(round(centre[0], 2) if centre else None)
        lons.append(round(centre[1], 2) if centre else None)
    return {"lat": lats, "lon": lons}
