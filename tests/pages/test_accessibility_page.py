"""The accessibility statement: what was tried and found, what was not tried, and whom to tell of a barrier."""

from __future__ import annotations

from factory import make_config, make_site, render_pages, render_site
from parsed_page import parse_page

from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.models import (
    AccessibilityLimit,
    AccessibilityStatement,
    AccessibilityTool,
    AccessibilityTrial,
    Publisher,
    Translation,
)
from sitegen.urls import build_routes

FILE = "aksesibilitas/index.html"
TOLD = AccessibilityStatement(
    date="2025-12-31",
    templates=("home.html", "village.html"),
    widths=(320, 1280),
    schemes=("light", "dark"),
    tools=(AccessibilityTool(name="axe-core", version="4.14.1"),),
    trials=(AccessibilityTrial(what="axe", faults=0), AccessibilityTrial(what="no-script", faults=0)),
    untried=("screen-reader",),
    limits=(AccessibilityLimit(id="peta", description="Peta tidak dapat dipakai <tanpa melihat>."),),
)


def shown(told: AccessibilityStatement, **parts: object) -> str:
    """The text of the main part of the page."""
    return parse_page(render_pages(accessibility=told, **parts)[FILE]).main


def test_accessibility_page_tells_trials_and_findings() -> None:
    text = shown(TOLD)
    assert "Pada 31 Desember 2025 satu halaman dari masing-masing 2 jenis halaman" in " ".join(text.split())
    assert "320, 1280 piksel" in text
    assert "axe-core 4.14.1" in text
    assert "Isi tanpa JavaScript" in text
    assert "Tidak ditemukan kesalahan. Perangkat lunak hanya menemukan sebagian hambatan." in text
    assert "Pembaca layar" in text
    assert "Peta tidak dapat dipakai <tanpa melihat>." in text


def test_accessibility_page_tells_faults() -> None:
    text = shown(
        AccessibilityStatement(
            date="2025-12-31",
            templates=("home.html",),
            widths=(320,),
            schemes=("light",),
            tools=(),
            trials=(AccessibilityTrial(what="axe", faults=2), AccessibilityTrial(what="print", faults=1)),
        )
    )
    assert "Ditemukan 3 kesalahan" in text
    assert "Tidak ditemukan" not in text
    assert "Yang belum diuji" not in text
    assert "Hambatan yang diketahui" not in text


def test_accessibility_page_tells_contact() -> None:
    config = make_config(publisher=Publisher(name="Penerbit Uji", email="uji@uji.example"))
    page = parse_page(render_pages(accessibility=TOLD, config=config)[FILE])
    assert page.all("a", href="mailto:uji@uji.example")
    assert "uji@uji.example" in page.main


def test_accessibility_page_linked_from_every_page() -> None:
    pages = render_pages(accessibility=TOLD)
    assert parse_page(pages["desa/index.html"]).all("a", href="../aksesibilitas/")
    without = render_pages()
    assert FILE not in without
    assert "aksesibilitas" not in without["desa/index.html"]


def test_accessibility_page_in_other_language() -> None:
    english = Translation(what="limit:peta", description="The map cannot be used without seeing it.")
    config = make_config(languages=("id", "en"))
    routes = build_routes(config, lambda language: load_messages(language, NullCache())["paths"])
    site = make_site(accessibility=TOLD, config=config, translations={"en": (english,)})
    text = parse_page(render_site(site, routes)["en/accessibility/index.html"]).main
    assert "The map cannot be used without seeing it." in text
    assert "Screen readers" in text
    assert "Peta tidak dapat" not in text
