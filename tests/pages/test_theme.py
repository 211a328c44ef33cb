"""The theme: what every page must carry, and that both languages say it."""

from __future__ import annotations

import re
import string

import pytest
from factory import (
    NOW,
    default_theme,
    make_config,
    make_news,
    make_outreach,
    make_page,
    make_programme,
    make_village,
    make_year,
    render_pages,
)

from sitegen.build_context import BuildContext
from sitegen.models import Publisher
from sitegen.plurals import CATEGORIES

SITE = {
    "villages": (make_village(certified="2018-07-05"), make_village("33.10.16.2012")),
    "outreach": (make_outreach(villages=("33.10.16.2012",)),),
    "news": (make_news(villages=("35.05.15.2004",)),),
    "pages": (make_page(),),
    "programme": make_programme(make_year(2017, reported=276), make_year(2018, target=200)),
}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {path: html for path, html in render_pages(**SITE).items() if "<main" in html}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_theme_messages_same_keys_and_placeholders() -> None:
    messages = default_theme().messages
    plain = {
        language: {key: text for key, text in every.items() if not _is_form(key, every)}
        for language, every in messages.items()
    }
    assert plain["id"].keys() == plain["en"].keys()
    for key, text in plain["id"].items():
        assert fields(text) == fields(plain["en"][key]), key


def _is_form(key: str, messages: dict[str, str]) -> bool:
    """Whether a message is a form of another by its number, of which a language may have none."""
    base, _, category = key.rpartition("_")
    return category in CATEGORIES and base in messages


def test_theme_page_has_notice_and_landmarks(pages: dict[str, str]) -> None:
    assert len(pages) > 15
    for path, html in pages.items():
        assert html.startswith('<!doctype html>\n<html lang="id">'), path
        assert html.count("Situs uji, bukan situs resmi.") >= 2, path
        for once in ("<h1", '<main id="_main">', '<a class="skip" href="#_main">', "<title>", "<header", "</footer>"):
            assert html.count(once) == 1, (path, once)
        assert '<meta name="generator" content="sitegen ' in html
        assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
        assert "frame-ancestors" not in html


def test_theme_page_has_no_inline_style_or_script(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        assert not re.search(r"\s(style|on[a-z]+)=\"", html), path
        assert "<style" not in html, path
        scripts = re.findall(r"<script\b[^>]*>", html)
        assert all('type="application/ld+json"' in tag or 'src="' in tag for tag in scripts), path


def test_theme_tables_have_caption_and_scopes(pages: dict[str, str]) -> None:
    tables = [(path, table) for path, html in pages.items() for table in re.findall(r"<table.*?</table>", html, re.S)]
    assert tables
    for path, table in tables:
        assert "<caption>" in table, path
        assert all('scope="' in head for head in re.findall(r"<th\b[^>]*>", table)), path
    for path in ("desa/index.html", "arsip/index.html", "wilayah/index.html"):
        assert re.search(r'<div class="scroll" role="region" aria-label="[^"]+" tabindex="0">\s*<table', pages[path])


def test_theme_page_names_canonical_url(pages: dict[str, str]) -> None:
    html = pages["arsip/2018/index.html"]
    assert "<title>Tahun 2018 – Situs Uji</title>" in html
    assert '<link rel="canonical" href="https://uji.example/arsip/2018/">' in html
    assert '<meta property="og:url" content="https://uji.example/arsip/2018/">' in html
    assert re.search(r'<a href="[^"]+" aria-current="true">Arsip Tahunan</a>', html)
    assert re.search(r'<a href="[^"]+" aria-current="page">Tahun 2018</a>', html)
    assert "subject=Laporan%20kesalahan%3A%20Tahun%202018&amp;" in html


def test_theme_preview_pages_not_indexed(pages: dict[str, str]) -> None:
    assert 'name="robots"' not in pages["index.html"]
    preview = render_pages(BuildContext(NOW, drafts=True), **SITE)["index.html"]
    assert '<meta name="robots" content="noindex">' in preview
    assert "Pratinjau" in preview


def test_theme_interface_in_english() -> None:
    html = render_pages(config=make_config(language="en"), programme=SITE["programme"], villages=SITE["villages"])
    assert '<html lang="en">' in html["index.html"]
    assert "reported by the programme" in html["arsip/2017/index.html"]
    assert "5 July 2018" in html["desa/index.html"]
    for path, page in html.items():
        assert "tercatat di situs ini" not in page, path
        assert "belum diketahui" not in page, path


def test_theme_hostile_names_are_text() -> None:
    hostile = "<script>alert(1)</script>\"'`${x}&"
    parts = SITE | {
        "villages": (make_village(name=hostile, certified="2018", district=hostile),),
        "outreach": (),
        "news": (),
        "config": make_config(title=hostile, notice=hostile),
    }
    for path, html in render_pages(**parts).items():
        assert "<script>alert" not in html, path
        assert "alert(1)</script>" not in html, path


def test_theme_renders_without_optional_settings() -> None:
    bare = make_config(notice=None, publisher=Publisher(name="Penerbit"))
    html = render_pages(config=bare)["index.html"]
    assert "mailto:" not in html
    assert 'class="strip' not in html
