"""Check that locked URLs stay, each published or redirected, and that redirects lead to pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from sitegen.models import Announcement, PlainPage, Redirect, Site
from sitegen.models.kinds import SITE
from sitegen.models.previous import present_codes
from sitegen.problems import Offer, Report, Span
from sitegen.sections import section_names
from sitegen.urls import URLS_LOCK, Routes, file_url, is_reserved, output_path, village_slug
from sitegen.yaml_format import format_flow

_NAMED = 3
"""Number of addresses that are named of those that are not locked."""


def check_locked_urls(
    site: Site,
    routes: Routes,
    origins: Mapping[str, Span],
    hidden: Callable[[], Collection[str]],
    redirects: Callable[[], Mapping[str, str]],
    successors: Callable[[], Mapping[str, str]],
    published: Mapping[str, str],
    report: Report,
) -> dict[str, str]:
    """Report each locked URL that is neither published nor redirected; return them, each with the URL that the offered
    redirect leads to.

    `published` has further URLs that are known to be published, with the record or file there. `origins` has the
    outputs by path. What follows is called only when a URL is missing: `hidden` gives the URLs of content that is not
    public on this day, as a retired or expired announcement is not lost; `redirects` all old URLs, with where they
    lead; `successors` what took the place of each village whose record was removed, by code.
    """
    if URLS_LOCK in site.unread:
        return {}
    known = {**published, **site.locked_urls}
    missing = [path for path in known if output_path(path) not in origins]
    if not missing:
        return {}
    satisfied = {*_redirect_sources(site), *redirects(), *hidden()}
    lost = [path for path in missing if path not in satisfied]
    if not lost:
        return {}
    # The first URL is on line 2.
    lines = {path: number for number, path in enumerate(site.locked_urls, 2)}
    finder = _RedirectFinder(site, routes, origins, redirects(), successors())
    targets = {path: finder.target(path, known[path]) for path in lost}
    for path, target in targets.items():
        at = Span(URLS_LOCK, lines[path], 1, len(path) + 1) if path in lines else Span(SITE)
        item = format_flow({"source": path, "target": target})
        report.add_with_offer("address-lost", at, Offer(SITE, ("redirects",), f"- {item}"), path=path)
    return targets


def check_redirects(
    site: Site,
    origins: Mapping[str, Span],
    redirects: Callable[[], Mapping[str, str]],
    offered: Mapping[str, str],
    report: Report,
) -> None:
    """Report the redirects of data/site.yaml that lead to another redirect, also to one of those `offered`, or back to
    themselves, and those whose source is a published file or has a redirect already.

    `redirects` gives all old URLs with where they lead; it is called only where one may lead to another.
    """
    sources = {*_redirect_sources(site), *offered}
    seen: set[str] = set()
    leading: list[tuple[int, Redirect]] = []
    for number, redirect in enumerate(site.config.redirects):
        path = output_path(redirect.source)
        # That of a page is an output, which cannot have the path of another one.
        if not path.endswith((".html", ".htm")) and (path in origins or redirect.source in seen):
            report.add("alias-taken", site.origins[f"redirects:{number}:source"], path=redirect.source)
        seen.add(redirect.source)
        moved = origins.get(output_path(redirect.target), Span("")).file == URLS_LOCK
        if moved or redirect.target in sources:
            leading.append((number, redirect))
    known = {**redirects(), **offered} if leading else {}
    circular: set[str] = set()
    for number, redirect in reversed(leading):  # a circle is told at the last of its redirects
        way = [redirect.source, *_follow(redirect.target, known)]
        at = site.origins[f"redirects:{number}:target"]
        if redirect.source in way[1:]:
            if not circular.intersection(way):
                circular.update(way)
                report.add("redirect-circle", at, way=" → ".join(way[: way.index(redirect.source, 1) + 1]))
        elif len(way) > 2 and way[-1] not in way[:-1]:
            report.add("redirect-chain", at, way[-1], source=way[0], target=way[1], end=way[-1])


def check_lock_complete(site: Site, base_url: str, permalinks: Collection[str], report: Report) -> None:
    """Note how many of the `permalinks` are not locked. A site without a lock whose `base_url` is a placeholder is not
    published yet."""
    missing = [path for path in permalinks if path not in site.locked_urls]
    if missing and URLS_LOCK not in site.unread and (site.locked_urls or not is_reserved(base_url)):
        names = ", ".join(sorted(missing)[:_NAMED])
        report.add("lock-behind", Span(URLS_LOCK), count=len(missing), names=names)


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


def _follow(path: str, redirects: Mapping[str, str]) -> list[str]:
    """Return the URLs that a URL leads over, itself first; in a circle, the last one is there twice."""
    way = [path]
    while way[-1] in redirects and way[-1] not in way[:-1]:
        way.append(redirects[way[-1]])
    return way


class _RedirectFinder:
    """Finds where a lost URL leads: to what has taken its place for certain, else to the page above it."""

    def __init__(
        self,
        site: Site,
        routes: Routes,
        origins: Mapping[str, Span],
        redirects: Mapping[str, str],
        successors: Mapping[str, str],
    ) -> None:
        self._redirects, self._successors = redirects, successors
        self._present = present_codes(site.villages)
        self._routes = {each.prefix: each for each in (routes, *routes.translations)}
        self._current = {
            (what, self._prefix(file_url(path))): file_url(path)
            for path, what in map_published_subjects(site, origins).items()
        }
        self._pages = {file_url(path) for path in origins if path.endswith(".html") and path != "404.html"}
        self._urls = {file_url(path) for path in origins}
        self._former = dict(self._former_pages(site))

    def target(self, path: str, what: str) -> str:
        """Return the present URL of the same record, of the same text in another file, of what followed it, or of
        the same page of a section whose path word the settings changed; else
        the first page of a list, the register for a letter, or the page above."""
        prefix = self._prefix(path)
        for candidate in (what, self._successor(what), *_alternate_files(what, prefix.strip("/"))):
            if (candidate, prefix) in self._current:
                return self._current[candidate, prefix]
        if path in self._former:
            return self._former[path]
        if (moved := _moved(path, self._routes[prefix])) in self._urls:
            return moved
        above = next((one for one in self._above(path, self._routes[prefix]) if one in self._pages), "/")
        *passed, end = _follow(above, self._redirects)
        return "/" if end in passed else end

    def _former_pages(self, site: Site) -> Iterator[tuple[str, str]]:
        """Yield the URL that each village would have under a previous name, with that of its page."""
        usual = site.geography.is_usual
        for village in site.villages:
            for prefix in self._routes if village.previous_names else ():
                page = self._current.get((village.code, prefix))
                for name in village.previous_names if page else ():
                    former = replace(village, name=name, slug=None)
                    yield f"{_parent(page or '')}{village_slug(former, usual=usual(village.kind))}/", page or ""

    def _successor(self, code: str) -> str:
        """Return the code of the village that followed a removed one, by what the latest release says of it."""
        passed: set[str] = set()
        while code in self._successors and code not in passed:
            passed.add(code)
            following = self._successors[code]
            code = self._present.get(following, following)
        return code

    @staticmethod
    def _above(path: str, routes: Routes) -> Iterator[str]:
        """Yield the URLs above one, the nearest first: of a file the page of the same name, of a letter the register,
        which has the names that it has."""
        stem, dot, _ = path.rpartition(".")
        if dot and "/" not in path[len(stem) :]:
            yield f"{stem}/"
        letters = routes.root("letters")
        others = f"{letters}{routes.words['others']}/"
        if path.startswith(letters):
            start = path[: len(letters) + 1] + "/" if not path.startswith(others) else others
            if start != path:
                yield start
            yield routes.root("register")
        while path != "/":
            path = _parent(path)
            yield path

    def _prefix(self, path: str) -> str:
        """Return the URL prefix of the language of `path`; empty for the first language."""
        return next((prefix for prefix in self._routes if prefix and path.startswith(f"{prefix}/")), "")


def _moved(path: str, routes: Routes) -> str:
    """Return where a URL below a section is if the path word of the section was the default before."""
    for name in sorted(section_names(), key=lambda name: -len(routes.default_words.get(name, ""))):
        before, now = routes.default_words.get(name, ""), routes.words[name]
        if before and before != now and re.match(rf"{routes.prefix}/{before}[/.]", path):
            return f"{routes.prefix}/{now}{path.removeprefix(f'{routes.prefix}/{before}')}"
    return ""


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
