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
        self._present, self._villages = present_codes(site.villages), villages
        self._village_pages, self._region_pages = frozenset(villages.values()), frozenset(regions.values())
        self._former = {one.old: one.new for one in moved_prefixes(site.regions, regions)}

    def page(self, root: str, path: str, what: str) -> str:
        """Return the present URL for an old one at which the village `what` was, if any; empty if it is unknown.

        That a name or a code changed must be recorded: another address may just be a mistake.
        """
        *parts, last = path[len(root) :].split("/")
        suffix = last[len(last.partition(".")[0]) :]  # of a file that is named as the region that it is of
        names = [*parts, last.removesuffix(suffix)] if last else parts
        region, renamed, rest = self._region(root, names)
        village = self._villages.get(self._present.get(what, what), "")
        if village and (renamed or what in self._present):
            return village
        target = region + "".join(f"{name}/" for name in rest)
        if not renamed or (rest and target not in self._village_pages):
            return ""
        return target[:-1] + suffix if suffix else target

    def _region(self, root: str, names: Sequence[str]) -> tuple[str, bool, Sequence[str]]:
        """Return the page of the region that the parts of an address lead to, whether one of them is a previous name,
        and the parts that lead to no region."""
        page, renamed = root, False
        for number, name in enumerate(names):
            following = f"{page}{name}/"
            former = following not in self._region_pages
            if former and following not in self._former:
                return page, renamed, names[number:]
            page, renamed = self._former[following] if former else following, renamed or former
        return page, renamed, ()
