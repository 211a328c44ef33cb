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
from sitegen.geography import DISTRICT, GEOGRAPHY, PROVINCE, REGENCY, Level
from sitegen.models import Village
from sitegen.names import plain_slug
from sitegen.precision import coordinate_decimals


@dataclass(frozen=True, slots=True)
class TilesView:
    """A layer of map images under the map."""

    url: str
    """Where an image is, with {z}, {x} and {y}."""
    max_zoom: int
    """The nearest for which there are images; nearer, the last ones are enlarged."""


@dataclass(frozen=True, slots=True)
class MapView:
    """What the script of an interactive map is composed from. Where its data stand is told by the page that opens it,
    so that an edit of a record never makes the script anew."""

    element: str
    """The id of the element that the map fills; also the script's name for the map, so letters, digits and `_`."""
    latitude: float
    """Of the centre at first, in decimal degrees."""
    longitude: float
    """Of the centre at first, in decimal degrees."""
    zoom: int
    """Zoom level at first; each level doubles the scale."""
    max_zoom: int
    """The nearest a reader may zoom in."""
    messages: dict[str, str]
    """What the map says, by name."""
    tiles: TilesView | None = None
    """The layer of map images; None where the settings name none."""


MAX_PLACES_PER_FILE = 5000
"""The most places that stand in one file together; of more, each province has a file."""
PLACES_ZOOM = 7
"""The zoom level from which places are drawn where provinces have files of their own; farther out, provinces are."""
UNDATED_CODE, REACHED_CODE = -1, -2
"""In the column of years: designated without a stated year, and only reached by outreach."""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place that the map shows: designated, or at least reached by outreach."""

    village: Village
    """What is recorded of it."""
    path: str
    """Address of its page; its last four parts are the slugs of its province, regency, district and itself."""
    kind: tuple[str, str]
    """How a place of its kind is named (`Desa {name}`), and what its slug begins with."""
    year: int | None
    """The year of its designation; None where it is not stated, or where it was not designated."""
    lapsed: bool
    """Whether its designation holds no longer."""
    precision: str
    """What its point stands for and how precise it is, in words; empty where it has none."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that the interactive map fetches."""

    name: str
    """Its name, by its content, so that it may be cached for ever: `desa.1a2b3c4d.json`."""
    data: bytes
    """Its bytes."""
    cost: int
    """The bytes that it costs to fetch."""
    codes: tuple[str, ...] = ()
    """The codes of the places that it holds."""


@dataclass(frozen=True, slots=True)
class MapData:
    """All files of a map's data."""

    index: DataFile
    """The regions with their counts, and what the other files are."""
    parts: tuple[DataFile, ...]
    """The places: all in one file, or a file a province."""


@dataclass(frozen=True, slots=True)
class MapFileNames:
    """What the files are called, before their digest."""

    index: str
    """The index, such as `index`."""
    together: str
    """The one file of all places, such as `villages`."""
    regions: str
    """The path word of regions, by which the map finds the pages of places, such as `regions`."""


def build_map_data(
    places: Iterable[MapPlace], notice: str, names: MapFileNames, centres: Mapping[str, tuple[float, float]]
) -> MapData:
    """The data of a map. `notice` says what the site is and is not; it stands in each file, which may travel alone.

    `centres` tells where the mark of a province stands that has no place with a point: latitude and longitude by code.
    """
    ordered = sorted(places, key=lambda place: place.village.code)
    years = sorted({place.year for place in ordered if place.year is not None})
    kinds = list(dict.fromkeys(place.kind for place in ordered))
    by_province = _by_region(ordered, PROVINCE)
    groups = {names.together: ordered} if len(ordered) <= MAX_PLACES_PER_FILE else by_province
    parts = [
        _data_file(name, _columns(members, notice, years, kinds), tuple(place.village.code for place in members))
        for name, members in groups.items()
    ]
    single_file = len(groups) == 1 and names.together in groups
    index = {
        "notice": notice,
        "years": years,
        "near": 0 if single_file else PLACES_ZOOM,
        "kinds": kinds,
        "provinces": {
            **_regions(by_province.values(), PROVINCE),
            **_province_points(by_province, centres),
            "part": [0 if single_file else position for position in range(len(by_province))],
        },
        "regencies": _regencies(ordered, years),
        "parts": [{"file": part.name, "kb": kilobytes(part.cost)} for part in parts],
        "regions": names.regions,
    }
    return MapData(_data_file(names.index, index), tuple(parts))


def gzip_size(data: bytes) -> int:
    """The bytes that a file costs to fetch from a host that compresses it with gzip, at the level that most have."""
    return len(zlib.compress(data, 6, wbits=31))


def kilobytes(size: int) -> int:
    """Bytes as readers are told of them: thousands, rounded up."""
    return ceil(size / 1000)


def content_hashed_name(stem: str, data: bytes, suffix: str = "json") -> str:
    """The name of a file by its content: `desa.1a2b3c4d.json`."""
    return f"{stem}.{hex_digest(data, size=4)}.{suffix}"


def _data_file(stem: str, content: dict[str, Any], codes: tuple[str, ...] = ()) -> DataFile:
    data = msgspec.json.encode(content)
    return DataFile(content_hashed_name(stem, data), data, gzip_size(data), codes)


def _columns(places: Sequence[MapPlace], notice: str, years: list[int], kinds: list[tuple[str, str]]) -> dict[str, Any]:
    """The columns of the places of one file, which are in order of their codes."""
    kind_numbers = {kind: position for position, kind in enumerate(kinds)}
    year_numbers = {year: position for position, year in enumerate(years)}
    districts = _by_region(places, DISTRICT).values()
    precisions = Counter(place.precision for place in places if place.village.location).most_common()
    precision_numbers = {
        text: position for position, (text, _) in enumerate(precisions)
    }  # frequent ones have short numbers
    codes = [place.village.code for place in places]
    lat, lon = _coordinate_deltas(places)
    return {
        "notice": notice,
        "districts": {**_regions(districts, DISTRICT), "count": [len(members) for members in districts]},
        "name": [place.village.name for place in places],
        "kind": [kind_numbers[place.kind] for place in places],
        "block": _code_deltas(codes),
        "slug": _irregular_slugs(places),
        "tail": [[position, code.partition("/")[2]] for position, code in enumerate(codes) if "/" in code],
        "year": [_year_code(place, year_numbers) for place in places],
        "lapsed": [position for position, place in enumerate(places) if place.lapsed],
        "lat": lat,
        "lon": lon,
        "precision": [precision_numbers[place.precision] if place.village.location else -1 for place in places],
        "precisions": list(precision_numbers),
    }


def _code_deltas(codes: Sequence[str]) -> list[int]:
    """The last part of each code, as its difference to that of the code before it in the same district."""
    deltas, district, last = [], "", 0
    for code in codes:
        if DISTRICT.region_code(code) != district:
            district, last = DISTRICT.region_code(code), 0
        number = GEOGRAPHY.place.number(code)
        deltas.append(number - last)
        last = number
    return deltas


def _coordinate_deltas(places: Sequence[MapPlace]) -> tuple[list[int | None], list[int | None]]:
    """Latitudes and longitudes in 1e-4 degrees, no more exact than they are known, each as its difference to the last
    that is known."""
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


# --- Slugs: written out only where the scripts would not find them by the name


def _is_regular_slug(name: str, slug: str, prefix: str = "") -> bool:
    """Whether a name tells its slug to whoever reads the data, by letters and digits alone."""
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
    """Places, which are in order of their codes, by the code of their region."""
    pairs = groupby(places, lambda place: level.region_code(place.village.code))
    return {code: list(members) for code, members in pairs}


def _regions(groups: Iterable[Sequence[MapPlace]], level: Level) -> dict[str, list[str]]:
    """The regions of a level of which each of `groups` is."""
    parts_from_end = len(GEOGRAPHY.levels) + 2 - GEOGRAPHY.levels.index(level)  # below it, and behind the last slash
    codes, names, slugs = [], [], []
    for members in groups:
        name = getattr(members[0].village, level.id)
        slug = members[0].path.rsplit("/", parts_from_end)[1]
        codes.append(level.region_code(members[0].village.code))
        names.append(name)
        slugs.append("" if _is_regular_slug(name, slug) else slug)
    return {"code": codes, "name": names, "slug": slugs}


def _regencies(places: Sequence[MapPlace], years: Sequence[int]) -> dict[str, list[Any]]:
    """The regencies, each with its places counted: by year of designation, without one, only reached, without point."""
    groups = _by_region(places, REGENCY).values()
    tallies = []
    for members in groups:
        counts = Counter(place.year if place.village.certified else REACHED_CODE for place in members)
        without_point = sum(1 for place in members if not place.village.location)
        tallies.append([*(counts[year] for year in years), counts[None], counts[REACHED_CODE], without_point])
    return {**_regions(groups, REGENCY), "tally": tallies}


def _province_points(
    provinces: Mapping[str, Sequence[MapPlace]], centres: Mapping[str, tuple[float, float]]
) -> dict[str, list[float | None]]:
    """Where the mark of each province stands: amid its points, or else at its centre, if that is known."""
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
