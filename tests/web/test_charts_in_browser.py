"""Charts as they are drawn: after thirty years, on a narrow screen, in the dark, and without colour."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_core import Axe
from gates.colours import scheme_faults
from long_site import FIRST, LAST, UNKNOWN
from playwright.sync_api import Browser, Page

PAGES = {
    "home": "/",
    "archive": "/arsip/",
    "year": "/arsip/2018/",
    "comparison": "/arsip/banding/",
    "indicators": "/capaian/",
    "provinces": "/wilayah/",
}
CUT = """() => [...document.querySelectorAll(".bars, .tracks")].flatMap((chart) => {
  const room = chart.getBoundingClientRect();
  return [...chart.querySelectorAll("text, rect")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.left < room.left - 1 || box.right > room.right + 1 || box.bottom > room.bottom + 1;
  }).map((one) => one.outerHTML);
})"""
TOUCHING = """() => [...document.querySelectorAll(".bars")].flatMap((chart) => {
  const boxes = [...chart.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
  return boxes.flatMap(([text, box], place) => boxes.slice(place + 1).filter(([, other]) =>
    box.left < other.right && other.left < box.right && box.top + 3 < other.bottom && other.top + 3 < box.bottom)
    .map(([other]) => `${text} / ${other}`));
})"""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def phone(tab: Page) -> Page:
    """A page on a narrow screen."""
    tab.set_viewport_size({"width": 320, "height": 640})
    return tab


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_chart_fits_narrow_screen(phone: Page, long_address: str, path: str) -> None:
    phone.goto(long_address + path)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert phone.locator(".bars, .part, .tracks").count() >= 1
    assert phone.evaluate(CUT) == []
    assert phone.evaluate(TOUCHING) == []


def test_chart_grows_with_font_size(phone: Page, long_address: str) -> None:
    phone.set_viewport_size({"width": 640, "height": 640})
    phone.goto(f"{long_address}/arsip/")
    before = phone.locator(".bars").first.bounding_box()
    phone.evaluate("document.documentElement.setAttribute('class', 'x')")
    phone.evaluate("document.styleSheets[0].insertRule('html { font-size: 200% !important }', 0)")
    after = phone.locator(".bars").first.bounding_box()
    assert before
    assert after
    assert after["height"] == pytest.approx(before["height"] * 2, rel=0.02)
    assert phone.evaluate(TOUCHING) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_chart_pages_pass_axe(phone: Page, axe: Axe, long_address: str, path: str) -> None:
    phone.set_viewport_size({"width": 360, "height": 640})
    phone.goto(long_address + path)
    assert scheme_faults(phone, axe) == []


def test_comparison_tables_have_every_year(phone: Page, long_address: str) -> None:
    phone.goto(f"{long_address}/arsip/banding/")
    years = [str(year) for year in range(FIRST, LAST + 1) if year != UNKNOWN]
    for table in phone.locator("table.years").all():
        heads = [text.strip() for text in table.locator("tbody th").all_inner_texts()]
        assert [head for head in heads if head.isdigit()] == years


@pytest.mark.parametrize("look", ["screen", "print", "forced"])
def test_chart_target_outlined_without_colour(browser: Browser, long_address: str, look: str) -> None:
    """A result is filled; an aim never is, whatever becomes of the colours."""
    page = browser.new_page(forced_colors="active" if look == "forced" else "none")
    page.emulate_media(media="print" if look == "print" else "screen")
    page.goto(f"{long_address}/arsip/")
    drawn = "one => [getComputedStyle(one).fill, getComputedStyle(one).stroke, getComputedStyle(one).strokeDasharray]"
    fill, _, _ = page.locator(".bars rect.reported").first.evaluate(drawn)
    assert fill not in ("none", "rgba(0, 0, 0, 0)")
    for kind in ("target", "projected"):
        fill, stroke, dashes = page.locator(f".bars rect.{kind}").first.evaluate(drawn)
        assert fill == "none", kind
        assert stroke != "none", kind
        assert dashes != "none", kind
    page.close()
