"""Check villages whose point lies farther outside their region's outline than the precision of the point explains."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sitegen.cache import NullCache, cached_report, cached_value
from sitegen.geography import Geography, Level
from sitegen.load.context import READ, LoadContext, cache_key
from sitegen.load.geometry import NEAR_METRES, find_cell, measure_outside
from sitegen.load.outlines import OutlineShapes
from sitegen.load.records import DataRecords
from sitegen.models import Location, MapSettings, Village
from sitegen.models.kinds import SITE
from sitegen.names import fold
from sitegen.problems import Report

if TYPE_CHECKING:
    from sitegen.load.point_check import LocatedVillage

_MAX_LISTED = 40


@dataclass(frozen=True, slots=True)
class RegionOutline:
    """A region's outline, for checking points."""

    packed: bytes
    """The shape as WKB."""
    nearby: set[int]
    """Cells in or near the region; see geometry.find_cell."""
    digest: str
    """Digest of the shape."""
    name: str


def check_locations(context: LoadContext, data: DataRecords, settings: MapSettings, shapes: OutlineShapes) -> None:
    """Warn of points far outside their region, and of regions that the site's own outlines lack or name otherwise.

    Cached as a whole while no file of data/ changes, and by region while its points do not.
    """
    digests = {code: cache_key(outline, "outline") for code, outline in shapes.packed.items()}
    key = cache_key(
        b"",
        "locations",
        *data.keys,
        *digests.values(),
        repr(sorted(shapes.names.items())),
        repr(data.of(Village).miscoded),
    )
    level = _level_of(context.geography, shapes)

    def check(report: Report) -> list[str]:
        from sitegen.load.point_check import check_neighbours  # only where something is not cached

        names, by_region = _group_by_region(context.geography, data, level)
        own = settings.boundaries and settings.boundaries.file not in context.unread and shapes.packed
        allowed, keys, outside = settings.outside_km * 1000, list[str](), set[tuple[str, int]]()
        if not own or _check_names(context, report, names, shapes):
            for code in sorted(by_region.keys() & digests):
                outline = RegionOutline(shapes.packed[code], shapes.nearby[code], digests[code], names[code] or code)
                keys.append(_check_region(context, report, by_region[code], allowed, outline, outside))
            if own:
                _report_missing(context, report, names, shapes)
        within = (one for villages in by_region.values() for one in villages if one[1:] not in outside)
        check_neighbours(context, report, within, allowed)
        return keys

    cache = NullCache() if context.unread else context.cache
    keys, _ = cached_report(cache, READ, key, list[str], context.report, check)
    for one in keys:  # an entry that a build does not look up is deleted after it
        context.cache.get(READ, one)


def _group_by_region(
    geography: Geography, data: DataRecords, level: Level
) -> tuple[dict[str, str], dict[str, list[LocatedVillage]]]:
    """Return the name of each region with villages, and its villages whose point is in the country; others were
    reported."""
    names: dict[str, str] = {}
    villages: dict[str, list[LocatedVillage]] = defaultdict(list)
    records = data.of(Village)
    for number, (village, span, index) in enumerate(records.each()):
        if not village.code or number in records.miscoded:
            continue
        code, at = level.region_code(village.code), village.location
        names[code] = names.get(code) or village.regions[level.depth]
        if at is not None and at.lat is not None and at.lon is not None and geography.inside(at.lat, at.lon):
            villages[code].append((village, span.file, index))
    return names, villages


def _check_region(
    context: LoadContext,
    report: Report,
    villages: list[LocatedVillage],
    allowed: int,
    outline: RegionOutline,
    outside_villages: set[tuple[str, int]],
) -> str:
    """Report the points of a region that lie too far outside, and return the cache key of their distances.

    Files and indexes of the villages go into `outside_villages`.
    """
    locations = [location for village, _, _ in villages if (location := village.location) is not None]
    points = array("d", (number for at in locations for number in (at.lat, at.lon)))
    key = cache_key(points.tobytes(), "metres outside", outline.digest, str(allowed >= NEAR_METRES))
    nearby = outline.nearby if allowed >= NEAR_METRES else set()
    measure = partial(_measure_outside, locations, outline.packed, nearby)
    outside = cached_value(context.cache, READ, key, dict[int, float], measure)
    for number, metres in outside.items():
        at = locations[number]
        if metres > allowed + (at.uncertainty_m or 0):
            _, file, index = villages[number]
            outside_villages.add((file, index))
            km, limit = round(metres / 1000), allowed // 1000
            span = context.span(file, index, "location")
            report.add("location-province", span, lat=at.lat, lon=at.lon, km=km, region=outline.name, limit=limit)
    return key


def _measure_outside(locations: list[Location], outline: bytes, cells: set[int]) -> dict[int, float]:
    """Return the metres that points lie outside an outline, by index. Most are in `cells` and not measured."""
    unclear = [number for number, at in enumerate(locations) if find_cell(at.lat, at.lon) not in cells]
    if not unclear:
        return {}
    distances = measure_outside([(locations[number].lat, locations[number].lon) for number in unclear], outline)
    return {number: metres for number, metres in zip(unclear, distances, strict=True) if metres > 0}


def _check_names(context: LoadContext, report: Report, names: dict[str, str], shapes: OutlineShapes) -> bool:
    """Compare the names of the file with those of the records; whether its codes are of the same scheme."""
    level, at = _level_of(context.geography, shapes), context.span(SITE, "map", "boundaries", "file")
    folded = {code: _fold_name(name, level) for code, name in shapes.names.items()}
    differing = []
    for code, name in sorted(names.items()):
        wanted = _fold_name(name, level)
        if not name or folded.get(code, wanted) == wanted:
            continue
        others = [other for other, one in folded.items() if one == wanted]
        if len(others) == 1:
            values = {"code": code, "name": shapes.names[code], "region": name, "other": others[0]}
            report.add("boundaries-scheme", at, **values)
            return False
        differing.append(f"{code} {shapes.names[code]} ({name})")
    if differing:
        report.add("boundaries-names", at, names=_list_some(differing))
    return True


def _level_of(geography: Geography, shapes: OutlineShapes) -> Level:
    return geography.level(shapes.level) if shapes.level else geography.top


def _fold_name(name: str, level: Level) -> str:
    """Fold the name of a region without the word for its level: `KAB. BLITAR` and `Kabupaten Blitar` are the same."""
    return fold(level.without_qualifier(level.split(name)[1]))


def _report_missing(context: LoadContext, report: Report, names: dict[str, str], shapes: OutlineShapes) -> None:
    missing = [f"{code} {name}".strip() for code, name in sorted(names.items()) if code not in shapes.packed]
    if missing:
        at = context.span(SITE, "map", "boundaries", "file")
        report.add("boundaries-absent", at, regions=_list_some(missing))


def _list_some(regions: list[str]) -> str:
    """List regions for a message: all where they are few, but not seven thousand."""
    return ", ".join([*regions[:_MAX_LISTED], "…"] if len(regions) > _MAX_LISTED else regions)
