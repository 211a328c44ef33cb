"""The geography of a site: levels of regions, kinds of places, official codes."""

from sitegen.geography.codes import (
    AnyRegionCode,
    Code,
    Kind,
    PlaceOrRegionCode,
    Precision,
    RegionCode,
    VillageCode,
    parse_code,
)
from sitegen.geography.levels import Geography, Level
from sitegen.geography.pack import GeographyPack

__all__ = [
    "AnyRegionCode",
    "Code",
    "Geography",
    "GeographyPack",
    "Kind",
    "Level",
    "PlaceOrRegionCode",
    "Precision",
    "RegionCode",
    "VillageCode",
    "parse_code",
]
