"""Territory: the provinces, regencies and districts that hold a recorded village, each with its page and its parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from sitegen.addresses import Addresses, slugify
from sitegen.model import Village
from sitegen.output import Link

Level = Literal["province", "regency", "district"]
LEVELS: tuple[tuple[Level, int], ...] = (("province", 2), ("regency", 5), ("district", 8))
"""The levels above a village, with how many characters of its code name each."""


@dataclass(frozen=True, slots=True)
class Region:
    """A province, regency or district that holds at least one village of the records."""

    level: Level
    """Which it is."""
    code: str
    """Its official code, the beginning of its villages' codes."""
    name: str
    """Its name; a regency with its word."""
    path: str
    """Address of its page."""
    above: tuple[Link, ...]
    """The regions that it lies in, from the province down."""
    parts: tuple[str, ...]
    """Codes of the regions one level below, by name; empty for a district."""
    villages: tuple[str, ...]
    """Codes of all its villages, by name."""


def regions_of(addresses: Addresses, villages: tuple[Village, ...]) -> dict[str, Region]:
    """Every region of the records by code, provinces first, each level in order of code."""
    members: dict[Level, dict[str, list[Village]]] = {level: defaultdict(list) for level, _ in LEVELS}
    for village in villages:
        for level, length in LEVELS:
            members[level][village.code[:length]].append(village)
    regions: dict[str, Region] = {}
    for depth, (level, _) in enumerate(LEVELS):
        parts: dict[str, dict[str, str]] = defaultdict(dict)
        if depth < 2:
            below, length = LEVELS[depth + 1]
            for code, inside in members[below].items():
                parts[code[: LEVELS[depth][1]]][code] = getattr(inside[0], below)
        for code, inside in sorted(members[level].items()):
            first = inside[0]
            slugs = [slugify(getattr(first, name)) for name, _ in LEVELS[: depth + 1]]
            regions[code] = Region(
                level=level,
                code=code,
                name=getattr(first, level),
                path=addresses.region(*slugs),
                above=tuple(
                    Link(getattr(first, name), addresses.region(*slugs[: place + 1]))
                    for place, (name, _) in enumerate(LEVELS[:depth])
                ),
                parts=tuple(sorted(parts[code], key=lambda part: (parts[code][part], part))),
                villages=tuple(village.code for village in sorted(inside, key=lambda one: (one.name, one.code))),
            )
    return regions
