"""Outline: all that is published besides the pages that show texts, in the order in which it is planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sitegen.output import Output
from sitegen.pages.accessibility import accessibility
from sitegen.pages.archive import archive
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.checks import check_addresses
from sitegen.pages.comparison import comparison
from sitegen.pages.corrections import corrections
from sitegen.pages.credits import credits
from sitegen.pages.downloads import downloads
from sitegen.pages.glossary import glossary
from sitegen.pages.home import home
from sitegen.pages.hosting import headers, not_found, robots
from sitegen.pages.indicators import indicators
from sitegen.pages.languages import Twins, crosslinked
from sitegen.pages.map import map_page
from sitegen.pages.news_lists import news_lists
from sitegen.pages.outreach import outreach
from sitegen.pages.quality import quality
from sitegen.pages.redirects import redirect_rules, redirects
from sitegen.pages.regions import regions
from sitegen.pages.register import register
from sitegen.pages.releases import releases
from sitegen.pages.search import search
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
    comparison,
    news_lists,
    outreach,
    indicators,
    map_page,
    spread,
    credits,
    glossary,
    accessibility,
    search,
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


def outline(bare: Sequence[Catalogue], prose: list[Output], pairs: Twins, report: Report) -> list[Output]:
    """The outputs of KINDS, with those that list all outputs; each has an address of its own, or `report` tells.

    `bare` are the catalogues of all languages without the texts; `prose` are the outputs that show texts, and `pairs`
    where the same text stands in other languages.
    """
    kinds = [[output for kind in KINDS for output in kind(index)] for index in bare]
    made = list(crosslinked(bare, kinds, pairs))
    made += redirect_rules(bare)
    made += sitemap(bare[0], [*made, *prose])
    made += headers(bare[0], [*made, *prose])
    check_addresses([*made, *prose], report)
    return made
