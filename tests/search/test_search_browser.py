"""The search page in Chromium: what it finds, at what cost, with the keyboard, without JavaScript."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_core import Axe
from factory import INDONESIA, make_village, render_pages
from gates.colours import WIDTHS, scheme_faults
from gates.sites import Hosted
from playwright.sync_api import Browser, Page, Route, expect
from whole_country import made, slip, whole_country, whole_index

from sitegen.minify import join_scripts
from sitegen.search_index import search_index_files
from sitegen.views.search_files import NAMES_SCRIPT, SEARCH_SCRIPT

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
VILLAGE = "/wilayah/jawa-timur/kabupaten-blitar/gandusari/sukosewu/"
MOST = 20_000
"""Bytes that a query may fetch, compressed."""


@pytest.fixture(scope="session")
def address(sample: Hosted) -> str:
    """Where the sample site stands."""
    return sample.address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a phone, which must not complain of anything."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page, faults = context.new_page(), list[str]()
    page.on("console", lambda said: faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def links(page: Page) -> list[str]:
    expect(page.locator("#search-status")).to_have_text(re.compile("hasil|Results"), timeout=20_000)
    found: list[str] = page.eval_on_selector_all("#search-list a", "all => all.map((one) => one.pathname)")
    return found


QUERIES = (
    *("Sukosewu", "Sukosewoe", "Soekosewoe", "sukosweu", "Sukosew", "Zukosewu", "desa sukosewu", "Suko Sewu"),
    *("35.05.15.2004", "3505152004", "35.05", "Gandusari", "kec. gandusari", "Blitar", "Kabupaten Blitar"),
    *("Jawa Timur", "sukosewu blitar", "Sukosewu Gandusari"),
)


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds_village(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}/pencarian/?q={quote(query)}")
    found = links(page)
    region = f"{VILLAGE.rsplit('/', 3)[0]}/"
    assert VILLAGE in found or (query == "Jawa Timur" and region.rsplit("/", 2)[0] + "/" in found)


def test_search_answers_while_typing(page: Page, address: str) -> None:
    asked = list[str]()
    page.goto(f"{address}/pencarian/")
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "favicon" not in url] == []  # which a browser fetches when it likes
    page.get_by_role("searchbox", name="Cari desa").press_sequentially("sukose", delay=20)
    expect(page.get_by_role("status")).to_have_text("1 hasil untuk “sukose”.")  # no longer those of its beginning
    assert links(page) == [VILLAGE]
    assert page.url == f"{address}/pencarian/?q=sukose"
    assert len([url for url in asked if url.endswith("index.json")]) == 1
    entry = page.get_by_role("list").filter(has=page.get_by_role("link", name="Desa Sukosewu")).get_by_role("listitem")
    expect(entry).to_contain_text("Gandusari · Kabupaten Blitar · Jawa Timur · ditetapkan 2018")


def test_search_query_by_keyboard_and_in_url(page: Page, address: str) -> None:
    page.goto(f"{address}/pencarian/")
    page.get_by_role("searchbox", name="Cari desa").fill("Sukosewu")
    page.keyboard.press("Enter")
    assert links(page) == [VILLAGE]
    page.get_by_role("searchbox", name="Cari desa").fill("tidak ada nama ini")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Tidak ada hasil")
    expect(page.get_by_text("mungkin saja telah ditetapkan").first).to_be_visible()
    expect(page.locator("#search-none").get_by_role("link", name="Telusuri Wilayah")).to_be_visible()
    page.go_back()
    assert links(page) == [VILLAGE]
    expect(page.get_by_role("searchbox", name="Cari desa")).to_have_value("Sukosewu")


def test_search_english_page_links_to_english_urls(page: Page, address: str) -> None:
    page.goto(f"{address}/en/search/?q=sukosewu")
    (found,) = links(page)
    assert re.fullmatch("/en/.+/gandusari/sukosewu/", found)
    page.goto(address + found)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sukosewu")


@pytest.mark.parametrize(
    ("start", "query", "path"),
    [("/pencarian/", "melindungi", "/perlindungan/"), ("/en/search/", "designate", "/en/criteria/")],
)
def test_search_texts_by_stem_on_request(page: Page, address: str, start: str, query: str, path: str) -> None:
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{start}?q={query}")
    expect(page.get_by_role("status")).to_contain_text(query)
    assert not any("pagefind" in url for url in asked)
    page.get_by_role("button", name=re.compile("berita dan halaman|news and pages")).click()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^[1-9]\d* hasil|: [1-9]\d*\.$"), timeout=20_000)
    assert path in links(page)
    assert page.url.endswith(f"?q={query}#teks")
    page.reload()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^[1-9]\d* hasil|: [1-9]\d*\.$"), timeout=20_000)
    assert path in links(page)


def test_search_pending_places_not_replaced_by_texts(page: Page, address: str) -> None:
    page.goto(f"{address}/pencarian/")
    page.fill("#search-input", "petani")  # typed, and the button pressed before the answer is there
    page.click("#search-texts")
    page.wait_for_url("**#teks")
    page.wait_for_timeout(500)
    assert "/perlindungan/" in links(page)
    assert page.url.endswith("?q=petani#teks")


def test_search_compile_policy_only_on_search_page(page: Page, address: str) -> None:
    policies = {}
    for path in ("/", "/pencarian/", "/pencarian/abjad/s/", "/en/search/"):
        answer = page.goto(address + path)
        assert answer
        said = page.locator("meta[http-equiv]").get_attribute("content") or ""
        policies[path] = {"wasm" in said, "wasm" in answer.headers["content-security-policy"]}
    assert policies == {"/": {False}, "/pencarian/": {True}, "/pencarian/abjad/s/": {False}, "/en/search/": {True}}


@pytest.mark.parametrize("width", WIDTHS)
def test_search_results_pass_gates(browser: Browser, address: str, axe: Axe, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in ("/pencarian/?q=Blitar", "/pencarian/?q=xyzzy", "/pencarian/?q=program#teks", "/pencarian/abjad/s/"):
        page.goto(address + path)
        if "?" in path:
            expect(page.get_by_role("status")).to_have_text(re.compile("hasil"), timeout=20_000)
        assert scheme_faults(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_search_without_javascript_shows_lists(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/pencarian/?q=Sukosewu")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.get_by_role("link", name="S", exact=True).click()
    page.get_by_role("link", name="Desa Sukosewu").click()
    assert page.url == address + VILLAGE
    context.close()


# --- The whole country


@pytest.fixture(scope="module")
def country(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """The page over the index of the whole country, and the files of it that it asks for."""
    with page_over(browser, whole_index()) as opened:
        yield opened


@contextmanager
def page_over(browser: Browser, files: dict[str, bytes]) -> Iterator[tuple[Page, list[str]]]:
    """The page over an index, and the files of it that it asks for."""
    html = render_pages(villages=(make_village(),))["pencarian/index.html"]
    static, asked = ROOT / "themes" / "default" / "static", list[str]()
    script = join_scripts((static / name).read_text(encoding="utf-8") for name in (NAMES_SCRIPT, SEARCH_SCRIPT))
    context = browser.new_context()

    def answer(route: Route) -> None:
        name = route.request.url.partition("?")[0].rpartition("/")[2]
        if name.endswith(".json"):
            asked.append(name)
            route.fulfill(body=files[name], content_type="application/json")
        elif name.endswith(".js"):
            route.fulfill(body=script, content_type="text/javascript")
        elif not name:
            route.fulfill(body=html, content_type="text/html")
        else:
            route.fulfill(body="", content_type="text/css")

    context.route("**/*", answer)
    yield context.new_page(), asked
    context.close()


def test_search_finds_by_previous_code_and_name(browser: Browser) -> None:
    """Each place once, whatever its codes have in common; a region by what it was called before."""
    within = ("Gandusari", "Kabupaten Baru", "Jawa Timur")
    regency = replace(made(within[1], "35.05", within[2:], 2), previous_names=("Kabupaten Lama",))
    places = [
        replace(made("Sukosewu", "35.05.15.2004", within, 2018), previous_codes=("35.05.11.2017", "34.01.02.2001")),
        made("Gondang", "35.05.15.2005", within, 2018),
        regency,
    ]
    sukosewu, gondang, lama = (f"/wilayah/{place.path}" for place in places)
    found = {
        "35.05.11.2017": [sukosewu],
        "3401": [sukosewu],
        "35.05.15.2005": [gondang],
        "35.05": [lama, sukosewu, gondang],
        "Kabupaten Lama": [lama, sukosewu, gondang],
    }
    with page_over(browser, dict(search_index_files(places, INDONESIA, "Situs uji."))) as (page, _):
        for query, pages in found.items():
            page.goto(f"https://uji.example/pencarian/?q={quote(query)}")
            assert sorted(links(page)) == sorted(pages), query


def cost(names: list[str]) -> int:
    assert len(names) == len(set(names))
    return sum(len(gzip.compress(whole_index()[name], 6)) for name in names)


def test_search_query_with_typo_finds_village(country: tuple[Page, list[str]]) -> None:
    page, asked = country
    chance = random.Random(5)
    for place in chance.sample([place for place in whole_country() if not place.is_region], 60):
        asked.clear()
        query = slip(chance, place.name)
        page.goto(f"https://uji.example/pencarian/?q={quote(query)}")
        expect(page.locator("#search-status")).to_have_text(re.compile("hasil"), timeout=20_000)
        near = page.locator("#search-alike a").all_text_contents()
        assert any(link.endswith(place.path) for link in links(page)) or place.name in near, (query, place)
        assert cost(asked) <= MOST, (query, asked)


@pytest.mark.parametrize("what", ["name", "code", "district", "regency", "province"])
def test_search_query_cost(country: tuple[Page, list[str]], what: str) -> None:
    page, asked = country
    chance = random.Random(6)
    for place in chance.sample([place for place in whole_country() if not place.is_region], 8):
        asked.clear()
        parts = dict(zip(("district", "regency", "province"), place.within, strict=True))
        query = parts.get(what) or getattr(place, what)
        if what == "district":  # whose names are those of many villages
            query += f" {INDONESIA.bare_name(parts['regency'])}"
        page.goto(f"https://uji.example/pencarian/?q={quote(query)}")
        found = links(page)
        start = place.path.rsplit("/", {"province": 4, "regency": 3, "district": 2}.get(what, 1))[0] + "/"
        assert any(link.endswith(f"/{start}") for link in found) or what == "name", (query, found[:5])
        assert cost(asked) <= MOST, (query, asked)
