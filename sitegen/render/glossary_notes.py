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
_CLOSED = {"a", "abbr", "code", "details", "dfn", "figure", "kbd", "pre", "s", "samp", "thead"}
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_NUMBER = '<span class="bound"'
"""How the number of a figure begins that is no link."""


class GlossaryWriter(Protocol):
    """Writes terms as HTML, as the theme has it."""

    def named(self, text: str, note: GlossaryNote) -> str:
        """A term where the text first names it, by `text`."""

    def notes(self, notes: Sequence[GlossaryNote]) -> str:
        """What the terms of a block mean, to stand after it."""


def add_glossary_notes(html: str, notes: Sequence[GlossaryNote], explains: GlossaryWriter | None) -> str:
    """Clean HTML in which each term is explained once: not in headings, links, code or the heads of tables."""
    return _Explaining(notes, explains).explain(html) if notes and explains else html


class _Explaining:
    """Walks through the HTML of one text: what is open, which terms are still to be met, and which notes are due."""

    def __init__(self, notes: Sequence[GlossaryNote], explains: GlossaryWriter) -> None:
        self._left, self._explains = {note.id: note for note in notes}, explains
        self._notes = tuple(notes)
        self._words = {note.id: [escape(word) for word in list_longest_words(note)] for note in notes}
        self._due: list[GlossaryNote] = []
        self._depth = 0
        self._closed, self._within = "", 0
        """The element in which nothing is explained, and how many of its name are open."""

    def explain(self, html: str) -> str:
        done, at = list[str](), 0
        for tag in _TAG.finditer(html):
            done += [self._text(html[at : tag.start()]), tag[0], self._after(tag)]
            at = tag.end()
        return "".join([*done, self._text(html[at:]), self._told()])

    def _text(self, text: str) -> str:
        """The text between two tags, with the terms that it is the first to name."""
        if self._closed or not self._left or not text.strip():
            return text
        folded = text.casefold()
        if not any(word in folded for id in self._left for word in self._words[id]):
            return text
        done, at = list[str](), 0
        for id, begin, end in find_terms(self._notes, text, html=True):
            note = self._left.pop(id, None)
            if note is not None:
                done += [text[at:begin], self._explains.named(unescape(text[begin:end]), note)]
                self._due.append(note)
                at = end
        return "".join([*done, text[at:]])

    def _after(self, tag: re.Match[str]) -> str:
        """What is to follow a tag: the notes of a block that it ends."""
        closes, name = tag[1], tag[2]
        if name in _VOID:
            return ""
        self._depth += -1 if closes else 1
        if self._closed:
            self._within += (-1 if closes else 1) if name == self._closed else 0
            self._closed = self._closed if self._within else ""
        elif not closes and (name in _CLOSED | _HEADINGS or tag[0].startswith(_NUMBER)):
            self._closed, self._within = name, 1
        return self._told() if closes and not self._depth and name not in _HEADINGS else ""

    def _told(self) -> str:
        due, self._due = tuple(self._due), []
        return "\n" + self._explains.notes(due).strip() if due else ""
