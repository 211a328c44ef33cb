"""Cards: the small bundles of data by which lists and notes show a place, an announcement, an event or a term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.glossary_terms import GlossaryIndex, GlossaryNote
from sitegen.models import Term
from sitegen.output import Link
from sitegen.urls import Routes


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place of the register, or one that was only spoken of, as lists show it."""

    code: str
    """Official code."""
    name: str
    """Name without the word for its kind."""
    kind: str
    """`desa`, `kelurahan` or `pasar`."""
    called: str
    """Local name of the kind; empty where none is given."""
    path: str
    """Address of its page."""
    district: str
    """District."""
    regency: str
    """Regency or city, with its word."""
    province: str
    """Province."""
    certified: str
    """When it was designated, as EDTF; empty for a place that was not."""
    year: int | None
    """The year of designation; None where it is not stated."""
    reached: bool
    """Whether outreach reached it."""
    lapsed: bool = False
    """Whether its designation holds no longer; it stays in every count, which is of places ever designated."""


@dataclass(frozen=True, slots=True)
class NewsCard:
    """An announcement as lists show it."""

    file: str
    """Its file, by which content refers to it."""
    title: str
    """Headline."""
    path: str
    """Address."""
    date: str
    """Date as EDTF."""
    place: str
    """Place of its dateline; may be empty."""
    summary: str
    """What it says, in a sentence or two."""
    draft: bool
    """Whether it is shown only because drafts or future announcements are."""
    language: str = ""
    """The language of its texts, where that is not the language of the page."""


@dataclass(frozen=True, slots=True)
class OutreachCard:
    """An outreach event as lists show it."""

    title: str
    """What it was."""
    path: str
    """Address of its entry on the outreach page, with its fragment."""
    date: str
    """Date as EDTF."""
    place: str
    """Where; may be empty."""


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where a list that is longer than a page goes on."""

    number: int
    """This page, counted from 1."""
    pages: tuple[Link, ...]
    """All pages of the list, `text` being the number."""


def page_count(total: int, per_page: int) -> int:
    """How many pages a list of `total` entries has; at least one."""
    return max(1, -(-total // per_page))


def glossary_index(routes: Routes, terms: Sequence[Term]) -> GlossaryIndex:
    """What finds the terms of a glossary in texts, each with the address of its entry."""
    url = routes.root("glossary")
    return GlossaryIndex(
        [GlossaryNote(one.id, one.term, (one.term, *one.forms), one.meaning, f"{url}#{one.id}") for one in terms]
    )
