"""Pages: what will be published, and from which data. A page kind is one function from the catalogue to its outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from sitegen.addresses import Addresses
from sitegen.edition import Edition
from sitegen.model import Announcement, PlainPage, Site
from sitegen.output import Frame, Output, Prose
from sitegen.pages.archive import archive
from sitegen.pages.catalogue import Catalogue, catalogue
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
from sitegen.pages.sitemap import sitemap
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


def plan(site: Site, edition: Edition, addresses: Addresses, report: Report) -> tuple[list[Output], Frame]:
    """All outputs of the published site, each at an address of its own, and the frame that its pages share."""
    index = catalogue(site, edition, addresses)
    outputs = list(chain.from_iterable(kind(index) for kind in KINDS))
    outputs += sitemap(index, outputs)
    outputs += headers(index, outputs)
    check_addresses(outputs, report)
    return outputs, frame(index)


def proses(site: Site, edition: Edition, addresses: Addresses) -> list[Prose]:
    """The prose of all that this edition publishes, to be judged even where the data cannot be planned."""
    index = catalogue(site, edition, addresses)
    items: list[Announcement | PlainPage] = [*index.site.news, *index.site.pages]
    return [index.prose(item) for item in items]
