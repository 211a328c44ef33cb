"""The map and the search of sites in other geographies: two levels, and three of which two may be missing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from factory import NOW, path_words
from map_host import Host, serving
from map_site import default_theme, write
from playwright.sync_api import Page, expect
from small_geographies import MARCHES, SHIRES, SmallGeography

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import Directory
from sitegen.pages import plan_site
from sitegen.problems import Report
from sitegen.render.content import render_content
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates
from sitegen.urls import Routes

pytestmark = pytest.mark.usefixtures("clean")


def publish_whole(small: SmallGeography, folder: Path) -> None:
    """Write every file of a site."""
    theme = replace(small.theme(), static=default_theme().static)
    site, report = small.site(theme=theme), Report()
    plan = plan_site(site, BuildContext(NOW), Routes(path_words("en")))
    templates = Templates(theme, plan.layouts[0], site.timezone, NullCache(), "test")
    for output in (*plan.plan_others(report), *plan.text_outputs):
        if not isinstance(output.content, Directory):
            write(folder, output.path, render_content(output, templates, RenderFindings(report)))
    assert list(report) == []


@pytest.fixture(scope="module", params=[SHIRES, MARCHES], ids=lambda small: small.geography.name)
def small(request: pytest.FixtureRequest) -> SmallGeography:
    """One of the geographies."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def host(small: SmallGeography, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host of its site."""
    with serving(tmp_path_factory.mktemp("map") / "served") as host:
        publish_whole(small, host.folder / "sub")
        yield host


def where(small: SmallGeography, regions: tuple[str, ...]) -> str:
    """The line that tells where a place lies."""
    named = [
        f"Riding {name}" if name == "East Fold" else f"{name} {level.id.capitalize()}"
        for level, name in zip(small.geography.levels, regions, strict=True)
        if name
    ]
    return ", ".join(reversed(named))


def test_map_of_geography_shows_and_finds_every_place(small: SmallGeography, host: Host, page: Page) -> None:
    page.goto(f"{host.address}/map/?realm=southmark")
    expect(page.locator("#map-status")).not_to_be_empty()  # the choice is told of
    page.get_by_role("button", name="Open the interactive map").click()
    expect(page.locator("#map-list h3")).to_have_text(["Southmark"])
    if not page.locator(".map-fold[open]").count():
        page.locator(".map-fold > summary").click()
    expect(page.get_by_label("Realm")).to_have_value(small.places[-1][0][:2])
    page.get_by_role("button", name="Clear all choices").click()
    page.get_by_label("or region").fill("northmark")
    expect(page.locator("#map-list h3")).to_have_text(["Northmark"])
    listed = page.locator("#map-list li a").all_text_contents()
    inside = [place for place in small.places if place[2][0] == "Northmark"]
    word = small.geography.place.id.capitalize()
    assert sorted(name for name in listed if name.endswith(word)) == [f"{name} {word}" for _, name, *_ in inside]
    code, name, regions, lat, lon = small.places[-1]
    page.get_by_label("or region").fill(name)
    expect(page.locator("#map-list h3")).to_have_text(["Southmark"])
    page.evaluate(f"village_map.setView([{lat}, {lon}], 10, {{ animate: false }})")
    page.get_by_role("button", name=f"{name} {word}").press("Enter")
    note = page.get_by_role("dialog")
    expect(note).to_contain_text(where(small, regions))
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download what is shown (CSV)").click()
    (row,) = csv.DictReader(io.StringIO(Path(caught.value.path()).read_text(encoding="utf-8")))
    levels = [level.id for level in reversed(small.geography.levels)]
    assert list(row)[:-1] == ["code", "name", "kind", *levels, "status", "year", "lat", "lon", "precision_note", "url"]
    assert (row["code"], row["kind"]) == (code, small.geography.place.id)
    assert tuple(row[level] for level in reversed(levels)) == regions
    note.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    assert page.url == row["url"]


def test_search_in_geography_finds_places_and_regions(small: SmallGeography, host: Host, page: Page) -> None:
    word = small.geography.place.id
    for code, name, regions, *_ in small.places:
        for query in (f"{name} {word}", code):
            page.goto(f"{host.address}/search/?q={query}")
            entry = page.locator("#search-list li").filter(
                has_text=" · ".join([*filter(None, reversed(regions)), "designated"])
            )
            expect(entry.get_by_role("link")).to_have_text(f"{name} {word.capitalize()}")
        entry.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        expect(page.locator("main")).to_contain_text(code)
        region = next(filter(None, reversed(regions)))
        page.goto(f"{host.address}/search/?q={region}")
        found = page.locator("#search-list").get_by_role(
            "link", name=where(small, regions).partition(",")[0], exact=True
        )
        found.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(region)
