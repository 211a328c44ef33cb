"""Check the rendered files: links, anchors, images and weight."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from sitegen.artifact import Artifact
from sitegen.link_targets import page_url
from sitegen.models import Budget
from sitegen.problems import Report, Span
from sitegen.scalars import closest_match
from sitegen.urls import file_url, output_path

_ATTRIBUTE = re.compile(r' (href|src|srcset|id)="([^"]*)"')
"""A literal space is found four times as fast as any white space."""
_COMPLEX = re.compile(r"\.\.|[?%&, ]")
_IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")
_MANY = 200
"""Of a page with more anchors, none is offered instead of a wrong one."""
MAX_NAME_BYTES = 255
"""The longest name of a file or folder on the usual file systems."""
_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links and anchors of a page."""

    links: tuple[str, ...] = ()
    """URLs within the site that it links to or loads, with fragments, without repetition."""
    anchors: tuple[str, ...] = ()
    """The ids that a fragment may name."""


def extract_links(path: str, html: bytes, root: str = "/") -> PageLinks:
    """Return the links and anchors of a page at the output path `path`; rooted links begin with `root`.

    A pattern is enough: templates and cleaned prose quote every attribute and escape every `"` of a text.
    """
    links, anchors, page_url = dict[str, None](), dict[str, None](), file_url(path)
    up = "../" * (page_url.count("/") - 1)
    for name, value in dict.fromkeys(_ATTRIBUTE.findall(html.decode().replace("\n", " ").replace("\t", " "))):
        if name == "id":
            anchors[value] = None
        elif up and value.startswith(up) and not _COMPLEX.search(value, len(up)):
            # The form of nearly every link that sitegen writes.
            links["/" + value[len(up) :]] = None
        else:
            parts = [part.split()[0] for part in value.split(",") if part.strip()] if name == "srcset" else [value]
            links.update((target_url, None) for part in parts if (target_url := _resolve(page_url, root, part)))
    return PageLinks(tuple(links), tuple(anchors))


def _resolve(page_url: str, root: str, link: str) -> str:
    """Resolve a link on the page at `page_url`; empty for one that leads out of the site."""
    if _EXTERNAL.match(link):
        return ""
    path, sign, fragment = unquote(unescape(link)).partition("#")
    path = path.partition("?")[0]
    if not path:
        return page_url + sign + fragment
    if path.startswith("/"):
        target_url = "/" + path.removeprefix(root)
    else:
        target_url = posixpath.normpath(posixpath.join(posixpath.dirname(page_url), path))
        target_url += "/" if path.endswith(("/", "/.", "/..")) or path in (".", "..") else ""
    return target_url.replace("//", "/") + sign + fragment


def check_links(
    origins: Mapping[str, Span], artifacts: Mapping[str, Artifact], paths: Iterable[str], report: Report
) -> None:
    """Report links of the outputs at `paths` that lead to no output or anchor; each place of a text once, though pages
    in several languages show it."""
    anchors, told = dict[str, frozenset[str]](), set[tuple[str, Span]]()
    for path in sorted(paths):
        own_url, link_spans = file_url(path), artifacts[path].link_spans
        for link in artifacts[path].links:
            url, _, fragment = link.partition("#")
            target_path = output_path(url)
            target = artifacts.get(target_path)
            if target and fragment and target_path not in anchors:
                anchors[target_path] = frozenset(target.anchors)
            if target is None or (fragment and fragment not in anchors[target_path]):
                code = "broken-anchor" if target else "broken-link"
                within = link_spans.get(f"#{fragment}") if url == own_url else None
                places = link_spans.get(link) or within
                meant = _closest_anchor(fragment, anchors[target_path]) if target else _closest_url(url, artifacts)
                for at in places or (origins[path],):
                    if places is None or (code, at) not in told:
                        report.add(code, at, meant, target=link)
                        told.add((code, at))


def _closest_anchor(fragment: str, anchors: Collection[str]) -> str:
    """Return the anchor that was probably meant by one that a page has not."""
    closest = closest_match(fragment, sorted(anchors)) if len(anchors) <= _MANY else ""
    return f"#{closest}" if closest else ""


def _closest_url(url: str, artifacts: Collection[str]) -> str:
    """Return the address that was meant by one without its slash, or with capitals or `.html`."""
    meant = page_url(url)
    return next((one for one in (meant, meant.lower()) if output_path(one) in artifacts), "")


def check_config_links(
    links: Iterable[tuple[str, Span]],
    held: Callable[[], Collection[str]],
    files: Container[str],
    report: Report,
) -> None:
    """Report broken links of the settings, once and at their position, since every page may show them; those to the
    URLs that `held` gives lead to what is not published on this day."""
    for link, at in links:
        if link.startswith("/") and output_path(link) not in files:
            report.add("held-address" if link in held() else "broken-link", at, target=link)


def check_names(
    origins: Mapping[str, Span], artifacts: Mapping[str, Artifact], paths: Iterable[str], report: Report
) -> None:
    """Report files at `paths` whose name no usual file system can have; none of a published site has such a name."""
    for path in paths:
        names = path.split("/")
        if max(map(len, names)) > MAX_NAME_BYTES // 4:  # in UTF-8, a character has at most four bytes
            longest = max(len(name.encode()) for name in names)
            if longest > MAX_NAME_BYTES:
                at = origins[artifacts[path].directory or path]
                report.add("path-too-long", at, path=path, length=longest, limit=MAX_NAME_BYTES)


def check_weight(
    origins: Mapping[str, Span], artifacts: Mapping[str, Artifact], budget: Budget, report: Report
) -> None:
    """Warn of pages and images that are heavier than the site's budget."""
    for path, one in artifacts.items():
        limit, code = (budget.page_kb, "page-too-heavy") if path.endswith(".html") else (budget.image_kb, "")
        if one.size > limit * 1000 and (code or path.endswith(_IMAGES)):
            size = f"{one.size / 1000:.0f}"
            report.add(code or "image-too-heavy", origins[path], path=path, size=size, limit=limit)
