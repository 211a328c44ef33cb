"""Points astray: villages whose point lies farther outside their province's outline than its own precision explains."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from sitegen.cache import NullCache, cached_report, cached_value
from sitegen.geography import PROVINCE
from sitegen.load.context import READ, LoadContext, key_of
from sitegen.load.geometry import NEAR, cell_of, metres_outside
from sitegen.load.outlines import OutlineShapes
from sitegen.load.records import DataRecords
from sitegen.load.villages import inside_country
from sitegen.models import Location, MapSettings, Village
from sitegen.models.kinds import SITE
from sitegen.problems import Report

LocatedVillage = tuple[Village, str, int]
"""A village with its file and its index in it."""


@dataclass(frozen=True, slots=True)
class ProvinceArea:
    """A province's outline, as points are held against it."""

    packed: bytes
    """The shape (WKB)."""
    near: set[int]
    """The cells that lie in it or near it."""
    digest: str
    """Of the shape."""


def check_locations(reading: LoadContext, data: DataRecords, settings: MapSettings, shapes: OutlineShapes) -> None:
    """Warn of points far outside their province, and of provinces that the site's own outlines lack.

    Remembered as a whole while no file of data/ changes, and province by province while its points do not.
    """
    digests = {code: key_of(outline, "outline") for code, outline in shapes.packed.items()}
    key = key_of(b"", "astray", *data.keys, *digests.values())

    def judge(report: Report) -> list[str]:
        names, by_province = _by_province(data)
        kept = [
            _judge(
                reading,
                report,
                placed,
                settings.outside_km * 1000,
                ProvinceArea(shapes.packed[code], shapes.near[code], digests[code]),
            )
            for code, placed in sorted(by_province.items())
            if code in digests
        ]
        if settings.boundaries and settings.boundaries.file not in reading.unread and shapes.packed:
            _tell_absent(reading, report, names, shapes)
        return kept

    cache = NullCache() if reading.unread else reading.cache
    kept, _ = cached_report(cache, READ, key, list[str], reading.report, judge)
    for one in kept:  # an entry that a build does not look at is deleted after it
        reading.cache.get(READ, one)


def _by_province(data: DataRecords) -> tuple[dict[str, str], dict[str, list[LocatedVillage]]]:
    """The name of each province that has villages, and those that have a point in the country: one that is outside was
    told already."""
    names: dict[str, str] = {}
    placed: dict[str, list[LocatedVillage]] = defaultdict(list)
    for village, span, index in data.of(Village).each():
        if not village.code:
            continue
        code, at = PROVINCE.region_code(village.code), village.location
        names[code] = names.get(code) or village.province or ""
        if at is not None and at.lat is not None and at.lon is not None and inside_country(at.lat, at.lon):
            placed[code].append((village, span.file, index))
    return names, placed


def _judge(
    reading: LoadContext, report: Report, placed: list[LocatedVillage], allowed: int, outline: ProvinceArea
) -> str:
    """Report the points of a province that lie too far outside; the key under which their distances are remembered."""
    locations = [location for village, _, _ in placed if (location := village.location) is not None]
    points = array("d", (number for at in locations for number in (at.lat, at.lon)))
    key = key_of(points.tobytes(), "metres outside", outline.digest, str(allowed >= NEAR))
    near = outline.near if allowed >= NEAR else set()
    find = partial(_outside, locations, outline.packed, near)
    outside = cached_value(reading.cache, READ, key, dict[int, float], find)
    for number, far in outside.items():
        at = locations[number]
        if far > allowed + (at.uncertainty_m or 0):
            village, file, index = placed[number]
            province = village.province or PROVINCE.region_code(village.code)
            km, limit = round(far / 1000), allowed // 1000
            span = reading.span(file, index, "location")
            report.add("location-province", span, lat=at.lat, lon=at.lon, km=km, province=province, limit=limit)
    return key


def _outside(locations: list[Location], outline: bytes, cells: set[int]) -> dict[int, float]:
    """Metres that points lie outside an outline, by their number; those in `cells`, which is nearly all, are not asked
    about: only the others pay for shapely."""
    asked = [number for number, at in enumerate(locations) if cell_of(at.lat, at.lon) not in cells]
    if not asked:
        return {}
    metres = metres_outside([(locations[number].lat, locations[number].lon) for number in asked], outline)
    return {number: far for number, far in zip(asked, metres, strict=True) if far > 0}


def _tell_absent(reading: LoadContext, report: Report, names: dict[str, str], shapes: OutlineShapes) -> None:
    """Warn of the provinces of villages that have no outline."""
    absent = [f"{code} {name}".strip() for code, name in sorted(names.items()) if code not in shapes.packed]
    if absent:
        at = reading.span(SITE, "map", "boundaries", "file")
        report.add("boundaries-absent", at, provinces=", ".join(absent))
