"""Check villages whose point lies farther outside their province's outline than the precision of the point explains."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from sitegen.cache import NullCache, cached_report, cached_value
from sitegen.geography import PROVINCE
from sitegen.load.context import READ, LoadContext, cache_key
from sitegen.load.geometry import NEAR_METRES, find_cell, measure_outside
from sitegen.load.outlines import OutlineShapes
from sitegen.load.records import DataRecords
from sitegen.load.villages import inside_country
from sitegen.models import Location, MapSettings, Village
from sitegen.models.kinds import SITE
from sitegen.problems import Report

LocatedVillage = tuple[Village, str, int]
"""A village, its file and its index there."""


@dataclass(frozen=True, slots=True)
class ProvinceOutline:
    """A province's outline, for checking points."""

    packed: bytes
    """The shape as WKB."""
    nearby: set[int]
    """Cells in or near the province; see geometry.find_cell."""
    digest: str
    """Digest of the shape."""


def check_locations(context: LoadContext, data: DataRecords, settings: MapSettings, shapes: OutlineShapes) -> None:
    """Warn of points far outside their province, and of provinces that the site's own outlines lack.

    Cached as a whole while no file of data/ changes, and by province while its points do not.
    """
    digests = {code: cache_key(outline, "outline") for code, outline in shapes.packed.items()}
    key = cache_key(b"", "locations", *data.keys, *digests.values())

    def check(report: Report) -> list[str]:
        names, by_province = _group_by_province(data)
        keys = [
            _check_province(
                context,
                report,
                villages,
                settings.outside_km * 1000,
                ProvinceOutline(shapes.packed[code], shapes.nearby[code], digests[code]),
            )
            for code, villages in sorted(by_province.items())
            if code in digests
        ]
        if settings.boundaries and settings.boundaries.file not in context.unread and shapes.packed:
            _report_missing(context, report, names, shapes)
        return keys

    cache = NullCache() if context.unread else context.cache
    keys, _ = cached_report(cache, READ, key, list[str], context.report, check)
    for one in keys:  # an entry that a build does not look up is deleted after it
        context.cache.get(READ, one)


def _group_by_province(data: DataRecords) -> tuple[dict[str, str], dict[str, list[LocatedVillage]]]:
    """Return the name of each province with villages, and its villages whose point is in the country; others were
    reported."""
    names: dict[str, str] = {}
    villages: dict[str, list[LocatedVillage]] = defaultdict(list)
    for village, span, index in data.of(Village).each():
        if not village.code:
            continue
        code, at = PROVINCE.region_code(village.code), village.location
        names[code] = names.get(code) or village.province or ""
        if at is not None and at.lat is not None and at.lon is not None and inside_country(at.lat, at.lon):
            villages[code].append((village, span.file, index))
    return names, villages


def _check_province(
    context: LoadContext, report: Report, villages: list[LocatedVillage], allowed: int, outline: ProvinceOutline
) -> str:
    """Report the points of a province that lie too far outside, and return the cache key of their distances."""
    locations = [location for village, _, _ in villages if (location := village.location) is not None]
    points = array("d", (number for at in locations for number in (at.lat, at.lon)))
    key = cache_key(points.tobytes(), "metres outside", outline.digest, str(allowed >= NEAR_METRES))
    nearby = outline.nearby if allowed >= NEAR_METRES else set()
    measure = partial(_measure_outside, locations, outline.packed, nearby)
    outside = cached_value(context.cache, READ, key, dict[int, float], measure)
    for number, metres in outside.items():
        at = locations[number]
        if metres > allowed + (at.uncertainty_m or 0):
            village, file, index = villages[number]
            province = village.province or PROVINCE.region_code(village.code)
            km, limit = round(metres / 1000), allowed // 1000
            span = context.span(file, index, "location")
            report.add("location-province", span, lat=at.lat, lon=at.lon, km=km, province=province, limit=limit)
    return key


def _measure_outside(locations: list[Location], outline: bytes, cells: set[int]) -> dict[int, float]:
    """Return the metres that points lie outside an outline, by index. Most are in `cells` and not measured."""
    unclear = [number for number, at in enumerate(locations) if find_cell(at.lat, at.lon) not in cells]
    if not unclear:
        return {}
    distances = measure_outside([(locations[number].lat, locations[number].lon) for number in unclear], outline)
    return {number: metres for number, metres in zip(unclear, distances, strict=True) if metres > 0}


def _report_missing(context: LoadContext, report: Report, names: dict[str, str], shapes: OutlineShapes) -> None:
    missing = [f"{code} {name}".strip() for code, name in sorted(names.items()) if code not in shapes.packed]
    if missing:
        at = context.span(SITE, "map", "boundaries", "file")
        report.add("boundaries-absent", at, provinces=", ".join(missing))
