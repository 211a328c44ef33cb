"""The map page in Chromium before and at the press of its button: what is fetched, what it costs, what can fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from map_host import Host, opened, serving
from map_site import hostile_villages, outputs, publish, site_of
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The site of the hostile names."""
    with serving(tmp_path_factory.mktemp("map") / "served") as host:
        publish(site_of(hostile_villages()), host.folder / "sub")
        yield host


def test_map_fetches_nothing_before_button(page: Page, host: Host, faults: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda ask: asked.append(ask.url.rpartition("/")[2].split(".")[0]))
    page.goto(f"{host.address}/peta/", wait_until="networkidle")
    later = {"alat", "indeks", "batas", "peta", "desa"}
    assert not later & set(asked)
    expect(page.get_by_text("Peta interaktif memerlukan JavaScript")).to_be_hidden()
    opened(page, host)
    assert later <= set(asked)
    assert faults == []


def test_map_link_with_filters_is_announced_before_opening(page: Page, host: Host) -> None:
    page.goto(f"{host.address}/peta/?provinsi=jawa-timur")
    expect(page.locator("#map-status")).to_have_text(
        "Tautan ini memuat pilihan tampilan, yang diterapkan bila peta dibuka."
    )
    page.goto(f"{host.address}/peta/?lain=1")
    expect(page.locator("#map-status")).to_be_empty()


@pytest.mark.parametrize("missing", ["alat.", "peta.", "indeks.", "batas."])
def test_map_load_failure_is_reported_and_retried(page: Page, host: Host, missing: str) -> None:
    host.refuse(missing)
    page.goto(f"{host.address}/peta/")
    button = page.get_by_role("button", name="Buka peta interaktif")
    button.press("Enter")
    expect(page.locator("#map-status")).to_contain_text("Peta tidak dapat dimuat.")
    expect(page.locator("#village_map")).to_be_hidden()
    expect(button).to_be_focused()
    host.refused.clear()
    button.press("Enter")
    expect(page.locator("#map-status")).to_have_text("Peta terbuka.")
    expect(page.locator("#village_map")).to_be_focused()


@pytest.mark.parametrize("wrong", ["indeks.", "batas."])
def test_map_script_error_restarts_map(page: Page, host: Host, wrong: str, faults: list[str]) -> None:
    files = f"**/data/{wrong}*"
    page.route(files, lambda route: route.fulfill(json={}))  # as a portal would answer that is not the site
    page.goto(f"{host.address}/peta/")
    button, status = page.get_by_role("button", name="Buka peta interaktif"), page.locator("#map-status")
    for _ in range(2):
        button.press("Enter")
        expect(status).to_contain_text("Peta tidak dapat dimuat.")
        expect(status).to_be_visible()
        expect(button).to_be_focused()
        expect(button).not_to_have_attribute("aria-disabled", "true")
    page.unroute(files)
    button.press("Enter")
    expect(status).to_have_text("Peta terbuka.")
    for once in (".map-choice", ".map-actions", ".map-legend", ".leaflet-marker-pane"):
        expect(page.locator(once)).to_have_count(1)
    assert faults == []


def test_map_points_failure_leaves_provinces(page: Page, host: Host) -> None:
    host.refuse("desa.")
    page.goto(f"{host.address}/peta/")
    page.get_by_role("button", name="Buka peta interaktif").click()
    expect(page.locator("#map-status")).to_contain_text("Data tempat-tempat tidak dapat dimuat.")
    expect(page.get_by_role("button", name="Jawa Timur, 7 tempat")).to_be_visible()
    host.refused.clear()
    page.get_by_role("button", name="Coba lagi").press("Enter")
    expect(page.get_by_role("button", name="Desa ${alert(1)}")).to_be_visible()
    expect(page.locator("#village_map")).to_be_focused()


def test_map_without_javascript_lists_every_place(host: Host, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(f"{host.address}/peta/")
    expect(shown.get_by_text("Peta interaktif memerlukan JavaScript")).to_be_visible()
    expect(shown.get_by_role("button", name="Buka peta interaktif")).to_have_count(0)
    names = shown.locator(".map-list ul a").all_text_contents()
    assert sorted(names) == sorted(f"Desa {one.name}" for one in hostile_villages())
    context.close()


def test_map_button_states_cost(page: Page, host: Host) -> None:
    view = outputs(site_of(hostile_villages()))["peta/index.html"].content.view  # type: ignore[union-attr]
    stated = view.interactive.kilobytes
    page.goto(f"{host.address}/peta/")
    expect(page.get_by_role("button", name=f"Buka peta interaktif (sekitar {stated} kB)")).to_be_visible()
    assert 60 < stated <= 100
