"""Check that locked URLs stay: each must still be published or redirected."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping

from sitegen.models import Announcement, PlainPage, Site
from sitegen.problems import Report, Span
from sitegen.scalars import closest_match
from sitegen.translations import languages_of
from sitegen.urls import URLS_LOCK, file_url, is_permalink, output_path

MAX_SUGGESTIONS = 50
"""Number of lost URLs for which a similar one is searched; the others are redirected to their parent page."""


def check_locked_urls(
    site: Site, origins: Mapping[str, Span], hidden_urls: Callable[[], Collection[str]], report: Report
) -> None:
    """Report each locked URL that is neither published nor redirected, with the redirect to add.

    `origins` has the outputs by path. `hidden_urls` gives the URLs that may be missing: those of content that is not
    public on this day, as a retired or expired announcement is not lost, and those that redirect because a code or a
    name changed. It is called only when a URL is missing.
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
    # The first URL is on line 2.
    lines = {path: number for number, path in enumerate(site.locked_urls, 2)}
    finder = _RedirectFinder(site, origins)
    for number, path in enumerate(lost):
        target = finder.target(path, site.locked_urls[path], suggest=number < MAX_SUGGESTIONS)
        at = Span(URLS_LOCK, lines[path], 1, len(path) + 1)
        report.add("address-lost", at, paste=f"- {{source: {path}, target: {target}}}", path=path)


def check_released_urls(site: Site, origins: Mapping[str, Span], report: Report) -> None:
    """Warn of releases whose download is not locked: they are written together."""
    if not site.releases or URLS_LOCK in site.unread:
        return
    downloads = {at.file: path for path, at in origins.items() if path.endswith(".zip")}
    for release in site.releases:
        path = downloads.get(release.file)
        if path and file_url(path) not in site.locked_urls:
            report.add("release-unlocked", Span(release.file), date=release.date)


def map_published_subjects(site: Site, origins: Mapping[str, Span]) -> dict[str, str]:
    """Map each page of one village or content file to the village's code or the file."""
    names = {site.origins[name]: name for name in _list_subjects(site) if name in site.origins}
    return {path: names[at] for path, at in origins.items() if at in names and path.endswith(".html")}


def _list_subjects(site: Site) -> Iterator[str]:
    yield from (village.code for village in site.villages)
    yield from (item.file for item in _list_texts(site))


def _list_texts(site: Site) -> tuple[Announcement | PlainPage, ...]:
    return (*site.news, *site.pages)


def _redirect_sources(site: Site) -> Iterator[str]:
    """Yield all old URLs that redirect, including aliases of files that have no page."""
    for item in _list_texts(site):
        yield from item.meta.aliases
    yield from (redirect.source for redirect in site.config.redirects)


class _RedirectFinder:
    """Finds the best redirect for a lost URL."""

    def __init__(self, site: Site, origins: Mapping[str, Span]) -> None:
        self._prefixes = tuple(f"/{candidate}/" for candidate in languages_of(site.config)[1:])
        self._current = {
            (what, self._prefix(file_url(path))): file_url(path)
            for path, what in map_published_subjects(site, origins).items()
        }
        self._pages = {file_url(path) for path in origins if path.endswith(".html") and path != "404.html"}
        self._siblings = defaultdict[tuple[str, bool], list[str]](list)
        for path in sorted(origins):
            if is_permalink(path):
                url = file_url(path)
                self._siblings[_parent(url), url.endswith("/")].append(url)

    def target(self, path: str, what: str, *, suggest: bool) -> str:
        """Return the present URL of the same record, or of the same text in another file; else a similar URL in the
        same folder; else the parent page."""
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
        """Return the URL prefix of the language of `path`; empty for the first language."""
        return next((candidate for candidate in self._prefixes if path.startswith(candidate)), "")


def _alternate_files(what: str, language: str) -> tuple[str, ...]:
    """Return the files of a translation into `language` and of its original, which replace each other there."""
    stem = what.removesuffix(".md")
    if not language or stem == what:
        return ()
    return (f"{stem}.{language}.md", f"{stem.removesuffix(f'.{language}')}.md")


def _parent(path: str) -> str:
    """Return the URL of the parent folder."""
    folder = posixpath.dirname(path.rstrip("/"))
    return folder if folder == "/" else f"{folder}/"
