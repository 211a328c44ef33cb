"""Insert glossary notes: link the first mention of a term to the glossary, and add its meaning after the block.

The meaning is in `<details>`, which opens without a script and without leaving the page.
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
"""Start of the markup of a figure that is not a link."""


class GlossaryWriter(Protocol):
    """Renders terms as HTML; the theme's macros implement it."""

    def named(self, text: str, note: GlossaryNote) -> str:
        """Render the first mention of a term, which the prose writes as `text`."""

    def notes(self, notes: Sequence[GlossaryNote]) -> str:
        """Render the meanings of the terms that a block mentions first, to insert after it."""


def add_glossary_notes(html: str, notes: Sequence[GlossaryNote], writer: GlossaryWriter | None) -> str:
    """Explain each term once in sanitised HTML: not in headings, links, code or table headers."""
    return _NoteInserter(notes, writer).insert(html) if notes and writer else html


class _NoteInserter:
    """Walks through the HTML of one text; tracks the open elements, the terms not mentioned yet and the notes due."""

    def __init__(self, notes: Sequence[GlossaryNote], writer: GlossaryWriter) -> None:
        self._pending, self._writer = {note.id: note for note in notes}, writer
        self._notes = tuple(notes)
        self._words = {note.id: [escape(word) for word in list_longest_words(note)] for note in notes}
        self._due: list[GlossaryNote] = []
        self._depth = 0
        self._skipped_element, self._skipped_depth = "", 0
        """The enclosing element in which nothing is explained, and how many elements of that name are open."""

    def insert(self, html: str) -> str:
        parts, at = list[str](), 0
        for tag in _TAG.finditer(html):
            parts += [self._text(html[at : tag.start()]), tag[0], self._notes_after(tag)]
            at = tag.end()
        return "".join([*parts, self._text(html[at:]), self._due_notes()])

    def _text(self, text: str) -> str:
        """Mark the terms that a text between two tags mentions first."""
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
        """Track a tag; return the notes that are due where it ends a block."""
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
