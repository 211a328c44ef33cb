"""Pages: what will be published, and from which data. A page kind is one function from the catalogue to its outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sitegen.addresses import Addresses
from sitegen.edition import Edition
from sitegen.model import Announcement, PlainPage, Site
from sitegen.output import Frame, Output, Prose
from sitegen.pages.archive import archive
from sitegen.pages.catalogue import Catalogue, catalogue, without_texts
from sitegen.pages.checks import check_addresses
from sitegen.pages.credits import credits
from sitegen.pages.downloads import downloads
from sitegen.pages.feeds import feeds
from sitegen.pages.frame import frame
from sitegen.pages.home import home
from sitegen.pages.hosting import headers, not_found, robots
from sitegen.pages.indicators import indicators
from sitegen.pages.map import map_page
from sitegen.pages.news import news
from sitegen.pages.news_lists import news_lists
from sitegen.pages.outreach import outreach
from sitegen.pages.plain import plain
from sitegen.pages.redirects import redirects
from sitegen.pages.regions import regions
from sitegen.pages.register import register
from sitegen.pages.sitemap import sitemap, updated
from sitegen.pages.static import media, static
from sitegen.pages.villages import villages
from sitegen.problems import Report

PageKind = Callable[[Catalogue], Iterator[Output]]

KINDS: tuple[PageKind, ...] = (
    home,
    register,
    regions,
    villages,
    archive,
    news,
    news_lists,
    outreach,
    indicators,
    map_page,
    plain,
    credits,
    downloads,
    feeds,
    static,
    media,
    not_found,
    robots,
    redirects,
)
"""Every page kind and export, in the order in which they are planned."""


PROSE_KINDS: tuple[PageKind, ...] = (news, plain, feeds, media)
"""The kinds that are handed the texts of announcements and pages. All others see the outline: everything but these."""


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
    prose = [output for kind in KINDS if kind in PROSE_KINDS for output in kind(index)]

    def outline(report: Report) -> list[Output]:
        made = [output for kind in KINDS if kind not in PROSE_KINDS for output in kind(bare)]
        made += sitemap(bare, [*made, *prose])
        made += headers(bare, [*made, *prose])
        check_addresses([*made, *prose], report)
        return made

    places = [(output.path, output.listed, updated(output), output.origin) for output in prose]
    seen = (bare.site, edition.drafts, edition.future, bare.base_url, addresses, bare.content, places)
    return Plan(prose, frame(bare), seen, outline)


def proses(site: Site, edition: Edition, addresses: Addresses) -> list[Prose]:
    """The prose of all that this edition publishes, to be judged even where the data cannot be planned."""
    index = catalogue(site, edition, addresses)
    items: list[Announcement | PlainPage] = [*index.site.news, *index.site.pages]
    return [index.prose(item) for item in items]
