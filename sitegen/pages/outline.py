"""Outline: all that is published besides the pages that show texts, in the order in which it is planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sitegen.output import Output
from sitegen.pages.archive import archive
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.checks import check_addresses
from sitegen.pages.corrections import corrections
from sitegen.pages.credits import credits
from sitegen.pages.downloads import downloads
from sitegen.pages.home import home
from sitegen.pages.hosting import headers, not_found, robots
from sitegen.pages.indicators import indicators
from sitegen.pages.map import map_page
from sitegen.pages.news_lists import news_lists
from sitegen.pages.outreach import outreach
from sitegen.pages.quality import quality
from sitegen.pages.redirects import redirects
from sitegen.pages.regions import regions
from sitegen.pages.register import register
from sitegen.pages.releases import releases
from sitegen.pages.sitemap import sitemap
from sitegen.pages.spread import spread
from sitegen.pages.static import static
from sitegen.pages.villages import villages
from sitegen.problems import Report

KINDS: tuple[Callable[[Catalogue], Iterator[Output]], ...] = (
    home,
    register,
    regions,
    villages,
    archive,
    news_lists,
    outreach,
    indicators,
    map_page,
    spread,
    credits,
    downloads,
    quality,
    releases,
    corrections,
    static,
    not_found,
    robots,
    redirects,
)
"""The page kinds and exports that are handed everything but the texts of announcements and pages."""


def outline(bare: Catalogue, prose: list[Output], report: Report) -> list[Output]:
    """The outputs of KINDS, with those that list all outputs; each has an address of its own, or `report` tells.

    `bare` is the catalogue without the texts; `prose` are the outputs that show texts.
    """
    made = [output for kind in KINDS for output in kind(bare)]
    made += sitemap(bare, [*made, *prose])
    made += headers(bare, [*made, *prose])
    check_addresses([*made, *prose], report)
    return made
