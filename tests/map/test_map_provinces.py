"""A map whose places stand in a file a province, in Chromium: provinces far out, places near, loaded on demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from factory import in_regions
from map_host import Host, opened, serving
from map_site import publish, site_of, village
from playwright.sync_api import Page, expect

from sitegen import map_data
from sitegen.models import Village

PROVINCES = (
    ("11", "Aceh", 4.5, 96.8),
    ("33", "Jawa Tengah", -7.3, 110.0),
    ("35", "Jawa Timur", -7.9, 112.6),
    ("94", "Papua Tengah", -3.5, 136.5),
)
"""Code, name, and where its places lie around."""
EAST_JAVA = "Jawa Timur, 6 tempat: 6 ditetapkan"


def villages() -> Iterator[Village]:
    """Six places in each province."""
    for code, province, lat, lon in PROVINCES:
        for at in range(6):
            one = village(2001 + at, f"Desa {code} {at}", round(lat + at / 9, 2), lon)
            yield in_regions(
                replace(one, code=f"{code}.05.15.{2001 + at}"), province=province, regency=f"Kabupaten {code}"
            )


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A site of four provinces, each with a file of its own."""
    with serving(tmp_path_factory.mktemp("map") / "served") as host, pytest.MonkeyPatch.context() as patch:
        patch.setattr(map_data, "MAX_PLACES_PER_FILE", 10)
        publish(site_of(tuple(villages())), host.folder / "sub")
        yield host


def test_map_provinces_zoomed_out_fetch_no_places(page: Page, host: Host, faults: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda ask: asked.append(ask.url.rpartition("/")[2].split(".")[0]))
    opened(page, host)
    expect(page.get_by_role("button", name="Papua Tengah, 6 tempat: 6 ditetapkan")).to_be_visible()
    java = page.get_by_role("button", name="2 provinsi, 12 tempat: 12 ditetapkan")
    java.press("Enter")
    note = page.get_by_role("dialog")
    expect(note.get_by_role("link")).to_have_text(["Jawa Tengah", "Jawa Timur"])
    assert not {"11", "33", "35", "94"} & set(asked)
    note.get_by_role("button", name="Perbesar ke provinsi-provinsi ini").press("Enter")
    expect(java).to_have_count(0)
    expect(page.locator("#village_map")).to_be_focused()
    assert faults == []


def test_map_province_loads_on_zoom(page: Page, host: Host, faults: list[str]) -> None:
    asked: list[str] = []
    opened(page, host)
    page.evaluate("village_map.setView([-7.5, 112], 6, {animate: false})")
    mark = page.get_by_role("button", name=EAST_JAVA)
    mark.press("Enter")
    note = page.get_by_role("dialog", name=EAST_JAVA)
    resolve = "element => element.href"
    assert note.get_by_role("link").evaluate(resolve) == f"{host.address}/wilayah/jawa-timur/"
    page.on("request", lambda ask: asked.append(ask.url.rpartition("/")[2].split(".")[0]))
    note.get_by_role("button", name="Perbesar dan muat tempatnya (1 kB)").press("Enter")
    expect(mark).to_have_count(0)
    expect(page.locator("#map-status")).to_contain_text("dimuat: 6 tempat.")
    expect(page.locator("#village_map")).to_be_focused()
    expect(page.locator(".leaflet-marker-pane .mark:not(.mark-region)").first).to_be_visible()
    assert asked[0] == "35"
    assert not {"11", "94"} & set(asked)
    page.evaluate("village_map.setView([-7.5, 112], 4, {animate: false})")
    expect(page.locator(".leaflet-marker-pane .mark-region", has_text="12")).to_be_visible()
    assert faults == []


def test_map_province_load_failure_keeps_marker_and_retries(page: Page, host: Host) -> None:
    host.refuse("94.")
    opened(page, host)
    page.evaluate("village_map.setView([-3.5, 136.5], 8, {animate: false})")
    expect(page.locator("#map-status")).to_contain_text("Data Papua Tengah tidak dapat dimuat.")
    expect(page.get_by_role("button", name="Papua Tengah, 6 tempat: 6 ditetapkan")).to_be_visible()
    host.refused.clear()
    page.get_by_role("button", name="Coba lagi").press("Enter")
    expect(page.locator("#map-status")).to_have_text("Papua Tengah dimuat: 6 tempat.")
    expect(page.locator("#village_map")).to_be_focused()
    expect(page.locator(".leaflet-marker-pane .mark-region")).to_have_count(0)


def test_map_province_focus_moves_to_places(page: Page, host: Host) -> None:
    opened(page, host)
    page.get_by_role("button", name="Papua Tengah, 6 tempat: 6 ditetapkan").focus()
    page.evaluate("village_map.setView([-3.5, 136.5], 8, {animate: false})")
    expect(page.locator(".mark:focus:not(.mark-region)")).to_have_count(1)
