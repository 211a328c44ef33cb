"""Write the HTML of prose as its page shows it, in one walk: links, figures, glossary notes and responsive images.

The sanitised HTML depends on the text alone and is cached; what depends on the rest of the site is written here.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from html import escape, unescape
from typing import Protocol
from urllib.parse import unquote

from sitegen.figures import ShortcodeFault
from sitegen.glossary_terms import GlossaryNote, find_terms, list_longest_words
from sitegen.link_targets import complete_address, is_external, is_whole_address, split_target
from sitegen.models.content import PICTURES, RECORDINGS, SVG
from sitegen.output import FigureCard, Prose
from sitegen.problems import Report, Span, span_within
from sitegen.render.images import image_in_text, leading_image_end
from sitegen.render.sanitiser import PLACE
from sitegen.render.shortcodes import (
    ANY_MARKER,
    has_markers,
    is_in_code,
    marker_index,
    protected_shortcodes,
    source_index,
)

_TAG = r"""<(?P<closing>/?)(?P<name>[a-z0-9]++)(?:[^<>"]|"[^"]*+")*+>"""
_TAG_OR_MARKER = re.compile(rf"{_TAG}|{ANY_MARKER}")
_LINK_OR_IMAGE = re.compile(_TAG.replace("[a-z0-9]++)", r"a|img)\b"))
_REFERENCE = re.compile(r'(<(?:a|img)\b[^>]*?\s(?:href|src)=")([^"]*)(")')
_PLACE = re.compile(rf' {PLACE}="([0-9]*)"')
_TOKEN = re.compile(r"""[^\s()<>\[\]"']++""")
"""The target of a link, among others."""
_ENCLOSED = {"<": re.compile(r"[^<>\n]++"), '"': re.compile(r'[^"\n]++'), "'": re.compile(r"[^'\n]++")}
"""A target within these signs."""
_VOID = {"br", "hr", "img"}
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_WITHOUT_TERMS = {"a", "abbr", "code", "details", "dfn", "figure", "kbd", "pre", "s", "samp", "thead"} | _HEADINGS


class ShortcodeWriter(Protocol):
    """Renders figures as HTML; the theme's macros implement it."""

    def number(self, card: FigureCard, linked: bool) -> str:
        """Render a number within a line; with a link to its record if `linked`."""

    def notes(self, cards: Sequence[FigureCard]) -> str:
        """Render the notes of the figures of a block, to insert after it."""


class GlossaryWriter(Protocol):
    """Renders terms as HTML; the theme's macros implement it."""

    def named(self, text: str, note: GlossaryNote) -> str:
        """Render the first mention of a term, which the prose writes as `text`."""

    def notes(self, notes: Sequence[GlossaryNote]) -> str:
        """Render the meanings of the terms that a block mentions first, to insert after it."""


class SourceFinder:
    """Finds the position in the source file of a snippet of converted text."""

    def __init__(self, prose: Prose) -> None:
        self._prose = prose

    @cached_property
    def _tokens(self) -> dict[str, int]:
        """The index of the first occurrence of each token; a text of many links is not searched for each."""
        tokens = dict[str, int]()
        for token in _TOKEN.finditer(self._prose.text):
            tokens.setdefault(token[0], token.start())
        return tokens

    def find(self, snippet: str) -> Span:
        """Find the first occurrence of `snippet`, as a whole token if there is one; the first line of the text where
        conversion changed it."""
        text = self._prose.text
        at = self._tokens.get(snippet, -1)
        at = text.find(snippet) if at < 0 else at
        if at < 0:
            return Span(self._prose.file, self._prose.line)
        return span_within(text, at, at + len(snippet), self._prose.file, self._prose.line)

    def has(self, snippet: str) -> bool:
        """Whether the text has `snippet`."""
        return snippet in self._tokens or snippet in self._prose.text


class ProseWriter:
    """Writes the HTML of one text; tracks open elements, and the notes due after the block."""

    def __init__(
        self,
        prose: Prose,
        address: Callable[[str], str],
        report: Report,
        link_spans: dict[str, tuple[Span, ...]],
        figures: ShortcodeWriter | None,
        terms: GlossaryWriter | None,
        *,
        away: bool,
        below: bool,
    ) -> None:
        """See Converter.html for the parameters."""
        self._prose, self._address, self._report, self._link_spans = prose, address, report, link_spans
        self._figures, self._terms = figures, terms if prose.terms else None
        self._away, self._below = away, below
        self._finder = SourceFinder(prose)
        self._pending = {note.id: note for note in prose.terms} if self._terms else {}
        self._words = {note.id: [escape(word) for word in list_longest_words(note)] for note in self._pending.values()}
        self._html = ""
        self._parts: list[str] = []
        self._run: list[str] = []
        """Text since the last tag or figure, in which terms are looked for."""
        self._due_figures: dict[tuple[str, bool], FigureCard] = {}
        self._due_terms: list[GlossaryNote] = []
        self._depth = self._open_links = 0
        self._without_terms, self._without_terms_depth = "", 0
        """The enclosing element in which no term is explained, and how many elements of that name are open."""
        self._held_link = False
        self._at = -1
        """Index of the target of the link or image that is written, in the text in which shortcodes are protected."""

    @cached_property
    def _shortcodes(self) -> list[re.Match[str]]:
        return protected_shortcodes(self._prose.text)

    @cached_property
    def _leading_image_end(self) -> int:
        return leading_image_end(self._html)

    def write(self, html: str) -> str:
        """Return the HTML of the page for the sanitised `html`; report what is wrong with the text."""
        self._html, at = html, 0
        tokens = _TAG_OR_MARKER if self._terms or has_markers(html) else _LINK_OR_IMAGE
        for token in tokens.finditer(html):
            self._run.append(html[at : token.start()])
            if token["name"]:
                self._tag(token)
            else:
                self._marker(token[0])
            at = token.end()
        self._run.append(html[at:])
        self._end_run()
        return "".join([*self._parts, self._figure_notes(), self._term_notes()])

    def _end_run(self) -> None:
        """Write the text since the last tag, with the terms that it mentions first."""
        text = "".join(self._run)
        self._run.clear()
        if not text:
            return
        if self._without_terms or not self._pending or not text.strip():
            self._parts.append(text)
            return
        folded, at = text.casefold(), 0
        if any(word in folded for id in self._pending for word in self._words[id]) and self._terms:
            for id, begin, end in find_terms(self._prose.terms, text, html=True):
                if note := self._pending.pop(id, None):
                    self._parts += [text[at:begin], self._terms.named(unescape(text[begin:end]), note)]
                    self._due_terms.append(note)
                    at = end
        self._parts.append(text[at:])

    def _tag(self, token: re.Match[str]) -> None:
        self._end_run()
        tag, name, closing = token[0], token["name"], bool(token["closing"])
        if name in ("a", "img") and not closing:
            place = _PLACE.search(tag)
            self._at = int(place[1] or -1) if place else -1
            tag = _PLACE.sub("", tag)
        if name == "a":
            tag, name = self._link(tag, closing)
        elif name == "img":
            tag = self._image(tag)
        if has_markers(tag):  # in an attribute
            tag = re.sub(rf"\\?({ANY_MARKER})", lambda marker: _without_tags(self._shortcode(marker[1], False)), tag)
        if name == "img":
            eager = not (self._away or self._below) and token.start() < self._leading_image_end
            tag = image_in_text(tag, self._prose.images, self._address, away=self._away, eager=eager)
        self._parts.append(tag)
        if name not in _VOID:
            self._track(tag, name, closing)

    def _track(self, tag: str, name: str, closing: bool) -> None:
        """Track an element, and write the notes due where it ends a block; those of a heading follow the next block."""
        step = -1 if closing else 1
        self._depth += step
        self._open_links += step if name == "a" else 0
        if self._without_terms:
            self._without_terms_depth += step if name == self._without_terms else 0
            self._without_terms = self._without_terms if self._without_terms_depth else ""
        elif not closing and name in _WITHOUT_TERMS:
            self._without_terms, self._without_terms_depth = name, 1
        if closing and not self._depth and name not in _HEADINGS:
            self._parts += [self._term_notes(), self._figure_notes()]

    def _link(self, tag: str, closing: bool) -> tuple[str, str]:
        """Resolve a link; one to content that is held back or unreadable becomes a span."""
        if closing:
            held, self._held_link = self._held_link, False
            return ("</span>", "span") if held else (tag, "a")
        reference = _REFERENCE.match(tag)
        target = unescape(reference[2]) if reference else ""
        path = target if target in self._prose.links else split_target(target)[0]
        if path not in self._prose.links or self._prose.links[path]:
            tag = _REFERENCE.sub(self._replace_link, tag)
            if not self._away and path in self._prose.links and _is_download(path):  # published under a slug
                tag = f'{tag[:-1]} download="{escape(posixpath.basename(path))}">'
            return tag, "a"
        if self._prose.links[path] is None:
            self._report.add("held-link", self._span(target), target=path)
        self._held_link = True
        return "<span>", "span"

    def _image(self, tag: str) -> str:
        """Resolve the source of an image; report one that is no picture of the site."""
        source = _REFERENCE.match(tag)
        target = unescape(source[2]) if source else ""
        path, _ = split_target(target)
        if not target or path in self._prose.images:
            return tag
        if (is_external(target) and target not in self._prose.links) or complete_address(target):
            code = "image-foreign"
        elif (self._prose.links.get(path) or path.startswith("/")) and not path.lower().endswith((*PICTURES, SVG)):
            code = "image-kind"
        else:
            return _REFERENCE.sub(self._replace_link, tag)
        self._report.add(code, self._span(target), target=target)
        return _REFERENCE.sub(r"\1#\3", tag)

    def _replace_link(self, reference: re.Match[str]) -> str:
        before, target, quote = reference.groups()
        return before + escape(self._link_target(unescape(target), before.startswith("<img"))) + quote

    def _link_target(self, target: str, image: bool) -> str:
        """Resolve the target of a link to the link that the page writes; report a target that does not exist."""
        meant = self._prose.meant.get(target, "")
        if target.startswith("#"):
            if self._finder.has(target):  # not for links generated by footnotes
                self._add_link_span(unquote(target), target)
            return self._address(target)
        if is_external(target) and target in self._prose.links:
            self._report.add("link-own-address", self._span(target), meant, target=target)
            path, fragment = split_target(self._prose.links[target] or "/")
        elif is_whole_address(target):
            return target
        else:
            path, fragment = split_target(target)
        resolved = path if path.startswith("/") and not is_external(path) else self._prose.links.get(path)
        if resolved:
            self._add_link_span(resolved + fragment, target)
            return self._address(resolved + fragment)
        if path not in self._prose.links:
            whole = "" if image else complete_address(target)
            incomplete = bool(whole) or is_external(target)
            code = "broken-image" if image else "link-incomplete" if incomplete else "broken-link"
            self._report.add(code, self._span(target), meant or whole, target=target)
            return "#"  # reported here: the later check of links must not report it again
        return target

    def _add_link_span(self, link: str, target: str) -> None:
        """Note where the text links to a URL of the site; the same for each place."""
        path, sign, fragment = link.partition("#")
        link = path.partition("?")[0] + sign + fragment
        self._link_spans[link] = tuple(dict.fromkeys((*self._link_spans.get(link, ()), self._span(target))))

    def _span(self, target: str) -> Span:
        """Return the position in the source of the target that is being written; where conversion did not keep it, as
        of a link by reference, the first occurrence of that text."""
        text, at = self._prose.text, source_index(self._at, self._shortcodes) if self._at >= 0 else -1
        if at < 0:
            return self._finder.find(target)
        enclosed = _ENCLOSED.get(text[at - 1 : at])
        written = (enclosed or _TOKEN).match(text, at)
        if written is None or text.startswith(("[", "!["), at):
            if self._finder.has(target):
                return self._finder.find(target)
            return span_within(text, at, at + 1, self._prose.file, self._prose.line)
        return span_within(text, at, written.end(), self._prose.file, self._prose.line)

    def _marker(self, marker: str) -> None:
        html = self._shortcode(marker, True)
        if html.startswith("<"):
            self._end_run()
            self._parts.append(html)
        else:
            self._run.append(html)

    def _shortcode(self, marker: str, linked: bool) -> str:
        """Return the HTML of the shortcode of a marker."""
        number = marker_index(marker)
        if number >= len(self._shortcodes):
            return marker  # written by the author as character references
        match = self._shortcodes[number]
        if is_in_code(marker) or not match[0].startswith("{{"):
            return _text(match[0])
        shortcode = match[1] or ""
        figure = self._prose.figures.get(shortcode, match[0])
        if isinstance(figure, str):
            return _text(figure)
        at = span_within(self._prose.text, match.start(), match.end(), self._prose.file, self._prose.line)
        if isinstance(figure, ShortcodeFault):
            self._report.add(figure.code, at, figure.suggestion, **figure.values)
            return _text(match[0])
        return self._number(figure, shortcode, at, linked and not self._open_links)

    def _number(self, figure: FigureCard, shortcode: str, at: Span, linked: bool) -> str:
        """Render a figure; its note is due after the block."""
        if shortcode in self._prose.not_yet_known:
            known = self._prose.not_yet_known[shortcode] or "?"
            self._report.add("figure-not-yet-known", at, figure=figure.id, known=known)
        if self._figures is None:
            return ""
        if linked:
            self._link_spans.setdefault(figure.path, (at,))
        self._due_figures[figure.id, figure.quantity is None] = figure
        return self._figures.number(figure, linked)

    def _figure_notes(self) -> str:
        due, self._due_figures = tuple(self._due_figures.values()), {}
        return "\n" + self._figures.notes(due).strip() if due and self._figures else ""

    def _term_notes(self) -> str:
        due, self._due_terms = tuple(self._due_terms), []
        return "\n" + self._terms.notes(due).strip() if due and self._terms else ""


def _is_download(path: str) -> bool:
    """Whether browsers save a file that a text links to: a document, under its own name; no page, picture or
    recording, which they show."""
    return not is_external(path) and not path.lower().endswith((".md", *PICTURES, SVG, *RECORDINGS))


def _text(source: str) -> str:
    """Escape a text as sanitised HTML does."""
    return escape(source, quote=False).replace('"', "&quot;")


def _without_tags(html: str) -> str:
    """Remove the tags of HTML, for use in an attribute."""
    return _TAG_OR_MARKER.sub("", html).strip()
