"""The corrections page and its feed: every published value that was changed, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import edtf
from sitegen.content import Template
from sitegen.output import Link, Output, PageView
from sitegen.problems import Span
from sitegen.views.correction_notes import CorrectionCard, correction_cards
from sitegen.views.renamings import Renaming, all_renamings
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_output, section_head

CORRECTIONS_FEED_LENGTH = 50
"""Entries in the feed."""


@dataclass(frozen=True, slots=True)
class CorrectionsPage(PageView):
    """What corrections.html shows."""

    entries: tuple[CorrectionCard, ...]
    """All entries, newest first."""
    feed: Link
    """Feed of the entries."""
    renamings: tuple[Renaming, ...]
    """Changes of codes, which are no corrections, latest first."""


@dataclass(frozen=True, slots=True)
class CorrectionsFeed:
    """What corrections.xml shows."""

    id: str
    """Permanent id of the page at the base URL of the settings; ids of the feed and its entries begin with it."""
    page: Link
    """The page of all entries."""
    updated: str
    """Day of the newest entry; never the clock."""
    entries: tuple[CorrectionCard, ...]
    """The newest entries, newest first."""
    days: tuple[str, ...]
    """The last possible day of each entry, in the same order: Atom demands one."""
    stated: tuple[bool, ...]
    """Whether the day of each entry is stated."""


def corrections(index: SiteIndex) -> Iterator[Output]:
    """Yield the page and its feed."""
    section, site = index.section("corrections"), index.site
    feed = Link(index.messages["corrections_feed"], f"{section.path}atom.xml")
    entries = correction_cards(index, site.corrections)
    head = section_head(index, "corrections", record="data/corrections.yaml")
    origin = Span("data/corrections.yaml" if site.corrections else "data/site.yaml")
    yield page_output("corrections.html", CorrectionsPage(head, entries, feed, all_renamings(index)), origin)
    base = site.config.base_url.rstrip("/") + section.path
    newest = entries[:CORRECTIONS_FEED_LENGTH]
    days = tuple(edtf.last_day(entry.when) for entry in newest)
    updated = max(days, default=edtf.last_day(str(site.programme.began)))
    stated = tuple(edtf.parse(entry.when).is_day for entry in newest)
    view = CorrectionsFeed(base, section, updated, newest, days, stated)
    yield Output(feed.path[1:], Template("corrections.xml", view), origin)
