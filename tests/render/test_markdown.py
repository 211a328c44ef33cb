"""Prose: clean HTML, links led to their addresses, and each fault told at its line."""

import pytest

from sitegen.cache import MemoryCache, NullCache
from sitegen.output import Prose
from sitegen.problems import Problem, Span
from sitegen.render.markdown import Converter, RenderFindings


def convert(text: str, links: dict[str, str | None] | None = None) -> tuple[str, RenderFindings]:
    found = RenderFindings()
    prose = Prose("content/news/x.md", text, 5, links or {})
    converter = Converter(NullCache(), "test", "Kembali ke {number} {x}")
    return converter.html(prose, lambda address: f"..{address}", found), found


def told(found: RenderFindings) -> list[tuple[str, str, int, int]]:
    return [(problem.severity, problem.code, problem.at.line, problem.at.column) for problem in found.report]


def test_markdown_headings_start_at_level_two() -> None:
    html, _ = convert("# Satu\n\n## Dua")
    assert html == '<h2 id="satu">Satu</h2>\n<h2 id="dua">Dua</h2>'


def test_markdown_tables_have_alignment_class_and_scope() -> None:
    html, found = convert("| Tahun | Desa |\n|---|--:|\n| 2017 | 276 |")
    assert '<th scope="col" class="align-right">Desa</th>' in html
    assert '<td class="align-right">276</td>' in html
    assert "style" not in html
    assert told(found) == []


def test_markdown_footnotes_and_attributes() -> None:
    html, found = convert("Kata[^1] {: #tanda .catatan }\n\n[^1]: Keterangan")
    assert 'href="..#fn:1"' in html
    assert 'id="fn:1"' in html
    assert 'href="..#fnref:1" title="Kembali ke 1 {x}">↩</a>' in html
    assert told(found) == []


def test_markdown_ids_never_equal_template_ids() -> None:
    html, found = convert("## _main\n\nKata\n{: #_pages }\n\n<p id=_main>x</p>\n\n[ke](#_pages) [isi](#isi)\n\n## Isi")
    assert 'id="_' not in html
    assert 'id="-_pages"' in html
    assert 'href="..#-_pages"' in html
    assert '<h2 id="isi">' in html
    assert told(found) == []


def test_markdown_cached_text_converted_per_language() -> None:
    cache, prose = MemoryCache(), Prose("x.md", "Kata[^1]\n\n[^1]: Keterangan", 1, {})
    html = [Converter(cache, "test", back).html(prose, str, RenderFindings()) for back in ("Kembali", "Back")]
    assert ['title="Kembali"' in html[0], 'title="Back"' in html[1]] == [True, True]


def test_markdown_file_links_become_urls() -> None:
    html, found = convert("Baca\n[ini](../pages/a.md#b) ya", {"../pages/a.md": "/a/"})
    assert '<a href="../a/#b">ini</a>' in html
    assert found.link_spans == {"/a/#b": (Span("content/news/x.md", 6, 7, 22),)}


def test_markdown_root_links_become_relative() -> None:
    html, found = convert("[data](/data/)")
    assert 'href="../data/"' in html
    assert "/data/" in found.link_spans


def test_markdown_link_to_unpublished_is_text() -> None:
    html, found = convert("Baca [ini](../news/d.md).", {"../news/d.md": None})
    assert "<span>ini</span>" in html
    assert "href" not in html
    assert told(found) == [("warning", "held-link", 5, 12)]


def test_markdown_link_to_unreadable_is_not_judged() -> None:
    _, found = convert("Baca [ini](../news/d.md).", {"../news/d.md": ""})
    assert told(found) == []


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [("Lihat [x](tidak-ada.md)", "broken-link", 11), ("Lihat ![x](../media/y.jpg)", "broken-image", 12)],
)
def test_markdown_dead_link_reported_at_line(text: str, code: str, column: int) -> None:
    _, found = convert("Atas\n\n" + text)
    assert told(found) == [("error", code, 7, column)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a <script>alert(1)</script>", "<script"),
        ('<p onclick="x()">a</p>', "onclick"),
        ('kata\n{: style="color:red" }', "style"),
        ("[a](javascript:alert(1))", "javascript:"),
        ("[a](java&#115;cript:alert(1))", "javascript:"),
        ("[a](JAVASCRIPT&colon;alert(1))", "JAVASCRIPT:"),
        ("[a](java&Tab;script:alert(1))", "javascript:"),
        ("[a]\n\n[a]: java&#x73;cript:alert(1)", "javascript:"),
        ("<a href='java&NewLine;script:alert(1)'>a</a>", "javascript:"),
        ("<img alt='' src='&#100;ata:x'>", "data:"),
        ("[a](vbscript:x)", "vbscript:"),
        ("[a](ftp://example.org/x)", "ftp:"),
        ('<iframe src="https://example.org"></iframe>', "<iframe"),
    ],
)
def test_markdown_removed_html_is_warned_of(text: str, what: str) -> None:
    html, found = convert(text)
    assert what not in html
    assert "href" not in html
    assert "src" not in html
    assert [(problem.code, problem.values) for problem in found.report] == [("html-removed", {"what": what})]


def test_markdown_hostile_text_is_escaped() -> None:
    html, found = convert("`<script>` ${alert(1)} \u202eabc \"'`` ` ``")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert told(found) == []


def test_markdown_foreign_links_unchanged() -> None:
    html, found = convert("[a](https://example.org/x?a=1&b=2) <mailto:x@example.org>")
    assert 'href="https://example.org/x?a=1&amp;b=2"' in html
    assert told(found) == []


def test_markdown_cached_text_warns_again() -> None:
    cache = MemoryCache()
    seen: list[tuple[str, list[Problem]]] = []
    for _ in range(2):
        found = RenderFindings()
        html = Converter(cache, "test", "").html(Prose("x.md", "a <b onclick='x'>b</b>", 1, {}), str, found)
        seen.append((html, list(found.report)))
    assert seen[0] == seen[1]
    assert seen[0][1]
