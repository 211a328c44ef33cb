"""The glossary: A to Z with an anchor each, its sources, and what it is where there is none."""

from __future__ import annotations

import json
import re

from factory import make_source
from published_site import published

from sitegen.models import Term

PAGE = "istilah/index.html"
TERMS = (
    Term(id="target", term="target", meaning="Rencana."),
    Term(id="jkk", term="Jaminan <Kerja>", forms=("JKK",), meaning="Satu.\n\nDua.", sources=("koran",)),
    Term(id="aksara", term="ꦝꦺꦱ", meaning="Lain."),
    Term(id="angka", term="2 kali", meaning="Lain."),
    Term(id="jht", term="jaminan hari tua", meaning="Tiga."),
)


def page() -> str:
    return published(terms=TERMS, sources=(make_source(),))[PAGE]


def test_glossary_terms_by_letter_with_anchors() -> None:
    text = page()
    assert re.findall(r'<h2 id="(\w+)">(.)</h2>', text) == [("_j", "J"), ("_t", "T"), ("_others", "#")]
    assert re.findall(r'<a href="#(_\w+)">(.)</a>', text) == [("_j", "J"), ("_t", "T"), ("_others", "#")]
    assert re.findall(r'class="entry" id="(\w+)"', text) == ["jht", "jkk", "target", "angka", "aksara"]


def test_glossary_term_names_source() -> None:
    text = page()
    entry = text[text.index('id="jkk"') : text.index('id="_t"')]
    assert "<bdi>Jaminan &lt;Kerja&gt;</bdi>" in entry
    assert "<bdi>JKK</bdi>" in entry
    assert "<p>Satu.</p><p>Dua.</p>" in entry
    assert 'href="../kredit/#koran"' in entry
    assert "Artinya menurut situs ini" in text[text.index('id="target"') :]
    assert "Artinya menurut situs ini" not in entry


def test_glossary_has_structured_data() -> None:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page())
    defined = next(one for one in map(json.loads, blocks) if one["@type"] == "DefinedTermSet")
    assert [one["name"] for one in defined["hasDefinedTerm"]][:2] == ["jaminan hari tua", "Jaminan <Kerja>"]
    assert defined["hasDefinedTerm"][1]["url"] == "https://uji.example/istilah/#jkk"


def test_glossary_page_omitted_without_terms() -> None:
    files = published()
    assert PAGE not in files
    assert "istilah" not in files["index.html"]
    assert 'href="istilah/"' in published(terms=TERMS)["index.html"]
    assert "/istilah/" in published(terms=TERMS)["sitemap.xml"]
