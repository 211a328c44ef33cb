"""The map and the search of the example sites of other countries, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gates.sites import Hosted, hosted_site
from playwright.sync_api import Browser, Page, expect

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module", params=["kenya", "philippines"])
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Hosted]]:
    """Each example on a host."""
    with hosted_site(EXAMPLES / request.param, tmp_path_factory.mktemp(request.param) / "site") as hosted:
        yield request.param, hosted


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a phone, which must not complain of anything."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    page, faults = context.new_page(), list[str]()
    page.on("console", lambda said: faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


MARKS = {
    "kenya": ("Ziwani Ward, designated, 2024", "All counties", "Sampuli (4)"),
    "philippines": ("Malayong Pulo, reached by outreach", "All regions", "Kunwari Capital Region (KCR) (4)"),
}


def test_example_map_shows_places_and_filters_by_its_highest_level(example: tuple[str, Hosted], page: Page) -> None:
    name, hosted = example
    place, every, one = MARKS[name]
    page.goto(f"{hosted.address}/map/")
    page.get_by_role("button", name="Open the interactive map").click()
    expect(page.locator("#map-status")).to_have_text("The map is open.")
    expect(page.get_by_role("button", name=place)).to_be_visible()
    page.get_by_text("Filter what is shown").click()
    choice = page.get_by_role("combobox").filter(has_text=every)
    assert [text for text in choice.locator("option").all_text_contents() if text == one] == [one]
    choice.select_option(label=one)
    expect(page.locator("#map")).to_contain_text("Showing 4 of 12 places")


FOUND = [
    ("kenya", "ziwani", ["Ziwani Ward"]),
    ("kenya", "sampuli south constituency", ["Sampuli South Constituency", "Kisima Kirefu Ward", "Maji Safi Ward"]),
    ("kenya", "901.902", ["Mfano West Constituency", "Bwawani Ward", "Chemchemi Ward", "Mto Mpya Ward"]),
    ("kenya", "9029039008", ["Kisima Kirefu Ward"]),  # a previous code, without its dots
    ("philippines", "san aklat", ["San Aklat"]),
    ("philippines", "9880100", ["City of Kunwari", "Barangay 1", "Barangay 2", "San Aklat"]),
    ("philippines", "9797601001", ["Tabing Ilog"]),  # a previous code
]


def test_example_search_finds_places_and_regions(example: tuple[str, Hosted], page: Page) -> None:
    name, hosted = example
    page.goto(f"{hosted.address}/search/")
    for query, expected in [(query, names) for country, query, names in FOUND if country == name]:
        page.get_by_role("searchbox").fill(query)
        expect(page.get_by_role("status")).to_contain_text(f"“{query}”: {len(expected)}.", timeout=20_000)
        assert sorted(page.locator("#search-list a").all_text_contents()) == sorted(expected), query
