"""Redirects: old addresses lead on, by a rule for hosts that read `_redirects` and by a page for those that do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sitegen.addresses import file_of
from sitegen.bodies import Template, Text
from sitegen.output import Head, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.languages import own_texts
from sitegen.problems import Span

TEMPLATE = "redirect.html"
"""The template of a page that sends its visitors on."""


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """What redirect.html shows."""

    head: Head
    """What the page tells of itself; its path is where it leads, so that search engines list that."""


def redirects(catalogue: Catalogue) -> Iterator[Output]:
    """A page for each old address that ends like one."""
    for old, new, origin in _moved(catalogue):
        if old.endswith(("/", ".html", ".htm")):
            head = Head(
                title=catalogue.say("redirect_title"),
                description=catalogue.say("redirect_description"),
                path=new,
                indexed=False,
            )
            yield Output(file_of(old), Template(TEMPLATE, RedirectPage(head)), origin)


def redirect_rules(catalogues: Sequence[Catalogue]) -> Iterator[Output]:
    """`_redirects`: a rule for each old address of every language."""
    moved = [one for catalogue in catalogues for one in _moved(catalogue)]
    folder = urlsplit(catalogues[0].base_url).path
    rules = "".join(f"{folder}{old} {folder}{new} 301\n" for old, new, _ in moved)
    inputs = tuple(dict.fromkeys(origin.file for _, _, origin in moved))
    yield Output("_redirects", Text(rules.encode()), inputs=inputs)


def _moved(catalogue: Catalogue) -> Iterator[tuple[str, str, Span]]:
    """Each old address, where it leads, and where the old one is written."""
    for item in own_texts(catalogue):
        for number, alias in enumerate(item.meta.aliases):
            yield alias, catalogue.content[item.file] or "", catalogue.origin(f"{item.file}#alias:{number}")
    for number, redirect in enumerate(catalogue.site.config.redirects if catalogue.first else ()):
        yield redirect.source, redirect.target, catalogue.origin(f"redirect:{number}:source")
