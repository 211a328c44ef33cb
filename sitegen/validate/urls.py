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

MAX_SUGGESTIONS = 50
"""Lost addresses of which one is looked for that is spelt alike; of the others, the page above is offered."""


def check_locked_urls(
    site: Site, origins: Mapping[str, Span], hidden_urls: Callable[[], Collection[str]], report: Report
) -> None:
    """Tell of each locked address that nothing stands at and nothing leads on from, offering the redirect to add.

    `origins` has the outputs by path. `hidden_urls` gives the URLs of content that exists but is not public on this
    day: a retired or expired announcement is not lost. It is called only when a URL is missing.
    """
    if not site.locked_urls or URLS_LOCK in site.unread:
        return
    missing = [path for path in site.locked_urls if output_path(path) not in origins]
    if not missing:
        return
    satisfied = {*_redirect_sources(site), *hidden_urls()}
    lost = [path for path in missing if path not in satisfied]
    if not lost:
        return
    # The lock is read strictly: its second line has the first address.
    lines = {path: number for number, path in enumerate(site.locked_urls, 2)}
    finder = _RedirectFinder(site, origins)
    for number, path in enumerate(lost):
        target = finder.target(path, site.locked_urls[path], suggest=number < MAX_SUGGESTIONS)
        at = Span(URLS_LOCK, lines[path], 1, len(path) + 1)
        report.add("address-lost", at, paste=f"- {{source: {path}, target: {target}}}", path=path)


def published_subjects(site: Site, origins: Mapping[str, Span]) -> dict[str, str]:
    """For each output that is the page of one village or of one content file: that village's code, or that file."""
    names = {site.origins[name]: name for name in _list_subjects(site) if name in site.origins}
    return {path: names[at] for path, at in origins.items() if at in names and path.endswith(".html")}


def _list_subjects(site: Site) -> Iterator[str]:
    yield from (village.code for village in site.villages)
    yield from (item.file for item in _list_texts(site))


def _list_texts(site: Site) -> tuple[Announcement | PlainPage, ...]:
    return (*site.news, *site.pages)


def _redirect_sources(site: Site) -> Iterator[str]:
    """The old addresses that lead on, those of files that have no page included."""
    for item in _list_texts(site):
        yield from item.meta.aliases
    yield from (redirect.source for redirect in site.config.redirects)


class _RedirectFinder:
    """Finds where visitors of a lost address are best sent."""

    def __init__(self, site: Site, origins: Mapping[str, Span]) -> None:
        self._prefixes = tuple(f"/{candidate}/" for candidate in languages_of(site.config)[1:])
        self._current = {
            (what, self._prefix(url_of(path))): url_of(path) for path, what in published_subjects(site, origins).items()
        }
        self._pages = {url_of(path) for path in origins if path.endswith(".html") and path != "404.html"}
        self._siblings = defaultdict[tuple[str, bool], list[str]](list)
        for path in sorted(origins):
            if is_permalink(path):
                url = url_of(path)
                self._siblings[_parent(url), url.endswith("/")].append(url)

    def target(self, path: str, what: str, *, suggest: bool) -> str:
        """Where the same record stands now, or the same text by another file; else the address beside it that is spelt
        alike; else the page above."""
        prefix = self._prefix(path)
        for candidate in (what, *_alternate_files(what, prefix.strip("/"))):
            if (candidate, prefix) in self._current:
                return self._current[candidate, prefix]
        parent = _parent(path)
        if suggest:
            closest = closest_match(path, self._siblings.get((parent, path.endswith("/")), ()), cutoff=0.8)
            if closest:
                return closest
        while parent not in self._pages and parent != "/":
            parent = _parent(parent)
        return parent

    def _prefix(self, path: str) -> str:
        """What the addresses of the language of `path` begin with; empty for those of the first."""
        return next((candidate for candidate in self._prefixes if path.startswith(candidate)), "")


def _alternate_files(what: str, language: str) -> tuple[str, ...]:
    """The files of a translation into `language` and of its original, each of which takes the other's place there."""
    stem = what.removesuffix(".md")
    if not language or stem == what:
        return ()
    return (f"{stem}.{language}.md", f"{stem.removesuffix(f'.{language}')}.md")


def _parent(path: str) -> str:
    """The address of the folder that an address stands in."""
    folder = posixpath.dirname(path.rstrip("/"))
    return folder if folder == "/" else f"{folder}/"
