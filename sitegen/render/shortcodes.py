"""Fill the shortcodes of prose: conversion sees markers, which then become numbers, with notes after the block.

So the converted HTML depends on the text alone and can be cached; figures are filled in afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Protocol

from sitegen.figures import SHORTCODE_PATTERN, ShortcodeFault
from sitegen.output import FigureCard, Prose
from sitegen.problems import Report, Span, span_within

# Private-use characters: a marker is the number of its shortcode in these, which Markdown and the sanitiser keep.
_BEGIN, _IN_TEXT, _END, _ZERO = "\ue000", "\ue002", "\ue001", 0xE010
_PROTECTED = re.compile(rf"{SHORTCODE_PATTERN.pattern}|[\ue000-\ue01f]")
"""What conversion must not see: a shortcode, or one of the marker characters written by the author."""
_ANY_MARKER = re.compile(rf"\\?([{_BEGIN}{_IN_TEXT}])([\ue010-\ue019]+){_END}")
_TAG_OR_MARKER = re.compile(rf"""<[^<>"]*(?:"[^"]*"[^<>"]*)*>|[{_BEGIN}{_IN_TEXT}][\ue010-\ue019]+{_END}""")
_NAME = re.compile(r"</?([a-z0-9]+)")
_VOID = {"br", "hr", "img"}
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
MARKER = rf"{_BEGIN}([\ue010-\ue019]+){_END}"
"""A marker in the text that Markdown converts; shortcode_in_text changes it everywhere but in code samples."""


class ShortcodeWriter(Protocol):
    """Renders figures as HTML; the theme's macros implement it."""

    def number(self, card: FigureCard, linked: bool) -> str:
        """Render a number within a line; with a link to its record if `linked`."""

    def notes(self, cards: Sequence[FigureCard]) -> str:
        """Render the notes of the figures of a block, to insert after it."""


def protect_shortcodes(text: str) -> str:
    """Replace the shortcodes of a text by markers."""
    numbers = iter(range(len(text)))
    return _PROTECTED.sub(lambda _: _marker(_BEGIN, next(numbers)), text) if _PROTECTED.search(text) else text


def shortcode_in_text(marker: str) -> str:
    """Return the marker of a shortcode in running text, for the marker of any."""
    return _IN_TEXT + marker[len(_BEGIN) :]


def fill_shortcodes(
    html: str, prose: Prose, report: Report, link_spans: dict[str, Span], writer: ShortcodeWriter | None
) -> str:
    """Replace the markers in `html` by figures, and add their notes after each block. Reports each shortcode that names
    no figure; without a `writer`, only reports."""
    return (
        _ShortcodeFiller(prose, report, link_spans, writer).fill(html) if _BEGIN in html or _IN_TEXT in html else html
    )


class _ShortcodeFiller:
    """Walks through the HTML of one text; tracks open blocks and links, and the notes due."""

    def __init__(
        self, prose: Prose, report: Report, link_spans: dict[str, Span], writer: ShortcodeWriter | None
    ) -> None:
        self._prose, self._report, self._link_spans, self._writer = prose, report, link_spans, writer
        self._protected = list(_PROTECTED.finditer(prose.text))
        self._due: dict[tuple[str, bool], FigureCard] = {}
        self._depth = self._open_links = 0

    def fill(self, html: str) -> str:
        parts, position = list[str](), 0
        for part in _TAG_OR_MARKER.finditer(html):
            parts.append(html[position : part.start()])
            parts.append(self._tag(part[0]) if part[0][0] == "<" else self._shortcode(part[0]))
            position = part.end()
        return "".join([*parts, html[position:], self._notes()])

    def _tag(self, tag: str) -> str:
        """Track a tag; return it with the notes due after it. A figure in an attribute becomes plain text."""
        if _END in tag:
            tag = _ANY_MARKER.sub(lambda marker: _bare(self._shortcode(marker[0].lstrip("\\"), linked=False)), tag)
        name = _NAME.match(tag)
        if name is None or name[1] in _VOID:
            return tag
        step = -1 if tag.startswith("</") else 1
        self._depth += step
        self._open_links += step if name[1] == "a" else 0
        # Notes of a heading follow the next block.
        return tag if self._depth or step == 1 or name[1] in _HEADINGS else tag + self._notes()

    def _shortcode(self, marker: str, linked: bool = True) -> str:
        """Return the HTML of the shortcode of a marker."""
        number = int(marker[1:-1].translate(_DIGITS))
        if number >= len(self._protected):
            return marker  # written by the author as character references
        match = self._protected[number]
        if marker[0] == _BEGIN or not match[0].startswith("{{"):
            return _text(match[0])
        shortcode = match[1] or ""
        figure = self._prose.figures.get(shortcode, match[0])
        if isinstance(figure, str):
            return _text(figure)
        if isinstance(figure, ShortcodeFault):
            self._report.add(figure.code, self._span(match), figure.suggestion, **figure.values)
            return _text(match[0])
        return self._number(figure, shortcode, self._span(match), linked and not self._open_links)

    def _number(self, figure: FigureCard, shortcode: str, at: Span, linked: bool) -> str:
        """Render a figure; its note is due after the block."""
        if shortcode in self._prose.not_yet_known:
            known = self._prose.not_yet_known[shortcode] or "?"
            self._report.add("figure-not-yet-known", at, figure=figure.id, known=known)
        if self._writer is None:
            return ""
        if linked:
            self._link_spans.setdefault(figure.path, at)
        self._due[figure.id, figure.quantity is None] = figure
        return self._writer.number(figure, linked)

    def _notes(self) -> str:
        due, self._due = tuple(self._due.values()), {}
        return "\n" + self._writer.notes(due).strip() if due and self._writer else ""

    def _span(self, match: re.Match[str]) -> Span:
        return span_within(self._prose.text, match.start(), match.end(), self._prose.file, self._prose.line)


_DIGITS = {_ZERO + digit: str(digit) for digit in range(10)}


def _marker(begin: str, number: int) -> str:
    return begin + "".join(chr(_ZERO + int(digit)) for digit in str(number)) + _END


def _text(source: str) -> str:
    """Escape a text as sanitised HTML does."""
    return escape(source, quote=False).replace('"', "&quot;")


def _bare(html: str) -> str:
    """Remove the tags of HTML, for use in an attribute."""
    return _TAG_OR_MARKER.sub("", html).strip()
