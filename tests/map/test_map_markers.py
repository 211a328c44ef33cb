"""The marks of the map and their notes in Chromium: by keyboard, with hostile names, and as the map is moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from factory import in_regions
from map_host import Host, opened, serving
from map_site import HOSTILE, hostile_villages, publish, site_of, village
from playwright.sync_api import Page, expect

from sitegen.models import Location

FARTHEST = "Desa ${alert(1)}, ditetapkan, 2018"
REACHED = village(2011, "Gadungan", -8.2, 112.3, certified=None)
TRACE = """() => {
  window.fallen = 0;
  document.addEventListener('focusout', (event) => {
    if (!event.relatedTarget && event.target.closest('.map')) setTimeout(() => {
      if (document.activeElement === document.body) window.fallen += 1;
    });
  });
}"""
"""Counts how often the focus falls from the map to the body."""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The site of the hostile names, with twelve places at one point."""
    same = [village(2020 + at, f"Kembar {at}", -2.0, 121.0) for at in range(12)]
    with serving(tmp_path_factory.mktemp("map") / "served") as host:
        publish(site_of((*hostile_villages()[:-1], REACHED, *same)), host.folder / "sub")
        yield host


def move(page: Page, view: str) -> None:
    """Show a part of the map at once: latitude, longitude and zoom."""
    page.evaluate(f"village_map.setView({view}, {{animate: false}})")


@pytest.mark.parametrize("policed", [True, False])
def test_map_marker_hostile_names_are_text(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host)
    move(page, "[-8, 112.29], 8")
    for at, name in enumerate(HOSTILE):
        move(page, f"[{-8 + 2.5 * at}, {100 + 8 * at}], 8")
        mark = page.get_by_role("button", name=f"Desa {name}, ditetapkan, 2018", exact=True)
        mark.focus()
        page.keyboard.press("Enter")
        note = page.get_by_role("dialog", name=f"Desa {name}, ditetapkan, 2018", exact=True)
        expect(note.get_by_role("link")).to_have_text(f"Desa {name}")
        page.keyboard.press("Escape")
        expect(note).to_have_count(0)
    assert page.evaluate("document.querySelectorAll('#village_map :is(img, script)').length") == 0
    assert faults == []


def test_map_marker_keyboard_only(page: Page, host: Host, faults: list[str]) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"{host.address}/peta/")
    page.get_by_role("button", name="Buka peta interaktif").focus()
    page.keyboard.press("Enter")
    region = page.get_by_role("region", name="Peta interaktif tempat yang tercatat di situs ini")
    expect(region).to_be_focused()
    page.evaluate(TRACE)
    page.keyboard.press("Tab")
    expect(page.locator(".mark:focus")).to_have_count(1)
    page.keyboard.press("Home")
    first = page.get_by_role("button", name=FARTHEST)
    expect(first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(first).not_to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(first).to_be_focused()
    for key in ("Enter", " "):
        page.keyboard.press(key)
        link = page.get_by_role("dialog", name=FARTHEST).get_by_role("link")
        expect(link).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(page.get_by_role("button", name="Tutup keterangan")).to_be_focused()
        page.keyboard.press("Escape")
        expect(first).to_be_focused()
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("+")
    expect(first).to_be_focused()
    stops = 0
    while page.evaluate("Boolean(document.activeElement.closest('#village_map'))"):
        page.keyboard.press("Tab")
        stops += 1
    assert stops <= 10
    page.get_by_role("link", name="Lewati peta, langsung ke daftar").last.press("Enter")
    expect(page.get_by_role("heading", name="Daftar menurut wilayah")).to_be_focused()
    assert page.evaluate("fallen") == 0
    assert faults == []


def test_map_marker_focus_moves_to_replacement(page: Page, host: Host) -> None:
    opened(page, host)
    page.evaluate(TRACE)
    move(page, "[-8.1, 112.3], 10")
    page.get_by_role("button", name="Desa Sukosewu").focus()
    for _ in range(3):
        page.keyboard.press("-")
        expect(page.locator(".mark:focus")).to_have_count(1)
    expect(page.locator(".mark:focus")).to_have_accessible_name(
        "2 tempat berdekatan: 1 ditetapkan, 1 sudah menerima sosialisasi"
    )
    assert page.evaluate("fallen") == 0


def test_map_marker_focus_moves_to_containing_group(page: Page, host: Host) -> None:
    east = (112.0, 112.005, 112.01, 112.015, 112.02, 112.42, 112.66)  # the last but one lies nearer to the last
    publish(
        site_of(tuple(village(2001 + at, f"Deret {at}", -8.0, lon) for at, lon in enumerate(east))), host.folder / "row"
    )
    opened(page, replace(host, address=host.address.replace("/sub", "/row")))
    move(page, "[-8, 112.4], 8")
    page.get_by_role("button", name="Desa Deret 5").focus()
    page.keyboard.press("-")
    expect(page.locator(".mark:focus")).to_have_accessible_name("6 tempat berdekatan: 6 ditetapkan")
    expect(page.get_by_role("button", name="Desa Deret 6")).to_be_visible()


def test_map_marker_groups_split_on_zoom(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host)
    move(page, "[-8.1, 112.3], 7")
    page.get_by_role("button", name="2 tempat berdekatan: 1 ditetapkan, 1 sudah menerima sosialisasi").press("Enter")
    note = page.get_by_role("dialog")
    expect(note.get_by_role("link")).to_have_text(["Desa Gadungan", "Desa Sukosewu"])
    note.get_by_role("button", name="Perbesar ke tempat-tempat ini").press("Enter")
    expect(page.get_by_role("button", name="Desa Sukosewu, ditetapkan, 2018")).to_contain_class("mark-certified")
    expect(page.get_by_role("button", name="Desa Gadungan, sudah menerima sosialisasi")).to_contain_class(
        "mark-reached"
    )
    expect(page.locator("#village_map")).to_be_focused()
    assert faults == []


@pytest.mark.parametrize("zoom", [6, 12])
def test_map_marker_popup_names_all_places_at_point(page: Page, host: Host, zoom: int) -> None:
    opened(page, host)
    move(page, f"[-2, 121], {zoom}")
    page.get_by_role("button", name="12 tempat berdekatan: 12 ditetapkan").press("Enter")
    note = page.get_by_role("dialog")
    expect(note.get_by_role("link")).to_have_count(12)
    expect(note.get_by_role("button", name="Perbesar")).to_have_count(0)


def test_map_marker_popup_in_large_text_stays_in_map(page: Page, host: Host) -> None:
    page.set_viewport_size({"width": 640, "height": 700})
    opened(page, host)
    page.evaluate("document.documentElement.style.fontSize = '200%'; village_map.invalidateSize(); 0")
    move(page, "[-2, 121], 6")
    page.get_by_role("button", name="12 tempat berdekatan: 12 ditetapkan").press("Enter")
    note, ground = page.get_by_role("dialog"), page.locator("#village_map")
    expect(note.get_by_role("link").first).to_be_focused()
    inside = "(top) => document.querySelector('.leaflet-popup').getBoundingClientRect().top >= top"
    top = ground.evaluate("map => map.getBoundingClientRect().top")
    page.wait_for_function(inside, arg=top)
    note.get_by_role("button", name="Tutup keterangan").click()
    expect(note).to_have_count(0)


def test_map_marker_popup_links_to_place_page(page: Page, host: Host) -> None:
    opened(page, host)
    page.get_by_role("button", name=FARTHEST).press("Enter")
    note = page.get_by_role("dialog")
    resolve = "element => element.href"
    listed = page.locator("#map-list").get_by_role("link", name="Desa ${alert(1)}")
    assert note.get_by_role("link").evaluate(resolve) == listed.evaluate(resolve)
    assert listed.evaluate(resolve).startswith(f"{host.address}/wilayah/jawa-timur/")
    expect(note).to_contain_text("Kec. Gandusari, Kabupaten Blitar, Jawa Timur")
    expect(note).to_contain_text("± 2,2 km; bukan acuan batas wilayah")


def test_map_marker_open_and_focused_not_redrawn(page: Page, host: Host) -> None:
    opened(page, host)
    mark = page.get_by_role("button", name=FARTHEST)
    mark.press("Enter")
    link = page.get_by_role("dialog").get_by_role("link")
    mark.evaluate("element => { element.dataset.same = 'yes' }")
    page.evaluate("village_map.panBy([30, 0], {animate: false})")
    page.evaluate("village_map.zoomIn(1, {animate: false})")
    page.get_by_label("Status").select_option("certified", force=True)
    expect(page.get_by_role("button", name="Desa Gadungan")).to_have_count(0)
    expect(mark).to_have_attribute("data-same", "yes")
    expect(link).to_be_visible()


def test_map_marker_province_labels_do_not_overlap(page: Page, host: Host) -> None:
    east = village(2001, "Timur", -8.0, 112.5)
    west = in_regions(replace(east, code="33.10.01.2001"), province="Jawa Tengah")
    west = replace(west, location=Location(lat=-8.0, lon=112.0, uncertainty_m=2200, precision="village"))
    publish(site_of((east, west)), host.folder / "names")
    opened(page, replace(host, address=host.address.replace("/sub", "/names")))
    names = page.locator(".map-region span:not(.map-covered)")
    move(page, "[-8, 112.2], 5")
    expect(names).to_have_count(1)
    move(page, "[-8, 112.2], 11")
    expect(names).to_have_text(["Jawa Tengah", "Jawa Timur"])
