"""Files for hosts and crawlers: headers, redirects, sitemap, robots.txt, 404.html."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from sitegen.content import RawBytes, Template
from sitegen.output import Link, Output, PageHead, PageView
from sitegen.problems import Span
from sitegen.urls import file_url, output_path
from sitegen.views.alternates import texts_in_language
from sitegen.views.moved_urls import MovedPrefix, moved_prefixes
from sitegen.views.site_index import SiteIndex

REDIRECT_TEMPLATE = "redirect.html"
"""Template of a redirect page."""


@dataclass(frozen=True, slots=True)
class RedirectPage(PageView):
    """What redirect.html shows. The path of its head is the target, so that search engines list that."""


def redirects(index: SiteIndex) -> Iterator[Output]:
    """Yield a redirect page for each old URL that can be a page."""
    for old, new, origin in index_old_urls(index):
        if old.endswith(("/", ".html", ".htm")):
            head = PageHead(
                title=index.t("redirect_title"),
                description=index.t("redirect_description"),
                path=new,
                indexed=False,
            )
            yield Output(output_path(old), Template(REDIRECT_TEMPLATE, RedirectPage(head)), origin)


def redirect_rules(indexes: Sequence[SiteIndex]) -> Iterator[Output]:
    """Yield `_redirects`, with a rule for each old URL in every language; one rule stands for all below a region that
    was renamed."""
    prefixes = [one for index in indexes for one in _moved_prefixes(index)]
    moved = [
        (old, new) for index in indexes for old, new, _ in index_old_urls(index) if not _covers(prefixes, old, new)
    ]
    moved += [(f"{one.old}*", f"{one.new}:splat") for one in prefixes]  # the first rule that matches wins
    folder = urlsplit(indexes[0].base_url).path
    rules = "".join(f"{folder}{old} {folder}{new} 301\n" for old, new in moved)
    yield Output("_redirects", RawBytes(rules.encode()))


def _moved_prefixes(index: SiteIndex) -> Iterator[MovedPrefix]:
    regions = index.site.regions
    return moved_prefixes(regions, {code: region.path for code, region in index.regions.items()} if regions else {})


def _covers(prefixes: Iterable[MovedPrefix], old: str, new: str) -> bool:
    """Whether the first prefix that an old URL begins with leads to its target."""
    first = next((one for one in prefixes if old.startswith(one.old)), None)
    return first is not None and new == first.new + old.removeprefix(first.old)


def index_old_urls(index: SiteIndex) -> Iterator[tuple[str, str, Span]]:
    """Yield each old URL with its target and the source position of the redirect; none to a page that is held back."""
    for item in texts_in_language(index):
        for number, alias in enumerate(item.meta.aliases):
            yield alias, index.content[item.file] or "", index.origin(f"{item.file}#alias:{number}")
    for number, redirect in enumerate(index.site.config.redirects if index.first else ()):
        if redirect.target not in index.held_urls():
            yield redirect.source, redirect.target, index.origin(f"redirects:{number}:source")
    for moved in index.moved_urls:
        yield moved.old, moved.new, moved.origin


MAX_URLS = 50_000
"""Largest number of URLs in one sitemap, by sitemaps.org."""
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap(index: SiteIndex, outputs: Iterable[Output], limit: int = MAX_URLS) -> Iterator[Output]:
    """Yield sitemap.xml of the listed outputs; with more than `limit` URLs it is an index of sitemap-1.xml and so
    on."""
    base_url = escape(index.base_url)
    listed = [output for output in outputs if output.listed]
    entries = [_entry(base_url, output) for output in listed]
    parts = [entries[start : start + limit] for start in range(0, len(entries), limit)] or [[]]
    if len(parts) == 1:
        yield Output("sitemap.xml", RawBytes(_file("urlset", parts[0])))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield Output(name, RawBytes(_file("urlset", part)))
    children = [f"<sitemap><loc>{base_url}/{name}</loc></sitemap>\n" for name in names]
    yield Output("sitemap.xml", RawBytes(_file("sitemapindex", children)))


def _entry(base_url: str, output: Output) -> str:
    """Return the entry of a page, with its date of change if stated. URLs need no escapes."""
    day = output.updated
    lastmod = f"<lastmod>{day}</lastmod>" if day and ".." not in day else ""
    return f"<url><loc>{base_url}{file_url(output.path)}</loc>{lastmod}</url>\n"


def _file(element: str, entries: list[str]) -> bytes:
    return f"{_XML}<{element} {_SPACE}>\n{''.join(entries)}</{element}>\n".encode()


POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""Default Content-Security-Policy; a PageHead may extend it. base.html repeats it for hosts without headers."""
CONTENT_HASHED = re.compile(r"\.[0-9a-f]{8}\.[a-z0-9]+$")
"""Matches the path of a file that is named by its content."""
CACHE_IMMUTABLE = "public, max-age=31536000, immutable"
"""Cache-Control of files that are named by their content."""
CACHE_BRIEFLY = "public, max-age=300, must-revalidate"
"""Cache-Control of pages and downloads: a correction must be seen soon."""


@dataclass(frozen=True, slots=True)
class NotFound(PageView):
    """What 404.html shows."""

    links: tuple[Link, ...]
    """Sections to go to instead."""


def not_found(index: SiteIndex) -> Iterator[Output]:
    """Yield 404.html. Hosts show it at any URL, so its links are absolute from the root."""
    if not index.first:
        return
    head = PageHead(
        title=index.t("missing_title"),
        description=index.t("missing_description"),
        path="/404.html",
        indexed=False,
    )
    links = tuple(filter(None, map(index.optional_section, ("register", "regions", "map", "news", "data"))))
    yield Output("404.html", Template("404.html", NotFound(head, links), rooted=True))


def robots(index: SiteIndex) -> Iterator[Output]:
    """Yield robots.txt, which excludes crawlers from a preview, and `.nojekyll`, so that GitHub publishes files that
    begin with `_`."""
    if not index.first:
        return
    rule = "Disallow: /" if index.context.preview else "Disallow:"
    text = f"User-agent: *\n{rule}\n\nSitemap: {index.base_url}/sitemap.xml\n"
    yield Output("robots.txt", RawBytes(text.encode()))
    yield Output(".nojekyll", RawBytes(b""))


def headers(index: SiteIndex, outputs: Iterable[Output]) -> Iterator[Output]:
    """Yield `_headers`: a rule per top-level folder, and deeper rules only where pages of a folder differ.

    Hosts apply every matching rule, and two policies would both bind, so no two rules match one URL.
    """
    tree = _Folder()
    for output in outputs:
        if output.path not in (".nojekyll", "_redirects"):
            tree.add(output.path, _header_values(index, output))
    rules = (_rule(index, pattern, values) for pattern, values in sorted(_rules("/", tree)))
    yield Output("_headers", RawBytes("\n".join(rules).encode()))


HeaderValues = tuple[str, str, bool]
"""Content-Security-Policy, Cache-Control, and whether other sites may read the file (CORS)."""


class _Folder:
    """Header values of the files of a folder, recursively."""

    def __init__(self) -> None:
        self.all, self.files, self.folders = set[HeaderValues](), dict[str, HeaderValues](), dict[str, _Folder]()

    def add(self, path: str, values: HeaderValues) -> None:
        *folders, name = path.split("/")
        folder = self
        for inner in folders:
            folder.all.add(values)
            if inner not in folder.folders:
                folder.folders[inner] = _Folder()
            folder = folder.folders[inner]
        folder.all.add(values)
        folder.files[name] = values


def _rules(root: str, folder: _Folder) -> Iterator[tuple[str, HeaderValues]]:
    """Yield the rules below the URL `root`; a folder whose files all have the same values has one rule."""
    for name, values in folder.files.items():
        yield root + ("" if name == "index.html" else name), values
    for name, inner in folder.folders.items():
        if len(inner.all) == 1:
            yield f"{root}{name}/*", next(iter(inner.all))
        else:
            yield from _rules(f"{root}{name}/", inner)


def content_security_policy(head: PageHead | None) -> str:
    """Return the Content-Security-Policy of a page; for None, the default policy."""
    policy = dict(POLICY)
    if head is not None:
        if head.runs_wasm:
            policy["script-src"] += " 'wasm-unsafe-eval'"
        policy["img-src"] = " ".join((POLICY["img-src"], *head.image_hosts))
        policy["frame-ancestors"] = head.frame_ancestors
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def _header_values(index: SiteIndex, output: Output) -> HeaderValues:
    routes = index.routes
    within = output.path
    for one in routes.translations:
        if output.path.startswith(one.home()[1:]):
            routes, within = one, output.path.removeprefix(one.home()[1:])
    first = within.partition("/")[0]
    cache_control = CACHE_IMMUTABLE if CONTENT_HASHED.search(output.path) else CACHE_BRIEFLY
    # Open data, feeds and the overview map may be read by pages of other sites.
    shared = first in (routes.words[name] for name in ("data", "archive", "regions", "corrections", "calendar"))
    shared = shared or within in ("atom.xml", "feed.json") or output.path == routes.overview_map()[1:]
    return content_security_policy(output.head), cache_control, shared


def _rule(index: SiteIndex, pattern: str, values: HeaderValues) -> str:
    policy, cache_control, shared = values
    lines = [
        pattern,
        f"  Content-Security-Policy: {policy}",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        f"  Cache-Control: {cache_control}",
    ]
    if shared:
        lines.append("  Access-Control-Allow-Origin: *")
    if index.context.preview:
        lines.append("  X-Robots-Tag: noindex")
    return "\n".join(lines) + "\n"
