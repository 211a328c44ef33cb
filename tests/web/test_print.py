"""The page of a year printed as a report: its cover, every row whole, and every source at its end."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from long_site import PLACES
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

YEAR = "/arsip/2018/"


@pytest.fixture(scope="module")
def page(browser: Browser, long_address: str) -> Iterator[Page]:
    """The page of the year, on paper."""
    shown = browser.new_page(viewport={"width": 673, "height": 990})  # A4 within its margins
    shown.goto(long_address + YEAR)
    shown.emulate_media(media="print")
    yield shown
    shown.close()


@pytest.fixture(scope="module")
def sheets(page: Page) -> list[str]:
    """The text of each sheet, in one line."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert [round(float(part)) for part in reader.pages[0].mediabox[2:]] == [595, 842]
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


def test_print_cover_names_report_and_date(sheets: list[str], long_address: str) -> None:
    cover = sheets[0].partition("Angka tahun ini")[0]
    assert "Desa Sadar Jaminan Sosial Ketenagakerjaan · Tahun 2018" in cover
    assert "Sumber terbaru: 9 Oktober 2019." in cover
    assert "bukan situs resmi BPJS Ketenagakerjaan" in cover
    assert f"{long_address}{YEAR}" in cover


def test_print_sheets_are_numbered(sheets: list[str]) -> None:
    assert 4 <= len(sheets) <= 12
    for number, sheet in enumerate(sheets, 1):
        assert re.search(rf"\b{number} / {len(sheets)}\b", sheet), sheet[-80:]


def test_print_rows_whole_and_heads_repeated(sheets: list[str]) -> None:
    """A row of the table is a name with its code and its date: all three on one sheet, one after the other."""
    rows = [
        re.findall(r"Desa Percobaan (\d+) 35\.05\.15\.(\d+) Kec\. Gandusari, \S+ Blitar 2018", one) for one in sheets
    ]
    assert sorted(int(name) for found in rows for name, _ in found) == list(range(PLACES))
    full = [sheet for sheet, found in zip(sheets, rows, strict=True) if found]
    assert len(full) >= 2
    assert all("Waktu penetapan" in sheet for sheet in full)


def test_print_charts_whole(page: Page, sheets: list[str]) -> None:
    """Its sentence, its labels and its table stand on one sheet."""
    sheet = next(one for one in sheets if "201 desa dilaporkan pada 2018" in one)
    after = sheet.partition("201 desa dilaporkan pada 2018, satu lebih banyak dari target 200.")[2]
    assert "target 200" in after
    assert "Target dan realisasi 2018 (jumlah desa)" in after
    assert page.evaluate("getComputedStyle(document.querySelector('figure.chart')).breakInside") == "avoid"


def test_print_omits_screen_controls(page: Page, sheets: list[str]) -> None:
    text = " ".join(sheets)
    for left_out in ("Lewati ke isi", "Unduh data", "Data (CSV)", "Bandingkan semua tahun", "Tahun sebelumnya"):
        assert left_out not in text, left_out
    shown = page.locator("header, nav, .downloads, .pager, .csv, summary").all()
    assert [one.inner_text() for one in shown if one.is_visible()] == []


def test_print_sources_at_end(sheets: list[str]) -> None:
    end = " ".join(sheets).rpartition("Sumber semua yang ditampilkan di halaman ini.")[2]
    for publisher in ("Republika, 5 Juli 2018", "Media daring daerah, 9 Oktober 2019", "Antara News Jambi"):
        assert publisher in end, publisher


def test_print_nothing_wider_than_paper(page: Page) -> None:
    wide = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((one) => !one.closest("svg svg, .halves")
          && one.getClientRects().length && one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert wide == []
