"""Atom (RFC 4287) and JSON Feed 1.1 of the newest announcements, with full text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from sitegen import edtf
from sitegen.content import Template
from sitegen.models import Announcement
from sitegen.output import Output, Prose
from sitegen.problems import Span
from sitegen.views.cards import NewsCard
from sitegen.views.prose import build_prose
from sitegen.views.reads import NEWS
from sitegen.views.site_index import SiteIndex

FEED_LENGTH = 20
"""Announcements in a feed."""

# What XML cannot hold, not even escaped.
_NOT_XML = dict.fromkeys([*(sign for sign in range(32) if sign not in (9, 10, 13)), 0xFFFE, 0xFFFF])


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An announcement in a feed."""

    id: str
    """Permanent id: its first URL at the base URL of the settings, wherever it is published now."""
    path: str
    """URL."""
    title: str
    summary: str
    author: str
    """Reporter; may be empty."""
    date: str
    """Date as EDTF; the feed has its first day."""
    updated: str
    """Date of the last substantial change, as EDTF; else its date."""
    tags: tuple[str, ...]
    """Subjects."""
    draft: bool
    """Whether it is not public."""
    prose: Prose


@dataclass(frozen=True, slots=True)
class Feed:
    """What atom.xml and feed.json show."""

    id: str
    """Permanent id, at the base URL of the settings."""
    updated: str
    """Date of the last change of an entry, as EDTF; never the clock."""
    entries: tuple[FeedEntry, ...]
    """The newest announcements, newest first."""


def feeds(index: SiteIndex) -> Iterator[Output]:
    """Yield both feeds, with announcements written in this language."""
    pairs = zip(index.site.news, index.news, strict=True)
    newest = list(islice(((item, card) for item, card in pairs if not card.language), FEED_LENGTH))
    entries = tuple(_entry(index, item, card) for item, card in newest)
    changes = [entry.updated for entry in entries] or [str(index.site.programme.began)]
    updated = max(changes, key=lambda date: edtf.parse(date).sort_day)
    base = index.site.config.base_url.rstrip("/")
    for name in ("atom.xml", "feed.json"):
        path = index.routes.at(name)
        feed = Feed(base + path, updated, entries)
        yield Output(path[1:], Template(name, feed), Span(NEWS))


def _entry(index: SiteIndex, item: Announcement, card: NewsCard) -> FeedEntry:
    meta, text = item.meta, build_prose(index, item)
    first = meta.aliases[0] if meta.aliases else card.path
    return FeedEntry(
        id=index.site.config.base_url.rstrip("/") + first,
        path=card.path,
        title=_clean(meta.title),
        summary=_clean(meta.summary),
        author=_clean(meta.reporter or ""),
        date=meta.date,
        updated=max(meta.updated or meta.date, meta.date, key=lambda date: edtf.parse(date).sort_day),
        tags=tuple(_clean(tag) for tag in meta.tags),
        draft=card.draft,
        # Whoever reads the feed has no glossary beside the text.
        prose=replace(text, text=_clean(text.text), terms=()),
    )


def _clean(text: str) -> str:
    return text.translate(_NOT_XML)
