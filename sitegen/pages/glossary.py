"""The glossary: terms with their meanings and sources, from A to Z."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sitegen.models import Source, Term
from sitegen.names import slugify
from sitegen.output import Output, PageView
from sitegen.problems import Span
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_output, section_head

_FILE = "data/glossary.yaml"
OTHERS = "#"
"""Heading of terms that begin with no letter from A to Z."""


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term with the sources of its meaning."""

    term: Term
    """The term; its id is its anchor."""
    sources: tuple[Source, ...]
    """Sources of its meaning; empty if it is in this site's own words."""


@dataclass(frozen=True, slots=True)
class GlossaryLetter:
    """The terms that begin with a letter."""

    letter: str
    """The letter, or OTHERS."""
    anchor: str
    entries: tuple[GlossaryEntry, ...]
    """Its terms, in order."""


@dataclass(frozen=True, slots=True)
class GlossaryPage(PageView):
    """What glossary.html shows."""

    groups: tuple[GlossaryLetter, ...]
    """The terms by their first letter, A to Z."""


def glossary(index: SiteIndex) -> Iterator[Output]:
    """Yield the page with all terms; nothing if the site has no glossary."""
    terms = index.site.terms
    if not terms:
        return
    section = index.section("glossary")
    ordered = sorted(terms, key=lambda term: (_initial(term) == OTHERS, slugify(term.term), term.term, term.id))
    head = section_head(index, "glossary", jsonld=(_jsonld(index, ordered, section.path),), record=_FILE)
    letters = tuple(
        GlossaryLetter(
            letter,
            "_others" if letter == OTHERS else f"_{letter.lower()}",
            tuple(GlossaryEntry(term, index.cited(term.sources)) for term in group),
        )
        for letter, group in groupby(ordered, key=_initial)
    )
    yield page_output("glossary.html", GlossaryPage(head, letters), Span(_FILE))


def _initial(term: Term) -> str:
    """Return the initial letter of a term; a name in another script has a slug of code points, and belongs to
    OTHERS."""
    first = slugify(term.term)[:1]
    plain = any(sign.isascii() and sign.isalnum() for sign in term.term)
    return first.upper() if plain and first.isalpha() else OTHERS


def _jsonld(index: SiteIndex, terms: list[Term], path: str) -> dict[str, Any]:
    """Return the glossary for machines (schema.org)."""
    address = index.base_url + path
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "name": index.messages["section_glossary"],
        "url": address,
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "name": term.term, "description": term.meaning, "url": f"{address}#{term.id}"}
            | ({"alternateName": list(term.forms)} if term.forms else {})
            for term in terms
        ],
    }
