"""The map and the pages with its pictures, judged by axe-core: on small and large screens, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_core import Axe
from map_sample import VILLAGE, Sample
from playwright.sync_api import Browser, Page, expect

WIDTHS = (320, 360, 1280)
PICTURED = ("/peta/", "/peta/sematan/", "/wilayah/", "/wilayah/jawa-timur/", VILLAGE, "/arsip/2018/", "/arsip/")


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a light or a dark screen."""
    scheme: Literal["light", "dark"] = request.param
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def sized(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 800})
    return page


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.get_by_role("button", name="Buka peta interaktif").click()
    expect(page.locator("#map-open")).to_be_hidden()
    expect(page.locator(".leaflet-marker-pane .mark").first).to_be_visible()
    if not page.locator(".map-fold[open]").count():  # folded on a narrow screen
        page.locator(".map-fold > summary").click()
    return page


@pytest.mark.parametrize("path", PICTURED)
def test_map_page_with_pictures_passes_axe(page: Page, weighed_sample: Sample, axe: Axe, path: str) -> None:
    page.goto(weighed_sample.address + path)
    faults = [(width, fault) for width in WIDTHS for fault in axe.violations(sized(page, width))]
    assert faults == []


@pytest.mark.parametrize("path", ["/peta/", "/peta/sematan/"])
@pytest.mark.parametrize("width", WIDTHS)
def test_map_open_passes_axe_with_and_without_popup(
    page: Page, weighed_sample: Sample, axe: Axe, width: int, path: str
) -> None:
    opened(sized(page, width), weighed_sample.address + path)
    assert axe.violations(page) == []
    page.locator(".leaflet-marker-pane .mark").first.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe.violations(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_map_filtered_passes_axe(page: Page, weighed_sample: Sample, axe: Axe, width: int) -> None:
    opened(sized(page, width), f"{weighed_sample.address}/peta/")
    chosen = page.locator("#map-filters select").first
    chosen.select_option(index=1)
    page.locator("#map-filters input").first.fill("su")
    page.wait_for_load_state("networkidle")
    assert chosen.input_value() != ""
    assert axe.violations(page) == []


def test_map_axe_finds_a_planted_fault(page: Page, weighed_sample: Sample, axe: Axe) -> None:
    page.goto(f"{weighed_sample.address}/peta/")
    page.evaluate("document.querySelector('main').append(new Image())")
    (fault,) = axe.violations(page)
    assert fault.startswith("image-alt: ")
