"""The glossary: every term that texts use and a reader may not know, A to Z, each with its meaning and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sitegen.content import Template
from sitegen.models import Source, Term
from sitegen.names import slugify
from sitegen.output import Output, PageView
from sitegen.problems import Span
from sitegen.urls import output_path
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import section_head

FILE = "data/glossary.yaml"
OTHERS = "#"
"""Under which those stand that begin with no letter from A to Z."""


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term with who says what it means."""

    term: Term
    """The term; its id is its anchor."""
    sources: tuple[Source, ...]
    """Where its meaning is known from; none where this site gives it in its own words."""


@dataclass(frozen=True, slots=True)
class GlossaryLetter:
    """The terms that begin with a letter."""

    letter: str
    """The letter, or OTHERS."""
    anchor: str
    """Its anchor."""
    entries: tuple[GlossaryEntry, ...]
    """Its terms, in order."""


@dataclass(frozen=True, slots=True)
class GlossaryPage(PageView):
    """What glossary.html shows."""

    groups: tuple[GlossaryLetter, ...]
    """The terms by their first letter, A to Z."""


def glossary(index: SiteIndex) -> Iterator[Output]:
    """One page with every term; none where the site has no glossary."""
    terms = index.site.terms
    if not terms:
        return
    section = index.section("glossary")
    ordered = sorted(terms, key=lambda term: (_initial(term) == OTHERS, slugify(term.term), term.term, term.id))
    head = section_head(index, "glossary", jsonld=(_jsonld(index, ordered, section.path),), record=FILE)
    letters = tuple(
        GlossaryLetter(
            letter,
            "_others" if letter == OTHERS else f"_{letter.lower()}",
            tuple(GlossaryEntry(term, index.cited(term.sources)) for term in group),
        )
        for letter, group in groupby(ordered, key=_initial)
    )
    body = Template("glossary.html", GlossaryPage(head, letters))
    yield Output(output_path(section.path), body, Span(FILE), listed=True)


def _initial(term: Term) -> str:
    """The letter that a term is found under; a name in another script has a slug of code points."""
    first = slugify(term.term)[:1]
    plain = any(sign.isascii() and sign.isalnum() for sign in term.term)
    return first.upper() if plain and first.isalpha() else OTHERS


def _jsonld(index: SiteIndex, terms: list[Term], path: str) -> dict[str, Any]:
    """The glossary for machines (schema.org)."""
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
