"""Convert the Markdown of prose to sanitised HTML; resolve and check its links to other files of the site."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING

from sitegen.cache import Cache
from sitegen.digest import hex_digest
from sitegen.output import Prose
from sitegen.problems import Report, Span, span_within
from sitegen.render.prose_html import GlossaryWriter, ProseWriter, ShortcodeWriter, SourceFinder
from sitegen.render.sanitiser import MAX_NESTING, Finding, clean, list_faults
from sitegen.render.shortcodes import protect_shortcodes, protected_shortcodes, source_index

if TYPE_CHECKING:
    from sitegen.render.markdown_reader import MarkdownReader

_TABLE = re.compile(r"<table\b[^>]*>")
_MAY_BE_DISALLOWED = re.compile(r"[<{&]")
"""A text without these cannot bring disallowed HTML: it has no tag, attribute list or character reference …"""
_UNUSUAL_SCHEME = re.compile(r'(?:href|src)="(?!(?:https?|mailto|tel):)[^"/?#]*:')
"""… unless the converted HTML has a link with another scheme."""
_TEXT = re.compile(r">[^<]*")
_NOTES = re.compile(r'<(details|figcaption)\b.*?</\1>|<a class="footnote-(?:ref|backref)".*?</a>', re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|h[2-6]|td|th|caption|blockquote|dt|dd)>|<br\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ELEMENT = re.compile(r"<(/?)(?!br|hr|img)[a-z]")
_MARKERS = re.compile(r"[^\w\n]*(?:\w{1,3}[.)][^\w\n]+)*")
"""The indentation and the markers of lists, quotes and links with which a line begins."""


def plain_text(html: str) -> str:
    """Extract the words of an HTML text, without glossary notes, captions and footnote links."""
    return " ".join(unescape(_TAG.sub("", _BLOCK.sub(" ", _NOTES.sub(" ", html)))).split())


@dataclass(slots=True)
class RenderFindings:
    """What rendering a page finds besides its bytes."""

    report: Report = field(default_factory=Report)
    """The problems, at their lines in the source."""
    link_spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    """The positions in the source of each site path that it links to, for the later check of links."""


class Converter:
    """Converts Markdown to HTML, with a cache by text."""

    def __init__(self, cache: Cache, fingerprint: str, backlink: str) -> None:
        """`fingerprint`: of the converting code; `backlink`: the title of a footnote's link back to its {number}."""
        self._cache, self._backlink = cache, backlink
        self._key_salt = hex_digest(f"{fingerprint}\0{backlink}".encode()).encode()

    def html(
        self,
        prose: Prose,
        address: Callable[[str], str],
        findings: RenderFindings,
        figures: ShortcodeWriter | None = None,
        terms: GlossaryWriter | None = None,
        *,
        away: bool = False,
        below: bool = False,
    ) -> str:
        """Convert `prose` to HTML. `address` turns a site path, or a `#part` of the text, into a link of the page;
        `figures` renders shortcodes, `terms` renders glossary notes. `away`: the text is read outside its page, in a
        feed; `below`: a photo of the page stands above the text."""
        html = self._sanitised(prose, findings)
        writer = ProseWriter(
            prose, address, findings.report, findings.link_spans, figures, terms, away=away, below=below
        )
        return writer.write(html)

    def _sanitised(self, prose: Prose, found: RenderFindings) -> str:
        """Return the sanitised HTML with the links as written; report what is wrong with the text."""
        key = hex_digest(self._key_salt, prose.text.encode())
        try:
            converted = self._cache.get_or_make("prose", key, lambda: self._convert(prose.text))
        except RecursionError:
            found.report.add("text-too-deep", _deepest_line(prose), limit=MAX_NESTING)
        except AssertionError:  # by which html.parser refuses a marked section
            found.report.add("markup-unreadable", SourceFinder(prose).find("<!["), what="<![")
        else:
            findings, _, html = converted.decode().partition("\n")
            self._report_findings(json.loads(findings), prose, found.report)
            return html
        return ""

    @staticmethod
    def _report_findings(findings: list[tuple[str, int, int, dict[str, str]]], prose: Prose, report: Report) -> None:
        shortcodes = protected_shortcodes(prose.text) if findings else []
        for code, at, end, values in findings:
            if at < 0:  # an attribute that Markdown has set
                report.add(code, SourceFinder(prose).find(values["what"]), **values)
                continue
            start, stop = (source_index(one, shortcodes) for one in (at, end))
            meant = prose.meant.get(values["target"], "") if code == "link-spaces" else ""
            report.add(code, span_within(prose.text, start, stop, prose.file, prose.line), meant, **values)

    def _convert(self, text: str) -> bytes:
        """Convert a text to sanitised HTML, after a line with what is wrong with it: a cached text is reported too.

        Raises RecursionError for a text that is nested too deeply, and AssertionError for an unreadable `<![`.
        """
        raw, findings = self._reader.convert(protect_shortcodes(text))
        swallows = any(one.code == "html-unclosed" for one in findings)  # what follows it, good or bad
        if not swallows and (_MAY_BE_DISALLOWED.search(text) or _UNUSUAL_SCHEME.search(raw)):
            told = {one.values.get("what") for one in findings}
            removed = (one.values["what"] for one in list_faults(raw) if one.code == "html-removed")
            findings += [
                Finding("html-removed", -1, -1, {"what": what}) for what in dict.fromkeys(removed) if what not in told
            ]
        html = self._normalised(raw)
        _check_nesting(html)
        return "\n".join([json.dumps(findings), html]).encode()

    @cached_property
    def _reader(self) -> MarkdownReader:
        from sitegen.render.markdown_reader import MarkdownReader

        return MarkdownReader(_template(self._backlink))

    def _normalised(self, html: str) -> str:
        """Sanitise HTML and escape `"` outside of attributes, so that a pattern can tell attributes from text."""
        cleaned = _TEXT.sub(lambda text: text[0].replace('"', "&quot;"), clean(html))
        # Ids with a leading underscore are reserved for templates.
        cleaned = cleaned.replace(' id="_', ' id="-_').replace(' href="#_', ' href="#-_')
        # A wide table scrolls in its own box, which can have the keyboard focus.
        return _TABLE.sub(r'<div class="scroll" tabindex="0">\g<0>', cleaned).replace("</table>", "</table></div>")


def _template(backlink: str) -> str:
    """Turn a message with {number} into a format string of Python-Markdown, with all other braces escaped."""
    return backlink.replace("{", "{{").replace("}", "}}").replace("{{number}}", "{}")


def _check_nesting(html: str) -> None:
    """Raise RecursionError for HTML that is nested too deeply: it should not depend on the stack at the time."""
    if html.count("<") <= MAX_NESTING:
        return
    depth = 0
    for element in _ELEMENT.finditer(html):
        depth += -1 if element[1] else 1
        if depth > MAX_NESTING:
            raise RecursionError


def _deepest_line(prose: Prose) -> Span:
    """Find the line that begins with the most markers and indentation: the place of what is nested too deeply."""
    lines = [_MARKERS.match(line) for line in prose.text.split("\n")]
    widths = [match.end() if match else 0 for match in lines]
    return Span(prose.file, prose.line + max(range(len(widths)), key=widths.__getitem__))
