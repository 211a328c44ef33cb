"""The levels of regions above a village, and the structure of official codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Level:
    """A level of regions, such as provinces, or the level of villages."""

    id: str
    """Its name: a field of village records, and part of the keys of its messages."""
    digits: tuple[int, ...]
    """The number of digits of each block of a code; blocks are joined by dots."""
    word: str = ""
    """Pattern, in lower case, of the word for it that texts write before a name."""
    prefixes: tuple[str, ...] = ()
    """The prefixes of official names, longer ones first."""
    shared: str = ""
    """Those of these words that names of other levels hold too."""

    @cached_property
    def length(self) -> int:
        """The length of a code in characters."""
        return sum(self.digits) + len(self.digits) - 1

    @cached_property
    def pattern(self) -> str:
        """The pattern of a code."""
        return r"\.".join(f"[0-9]{{{digits}}}" for digits in self.digits)

    def region_code(self, code: str) -> str:
        """Return the code of the region of this level that contains the place or region of `code`."""
        return code[: self.length]

    def number(self, code: str) -> int:
        """Return the last block of that region's code, as a number."""
        return int(code[self.length - self.digits[-1] : self.length])


@dataclass(frozen=True)
class Geography:
    """The levels of a country, and the scheme of its codes."""

    levels: tuple[Level, ...]
    """The levels of regions, the highest first."""
    place: Level
    """The level of villages; a market has a suffix after the code of its village."""
    kinds: Mapping[str, str]
    """The kind of a village by the first digit of the last block of its code."""
    called: Mapping[str, str]
    """The local name of a kind that such a digit stands for, where it has one of its own."""

    def level(self, id: str) -> Level:
        """Return the level of this name."""
        return next(level for level in self.levels if level.id == id)

    def level_of(self, region: str) -> Level:
        """Return the level of a region by its code."""
        return next(level for level in self.levels if level.length == len(region))

    def below(self, level: Level) -> Level | None:
        """Return the next lower level of regions; None below the lowest."""
        index = self.levels.index(level) + 1
        return self.levels[index] if index < len(self.levels) else None

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the codes of the regions that contain the place or region of `code`, the largest first."""
        size = len(code)
        return tuple([code[:length] for length in self._lengths if length < size])

    def region_names(self, place: object) -> tuple[str, ...]:
        """Return the names of the regions that contain a place, from the fields of its record, the largest first."""
        return tuple(getattr(place, level.id) for level in self.levels)

    def kind_of(self, code: str) -> str:
        """Return the kind of a place by its code; empty for an invalid code."""
        return "pasar" if len(code) > self.place.length else self.kinds.get(code[self._kind_digit], "")

    def called_of(self, code: str) -> str:
        """Return the local name of the kind of a place by its code; empty where it has none."""
        return self.called.get(code[self._kind_digit], "")

    def bare_name(self, region: str) -> str:
        """Strip the prefix of the name of a region: `Kabupaten Klaten` gives `Klaten`."""
        return self._prefix.sub("", region) if region.startswith(self._prefixes) else region

    @cached_property
    def _kind_digit(self) -> int:
        return self.place.length - self.place.digits[-1]

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
    "kota",
)
DISTRICT = Level("district", (2, 2, 2), r"kecamatan|kec\.?")
GEOGRAPHY = Geography(
    levels=(PROVINCE, REGENCY, DISTRICT),
    place=Level("village", (2, 2, 2, 4), r"desa|kelurahan|ds\.?|kel\.?"),
    kinds={"1": "kelurahan", "2": "desa", "3": "desa"},
    called={"3": "desa adat"},
)
"""Indonesia, with the codes of its Ministry of Home Affairs."""
