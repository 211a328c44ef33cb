"""A small site with outlines of its own, and the shapes of a path that is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import shapely
from marked_site import SOUND, VILLAGE, read, unmark, write_site

from sitegen.cache import SqliteCache
from sitegen.models import Site
from sitegen.problems import Problem

S, B, V = "data/site.yaml", "data/batas.geojson", "data/villages.yaml"
NAMED = SOUND[S] + "map:\n  boundaries:\n    file: «data/batas.geojson»\n    credit: Badan Uji\n"
SETTINGS, (SETTING,) = unmark(S, NAMED)
JAVA = "[[[110.5,-9],[115,-9],[115,-6.5],[110.5,-6.5],[110.5,-9]]]"
EAST = (
    '{"type":"Feature","properties":{"code":"35","name":"Jawa Timur"},"geometry":{"type":"Polygon","coordinates":%s}}'
)
SOUND_FEATURE = EAST % JAVA


def collection(*features: str) -> str:
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(features) + "\n]}\n"


SOUND_FILE = collection(SOUND_FEATURE)


def read_own(root: Path, text: str | bytes, villages: str = VILLAGE) -> tuple[Site | None, list[Problem]]:
    return read(write_site(root, {S: SETTINGS, B: text, V: villages}))


def remembering(root: Path) -> tuple[Site | None, list[Problem]]:
    with SqliteCache(root / "memo") as cache:
        result = read(root, cache)
        cache.save()
        return result


def polygons(path: str) -> list[shapely.Polygon]:
    """The rings of a path of whole units, each as a polygon."""
    found = []
    for ring in re.findall(r"M([^z]+)z", path):
        start, _, rest = ring.partition("l")
        (x, y), numbers = map(int, start.split()), list(map(int, re.findall(r"-?\d+", rest)))
        corners = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            corners.append((x, y))
        found.append(shapely.Polygon(corners))
    assert "".join(re.findall(r"M[^z]+z", path)) == path
    return found
