"""Addresses are a contract: one that was published and locked stands where it stood, or leads on."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping

from sitegen.models import Announcement, PlainPage, Site
from sitegen.problems import Report, Span
from sitegen.scalars import closest_match
from sitegen.translations import languages_of
from sitegen.urls import URLS_LOCK, is_permalink, output_path, url_of

LOOKED_UP = 50
"""Lost addresses of which one is looked for that is spelt alike; of the others, the page above is offered."""


def check_locked_urls(
    site: Site, origins: Mapping[str, Span], held: Callable[[], Collection[str]], report: Report
) -> None:
    """Tell of each locked address that nothing stands at and nothing leads on from, offering the redirect to add.

    `origins` has the outputs by path. `held` gives the addresses of content that is there but not public on this day:
    who retires an announcement, or lets it expire, has not lost it. It is only asked when something is missing.
    """
    if not site.locked_urls or URLS_LOCK in site.unread:
        return
    missing = [path for path in site.locked_urls if output_path(path) not in origins]
    if not missing:
        return
    satisfied = {*_leading(site), *held()}
    lost = [path for path in missing if path not in satisfied]
    if not lost:
        return
    # The lock is read strictly: its second line has the first address.
    lines = {path: number for number, path in enumerate(site.locked_urls, 2)}
    offers = _Offers(site, origins)
    for number, path in enumerate(lost):
        target = offers.target(path, site.locked_urls[path], look=number < LOOKED_UP)
        at = Span(URLS_LOCK, lines[path], 1, len(path) + 1)
        report.add("address-lost", at, paste=f"- {{source: {path}, target: {target}}}", path=path)


def published_subjects(site: Site, origins: Mapping[str, Span]) -> dict[str, str]:
    """For each output that is the page of one village or of one content file: that village's code, or that file."""
    names = {site.origins[name]: name for name in _records(site) if name in site.origins}
    return {path: names[at] for path, at in origins.items() if at in names and path.endswith(".html")}


def _records(site: Site) -> Iterator[str]:
    yield from (village.code for village in site.villages)
    yield from (item.file for item in _texts(site))


def _texts(site: Site) -> tuple[Announcement | PlainPage, ...]:
    return (*site.news, *site.pages)


def _leading(site: Site) -> Iterator[str]:
    """The old addresses that lead on, those of files that have no page included."""
    for item in _texts(site):
        yield from item.meta.aliases
    yield from (redirect.source for redirect in site.config.redirects)


class _Offers:
    """Finds where visitors of a lost address are best sent."""

    def __init__(self, site: Site, origins: Mapping[str, Span]) -> None:
        self._prefixes = tuple(f"/{one}/" for one in languages_of(site.config)[1:])
        self._now = {
            (what, self._prefix(url_of(path))): url_of(path) for path, what in published_subjects(site, origins).items()
        }
        self._there = {url_of(path) for path in origins if path.endswith(".html") and path != "404.html"}
        self._beside = defaultdict[tuple[str, bool], list[str]](list)
        for path in sorted(origins):
            if is_permalink(path):
                address = url_of(path)
                self._beside[_above(address), address.endswith("/")].append(address)

    def target(self, path: str, what: str, *, look: bool) -> str:
        """Where the same record stands now, or the same text by another file; else the address beside it that is spelt
        alike; else the page above."""
        prefix = self._prefix(path)
        for one in (what, *_same_text(what, prefix.strip("/"))):
            if (one, prefix) in self._now:
                return self._now[one, prefix]
        above = _above(path)
        if look:
            near = closest_match(path, self._beside.get((above, path.endswith("/")), ()), cutoff=0.8)
            if near:
                return near
        while above not in self._there and above != "/":
            above = _above(above)
        return above

    def _prefix(self, path: str) -> str:
        """What the addresses of the language of `path` begin with; empty for those of the first."""
        return next((one for one in self._prefixes if path.startswith(one)), "")


def _same_text(what: str, language: str) -> tuple[str, ...]:
    """The files of a translation into `language` and of its original, each of which takes the other's place there."""
    stem = what.removesuffix(".md")
    if not language or stem == what:
        return ()
    return (f"{stem}.{language}.md", f"{stem.removesuffix(f'.{language}')}.md")


def _above(path: str) -> str:
    """The address of the folder that an address stands in."""
    folder = posixpath.dirname(path.rstrip("/"))
    return folder if folder == "/" else f"{folder}/"
