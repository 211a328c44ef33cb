"""Read the year of a release for the page that shows it; all years of a release are read at once, and cached."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from sitegen.cache import Cache, get_value, set_value
from sitegen.content import ReleaseTemplate
from sitegen.dataset.release import DamagedRelease, replay_releases
from sitegen.dataset.released_year import ReleasedYear, read_released_years
from sitegen.digest import hex_digest, read_unchanged
from sitegen.fingerprint import code_fingerprint

_KIND = "released-year"


def with_released_year(content: ReleaseTemplate, cache: Cache) -> ReleaseTemplate:
    """Return a page with the year of its release in its view. Raises DamagedRelease if the release has no such year."""
    released: ReleasedYear | None = get_value(cache, _KIND, _key(content, content.year), ReleasedYear)
    if released is None:
        state = replay_releases(map(read_unchanged, content.locations, content.contents))
        years = read_released_years(state, content.names)
        for year, one in years.items():
            set_value(cache, _KIND, _key(content, year), one)
        if content.year not in years:
            raise DamagedRelease(f"years {content.year}")
        released = years[content.year]
    return replace(content, view=replace(content.view, released=released))


def _key(content: ReleaseTemplate, year: int) -> str:
    return hex_digest(msgspec.msgpack.encode((code_fingerprint(), content.contents, content.names, year)))
