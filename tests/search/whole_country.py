"""The index of the village search over as many places as Indonesia has, made from the bench's villages."""

from __future__ import annotations

import functools
import random
from pathlib import Path
from string import ascii_lowercase
from sys import path as modules

from factory import INDONESIA

from sitegen.names import slugify
from sitegen.search_index import CERTIFIED, SearchPlace, search_index_files

modules.append(str(Path(__file__).parents[1] / "bench"))
from generate import villages

COUNT = 84_000


@functools.cache
def whole_country() -> tuple[SearchPlace, ...]:
    """Places and the regions that hold them."""
    places, regions, count = list[SearchPlace](), dict[str, SearchPlace](), dict[str, int]()
    for village in villages(COUNT):
        names = (village["district"], village["regency"], village["province"])
        year = village["certified"]
        standing = CERTIFIED if year.startswith("[") else int(year[:4])
        places.append(made(village["name"], village["code"], names, standing))
        for level, length in enumerate((8, 5, 2)):
            code = village["code"][:length]
            count[code] = count.get(code, 0) + 1
            regions[code] = made(names[level], code, names[level + 1 :], count[code])
    return (*places, *regions.values())


@functools.cache
def whole_index() -> dict[str, bytes]:
    """The files of its index."""
    return dict(search_index_files(whole_country(), INDONESIA, "Situs uji."))


def made(name: str, code: str, within: tuple[str, ...], standing: int) -> SearchPlace:
    """A place or region at the address that its names tell."""
    path = "/".join(map(slugify, (*reversed(within), name))) + "/"
    return SearchPlace(name, code, within, path, standing, is_region=len(code) < INDONESIA.place.length)


def slip(chance: random.Random, name: str) -> str:
    """A name with one slip: a letter too few, too many, another one, or two in each other's place."""
    at, letter = chance.randrange(len(name)), chance.choice(ascii_lowercase)
    swapped = name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
    return chance.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            swapped,
        ]
    )
