"""Codes and kinds that places had before, as pages show them: no corrections, for each value was right in its time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from sitegen import edtf
from sitegen.geography import GEOGRAPHY
from sitegen.models import Village
from sitegen.output import Link
from sitegen.views.site_index import SiteIndex


@dataclass(frozen=True, slots=True)
class Renaming:
    """A code that changed."""

    about: Link
    """The place, with its page."""
    was: str
    """The previous code."""
    now: str
    """The code that followed it."""
    kind_was: str
    """Kind of the place under the previous code; empty unless it changed with the code."""
    kind_now: str
    """Kind of the place since; empty unless it changed with the code."""
    until: str
    """Last day of the previous code, as EDTF."""
    decree: str
    """Number of the decree that changed it; may be empty."""


def village_renamings(index: SiteIndex, village: Village) -> tuple[Renaming, ...]:
    """Return the changes of a village's code, the latest first."""
    if not village.previous_codes:
        return ()
    card = index.places[village.code]
    about, codes = Link(index.name_of(card), card.path), [village.code, *(one.code for one in village.previous_codes)]
    renamings = []
    for (now, was), one in zip(pairwise(codes), village.previous_codes, strict=True):
        kinds = GEOGRAPHY.kind_of(was), GEOGRAPHY.kind_of(now)
        changed = kinds if kinds[0] != kinds[1] else ("", "")
        renamings.append(Renaming(about, was, now, *changed, one.until, one.decree or ""))
    return tuple(renamings)


def all_renamings(index: SiteIndex) -> tuple[Renaming, ...]:
    """Return every change of a code, the latest first."""
    return _latest_first(one for village in index.villages.values() for one in village_renamings(index, village))


def _latest_first(renamings: Iterable[Renaming]) -> tuple[Renaming, ...]:
    return tuple(sorted(renamings, key=lambda one: edtf.parse(one.until).sort_day, reverse=True))
