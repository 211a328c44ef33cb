"""Check the records of data/regions.yaml, and read villages with the present names and codes of their regions."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sitegen.geography import Geography
from sitegen.load.context import LoadContext
from sitegen.load.official_list import OfficialList
from sitegen.load.previous_codes import check_latest_first, check_previous_codes
from sitegen.load.records import DataRecords, LoadedRecords
from sitegen.load.villages import format_line_reference
from sitegen.models import Office, Programme, RegionRecord, RegionYear, Village
from sitegen.models.previous import present_name, with_regions
from sitegen.names import fold, slugify
from sitegen.problems import Loc

_Placed = tuple[RegionRecord, str, int]
"""A record, its file, and its index in that."""


def apply_region_records(geography: Geography, data: DataRecords) -> DataRecords:
    """Return the records with the present names of regions, and villages with the codes that follow from those that
    their regions had before."""
    records = reversed(data.of(RegionRecord).items)  # of two with one code the first counts
    regions = {one.code: one for one in records if one.code and one.name}
    if not regions:
        return data
    villages, offices = data.of(Village), data.of(Office)
    taken = {village.code for village in villages.items if village.code}
    taken |= {one.code for village in villages.items for one in village.previous_codes if one.code}
    placed = [with_regions(geography, one, regions, taken) if one.code else one for one in villages.items]
    highest = [region for region in regions.values() if geography.level_of(region.code) is geography.top]
    named = {one.name: region.name for region in highest for one in region.previous_names}
    located = [replace(office, region=named.get(office.region or "", office.region)) for office in offices.items]
    lists: dict[type[Any], LoadedRecords[Any]] = {
        Village: replace(villages, items=placed),
        Office: replace(offices, items=located),
    }
    programme = data.programme and _with_present_names(data.programme, regions)
    return replace(data, programme=programme, lists=data.lists | lists)


def _with_present_names(programme: Programme, regions: Mapping[str, RegionRecord]) -> Programme:
    """Return the programme with the present names of the regions for which it states results."""

    def present(part: RegionYear) -> RegionYear:
        region = regions.get(part.region)
        return replace(part, name=present_name(region, part.name)) if region else part

    years = (replace(year, regions=tuple(map(present, year.regions))) for year in programme.years)
    return replace(programme, years=tuple(years))


def check_region_records(
    context: LoadContext,
    data: DataRecords,
    official: OfficialList | None,
    faulty: Container[tuple[str, Loc]] = (),
) -> None:
    """Check the records of regions: each is known, and no address may mean two regions.

    `data` has the villages with the present names of their regions; names at the `faulty` locations are compared with
    no others.
    """
    placed = [(region, span.file, index) for region, span, index in data.of(RegionRecord).each() if region.code]
    if placed:
        _RegionCheck(context, data, placed, official, faulty).run()
        check_previous_codes(context, data.of(RegionRecord))
        _check_region_names(context, data, official, faulty)


class _RegionCheck:
    def __init__(
        self,
        context: LoadContext,
        data: DataRecords,
        placed: list[_Placed],
        official: OfficialList | None,
        faulty: Container[tuple[str, Loc]],
    ) -> None:
        self.context, self.placed, self.official, self.faulty = context, placed, official, faulty
        self.incomplete = data.of(Village).uncertain.any_id or not data.of(Village).files
        self.names: dict[str, str] = {}
        """The present name of each region, by code."""
        for village in data.of(Village).items:
            if village.code:
                pairs = context.geography.regions_of(village.code, village.regions)
                self.names.update((code, name) for _, code, name in pairs)
        self.recorded = frozenset(self.names)
        self.names.update((region.code, region.name) for region, _, _ in placed if region.name)
        self.called: dict[tuple[str, str], str] = {}
        """The code of each region by the region that contains it, and each address that it has there."""

    def run(self) -> None:
        for code, name in self.names.items():
            self.called.setdefault((self._parent(code), slugify(name)), code)
        for region, file, index in self.placed:
            self._check_known(region, file, index)
            self._check_names(region, file, index)
            self._check_codes(region, file, index)

    def _check_known(self, region: RegionRecord, file: str, index: int) -> None:
        listed = self.official.name(region.code) if self.official else ""
        level = self.context.geography.level_of(region.code).id
        compared = region.name and (file, (index, "name")) not in self.faulty
        if listed and compared and fold(listed) != fold(region.name):
            span = self.context.span(file, index, "name")
            values = {"level": level, "code": region.code, "value": region.name, "official": listed}
            self.context.report.add("name-not-official", span, listed, **values)
        if not (listed or region.code in self.recorded or self.incomplete):
            span = self.context.span(file, index, "code")
            self.context.report.add("region-unknown", span, code=region.code, level=level)

    def _check_names(self, region: RegionRecord, file: str, index: int) -> None:
        first: dict[str, int] = {}
        for number, one in enumerate(region.previous_names):
            if not one.name:
                continue
            slug, span = slugify(one.name), self.context.span(file, index, "previous_names", number, "name")
            other, earlier = self._region_called(region.code, slug, one.name), first.setdefault(slug, number)
            if region.name and slug == slugify(region.name):
                self.context.report.add("previous-name", span, name=one.name)
            elif earlier != number:
                line = self.context.span(file, index, "previous_names", earlier).line
                self.context.report.add("previous-name-repeated", span, name=one.name, line=line)
            elif other != region.code:
                level = self.context.geography.level_of(region.code).id
                self.context.report.add("previous-name-taken", span, name=one.name, code=other, level=level)
        check_latest_first(self.context, region.previous_names, file, (index, "previous_names"))

    def _region_called(self, code: str, slug: str, name: str) -> str:
        """Return the code of the other region with this address beside that of `code`; else that code itself."""
        other = self.called.setdefault((self._parent(code), slug), code)
        if other == code and self.official and self._parent(code):
            level = self.context.geography.level_of(code)
            listed = self.official.find_region(level, name, self._parent(code))
            other = listed if listed and listed != code and listed not in self.names else code
        return other

    def _parent(self, code: str) -> str:
        """Return the code of the region that contains a region; empty for one of the highest level."""
        return (self.context.geography.ancestors(code) or ("",))[-1]

    def _check_codes(self, region: RegionRecord, file: str, index: int) -> None:
        for number, one in enumerate(region.previous_codes):
            span = self.context.span(file, index, "previous_codes", number, "code")
            if one.code and len(one.code) != len(region.code):
                level = self.context.geography.level_of(region.code).id
                self.context.report.add("previous-code-level", span, code=one.code, level=level)
            elif one.code in self.recorded and one.code != region.code:
                self.context.report.add("previous-code-in-use", span, code=one.code, name=self.names[one.code])


def _check_region_names(
    context: LoadContext, data: DataRecords, official: OfficialList | None, faulty: Container[tuple[str, Loc]]
) -> None:
    """Report villages whose region is not called as its record says, where the official list does not know it."""
    regions = {
        region.code: (region, span.file, index)
        for region, span, index in reversed([*data.of(RegionRecord).each()])  # as in apply_region_records
        if (span.file, (index, "name")) not in faulty
    }
    for village, span, index in data.of(Village).each() if regions else ():
        for level in context.geography.levels:
            region, file, number = regions.get(level.region_code(village.code or ""), (None, "", 0))
            name = village.regions[level.depth]
            if region is None or not name or name == region.name or not region.name:
                continue
            if not (official and official.name(region.code)):
                line = format_line_reference(context, file, number, "name", seen_from=span.file)
                values = {"level": level.id, "code": region.code, "name": name, "other": region.name, "line": line}
                context.report.add("region-name", context.span(span.file, index, level.id), region.name, **values)


def use_present_names(regions: Iterable[RegionRecord], official: OfficialList) -> None:
    """Let the list have the present names of regions that were renamed after it was made."""
    for region in regions:
        listed = official.name(region.code) if region.code and region.name else ""
        if listed and any(one.name and fold(one.name) == fold(listed) for one in region.previous_names):
            official.renamed[region.code] = region.name
