"""Inputs that grow, and what reads them: processor time must not grow by more than the size of an input, to the power
of 1.5. A pattern that tries anew at each sign, or a loop over all for each, takes the square."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from factory import (
    ADDRESSES,
    INDONESIA,
    NOW,
    make_indicator,
    make_news,
    make_programme,
    make_site,
    make_source,
    make_village,
    make_year,
)

from sitegen.artifact import Artifact
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.check import check_links, extract_links
from sitegen.glossary_terms import GlossaryIndex, GlossaryNote
from sitegen.link_targets import FileNames
from sitegen.load import load_messages
from sitegen.load.content import check_content, load_news
from sitegen.load.context import LoadContext
from sitegen.load.media import _has_location
from sitegen.load.private_scan import may_hold_private
from sitegen.load.private_text import find_private
from sitegen.load.records import DataRecords, load_data
from sitegen.load.references import References
from sitegen.load.text_limits import check_text_limits
from sitegen.models import Media
from sitegen.output import FigureCard
from sitegen.problems import Report, Span
from sitegen.render.markdown import Converter, RenderFindings, plain_text
from sitegen.validate.prose_numbers import lint_prose_numbers
from sitegen.views.images import media_uses
from sitegen.views.prose import build_prose
from sitegen.views.site_index import index_site

Maker = Callable[[int], str]
"""Makes a text of about so many characters."""
MOST = 1.5
"""The power of the size above which time must not grow: 1 is linear, 2 is what must not be."""
_FLOOR = 0.005
"""Seconds of processor time below which growth is not told from noise."""


def excess(call: Callable[[str], object], make: Maker, size: int = 2_000) -> str:
    """Say by which power the processor time of `call` grows from `size` to four times as much; empty if by no more than
    MOST. What looks like more is measured again."""
    call(make(1))  # what is imported or cached counts once
    for repeats in (1, 3):
        power, longest = _fit(call, make, 80, 160, repeats)
        if power <= 4 or longest < 4 * _FLOOR:
            break
    else:  # 2 to the power of the size: never try more
        return f"power {power:.1f} from 80 to 160 characters"
    for repeats in (1, 3, 5):
        power, longest = _fit(call, make, size, 4 * size, repeats)
        if power <= MOST or longest < _FLOOR:
            return ""
    return f"power {power:.2f}"


def _fit(call: Callable[[str], object], make: Maker, small: int, large: int, repeats: int) -> tuple[float, float]:
    """Return the power by which time grows from one size to another, and the time of the larger, in seconds."""
    times = []
    for text in (make(large), make(small)):
        best = math.inf
        for _ in range(repeats):
            start = time.process_time()
            call(text)
            best = min(best, time.process_time() - start)
        times.append(max(best, 1e-6))
        if times[0] < _FLOOR:
            return 0, times[0]
    return math.log(times[0] / times[1], large / small), times[0]


def repeat(unit: str, head: str = "", tail: str = "") -> Maker:
    """Make texts of one unit, again and again."""
    return lambda size: f"{head}{unit * (size // len(unit) + 1)}{tail}"


def number(unit: str, between: str = "", also: str = "") -> Maker:
    """Make texts of one unit with a number for each `{}`; `also` follows, as often, with the same numbers."""

    def make(size: int) -> str:
        count = size // (len(unit) + len(also) + len(between)) + 1
        parts = [unit.replace("{}", str(one)) for one in range(count)]
        others = [also.replace("{}", str(one)) for one in range(count)] if also else []
        return between.join(parts) + "\n\n" + "".join(others)

    return make


def nest(opening: str, inner: str, closing: str) -> Maker:
    """Make texts of signs that are all opened, and then all closed."""

    def make(size: int) -> str:
        depth = size // (len(opening) + len(closing)) + 1
        return opening * depth + inner + closing * depth

    return make


def deepen(line: str, step: str) -> Maker:
    """Make lists or quotes of which each line stands one level deeper."""

    def make(size: int) -> str:
        depth = math.isqrt(2 * size // max(len(step), 1)) + 1
        return "\n".join(step * level + line for level in range(depth))

    return make


def in_paragraphs(make: Maker) -> Maker:
    """Make many paragraphs of a text, each within the limits."""
    return lambda size: (make(1000) + "\n\n") * (size // 1000 + 1)


def files(unit: str) -> Maker:
    """Make files of one unit, again and again, ten times as long as texts."""
    return lambda size: unit * (10 * size // len(unit))


TEXTS: dict[str, Maker] = {
    **{f"sign {sign}": repeat(sign) for sign in "[]()<>*_`~!&#{}|\\\"'^:=-+.,;/@0aA\u00e9 \n\t"},
    **{f"spaced {sign}": repeat(f"{sign} ") for sign in "[(<*_`!&{|\\:>#-"},
    **{f"word {sign}": repeat(f"{sign}a ") for sign in "[(<*_`!&{|\\"},
    **{
        f"line {sign}": repeat(f"{sign}\n")
        for sign in ("[", "a", "#", "-", "> a", "1. a", "|", "| a | b |", "a  ", "`", "***", "===", "<b", "a:")
    },
    "images unclosed": repeat("!["),
    "images without alt": repeat("![](a.jpg "),
    "image labels unclosed": repeat("![]["),
    "images with spaces": repeat(" ", "![", "]("),
    "images": number("![](../media/a{}.jpg)", "\n"),
    "html images": repeat("<img "),
    "link texts unclosed": repeat("[a]("),
    "link titles unclosed": repeat('[a](b "'),
    "link targets in angles": repeat("[a](<"),
    "links to files": number("[a{}](b{}.md)", " "),
    "links": number("[a](https://a.example/{})", " "),
    "links a line": number("[a](https://a.example/{})", "\n\n"),
    "fragments": number("[a](#b{})", " "),
    "references": number("[a][{}]", " ", "[{}]: https://a.example/{}\n"),
    "references undefined": number("[a][{}]", " "),
    "reference definitions": number("", "", "[a{}]: https://a.example/{}\n"),
    "footnotes": number("a[^{}]", " ", "[^{}]: b\n"),
    "footnote again": repeat("a[^1] ", tail="\n\n[^1]: b"),
    "footnotes undefined": number("a[^{}]", " "),
    "footnote definitions": number("", "", "[^{}]: b\n"),
    "autolinks": number("<https://a.example/{}>", " "),
    "autolinks unclosed": repeat("<https:"),
    "mail": repeat("a@", "<"),
    "mail words": repeat("a.", tail="@"),
    "mail addresses": number("a{}@b.example", " "),
    "mail hosts": repeat("a.", "a@"),
    "entities": repeat("&amp;"),
    "entities unclosed": repeat("&#x"),
    "strong": repeat("**a** "),
    "strong unclosed": repeat("**a "),
    "strong within emphasis": repeat("*a **b "),
    "underscore words": repeat("_a__b"),
    "alternating": repeat("*_"),
    "code": repeat("`a` "),
    "code of growing ticks": lambda size: " ".join("`" * n for n in range(1, math.isqrt(2 * size))),
    "tick with lines": repeat("baris\n", "Hari Jum`at lalu.\n"),
    "ticks with lines": repeat("a `b\n"),
    "nested brackets": nest("[", "a", "]"),
    "nested images": nest("![", "a", "](b)"),
    "nested parentheses": nest("(", "a", ")"),
    "nested link target": nest("(", "a", ")"),
    "nested tags": nest("<b>", "a", "</b>"),
    "nested divs": nest("<div>\n", "a\n", "</div>\n"),
    "nested quotes": repeat(">", tail=" a"),
    "nested quotes spaced": repeat("> ", tail="a"),
    "nested lists in a line": repeat("- ", tail="a"),
    "nested numbers in a line": repeat("1. ", tail="a"),
    "lists deeper": deepen("- a", "    "),
    "numbers deeper": deepen("1. a", "    "),
    "quotes deeper": deepen(" a", ">"),
    "lists": number("- a{}", "\n"),
    "loose lists": number("- a{}", "\n\n"),
    "numbers": number("{}. a", "\n"),
    "headings": number("## a{}", "\n\n"),
    "headings alike": repeat("## a\n\n"),
    "headings underlined": repeat("a\n---\n"),
    "paragraphs": repeat("a b\n\n"),
    "lines": repeat("a b\n"),
    "blank lines": repeat("\n \n"),
    "code blocks": repeat("    a\n\n"),
    "table rows": repeat("| 1 | b |\n", "| a | b |\n|---|---|\n"),
    "table columns": lambda size: "\n".join(unit * (size // 12) + "|" for unit in ("| a ", "|---", "| 1 ")),
    "table ticks": repeat("| `a ", "a | b\n--|--\n"),
    "table escapes": repeat("\\|", "a | b\n--|--\n"),
    "table dashes": repeat("|-", "a | b\n"),
    "attributes": repeat("a\n{: .b }\n\n"),
    "attributes unclosed": repeat("{: "),
    "attributes long": repeat(".b ", "a\n{: ", "}"),
    "attribute values": repeat('a="b" ', "a\n{: ", "}"),
    "attribute quotes": repeat('a="', "a\n{: ", "}"),
    "heading attributes": repeat(" {", "## a"),
    "tags": repeat("<b>"),
    "tags closing": repeat("</b>"),
    "tags unclosed": repeat("<a "),
    "tag quotes": repeat('<a b="'),
    "tags of blocks": repeat("<p>"),
    "tags of blocks closing": repeat("a</p>\n"),
    "details": repeat("<details>a</details>\n"),
    "details unclosed": repeat("<details>a\n\n"),
    "figcaptions": repeat("<figcaption "),
    "comments unclosed": repeat("<!-- "),
    "comments": repeat("<!-- a --> "),
    "declarations": repeat("<!["),
    "declarations of types": repeat("<!a "),
    "instructions": repeat("<? "),
    "cdata": repeat("<![CDATA["),
    "shortcodes": number('{{ figure("reported", year={}) }}', " "),
    "shortcodes again": repeat('{{ figure("reported", year=2018) }} '),
    "shortcodes unclosed": repeat("{{ a "),
    "shortcode arguments": repeat('a="b",', "{{ figure(", ") }}"),
    "shortcode spaces": repeat(" ", "{{ figure", "}}"),
    "shortcode quotes": repeat('"', "{{ figure(", ") }}"),
    "markers": repeat("\ue000\ue010"),
    "markers closed": repeat("\ue000\ue010\ue001"),
    "placeholders": repeat("\x02klzzwxh:0000\x03".replace("\x02", "").replace("\x03", "")),
    "numbers of villages": repeat("280 desa "),
    "numbers of villages in lines": repeat("Ada 280 desa di Jambi.\n\n"),
    "numbers in clauses": repeat("280 desa, "),
    "numbers of groups": repeat("1.000."),
    "digits": repeat("1"),
    "digits and dots": repeat("1."),
    "decrees": repeat("Nomor 1"),
    "decree digits": repeat("1/", "Nomor ", "a"),
    "months": repeat("5 Juli "),
    "capital words": repeat("Abc "),
    "capital words and a number": repeat("Abc ", tail="280 desa."),
    "names of regions": repeat("Jambi ", tail="280 desa."),
    "long word": repeat("abc"),
    "long words": repeat("abcdefgh" * 20 + " "),
    "sentences": repeat("A b. "),
    "stops": repeat('a."'),
    "ends of sentences": repeat(".*"),
    "spaces after a stop": repeat(" ", "a."),
    "spaces between words": repeat("a" + " " * 50),
    "spaces in a line": repeat(" ", "a", "b"),
    "line ends with spaces": repeat(" \n"),
    "terms": repeat("desa uji "),
    "terms beginning": repeat("desa "),
    "terms joined": repeat("desa-"),
    "telephones": repeat("0812-3456-7890 "),
    "telephones joined": repeat("0812-3456-7890"),
    "telephone groups": repeat("0812 "),
    "plus signs": repeat("+62 "),
    "identity numbers": repeat("3505152004900001 "),
    "identity groups": repeat("35.05.15."),
    "paths": number("b{}.md", " "),
    "path long": repeat("a/"),
    "path dots": repeat("../"),
    "two colons": repeat("- ", "", "a: b: c"),
    "colons": repeat("a: "),
    "mixed": repeat('*a* [b](c.md) `d` <e> &amp; {{ f }} 280 desa, ![](g.jpg) "h"\n\n'),
    "tags unclosed, closed at the end": repeat("<a ", tail=">"),
    "tag quotes, closed at the end": repeat('<a b="', tail='">'),
    "closing tags unclosed": repeat("</b "),
    "closing tags unclosed in lines": repeat("</b\n"),
    "instructions in lines": repeat("<?\n"),
    "declarations in lines": repeat("<!a\n"),
    "comments after tags": lambda size: "<b>" * (size // 6) + "<!-- a -->" * (size // 20),
    "blocks, others closed": lambda size: "<p>" * (size // 6) + "</div>" * (size // 12),
    "comments unclosed in a block": repeat("<!-- >", "<div>\n", "\n</div>"),
    "tags unclosed in a block": repeat("<a ", "<div>\n", "\n</div>"),
    "brackets in a closed one": repeat("[a] ", "[" * 30),
    "brackets closed far": repeat("[ [a] "),
    "targets closed far": repeat("[a](b ", tail=")"),
    "target of many words": repeat("b ", "[a](", ")"),
    "images closed far": repeat("![a](b ", tail=")"),
    "images with braces": repeat("![](a){"),
    "html images without alt": number('<img src="{}.jpg">', "\n"),
    "headings in emphasis": repeat("*a\n# b\n"),
    "pasted table": repeat("<tr><td>a</td></tr>\n", "<table>\n", "</table>"),
}
TEXTS |= {f"{name}, in paragraphs": in_paragraphs(make) for name, make in TEXTS.items() if "\n" not in make(200)}

LOCATIONS: dict[str, Maker] = {
    "marks": files("II*\0"),
    "marks of big endian": files("MM\0*"),
    "marks that name themselves": files("MM\0*\0\0\0\4"),
    "marks with directories": files("MM\0*\0\0\0\x08\xff\xff\0\0"),
    "marks with signs of a location": files("MM\0*\0\0\0\x08\xff\x88\x25\0"),
    "names": files("a:GPS"),
    "long name": files("a"),
}
"""Bytes of files, as Latin-1."""
LISTS: dict[str, Maker] = {
    "read_also": number("  - b{}.md\n"),
    "read_also of one": repeat("  - b.md\n"),
    "names": repeat("  - " + "abcde" * 50 + ".md\n"),
}
"""Entries of a list of front matter."""

_SITE = make_site(
    programme=make_programme(make_year(2017, reported=276), make_year(2018, reported=280)),
    indicators=(make_indicator(value=43, as_of="2018"),),
    villages=(make_village(district="Jambi"),),
    media={"content/media/a1.jpg": Media("content/media/a1.jpg", "0" * 32, 9)},
    sources=(make_source(),),
)
_TERMS = (
    GlossaryNote("a", "desa uji", ("desa uji", "DU"), "Arti.", "/istilah/#a"),
    GlossaryNote("b", "abc", ("abc",), "Arti.", "/istilah/#b"),
)
_FILE = "content/news/2018-07-05-kabar.md"
_HEAD = "title: Kabar\ndate: 2018-07-05\nsummary: Ringkasan.\n"


class _Figures:
    def number(self, card: FigureCard, linked: bool) -> str:
        return f"<b>{card.id}</b>"

    def notes(self, cards: object) -> str:
        return ""


class _Terms:
    def named(self, text: str, note: GlossaryNote) -> str:
        return text

    def notes(self, notes: object) -> str:
        return ""


@dataclass(slots=True)
class _OneFile(LoadContext):
    data: bytes = b""

    def load(self, file: str) -> bytes:
        return self.data


def _load(front_matter: str, text: str) -> None:
    """Load a text and check what it names."""
    data = f"---\n{front_matter}\n---\n\n{text}\n".encode()
    context = _OneFile(Path("tidak-ada"), Report(), NullCache(), data=data, known_geography=INDONESIA)
    news = load_news(context, [_FILE], "id", {})
    files = [f"content/news/a{number}.md" for number in range(100)]
    check_content(References(context, _no_records()), news, FileNames(dict.fromkeys(files)), {})
    len(context.report)


@functools.cache
def _no_records() -> DataRecords:
    return load_data(LoadContext(Path("tidak-ada"), Report(), NullCache(), known_geography=INDONESIA))


def _index(text: str) -> None:
    """Resolve what a text names."""
    index = index_site(replace(_SITE, news=(make_news(body=text),)), _CONTEXT, ADDRESSES)
    build_prose(index, make_news(body=text))
    media_uses(index)
    GlossaryIndex(_TERMS).find(text)


def _convert(text: str) -> None:
    """Convert a text within the limits; extract its links, check them, and extract its words."""
    if not check_text_limits(text, _FILE, 1, Report()):
        return
    item = make_news(body=text)
    prose = build_prose(index_site(replace(_SITE, news=(item,)), _CONTEXT, ADDRESSES), item)
    prose = replace(prose, terms=_TERMS)
    findings = RenderFindings()
    html = _CONVERTER.html(prose, lambda address: address, findings, _Figures(), _Terms())
    plain_text(html)
    links = extract_links("a/index.html", html.encode())
    page = Artifact("", "", 0, links.links, links.anchors, findings.link_spans)
    check_links({"a/index.html": Span(_FILE)}, {"a/index.html": page}, ["a/index.html"], findings.report)
    len(findings.report)


def _lint(text: str) -> None:
    """Check the numbers of a text."""
    lint_prose_numbers(replace(_SITE, news=(make_news(body=text),)), _scan_words, Report())


@functools.cache
def _scan_words(language: str) -> dict[str, str]:
    words: dict[str, str] = load_messages(language, NullCache())["scan"]
    return words


_CONTEXT = BuildContext(NOW, "https://uji.example")
_CONVERTER = Converter(NullCache(), "uji", "Kembali ke {number}")

CALLS: dict[str, tuple[Callable[[str], object], dict[str, Maker]]] = {
    "load": (lambda text: _load(_HEAD, text), TEXTS),
    "load front matter": (lambda text: _load(text, "Isi."), TEXTS),
    "load a list": (lambda text: _load(f"{_HEAD}read_also:\n{text}", "Isi."), LISTS),
    "index": (_index, TEXTS),
    "convert": (_convert, TEXTS),
    "check numbers": (_lint, TEXTS),
    "find private data": (lambda text: find_private(text, INDONESIA.private_numbers), TEXTS),
    "may hold private data": (lambda text: may_hold_private(text.encode(), INDONESIA.private_numbers), TEXTS),
    "find a location": (lambda text: _has_location(text.encode("latin-1")), LOCATIONS),
}
"""What reads a text that people write, with the makers of its worst inputs."""
