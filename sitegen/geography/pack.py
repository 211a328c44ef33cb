"""A geography pack, as its file geography.yaml states it: the levels, codes and names of a country's regions."""

from __future__ import annotations

from sitegen.record import record
from sitegen.scalars import (
    Alt,
    Count,
    CountryCode,
    Flag,
    Identifier,
    KeyName,
    Language,
    Latitude,
    Line,
    Longitude,
    OfficialListName,
    OutlinesName,
    PrivateNumberKind,
    Slug,
    TimeZone,
)


@record
class Prefix:
    """A word that is part of the names of some regions of a level, such as Kabupaten or Kota."""

    word: Line
    """The word, as names bear it."""
    short: tuple[Line, ...] = ()
    """Its abbreviations, as people write them: `Kab.`."""
    shared: Flag = False
    """Whether names of places and of other levels begin with the word too: `Kota Baru` is a village."""
    first: Count = 0
    """The smallest number, which is the last block of a code, of the regions that bear it, up to those of the next."""


@record
class LocalName:
    """What a level, or a kind of place, is called in some regions, or for some codes."""

    codes: tuple[Line, ...]
    """What codes of its regions begin with, `34.71`; of a kind of place, patterns of a code's last block: `3xxx`."""
    name: Line
    """The local name: `Kemantren`, `desa adat`."""


@record
class PackLevel:
    """A level of regions."""

    id: KeyName
    """Its name: a key of village records, and part of the names of its messages."""
    plural: KeyName
    """Its name for several: a key of the programme's years where it is the highest level."""
    description: Line
    """What the key of village records holds, for editors."""
    digits: Count
    """The digits of its block of a code."""
    codes: tuple[Line, ...] = ()
    """Patterns of its block, `x` for any digit, by which codes in texts are told from telephone numbers: `[0x, 1x]`;
    without any, every number."""
    words: tuple[Line, ...] = ()
    """What texts write before a name and is no part of it, abbreviations too: `Kecamatan`, `Kec.`."""
    words_after: tuple[Line, ...] = ()
    """What texts write after a name and is no part of it: `County`."""
    prefixes: tuple[Prefix, ...] = ()
    """The words of which one is part of each name."""
    qualifiers: tuple[Line, ...] = ()
    """Words that may stand after such a prefix, the abbreviations too: `Administrasi`, `Adm.`."""
    optional: Flag = False
    """Whether a place may lie in no region of this level."""
    local: tuple[LocalName, ...] = ()
    """What the level is called in some regions."""


@record
class PackKind:
    """A kind of place."""

    id: Identifier
    """Its name in village records. The first kind has the bare name as its address, others begin with their kind."""
    codes: tuple[Line, ...] = ()
    """Patterns of the last block of its codes, `x` for any digit: `2xxx`; without any, every code."""
    words: tuple[Line, ...] = ()
    """What texts write before a name and is no part of it, abbreviations too: `Desa`, `Ds.`."""
    words_after: tuple[Line, ...] = ()
    """What texts write after a name and is no part of it: `Ward`."""
    local: tuple[LocalName, ...] = ()
    """What it is called where its codes have one of these patterns."""
    within: Flag = False
    """Whether it lies within a place: its code is that of the place, with `/<id>-` and its own slug behind it."""


@record
class PackPlaces:
    """The places, below the lowest level of regions."""

    id: KeyName
    """The name of their level, one of the values of `precision`."""
    digits: Count
    """The digits of the last block of a code."""
    kinds: tuple[PackKind, ...]
    """Their kinds, the most usual first."""
    example: Line = ""
    """The code of a place, as messages show it for an example; without it, they show one with small numbers."""
    odd_names: tuple[Line, ...] = ()
    """Names of places that seem to stand for a name that is not known yet: `Todo`."""


@record
class Extent:
    """A box that holds the country, in decimal degrees (WGS 84)."""

    south: Latitude
    north: Latitude
    west: Longitude
    east: Longitude


@record
class MapStart:
    """What maps show at first."""

    latitude: Latitude
    """Latitude of the centre in decimal degrees."""
    longitude: Longitude
    """Longitude of the centre in decimal degrees."""
    zoom: Count
    """Zoom level; each doubles the scale."""


@record
class Aliases:
    """Other names of a region."""

    code: Line
    """Its code."""
    names: tuple[Line, ...]
    """Names by which it is known and found: `Jatim`."""
    official: tuple[Line, ...] = ()
    """Names that laws use beside that of the official list, so that records may bear them too."""


@record
class PathWord:
    """A word of addresses, where those of the language do not fit."""

    language: Language
    """The language of the pages."""
    section: KeyName
    """The section of the site: `register`, whose page lists the places."""
    word: Slug
    """Its part of addresses: `wards` for `/wards/`. Addresses are permanent, so that it stays once a site has it."""


@record
class IdentityNumber:
    """A number that persons of a country have, and that only a word beside it tells."""

    words: tuple[Line, ...]
    """What stands beside it, in any case: `ID No`, `National ID`."""
    forms: tuple[Line, ...]
    """How it is written, `x` for a digit and `A` for a letter: `xxxxxxxx`. Spaces, full stops and hyphens may stand
    anywhere in it."""


@record
class GeographyPack:
    """A geography pack: geography.yaml in its folder."""

    country: CountryCode
    """The country, by two letters (ISO 3166-1): its telephone numbers are known by it."""
    calling_code: Count
    """The calling code of its telephone numbers: `62`."""
    separator: Alt = "."
    """What stands between the blocks of a code; empty for none."""
    levels: tuple[PackLevel, ...]
    """The levels of regions, the highest first: one to five."""
    places: PackPlaces
    """The places."""
    extent: Extent
    """Where they lie."""
    map: MapStart
    """What maps show at first, unless the settings say otherwise."""
    time_zones: tuple[TimeZone, ...]
    """The time zones; the first is that of a site whose settings name none."""
    official_list: OfficialListName = "none"
    """The list of official codes and names in the package."""
    outlines: OutlinesName = "none"
    """The outlines of the regions of the highest level in the package."""
    aliases: tuple[Aliases, ...] = ()
    """Other names of regions."""
    paths: tuple[PathWord, ...] = ()
    """Words of addresses that name places by another word than `villages`."""
    telephone_words: tuple[Line, ...] = ()
    """What stands beside telephone numbers, abbreviations too, besides the usual English words: `hp`."""
    private_numbers: tuple[PrivateNumberKind, ...] = ("account", "passport")
    """The kinds of numbers that are looked for as private, beside telephone numbers of the country."""
    identity_numbers: tuple[IdentityNumber, ...] = ()
    """Further numbers of persons."""
