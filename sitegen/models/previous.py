"""What places and regions were called before, and what they are called now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

from sitegen import edtf
from sitegen.geography import Geography
from sitegen.models.records import PreviousCode, RegionRecord, Village
from sitegen.record import reference_fields

R = TypeVar("R")


def present_codes(villages: Iterable[Village]) -> dict[str, str]:
    """Return the present code of each village by each code that it had before."""
    return {one.code: village.code for village in villages for one in village.previous_codes if one.code}


def with_present_codes(record: R, present: Mapping[str, str]) -> R:
    """Return a record whose references to villages have their present codes, each once; itself where they do."""
    changed: dict[str, Any] = {}
    for name, kind in reference_fields(type(record)).items() if present else ():
        codes = getattr(record, name)
        if kind == "village" and any(code in present for code in codes):
            changed[name] = tuple(dict.fromkeys(present.get(code, code) for code in codes))
    updated: Any = replace(record, **changed) if changed else record  # type: ignore[type-var]
    return updated  # type: ignore[no-any-return]


def with_regions(
    geography: Geography, village: Village, regions: Mapping[str, RegionRecord], taken: Collection[str]
) -> Village:
    """Return a village with the present names of its regions, and the codes that it had when these had other ones.

    `regions` are by code. Codes `taken` by records are left out: a region may have had no such village then.
    """
    above = geography.ancestors(village.code)
    records = [regions[code] for code in above if code in regions]
    if not records:
        return village
    pairs = zip(above, village.regions, strict=True)
    present = tuple(present_name(regions.get(code), name) for code, name in pairs)
    changed: dict[str, Any] = {"regions": present} if present != village.regions else {}
    if derived := _codes_of_regions(village, records, taken):
        changed["previous_codes"] = (*village.previous_codes, *derived)
    return replace(village, **changed) if changed else village


def _codes_of_regions(village: Village, regions: Iterable[RegionRecord], taken: Collection[str]) -> list[PreviousCode]:
    """Return the codes that a village had before its regions got the codes that they have, the latest first."""
    changes = (change for region in regions for change in renumberings(region))
    own = [one for one in village.previous_codes if one.code and one.until]
    derived: list[PreviousCode] = []
    for change in sorted(changes, key=lambda one: edtf.parse(one.until).last, reverse=True):
        # The code that it had on that day; a code that ended before is of the former region already.
        since = [one for one in (*own, *derived) if not edtf.is_before(one.until, change.until)]
        code = min(since, key=lambda one: edtf.parse(one.until).last).code if since else village.code
        former = change.code_before(code)
        if former and former not in taken and former not in (one.code for one in derived):
            derived.append(PreviousCode(code=former, until=change.until, decree=change.decree))
    return derived


@dataclass(frozen=True, slots=True)
class Renumbering:
    """A change of the code of a region, and with it of the codes of all villages within."""

    was: str
    now: str
    until: str
    """The last day of the previous code, as EDTF."""
    decree: str | None

    def code_before(self, code: str) -> str:
        """Return the code that a place of this code had before; empty for one elsewhere."""
        return self.was + code.removeprefix(self.now) if code.startswith(self.now) else ""


def renumberings(region: RegionRecord) -> list[Renumbering]:
    """Return the changes of a region's code, the latest first."""
    valid = [one for one in region.previous_codes if one.code and one.until]
    codes = pairwise([region.code, *(one.code for one in valid)])
    return [Renumbering(was, now, one.until, one.decree) for (now, was), one in zip(codes, valid, strict=True)]


def latest_first(village: Village) -> Village:
    """Return a valid village with its previous codes in order: those of its regions were added behind its own."""
    codes = sorted(village.previous_codes, key=lambda one: edtf.parse(one.until).last, reverse=True)
    return replace(village, previous_codes=tuple(codes)) if len(codes) > 1 else village


def present_name(region: RegionRecord | None, name: str) -> str:
    """Return the present name of a region for a previous one; any other name as it is."""
    return region.name if region and any(one.name == name for one in region.previous_names) else name
