"""The official list: codes and names of provinces, regencies, districts and villages, by idn-area-data.

hatch_build.py writes it at set-up. Only what is asked for is read: the villages of one regency, unless a name is looked
up in all of them. No file of a site contains the list.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

from sitegen.geography import Geography, Level
from sitegen.names import fold
from sitegen.scalars import closest_match

OFFICIAL_LIST = Path(__file__).parent.parent / "assets" / "vendor" / "idn-area-data" / "places.sqlite"
"""The installed list, a table `places` of code and name; the name of the empty code is a digest of all."""


class OfficialList:
    """The codes and names of a country's regions and places."""

    def __init__(self, database: sqlite3.Connection, digest: str, geography: Geography) -> None:
        self._database = database
        self.digest = digest
        self.geography = geography
        self.renamed: dict[str, str] = {}
        """The present names of regions that were renamed after the list was made, by code."""
        self._group = geography.levels[min(1, len(geography.levels) - 1)]
        """The level of the regions that are read as a whole: small enough, and few for one site."""
        self._names: dict[str, dict[str, str]] = {}
        self._regions: dict[tuple[str, str], dict[str, str]] = {}

    def name(self, code: str) -> str:
        """Return the name of a region or place; empty where the list does not have the code."""
        group = self._group.region_code(code)
        names = self._names.get(group)
        if names is None:
            names = self._names[group] = self._read(group)
        return self.renamed.get(code) or names.get(code, "")

    def names(self, code: str) -> tuple[str, ...]:
        """Return the names of the regions that contain a place, the largest first, and its own; each may be empty."""
        return (*[self.name(region) for region in self.geography.ancestors(code)], self.name(code))

    def find(self, name: str) -> list[str]:
        """Return the codes of all places of this name, however it is spelt, sorted."""
        return self._places.get(fold(name), [])

    def find_region(self, level: Level, name: str, within: str) -> str:
        """Return the code of the region of this name, however it is spelt, in the region `within`; empty for none."""
        regions = self._regions.get((level.id, within))
        if regions is None:
            rows = self._select_within(within)
            regions = {fold(one): code for code, one in reversed(rows) if len(code) == level.length}
            self._regions[level.id, within] = regions
        return regions.get(fold(name), "")

    def search(self, text: str) -> list[str]:
        """Return the codes of all places of a name, which names of their regions may follow: `Gatak, Klaten`."""
        name, *regions = (part for part in text.split(",") if part.strip())
        wanted = {fold(region) for region in regions}
        bare = self.geography.bare_name
        return [
            code
            for code in self.find(name)
            if wanted <= {fold(form) for one in self.names(code)[:-1] for form in (one, bare(one))}
        ]

    def closest(self, text: str) -> str:
        """Return the name of a place that is most like `text`, of those that begin alike; empty for none."""
        wanted = fold(text.partition(",")[0])
        near = [name for name in self._places if name[:1] == wanted[:1] and abs(len(name) - len(wanted)) <= 2]
        match = closest_match(wanted, near, cutoff=0.75)
        return self.name(self._places[match][0]) if match else ""

    def _read(self, group: str) -> dict[str, str]:
        """Return the names of a region and of all within it; of one above the level that is read, only its own."""
        rows = self._database.execute("SELECT code, name FROM places WHERE code = ?", (group,)).fetchall()
        return dict(rows if len(group) < self._group.length else [*rows, *self._select_within(group)])

    def _select_within(self, region: str) -> list[tuple[str, str]]:
        """Return the codes and names within a region; `/` is the sign after the full stop of codes."""
        return self._select(f"{region}.", f"{region}/")

    def _select(self, first: str, end: str) -> list[tuple[str, str]]:
        return self._database.execute(
            "SELECT code, name FROM places WHERE code > ? AND code < ? ORDER BY code", (first, end)
        ).fetchall()

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        codes: dict[str, list[str]] = defaultdict(list)
        for code, name in self._select("", ":"):
            if len(code) == self.geography.place.length:
                codes[fold(name)].append(code)
        return dict(codes)


@contextmanager
def open_official_list(geography: Geography) -> Iterator[OfficialList | None]:
    """Open the list of a geography; None where it is not installed."""
    try:
        database = sqlite3.connect(f"{OFFICIAL_LIST.as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        yield None
        return
    with closing(database):
        try:
            row = database.execute("SELECT name FROM places WHERE code = ''").fetchone()
        except sqlite3.Error:  # written in part
            row = None
        yield OfficialList(database, row[0], geography) if row else None
