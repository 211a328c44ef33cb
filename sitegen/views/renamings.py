"""Codes, kinds and names that places and regions had before, as pages show them: no corrections, for each was right in
its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from sitegen import edtf
from sitegen.models import PreviousCode, PreviousRegionCode, RegionRecord, Village
from sitegen.models.previous import renumberings
from sitegen.output import Link
from sitegen.views.site_index import SiteIndex


@dataclass(frozen=True, slots=True)
class Renaming:
    """A code or a name that changed."""

    about: Link
    """The place or region, with its page; without a URL if it has none."""
    what: Literal["code", "name"]
    was: str
    """The previous code or name."""
    now: str
    """What followed it."""
    kind_was: str
    """Kind of a place under the previous code; empty unless it changed with the code."""
    kind_now: str
    """Kind of the place since; empty unless it changed with the code."""
    until: str
    """Last day of the previous one, as EDTF; empty where it is not known, as of the name of a place."""
    decree: str
    """Number of the decree that changed it; may be empty."""


def village_renamings(index: SiteIndex, village: Village) -> tuple[Renaming, ...]:
    """Return the changes of a village's code, the latest first."""
    if not village.previous_codes:
        return ()
    card = index.places[village.code]
    about = Link(index.name_of(card), card.path)
    return tuple(_codes(index, about, village.code, village.previous_codes, kinds=True))


def village_names(index: SiteIndex, village: Village) -> Iterator[Renaming]:
    """Yield the changes of a village's name, the latest first; its record does not have the days."""
    card = index.places[village.code]
    about = Link(index.name_of(card), card.path)
    for now, was in pairwise((village.name, *village.previous_names)):
        yield Renaming(about, "name", was, now, "", "", "", "")


def region_renamings(index: SiteIndex, region: RegionRecord) -> tuple[Renaming, ...]:
    """Return the changes of a region's name and code, the latest first."""
    page, level = index.regions.get(region.code), index.site.geography.level_of(region.code)
    about = Link(index.region_title(level.id, region.code, region.name), page.path if page else "")
    names = [region.name, *(one.name for one in region.previous_names)]
    changes = [
        Renaming(about, "name", was, now, "", "", one.until, one.decree or "")
        for (now, was), one in zip(pairwise(names), region.previous_names, strict=True)
    ]
    return _latest_first((*changes, *_codes(index, about, region.code, region.previous_codes, kinds=False)))


def all_renamings(index: SiteIndex) -> tuple[Renaming, ...]:
    """Return every change of a code or a name, the latest first; that of a region's code stands for its villages."""
    regions = index.site.regions
    villages = index.villages.values()
    codes = (one for village in villages for one in village_renamings(index, village))
    own = (one for one in codes if not any(_follows(one, region) for region in regions))
    names = (one for village in villages for one in village_names(index, village))
    return _latest_first((*(one for region in regions for one in region_renamings(index, region)), *own, *names))


def _follows(one: Renaming, region: RegionRecord) -> bool:
    """Whether the code of a village changed with that of its region."""
    return any(change.code_before(one.now) == one.was for change in renumberings(region))


def _codes(
    index: SiteIndex, about: Link, code: str, previous: Sequence[PreviousCode | PreviousRegionCode], *, kinds: bool
) -> Iterator[Renaming]:
    kind_of = index.site.geography.kind_of
    for (now, was), one in zip(pairwise([code, *(one.code for one in previous)]), previous, strict=True):
        changed = (kind_of(was), kind_of(now)) if kinds else ("", "")
        kind_was, kind_now = changed if changed[0] != changed[1] else ("", "")
        yield Renaming(about, "code", was, now, kind_was, kind_now, one.until, one.decree or "")


def _latest_first(renamings: Iterable[Renaming]) -> tuple[Renaming, ...]:
    return tuple(sorted(renamings, key=lambda one: edtf.parse(one.until).last if one.until else date.min, reverse=True))
