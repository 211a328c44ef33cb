"""Find the terms of the glossary in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape


@dataclass(frozen=True, slots=True)
class GlossaryNote:
    """A term of the glossary with its explanation, for texts that name it."""

    id: str
    term: str
    """As the glossary shows it."""
    forms: tuple[str, ...]
    """The term itself, its other spellings and abbreviations."""
    meaning: str
    path: str
    """URL of its entry, with the fragment."""


def normalize_form(form: str) -> str:
    """Normalize white space and case, since a text does not distinguish forms that differ only in them."""
    return " ".join(form.split()).casefold()


class GlossaryIndex:
    """Finds terms in texts. Searches for each term, which is a hundred times as fast as one pattern of all."""

    def __init__(self, notes: Sequence[GlossaryNote]) -> None:
        """`notes` are all terms of the glossary."""
        self._notes = [(note, [_prepare(form) for form in note.forms]) for note in notes]

    def find(self, text: str) -> tuple[GlossaryNote, ...]:
        """Find the terms that a text names, in the order of the glossary.

        May include terms that occur only in a link, in code or in a longer term; that costs a rendering at most.
        """
        if not self._notes:
            return ()
        normalized = " ".join(text.split())
        lowered = normalized.lower()
        return tuple(
            note
            for note, forms in self._notes
            if any(_contains_word(form, normalized if exact else lowered) for form, exact in forms)
        )


def _prepare(form: str) -> tuple[str, bool]:
    """Return a form with normal white space, and whether its case matters."""
    normalized = " ".join(form.split())
    return normalized, normalized != normalized.lower()


def _contains_word(form: str, text: str) -> bool:
    """Whether a form occurs in a text as whole words."""
    index = text.find(form)
    while index >= 0:
        end = index + len(form)
        if not _is_word_char(text[index - 1 : index]) and not _is_word_char(text[end : end + 1]):
            return True
        index = text.find(form, index + 1)
    return False


def _is_word_char(sign: str) -> bool:
    """Whether a character continues the word beside it."""
    return sign.isalnum() or sign in ("_", "-")


def list_longest_words(note: GlossaryNote) -> tuple[str, ...]:
    """Return the longest word of each form in lower case: a text without all of them does not name the term."""
    return tuple({max(normalize_form(form).split(), key=len) for form in note.forms})


def find_terms(notes: Sequence[GlossaryNote], text: str, *, html: bool = False) -> Iterable[tuple[str, int, int]]:
    """Yield the id, start and end of each occurrence of a term; with `html`, `text` is HTML text without tags."""
    if not notes:
        return
    pattern, ids = _pattern(tuple((note.id, note.forms) for note in notes), html)
    for match in pattern.finditer(text):
        yield ids[match.lastindex or 0], match.start(), match.end()


@lru_cache(maxsize=4096)
def _pattern(notes: tuple[tuple[str, tuple[str, ...]], ...], html: bool) -> tuple[re.Pattern[str], dict[int, str]]:
    """Compile an alternation of all forms, longest first, and map its groups to terms."""
    forms = [(form, id) for id, forms in notes for form in forms]
    forms.sort(key=lambda pair: (-len(pair[0]), pair))
    parts = "|".join(f"({_form(form, html)})" for form, _ in forms)
    return re.compile(rf"(?<![\w-])(?:{parts})(?![\w-])"), dict(enumerate((id for _, id in forms), start=1))


def _form(form: str, html: bool) -> str:
    """Return the pattern of a form: any white space between words; any case for a form in lower case."""
    normalized = escape(form, quote=False).replace('"', "&quot;") if html else form
    words = r"\s+".join(map(re.escape, normalized.split()))
    return words if form != form.lower() else f"(?i:{words})"
