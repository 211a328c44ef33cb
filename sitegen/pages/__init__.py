"""Pages: what will be published, and from which data. A page kind is one function from the catalogue to its outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sitegen.addresses import Addresses, address_of
from sitegen.edition import Edition
from sitegen.model import Site
from sitegen.output import Frame, Output, Prose
from sitegen.pages.catalogue import Catalogue, catalogues, without_texts
from sitegen.pages.content import Piece, content_path
from sitegen.pages.feeds import feeds
from sitegen.pages.frame import frame
from sitegen.pages.languages import crosslinked, own_texts, twins
from sitegen.pages.news import news
from sitegen.pages.pictures import outputs as media
from sitegen.pages.plain import plain
from sitegen.pages.search_texts import search_texts
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
    frames: tuple[Frame, ...]
    """What all pages of a language share, that of the site's first language first."""
    seen: tuple[object, ...]
    """Everything that the outline's outputs are made from, in a form that can be encoded."""
    outline: Callable[[Report], list[Output]]
    """Makes the outputs of all other kinds, and checks that each output of both halves has an address of its own."""


def plan(site: Site, edition: Edition, addresses: Addresses) -> Plan:
    """All outputs of the published site, and the frame that the pages of each language share."""
    indexes = catalogues(site, edition, addresses)
    bare = tuple(without_texts(index) for index in indexes)  # not map(): a page kind has that name here
    pairs = twins(bare) if addresses.further else {}
    texts = [[output for kind in PROSE_KINDS for output in kind(index)] for index in indexes]
    for index, outputs in zip(indexes, texts, strict=True):
        outputs.extend(search_texts(index, outputs[:]))
    prose = list(crosslinked(indexes, texts, pairs))

    def outline(report: Report) -> list[Output]:
        # Imported only now: most edits are of a text, and then nothing of the outline has to be planned.
        from sitegen.pages.outline import outline

        return outline(bare, prose, pairs, report)

    places = [(output.path, output.listed, output.updated, output.origin) for output in prose]
    seen = [(one.site, one.base_url, one.addresses, one.content) for one in bare]
    return Plan(prose, tuple(frame(index) for index in bare), (seen, edition.drafts, edition.future, places), outline)


def all_prose(site: Site, edition: Edition, addresses: Addresses, sound: bool) -> list[Prose]:
    """The prose of all that this edition publishes, to be judged even where the data cannot be planned; `sound` says
    whether the figures have no faults."""
    indexes = catalogues(site, edition, addresses)
    return [judged(index, item, sound) for index in indexes for item in own_texts(index)]


def held_addresses(site: Site, edition: Edition, addresses: Addresses) -> frozenset[str]:
    """Every address that announcements and plain pages give, their lists included, were all of them public that once
    were: those whose own address is locked, whether they are now a draft, to come or expired."""
    from sitegen.pages.news_lists import news_lists

    locked, spoken = site.addresses, {one.language: one for one in (addresses, *addresses.further)}

    def told(one: Piece) -> Piece:
        meta: Any = one.meta
        own = spoken.get(one.language, addresses)
        return replace(one, meta=replace(meta, **_PUBLIC)) if content_path(own, one) in locked else one

    public = replace(site, news=tuple(told(one) for one in site.news), pages=tuple(told(one) for one in site.pages))
    indexes, kinds = catalogues(public, edition, addresses), (news, plain, news_lists)
    return frozenset(address_of(output.path) for index in indexes for kind in kinds for output in kind(index))
