"""What places and regions were called before, and what they are called now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
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
    codes = list(village.previous_codes)
    for former in (village.code, *(one.code for one in village.previous_codes if one.code)):
        known = {village.code, *(one.code for one in codes)}
        within = (one for region in records for one in codes_within(former, region))
        codes += (one for one in within if one.code not in known and one.code not in taken)
    if len(codes) > len(village.previous_codes):
        changed["previous_codes"] = tuple(codes)
    return replace(village, **changed) if changed else village


def latest_first(village: Village) -> Village:
    """Return a valid village with its previous codes in order: those of its regions were added behind its own."""
    codes = sorted(village.previous_codes, key=lambda one: edtf.parse(one.until).sort_day, reverse=True)
    return replace(village, previous_codes=tuple(codes)) if len(codes) > 1 else village


def present_name(region: RegionRecord | None, name: str) -> str:
    """Return the present name of a region for a previous one; any other name as it is."""
    return region.name if region and any(one.name == name for one in region.previous_names) else name


def codes_within(code: str, region: RegionRecord) -> list[PreviousCode]:
    """Return the codes that a place of this code had while its region had other ones; none for one elsewhere."""
    if not code.startswith(region.code):
        return []
    rest = code[len(region.code) :]
    return [
        PreviousCode(code=one.code + rest, until=one.until, decree=one.decree)
        for one in region.previous_codes
        if one.code and one.until
    ]
