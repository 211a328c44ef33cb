"""The map page in Chromium, under the site's policy, in a folder of its host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from map_host import Host
from map_site import HOSTILE, hostile_villages, outputs, publish, site_of, village
from playwright.sync_api import Browser, Page, expect

from sitegen.model import Location

FARTHEST = "Desa ${alert(1)}, ditetapkan"


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def page(host: Host, browser: Browser, faults: list[str]) -> Iterator[Page]:
    """The page, not yet opened; what the browser complains of, and what it asks of others, stands in `faults`."""
    publish(site_of(hostile_villages()), host.folder / "sub")
    context = browser.new_context(viewport={"width": 412, "height": 900})
    shown = context.new_page()
    shown.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.on("dialog", lambda dialog: (faults.append("dialog"), dialog.dismiss()))
    shown.on("request", lambda ask: None if ask.url.startswith(host.address) else faults.append(ask.url))
    yield shown
    context.close()


def opened(page: Page, host: Host) -> Page:
    page.goto(f"{host.address}/peta/")
    expect(page.get_by_text("Peta interaktif memerlukan JavaScript")).to_be_hidden()
    page.get_by_role("button", name="Buka peta interaktif").click()
    expect(page.locator("#map-status")).to_have_text("Peta terbuka.")
    return page


def test_nothing_is_fetched_before_the_press(page: Page, host: Host, faults: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda ask: asked.append(ask.url.rpartition("/")[2]))
    page.goto(f"{host.address}/peta/", wait_until="networkidle")
    assert not [name for name in asked if name.startswith(("leaflet", "peta.", "desa."))]
    opened(page, host)
    assert {"leaflet", "peta", "desa"} <= {name.split(".")[0] for name in asked}
    assert faults == []


def test_hostile_names_are_text_and_nothing_runs(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host)
    for name in HOSTILE:
        mark = page.get_by_role("button", name=f"Desa {name}, ditetapkan", exact=True)
        mark.focus()
        page.keyboard.press("Enter")
        note = page.get_by_role("dialog")
        expect(note.get_by_role("link")).to_have_text(f"Desa {name}")
        page.keyboard.press("Escape")
        expect(note).to_have_count(0)
    assert faults == []


def test_a_mark_opens_and_closes_by_keyboard_and_focus_returns(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host)
    mark = page.get_by_role("button", name=FARTHEST)
    for key in ("Enter", " "):
        mark.focus()
        page.keyboard.press(key)
        link = page.get_by_role("dialog", name=FARTHEST).get_by_role("link")
        expect(link).to_be_focused()
        page.keyboard.press("Escape")
        expect(mark).to_be_focused()
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert faults == []


def test_a_note_leads_to_the_page_of_its_place(page: Page, host: Host) -> None:
    opened(page, host)
    page.get_by_role("button", name=FARTHEST).focus()
    page.keyboard.press("Enter")
    note = page.get_by_role("dialog")
    listed = page.locator(".map-list").get_by_role("link", name="Desa ${alert(1)}")
    resolve = "element => element.href"
    assert note.get_by_role("link").evaluate(resolve) == listed.evaluate(resolve)
    assert listed.evaluate(resolve).startswith(f"{host.address}/wilayah/jawa-timur/")
    expect(note).to_contain_text("ditetapkan, 2018")
    expect(note).to_contain_text("± 2,2 km; bukan acuan batas wilayah")


def test_neighbours_share_a_mark_until_the_map_is_near_enough(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host)
    both = page.get_by_role("button", name="2 tempat berdekatan: 1 ditetapkan, 1 telah disosialisasikan")
    both.focus()
    page.keyboard.press("Enter")
    note = page.get_by_role("dialog")
    expect(note.get_by_role("link")).to_have_text(["Desa Sukosewu", "Desa Gadungan"])
    note.get_by_role("button", name="Perbesar ke tempat-tempat ini").press("Enter")
    certified = page.get_by_role("button", name="Desa Sukosewu, ditetapkan")
    reached = page.get_by_role("button", name="Desa Gadungan, telah disosialisasikan")
    expect(certified).to_have_class("leaflet-marker-icon mark mark-certified leaflet-zoom-animated leaflet-interactive")
    expect(reached).to_have_class("leaflet-marker-icon mark mark-reached leaflet-zoom-animated leaflet-interactive")
    expect(page.locator("#village_map")).to_be_focused()
    assert faults == []


def test_a_mark_that_stays_in_view_is_not_drawn_again(page: Page, host: Host) -> None:
    opened(page, host)
    mark = page.get_by_role("button", name=FARTHEST)
    mark.focus()
    page.keyboard.press("Enter")
    mark.evaluate("element => { element.dataset.same = 'yes' }")
    page.evaluate("village_map.panBy([30, 0], {animate: false})")
    expect(mark).to_have_attribute("data-same", "yes")
    expect(page.get_by_role("dialog").get_by_role("link")).to_be_focused()


def test_a_name_of_a_province_is_not_written_over_another(page: Page, host: Host) -> None:
    east = village(2001, "Timur", -8.0, 112.5)
    west = replace(east, code="33.10.01.2001", province="Jawa Tengah", location=Location(lat=-7.9, lon=112.0))
    publish(site_of((east, west)), host.folder / "sub")
    opened(page, host)
    first, second = (page.locator("#village_map").get_by_text(name) for name in ("Jawa Timur", "Jawa Tengah"))
    expect(first).to_be_visible()
    expect(second).to_be_hidden()
    page.evaluate("village_map.setView([-8, 112.2], 11, {animate: false})")
    expect(first).to_be_visible()
    expect(second).to_be_visible()


def test_controls_speak_the_language_of_the_page(page: Page, host: Host) -> None:
    opened(page, host)
    expect(page.get_by_role("button", name="Perbesar peta")).to_be_visible()
    expect(page.get_by_role("button", name="Perkecil peta")).to_be_visible()
    expect(page.get_by_role("region", name="Peta interaktif tempat yang tercatat di situs ini")).to_be_focused()
    page.get_by_role("link", name="Lewati peta, langsung ke daftar").click()
    expect(page.get_by_role("heading", name="Daftar menurut wilayah")).to_be_focused()
    page.get_by_role("button", name=FARTHEST).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tutup keterangan")).to_be_visible()


def test_reduced_motion_is_kept_to(page: Page, host: Host) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened(page, host)
    assert page.evaluate("[village_map.options.zoomAnimation, village_map.options.fadeAnimation]") == [False, False]


def test_with_a_coarse_pointer_one_finger_scrolls_the_page(host: Host, browser: Browser, tmp_path: Path) -> None:
    publish(site_of(hostile_villages()), host.folder / "sub")
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 412, "height": 900})
    shown = opened(context.new_page(), host)
    assert shown.evaluate("village_map.dragging.enabled()") is False
    assert shown.locator("#village_map").evaluate("e => getComputedStyle(e).touchAction") == "pan-x pan-y"
    expect(shown.get_by_text("geser peta dengan dua jari")).to_be_visible()
    context.close()


@pytest.mark.parametrize("missing", ["leaflet.", "peta.", "desa."])
def test_what_cannot_be_loaded_is_said(page: Page, host: Host, missing: str) -> None:
    files = [file for file in host.folder.rglob("*.*") if file.name.startswith(missing)]
    assert files
    host.refused.update(f"/{file.relative_to(host.folder).as_posix()}" for file in files)
    page.goto(f"{host.address}/peta/")
    page.get_by_role("button", name="Buka peta interaktif").click()
    expect(page.locator("#map-status")).to_contain_text("Peta tidak dapat dimuat.")
    expect(page.locator("#village_map")).to_be_hidden()


def test_without_javascript_the_page_says_so_and_lists_every_place(host: Host, browser: Browser) -> None:
    site = site_of(hostile_villages())
    publish(site, host.folder / "sub")
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(f"{host.address}/peta/")
    expect(shown.get_by_text("Peta interaktif memerlukan JavaScript")).to_be_visible()
    expect(shown.get_by_role("button", name="Buka peta interaktif")).to_have_count(0)
    names = shown.locator(".map-list ul a").all_text_contents()
    assert sorted(names) == sorted(f"Desa {one.name}" for one in site.villages)
    context.close()


def test_the_button_states_a_cost_that_is_not_exceeded(page: Page, host: Host) -> None:
    view = outputs(site_of(hostile_villages()))["peta/index.html"].body.view  # type: ignore[union-attr]
    page.goto(f"{host.address}/peta/")
    expect(page.get_by_role("button", name=f"Buka peta interaktif (sekitar {view.kilobytes} kB)")).to_be_visible()
    assert 40 < view.kilobytes < 60
