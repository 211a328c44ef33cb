"""Pages: what will be published, and from which data. A page kind is one function from the catalogue to its outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sitegen.addresses import Addresses, address_of
from sitegen.edition import Edition
from sitegen.model import Announcement, PlainPage, Site
from sitegen.output import Frame, Output, Prose
from sitegen.pages.catalogue import Catalogue, announcement_path, catalogue, page_path, without_texts
from sitegen.pages.feeds import feeds
from sitegen.pages.frame import frame
from sitegen.pages.news import news
from sitegen.pages.plain import plain
from sitegen.pages.static import media
from sitegen.pages.texts import judged
from sitegen.problems import Report

PROSE_KINDS: tuple[Callable[[Catalogue], Iterator[Output]], ...] = (news, plain, feeds, media)
"""The page kinds that are handed the texts of announcements and pages. All others stand in outline.py."""


_PUBLIC: dict[str, Any] = {"draft": False, "publish_date": None, "expiry_date": None}
"""What the front matter of public content says."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan in two halves, so that an edit of a text need not plan again what shows no text."""

    prose: list[Output]
    """The outputs of PROSE_KINDS."""
    frame: Frame
    """What all pages share."""
    seen: tuple[object, ...]
    """Everything that the outline's outputs are made from, in a form that can be encoded."""
    outline: Callable[[Report], list[Output]]
    """Makes the outputs of all other kinds, and checks that each output of both halves has an address of its own."""


def plan(site: Site, edition: Edition, addresses: Addresses) -> Plan:
    """All outputs of the published site, and the frame that its pages share."""
    index = catalogue(site, edition, addresses)
    bare = without_texts(index)
    prose = [output for kind in PROSE_KINDS for output in kind(index)]

    def outline(report: Report) -> list[Output]:
        # Imported only now: most edits are of a text, and then nothing of the outline has to be planned.
        from sitegen.pages.outline import outline

        return outline(bare, prose, report)

    places = [(output.path, output.listed, output.updated, output.origin) for output in prose]
    seen = (bare.site, edition.drafts, edition.future, bare.base_url, addresses, bare.content, places)
    return Plan(prose, frame(bare), seen, outline)


def all_prose(site: Site, edition: Edition, addresses: Addresses, sound: bool) -> list[Prose]:
    """The prose of all that this edition publishes, to be judged even where the data cannot be planned; `sound` says
    whether the figures have no faults."""
    index = catalogue(site, edition, addresses)
    items: list[Announcement | PlainPage] = [*index.site.news, *index.site.pages]
    return [judged(index, item, sound) for item in items]


def held_addresses(site: Site, edition: Edition, addresses: Addresses) -> frozenset[str]:
    """Every address that announcements and plain pages give, their lists included, were all of them public that once
    were: those whose own address is locked, whether they are now a draft, to come or expired."""
    from sitegen.pages.news_lists import news_lists

    locked = site.addresses
    told = tuple(
        replace(one, meta=replace(one.meta, **_PUBLIC)) if announcement_path(addresses, one) in locked else one
        for one in site.news
    )
    pages = tuple(
        replace(one, meta=replace(one.meta, **_PUBLIC)) if page_path(one) in locked else one for one in site.pages
    )
    index = catalogue(replace(site, news=told, pages=pages), edition, addresses)
    return frozenset(address_of(output.path) for kind in (news, plain, news_lists) for output in kind(index))
