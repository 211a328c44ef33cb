"""The levels of regions above a place, the kinds of places, and the structure of official codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sitegen.geography.pack import Extent, GeographyPack, LocalName, MapStart, PackKind, PackLevel, Prefix
from sitegen.geography.private_numbers import PrivateNumbers
from sitegen.scalars import SLUG_PATTERN

_BETWEEN = r"[\s.,_-]*"
"""Whatever people write between the blocks of a code."""


@dataclass(frozen=True)
class Level:
    """A level of regions, or the level of places."""

    id: str
    """Its name: a key of village records, and part of the keys of its messages."""
    plural: str
    """Its name for several."""
    depth: int
    """Its position among the levels, the highest first, counted from 0; places come after the lowest."""
    digits: tuple[int, ...]
    """The number of digits of each block of a code."""
    separator: str
    """What stands between the blocks."""
    words: tuple[str, ...] = ()
    """What texts write before a name and is no part of it, abbreviations too."""
    words_after: tuple[str, ...] = ()
    """What texts write after a name and is no part of it."""
    prefixes: tuple[Prefix, ...] = ()
    """The words of which one is part of each name; empty where names stand alone."""
    qualifiers: tuple[str, ...] = ()
    """Words that may stand after such a prefix, abbreviations too."""
    block: str = ""
    """The pattern of its block in codes of texts."""
    optional: bool = False
    """Whether a place may lie in no region of this level."""
    description: str = ""
    """What its key of village records holds, for editors."""
    local: tuple[LocalName, ...] = ()
    """What it is called in some regions."""

    @cached_property
    def length(self) -> int:
        """The length of a code in characters."""
        return sum(self.digits) + len(self.separator) * (len(self.digits) - 1)

    @cached_property
    def pattern(self) -> str:
        """The pattern of a code."""
        return re.escape(self.separator).join(f"[0-9]{{{digits}}}" for digits in self.digits)

    @cached_property
    def word(self) -> str:
        """The pattern of a word before a name, in any case."""
        return alternatives(self._all_words)

    @cached_property
    def shared(self) -> str:
        """The pattern of those of these words that begin names of other levels too; empty for none."""
        return alternatives([prefix.word for prefix in self.prefixes if prefix.shared])

    @cached_property
    def written_words(self) -> re.Pattern[str]:
        """Matches, in any case, the word before a name and the space after it, with the word in group 1."""
        return re.compile(rf"({self.word})\s+(?=\S)", re.IGNORECASE)

    @cached_property
    def written_words_after(self) -> re.Pattern[str]:
        """Matches, in any case, the word after a name and the space before it, with the word in group 1; nothing where
        there are no such words."""
        return re.compile(rf"(?<=\S)\s+({alternatives(self.words_after)})\Z", re.IGNORECASE)

    @cached_property
    def _all_words(self) -> tuple[str, ...]:
        return (*self.words, *(word for prefix in self.prefixes for word in (prefix.word, *prefix.short)))

    @cached_property
    def _prefix(self) -> re.Pattern[str]:
        return re.compile(rf"({alternatives([prefix.word for prefix in self.prefixes])})\s")

    @cached_property
    def _qualifier(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{alternatives(self.qualifiers)})\s+", re.IGNORECASE)

    def region_code(self, code: str) -> str:
        """Return the code of the region of this level that contains the place or region of `code`."""
        return code[: self.length]

    def number(self, code: str) -> int:
        """Return the last block of that region's code, as a number."""
        return int(code[self.length - self.digits[-1] : self.length])

    def prefix_of(self, code: str) -> str:
        """Return the prefix that the name of that region should bear; empty where names stand alone."""
        number = self.number(code)
        found = [prefix for prefix in self.prefixes if prefix.first <= number]
        return max(found, key=lambda prefix: prefix.first).word if found else ""

    def has_prefix(self, name: str) -> bool:
        """Whether a name begins with a prefix of this level."""
        return self._prefix.match(name) is not None

    def split(self, name: str) -> tuple[str, str]:
        """Split a name, as people write it, into the prefix that is meant, or the word that is no part of it, and the
        rest: `KAB. BLITAR` gives `Kabupaten` and `BLITAR`. The first is empty where there is neither."""
        if self.words_after and (after := self.written_words_after.search(name)):
            return after[1], name[: after.start()]
        written = self.written_words.match(name) if self._all_words else None
        if written is None:
            return "", name
        word, rest = written[1].casefold(), name[written.end() :]
        for prefix in self.prefixes:
            if word.rstrip(".") in {form.casefold().rstrip(".") for form in (prefix.word, *prefix.short)}:
                return prefix.word, rest
        return written[1], rest

    def without_qualifier(self, name: str) -> str:
        """Return a name, after its prefix was split off, without a qualifier: `Adm. Jakarta Timur`, `Jakarta Timur`."""
        return self._qualifier.sub("", name) if self.qualifiers else name


def alternatives(words: Sequence[str]) -> str:
    """Return a pattern of these words, longer ones first; the full stop of an abbreviation may be missing."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word.removesuffix(".")) + (r"\.?" if word.endswith(".") else "") for word in ordered)


@dataclass(frozen=True)
class PlaceKind:
    """A kind of place."""

    id: str
    """Its name in village records."""
    codes: tuple[str, ...]
    """Patterns of the last block of its codes, `x` for any digit; without any, every code."""
    words: tuple[str, ...]
    """What texts write before a name and is no part of it."""
    local: tuple[LocalName, ...]
    """What it is called where its codes have one of these patterns."""
    within: bool
    """Whether it lies within a place, whose code its own continues."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern of the last block."""
        return re.compile("|".join(map(code_pattern, self.codes)) or "[0-9]+")


def block_pattern(texts: Sequence[str], digits: int) -> str:
    """Return the regular expression of a block of this many digits with one of these patterns; any without them."""
    firsts: dict[str, str] = {}
    for text in texts or ("x" * digits,):
        firsts[text[1:]] = firsts.get(text[1:], "") + text[0]
    return "|".join(("[0-9]" if "x" in first else f"[{first}]") + code_pattern(rest) for rest, first in firsts.items())


def code_pattern(text: str) -> str:
    """Return the regular expression of the last block of a code, written with `x` for any digit: `2xxx`."""
    return text.replace("x", "[0-9]")


@dataclass(frozen=True, eq=False)
class Geography:
    """The levels of a country, the scheme of its codes, and what is known of its regions."""

    name: str
    """The name of its pack."""
    digest: str
    """Digest of the pack: two geographies of one digest are equal."""
    pack: GeographyPack
    """What the pack states."""
    files: tuple[str, ...] = ()
    """Its file, and those of its messages, as named in problems; see load/geography.py."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Geography) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The levels of regions, the highest first."""
        digits = tuple(level.digits for level in self.pack.levels)
        return tuple(
            _level(one, depth, digits[: depth + 1], self.pack.separator) for depth, one in enumerate(self.pack.levels)
        )

    @cached_property
    def place(self) -> Level:
        """The level of places; a kind within a place has a suffix after its code."""
        places, lowest = self.pack.places, self.levels[-1]
        words = tuple(word for kind in places.kinds for word in kind.words)
        digits = (*lowest.digits, places.digits)
        after = tuple(word for kind in places.kinds for word in kind.words_after)
        return Level(places.id, places.id, lowest.depth + 1, digits, self.pack.separator, words, after)

    @property
    def top(self) -> Level:
        """The highest level of regions."""
        return self.levels[0]

    @property
    def lowest(self) -> Level:
        """The lowest level of regions."""
        return self.levels[-1]

    @property
    def extent(self) -> Extent:
        """The box that holds the country."""
        return self.pack.extent

    @property
    def map(self) -> MapStart:
        """What maps show at first."""
        return self.pack.map

    @cached_property
    def kinds(self) -> tuple[PlaceKind, ...]:
        """The kinds of places, the most usual first."""
        return tuple(_kind(one) for one in self.pack.places.kinds)

    def level(self, id: str) -> Level:
        """Return the level of this name."""
        return next(level for level in self.levels if level.id == id)

    def level_of(self, region: str) -> Level:
        """Return the level of a region by its code."""
        return next(level for level in self.levels if level.length == len(region))

    def below(self, level: Level) -> Level | None:
        """Return the next lower level of regions; None below the lowest."""
        return self.levels[level.depth + 1] if level is not self.levels[-1] else None

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the codes of the regions that contain the place or region of `code`, the largest first; a level
        that may be missing included."""
        size = len(code)
        return tuple([code[:length] for length in self._lengths if length < size])

    def regions_of(self, code: str, names: Sequence[str]) -> Iterator[tuple[Level, str, str]]:
        """Yield the level, code and name of each region that contains a place, the largest first; `names` are by
        level, empty where there is none."""
        for level, name in zip(self.levels, names, strict=True):
            if name:
                yield level, code[: level.length], name

    def kinds_of(self, code: str) -> list[str]:
        """Return the kinds that a place may have by its code; none for an invalid code."""
        size = self.place.length
        if len(code) > size:
            return [kind.id for kind in self.kinds if kind.within and code.startswith(f"/{kind.id}-", size)]
        block = code[size - self.place.digits[-1] :]
        return [kind.id for kind in self.kinds if not kind.within and kind.pattern.fullmatch(block)]

    def kind_of(self, code: str) -> str:
        """Return the one kind that a place may have by its code; empty where that does not tell."""
        possible = self.kinds_of(code)
        return possible[0] if len(possible) == 1 else ""

    def expected_codes(self, kind: str) -> str:
        """Describe the codes of a kind of place: `2xxx, 3xxx`, `/pasar-…`."""
        one = next(one for one in self.kinds if one.id == kind)
        return f"/{one.id}-…" if one.within else ", ".join(one.codes)

    def called_of(self, code: str) -> str:
        """Return the local name of the kind of a place by its code; empty where it has none."""
        block = code[self.place.length - self.place.digits[-1] : self.place.length]
        return next((name for pattern, name in self.local_kinds if re.fullmatch(code_pattern(pattern), block)), "")

    def is_usual(self, kind: str) -> bool:
        """Whether a kind is the most usual one, whose places have their bare name as their address."""
        return kind == self.kinds[0].id

    def regroup(self, text: str) -> str:
        """Return the code that digits with other separators, or none, can only mean; empty for any other text."""
        code = self.group_digits(text)
        return code if code and self.kinds_of(code) else ""

    def group_digits(self, text: str) -> str:
        """Return the digits of a code with its separators, also where no place can have it; empty for any other
        text, and where blocks are divided as in another country's codes."""
        blocks = [f"([0-9]{{{count}}})" for count in self.place.digits]
        written = re.fullmatch(_BETWEEN.join(("", *blocks, "")), text)
        return self.pack.separator.join(written.groups()) if written else ""

    @cached_property
    def example(self) -> str:
        """The code of a place, as messages show it for an example."""
        *above, last = self.place.digits
        usual = next((text for kind in self.kinds for text in kind.codes), "x" * last)
        blocks = ["1".zfill(digits) for digits in above]
        numbered = usual.replace("x", "0")[:-1] + usual[-1].replace("x", "1")
        return self.pack.places.example or self.pack.separator.join([*blocks, numbered])

    @cached_property
    def code_pattern(self) -> str:
        """The pattern of the code of a place."""
        within = "|".join(f"/{kind.id}-{SLUG_PATTERN}" for kind in self.kinds if kind.within)
        return self.place.pattern + (f"({within})?" if within else "")

    def bare_name(self, region: str) -> str:
        """Strip the prefix of the name of a region: `Kabupaten Klaten` gives `Klaten`."""
        return self._prefix.sub("", region, count=1) if self._prefix else region

    @cached_property
    def private_numbers(self) -> PrivateNumbers:
        """What numbers are private in the country."""
        blocks = [f"(?:{level.block})" if "|" in level.block else level.block for level in self.levels]
        written = re.escape(self.pack.separator).join([*blocks, f"[0-9]{{{self.place.digits[-1]}}}"])
        return PrivateNumbers(
            country=self.pack.country,
            calling_code=str(self.pack.calling_code),
            telephone_words=self.pack.telephone_words,
            kinds=frozenset(self.pack.private_numbers),
            identity=self.pack.identity_numbers,
            code=written,
            plain_codes=not self.pack.separator,
        )

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Other names of regions, by code."""
        return {one.code: (*one.official, *one.names) for one in self.pack.aliases}

    @cached_property
    def official_aliases(self) -> dict[str, tuple[str, ...]]:
        """Names of regions that records may bear beside those of the official list, by code."""
        return {one.code: one.official for one in self.pack.aliases}

    def path_words(self, language: str) -> dict[str, str]:
        """Return the words of addresses in a language that the pack states, by section."""
        return {one.section: one.word for one in self.pack.paths if one.language == language}

    def inside(self, lat: float, lon: float) -> bool:
        """Whether a point, in decimal degrees, is within the country's extent."""
        box = self.pack.extent
        return box.south <= lat <= box.north and box.west <= lon <= box.east

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(level.length for level in self.levels)

    @cached_property
    def _prefix(self) -> re.Pattern[str] | None:
        words = [prefix.word for level in self.levels for prefix in level.prefixes]
        qualifiers = [word for level in self.levels for word in level.qualifiers]
        if not words:
            return None
        qualified = rf"(?:\s+(?:{alternatives(qualifiers)}))?" if qualifiers else ""
        return re.compile(rf"^(?:{alternatives(words)}){qualified}\s+")

    @cached_property
    def local_kinds(self) -> tuple[tuple[str, str], ...]:
        """The local names of kinds, each with the pattern of the last block of its codes."""
        return tuple((text, one.name) for kind in self.kinds for one in kind.local for text in one.codes)

    @cached_property
    def named_patterns(self) -> tuple[tuple[str, str], ...]:
        """The patterns of the last block of codes, each with the local name of its kind, or else the kind."""
        local = dict(self.local_kinds)
        return tuple((text, local.get(text, kind.id)) for kind in self.kinds for text in kind.codes)


def _level(one: PackLevel, depth: int, digits: tuple[int, ...], separator: str) -> Level:
    return Level(
        id=one.id,
        plural=one.plural,
        depth=depth,
        digits=digits,
        separator=separator,
        block=block_pattern(one.codes, one.digits),
        words=one.words,
        words_after=one.words_after,
        prefixes=one.prefixes,
        qualifiers=one.qualifiers,
        optional=one.optional,
        description=one.description,
        local=one.local,
    )


def _kind(one: PackKind) -> PlaceKind:
    return PlaceKind(one.id, one.codes, one.words, one.local, one.within)
