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


LARGEST_PART = 5000
"""The most places that stand in one file together; of more, each province has a file."""
NEAR = 7
"""The zoom level from which places are drawn where provinces have files of their own; farther out, provinces are."""
UNDATED, REACHED = -1, -2
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
    places: Iterable[MapPlace], notice: str, naming: MapFileNames, centres: Mapping[str, tuple[float, float]]
) -> MapData:
    """The data of a map. `notice` says what the site is and is not; it stands in each file, which may travel alone.

    `centres` tells where the mark of a province stands that has no place with a point: latitude and longitude by code.
    """
    ordered = sorted(places, key=lambda place: place.village.code)
    years = sorted({place.year for place in ordered if place.year is not None})
    kinds = list(dict.fromkeys(place.kind for place in ordered))
    by_province = _by_region(ordered, PROVINCE)
    groups = {naming.together: ordered} if len(ordered) <= LARGEST_PART else by_province
    parts = [
        _file(name, _part(inside, notice, years, kinds), tuple(place.village.code for place in inside))
        for name, inside in groups.items()
    ]
    alone = len(groups) == 1 and naming.together in groups
    index = {
        "notice": notice,
        "years": years,
        "near": 0 if alone else NEAR,
        "kinds": kinds,
        "provinces": {
            **_regions(by_province.values(), PROVINCE),
            **_marks(by_province, centres),
            "part": [0 if alone else at for at in range(len(by_province))],
        },
        "regencies": _regencies(ordered, years),
        "parts": [{"file": part.name, "kb": kilobytes(part.cost)} for part in parts],
        "regions": naming.regions,
    }
    return MapData(_file(naming.index, index), tuple(parts))


def gzip_size(data: bytes) -> int:
    """The bytes that a file costs to fetch from a host that compresses it with gzip, at the level that most have."""
    return len(zlib.compress(data, 6, wbits=31))


def kilobytes(size: int) -> int:
    """Bytes as readers are told of them: thousands, rounded up."""
    return ceil(size / 1000)


def content_hashed_name(stem: str, data: bytes, suffix: str = "json") -> str:
    """The name of a file by its content: `desa.1a2b3c4d.json`."""
    return f"{stem}.{hex_digest(data, size=4)}.{suffix}"


def _file(stem: str, content: dict[str, Any], codes: tuple[str, ...] = ()) -> DataFile:
    data = msgspec.json.encode(content)
    return DataFile(content_hashed_name(stem, data), data, gzip_size(data), codes)


def _part(places: Sequence[MapPlace], notice: str, years: list[int], kinds: list[tuple[str, str]]) -> dict[str, Any]:
    """The columns of the places of one file, which are in order of their codes."""
    kind_at = {kind: at for at, kind in enumerate(kinds)}
    year_at = {year: at for at, year in enumerate(years)}
    districts = _by_region(places, DISTRICT).values()
    precisions = Counter(place.precision for place in places if place.village.location).most_common()
    precision_at = {text: at for at, (text, _) in enumerate(precisions)}  # frequent ones have short numbers
    codes = [place.village.code for place in places]
    lat, lon = _points(places)
    return {
        "notice": notice,
        "districts": {**_regions(districts, DISTRICT), "count": [len(inside) for inside in districts]},
        "name": [place.village.name for place in places],
        "kind": [kind_at[place.kind] for place in places],
        "block": _blocks(codes),
        "slug": _odd_slugs(places),
        "tail": [[at, code.partition("/")[2]] for at, code in enumerate(codes) if "/" in code],
        "year": [_year(place, year_at) for place in places],
        "lapsed": [at for at, place in enumerate(places) if place.lapsed],
        "lat": lat,
        "lon": lon,
        "precision": [precision_at[place.precision] if place.village.location else -1 for place in places],
        "precisions": list(precision_at),
    }


def _blocks(codes: Sequence[str]) -> list[int]:
    """The last part of each code, as its difference to that of the code before it in the same district."""
    steps, district, last = [], "", 0
    for code in codes:
        if DISTRICT.region_code(code) != district:
            district, last = DISTRICT.region_code(code), 0
        block = GEOGRAPHY.place.number(code)
        steps.append(block - last)
        last = block
    return steps


def _points(places: Sequence[MapPlace]) -> tuple[list[int | None], list[int | None]]:
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
        exact = coordinate_decimals(location.uncertainty_m)
        lat, lon = round(round(location.lat, exact) * 10_000), round(round(location.lon, exact) * 10_000)
        lats.append(lat - lat_before)
        lons.append(lon - lon_before)
        lat_before, lon_before = lat, lon
    return lats, lons


def _year(place: MapPlace, year_at: Mapping[int, int]) -> int:
    if not place.village.certified:
        return REACHED
    return UNDATED if place.year is None else year_at[place.year]


# --- Slugs: written out only where the scripts would not find them by the name


def _told(name: str, slug: str, prefix: str = "") -> bool:
    """Whether a name tells its slug to whoever reads the data, by letters and digits alone."""
    return name.isascii() and slug == prefix + plain_slug(name)


def _odd_slugs(places: Sequence[MapPlace]) -> list[tuple[int, str]]:
    slugs = ((at, place, place.path.rsplit("/", 2)[1]) for at, place in enumerate(places))
    return [(at, slug) for at, place, slug in slugs if not _told(place.village.name, slug, place.kind[1])]


# --- Regions


def _by_region(places: Iterable[MapPlace], level: Level) -> dict[str, list[MapPlace]]:
    """Places, which are in order of their codes, by the code of their region."""
    pairs = groupby(places, lambda place: level.region_code(place.village.code))
    return {code: list(inside) for code, inside in pairs}


def _regions(groups: Iterable[Sequence[MapPlace]], level: Level) -> dict[str, list[str]]:
    """The regions of a level of which each of `groups` is."""
    back = len(GEOGRAPHY.levels) + 2 - GEOGRAPHY.levels.index(level)  # below it, and behind the last slash
    codes, names, slugs = [], [], []
    for inside in groups:
        name = getattr(inside[0].village, level.id)
        slug = inside[0].path.rsplit("/", back)[1]
        codes.append(level.region_code(inside[0].village.code))
        names.append(name)
        slugs.append("" if _told(name, slug) else slug)
    return {"code": codes, "name": names, "slug": slugs}


def _regencies(places: Sequence[MapPlace], years: Sequence[int]) -> dict[str, list[Any]]:
    """The regencies, each with its places counted: by year of designation, without one, only reached, without point."""
    groups = _by_region(places, REGENCY).values()
    tallies = []
    for inside in groups:
        standing = Counter(place.year if place.village.certified else REACHED for place in inside)
        pointless = sum(1 for place in inside if not place.village.location)
        tallies.append([*(standing[year] for year in years), standing[None], standing[REACHED], pointless])
    return {**_regions(groups, REGENCY), "tally": tallies}


def _marks(
    provinces: Mapping[str, Sequence[MapPlace]], centres: Mapping[str, tuple[float, float]]
) -> dict[str, list[float | None]]:
    """Where the mark of each province stands: amid its points, or else at its centre, if that is known."""
    lats: list[float | None] = []
    lons: list[float | None] = []
    for code, inside in provinces.items():
        points = [place.village.location for place in inside if place.village.location]
        middle = centres.get(code)
        if points:
            middle = (sum(one.lat for one in points) / len(points), sum(one.lon for one in points) / len(points))
        lats.append(round(middle[0], 2) if middle else None)
        lons.append(round(middle[1], 2) if middle else None)
    return {"lat": lats, "lon": lons}
