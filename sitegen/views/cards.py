"""Cards: places, announcements, events and terms as lists and notes show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.glossary_terms import GlossaryIndex, GlossaryNote
from sitegen.models import Term
from sitegen.output import Link
from sitegen.urls import Routes


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A recorded place as lists show it, designated or not."""

    code: str
    name: str
    """Name without the word for its kind."""
    kind: str
    """A kind of the geography, such as `desa`."""
    called: str
    """Local name of the kind; may be empty."""
    path: str
    """URL of its page."""
    regions: tuple[str, ...]
    """Names of its regions by level, the highest first; empty for a level that it has none of."""
    certified: str
    """Date of designation, as EDTF; empty if it was not designated."""
    year: int | None
    """Year of designation; None if not stated."""
    reached: bool
    """Whether outreach reached it."""
    status: str = "spoken_of"
    """A state of the programme, such as `certified`; `reached` or `spoken_of` if it was not designated."""
    later_state: str = ""
    """The state, if it is another than that of every designated place: `lapsed`."""
    level: str = ""
    """The level that it holds; empty without one."""
    then: bool = False
    """Whether the date and the level are those of one year, as on its page in the archive, and not the present ones."""
    years: tuple[int, ...] = ()
    """The years in which it counts as designated, in order."""
    undated: tuple[str, ...] = ()
    """The dates at which it counts in a year that is not stated."""

    @property
    def counted(self) -> bool:
        """Whether it counts as designated."""
        return bool(self.years or self.undated)

    @property
    def lapsed(self) -> bool:
        """Whether its designation has lapsed."""
        return self.later_state == "lapsed"


@dataclass(frozen=True, slots=True)
class NewsCard:
    """An announcement as lists show it."""

    file: str
    """Its file, which content links to."""
    title: str
    path: str
    """URL."""
    date: str
    """Date of the event that it reports, as EDTF."""
    place: str
    """Dateline; may be empty."""
    summary: str
    draft: bool
    """Whether it is not public, and shown only in this preview."""
    language: str = ""
    """Language of its text, if other than that of the page."""
    published: str = ""
    """Day of its first publication; empty if not stated."""


@dataclass(frozen=True, slots=True)
class OutreachCard:
    """An outreach event as lists show it."""

    id: str
    title: str
    path: str
    """URL of its page."""
    date: str
    """Date as EDTF; of a planned event the expected one."""
    place: str
    """Location; may be empty."""
    planned: bool
    """Whether it is only announced; such an event is in no count."""


@dataclass(frozen=True, slots=True)
class Pagination:
    """Pagination of a list."""

    number: int
    """Current page, counted from 1."""
    pages: tuple[Link, ...]
    """All pages, with the number as text."""


def page_count(total: int, per_page: int) -> int:
    """Return the number of pages for `total` entries; at least one."""
    return max(1, -(-total // per_page))


def glossary_index(routes: Routes, terms: Sequence[Term]) -> GlossaryIndex:
    """Return an index that finds glossary terms in texts, each with the URL of its entry."""
    url = routes.root("glossary")
    return GlossaryIndex(
        [GlossaryNote(one.id, one.term, (one.term, *one.forms), one.meaning, f"{url}#{one.id}") for one in terms]
    )
