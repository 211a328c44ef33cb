"""Redirects: old addresses lead on, by a rule for hosts that read `_redirects` and by a page for those that do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from sitegen.addresses import file_of
from sitegen.bodies import Template, Text
from sitegen.model import Announcement, PlainPage
from sitegen.output import Head, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.problems import Span

TEMPLATE = "redirect.html"
"""The template of a page that sends its visitors on."""


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """What redirect.html shows."""

    head: Head
    """What the page tells of itself; its path is where it leads, so that search engines list that."""


def redirects(catalogue: Catalogue) -> Iterator[Output]:
    """A page for each old address that ends like one, and `_redirects` for all of them."""
    moved = list(_moved(catalogue))
    for old, new, origin in moved:
        if old.endswith(("/", ".html", ".htm")):
            head = Head(
                title=catalogue.say("redirect_title"),
                description=catalogue.say("redirect_description"),
                path=new,
                indexed=False,
            )
            yield Output(file_of(old), Template(TEMPLATE, RedirectPage(head)), origin)
    folder = urlsplit(catalogue.base_url).path
    rules = "".join(f"{folder}{old} {folder}{new} 301\n" for old, new, _ in moved)
    inputs = tuple(dict.fromkeys(origin.file for _, _, origin in moved))
    yield Output("_redirects", Text(rules.encode()), inputs=inputs)


def _moved(catalogue: Catalogue) -> Iterator[tuple[str, str, Span]]:
    """Each old address, where it leads, and where the old one is written."""
    content: list[Announcement | PlainPage] = [*catalogue.site.news, *catalogue.site.pages]
    for item in content:
        for number, alias in enumerate(item.meta.aliases):
            yield alias, catalogue.content[item.file] or "", catalogue.origin(f"{item.file}#alias:{number}")
    for number, redirect in enumerate(catalogue.site.config.redirects):
        yield redirect.source, redirect.target, catalogue.origin(f"redirect:{number}:source")
