"""Find the terms of the glossary in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape


@dataclass(frozen=True, slots=True)
class GlossaryNote:
    """A term of the glossary, as a text that names it explains it."""

    id: str
    """Its id."""
    term: str
    """The term as the glossary shows it."""
    forms: tuple[str, ...]
    """By what texts name it: the term itself, its other spellings and abbreviations."""
    meaning: str
    """What it means."""
    path: str
    """Address of its entry, with its fragment."""


def normalize_form(form: str) -> str:
    """What two forms share that a text cannot tell apart."""
    return " ".join(form.split()).casefold()


class GlossaryIndex:
    """The terms of a site, to be found in its texts: by looking for each, for a pattern of all takes a hundred times as
    long."""

    def __init__(self, notes: Sequence[GlossaryNote]) -> None:
        """`notes` are all terms of the glossary."""
        self._notes = [(note, [_prepare(form) for form in note.forms]) for note in notes]

    def find(self, text: str) -> tuple[GlossaryNote, ...]:
        """The terms that a text names, in the order of the glossary. One may be caught that stands in a link, in code
        or in a longer term alone; that costs a rendering at most."""
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
    """A form as it is looked for, and whether its capital letters count."""
    normalized = " ".join(form.split())
    return normalized, normalized != normalized.lower()


def _contains_word(form: str, text: str) -> bool:
    """Whether a form stands in a text as words of their own."""
    index = text.find(form)
    while index >= 0:
        end = index + len(form)
        if not _is_word_char(text[index - 1 : index]) and not _is_word_char(text[end : end + 1]):
            return True
        index = text.find(form, index + 1)
    return False


def _is_word_char(sign: str) -> bool:
    """Whether a sign makes a longer word of the one beside it."""
    return sign.isalnum() or sign in ("_", "-")


def longest_words(note: GlossaryNote) -> tuple[str, ...]:
    """Of each form the longest word, in small letters: a text that holds none of them does not name the term."""
    return tuple({max(normalize_form(form).split(), key=len) for form in note.forms})


def find_terms(notes: Sequence[GlossaryNote], text: str, *, html: bool = False) -> Iterable[tuple[str, int, int]]:
    """Each place where a text names a term: the term's id, where it begins and where it ends. With `html` the text is
    one that stands between the tags of a page."""
    if not notes:
        return
    pattern, ids = _pattern(tuple((note.id, note.forms) for note in notes), html)
    for match in pattern.finditer(text):
        yield ids[match.lastindex or 0], match.start(), match.end()


@lru_cache(maxsize=4096)
def _pattern(notes: tuple[tuple[str, tuple[str, ...]], ...], html: bool) -> tuple[re.Pattern[str], dict[int, str]]:
    """One alternation of all forms, the longest first, and the term of each of its groups."""
    forms = [(form, id) for id, forms in notes for form in forms]
    forms.sort(key=lambda pair: (-len(pair[0]), pair))
    parts = "|".join(f"({_form(form, html)})" for form, _ in forms)
    return re.compile(rf"(?<![\w-])(?:{parts})(?![\w-])"), dict(enumerate((id for _, id in forms), start=1))


def _form(form: str, html: bool) -> str:
    """The pattern of a form: a line of the text may end between its words, and one without a capital letter may begin
    or be written with some."""
    normalized = escape(form, quote=False).replace('"', "&quot;") if html else form
    words = r"\s+".join(map(re.escape, normalized.split()))
    return words if form != form.lower() else f"(?i:{words})"
