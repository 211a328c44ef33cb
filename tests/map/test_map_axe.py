"""The map as readers open it, judged by axe-core: on small and large screens, light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_core import Axe
from gates.colours import WIDTHS, scheme_faults
from map_sample import Sample
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
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


@pytest.mark.parametrize("path", ["/peta/", "/peta/sematan/"])
@pytest.mark.parametrize("width", WIDTHS)
def test_map_open_passes_axe_with_and_without_popup(
    page: Page, weighed_sample: Sample, axe: Axe, width: int, path: str
) -> None:
    opened(sized(page, width), weighed_sample.address + path)
    assert scheme_faults(page, axe) == []
    page.locator(".leaflet-marker-pane .mark").first.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert scheme_faults(page, axe) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_map_filtered_passes_axe(page: Page, weighed_sample: Sample, axe: Axe, width: int) -> None:
    opened(sized(page, width), f"{weighed_sample.address}/peta/")
    chosen = page.locator("#map-filters select").first
    chosen.select_option(index=1)
    page.locator("#map-filters input").first.fill("su")
    page.wait_for_load_state("networkidle")
    assert chosen.input_value() != ""
    assert scheme_faults(page, axe) == []
