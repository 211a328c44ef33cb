"""Corrections and revisions: every published value that was changed, newest first, as a page and as a feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.output import Head, Link, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import sources
from sitegen.pages.ledger import CorrectionCard, cards_of
from sitegen.pages.structured import breadcrumbs
from sitegen.problems import Span

LENGTH = 50
"""Entries in the feed."""


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """What corrections.html shows."""

    head: Head
    """What the page tells of itself."""
    entries: tuple[CorrectionCard, ...]
    """All of the ledger, newest first."""
    feed: Link
    """The same as a feed."""


@dataclass(frozen=True, slots=True)
class CorrectionsFeed:
    """What corrections.xml shows."""

    id: str
    """The page's name for ever, at the base address of the settings; the feed's and the entries' begin with it."""
    page: Link
    """The page of all entries."""
    updated: str
    """When the newest entry was published, as EDTF; never the clock."""
    entries: tuple[CorrectionCard, ...]
    """The newest of the ledger, newest first."""


def corrections(catalogue: Catalogue) -> Iterator[Output]:
    """The page and its feed."""
    section, site = catalogue.section("corrections"), catalogue.site
    crumbs = catalogue.crumbs()
    feed = Link(catalogue.words["corrections_feed"], f"{section.path}atom.xml")
    entries = cards_of(catalogue, site.corrections)
    head = Head(
        title=section.text,
        description=catalogue.words["corrections_description"],
        path=section.path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
        record="data/corrections.yaml",
    )
    named = (name for one in site.corrections for name in (_record(catalogue, one.what), *sources(one.sources)))
    inputs = tuple(name for name in dict.fromkeys(named) if name in site.origins)
    origin = Span("data/corrections.yaml" if site.corrections else "data/site.yaml")
    page = Template("corrections.html", CorrectionsPage(head, entries, feed))
    yield Output(file_of(section.path), page, origin, listed=True, inputs=inputs)
    settled = site.config.base_url.rstrip("/") + section.path
    newest = entries[0].when if entries else str(site.programme.began)
    told = CorrectionsFeed(settled, section, newest, entries[:LENGTH])
    yield Output(feed.path[1:], Template("corrections.xml", told), origin, inputs=inputs)


def _record(catalogue: Catalogue, what: str) -> str:
    """The record whose words name what an entry is about."""
    figure = catalogue.figures.get(what)
    return figure.about if figure else what
