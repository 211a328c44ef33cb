"""A map of many places, of which each province has a file: what is told before, and what is loaded at a press."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from filter_site import MAKE, NAMES, cards, listed, paths, site
from map_host import Host, opened, serving
from map_site import publish
from playwright.sync_api import Page, expect

from sitegen import map_data

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The site as if it were a large one."""
    with serving(tmp_path_factory.mktemp("map") / "served") as host, pytest.MonkeyPatch.context() as patch:
        patch.setattr(map_data, "MAX_PLACES_PER_FILE", 3)
        publish(site(), host.folder / "sub")
        yield host


def test_map_index_counts_places_not_loaded(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host)
    page.evaluate(MAKE)
    whole = "(() => { const t = store.tally(); return [t.certified, t.reached, t.pointless, store.needed()]; })()"
    every = cards()
    reached = sum(1 for card in every if not card.certified)
    pointless = sum(1 for village in site().villages if not village.location)
    assert page.evaluate("store.parts.map((part) => part.size)") == [len(NAMES), 3 * len(NAMES), len(NAMES)]
    assert page.evaluate(whole) == [55 - reached, reached, pointless, [0, 1, 2]]
    page.evaluate("store.choose({ year: 2021 })")
    in_2021 = [
        sum(card.year == 2021 and card.code[:2] == code for card in every if card.certified)
        for code in ("33", "35", "92")
    ]
    assert min(in_2021) > 0
    assert page.evaluate(whole) == [sum(in_2021), 0, None, [0, 1, 2]]  # without points: only the parts tell
    page.evaluate("store.load(1)")
    assert page.evaluate("[store.needed(), store.cost(store.needed())]") == [[0, 2], 2]
    page.evaluate("store.choose({ name: 'gandusari' })")
    there = [card for card in every if card.regions[-1] == "Gandusari"]
    assert page.evaluate(whole)[0] == sum(1 for card in there if card.year == 2021)
    host.refuse("33.")
    assert page.evaluate("store.load(0).then(() => 'loaded', () => 'failed')") == "failed"
    host.refused.clear()
    assert page.evaluate("store.load(0).then(() => 'loaded', () => 'failed')") == "loaded"
    faults.clear()


def test_map_province_file_failure_stays_reported(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host)
    host.refuse("35.")
    page.evaluate("village_map.setView([-7.5, 112], 7, { animate: false })")  # the one refused is the nearest of two
    status, again = page.locator("#map-status"), page.get_by_role("button", name="Coba lagi")
    expect(page.get_by_role("button", name="Jawa Tengah, 11 tempat")).to_have_count(0)
    expect(page.get_by_role("button", name="Jawa Timur, 33 tempat")).to_have_count(1)
    expect(status).to_contain_text("Data Jawa Timur tidak dapat dimuat.")
    host.refuse("92.")
    page.evaluate("village_map.setView([-1, 131], 7, { animate: false })")
    expect(status).to_contain_text("Data 2 provinsi tidak dapat dimuat.")
    host.refused.clear()
    again.press("Enter")
    expect(status).to_contain_text("Papua Barat Daya dimuat: 11 tempat.")
    expect(again).to_have_count(0)
    assert [fault for fault in faults if not fault.startswith("Failed to load")] == []
    faults.clear()


def test_map_large_site_missing_provinces_load_on_press(page: Page, host: Host) -> None:
    opened(page, host)
    page.evaluate("village_map.setView([-2.5, 118], 3, { animate: false })")
    page.get_by_label("Nama desa").fill("duren")
    status = page.locator(".map-shown")
    expect(status).to_contain_text("nama belum dicari dalam 3 berkas yang belum dimuat")
    expect(page.get_by_role("button", name="Unduh yang ditampilkan (CSV), memuat 3 kB dahulu")).to_be_visible()
    page.get_by_role("search").get_by_role("button", name="Muat 3 provinsi lagi (3 kB)").press("Enter")
    expect(status).to_contain_text("Menampilkan 5 dari 55 tempat")
    expect(page.get_by_label("Nama desa")).to_be_focused()
    duren = {card.code for card in cards() if card.name == "Duren"}
    expect(page.locator("#map-list li li a")).to_have_count(5)
    assert sorted(listed(page)) == paths(duren)


def test_map_large_site_download_loads_first_and_reports_failure(page: Page, host: Host, faults: list[str]) -> None:
    opened(page, host, "?tahun=2021&di=3/-2.5/118")
    expect(page.locator("#map-list")).to_contain_text("Sebagian nama tempat belum dimuat.")
    host.refuse("92.")
    button = page.get_by_role("button", name="Unduh yang ditampilkan (CSV)")
    button.click()
    expect(page.get_by_text("Sebagian data tidak dapat dimuat.")).to_be_visible()
    host.refused.clear()
    assert [fault for fault in faults if not fault.startswith("Failed to load")] == []
    faults.clear()
    with page.expect_download() as waiting:
        button.click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8"), newline="")))
    in_2021 = [card.code for card in cards() if card.certified and card.year == 2021]
    assert [row["code"] for row in rows] == in_2021
