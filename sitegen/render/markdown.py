"""Convert the Markdown of prose to sanitised HTML; resolve and check its links to other files of the site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, SupportsIndex

from sitegen.cache import Cache
from sitegen.digest import hex_digest
from sitegen.output import Prose
from sitegen.problems import Report, Span
from sitegen.render.prose_html import GlossaryWriter, ProseWriter, ShortcodeWriter, SourceFinder
from sitegen.render.shortcodes import MARKER, protect_shortcodes, shortcode_in_text

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.inlinepatterns import InlineProcessor
    from markdown.preprocessors import Preprocessor


_EXTENSIONS = ("tables", "footnotes", "attr_list", "toc", "sane_lists")
_GLOBAL_ATTRIBUTES = {"id", "class", "lang", "dir", "title"}
_PLAIN_TAGS = """
    abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i ins
    kbd li mark p pre q s samp section small span strong sub summary sup table tbody tfoot thead tr u ul
"""
_ALLOWED = dict.fromkeys(_PLAIN_TAGS.split(), _GLOBAL_ATTRIBUTES) | {
    "a": _GLOBAL_ATTRIBUTES | {"href"},
    "img": _GLOBAL_ATTRIBUTES | {"src", "alt", "width", "height"},
    "ol": _GLOBAL_ATTRIBUTES | {"start"},
    "td": _GLOBAL_ATTRIBUTES | {"colspan", "rowspan"},
    "th": _GLOBAL_ATTRIBUTES | {"colspan", "rowspan", "scope"},
    "time": _GLOBAL_ATTRIBUTES | {"datetime"},
}
_TABLE = re.compile(r"<table\b[^>]*>")
_CODE = re.compile(r"<(?:pre|code)\b", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto", "tel"}
_MAY_BE_DISALLOWED = re.compile(r"[<{&]")
"""A text without these cannot bring disallowed HTML: it has no tag, attribute list or character reference …"""
_UNUSUAL_SCHEME = re.compile(r'(?:href|src)="(?!(?:https?|mailto|tel):)[^"/?#]*:')
"""… unless the converted HTML has a link with another scheme."""
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_TEXT = re.compile(r">[^<]*")
_NOTES = re.compile(r'<(details|figcaption)\b.*?</\1>|<a class="footnote-(?:ref|backref)".*?</a>', re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|h[2-6]|td|th|caption|blockquote|dt|dd)>|<br")
_TAG = re.compile(r"<[^>]*>")
_ELEMENT = re.compile(r"<(/?)(?!br|hr|img)[a-z]")
MAX_NESTING = 100
"""Maximum depth of elements in the HTML of a text: 50 lists within each other."""
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
    link_spans: dict[str, Span] = field(default_factory=dict)
    """The position in the source of each site path that it links to, for the later check of links."""


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

    def _sanitised(self, prose: Prose, findings: RenderFindings) -> str:
        """Return the sanitised HTML with the links as written; report what was removed."""
        key = hex_digest(self._key_salt, prose.text.encode())
        try:
            converted = self._cache.get_or_make("prose", key, lambda: self._convert(prose.text))
        except RecursionError:
            findings.report.add("text-too-deep", _deepest_line(prose), limit=MAX_NESTING)
        except AssertionError:  # by which html.parser refuses a marked section
            findings.report.add("markup-unreadable", SourceFinder(prose).find("<!["), what="<![")
        else:
            removals, _, html = converted.decode().partition("\n")
            self._report_removals(removals, prose, findings)
            return html
        # The parser keeps the lists that it was within, and would read the next text as a part of them.
        self.__dict__.pop("_markdown", None)
        return ""

    @staticmethod
    def _report_removals(removals: str, prose: Prose, findings: RenderFindings) -> None:
        for what in removals.split(", ") if removals else ():
            findings.report.add("html-removed", SourceFinder(prose).find(what), what=what)

    def _convert(self, text: str) -> bytes:
        """Convert a text to sanitised HTML, after a line with the removed markup: a cached text is reported too.

        Raises RecursionError for a text that is nested too deeply, and AssertionError for an unreadable `<![`.
        """
        raw = self._markdown(protect_shortcodes(text))
        removed = _disallowed_markup(raw) if _MAY_BE_DISALLOWED.search(text) or _UNUSUAL_SCHEME.search(raw) else []
        html = self._normalised(raw)
        _check_nesting(html)
        return "\n".join([", ".join(removed), html]).encode()

    @cached_property
    def _markdown(self) -> Callable[[str], str]:
        import markdown

        converter = markdown.Markdown(
            extensions=list(_EXTENSIONS),
            extension_configs={
                "tables": {"use_align_attribute": True},
                "footnotes": {"BACKLINK_TEXT": "↩", "BACKLINK_TITLE": _template(self._backlink)},
            },
            output_format="html",
        )
        # Priority below code (190) and backslashes (180), and above all markup that may enclose a figure.
        converter.inlinePatterns.register(_inline_shortcodes(converter), "figures", 175)
        converter.preprocessors.register(_block_shortcodes(converter), "figures", 5)
        _bound_work(converter)

        def convert(text: str) -> str:
            html = converter.reset().convert(text)
            # A page has one h1, its title. The security policy forbids inline styles: cells are aligned by class.
            html = re.sub(r"<(/?)h1\b", r"<\1h2", html)
            html = re.sub(r'<(t[hd]) align="(\w+)"', r'<\1 class="align-\2"', html)
            return html.replace("<th>", '<th scope="col">').replace("<th class", '<th scope="col" class')

        return convert

    def _normalised(self, html: str) -> str:
        """Sanitise HTML and escape `"` outside of attributes, so that a pattern can tell attributes from text."""
        clean = _TEXT.sub(lambda text: text[0].replace('"', "&quot;"), self._cleaner(html))
        # Ids with a leading underscore are reserved for templates.
        clean = clean.replace(' id="_', ' id="-_').replace(' href="#_', ' href="#-_')
        # A wide table scrolls in its own box, which can have the keyboard focus.
        return _TABLE.sub(r'<div class="scroll" tabindex="0">\g<0>', clean).replace("</table>", "</table></div>")

    @cached_property
    def _cleaner(self) -> Callable[[str], str]:
        import nh3

        cleaner = nh3.Cleaner(
            tags=set(_ALLOWED),
            attributes=_ALLOWED,
            url_schemes=_SCHEMES,
            link_rel=None,
            strip_comments=True,
        )
        return cleaner.clean


def _inline_shortcodes(converter: Markdown) -> InlineProcessor:
    """Mark the shortcodes in running text, to tell them from those in code samples."""
    from markdown.inlinepatterns import InlineProcessor

    class InlineShortcodes(InlineProcessor):
        def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
            return re.sub(MARKER, lambda sign: shortcode_in_text(sign[0]), m[0]), m.start(0), m.end(0)

    return InlineShortcodes(rf"(?:{MARKER})+", converter)  # each match copies the paragraph


def _block_shortcodes(converter: Markdown) -> Preprocessor:
    """Mark the shortcodes in raw HTML blocks, which inline processors do not see."""
    from markdown.preprocessors import Preprocessor

    class BlockShortcodes(Preprocessor):
        def run(self, lines: list[str]) -> list[str]:
            blocks: list[Any] = self.md.htmlStash.rawHtmlBlocks
            for number, block in enumerate(blocks):
                if isinstance(block, str) and not _CODE.search(block):
                    blocks[number] = re.sub(MARKER, lambda sign: shortcode_in_text(sign[0]), block)
            return lines

    return BlockShortcodes(converter)


_MAX_NESTED = 32
"""Brackets of a link may be nested so deep; what is deeper is plain text."""
_BLANK_LINE = re.compile(r"\n[ \t]*+\n")
_CLOSING_TAG = re.compile(r"</\s*+([^\s<>]++)\s*+>")
_BRACKET = re.compile(r"[\[\]]")
_TARGET = re.compile(rf"(?:[^(]*+\(){{1,{_MAX_NESTED}}}[^(]*+")
"""The longest text that can be the target of a link, with its title."""


def _bound_work(converter: Markdown) -> None:
    """Replace parts of Python-Markdown that search the rest of a text for each sign that nothing closes."""
    for name in ("reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"):
        processor: Any = converter.inlinePatterns[name]
        vars(processor).update(getText=_link_text, getLink=partial(_link_target, processor.getLink))
    converter.preprocessors.register(_html_blocks(converter), "html_block", 20)
    table: Any = converter.parser.blockprocessors["table"]
    vars(table).update(test=partial(_may_be_table, table.test))


def _link_text(data: str, index: int) -> tuple[str, int, bool]:
    """Return the text of a link up to its closing bracket, the index behind it, and whether there is one."""
    depth = 1
    for bracket in _BRACKET.finditer(data, index):
        depth += 1 if bracket[0] == "[" else -1
        if not depth:
            return data[index : bracket.start()], bracket.end(), True
        if depth > _MAX_NESTED:
            break
    return "", index, False


def _link_target(
    parse: Callable[[str, int], tuple[str, str | None, int, bool]], data: str, index: int
) -> tuple[str, str | None, int, bool]:
    """Return the target and title of a link, the index behind it, and whether there is one; `parse` searches all that
    it is handed."""
    longest = _TARGET.match(data, index) if data.startswith("(", index) else None
    if longest is None:
        return "", None, index, False
    href, title, end, handled = parse(longest[0], 0)
    return href, title, index + end, handled


def _may_be_table(test: Callable[[Any, str], bool], parent: Any, block: str) -> bool:
    """Whether a block is a table; `test` splits all of it, though it is tried again after each heading."""
    return block.find("|", 0, block.find("\n")) >= 0 and test(parent, block)


class _OpenTags(list[str]):
    """The tags that are open, of which `in` takes no search."""

    def __init__(self) -> None:
        super().__init__()
        self._counts = Counter[str]()

    def append(self, tag: str) -> None:
        self._counts[tag] += 1
        super().append(tag)

    def pop(self, index: SupportsIndex = -1) -> str:
        tag = super().pop(index)
        self._counts[tag] -= 1
        return tag

    def __contains__(self, tag: object) -> bool:
        return self._counts.get(str(tag), 0) > 0


def _html_blocks(converter: Markdown) -> Preprocessor:
    """Take raw HTML blocks out of the text, as the preprocessor that it replaces."""
    from markdown.htmlparser import HTMLExtractor
    from markdown.preprocessors import Preprocessor

    class Extractor(HTMLExtractor):
        _searched, _last = "", -1

        def reset(self) -> None:
            super().reset()
            self.stack = _OpenTags()

        def _may_close(self, i: int) -> bool:
            """Whether a tag that opens at `i` can be closed."""
            if self._searched is not self.rawdata:
                self._searched, self._last = self.rawdata, self.rawdata.rfind(">")
            return i < self._last

        def parse_starttag(self, i: int) -> int:
            return super().parse_starttag(i) if self._may_close(i) else self._skip(i)

        def parse_endtag(self, i: int) -> int:
            return super().parse_endtag(i) if self._may_close(i) else self._skip(i)

        def parse_pi(self, i: int) -> int:
            return super().parse_pi(i) if self._may_close(i) else self._skip(i)

        def parse_html_declaration(self, i: int) -> int:
            return super().parse_html_declaration(i) if self._may_close(i) else self._skip(i)

        def inline_close_follows(self, text: str) -> bool:
            if not self.inline_stack:
                return False
            start = self.line_offset + self.offset + len(text)
            blank = _BLANK_LINE.search(self.rawdata, start)
            closed = _CLOSING_TAG.findall(self.rawdata, start, blank.start() if blank else len(self.rawdata))
            return not {name.lower() for name in closed}.isdisjoint(self.inline_stack)

        def _skip(self, i: int) -> int:
            self.handle_data("<")
            return i + 1

    class HtmlBlocks(Preprocessor):
        def run(self, lines: list[str]) -> list[str]:
            extractor = Extractor(self.md)
            extractor.feed("\n".join(lines))
            extractor.close()
            return "".join(extractor.cleandoc).split("\n")

    return HtmlBlocks(converter)


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


def _disallowed_markup(html: str) -> list[str]:
    """List the markup that sanitising removes from `html`, as written in the source: `<script`, `onclick`, `style`."""
    parser = _DisallowedMarkup()
    parser.feed(html)
    parser.close()
    return list(dict.fromkeys(parser.removed))


class _DisallowedMarkup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.removed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ALLOWED:
            self.removed.append(f"<{tag}")
            return
        for name, value in attrs:
            if name not in _ALLOWED[tag]:
                self.removed.append(name)
            elif name in ("href", "src") and (scheme := _scheme(value or "")).lower() not in _SCHEMES | {""}:
                self.removed.append(f"{scheme}:")


def _scheme(link: str) -> str:
    """Return the scheme of a link, ignoring tabs and line breaks as browsers do; empty for a relative link."""
    scheme = _SCHEME.match(re.sub(r"[\t\n\r]", "", link))
    return scheme[1] if scheme else ""
