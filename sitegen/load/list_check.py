"""Compare the codes and names of villages with the official list, and tell which of them is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sitegen.geography import Level
from sitegen.load.context import LoadContext
from sitegen.load.name_check import NameFaults, report_name_fault
from sitegen.load.official_list import OfficialList
from sitegen.load.records import LoadedRecords
from sitegen.models import ListDifferences, Village
from sitegen.names import fold

_APOSTROPHES = str.maketrans('’‘`´ʼ"', "''''''")
_UNLIKE = 1
"""Number of names, of those of all levels, that may differ where another place is recognized."""

Names = tuple[str, ...]
"""The name at each level; empty where there is none."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A record, as it is compared."""

    number: int
    village: Village
    file: str
    index: int
    code: str
    """The code of the village; that of a market is within one."""
    written: Names
    listed: Names


def check_listed(
    context: LoadContext, villages: LoadedRecords[Village], official: OfficialList, faults: NameFaults
) -> None:
    """Report each code and name that differs from the list, unless `differs_from_list` says why.

    A record whose code is another place's is noted as miscoded, so that nothing else is told of that code. Names with
    faults are compared as they are when mended; a fault is taken out of `faults` where the list has the right name.
    """
    _ListCheck(context, villages, official, faults).run()


class _ListCheck:
    def __init__(
        self, context: LoadContext, villages: LoadedRecords[Village], official: OfficialList, faults: NameFaults
    ) -> None:
        self.context, self.villages, self.official, self.faults = context, villages, official, faults
        self.geography = context.geography
        self.levels = (*self.geography.levels, self.geography.place)
        self.keys = (*(level.id for level in self.geography.levels), "name")
        """The key of a record that holds the name at each level."""
        self.place = len(self.levels) - 1

    def run(self) -> None:
        for number, (village, span, index) in enumerate(self.villages.each()):
            if not village.code:
                self._note_meant(village, span.file, index)
                continue
            self._check_previous(village, span.file, index)
            code = self.geography.place.region_code(village.code)
            name = village.name if code == village.code else ""
            written = (*village.regions, name)
            listed = self.official.names(code)
            if written != listed or village.differs_from_list:
                texts = self._mend(span.file, index, written)
                self._compare(_Place(number, village, span.file, index, code, texts, listed))

    def _mend(self, file: str, index: int, written: Sequence[str | None]) -> Names:
        """Return the names of a record, each without its faults."""
        faults = (self.faults.get((file, (index, key))) for key in self.keys)
        named = zip(written, faults, strict=True)
        return tuple((fault.mended if fault else text) if text else "" for text, fault in named)

    def _note_meant(self, village: Village, file: str, index: int) -> None:
        """Note the code that a record without a valid one should have, so that references to it are not to blame."""
        names = self._mend(file, index, (*village.regions, village.name))
        if other := self._find_other(names, village.kind, "", 0):
            self.villages.uncertain.add_invalid(other)

    def _compare(self, place: _Place) -> None:
        """Find what is wrong, the code or names, and report it."""
        reasons = place.village.differs_from_list or ListDifferences()
        unknown = next((at for at, name in enumerate(place.listed) if not name), None)
        self._report_unused(place, reasons, unknown)
        excused = [*map(bool, self._region_reasons(reasons)), bool(reasons.name) or self._is_renamed(place)]
        same = [
            bool(name and listed) and (excused[at] or _is_alike(self.levels[at], name, listed))
            for at, (name, listed) in enumerate(zip(place.written, place.listed, strict=True))
        ]
        wrong = [at for at, name in enumerate(place.written) if name and place.listed[at] and not same[at]]
        code = place.code
        newer = unknown is not None and not reasons.code and self._is_newer(place)
        if (unknown is not None and not (reasons.code or newer)) or (unknown is None and wrong):
            other = self._find_other(place.written, place.village.kind, place.code, sum(same))
            if other:
                self._report_code(place, unknown, other)
                code = other
            elif unknown is not None:
                self._report_code(place, unknown, "")
                if sum(same) <= len(wrong):  # the names are of another region than the code
                    return
            elif self._is_elsewhere(place, wrong, same):
                self._report_code(place, unknown, "")
                return
        for at, official in enumerate(self.official.names(code)):
            name = place.written[at]
            faulty = (place.file, (place.index, self.keys[at])) in self.faults and not self._is_within(place, at)
            if official and not excused[at] and (faulty or (name and not self._is_official(code, at, name, official))):
                self._report_name(place, code, at, official)

    def _is_within(self, place: _Place, at: int) -> bool:
        """Whether the name at a level is that of a place within one, which the list does not have."""
        return at == self.place and place.code != place.village.code

    def _check_previous(self, village: Village, file: str, index: int) -> None:
        """Warn of each previous code that is another place's in the list, or this one's beside its present code."""
        names = (village.name, *village.previous_names)
        for number, one in enumerate(village.previous_codes):
            listed = self.official.name(one.code) if one.code else ""
            alike = any(name and _is_alike(self.geography.place, name, listed) for name in names)
            if listed and not (alike and not self.official.name(village.code)):
                span = self.context.span(file, index, "previous_codes", number, "code")
                place = self._join(self.official.names(one.code))
                self.context.report.add("previous-code-listed", span, code=one.code, place=place)

    def _is_renamed(self, place: _Place) -> bool:
        """Whether the list has the place under a name that it bore before."""
        listed = place.listed[self.place]
        return bool(listed) and fold(listed) in (fold(name) for name in place.village.previous_names if name)

    def _is_newer(self, place: _Place) -> bool:
        """Whether the list has the place under a previous code; say so, as a note."""
        for one in place.village.previous_codes:
            former = self.geography.place.region_code(one.code) if one.code else ""
            listed = self.official.name(former)
            if listed and (
                not place.written[self.place] or _is_alike(self.geography.place, place.written[self.place], listed)
            ):
                span = self.context.span(place.file, place.index, "code")
                self.context.report.add("code-newer", span, code=place.village.code, former=former, name=listed)
                return True
        return False

    def _find_other(self, written: Names, kind: str | None, own: str, agreeing: int) -> str:
        """Return the code of the one place whose names agree with those written in more levels than those of `own`."""
        name = written[self.place]
        counts = {
            code: sum(bool(text) and _is_alike(level, text, listed) for level, (text, listed) in pairs)
            for code in {*self.official.find(name), *self.official.find(self.geography.place.split(name)[1])}
            if code != own
            for pairs in [zip(self.levels, zip(written, self.official.names(code), strict=True), strict=True)]
        }
        most = max(counts.values(), default=0)
        if most <= agreeing or most < len(self.levels) - _UNLIKE:
            return ""
        best = [code for code, count in counts.items() if count == most]
        if len(best) > 1:  # places of two kinds and one name
            best = [code for code in best if self.geography.kind_of(code) == kind]
        if len(best) != 1 or (agreeing == self.place and best[0] in self._recorded):
            return ""  # of a neighbour that has a record too, the name was copied
        return best[0]

    @cached_property
    def _recorded(self) -> set[str | None]:
        return {village.code for village in self.villages.items}

    def _is_elsewhere(self, place: _Place, wrong: list[int], same: list[bool]) -> bool:
        """Whether the code, and not the names, is wrong though no place was found: the names are of another region."""
        if (self.place not in wrong and place.written[self.place]) or len(wrong) < 2:
            return False
        between = (at for at in wrong if 0 < at < self.place)
        return sum(same) < 2 or any(same[at - 1] and self._find_region(place, at) for at in between)

    def _find_region(self, place: _Place, at: int) -> str:
        """Return the code of the region that the record names at a level, within that of its code."""
        within = self.levels[at - 1].region_code(place.code)
        return self.official.find_region(self.levels[at], place.written[at], within)

    def _report_code(self, place: _Place, unknown: int | None, other: str) -> None:
        """Report the code; `other` is the right one, if certain, and `unknown` the first level that is not listed."""
        at = self.context.span(place.file, place.index, "code")
        suggestion = f"{other}{place.village.code[len(place.code) :]}" if other else ""
        if other or unknown is None:
            self.villages.miscoded[place.number] = suggestion
        if other:
            self.villages.uncertain.add_invalid(suggestion)  # what refers to the right code is not to blame
        if unknown is None:
            values = {"code": place.code, "place": self._join(place.listed), "name": self._join(place.written)}
            if other:
                self.context.report.add("code-mistaken", at, suggestion, other=other, **values)
            else:
                self.context.report.add("code-of-another", at, **values)
            return
        level = self.levels[unknown]
        region, within = level.region_code(place.code), self._join(place.listed[:unknown])
        values = {"level": level.id, "code": region, "within": within}
        found = level.region_code(other)
        if not other and 0 < unknown < self.place and (found := self._find_region(place, unknown)):
            self.villages.uncertain.add_invalid(f"{found}{place.code[len(found) :]}")
        if found:
            name = self.official.name(found)
            self.context.report.add("code-unlisted", at, suggestion, other=found, name=name, **values)
        else:
            self.context.report.add("code-unknown", at, **values)

    @staticmethod
    def _join(names: Names) -> str:
        """Join names, the smallest first."""
        return ", ".join(name for name in reversed(names) if name)

    def _report_name(self, place: _Place, code: str, at: int, official: str) -> None:
        """Report a name: its fault if there is nothing else wrong; a warning where only its spelling differs."""
        name, level, loc = place.written[at], self.levels[at], (place.index, self.keys[at])
        fault, alike = self.faults.pop((place.file, loc), None), _is_alike(level, name, official)
        if fault and (alike or not name):
            report_name_fault(self.context, place.file, loc, fault, official)
            return
        problem = "name-spelling" if alike else "name-not-official"
        span = self.context.span(place.file, *loc)
        values = {"level": level.id, "code": level.region_code(code), "value": fault.value if fault else name}
        self.context.report.add(problem, span, official, official=official, **values)

    def _report_unused(self, place: _Place, reasons: ListDifferences, unknown: int | None) -> None:
        """Warn of each reason for a difference that does not exist."""
        given = dict(zip(self.keys, (*self._region_reasons(reasons), reasons.name), strict=True))
        for key in ("code", *self.keys):
            if not (reasons.code if key == "code" else given[key]):
                continue
            if key == "code":
                needed = unknown is not None
            else:
                at = self.keys.index(key)
                name, official = place.written[at], place.listed[at]
                needed = bool(name and official) and not self._is_official(place.code, at, name, official)
            if not needed:
                span = self.context.span(place.file, place.index, "differs_from_list", key)
                self.context.report.add("list-difference-unused", span, key=key)

    def _region_reasons(self, reasons: ListDifferences) -> tuple[str, ...]:
        """Return the reason at each level of regions; empty for none."""
        return reasons.regions or ("",) * self.place

    def _is_official(self, code: str, at: int, name: str, official: str) -> bool:
        """Whether a name is written as the list has it; signs for an apostrophe are the same."""
        if name == official or name.translate(_APOSTROPHES) == official.translate(_APOSTROPHES):
            return True
        return name in self.geography.official_aliases.get(self.levels[at].region_code(code), ())


def _is_alike(level: Level, name: str, official: str) -> bool:
    """Whether a name is the official one but for its spelling or the word for its level."""
    return name == official or bool(_forms(level, name) & _forms(level, official))


@lru_cache(maxsize=4096)
def _forms(level: Level, name: str) -> frozenset[str]:
    """Return what is compared of a name: folded, with and without the word for its level, or with the prefix that is
    meant: one with another prefix is another region."""
    prefix, rest = level.split(name)
    if not level.prefixes:
        return frozenset((fold(name), fold(rest)))
    bare = fold(level.without_qualifier(rest))
    return frozenset(f"{one.word} {bare}" for one in level.prefixes if prefix in ("", one.word))
