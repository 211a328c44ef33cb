"""Read Markdown as CommonMark and GFM define it, into the element tree on which Python-Markdown's extensions work.

markdown-it-py divides the text into blocks and inlines; this module takes the place of Python-Markdown's own block
parser and inline processor, and notes where in the text each link, image and piece of HTML stands.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block.table import escapedSplit
from mdit_py_plugins.footnote import footnote_plugin

from sitegen.link_targets import target_with_spaces
from sitegen.render.sanitiser import (
    MAX_NESTING,
    PLACE,
    Finding,
    is_allowed,
    is_embedded_image,
    list_faults,
    scheme_of,
)
from sitegen.render.shortcodes import MARKER, shortcode_in_text

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_INLINE = re.compile("\ue004([0-9]+)\ue005")
"""Stands in the tree for the inline tokens of a block until all blocks are known."""
_CODE = re.compile(r"<(?:pre|code)\b", re.IGNORECASE)
_TAG = re.compile(r"<(?:a|img)(?=(\s[^<>]*))", re.IGNORECASE)
_OPEN_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*")
_TARGET = re.compile(r"""\s(?:href|src)\s*+=\s*+["']?""", re.IGNORECASE)
_ALIGNMENT = re.compile(r"text-align:(\w+)")
_TASK = re.compile(r"\[([ xX])\](?=\s)")
_TASK_SIGNS = {" ": "\u2610", "x": "\u2611", "X": "\u2611"}
_UNCLOSED = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<textarea", "</textarea>"))
"""HTML that hides the rest of the text where it is not closed."""
_LEFT_OVER = re.compile(
    r"""
      \]\( | \]\[ | \*\*(?![0-9]) | ~~ | '{3}               # a link, emphasis or strikethrough that is not complete
    | \](?=[ ]\((?:$|\.{0,2}/|[\w-]+\.(?:md|html)))         # [text] (target); a bare address has become a link
    | \)(?=\[(?:$|\.{0,2}/))                                # (text)[target]
    | (?<!\{)\{(?=[ ]*(?:figure|count|indicator|target|sum|meant)[ ]*\()
    | (?m:^)(?:[•▪◦‣·●][ \t] | \#{2,6}(?=[^\s\#]) | \| | h[1-6]\.[ ] | ={2,6}(?=[ ]))  # an item, a heading, a row
    | \[\[(?=[^\[\]\n]+\]\]) | \]\{(?=[.\#\w]) | \[/(?=[a-z]+\])  # of wikis, of Pandoc, of boards and CMS
    | \[(?=[a-z_]+[ ](?:[a-z_]+="[^"\n]*"[ ]?)+\])
    | (?<![\w~])~(?=[^\s~](?:[^~\n]*[^\s~])?~(?![\w~]))     # one tilde, as WhatsApp has it
    """,
    re.VERBOSE,
)  # fmt: skip
"""Signs of Markdown, and of other ways to mark up a text, that readers would see."""
_ALT_ATTRIBUTE = re.compile(r"\{[^{}]*?\balt=")


_EXTENSIONS = ("footnotes", "attr_list", "toc")


class MarkdownReader:
    """Converts one text after another to HTML, which is not yet sanitised."""

    def __init__(self, backlink: str) -> None:
        """`backlink`: the title of a footnote's link back, a format string for its number."""
        self._parser = _make_parser()
        self._findings: list[Finding] = []
        self._converter = markdown.Markdown(
            extensions=list(_EXTENSIONS),
            extension_configs={"footnotes": {"BACKLINK_TEXT": "↩", "BACKLINK_TITLE": backlink}},
            output_format="html",
        )
        self._footnotes: Any = next(one for one in self._converter.registeredExtensions if hasattr(one, "setFootnote"))
        read_inlines = self._read_inlines

        class Inlines(Treeprocessor):
            def run(self, root: etree.Element) -> None:
                read_inlines(root)

        for name in ("normalize_whitespace", "html_block"):
            self._converter.preprocessors.deregister(name)
        self._converter.treeprocessors.deregister("unescape")
        self._converter.treeprocessors.register(Inlines(self._converter), "inline", 20)
        attributes: Any = self._converter.treeprocessors["attr_list"]
        set_attributes = attributes.run  # which walks the whole tree, for what few texts have
        vars(attributes)["run"] = lambda root: set_attributes(root) if "{" in self._text else None
        vars(self._converter.parser).update(parseDocument=self._read_document, parseChunk=self._read_note)

    def convert(self, text: str) -> tuple[str, list[Finding]]:
        """Return the HTML of a text and what is wrong with it."""
        self._findings = []
        self._parser.options["linkify"] = "://" in text or "@" in text  # which takes its time
        html = self._converter.reset().convert(text)
        html = re.sub(r"<(/?)h1\b", r"<\1h2", html)  # a page has one h1, its title
        return html.replace("<th>", '<th scope="col">').replace("<th class", '<th scope="col" class'), self._findings

    def _read_document(self, lines: Sequence[str]) -> Any:
        self._text = "\n".join(lines)
        self._lines = list(lines)
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._notes: dict[str, etree.Element] = {}
        self._inlines: list[Token] = []
        self._env: dict[str, Any] = {}
        tokens = self._parse(self._text, 0)
        self._find_notes(tokens)
        self._check_references(tokens)
        root = etree.Element("div")
        self._build_blocks(root, tokens)
        return etree.ElementTree(root)

    # --- Blocks

    def _build_blocks(self, root: etree.Element, tokens: Sequence[Token]) -> None:
        """Append the elements of block tokens to `root`."""
        stack = [root]
        for number, token in enumerate(tokens):
            parent = stack[-1]
            if token.type == "inline":
                self._inlines.append(token)
                _append_text(parent, f"\ue004{len(self._inlines) - 1}\ue005")
            elif token.type == "html_block":
                _append_text(parent, f"\n{self._stash(token.content.rstrip(), self._place(token), token.content)}\n")
            elif token.type == "fence":
                parent.append(_code_block(token))
            elif token.type == "hr":
                etree.SubElement(parent, "hr")
            elif token.type == "footnote_reference_open":
                stack.append(self._notes[token.meta["label"]])
            elif token.hidden:  # the paragraphs of a list without blank lines
                _append_text(parent, "\n" if token.nesting == 1 and len(parent) else "")
            elif token.nesting == 1:
                stack.append(_open_block(parent, token))
                if token.type == "table_open":
                    head = takewhile(lambda one: one.type != "thead_close", tokens[number:])
                    self._check_cells(token, sum(one.type == "th_open" for one in head))
            elif token.nesting == -1:
                stack.pop()

    def _place(self, token: Token) -> int:
        """Return the index at which the lines of a block begin."""
        return self._starts[token.map[0]] if token.map else 0

    def _stash(self, html: str, at: int, block: str) -> str:
        """Keep a piece of HTML as it is, with the places of its links and images, and return what stands for it.
        `block` is the text of the block that it stands in."""
        if not self._is_unclosed(html, at, block):
            faults = list_faults(html)
            self._findings += [one._replace(at=at + one.at, end=at + one.end) for one in faults]
        if not _CODE.search(html):
            html = re.sub(MARKER, lambda sign: shortcode_in_text(sign[0]), html)

        def mark(tag: re.Match[str]) -> str:
            target = _TARGET.search(html, *tag.span(1))
            return f'{tag[0]} {PLACE}="{at + target.end()}"' if target else tag[0]

        placeholder: str = self._converter.htmlStash.store(_TAG.sub(mark, html))
        return placeholder

    def _is_unclosed(self, html: str, at: int, block: str) -> bool:
        """Whether a piece of HTML hides all that follows it, which is reported."""
        start = len(html) - len(html.lstrip())
        small, block = html.lower(), block.lower()
        what = next((begin for begin, end in _UNCLOSED if small.startswith(begin, start) and end not in block), "")
        if not what and (tag := _OPEN_TAG.search(html, html.rfind(">") + 1)):
            start, what = tag.start(), tag[0]
        if what:
            self._findings.append(Finding("html-unclosed", at + start, at + start + len(what), {"what": what}))
        return bool(what)

    def _check_cells(self, token: Token, width: int) -> None:
        """Report the cells of a table that stand in no column; its head has `width` cells."""
        first, end = token.map or (0, 0)
        for number in range(first + 2, end):
            cells = _cells(self._lines[number])
            if len(cells) > width:
                surplus = cells[width].strip()
                at = self._starts[number] + max(self._lines[number].rfind(surplus), 0)
                values = {"text": surplus, "count": str(len(cells)), "columns": str(width)}
                self._findings.append(Finding("table-cells", at, at + len(surplus), values))

    def _parse(self, text: str, first: int) -> list[Token]:
        """Return the tokens of a text that begins on the line `first`. What is set in as far as code, as in a letter,
        is read like any other text, and reported: others show it as code."""
        tokens: list[Token] = []
        for token in self._parser.parse(text, self._env):
            token.map = [first + number for number in token.map] if token.map else None
            if token.type != "code_block":
                tokens.append(token)
                continue
            begun, at = token.map[0] if token.map else first, self._place(token)
            self._findings.append(Finding("text-indented", at, at + len(self._lines[begun].rstrip()), {}))
            tokens += self._parse(token.content, begun)
        return tokens

    # --- Footnotes

    def _find_notes(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type != "footnote_reference_open":
                continue
            label = token.meta["label"]
            if label in self._notes:
                at = self._text.find(f"[^{label}]", self._place(token))
                self._findings.append(Finding("footnote-repeated", at, at + len(label) + 3, {"name": label}))
                continue
            self._notes[label] = etree.Element("div")
            self._footnotes.setFootnote(label, label)
        mentioned = {
            one.meta["label"] for token in tokens for one in token.children or () if one.type == "footnote_ref"
        }
        for label in [label for label in self._notes if label not in mentioned]:
            begun = re.search(rf"(?m)^[ >]*\[\^{re.escape(label)}\]:", self._text)
            start = begun.end() - len(label) - 4 if begun else 0
            self._findings.append(Finding("footnote-unused", start, start + len(label) + 3, {"name": label}))
            del self._footnotes.footnotes[label]

    def _check_references(self, tokens: Sequence[Token]) -> None:
        """Report a line that looks like the target of a link to be named elsewhere, `[Note]: words`, and that no link
        names: nobody would see it."""
        inlines = [one for token in tokens for one in token.children or ()]
        inlines += [one for image in inlines for one in image.children or ()]
        named = {one.meta.get("label") for one in inlines}
        for label, reference in self._env.get("references", {}).items():
            if label not in named:
                at = self._starts[reference["map"][0]]
                start = self._text.find("[", at)
                end = self._text.find("]:", start) + 1
                self._findings.append(Finding("reference-unused", start, end, {"text": self._text[start:end]}))

    def _read_note(self, parent: etree.Element, label: str) -> None:
        """Append the blocks of a footnote, which the footnotes extension asks for at the end of the text."""
        parent.extend(list(self._notes[label]))

    def _append_note_link(self, parent: etree.Element, token: Token) -> None:
        """Append the mark of a footnote; as it is written where there is no such note, which is reported."""
        label = token.meta["label"]
        written = f"[^{label}]"
        if label in self._footnotes.footnotes:
            processor: Any = self._converter.inlinePatterns["footnote"]
            parent.append(processor.handleMatch(processor.compiled_re.match(written), written)[0])
        else:
            at = token.meta.get("at", 0)
            self._findings.append(Finding("footnote-missing", at, at + len(written), {"name": label}))
            _append_text(parent, written)

    # --- Inlines

    def _read_inlines(self, root: etree.Element) -> None:
        """Replace what stands for inline tokens by their elements, in the whole tree."""
        for element in list(root.iter()):
            if element.text and "\ue004" in element.text and (match := _INLINE.search(element.text)):
                rest = list(element)
                after, element.text = element.text[match.end() :], element.text[: match.start()]
                for child in rest:
                    element.remove(child)
                self._build_inlines(element, self._inlines[int(match[1])])
                _append_text(element, after)
                element.extend(rest)
            for child in [one for one in element if one.tail and "\ue004" in one.tail]:
                self._read_tail(element, child)

    def _read_tail(self, parent: etree.Element, child: etree.Element) -> None:
        """Read the inline tokens behind an element: those of a list item behind a list within it."""
        match = _INLINE.search(child.tail or "")
        if match is None or child.tail is None:
            return
        after, child.tail = child.tail[match.end() :], child.tail[: match.start()]
        holder = etree.Element("span")
        self._build_inlines(holder, self._inlines[int(match[1])])
        child.tail += holder.text or ""
        position = list(parent).index(child) + 1
        for number, one in enumerate(holder):
            parent.insert(position + number, one)
        last = holder[-1] if len(holder) else child
        last.tail = (last.tail or "") + after

    def _build_inlines(self, root: etree.Element, block: Token) -> None:
        """Append the elements and the text of the inline tokens of a block to `root`."""
        places = _Places(self._lines, self._starts, block)
        stack, cursor = [root], 0
        for token in block.children or ():
            if "from" in token.meta:
                token.meta["at"] = places.index(token.meta["from"])
            parent = stack[-1]
            if token.type == "text":
                text = self._task(token.content) if parent.tag == "li" and not parent.text else token.content
                cursor = self._check_left_over(text, block.content, cursor, places)
                _append_text(parent, _shown(text))
            elif token.type == "softbreak":
                _append_text(parent, "\n")
            elif token.type == "hardbreak":
                etree.SubElement(parent, "br")  # behind which Python-Markdown breaks the line
            elif token.type == "code_inline":
                etree.SubElement(parent, "code").text = _escaped(token.content)
            elif token.type == "html_inline":
                _append_text(parent, self._stash(token.content, token.meta.get("at", 0), block.content))
            elif token.type == "footnote_ref":
                self._append_note_link(parent, token)
            elif token.type == "image":
                self._check_scheme(token)
                parent.append(image := _image(token, self._parser))
                self._check_alt(image, block.content, token, places)
            elif token.nesting == 1:
                self._check_scheme(token)
                stack.append(etree.SubElement(parent, token.tag, _attributes(token)))
            elif token.nesting == -1:
                stack.pop()
            if token.type in ("softbreak", "hardbreak"):
                cursor = max(block.content.find("\n", cursor) + 1, cursor)
            cursor = max(cursor, token.meta.get("from", 0))

    def _check_scheme(self, token: Token) -> None:
        """Report a target with a scheme that no link may have, and take it away."""
        name = "src" if token.type == "image" else "href"
        target = str(token.attrGet(name) or "")
        scheme = scheme_of(target)
        if scheme and not is_allowed(scheme):
            del token.attrs[name]
            at = token.meta.get("at", -1)
            what = f"{scheme}:"
            if is_embedded_image(target):
                at = at if self._text.startswith(what, at) else self._text.find(target[:60])  # by reference
                self._findings.append(Finding("image-embedded", at, at + len(what), {}))
            else:
                self._findings.append(Finding("html-removed", at, at + len(what), {"what": what}))

    def _check_alt(self, image: etree.Element, content: str, token: Token, places: _Places) -> None:
        """Report an image without alternative text; behind it, a list of attributes may give one, or leave it empty on
        purpose."""
        if not image.get("alt", "").strip() and not _ALT_ATTRIBUTE.match(content, token.meta["end"]):
            at = places.index(token.meta["begin"])
            end = at + token.meta["end"] - token.meta["begin"]
            self._findings.append(Finding("image-without-alt", at, end, {}))

    def _task(self, text: str) -> str:
        """Turn the mark of a task, with which an item of a list begins, into a sign."""
        return _TASK.sub(lambda task: _TASK_SIGNS[task[1]], text, count=1) if text.startswith("[") else text

    def _check_left_over(self, text: str, content: str, cursor: int, places: _Places) -> int:
        """Report signs of Markdown that a part of a block's content still shows, which begins behind `cursor`; return
        the index behind the last."""
        for match in _LEFT_OVER.finditer(text):
            sign = match[0].strip()
            found = content.find(sign, cursor)
            if found < 0 or content[found - 1 : found] == "\\":
                continue
            if sign == "](" and (target := target_with_spaces(content, found)):
                at = places.index(found + 2)
                self._findings.append(Finding("link-spaces", at, at + len(target), {"target": target}))
            else:
                at = places.index(found)
                self._findings.append(Finding("markup-left", at, at + len(sign), {"sign": sign}))
            cursor = max(found + len(sign), cursor)
        return cursor


class _Places:
    """Finds the index in the text of a character of a block's inline content, whose lines lost their indentation and
    the signs of the lists and quotes around them."""

    def __init__(self, lines: Sequence[str], starts: Sequence[int], block: Token) -> None:
        self._lines, self._starts = lines, starts
        self._content, self._first = block.content, block.map[0] if block.map else 0
        self._cell = block.meta.get("cell", "")

    def index(self, at: int) -> int:
        """Return the index in the text of the character at `at` of the content."""
        number = self._content.count("\n", 0, at)
        begin = self._content.rfind("\n", 0, at) + 1
        written = self._content[begin:].split("\n", 1)[0]
        line = self._lines[min(self._first + number, len(self._lines) - 1)]
        column = line.rfind(written)
        return self._starts[self._first + number] + max(column, 0) + at - begin


def _make_parser() -> MarkdownIt:
    """Make a parser of CommonMark with GFM's tables, strikethrough and bare links, and footnotes."""
    # It drops what is nested deeper than it reads: let it read as deep as is told.
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING + 2, "linkify": True})
    parser.options["store_labels"] = True
    parser.enable(["table", "strikethrough", "linkify"])
    footnote_plugin(parser, inline=False, move_to_end=False, always_match_refs=True)
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": True})  # type: ignore[union-attr]
    # Targets stay as written: whether one may be linked to is for the sanitiser and the check of links.
    vars(parser).update(normalizeLink=str, normalizeLinkText=str, validateLink=lambda _: True)
    for name in ("link", "image", "autolink", "html_inline", "footnote_ref", "linkify", "backticks"):
        _note_place(parser, name)
    return parser


def _note_place(parser: MarkdownIt, name: str) -> None:
    """Let an inline rule note in its first token where in the content it begins: `from`."""
    rules = parser.inline.ruler
    rule = next(one for one in rules.__rules__ if one.name == name)
    read: Callable[[StateInline, bool], bool] = rule.fn

    def placed(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        done = read(state, silent)
        if done and not silent:
            token = next((one for one in state.tokens[count:] if one.type != "text"), None)
            if token is not None and name == "linkify":  # which is tried at the colon behind the scheme
                token.meta["from"] = start - str(token.attrGet("href")).index(":")
            elif token is not None:
                token.meta["from"] = start + _target_start(token, state.src[start : state.pos])
                token.meta |= {"begin": start, "end": state.pos} if name == "image" else {}
        return done

    rules.at(name, placed, {"alt": rule.alt})


def _target_start(token: Token, written: str) -> int:
    """Return how far behind the beginning of a link or an image its target stands, as far as that is known."""
    target = str(token.attrGet("href" if token.type == "link_open" else "src") or "")
    at = written.rfind(target) if target else -1
    return max(at, 0)


def _cells(line: str) -> list[str]:
    """Return the cells of a row of a table."""
    row = line.strip()
    cells = escapedSplit(row.lstrip(">").strip())
    if cells and cells[0] == "":
        cells.pop(0)
    if cells and cells[-1] == "":
        cells.pop()
    return cells


def _open_block(parent: etree.Element, token: Token) -> etree.Element:
    """Append the element of a block token. A page has one h1, its title; cells are aligned by class, since the security
    policy forbids inline styles."""
    attributes = _attributes(token)
    if alignment := _ALIGNMENT.search(attributes.pop("style", "")):
        attributes["class"] = f"align-{alignment[1]}"
    return etree.SubElement(parent, "h2" if token.tag == "h1" else token.tag, attributes)


def _attributes(token: Token) -> dict[str, str]:
    attributes = {name: _shown(str(value)) for name, value in token.attrs.items()}
    return attributes | ({PLACE: str(token.meta["at"])} if "at" in token.meta else {})


def _image(token: Token, parser: MarkdownIt) -> etree.Element:
    alt = parser.renderer.renderInlineAsText(token.children, parser.options, {})  # type: ignore[attr-defined]
    attributes = _attributes(token)
    return etree.Element("img", attributes | {"alt": _shown(alt)})


def _code_block(token: Token) -> etree.Element:
    block = etree.Element("pre")
    words = unescapeAll(token.info).split()
    code = etree.SubElement(block, "code", {"class": f"language-{words[0]}"} if words else {})
    code.text = _escaped(token.content)
    return block


def _append_text(parent: etree.Element, text: str) -> None:
    """Append text behind the last child of an element, or to its own text."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    elif text:
        parent.text = (parent.text or "") + text


def _shown(text: str) -> str:
    """Return a text that is no code: its shortcodes are figures."""
    return _escaped(re.sub(MARKER, lambda sign: shortcode_in_text(sign[0]), text) if "\ue000" in text else text)


def _escaped(text: str) -> str:
    """Keep each `&` from being taken for the beginning of a character reference."""
    return text.replace("&", f"{AMP_SUBSTITUTE}amp;")
