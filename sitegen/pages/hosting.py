"""Files for hosts and crawlers: headers, redirects, sitemap, robots.txt, 404.html."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from sitegen.content import Template, Text
from sitegen.output import Link, Output, PageHead, PageView
from sitegen.problems import Span
from sitegen.urls import file_url, output_path
from sitegen.views.alternates import texts_in_language
from sitegen.views.site_index import SiteIndex

REDIRECT_TEMPLATE = "redirect.html"
"""The template of a page that sends its visitors on."""


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """What redirect.html shows."""

    head: PageHead
    """What the page tells of itself; its path is where it leads, so that search engines list that."""


def redirects(index: SiteIndex) -> Iterator[Output]:
    """A page for each old address that ends like one."""
    for old, new, origin in _old_urls(index):
        if old.endswith(("/", ".html", ".htm")):
            head = PageHead(
                title=index.t("redirect_title"),
                description=index.t("redirect_description"),
                path=new,
                indexed=False,
            )
            yield Output(output_path(old), Template(REDIRECT_TEMPLATE, RedirectPage(head)), origin)


def redirect_rules(indexes: Sequence[SiteIndex]) -> Iterator[Output]:
    """`_redirects`: a rule for each old address of every language."""
    moved = [one for index in indexes for one in _old_urls(index)]
    folder = urlsplit(indexes[0].base_url).path
    rules = "".join(f"{folder}{old} {folder}{new} 301\n" for old, new, _ in moved)
    yield Output("_redirects", Text(rules.encode()))


def _old_urls(index: SiteIndex) -> Iterator[tuple[str, str, Span]]:
    """Each old address, where it leads, and where the old one is written."""
    for item in texts_in_language(index):
        for number, alias in enumerate(item.meta.aliases):
            yield alias, index.content[item.file] or "", index.origin(f"{item.file}#alias:{number}")
    for number, redirect in enumerate(index.site.config.redirects if index.first else ()):
        yield redirect.source, redirect.target, index.origin(f"redirects:{number}:source")


MAX_URLS = 50_000
"""Addresses that one file may hold, by the rule of sitemaps.org."""
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap(index: SiteIndex, outputs: Iterable[Output], limit: int = MAX_URLS) -> Iterator[Output]:
    """sitemap.xml of the listed outputs; past `limit` addresses it is an index of sitemap-1.xml and so on."""
    base_url = escape(index.base_url)
    listed = [output for output in outputs if output.listed]
    entries = [_entry(base_url, output) for output in listed]
    parts = [entries[start : start + limit] for start in range(0, len(entries), limit)] or [[]]
    if len(parts) == 1:
        yield Output("sitemap.xml", Text(_file("urlset", parts[0])))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield Output(name, Text(_file("urlset", part)))
    children = [f"<sitemap><loc>{base_url}/{name}</loc></sitemap>\n" for name in names]
    yield Output("sitemap.xml", Text(_file("sitemapindex", children)))


def _entry(base_url: str, output: Output) -> str:
    """A page, whose address needs no escapes, with its date of change where somebody stated one."""
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
"""What a page may load: its own host's files and nothing else, and who may frame it; its Head may add to both.
base.html says the same where a host sets no headers."""
CONTENT_HASHED = re.compile(r"\.[0-9a-f]{8}\.[a-z0-9]+$")
"""How the path of a file ends whose name changes with its bytes."""
CACHE_IMMUTABLE = "public, max-age=31536000, immutable"
"""For files named by their content."""
CACHE_BRIEFLY = "public, max-age=300, must-revalidate"
"""For pages and downloads, in which a correction must not wait long to be seen."""


@dataclass(frozen=True, slots=True)
class NotFound(PageView):
    """What 404.html shows."""

    links: tuple[Link, ...]
    """Where to look instead."""


def not_found(index: SiteIndex) -> Iterator[Output]:
    """The page for addresses that are not there; a host shows it at any of them, so its links begin at the root."""
    if not index.first:
        return
    head = PageHead(
        title=index.t("missing_title"),
        description=index.t("missing_description"),
        path="/404.html",
        indexed=False,
    )
    ways = tuple(index.section(name) for name in ("register", "regions", "map", "news", "data"))
    yield Output("404.html", Template("404.html", NotFound(head, ways), rooted=True))


def robots(index: SiteIndex) -> Iterator[Output]:
    """robots.txt, which keeps crawlers out of a preview; and `.nojekyll`, which keeps GitHub from skipping files."""
    if not index.first:
        return
    rule = "Disallow: /" if index.context.preview else "Disallow:"
    text = f"User-agent: *\n{rule}\n\nSitemap: {index.base_url}/sitemap.xml\n"
    yield Output("robots.txt", Text(text.encode()))
    yield Output(".nojekyll", Text(b""))


def headers(index: SiteIndex, outputs: Iterable[Output]) -> Iterator[Output]:
    """`_headers`: a rule for each first part of an address, and deeper only where a part holds pages under different
    terms. Hosts apply every rule that matches, and two policies would both bind; so no two rules match one address."""
    tree = _Folder()
    for output in outputs:
        if output.path not in (".nojekyll", "_redirects"):
            tree.add(output.path.split("/"), _header_values(index, output))
    rules = (_rule(index, pattern, values) for pattern, values in sorted(_rules("/", tree)))
    yield Output("_headers", Text("\n".join(rules).encode()))


HeaderValues = tuple[str, str, bool]
"""What a host is to say of a file: its policy, how long it may be kept, and whether pages of others may read it."""


class _Folder:
    """The terms of the files of a folder, and of those below it."""

    def __init__(self) -> None:
        self.all, self.files, self.folders = set[HeaderValues](), dict[str, HeaderValues](), dict[str, _Folder]()

    def add(self, path: list[str], values: HeaderValues) -> None:
        self.all.add(values)
        if len(path) == 1:
            self.files[path[0]] = values
        else:
            self.folders.setdefault(path[0], _Folder()).add(path[1:], values)


def _rules(root: str, folder: _Folder) -> Iterator[tuple[str, HeaderValues]]:
    """The rules below the address `root`: one for a folder whose files all have the same terms."""
    for name, values in folder.files.items():
        yield root + ("" if name == "index.html" else name), values
    for name, inner in folder.folders.items():
        if len(inner.all) == 1:
            yield f"{root}{name}/*", next(iter(inner.all))
        else:
            yield from _rules(f"{root}{name}/", inner)


def content_security_policy(head: PageHead | None) -> str:
    """The policy of a page, as its headers say it; of a file that is no page, that of most pages."""
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
    view = output.content.view if isinstance(output.content, Template) else None
    cache_control = CACHE_IMMUTABLE if CONTENT_HASHED.search(output.path) else CACHE_BRIEFLY
    # Open data, feeds and the picture of the spread may be read by the pages of others.
    shared = first in (routes.words[name] for name in ("data", "archive", "regions", "corrections"))
    shared = shared or within in ("atom.xml", "feed.json") or output.path == routes.overview_map()[1:]
    return content_security_policy(getattr(view, "head", None)), cache_control, shared


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
