"""The levels of regions above a village, and what an official code tells of a place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Level:
    """A level of regions, such as the provinces, or that of the places in them."""

    id: str
    """Its name: a key of a village's record, and part of the keys of its words in messages/."""
    digits: tuple[int, ...]
    """The digits of each block of the codes of its regions; blocks are joined by dots."""
    word: str = ""
    """The word for it as people write it before a name: a pattern in small letters."""
    prefixes: tuple[str, ...] = ()
    """The words that official names begin with, longer ones first."""

    @cached_property
    def length(self) -> int:
        """Characters of the codes of its regions, and so of the part of a village's code that names one."""
        return sum(self.digits) + len(self.digits) - 1

    @cached_property
    def pattern(self) -> str:
        """The form of the codes of its regions."""
        return r"\.".join(f"[0-9]{{{digits}}}" for digits in self.digits)

    def region_code(self, code: str) -> str:
        """The code of its region in which the place or region of `code` lies."""
        return code[: self.length]

    def number(self, code: str) -> int:
        """The last block of the code of its region in which the place of `code` lies."""
        return int(code[self.length - self.digits[-1] : self.length])


@dataclass(frozen=True)
class Geography:
    """The levels of a country, and the scheme of its codes."""

    levels: tuple[Level, ...]
    """The levels of regions, the largest first."""
    place: Level
    """The level of villages; what stands behind its code tells a market in a village."""
    kinds: Mapping[str, str]
    """The kind of a place by the first digit of the last block of its code."""

    def level(self, id: str) -> Level:
        """The level of this name."""
        return next(level for level in self.levels if level.id == id)

    def level_of(self, region: str) -> Level:
        """The level of the region of this code."""
        return next(level for level in self.levels if level.length == len(region))

    def below(self, level: Level) -> Level | None:
        """The level of the parts of a region; None where these are the villages."""
        index = self.levels.index(level) + 1
        return self.levels[index] if index < len(self.levels) else None

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes of the regions in which the place or region of `code` lies, the largest first."""
        size = len(code)
        return tuple([code[:length] for length in self._lengths if length < size])

    def region_names(self, place: object) -> tuple[str, ...]:
        """The names of the regions in which a place lies, the largest first; they are fields of its record."""
        return tuple(getattr(place, level.id) for level in self.levels)

    def kind_of(self, code: str) -> str:
        """The kind of place that a village's code is for; empty for a code that is for none."""
        first = self.place.length - self.place.digits[-1]
        return "pasar" if len(code) > self.place.length else self.kinds.get(code[first], "")

    def bare_name(self, region: str) -> str:
        """The name of a region without the word that says what it is: Kabupaten Klaten is called Klaten too."""
        return self._prefix.sub("", region) if region.startswith(self._prefixes) else region

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(level.length for level in self.levels)

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        return tuple(prefix for level in self.levels for prefix in level.prefixes)

    @cached_property
    def _prefix(self) -> re.Pattern[str]:
        return re.compile(rf"^(?:{'|'.join(self._prefixes)})\s+")


PROVINCE = Level("province", (2,), r"provinsi|prov\.?", ("Provinsi",))
REGENCY = Level(
    "regency",
    (2, 2),
    r"kabupaten|kab\.?|kota",
    ("Kabupaten Administrasi", "Kota Administrasi", "Kabupaten", "Kota"),
)
DISTRICT = Level("district", (2, 2, 2), r"kecamatan|kec\.?")
GEOGRAPHY = Geography(
    levels=(PROVINCE, REGENCY, DISTRICT),
    place=Level("village", (2, 2, 2, 4)),
    kinds={"1": "kelurahan", "2": "desa"},
)
"""That of Indonesia, by the codes of its Ministry of Home Affairs."""
