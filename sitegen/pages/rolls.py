"""Rolls: places by province, listed where a page can hold them, counted where they are too many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sitegen.pages.cards import PlaceCard
from sitegen.pages.catalogue import Catalogue

LONGEST = 200
"""How many places one page lists: some 60 kB of HTML. Beyond, it gives counts that lead to the regions' pages."""


@dataclass(frozen=True, slots=True)
class ProvinceRoll:
    """The places of a roll that lie in one province."""

    name: str
    """The province."""
    path: str
    """Address of its page."""
    count: int
    """How many places of the roll lie in it."""
    places: tuple[PlaceCard, ...]
    """They, by regency, then name; empty where the roll is too long to be listed."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A set of places by province."""

    count: int
    """How many places it has."""
    listed: bool
    """Whether the provinces list their places, or only count them."""
    provinces: tuple[ProvinceRoll, ...]
    """The provinces by name."""


def roll(catalogue: Catalogue, cards: Iterable[PlaceCard], longest: int = LONGEST) -> Roll:
    """Arrange `cards` by province; with more than `longest` of them the provinces only count."""
    inside: dict[str, list[PlaceCard]] = defaultdict(list)
    for card in cards:
        inside[card.code[:2]].append(card)
    count = sum(map(len, inside.values()))
    listed = count <= longest
    provinces = (
        ProvinceRoll(
            name=catalogue.regions[code].name,
            path=catalogue.regions[code].path,
            count=len(places),
            places=tuple(sorted(places, key=_by_regency)) if listed else (),
        )
        for code, places in inside.items()
    )
    return Roll(count, listed, tuple(sorted(provinces, key=lambda part: (part.name, part.path))))


def _by_regency(card: PlaceCard) -> tuple[str, str, str]:
    return card.regency, card.name, card.code
