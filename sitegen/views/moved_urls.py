"""The addresses of villages and regions that moved with a code or a name, and where their pages are now.

Old addresses are those of data/urls.lock: of a village, the code that stood there then tells which record is meant; of
a region, its previous names do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from sitegen.models import RegionRecord, Site
from sitegen.models.previous import present_codes
from sitegen.names import slugify
from sitegen.problems import Span
from sitegen.urls import URLS_LOCK, Routes


@dataclass(frozen=True, slots=True)
class MovedUrl:
    """An old address."""

    old: str
    """Its URL, of a page or of a file."""
    new: str
    """URL of the same page today; of a region that has no places any more, of the smallest that has them now."""
    origin: Span
    """Its line in data/urls.lock."""


@dataclass(frozen=True, slots=True)
class MovedPrefix:
    """The beginning of the addresses of a region and of all within it, when it had another name."""

    old: str
    """With a slash at its end."""
    new: str
    """The URL of its page today."""


def find_moved_urls(
    site: Site, routes: Routes, villages: Mapping[str, str], regions: Mapping[str, str]
) -> tuple[MovedUrl, ...]:
    """Return the locked URLs of villages and regions in one language that are pages elsewhere now, in the order of the
    lock.

    `villages` and `regions` have the URLs of their pages by code.
    """
    root, finder = routes.root("regions"), _Finder(site, villages, regions)
    current = {*villages.values(), *regions.values()}
    kept = {redirect.source for redirect in site.config.redirects}
    lost = {
        path: (line, what)
        for line, (path, what) in enumerate(site.locked_urls.items(), 2)  # the first URL is on line 2
        if path.startswith(root) and path != root and path not in current
    }
    targets = {path: target for path, (_, what) in lost.items() if (target := finder.page(root, path, what))}
    below: dict[str, list[str]] = defaultdict(list)
    for path, (_, what) in lost.items():
        if what:
            for at in (at for at, sign in enumerate(path[:-1]) if sign == "/" and at >= len(root)):
                below[path[: at + 1]].append(targets.get(path, ""))
    for path in lost.keys() & below.keys() - targets.keys():
        if target := _smallest(root, path, below[path]):
            targets[path] = target
    return tuple(
        MovedUrl(path, targets[path], Span(URLS_LOCK, line, 1, len(path) + 1))
        for path, (line, _) in lost.items()
        if targets.get(path, path) != path and path not in kept
    )


def moved_prefixes(regions: Iterable[RegionRecord], pages: Mapping[str, str]) -> Iterator[MovedPrefix]:
    """Yield the old beginning of addresses of each region with a page that was renamed; `pages` are by code."""
    current = set(pages.values())
    for region in regions:
        new = pages.get(region.code, "")
        above = new[: new[:-1].rfind("/") + 1]
        for one in region.previous_names if new else ():
            old = f"{above}{slugify(one.name)}/"
            if old not in current:
                yield MovedPrefix(old, new)


def _smallest(root: str, path: str, targets: Sequence[str]) -> str:
    """Return the URL of the smallest region, of the level of `path` at most, that contains all these pages."""
    if not all(targets):
        return ""
    parts = zip(*(target[len(root) :].split("/")[:-2] for target in targets), strict=False)
    shared = [names[0] for names in takewhile(lambda names: len(set(names)) == 1, parts)]
    return "/".join([root[:-1], *shared[: path[len(root) :].count("/")], ""])


class _Finder:
    """Finds the present page of an old address."""

    def __init__(self, site: Site, villages: Mapping[str, str], regions: Mapping[str, str]) -> None:
        self._present, self._villages, self._regions = present_codes(site.villages), villages, regions
        self._geography, self._pages = site.geography, frozenset(villages.values())
        self._codes: dict[tuple[str, str], str] = {}
        """The code of each region by the code of the one above, and by the last part of its address."""
        for code, path in regions.items():
            self._codes[self._above(code), path.split("/")[-2]] = code
        self._former: dict[tuple[str, str], str] = {}
        """The same by the parts that old addresses have."""
        for region in site.regions:
            for one in region.previous_names if region.code in regions else ():
                self._former.setdefault((self._above(region.code), slugify(one.name)), region.code)

    def page(self, root: str, path: str, what: str) -> str:
        """Return the present URL for an old one at which the village `what` was, if any; empty if it is unknown.

        That a name or a code changed must be recorded: another address may just be a mistake.
        """
        *parts, last = path[len(root) :].split("/")
        names = [*parts, *([last.partition(".")[0]] if last else [])]
        code, renamed, rest = self._region(names)
        village = self._villages.get(self._present.get(what, what), "")
        if village and (renamed or what in self._present):
            return village
        if not (renamed and code):
            return ""
        target = self._regions[code] + "".join(f"{name}/" for name in rest)
        if last:
            return target.rstrip("/") + last[len(names[-1]) :] if not rest else ""
        return target if not rest or target in self._pages else ""

    def _region(self, names: Sequence[str]) -> tuple[str, bool, Sequence[str]]:
        """Return the code of the region that the parts of an address lead to, whether one of them is a previous name,
        and the parts that lead to no region."""
        code, renamed = "", False
        for number, name in enumerate(names):
            following = self._codes.get((code, name), "")
            former = "" if following else self._former.get((code, name), "")
            if not (following or former):
                return code, renamed, names[number:]
            code, renamed = following or former, renamed or bool(former)
        return code, renamed, ()

    def _above(self, code: str) -> str:
        """Return the code of the region next above a region; empty for one of the highest level."""
        return next((one for one in reversed(self._geography.ancestors(code)) if one in self._regions), "")
