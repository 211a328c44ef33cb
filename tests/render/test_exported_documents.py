"""Texts as programs export them and people paste them: shown as their writer saw them, or told at the very sign."""

from __future__ import annotations

import pytest
from marked_prose import unmarked

from sitegen.cache import NullCache
from sitegen.output import Prose
from sitegen.problems import Span
from sitegen.render.markdown import Converter, RenderFindings, plain_text

FILE = "content/news/salinan.md"
SHOWN = {
    "Google Docs": (
        "# **Desa Sadar**\n\nTahun 2018\\, 1\\. sampai 3\\. (lihat \\#4)\n\n* Satu  \n* Dua\n\n"
        "| Tahun | Desa |\n| :---- | ----: |\n| 2017 | 276 |\n\n***Penting***\n",
        "Desa Sadar Tahun 2018, 1. sampai 3. (lihat #4) Satu Dua Tahun Desa 2017 276 Penting",
    ),
    "Word by Pandoc": (
        "Judul\n=====\n\nAda tiga desa, kata camat.[^1]\n\n-   Satu\n\n-   Dua\n\n    lanjutan\n\n1.  a\n2.  b\n\n"
        "> Kutipan\n> panjang\n\n[^1]: Wawancara.\n",
        "Judul Ada tiga desa, kata camat. Satu Dua lanjutan a b Kutipan panjang Wawancara.",
    ),
    "WhatsApp": (
        "*Penetapan desa*\n_oleh bupati_\n\n```kode```\n1. satu\n2. dua\n- tiga\nhttps://example.org/a_b_c\n",
        "Penetapan desa oleh bupati kode satu dua tiga https://example.org/a_b_c",
    ),
    "Notion": (
        "## Tugas\n\n- [x]  kirim surat\n- [ ]  undang camat\n    - lampirkan daftar\n\n---\n\nSelesai\n",
        "Tugas ☑ kirim surat ☐ undang camat lampirkan daftar Selesai",
    ),
    "GitHub": (
        "Lihat <https://example.org> atau www.example.org:\n~~lama~~ **baru**\n\n| a | b |\n|--|--|\n| `x\\|y` | z |\n",
        "Lihat https://example.org atau www.example.org: lama baru a b x|y z",
    ),
    "e-mail as HTML": (
        '<div dir="ltr">Yth. Bapak<br>Terlampir <b>daftar</b></div>\n\n<p>Salam&nbsp;hormat</p>\n',
        "Yth. Bapak Terlampir daftar Salam hormat",
    ),
    "WordPress blocks": (
        "<!-- wp:heading -->\n<h2>Judul</h2>\n<!-- /wp:heading -->\n\n"
        "<!-- wp:paragraph -->\n<p>Isi <em>teks</em>.</p>\n<!-- /wp:paragraph -->\n",
        "Judul Isi teks.",
    ),
    "Typora": ("Satu\\\ndua  \ntiga\n\n1) a\n2) b\n", "Satu dua tiga a b"),
    "letter with a list below a sentence": (
        "Yang hadir:\n1. camat\n2. kepala desa:\n   - Satu\n   - Dua\n3. warga\n",
        "Yang hadir: camat kepala desa: Satu Dua warga",
    ),
}
TOLD = {
    "Word by copying": ("markup-left", "Yang hadir:\n«•»\tCamat\n«•»\tWarga\n"),
    "Word table by Pandoc": ("markup-left", "+---+---+\n«|» a | b |\n+---+---+\n«|» 1 | 2 |\n+---+---+\n"),
    "Pandoc span": ("markup-left", "[Penting«]{».underline}\n"),
    "WhatsApp strikethrough": ("markup-left", "Harga «~»lama~ baru\n"),
    "letter": ("text-indented", "«     Dengan hormat, kami sampaikan»\nbahwa desa kami.\n"),
    "Obsidian": ("markup-left", "Baca «[[»Kriteria]] dulu\n"),
    "Jira": ("markup-left", "«h2.» Judul\n"),
    "MediaWiki": ("markup-left", "«==» Judul ==\n"),
    "MediaWiki bold": ("markup-left", "«'''»tebal''' kata\n".replace("tebal'''", "tebal")),
    "board": ("markup-left", "[b]tebal«[/»b] kata\n"),
    "WordPress gallery": ("markup-left", '«[»gallery ids="1,2"]\n'),
    "Notion bold": ("markup-left", "Ini «**»penting **sekali\n".replace("**sekali", "sekali")),
    "CMS style": ("html-removed", '<p «style»="text-align: center">Isi</p>\n'),
    "CMS embed": ("html-removed", "Lihat\n\n«<iframe» src='https://example.org'></iframe>\n"),
    "Google Docs comment": ("footnote-missing", "Ada tiga desa«[^a]» di sini\n"),
    "open comment of an editor": ("html-unclosed", "«<!--» tanya camat\n\nIsi\n"),
}


def converted(text: str, line: int = 1) -> tuple[str, list[tuple[str, Span]]]:
    found = RenderFindings()
    html = Converter(NullCache(), "test", "").html(Prose(FILE, text, line, {}), str, found)
    return plain_text(html), [(one.code, one.at) for one in found.report]


@pytest.mark.parametrize(("text", "shown"), SHOWN.values(), ids=SHOWN)
def test_exported_document_is_shown_as_its_writer_saw_it(text: str, shown: str) -> None:
    words, told = converted(text)
    assert " ".join(words.replace("↩", "").split()) == shown
    assert told == []


@pytest.mark.parametrize(("code", "marked"), TOLD.values(), ids=TOLD)
def test_exported_sign_that_would_be_seen_is_told(code: str, marked: str) -> None:
    text, spans = unmarked(marked, FILE, 5)
    assert converted(text, 5)[1] == [(code, span) for span in spans]
