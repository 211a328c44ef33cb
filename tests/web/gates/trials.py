"""The trials by name: what is asked of the page of each template, and what of all files of a site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from axe_core import Axe
from playwright.sync_api import Browser

from gates.conformance import nonconforming
from gates.feeds import feed_faults
from gates.indexing import indexing_faults
from gates.inline import inline_files
from gates.keyboard import keyboard_faults
from gates.links import broken_links
from gates.looks import axe_faults, forced_faults
from gates.printed import print_faults
from gates.reflow import reflow_faults
from gates.sites import Hosted, Shown
from gates.structured import structured_files
from gates.watching import disturbances, lost_without_script
from gates.weight import BUDGETS, CONTENT, overweight

Trial = Callable[[Browser, Axe, Hosted, Shown], list[str]]
OfFiles = Callable[[Path, str], list[str]]

PAGES: dict[str, Trial] = {
    "axe": lambda browser, axe, site, page: axe_faults(browser, axe, page.url),
    "forced-colors": lambda browser, axe, site, page: forced_faults(browser, axe, page.url),
    "policy": lambda browser, axe, site, page: disturbances(browser, page.url),
    "no-script": lambda browser, axe, site, page: lost_without_script(browser, page.url),
    "keyboard": lambda browser, axe, site, page: keyboard_faults(browser, page.url),
    "reflow": lambda browser, axe, site, page: reflow_faults(browser, page.url),
    "print": lambda browser, axe, site, page: print_faults(browser, page.url),
    "weight": lambda browser, axe, site, page: overweight(
        browser, site.host, page.path, BUDGETS.get(page.template, CONTENT)
    ),
}
"""What is asked of the page of each template."""
FILES: dict[str, OfFiles] = {
    "html": lambda folder, address: nonconforming(folder),
    "links": broken_links,
    "inline": lambda folder, address: inline_files(folder),
    "feeds": feed_faults,
    "indexing": indexing_faults,
    "structured": structured_files,
}
"""What is asked of all files of a site."""
STATED = (*PAGES, "html", "links", "lighthouse")
"""Those of which the accessibility statement tells."""
MEASURED = ("home.html", "year.html", "village.html", "announcement.html", "map.html")
"""The templates that Lighthouse looks at: the pages that most readers come to."""


def page_of(sites: Sequence[Hosted], template: str) -> tuple[Hosted, Shown] | None:
    """The page that shows a template, in the site's first language: of the first of `sites` that has one."""
    for site in sites:
        found = [page for (made, _), page in site.pages.items() if made == template]
        if found:
            return site, next((page for page in found if page.language == "id"), found[0])
    return None
