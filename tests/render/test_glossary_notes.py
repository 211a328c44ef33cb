"""Terms of the glossary in texts: where they are met, where they are left alone, and what follows the block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from factory import ADDRESSES, NOW, make_news, make_page, make_site

from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache
from sitegen.glossary_terms import GlossaryIndex, GlossaryNote
from sitegen.models import Term
from sitegen.output import Output, Prose
from sitegen.pages import SitePlan, plan_site
from sitegen.problems import Report
from sitegen.render.keys import OutputKeys
from sitegen.render.markdown import Converter, RenderFindings
from sitegen.render.prose_html import GlossaryWriter, ProseWriter
from sitegen.render.templates import Templates

JKK = Term(id="jkk", term="Jaminan Kecelakaan Kerja", forms=("JKK",), meaning="Perlindungan & bantuan.")
TARGET = Term(id="target", term="target", meaning="Yang hendak dicapai.")


def note(id: str, *forms: str) -> GlossaryNote:
    return GlossaryNote(id, forms[0], forms, f"Arti {id}.", f"/istilah/#{id}")


NOTES = (
    note("jkk", "Jaminan Kecelakaan Kerja", "JKK"),
    note("pekerja", "pekerja"),
    note("rentan", "pekerja rentan"),
    note("dan", 'R&D "baru"'),
)


class Plain:
    """Terms as bare signs, to see where they come to stand."""

    def named(self, text: str, note: GlossaryNote) -> str:
        return f"[{text}]"

    def notes(self, notes: Sequence[GlossaryNote]) -> str:
        return f"({' '.join(one.id for one in notes)})"


def written(html: str, terms: tuple[GlossaryNote, ...], writer: GlossaryWriter | None) -> str:
    prose = Prose("x.md", "", 1, {}, terms=terms)
    return ProseWriter(prose, str, Report(), {}, None, writer, away=False, below=False).write(html)


def marked(html: str) -> str:
    return written(html, NOTES, Plain())


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Soal JKK.", ["jkk"]),
        ("Soal jkk.", []),
        ("Jaminan\nKecelakaan Kerja", ["jkk"]),
        ("Pekerja, PEKERJA", ["pekerja"]),
        ("pekerja\n  rentan", ["pekerja", "rentan"]),  # the longer is met, and the shorter caught
        ("pekerja rentan dan pekerja lain", ["pekerja", "rentan"]),
        ("pekerjanya, para-pekerja, JKKM", []),
        ('Bagian R&D "baru"', ["dan"]),
        ("", []),
    ],
)
def test_glossary_notes_text_gets_terms_it_names(text: str, ids: list[str]) -> None:
    assert [one.id for one in GlossaryIndex(NOTES).find(text)] == ids


@pytest.mark.parametrize(
    ("html", "becomes"),
    [
        ("<p>JKK, JKK</p>", "<p>[JKK], JKK</p>\n(jkk)"),
        ("<p>JKK</p>\n<p>JKK pekerja</p>", "<p>[JKK]</p>\n(jkk)\n<p>JKK [pekerja]</p>\n(pekerja)"),
        ("<h2>JKK</h2><p><em>JKK</em></p>", "<h2>JKK</h2><p><em>[JKK]</em></p>\n(jkk)"),
        (
            '<p><a href="https://x.example">JKK</a> <code>JKK</code></p>',
            '<p><a href="https://x.example">JKK</a> <code>JKK</code></p>',
        ),
        ('<p><b title="JKK">x</b></p>', '<p><b title="JKK">x</b></p>'),
        (
            "<div><table><thead><tr><th>JKK</th></tr></thead><tbody><tr><td>JKK</td></tr></tbody></table></div>",
            "<div><table><thead><tr><th>JKK</th></tr></thead><tbody><tr><td>[JKK]</td></tr></tbody></table></div>\n(jkk)",
        ),
        (
            "<details><summary>JKK</summary><p>JKK</p></details><p>JKK<br>x</p>",
            "<details><summary>JKK</summary><p>JKK</p></details><p>[JKK]<br>x</p>\n(jkk)",
        ),
        (
            "<ul><li>JKK</li><li>pekerja rentan</li></ul>",
            "<ul><li>[JKK]</li><li>[pekerja rentan]</li></ul>\n(jkk rentan)",
        ),
        ("<p>R&amp;D &quot;baru&quot;</p>", '<p>[R&D "baru"]</p>\n(dan)'),
        ("JKK", "[JKK]\n(jkk)"),
    ],
)
def test_glossary_notes_first_mention_only(html: str, becomes: str) -> None:
    assert marked(html) == becomes


def test_glossary_notes_absent_without_terms() -> None:
    assert written("<p>JKK</p>", (), Plain()) == written("<p>JKK</p>", NOTES, None) == "<p>JKK</p>"


def test_glossary_notes_do_not_change_conversion() -> None:
    cache = MemoryCache()
    converter = Converter(cache, "test", "")
    for terms in ((), NOTES):
        html = converter.html(Prose("x.md", "Soal *JKK*.", 1, {}, terms=terms), str, RenderFindings(), terms=Plain())
        assert ("[JKK]" in html) == bool(terms)
    assert [kind for kind, _ in cache.added()] == ["prose"]


# --- In a site

NEWS = (make_news("2020-01-01-a.md", "Soal JKK.\n"), make_news("2020-01-02-b.md", "Soal target.\n"))
PAGES = (make_page(body="Tanpa istilah.\n"),)


def made(*terms: Term) -> tuple[SitePlan, dict[str, Output]]:
    planned = plan_site(make_site(news=NEWS, pages=PAGES, terms=terms), BuildContext(NOW), ADDRESSES)
    return planned, {one.path: one for one in planned.text_outputs}


def keys(*terms: Term) -> dict[str, str]:
    planned, outputs = made(*terms)
    maker = OutputKeys(make_site().theme, planned.layouts[0], "x")
    return {path: maker.key(one) for path, one in outputs.items() if path.endswith((".html", ".xml", ".json"))}


def test_glossary_notes_term_edit_updates_only_its_pages() -> None:
    before, after = keys(JKK, TARGET), keys(JKK, replace(TARGET, meaning="Rencana."))
    assert [path for path in before if before[path] != after[path]] == ["berita/2020/b/index.html"]
    assert [path for path in before if before[path] != keys(JKK)[path]] == ["berita/2020/b/index.html"]


def test_glossary_notes_in_provenance() -> None:
    planned, _ = made(JKK, TARGET)
    assert "term:jkk" in planned.reads.of("berita/2020/a/index.html")
    assert "term:target" not in planned.reads.of("berita/2020/a/index.html")
    assert planned.reads.of("tentang/index.html") == ("content/pages/tentang.md",)


def test_glossary_notes_theme_markup() -> None:
    planned, outputs = made(JKK, TARGET)
    templates = Templates(make_site().theme, planned.layouts[0], "Asia/Jakarta", MemoryCache(), "test")
    page = templates.render(outputs["berita/2020/a/index.html"], RenderFindings()).decode()
    assert 'Soal <a class="term" href="../../../istilah/#jkk">JKK</a>.</p>\n<details' in page
    told = page[page.index('<details class="figure-notes terms">') :].partition("</details>")[0]
    assert "<summary>Arti istilah: <bdi>Jaminan Kecelakaan Kerja</bdi></summary>" in told
    assert "<dt><bdi>Jaminan Kecelakaan Kerja</bdi> (JKK)</dt><dd>Perlindungan &amp; bantuan.</dd>" in told
    feed = templates.render(outputs["atom.xml"], RenderFindings()).decode()
    assert "Arti istilah" not in feed
    assert 'class="term' not in feed
