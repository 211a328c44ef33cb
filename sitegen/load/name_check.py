"""Find names of places and regions that are more, or less, than a name: a word for its kind, quotes, a second place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sitegen.geography import Geography, Level
from sitegen.load.context import LoadContext
from sitegen.load.official_list import OfficialList
from sitegen.load.records import LoadedRecords
from sitegen.load.villages import name_with_word
from sitegen.models import ListDifferences, RegionRecord, Village
from sitegen.names import fold
from sitegen.problems import Loc

_EDGES = '"“”„‟«»‹›＂,;|'
"""Signs that no name begins or ends with."""
_APOSTROPHES = "'‘’‚‛`´"
"""Letters of names too: they are quotation marks only where one stands at both ends, and none within."""
_INVISIBLE = frozenset("\u115f\u1160\u3164\ufe0e\ufe0f\uffa0")
"""Signs without a form that belong to no category of such."""
_BLANK = "\u2800"
"""A space that is no space by its category."""
_JOINERS = frozenset("\u200c\u200d")
"""They shape letters of some scripts."""
_LAST_LATIN = "\u024f"
"""The last letter of Latin script, which has no such shapes."""
_SECOND = re.compile(r" ?[,;|] ?(?!(?:[IVXLC]+|[0-9]+)\b)(?=\w)")
"""Stands before a second name; in `Lambang Sari I, II, III` there is none."""
_RUN, _CAPITALS = re.compile(r"(?<![^\W\d_])(?![IVXLCDM]+\b)[^\W\d_]{4,}"), 5
"""Letters that are no abbreviation or number, and how many of these tell that a name stands in capitals."""
_PLACEHOLDERS = frozenset(
    """todo to_do tbd tba tbc fixme to_be_done n/a n.a. null none nil nihil isi diisi isi_nama isi_di_sini
    belum_ada belum_tahu belum_diketahui belum_diisi tidak_ada tidak_tahu tidak_diketahui unknown not_known undefined
    nama_tempat""".split()
)
"""What people write where they do not know a name yet, in small letters, with `_` for a space; with `nama_` or `_name`,
the words for levels and kinds too."""
_DETAILS = {"name-two-places": "rest", "name-with-kind": "word", "name-unclean": "flaw"}
"""The placeholder of NameFault.detail in the message of each code."""


@dataclass(frozen=True, slots=True)
class NameFault:
    """What is wrong with a name."""

    code: str
    """The code of its problem; that of the gravest, if several are wrong."""
    value: str
    """The name as it is written."""
    mended: str
    """The name without all that is wrong; empty for a placeholder, and for the name of a region of another level."""
    certain: bool
    """Whether the mended form is what was meant, but for its capitals."""
    capitals: bool
    """Whether it was written in capitals, so that the mended form may have too few of them."""
    detail: str
    """What does not belong there; of a name with wrong signs, which: `edges`, `invisible`, `spaces` or `composed`."""
    region: str = ""
    """The code of the region that has the name; empty for a place, and where the code is not known."""


NameFaults = dict[tuple[str, Loc], NameFault]
"""The faults of names, by file and location there."""


class NameRules:
    """The rules of the names of a country."""

    def __init__(self, geography: Geography) -> None:
        levels = (geography.place, *geography.levels)
        called = [re.escape(name) for _, name in geography.local_kinds]
        own = {level: [*(called if level is geography.place else ()), level.word] for level in levels}
        shared = [rf"(?:{level.word})(?<!{level.shared})" if level.shared else level.word for level in levels]
        words = _alternatives([*called, *shared])
        self._word = _word_pattern(words)
        self._own = {level: _word_pattern(_alternatives(patterns)) for level, patterns in own.items()}
        self._place = geography.place
        self._within = re.compile(rf" ?[ ,;|(/-] ?(?={self._word.pattern})", re.IGNORECASE)
        suspect = rf"[^ -~]|  |^[{_EDGES}'`]|[{_EDGES}]$|[,;|]|^x+$|(?:^|[ (/-])(?:{words})[ .]"
        after = [self._place.written_words_after.pattern] if self._place.words_after else []
        self._suspect = re.compile(_alternatives([suspect, *after]), re.IGNORECASE)
        prefixes = [prefix.word for level in levels for prefix in level.prefixes]
        written = map(str.casefold, (*prefixes, *(word for level in levels for word in (level.id, *level.words))))
        self._placeholders = _PLACEHOLDERS | {form for word in written for form in (f"nama_{word}", f"{word}_name")}
        self._odd_names = frozenset(geography.pack.places.odd_names)
        self._sound: set[tuple[str, str | None]] = set()
        """Names that only seemed suspect: most of them are those of regions with their word."""

    def is_suspect(self, name: str) -> bool:
        """Whether anything may be wrong with a name; most names are told by this to be sound."""
        plain = name.casefold()
        is_placeholder = plain.replace(" ", "_") in self._placeholders
        return is_placeholder or name == name.upper() or bool(self._suspect.search(plain))

    def find_fault(self, name: str, level: Level | None, regions: tuple[str, ...] = ()) -> NameFault | None:
        """Return what is wrong with a name; None if nothing is.

        Without a level, only signs and placeholders are looked for. `regions` are those that the place or region lies
        in: a name that goes on with one of them can only mean its first part.
        """
        key = name, level.id if level else None
        if key in self._sound or not self.is_suspect(name):
            return None
        fault = self._find(name, level, regions)
        if fault is None:
            self._sound.add(key)
        return fault

    def _find(self, name: str, level: Level | None, regions: tuple[str, ...]) -> NameFault | None:
        mended, flaw = _clean(name)
        if self._is_placeholder(mended):
            return NameFault("name-placeholder", name, "", certain=False, capitals=False, detail="")
        details, certain, capitals = {"name-unclean": flaw} if flaw else {}, True, False
        if level is not None:
            while kind := self._match_kind(mended, level):
                if level is not self._place or not self._own[level].match(mended):  # the name is of another level
                    return NameFault("name-with-kind", name, "", certain=False, capitals=False, detail=kind[1])
                details.setdefault("name-with-kind", kind[1])
                mended = mended[kind.end() :]
            if level is self._place and level.words_after and (after := level.written_words_after.search(mended)):
                details.setdefault("name-with-kind", after[1])
                mended = mended[: after.start()]
            if second := self._within.search(mended) or _SECOND.search(mended):
                mended, rest = mended[: second.start()], mended[second.end() :].rstrip(")")
                certain = self._word.match(rest) is not None or fold(rest) in map(fold, regions)
                details["name-two-places"] = rest
            mended = mended.strip(f" {_EDGES}")
            capitals = mended.isupper() and sum(map(len, _RUN.findall(mended))) >= _CAPITALS
            if capitals:
                mended = " ".join(map(str.capitalize, mended.split()))
                details["name-capitals"] = ""
        order = ("name-two-places", "name-with-kind", "name-capitals", "name-unclean")
        code = next((code for code in order if code in details), "")
        return NameFault(code, name, mended, certain, capitals, details[code]) if code else None

    def _is_placeholder(self, name: str) -> bool:
        """Whether a text only stands where a name should: a word for that, `xxx`, or no letter at all."""
        plain = "_".join(name.casefold().split())
        if plain in self._placeholders:
            return name not in self._odd_names
        return not plain.strip("x") or not any(map(str.isalpha, plain))

    def _match_kind(self, name: str, level: Level) -> re.Match[str] | None:
        """Match a word that stands before a name; of regions, their own words are compared elsewhere."""
        match = self._word.match(name)
        own = level is not self._place and self._own[level].match(name)
        return None if own else match


def _alternatives(patterns: Iterable[str]) -> str:
    """Join patterns; a level may have no words at all, and then none matches."""
    return "|".join(filter(None, patterns)) or "(?!)"


def _word_pattern(words: str) -> re.Pattern[str]:
    """Match one of some words before a name, with the space between; after an abbreviation there may be none. Before
    no more than a number the word is part of the name: `Barangay 12-A`."""
    return re.compile(rf"({words})(?:(?<=\.) ?| )(?=\w)(?![0-9]+(?:-?[A-Z])?(?: \(|\Z))", re.IGNORECASE)


def _clean(name: str) -> tuple[str, str]:
    """Return a name in composed letters (NFC), with single spaces and without signs that do not belong there, and
    which of these was the gravest; see NameFault.detail."""
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(_show(sign, before) for sign, before in zip(composed, " " + composed, strict=False))
    spaced = " ".join(visible.split())
    bare = spaced.strip(f" {_EDGES}")
    if len(bare) > 2 and bare[0] in _APOSTROPHES and bare[-1] in _APOSTROPHES:
        within = bare[1:-1].strip(f" {_EDGES}")
        bare = bare if any(sign in _APOSTROPHES for sign in within) else within
    flaws = {
        "edges": bare != spaced,
        "invisible": len(visible) < len(composed),
        "spaces": visible != composed or spaced != visible,
        "composed": composed != name,
    }
    return bare, next((flaw for flaw, is_there in flaws.items() if is_there), "")


def _show(sign: str, before: str) -> str:
    """Return a sign as it is shown: a plain space for each kind of space, and nothing for what has no form, unless it
    shapes the letter before it."""
    if sign.isspace() or sign == _BLANK:
        return " "
    is_hidden = unicodedata.category(sign)[0] == "C" or sign in _INVISIBLE
    return "" if is_hidden and not (sign in _JOINERS and before > _LAST_LATIN) else sign


def find_name_faults(
    geography: Geography,
    villages: LoadedRecords[Village],
    records: LoadedRecords[RegionRecord],
    official: OfficialList | None,
) -> NameFaults:
    """Find the names of places and regions that are no plain names. A name of the list is always right.

    Where `differs_from_list` gives a reason for a name, and in the names of markets, only signs are looked at.
    """
    rules, faults = NameRules(geography), NameFaults()
    sound: set[tuple[str, ...]] = set()
    for village, span, index in villages.each():
        regions = village.regions
        if regions in sound and not village.previous_names and not rules.is_suspect(village.name or "-"):
            continue
        found = {
            (span.file, (index, *loc)): replace(fault, region=region)
            for level, region, loc, name in _list_names(village, geography)
            if (fault := rules.find_fault(name, level, regions))
            and not (official and _is_listed(village, region, loc, name, official))
        }
        faults |= found
        if not found and not village.differs_from_list:
            sound.add(regions)
    for record, span, index in records.each():
        level = geography.level_of(record.code) if record.code else None
        for loc, name in _list_region_names(record):
            if name and (fault := rules.find_fault(name, level)):
                faults[span.file, (index, *loc)] = replace(fault, region=record.code or "")
    return faults


def _list_names(village: Village, geography: Geography) -> Iterator[tuple[Level | None, str, Loc, str]]:
    """Yield the names in a record: the level whose rules each follows, the code of its region, its location, itself."""
    reasons, code = village.differs_from_list or ListDifferences(), village.code or ""
    excuses = reasons.regions or ("",) * len(geography.levels)
    for level, name, excuse in zip(geography.levels, village.regions, excuses, strict=True):
        if name:
            yield None if excuse else level, level.region_code(code), (level.id,), name
    place = geography.place if code == geography.place.region_code(code) else None
    if village.name:
        yield None if reasons.name else place, "", ("name",), village.name
    for number, name in enumerate(village.previous_names):
        if name.casefold() != (village.name or "").casefold():  # that is told by another check
            yield place, "", ("previous_names", number), name


def _list_region_names(record: RegionRecord) -> Iterator[tuple[Loc, str]]:
    """Yield the names in the record of a region, each with its location there."""
    yield ("name",), record.name
    for number, one in enumerate(record.previous_names):
        if one.name and fold(one.name) != fold(record.name or ""):  # that is told by another check
            yield ("previous_names", number, "name"), one.name


def _is_listed(village: Village, region: str, loc: Loc, name: str, official: OfficialList) -> bool:
    """Whether a name stands in the list: that of the record's code, or for a previous name that of any place."""
    if loc[0] == "previous_names":
        return any(official.name(code) == name for code in official.find(name))
    return bool(village.code) and official.name(region or village.code) == name


def report_name_faults(context: LoadContext, faults: NameFaults, official: OfficialList | None) -> None:
    """Report the faults that the comparison with the list has left, with the mended name where it is certain."""
    for (file, loc), fault in faults.items():
        mended = _spell(fault, official) if fault.certain else ""
        if mended and fault.region:
            level = context.geography.level_of(fault.region)
            mended = name_with_word(mended, fault.region, level).strip(_EDGES)
        report_name_fault(context, file, loc, fault, mended)


def _spell(fault: NameFault, official: OfficialList | None) -> str:
    """Return the mended name; of one in capitals, as the list writes the region, or all places of the name."""
    if not fault.capitals:
        return fault.mended
    if official is None:
        return ""
    codes = [fault.region] if fault.region else official.find(fault.mended)
    spelt = {name for code in codes if fold(name := official.name(code)) == fold(fault.mended)}
    return spelt.pop() if len(spelt) == 1 else ""


def report_name_fault(context: LoadContext, file: str, loc: Loc, fault: NameFault, suggestion: str) -> None:
    """Report a fault of the name at `loc`."""
    detail = {_DETAILS[fault.code]: fault.detail} if fault.code in _DETAILS else {}
    context.report.add(fault.code, context.span(file, *loc), suggestion, value=fault.value, **detail)
