"""The map for other sites: a bare page in a frame, a picture, and who may show what; in the text and in the browser."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_core import Axe
from factory import make_config, make_village
from plain_host import hosted
from playwright.sync_api import Browser, Page, expect
from published_site import published
from site_cases import run_main
from site_with_map import EMBED, OUTLINES, mapped_theme

from sitegen.models import Location

ROOT = Path(__file__).parents[2]
PLACES = (make_village(certified="2018", location=Location(lat=-8.0, lon=112.0, precision="village")),)


def test_embed_page_bare_with_link_to_map() -> None:
    files = published(villages=PLACES, theme=mapped_theme(), outlines=OUTLINES)
    page = files[EMBED]
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://uji.example/peta/">' in page
    assert "Situs uji, bukan situs resmi." in page
    assert '<h1 dir="auto">Peta Sebaran: Situs Uji</h1>' in page
    assert '<a href="../../peta/">Buka peta lengkap' in page
    assert "<nav" not in page
    assert "peta/sematan" not in files["sitemap.xml"]
    assert page.index("<base ") < page.index("<link ")
    assert " data-embed>" in page
    assert " data-embed>" not in files["peta/index.html"]


def test_embed_code_shown_on_map_page() -> None:
    files = published(villages=PLACES, theme=mapped_theme(), outlines=OUTLINES)
    layout, picture = map(html.unescape, re.findall(r"<textarea[^>]*>([^<]+)</textarea>", files["peta/index.html"]))
    assert '<iframe src="https://uji.example/peta/sematan/" title="Peta Sebaran: Situs Uji"' in layout
    assert layout.endswith("></iframe>")
    assert picture.startswith(
        '<a href="https://uji.example/peta/"><img src="https://uji.example/peta/sebaran.svg" alt="'
    )
    assert "peta/sebaran.svg" in files


def test_embed_code_hostile_site_title_is_escaped() -> None:
    config = make_config(title='A"></iframe><script>alert(1)</script>')
    page = published(villages=PLACES, theme=mapped_theme(), outlines=OUTLINES, config=config)["peta/index.html"]
    copied = [html.unescape(text) for text in re.findall(r"<textarea[^>]*>([^<]+)</textarea>", page)]
    assert len(copied) == 2
    assert all("<script" not in text for text in copied)
    assert all('A"' not in text for text in copied)


def test_embed_offers_less_without_picture_or_map() -> None:
    without_outlines = published(villages=PLACES, theme=mapped_theme())
    assert without_outlines["peta/index.html"].count("<textarea") == 1
    assert '<section class="country"' not in without_outlines[EMBED]
    without_points = published(villages=(make_village(certified="2018"),), theme=mapped_theme(), outlines=OUTLINES)
    assert 'id="map"' not in without_points[EMBED]
    assert without_points["peta/index.html"].count("<textarea") == 2
    neither = published(villages=(make_village(certified="2018"),), theme=mapped_theme())
    assert EMBED not in neither
    assert "<textarea" not in neither["peta/index.html"]


# --- In the browser


@dataclass(frozen=True)
class Hosts:
    """The sample site, and another that frames it."""

    site: str
    other: str
    folder: Path
    """What the other serves."""

    def show(self, page: Page, path: str) -> Page:
        """The other's page, with an address of the site in a frame."""
        (self.folder / "index.html").write_text(
            f'<!doctype html><title>Lain</title><link rel="icon" href="data:,">'
            f'<iframe title="Peta" src="{self.site}{path}" '
            f'width="360" height="640"></iframe><img alt="Sebaran" src="{self.site}/peta/sebaran.svg">'
        )
        page.goto(f"{self.other}/?{path}")  # an address of its own, which no cache knows
        return page


@pytest.fixture(scope="module", params=["any", "this", "others"])
def hosts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    root = tmp_path_factory.mktemp(request.param)
    other, out = root / "other", root / "out"
    other.mkdir()
    with hosted(out) as site, hosted(other) as framing:
        for name in ("data", "content", "themes"):
            shutil.copytree(ROOT / name, root / "site" / name)
        allowed = {"any": "", "this": framing, "others": "https://example.org"}[request.param]
        if allowed:
            settings = root / "site" / "data" / "site.yaml"
            settings.write_text(settings.read_text() + f"\nmap:\n  embed_by: [{allowed}]\n")
        assert run_main("build", "--quiet", "--site", str(root / "site"), "-o", str(out), "--base-url", site) == 0
        yield Hosts(site, framing, other)


def test_embed_frame_policy_only_for_embed_page(browser: Browser, hosts: Hosts) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    allowed = "example.org" not in (hosts.folder.parent / "out" / "_headers").read_text()
    with nullcontext() if allowed else _refused_frame(page):
        framed = hosts.show(page, "/peta/sematan/").frame_locator("iframe")
    assert page.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    if allowed:
        framed.get_by_role("button", name="Buka peta interaktif").click()
        expect(framed.locator("#village_map.leaflet-container")).to_be_visible()
        expect(framed.locator("#map-open")).to_be_hidden()
        assert refused == []
        with page.context.expect_page() as opened:
            framed.get_by_role("link", name="Buka peta lengkap").click()
        assert opened.value.url == f"{hosts.site}/peta/"
        opened.value.close()
    else:
        assert framed.locator("#lengkap").count() == 0
    with _refused_frame(page):
        hosts.show(page, "/peta/")
    assert page.frame_locator("iframe").locator("#daftar").count() == 0
    page.close()


def _refused_frame(page: Page) -> AbstractContextManager[object]:
    """Wait at the end of the block until the browser refuses to show a page in a frame."""
    return page.expect_event("requestfailed", lambda request: request.failure == "net::ERR_BLOCKED_BY_RESPONSE")


def test_embed_readable_in_narrow_frame(browser: Browser, axe: Axe, hosts: Hosts) -> None:
    for scheme in ("light", "dark"):
        page = browser.new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{hosts.site}/peta/sematan/")
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.close()
