"""Explained terms: where a text first names a term it leads to the glossary, and what it means follows the block.

What a reader needs stands beside the word, in `<details>`: it opens without a script and without leaving the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from typing import Protocol

from sitegen.glossary_terms import GlossaryNote, find_terms, list_longest_words

_TAG = re.compile(r"""<(/?)([a-z0-9]+)(?:[^<>"]|"[^"]*")*>""")
_VOID = {"br", "hr", "img"}
_SKIPPED = {"a", "abbr", "code", "details", "dfn", "figure", "kbd", "pre", "s", "samp", "thead"}
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_UNLINKED_FIGURE = '<span class="bound"'
"""How the number of a figure begins that is no link."""


class GlossaryWriter(Protocol):
    """Writes terms as HTML, as the theme has it."""

    def named(self, text: str, note: GlossaryNote) -> str:
        """A term where the text first names it, by `text`."""

    def notes(self, notes: Sequence[GlossaryNote]) -> str:
        """What the terms of a block mean, to stand after it."""


def add_glossary_notes(html: str, notes: Sequence[GlossaryNote], writer: GlossaryWriter | None) -> str:
    """Clean HTML in which each term is explained once: not in headings, links, code or the heads of tables."""
    return _NoteInserter(notes, writer).insert(html) if notes and writer else html


class _NoteInserter:
    """Walks through the HTML of one text: what is open, which terms are still to be met, and which notes are due."""

    def __init__(self, notes: Sequence[GlossaryNote], writer: GlossaryWriter) -> None:
        self._pending, self._writer = {note.id: note for note in notes}, writer
        self._notes = tuple(notes)
        self._words = {note.id: [escape(word) for word in list_longest_words(note)] for note in notes}
        self._due: list[GlossaryNote] = []
        self._depth = 0
        self._skipped_element, self._skipped_depth = "", 0
        """The element in which nothing is explained, and how many of its name are open."""

    def insert(self, html: str) -> str:
        parts, at = list[str](), 0
        for tag in _TAG.finditer(html):
            parts += [self._text(html[at : tag.start()]), tag[0], self._notes_after(tag)]
            at = tag.end()
        return "".join([*parts, self._text(html[at:]), self._due_notes()])

    def _text(self, text: str) -> str:
        """The text between two tags, with the terms that it is the first to name."""
        if self._skipped_element or not self._pending or not text.strip():
            return text
        folded = text.casefold()
        if not any(word in folded for id in self._pending for word in self._words[id]):
            return text
        parts, at = list[str](), 0
        for id, begin, end in find_terms(self._notes, text, html=True):
            note = self._pending.pop(id, None)
            if note is not None:
                parts += [text[at:begin], self._writer.named(unescape(text[begin:end]), note)]
                self._due.append(note)
                at = end
        return "".join([*parts, text[at:]])

    def _notes_after(self, tag: re.Match[str]) -> str:
        """What is to follow a tag: the notes of a block that it ends."""
        closing, name = tag[1], tag[2]
        if name in _VOID:
            return ""
        self._depth += -1 if closing else 1
        if self._skipped_element:
            self._skipped_depth += (-1 if closing else 1) if name == self._skipped_element else 0
            self._skipped_element = self._skipped_element if self._skipped_depth else ""
        elif not closing and (name in _SKIPPED | _HEADINGS or tag[0].startswith(_UNLINKED_FIGURE)):
            self._skipped_element, self._skipped_depth = name, 1
        return self._due_notes() if closing and not self._depth and name not in _HEADINGS else ""

    def _due_notes(self) -> str:
        due, self._due = tuple(self._due), []
        return "\n" + self._writer.notes(due).strip() if due else ""
