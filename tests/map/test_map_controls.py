"""The controls of the map in Chromium: legend, full screen, where the reader is, touch, motion, schemes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from map_host import Host, opened, pressed, serving
from map_site import hostile_villages, publish, site_of
from playwright.sync_api import Browser, Page, expect

from sitegen.models import Tiles


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The site of the hostile names, and the same with map images of the host."""
    with serving(tmp_path_factory.mktemp("map") / "served") as host:
        site = site_of(hostile_villages())
        publish(site, host.folder / "sub")
        yield host


def test_map_controls_language_and_size(page: Page, host: Host) -> None:
    opened(page, host)
    for name in ("Perbesar peta", "Perkecil peta", "Tampilkan peta sepenuh layar", "Tunjukkan letak saya"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 40
    legend = page.locator(".map-legend")
    legend.get_by_text("Arti tanda").click()
    expect(legend.get_by_role("listitem")).to_have_text(
        [
            "Lingkaran: ditetapkan",
            "Belah ketupat: sudah menerima sosialisasi; bukan penetapan",
            "2Kotak dengan angka: beberapa tempat yang berdekatan",
        ]
    )
    keys = page.locator("#village_map").get_attribute("aria-describedby")
    expect(page.locator(f"#{keys}")).to_contain_text("Dengan papan ketik")


def test_map_full_screen_by_keyboard(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host)
    page.get_by_role("button", name="Tampilkan peta sepenuh layar").press(" ")
    leave = page.get_by_role("button", name="Keluar dari layar penuh")
    expect(leave).to_be_focused()
    assert page.evaluate("document.fullscreenElement.id") == "village_map"
    leave.press(" ")
    page.wait_for_function("() => !document.fullscreenElement")
    assert faults == []


def test_map_full_screen_refused_is_reported(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host)
    page.evaluate("Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('no')); 0")
    page.get_by_role("button", name="Tampilkan peta sepenuh layar").click()
    expect(page.locator("#map-status")).to_have_text("Peramban tidak mengizinkan layar penuh.")
    assert faults == []


def test_map_location_requested_on_press_and_labelled(page: Page, host: Host, faults: list[str]) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -8.1, "longitude": 112.2, "accuracy": 1234})
    page.add_init_script(
        "window.asked = 0; const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);"
        "navigator.geolocation.getCurrentPosition = (...handed) => { window.asked += 1; ask(...handed); };"
    )
    opened(page, host)
    assert page.evaluate("asked") == 0
    button = page.get_by_role("button", name="Tunjukkan letak saya")
    button.press("Enter")
    expect(page.locator("#map-status")).to_have_text("Anda di sekitar sini, ± 1,2 km")
    expect(page.locator(".map-here")).to_have_text("Anda di sekitar sini, ± 1,2 km")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("asked") == 1
    button.press(" ")
    expect(page.locator(".map-here")).to_have_count(0)
    assert faults == []


def test_map_location_denied_is_reported(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host)  # Chromium refuses where nobody grants
    button, status = page.get_by_role("button", name="Tunjukkan letak saya"), page.locator("#map-status")
    button.click()
    expect(status).to_have_text("Peramban tidak mengizinkan situs ini mengetahui letak Anda.")
    page.evaluate("navigator.geolocation.getCurrentPosition = (_, fail) => setTimeout(fail, 0, { code: 2 }); 0")
    button.click()
    expect(status).to_have_text("Letak Anda tidak dapat ditemukan.")
    page.evaluate("navigator.geolocation.getCurrentPosition = () => {}; 0")
    button.click()
    expect(status).to_have_text("Mencari letak Anda …")
    button.click()
    expect(status).to_be_empty()
    assert faults == []


def test_map_location_abroad_is_reported_without_moving(page: Page, host: Host) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 35.6, "longitude": 139.7, "accuracy": 30})
    opened(page, host)
    view = "[village_map.getCenter().toString(), village_map.getZoom()]"
    before, button = page.evaluate(view), page.get_by_role("button", name="Tunjukkan letak saya")
    button.click()
    expect(page.locator("#map-status")).to_have_text("Letak Anda di luar peta ini.")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".map-here")).to_have_count(0)
    assert page.evaluate(view) == before


@pytest.mark.parametrize("position", ["5/0/480", "6/80/-170", "9/-60/20"])
def test_map_url_outside_bounds_is_ignored(page: Page, host: Host, position: str) -> None:
    opened(page, host, f"?di={position}")
    lands = "Array.from(document.querySelectorAll('.map-land'), (land) => land.getBoundingClientRect())"
    box = "document.getElementById('village_map').getBoundingClientRect()"
    meets = "land.left < box.right && land.right > box.left && land.top < box.bottom && land.bottom > box.top"
    assert page.evaluate(f"(() => {{ const box = {box}; return {lands}.some((land) => {meets}); }})()")


def test_map_forced_colours_buttons_readable(page: Page, host: Host) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{host.address}/peta/")
    opener = page.get_by_role("button", name="Buka peta interaktif")
    colours = (
        "button => { const { color, backgroundColor } = getComputedStyle(button); return [color, backgroundColor]; }"
    )
    assert len(set(opener.evaluate(colours))) == 2
    canvas = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert opener.evaluate(colours)[0] != canvas  # the browser puts that behind every text


def test_map_reduced_motion_is_respected(page: Page, host: Host) -> None:
    for motion, moves in (("reduce", False), ("no-preference", True)):
        page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
        opened(page, host)
        zooms = page.evaluate("[village_map.options.zoomAnimation, village_map.options.fadeAnimation]")
        pans = page.evaluate("village_map.panBy([50, 0]) && Boolean(document.querySelector('.leaflet-pan-anim'))")
        assert [*zooms, pans] == [moves] * 3


def test_map_wheel_scrolls_page_until_focus(page: Page, host: Host) -> None:
    pressed(page, host)
    assert page.evaluate("village_map.scrollWheelZoom.enabled()") is True
    page.get_by_role("heading", name="Daftar menurut wilayah").focus()
    assert page.evaluate("village_map.scrollWheelZoom.enabled()") is False
    page.locator(".mark").first.focus()
    assert page.evaluate("village_map.scrollWheelZoom.enabled()") is True


def test_map_touch_one_finger_scrolls_page(host: Host, browser: Browser) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 412, "height": 900})
    shown = opened(context.new_page(), host)
    touch = "getComputedStyle(document.getElementById('village_map')).touchAction"
    assert shown.evaluate("village_map.dragging.enabled()") is False
    assert shown.evaluate(touch) == "pan-x pan-y"
    expect(shown.get_by_text("geser peta dengan dua jari")).to_be_visible()
    shown.get_by_role("button", name="Tampilkan peta sepenuh layar").tap()
    shown.wait_for_function("() => village_map.dragging.enabled()")
    assert shown.evaluate(touch) == "none"
    context.close()


def test_map_tiles_have_attribution(page: Page, host: Host) -> None:
    site = site_of(hostile_villages())
    tiles = Tiles(url="https://tile.example/{z}/{x}/{y}.png", attribution="© <b>Peta</b>", max_zoom=10)
    settings = replace(site.config, map=replace(site.config.map, tiles=tiles))
    publish(replace(site, config=settings), host.folder / "tiles")
    page.route("https://tile.example/**", lambda route: route.abort())
    opened(page, replace(host, address=host.address.replace("/sub", "/tiles")))
    expect(page.locator(".map-attribution")).to_have_text("© <b>Peta</b>")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_markers_contrast_with_land_and_sea(page: Page, host: Host, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened(page, host)
    colours = page.evaluate("""() => {
      const read = (name, of) => getComputedStyle(document.querySelector(name), of);
      const mark = read('.mark-certified', '::before').backgroundColor;
      return [mark, read('.map-land').fill, read('#village_map').backgroundColor]
        .map((colour) => colour.match(/[0-9.]+/g).slice(0, 3).map(Number));
    }""")
    mark, land, sea = (_luminance(colour) for colour in colours)
    assert min(_contrast(mark, land), _contrast(mark, sea)) >= 3


def _luminance(colour: list[float]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
