"""What the map costs a reader of the sample site, compressed: little before it is asked for, and not much after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from map_sample import VILLAGE, Sample
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A telephone's first visit."""
    context = browser.new_context(viewport={"width": 412, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["/peta/", "/peta/sematan/"])
def test_map_budget_of_page_and_opened_map(page: Page, weighed_sample: Sample, path: str) -> None:
    asked = weighed_sample.fetched(page)
    page.goto(weighed_sample.address + path, wait_until="networkidle")
    before = {one: weighed_sample.weighs(one) for one in asked}
    assert {one.rpartition(".")[2] for one in before} == {path, "css", "js", "svg"}
    assert sum(before.values()) <= 20_000, before
    page.get_by_role("button", name="Buka peta interaktif").click()
    expect(page.locator("#map-open")).to_be_hidden()
    expect(page.locator(".leaflet-marker-pane .mark").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    after = {one: weighed_sample.weighs(one) for one in asked if one not in before}
    assert sorted(one.rpartition(".")[2] for one in after) == ["css", "js", "js", "json", "json", "json"]
    assert sum(after.values()) <= 100_000, after
    stated = page.locator("#map-open button").text_content() or ""
    assert f"{-(-sum(after.values()) // 1000)} kB" in stated


@pytest.mark.parametrize("path", [VILLAGE, "/wilayah/jawa-timur/", "/arsip/2018/", "/arsip/", "/"])
def test_map_budget_of_page_with_picture(page: Page, weighed_sample: Sample, path: str) -> None:
    asked = weighed_sample.fetched(page)
    page.goto(weighed_sample.address + path, wait_until="networkidle")
    assert page.locator("script:not([type='application/ld+json'])").count() == 0
    assert {one.rpartition(".")[2] for one in asked} == {path, "css", "svg"}
    assert weighed_sample.weighs(path) <= 14_000


def test_map_pictures_are_on_expected_pages(page: Page, weighed_sample: Sample) -> None:
    for path in (VILLAGE, "/wilayah/jawa-timur/", "/arsip/2018/", "/arsip/"):
        page.goto(weighed_sample.address + path)
        assert page.locator("main svg").count() >= 1, path
