"""Pages in Chromium: what a finger needs, the dark screen, what is not there, old addresses, hostile text."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from gates.page_watch import Watch, watch
from hostile_site import PAYLOAD, write_hostile_site
from PIL import Image
from plain_host import hosted
from playwright.sync_api import Browser, BrowserContext, Page

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
DISTRICT = "/wilayah/jawa-timur/kabupaten-blitar/gandusari/"
VILLAGE = f"{DISTRICT}sukosewu/"
ANNOUNCEMENT = "/berita/2018/dua-desa-di-blitar-ditetapkan/"
INK = "getComputedStyle(document.body).color"


@pytest.fixture
def seen(contexts: dict[str, BrowserContext]) -> Iterator[Watch]:
    """An empty page on a phone."""
    made = watch(contexts["phone"])
    yield made
    made.page.close()


@pytest.fixture(scope="session")
def opened(contexts: dict[str, BrowserContext], address: str) -> Callable[[str], Page]:
    """Opens a page of the sample site on a phone, once for all tests that only look at it."""

    @functools.cache
    def open_once(path: str) -> Page:
        page = contexts["phone"].new_page()
        page.goto(address + path, wait_until="load")
        return page

    return open_once


@pytest.mark.parametrize("path", ["/", "/arsip/", "/arsip/2018/", "/capaian/", "/data/", ANNOUNCEMENT])
def test_touch_targets_are_large_enough(opened: Callable[[str], Page], path: str) -> None:
    """24 px each way (WCAG 2.5.8): what opens a note, and the links of a table of figures."""
    page = opened(path)
    found = page.locator("main summary, table.years td a")
    assert found.count() >= 1
    sizes = [one.bounding_box() or {"width": 0, "height": 0} for one in found.all()]
    assert min(min(size["width"], size["height"]) for size in sizes) >= 24


def test_table_of_figures_fits_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(f"{address}/arsip/")
    over = page.eval_on_selector_all(".scroll", "all => all.map(one => one.scrollWidth - one.clientWidth)")
    assert over == [0, 0]
    page.close()


def test_long_digest_breaks(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 600, "height": 640})
    page.goto(f"{address}/data/rilis/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 600
    page.close()


@pytest.mark.parametrize("path", ["/", "/desa/", ANNOUNCEMENT, VILLAGE])
def test_dark_scheme_page_is_dark(
    contexts: dict[str, BrowserContext], opened: Callable[[str], Page], address: str, path: str
) -> None:
    """Mostly paper, which is light or dark; the text upon it the other way round."""
    dark = contexts["dark"].new_page()
    dark.goto(address + path)
    ink, paper = shades(opened(path))
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
def test_page_404_works_at_any_depth(seen: Watch, address: str, path: str) -> None:
    answer = seen.page.goto(address + path)
    assert answer
    assert answer.status == 404
    assert set(seen.faults) == {
        f"{address}{path}: 404",
        "Failed to load resource: the server responded with a status of 404 (Not Found)",
    }
    assert seen.page.evaluate("document.styleSheets.length") == 1
    seen.page.locator("main a").first.click()
    assert seen.page.url == f"{address}/desa/"


def test_redirect_of_old_url_in_browser(browser: Browser, tmp_path: Path) -> None:
    """On a host that knows nothing of `_redirects`."""
    folder = tmp_path / "out" / "site"
    with hosted(folder) as at:
        assert build(BuildOptions(ROOT / "tests/sites/full", BuildContext(NOW, base_url=at)), folder, Report())
        page = browser.new_page()
        for old, new in (
            ("/siapa-kami/", "/tentang-uji/"),
            ("/kabar/dua-desa.html", "/berita/2018/dua-desa-ditetapkan/"),
        ):
            page.goto(at + old)
            page.wait_for_url(at + new)
        page.close()


def test_hostile_text_runs_nowhere(browser: Browser, tmp_path: Path) -> None:
    write_hostile_site(tmp_path / "situs", PAYLOAD)
    folder = tmp_path / "out" / "site"
    with hosted(folder) as at:
        assert build(BuildOptions(tmp_path / "situs", BuildContext(NOW, base_url=at)), folder, Report())
        context = browser.new_context()
        seen = watch(context)
        files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))
        kinds = {(file.split("/")[0], file.count("/")): file for file in files}
        for file in kinds.values():
            seen.page.goto(f"{at}/{file}")
            assert seen.page.locator("main").inner_text().strip(), file
        assert seen.faults == []
        assert len(kinds) > 20
        context.close()
