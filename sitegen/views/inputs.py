"""Inputs: what outputs are said to be made from, by the names of Site.origins where it is exact, else by file."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sitegen.views.site_index import SiteIndex


def sources(ids: Iterable[str]) -> tuple[str, ...]:
    """The sources of these ids."""
    return tuple(f"source:{id}" for id in ids)


def years(index: SiteIndex, *only: int) -> tuple[str, ...]:
    """What the programme tells of these years, or of all, with the sources of it."""
    told = [year for year in index.site.programme.years if not only or year.year in only]
    cited = (id for year in told for id in (*year.target_sources, *year.reported_sources, *year.projected_sources))
    return (*(f"year:{year.year}" for year in told), *sources(dict.fromkeys(cited)))


def ledger(shown: Collection[object]) -> tuple[str, ...]:
    """The ledger of corrections, for a page on which some of it is shown."""
    return ("data/corrections.yaml",) if shown else ()


def files(index: SiteIndex, names: Iterable[str]) -> tuple[str, ...]:
    """The files in which these records stand, each once: for what is made from too many to name them."""
    return tuple(dict.fromkeys(index.origin(name).file for name in names))


def places(index: SiteIndex) -> tuple[str, ...]:
    """The files of all villages, and of the outreach that tells which of them were reached."""
    return index.place_files()
