"""Markdown is read as CommonMark and GFM define it; what is read otherwise, or lost, is told at its sign."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from marked_prose import unmarked

from sitegen.cache import NullCache
from sitegen.output import Prose
from sitegen.problems import Span
from sitegen.render.markdown import Converter, RenderFindings
from sitegen.render.markdown_reader import MarkdownReader

SPEC = Path(__file__).parents[2] / ".venv/tools/node_modules/commonmark-spec/spec.txt"
FILE = "content/news/kabar.md"


class Structure(HTMLParser):
    """The elements and the text of HTML, as far as CommonMark defines them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, ...]] = []
        self._code = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code += tag == "pre"
        told = sorted(f"{name}={unquote(value or '')}" for name, value in attrs if name not in ("id", "data-at"))
        self.parts.append(("h2" if tag == "h1" else tag, *told))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "pre"
        self.parts.append((f"/{'h2' if tag == 'h1' else tag}",))

    def handle_data(self, data: str) -> None:
        text = "\n".join(map(str.rstrip, data.split("\n"))).strip("\n") if self._code else " ".join(data.split())
        if text:
            self.parts.append(("text", text))


def read(text: str) -> tuple[str, list[str]]:
    html, findings = MarkdownReader("{}").convert(text)
    return html, [one.code for one in findings]


def spec_examples() -> list[tuple[str, str]]:
    spec = SPEC.read_text(encoding="utf-8").replace("→", "\t")
    found: list[tuple[str, str]] = re.findall(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", spec, re.MULTILINE | re.DOTALL)
    return found


def test_markdown_reads_the_examples_of_commonmark_or_tells_where_not() -> None:
    reader, same, silent = MarkdownReader("{}"), 0, list[str]()
    examples = spec_examples()
    assert len(examples) > 600
    for text, html in examples:
        made, findings = reader.convert(text)
        if Structure(made).parts == Structure(html).parts:
            same += 1
        elif not findings:
            silent.append(text)
    assert same / len(examples) > 0.9
    # GFM reads bare addresses as links, CommonMark does not.
    assert [text for text in silent if "://" not in text and "@" not in text] == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Desa:\n- Satu\n- Dua", "<p>Desa:</p>\n<ul>\n<li>Satu</li>\n<li>Dua</li>\n</ul>"),
        ("1. a\n2. b:\n   1. c\n3. d", "<ol><li>a</li><li>b:<ol><li>c</li></ol></li><li>d</li></ol>"),
        ("3) a\n4) b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\n  - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("#DesaSadar maju", "<p>#DesaSadar maju</p>"),
        ("~~lama~~ baru", "<p><s>lama</s> baru</p>"),
        ("- [ ] belum\n- [x] sudah", "<ul><li>☐ belum</li><li>☑ sudah</li></ul>"),
        ("Lihat https://example.org/a.", '<p>Lihat <a href="https://example.org/a">https://example.org/a</a>.</p>'),
        ("Satu\\\ndua", "<p>Satu<br>\ndua</p>"),
        (r"a \= b \~ c \@ d", "<p>a = b ~ c @ d</p>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("<details>\n<summary>a</summary>\n\n**b**\n\n</details>",
         "<details>\n<summary>a</summary>\n<p><strong>b</strong></p>\n</details>"),
        ("|a|b|\n|-|-|\n|1|2|", '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
         "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        ("Kata[^1] lagi[^1]\n\n[^1]: Ket *x*\n\n    Dua",
         '<p>Kata<sup><a class="footnote-ref" href="#fn:1">1</a></sup> lagi<sup>'
         '<a class="footnote-ref" href="#fn:1">1</a></sup></p>'
         '<div class="footnote"><hr><ol><li><p>Ket <em>x</em></p><p>Dua\xa0<a class="footnote-backref" '
         'href="#fnref:1" title="1">↩</a><a class="footnote-backref" href="#fnref2:1" title="1">↩</a>'
         "</p></li></ol></div>"),
        ("a &amp;amp; &copy; & b", "<p>a &amp;amp; © &amp; b</p>"),
        ("Kata\n{: .x }\n\n## Judul {#y}", '<p class="x">Kata</p><h2>Judul</h2>'),
        ("* a\n\n> b", "<ul><li>a</li></ul><blockquote><p>b</p></blockquote>"),
    ],
)  # fmt: skip
def test_markdown_reads_as_gfm(text: str, html: str) -> None:
    made, findings = read(text)
    assert Structure(made).parts == Structure(html).parts
    assert findings == []


FAULTS = {
    "surplus cell": ("table-cells", "| a | b |\n|---|---|\n| 1 | 2 | «36» |\n"),
    "surplus cell in a quote": ("table-cells", "> | a | b |\n> |---|---|\n> | 1 | 2 | «36» |\n"),
    "surplus cell in a list": ("table-cells", "- | a | b |\n  |---|---|\n  | 1 | 2 | «36» |\n"),
    "mark without a note": ("footnote-missing", "Kata «[^9]» ini\n"),
    "note twice": ("footnote-repeated", "Kata[^1]\n\n[^1]: a\n\n«[^1]»: b\n"),
    "note without a mark": ("footnote-unused", "Kata\n\n«[^1]»: a\n"),
    "target that no link names": ("reference-unused", "Kata\n\n«[Catatan]»: penting\n"),
    "open comment": ("html-unclosed", "Kata\n\n«<!--» tanya kantor\n\nLagi\n"),
    "open style": ("html-unclosed", "«<style»>\np {}\n"),
    "open tag": ("html-unclosed", "«<div» class=x\n\nLagi\n"),
    "paragraph of a letter": ("text-indented", "Kata\n\n«    Dengan hormat, kami»\n"),
    "blank between brackets": ("markup-left", "Baca [laporan«]» (https://example.org)\n"),
    "brackets exchanged": ("markup-left", "Baca (laporan«)»[https://example.org]\n"),
    "open link": ("markup-left", "Baca [laporan«](»../pages/a.md dan\n"),
    "link without a target": ("markup-left", "Baca [laporan«][»tidak-ada]\n"),
    "bold with blanks": ("markup-left", "Ini «**» penting sekali\n"),
    "dot for an item": ("markup-left", "Desa:\n«•» Satu\n"),
    "heading without a blank": ("markup-left", "«##»Judul\n"),
    "one brace": ("markup-left", 'Ada «{» figure("reported", year=2017) }\n'),
    "element": ("html-removed", "Kata style <b «style»='x'>tebal</b>\n"),
    "capitals": ("html-removed", "Kata\n\nSebuah «<SCRIPT»>x</SCRIPT>\n"),
    "scheme": ("html-removed", "javascript: [a](«javascript:»x)\n"),
    "dead link, of two alike": ("broken-link", "`tidak.md` [a](«tidak.md»)\n"),
    "dead link behind a figure": ("broken-link", '{{ figure("x") }} dan {{ y }} [a](«tidak.md»)\n'),
    "dead link in a quoted list": ("broken-link", "> - satu\n>   dua [a](«tidak.md»)\n"),
    "dead link in a cell": ("broken-link", "| a | b |\n|---|---|\n| x | [y](«tidak.md») |\n"),
    "dead image": ("broken-image", "tidak.jpg\n\n![a](«tidak.jpg»)\n"),
    "dead link of HTML": ("broken-link", "tidak.md\n\nx <a title='y' href='«tidak.md»'>a</a>\n"),
    "dead link of an HTML block": ("broken-link", "<div>\n<a\n href=«tidak.md»>a</a>\n</div>\n"),
}


@pytest.mark.parametrize(("code", "marked"), FAULTS.values(), ids=FAULTS)
def test_markdown_fault_is_told_at_its_sign(code: str, marked: str) -> None:
    text, spans = unmarked(marked, FILE, 7)
    found = RenderFindings()
    Converter(NullCache(), "test", "").html(Prose(FILE, text, 7, {}), str, found)
    told = [(one.code, one.at) for one in found.report]
    assert [at for name, at in told if name == code] == spans
    assert {name for name, _ in told} == {code}


def test_markdown_note_and_mark_that_are_set_in_belong_together() -> None:
    html, findings = read("    Kata[^1] ini\n\n    [^1]: Catatan\n")
    assert findings == ["text-indented"]
    assert 'href="#fn:1"' in html
    assert "Catatan" in html


def test_markdown_faults_that_are_alike_are_told_each() -> None:
    found = RenderFindings()
    Converter(NullCache(), "test", "").html(
        Prose(FILE, "[a](x.md) [b](x.md)\n\n<i onclick=a>x</i> <i onclick=b>y</i>", 1, {}), str, found
    )
    assert [(one.code, one.at.line, one.at.column) for one in found.report] == [
        ("broken-link", 1, 5),
        ("broken-link", 1, 15),
        ("html-removed", 3, 4),
        ("html-removed", 3, 23),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Tag #desa dan #DesaSadar, 2**3 = 8, a~b, x_y\n",
        "Kode `[x] (y)` dan `**`\n",
        "```\n| a\n• b\n```\n",
        "Kata (lihat) [catatan] di bawah.\n",
        r"\*\* dan \[a\](b)" + "\n",
        "Rp 5.000 – 6.000 {catatan}\n",
    ],
)
def test_markdown_sound_text_is_not_told(text: str) -> None:
    assert read(text)[1] == []


def test_markdown_position_is_that_of_the_source_with_shortcodes_before() -> None:
    text = 'a {{ figure("reported",\nyear=2017) }} b\n\n[c](x.md)\n'
    found = RenderFindings()
    Converter(NullCache(), "test", "").html(Prose(FILE, text, 1, {}), str, found)
    assert Span(FILE, 4, 5, 9) in [one.at for one in found.report if one.code == "broken-link"]
