"""Visits: a page is opened, and all gates look at it in turn; what each of them finds is told apart."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from axe_core import Axe
from compressed_host import Host
from playwright.sync_api import Browser, Page

from gates.colours import axe_faults, forced_faults
from gates.conformance import nonconforming
from gates.feeds import feed_faults
from gates.indexing import indexing_faults
from gates.inline import inline_files
from gates.keyboard import keyboard_faults
from gates.links import broken_links
from gates.page_watch import (
    SCREEN,
    Contents,
    contents_of,
    policy_faults,
    script_faults,
    use,
    watch,
)
from gates.paper import print_faults
from gates.reflow import reflow_faults
from gates.sites import Hosted, Shown
from gates.structured import structured_files
from gates.weight import BUDGETS, CONTENT, SCRIPTS, Budget, Cost, cost, scroll_through, weight_faults

Findings = dict[str, list[str]]
"""What each gate finds, by its name; an empty list is good."""

PAGE_GATES = ("axe", "forced-colors", "policy", "no-script", "keyboard", "reflow", "print", "weight")
"""What looks at the page of each template."""
LOOKS: dict[str, Callable[[Page, Axe], list[str]]] = {
    "axe": axe_faults,
    "forced-colors": forced_faults,
    "reflow": lambda page, axe: reflow_faults(page),
    "print": lambda page, axe: print_faults(page),
    "keyboard": lambda page, axe: keyboard_faults(page),
}
"""The gates that look at a page which nobody uses, in the order in which they share it: each takes its own width and
leaves media and sizes as they were; the keyboard, which moves the focus, comes last."""
FILE_GATES: dict[str, Callable[[Path, str], list[str]]] = {
    "html": lambda folder, address: nonconforming(folder),
    "links": broken_links,
    "inline": lambda folder, address: inline_files(folder),
    "feeds": feed_faults,
    "indexing": indexing_faults,
    "structured": structured_files,
}
"""What reads all files of a site."""
STATED = (*PAGE_GATES, "html", "links", "lighthouse")
"""Those of which the accessibility statement tells."""
MEASURED = ("home.html", "year.html", "village.html", "announcement.html", "map.html")
"""The templates that Lighthouse looks at: the pages that most readers come to."""


class Visitor:
    """Opens pages for the gates. Pages that are only looked at share a tab, as opening one is dear; a page that is used
    has a browser context of its own, in which nothing is remembered."""

    def __init__(self, browser: Browser, axe: Axe) -> None:
        self._browser, self._axe = browser, axe
        self._tab = functools.cache(lambda: browser.new_context(reduced_motion="reduce").new_page())
        self._tab_without_script = functools.cache(
            lambda: browser.new_context(java_script_enabled=False, viewport=SCREEN).new_page()
        )

    def visit(self, host: Host, path: str, budget: Budget = CONTENT, gates: Collection[str] = PAGE_GATES) -> Findings:
        """Open the page at `path` once to look at it, and once to use it as a first visitor does; a page with scripts
        is opened without them too."""
        found = Findings()
        if not LOOKS.keys().isdisjoint(gates):
            found |= self._look(host.address + path, gates)
        if not {"policy", "no-script", "weight"}.isdisjoint(gates):
            found |= self._use(host, path, budget, gates)[0]
        return {name: found[name] for name in PAGE_GATES if name in found}

    def visit_template(self, site: Hosted, page: Shown) -> Findings:
        """What all gates find on the page that shows a template."""
        return self.visit(site.host, page.path, BUDGETS.get(page.template, CONTENT))

    def cost(self, host: Host, path: str) -> Cost:
        """What the page at `path` costs a first visitor."""
        return self._use(host, path, CONTENT, ("weight",))[1]

    def _look(self, url: str, gates: Collection[str]) -> Findings:
        page = self._tab()
        page.goto(url, wait_until="load")
        return {name: gate(page, self._axe) for name, gate in LOOKS.items() if name in gates}

    def _use(self, host: Host, path: str, budget: Budget, gates: Collection[str]) -> tuple[Findings, Cost]:
        """Watch a page as it is loaded into an empty cache, read to its end and used; and what that costs."""
        found, url = Findings(), host.address + path
        context = self._browser.new_context(viewport=SCREEN)
        host.sent.clear()
        seen = watch(context)
        answer = seen.page.goto(url, wait_until="load")
        seen.rest()
        first, there = dict(host.sent), contents_of(seen.page)
        host.sent.clear()
        scripted = any(file.endswith(SCRIPTS) for file in first)
        if not scripted:  # its forms would lead to another page, which is not to be weighed with it
            scroll_through(seen)
            spent = cost(path, first, host.sent)
        if scripted or "policy" in gates:
            use(seen)
        if scripted:
            spent = cost(path, first, host.sent)
        if "policy" in gates:
            found["policy"] = policy_faults(seen, url, answer)
        if "weight" in gates:
            found["weight"] = weight_faults(spent, budget)
        context.close()
        if "no-script" in gates:
            found["no-script"] = script_faults(there, self._contents_without_script(url) if there.scripts else there)
        return found, spent

    def _contents_without_script(self, url: str) -> Contents:
        page = self._tab_without_script()
        page.goto(url, wait_until="load")
        return contents_of(page)


def page_of(sites: Sequence[Hosted], template: str) -> tuple[Hosted, Shown] | None:
    """The page that shows a template, in the site's first language: of the first of `sites` that has one."""
    for site in sites:
        found = [page for (made, _), page in site.pages.items() if made == template]
        if found:
            return site, next((page for page in found if page.language == "id"), found[0])
    return None
