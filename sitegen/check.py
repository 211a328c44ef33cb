"""Check the rendered files: links, anchors, images and weight."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from sitegen.artifact import Artifact
from sitegen.models import Budget
from sitegen.problems import Report, Span
from sitegen.urls import output_path, url_of

_ATTRIBUTE = re.compile(r' (href|src|srcset|id)="([^"]*)"')
"""With a literal space before it, which is found four times as fast as any white space."""
_INTRICATE = re.compile(r"\.\.|[?%&, ]")
_IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")
_FOREIGN = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where a page touches the rest of the site."""

    links: tuple[str, ...] = ()
    """Addresses within the site that it links to or loads, fragments included, each once, in order."""
    anchors: tuple[str, ...] = ()
    """The ids that a fragment may name, in order."""


def page_links(path: str, html: bytes, root: str = "/") -> PageLinks:
    """The links and anchors of a page at the output path `path`. `root` is where the site begins for rooted links.

    Templates and cleaned prose quote every attribute and escape every `"` of a text, so that a pattern tells them.
    """
    links, anchors, here = dict[str, None](), dict[str, None](), url_of(path)
    up = "../" * (here.count("/") - 1)
    for name, value in dict.fromkeys(_ATTRIBUTE.findall(html.decode().replace("\n", " ").replace("\t", " "))):
        if name == "id":
            anchors[value] = None
        elif up and value.startswith(up) and not _INTRICATE.search(value, len(up)):
            # The way in which the engine itself writes nearly every link.
            links["/" + value[len(up) :]] = None
        else:
            parts = [part.split()[0] for part in value.split(",") if part.strip()] if name == "srcset" else [value]
            links.update((there, None) for part in parts if (there := _within(here, root, part)))
    return PageLinks(tuple(links), tuple(anchors))


def _within(here: str, root: str, link: str) -> str:
    """The address within the site that `link` on the page `here` leads to; empty for a foreign one."""
    if _FOREIGN.match(link):
        return ""
    path, sign, fragment = unquote(unescape(link)).partition("#")
    path = path.partition("?")[0]
    if not path:
        return here + sign + fragment
    if path.startswith("/"):
        there = "/" + path.removeprefix(root)
    else:
        there = posixpath.normpath(posixpath.join(posixpath.dirname(here), path))
        there += "/" if path.endswith(("/", "/.", "/..")) or path in (".", "..") else ""
    return there.replace("//", "/") + sign + fragment


def check_links(
    origins: Mapping[str, Span], made: Mapping[str, Artifact], suspects: Iterable[str], report: Report
) -> None:
    """Check that each link of the outputs at the paths `suspects` leads to something that the site will hold."""
    for path in suspects:
        here, spots = url_of(path), made[path].spots
        for link in made[path].links:
            address, _, fragment = link.partition("#")
            target = made.get(output_path(address))
            if target is None or (fragment and fragment not in target.anchors):
                code = "broken-anchor" if target else "broken-link"
                within = spots.get(f"#{fragment}") if address == here else None
                report.add(code, spots.get(link) or within or origins[path], target=link)


def check_promised_links(links: Iterable[tuple[str, Span]], made: Mapping[str, Artifact], report: Report) -> None:
    """Check the links that the settings bring, each once and where it is written: every page may carry them."""
    for link, at in links:
        if link.startswith("/") and output_path(link) not in made:
            report.add("broken-link", at, target=link)


def check_weight(origins: Mapping[str, Span], made: Mapping[str, Artifact], budget: Budget, report: Report) -> None:
    """Warn of each page and image that is heavier than the site's budget."""
    for path, one in made.items():
        limit, code = (budget.page_kb, "page-too-heavy") if path.endswith(".html") else (budget.image_kb, "")
        if one.size > limit * 1000 and (code or path.endswith(_IMAGES)):
            size = f"{one.size / 1000:.0f}"
            report.add(code or "image-too-heavy", origins[path], path=path, size=size, limit=limit)
