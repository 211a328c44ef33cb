"""A page of each kind in Chromium, under the site's own policy: quiet, self-contained, whole without JavaScript."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag
from urllib.request import urlopen

import pytest
from hostile import PAYLOAD, write
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Response
from site_host import hosted

from sitegen.build import Order, build
from sitegen.edition import Edition
from sitegen.problems import Report

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
DISTRICT = "/wilayah/jawa-timur/kabupaten-blitar/gandusari/"
PAGES = {
    "home": "/",
    "register": "/desa/",
    "provinces": "/wilayah/",
    "district": DISTRICT,
    "village": f"{DISTRICT}sukosewu/",
    "archive": "/arsip/",
    "year": "/arsip/2018/",
    "no year": "/arsip/tanpa-tahun/",
    "news": "/berita/",
    "announcement": "/berita/2018/dua-desa-di-blitar-ditetapkan/",
    "tag": "/berita/tag/penetapan/",
    "news of a year": "/berita/2018/",
    "outreach": "/sosialisasi/",
    "indicators": "/capaian/",
    "map": "/peta/",
    "plain page": "/tentang/",
    "credits": "/kredit/",
    "data": "/data/",
    "quality": "/data/mutu/",
    "releases": "/data/rilis/",
    "corrections": "/ralat/",
}
"""One page of each kind of the sample site."""
ANSWERED = set[str]()
"""Addresses that the host has answered for one page already."""
INK = "getComputedStyle(document.body).color"
LEFT = "net::ERR_ABORTED"
"""A request that the browser gave up because the page was left."""
TABLES = ("/desa/", "/arsip/2018/", "/capaian/", "/data/")


@dataclass
class Watched:
    """A page with what it asks for and complains of."""

    page: Page
    answer: Response | None = None
    """What the host answered with the page itself, once it is opened."""
    asked: list[str] = field(default_factory=list)
    """Every address asked for."""
    faults: list[str] = field(default_factory=list)
    """Complaints in the console (of the policy too), uncaught errors, dialogs, requests without an answer of 200."""


def watched(page: Page) -> Watched:
    watch = Watched(page)
    page.on("request", lambda request: watch.asked.append(request.url))
    page.on("requestfailed", lambda request: None if request.failure == LEFT else watch.faults.append(request.url))
    page.on("response", lambda answer: None if answer.ok or answer.status == 304 else watch.faults.append(answer.url))
    page.on("console", lambda said: watch.faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: watch.faults.append(str(error)))
    page.on("dialog", lambda dialog: (watch.faults.append(dialog.message), dialog.dismiss()))
    return watch


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sample site stands, built for that address."""
    folder = tmp_path_factory.mktemp("contoh") / "site"
    with hosted(folder) as at:
        assert build(Order(ROOT, Edition(NOW, base_url=at)), folder, Report())
        yield at


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Readers: with a phone, with a dark screen, without JavaScript."""
    small = {"viewport": {"width": 320, "height": 640}}
    made = {
        "phone": browser.new_context(**small),
        "dark": browser.new_context(color_scheme="dark"),
        "no script": browser.new_context(**small, java_script_enabled=False),
    }
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def watch(contexts: dict[str, BrowserContext]) -> Iterator[Watched]:
    """An empty page on a phone."""
    page = contexts["phone"].new_page()
    yield watched(page)
    page.close()


@pytest.fixture(scope="session")
def opened(contexts: dict[str, BrowserContext], address: str) -> Callable[[str], Watched]:
    """Opens a page of the sample site on a phone, once for all tests that only look at it."""

    @cache
    def open_once(path: str) -> Watched:
        watch = watched(contexts["phone"].new_page())
        watch.answer = watch.page.goto(address + path, wait_until="load")
        return watch

    return open_once


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_is_quiet_and_asks_nobody_else(opened: Callable[[str], Watched], address: str, path: str) -> None:
    watch = opened(path)
    assert watch.answer
    assert "default-src 'none'" in watch.answer.headers["content-security-policy"]
    assert watch.faults == []
    assert [url for url in watch.asked if not url.startswith((f"{address}/", "data:"))] == []
    assert watch.page.locator("h1").count() == 1
    width = watch.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, f"scrolls sideways: {width} px"


@pytest.mark.parametrize("path", ["/", "/arsip/", "/arsip/2018/", "/capaian/", "/data/", PAGES["announcement"]])
def test_what_is_pressed_is_wide_and_tall_enough_for_a_finger(opened: Callable[[str], Watched], path: str) -> None:
    """24 px each way (WCAG 2.5.8): what opens a note, and the links of a table of figures."""
    page = opened(path).page
    found = page.locator("main summary, table.years td a")
    assert found.count() >= 1
    sizes = [one.bounding_box() or {"width": 0, "height": 0} for one in found.all()]
    assert min(min(size["width"], size["height"]) for size in sizes) >= 24


def test_a_table_of_figures_fits_a_common_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(f"{address}/arsip/")
    over = page.eval_on_selector_all(".scroll", "all => all.map(one => one.scrollWidth - one.clientWidth)")
    assert over == [0, 0]
    page.close()


def test_a_long_digest_breaks_on_a_screen_of_middling_width(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 600, "height": 640})
    page.goto(f"{address}/data/rilis/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 600
    page.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_its_links_lead_somewhere(opened: Callable[[str], Watched], address: str, path: str) -> None:
    """As the browser reads them, and as the host answers; each address once in all these tests."""
    hrefs = opened(path).page.eval_on_selector_all(
        "a[href], link[href]",  # a link in a picture (SVG) tells only what was written
        "all => all.map(one => new URL(one.getAttribute('href'), one.baseURI).href)",
    )
    inside = {urldefrag(href)[0] for href in hrefs if href.startswith(address)}
    assert len(inside) > 8
    for href in sorted(inside - ANSWERED):
        with urlopen(href) as answer:
            assert answer.status == 200, href
        ANSWERED.add(href)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_is_whole_without_javascript(
    contexts: dict[str, BrowserContext], opened: Callable[[str], Watched], address: str, path: str
) -> None:
    watch, bare = opened(path), contexts["no script"].new_page()
    bare.goto(address + path)
    assert bare.locator("h1").inner_text().strip()
    for part in ("main a[href]", "main table tr", "main li", "nav a[href]"):
        assert bare.locator(part).count() >= watch.page.locator(part).count(), part
    if path in TABLES:
        assert bare.locator("table caption").count() >= 1
        assert bare.locator("table tbody tr").count() >= 2
    if path != "/peta/":
        assert bare.locator("main").inner_text() == watch.page.locator("main").inner_text()
    bare.close()


@pytest.mark.parametrize("path", ["/", "/desa/", PAGES["announcement"], PAGES["village"]])
def test_a_dark_screen_gets_a_dark_page(
    contexts: dict[str, BrowserContext], opened: Callable[[str], Watched], address: str, path: str
) -> None:
    """Mostly paper, which is light or dark; the text upon it the other way round."""
    dark = contexts["dark"].new_page()
    dark.goto(address + path)
    ink, paper = shades(opened(path).page)
    assert ink < 80
    assert paper > 200
    ink, paper = shades(dark)
    assert ink > 180
    assert paper < 80
    dark.close()


def shades(page: Page) -> tuple[float, float]:
    """How light text and paper are, from 0 to 255; paper as the eye sees it, on the middle of the screen."""
    red, green, blue = (int(part) for part in re.findall(r"\d+", page.evaluate(INK))[:3])
    with Image.open(io.BytesIO(page.screenshot())) as shown:
        paper = shown.convert("L").histogram()
    return (red + green + blue) / 3, float(max(range(256), key=paper.__getitem__))


@pytest.mark.parametrize("path", ["/tidak-ada", "/desa/tidak/ada/sama-sekali/", "/tidak-ada.html?x=1"])
def test_the_page_for_what_is_not_there_works_at_any_depth(watch: Watched, address: str, path: str) -> None:
    answer = watch.page.goto(address + path)
    assert answer
    assert answer.status == 404
    assert set(watch.faults) - {address + path} == {
        "Failed to load resource: the server responded with a status of 404 (Not Found)"
    }
    assert watch.page.evaluate("document.styleSheets.length") == 1
    watch.page.locator("main a").first.click()
    assert watch.page.url == f"{address}/desa/"


def test_old_addresses_lead_on(browser: Browser, tmp_path: Path) -> None:
    """On a host that knows nothing of `_redirects`."""
    folder = tmp_path / "out" / "site"
    with hosted(folder) as at:
        assert build(Order(ROOT / "tests/sites/full", Edition(NOW, base_url=at)), folder, Report())
        page = browser.new_page()
        for old, new in (
            ("/siapa-kami/", "/tentang-uji/"),
            ("/kabar/dua-desa.html", "/berita/2018/dua-desa-ditetapkan/"),
        ):
            page.goto(at + old)
            page.wait_for_url(at + new)
        page.close()


def test_hostile_text_runs_nowhere(browser: Browser, tmp_path: Path) -> None:
    write(tmp_path / "situs", PAYLOAD)
    folder = tmp_path / "out" / "site"
    with hosted(folder) as at:
        assert build(Order(tmp_path / "situs", Edition(NOW, base_url=at)), folder, Report())
        watch = watched(browser.new_page())
        files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))
        kinds = {(file.split("/")[0], file.count("/")): file for file in files}
        for file in kinds.values():
            watch.page.goto(f"{at}/{file}")
            assert watch.page.locator("main").inner_text().strip(), file
        assert watch.faults == []
        assert len(kinds) > 20
        watch.page.close()
