"""The form above the map, the list below it, the address that shares a view, and the files to take away."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from fastkml import KML
from fastkml.validator import validate
from filter_site import cards, listed, paths, site
from map_host import Host, opened
from map_sample import Sample
from playwright.sync_api import Browser, Page, expect

from sitegen.dataset.csv_text import unescape_formula

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture(scope="module")
def host(filter_host: Host) -> Host:
    return filter_host


def shown(page: Page) -> str:
    return page.locator(".map-shown").inner_text()


def test_map_filter_updates_counts_list_and_url(page: Page, host: Host) -> None:
    opened(page, host)
    every = cards()
    form = page.get_by_role("search")
    certified = sum(1 for card in every if card.certified)
    expect(page.locator(".map-shown")).to_contain_text(f"Menampilkan 55 dari 55 tempat: {certified} ditetapkan")
    before = page.locator("#map-list").inner_html()
    form.get_by_label("Provinsi").select_option("35")
    in_2018 = {card.code for card in every if card.code[:2] == "35" and card.certified and card.year == 2018}
    form.get_by_label("Tahun penetapan").select_option(label=f"2018 ({len(in_2018)})")
    expect(page.locator(".map-shown")).to_contain_text(f"Menampilkan {len(in_2018)} dari 55 tempat")
    expect(page.locator("#map-list h3")).to_have_text(["Jawa Timur"])
    assert sorted(listed(page)) == paths(in_2018)
    page.wait_for_url("**/peta/?tahun=2018&provinsi=jawa-timur&di=**")
    form.get_by_label("Status").select_option("reached")
    expect(page.locator("#map-list")).to_contain_text("tidak tercatat bukan berarti tidak ditetapkan.")
    form.get_by_role("button", name="Hapus semua pilihan").click()
    expect(form.get_by_label("Tahun penetapan")).to_be_focused()
    expect(page.locator(".map-shown")).to_contain_text("Menampilkan 55 dari 55 tempat")
    page.wait_for_url("**/peta/")
    assert page.locator("#map-list").inner_html() == before


def test_map_filter_list_same_markup_as_page(page: Page, host: Host) -> None:
    """Where all is chosen step by step, only the dates, which the map's data have not, are another."""
    opened(page, host)
    texts = "links => links.map(link => [link.textContent, link.href])"
    before = page.locator("#map-list a").evaluate_all(texts)
    counts = page.locator("#map-list > p, #map-list .map-list > li > .meta").all_inner_texts()
    page.get_by_label("Nama desa").fill("j")  # of every province here but one
    expect(page.locator("#map-list h3")).to_have_count(2)
    page.get_by_label("Nama desa").fill("a")  # of every place
    expect(page.locator("#map-list h3")).to_have_count(3)
    assert page.locator("#map-list a").evaluate_all(texts) == before
    assert page.locator("#map-list > p, #map-list .map-list > li > .meta").all_inner_texts() == counts


def test_map_filter_shared_url_restores_view(page: Page, host: Host, browser: Browser) -> None:
    opened(page, host)
    page.get_by_label("Nama desa").fill("</script><script>alert(3)")
    page.get_by_label("Status").select_option("certified")
    page.evaluate("village_map.setView([-7.25, 112.5], 8, { animate: false })")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Salin tautan tampilan ini").click()
    expect(page.get_by_text("Tautan sudah disalin.")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == page.url
    with browser.new_context(viewport={"width": 412, "height": 900}) as context:
        other = opened(context.new_page(), host, "?" + address.partition("?")[2])
        expect(other.get_by_label("Nama desa")).to_have_value("</script><script>alert(3)")
        expect(other.get_by_label("Status")).to_have_value("certified")
        expect(other.locator(".map-shown")).to_have_text(shown(page))
        view = "[village_map.getZoom(), village_map.getCenter().lat.toFixed(2), village_map.getCenter().lng.toFixed(2)]"
        assert other.evaluate(view) == page.evaluate(view)
        expect(other.locator("#map-list li li a")).to_have_count(4)
        assert listed(other) == listed(page)
        assert other.url == address


def test_map_filter_url_shown_when_clipboard_is_denied(page: Page, host: Host) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    opened(page, host, "?sampai=2018")
    page.get_by_role("button", name="Salin tautan tampilan ini").click()
    by_hand = page.get_by_label("Salin alamat ini:")
    expect(by_hand).to_be_focused()
    expect(by_hand).to_have_value(page.url)
    assert page.evaluate("getSelection().toString()") == page.url


def test_map_filter_unknown_url_values_are_ignored(page: Page, host: Host) -> None:
    opened(page, host, "?tahun=1066&sampai=x&provinsi=atlantis&status=__proto__&di=99/1000/nan&lain=ya#daftar")
    expect(page.locator(".map-shown")).to_contain_text("Menampilkan 55 dari 55 tempat")
    page.wait_for_url("**/peta/?lain=ya#daftar")


def test_map_filter_years_by_keyboard(page: Page, host: Host) -> None:
    opened(page, host)
    slider = page.get_by_role("slider", name="Ditetapkan sampai tahun")
    page.get_by_label("Tahun penetapan").select_option("2017")
    slider.focus()
    expect(slider).to_have_attribute("aria-valuetext", "semua")
    until = [(card.year, card) for card in cards() if card.certified and card.year]
    for key, year in (("ArrowLeft", 2021), ("ArrowLeft", 2018), ("Home", 2017), ("ArrowRight", 2018)):
        page.keyboard.press(key)
        found = [card for of, card in until if of <= year]
        provinces = len({card.regions[0] for card in found})
        said = f"sampai {year}: {len(found)} tempat di {provinces} provinsi"
        expect(slider).to_have_attribute("aria-valuetext", said)
    expect(page.get_by_label("Tahun penetapan")).to_have_value("")
    page.wait_for_url("**/peta/?sampai=2018")
    back, forth = (page.get_by_role("button", name=f"Tahun {way}") for way in ("sebelumnya", "berikutnya"))
    back.press("Enter")
    expect(back).to_have_attribute("aria-disabled", "true")
    back.press("Enter")
    expect(back).to_be_focused()
    expect(slider).to_have_value("0")
    for _ in range(3):
        forth.press("Space")
    expect(slider).to_have_attribute("aria-valuetext", "semua")
    page.wait_for_url("**/peta/")


def test_map_filter_list_link_keeps_focus(page: Page, host: Host) -> None:
    opened(page, host, "?provinsi=jawa-timur")
    expect(page.locator("#map-list h3")).to_have_count(1)
    link = page.locator("#map-list li li a").first
    link.focus()
    address = link.evaluate("link => link.href")
    choose = """(year) => {
      const field = document.querySelector(".map-choice select");
      field.value = year;
      field.dispatchEvent(new Event("change"));
    }"""
    page.evaluate(choose, "2017")  # as if chosen from afar: the focus stays in the list
    expect(page.locator("#map-list li li a")).to_have_count(6)
    assert page.evaluate("document.activeElement.href") == address
    page.evaluate(choose, "2021")
    expect(page.locator("#daftar")).to_be_focused()


def taken(page: Page, form: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Unduh yang ditampilkan ({form})").click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_map_filter_download_of_shown_places(page: Page, host: Host, tmp_path: Path) -> None:
    opened(page, host, "?sampai=2021&provinsi=jawa-timur")
    wanted = [card for card in cards() if card.code[:2] == "35" and card.certified and card.year]
    name, content = taken(page, "CSV")
    assert name == "desa-sampai-2021-jawa-timur.csv"
    assert content.count(b"\r\n") == content.count(b"\n") == len(wanted) + 1
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert list(rows[0])[:3] == ["code", "name", "kind"]
    villages = {village.code: village for village in site().villages}
    for row, card in zip(rows, wanted, strict=True):
        village = villages[card.code]
        assert not re.match(r"[=+\-@\t\r\n]", row["name"])
        assert unescape_formula(row["name"]) == card.name
        assert (row["code"], row["kind"], row["year"]) == (card.code, card.kind, str(card.year))
        assert (row["province"], row["regency"], row["district"]) == card.regions
        assert row["status"] == card.status
        assert (float(row["lat"]) if row["lat"] else None) == (village.location and round(village.location.lat, 2))
        assert row["url"] == f"{host.address}{card.path}"
        assert row["notice"] == "Situs uji, bukan situs resmi"
    assert any(row["name"].startswith("'=cmd") for row in rows)
    name, content = taken(page, "GeoJSON")
    assert name == "desa-sampai-2021-jawa-timur.geojson"
    read = json.loads(content)
    assert (read["type"], read["notice"]) == ("FeatureCollection", "Situs uji, bukan situs resmi.")
    assert read["choice"] == "sampai: 2021; provinsi: jawa-timur"
    assert read["source"] == {"publisher": "Pengelola", "url": page.url}
    assert [one["id"] for one in read["features"]] == [card.code for card in wanted]
    assert [one["properties"]["name"] for one in read["features"]] == [card.name for card in wanted]
    for one, card in zip(read["features"], wanted, strict=True):
        point = villages[card.code].location
        assert one["geometry"] == (
            {"type": "Point", "coordinates": [round(point.lon, 2), round(point.lat, 2)]} if point else None
        )
    name, content = taken(page, "KML")
    assert name == "desa-sampai-2021-jawa-timur.kml"
    (tmp_path / name).write_bytes(content)
    assert validate(file_to_validate=tmp_path / name)
    (document,) = KML.parse(io.BytesIO(content)).features
    assert document.atom_author.name == "Pengelola"
    assert document.description.split("\n") == [
        "Situs uji, bukan situs resmi.",
        "sampai: 2021; provinsi: jawa-timur",
        page.url,
    ]
    assert [one.name for one in document.features] == [card.name for card in wanted]
    for placemark, card in zip(document.features, wanted, strict=True):
        point, data = villages[card.code].location, placemark.extended_data.elements
        assert [one.value for one in data if one.name == "code"] == [card.code]
        found = placemark.geometry and placemark.geometry.coords[0]
        assert found == ((round(point.lon, 2), round(point.lat, 2)) if point else None)


def test_map_filter_form_fits_320_pixels(host: Host, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 320, "height": 800}) as context:
        page = opened(context.new_page(), host, "?sampai=2018")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        small = """elements => elements.filter(one => {
          const box = one.getBoundingClientRect();
          return one.offsetParent && (box.height < 44 || box.width < 44 || box.right > 320);
        }).map(one => one.outerHTML)"""
        assert page.locator(".map-choice :is(button, select, input), .map-actions button").evaluate_all(small) == []


def test_map_embed_has_form_and_no_list(weighed_sample: Sample, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        page, broken = context.new_page(), []
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(f"{weighed_sample.address}/peta/sematan/?sampai=2018")
        page.get_by_role("button", name="Buka peta interaktif").click()
        slider = page.get_by_role("slider", name="Ditetapkan sampai tahun")
        expect(slider).to_have_attribute("aria-valuetext", re.compile("^sampai 2018: "))
        page.get_by_role("button", name="Hapus semua pilihan").click()
        page.wait_for_url("**/peta/sematan/")
        expect(page.locator("#map-list")).to_have_count(0)
        assert broken == []
