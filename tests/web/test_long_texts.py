"""Pages stand whatever they are given: titles of 300 characters, words without a break, names in scripts that run the
other way or have no capital letters. No page of any kind scrolls sideways on a narrow screen or loses text in print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hostile_site import write_hostile_site
from plain_host import hosted
from playwright.sync_api import Browser, Page

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report

NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
LONG = " ".join(["Jaminan sosial ketenagakerjaan bagi pekerja rentan"] * 7)[:300]
UNBROKEN = "Ketenagakerjaan" * 4
SCRIPTS = "قرية الأمل الجديدة في جنوب شرق الجزيرة ꦝꦺꦱꦱꦢꦂꦗꦩꦶꦤꦤ꧀ꦱꦺꦴꦱꦶꦪꦭ꧀"
TEXTS = {"long": LONG, "unbroken": UNBROKEN, "scripts": SCRIPTS}
WIDER = """() => {
  const all = Array.from(document.querySelectorAll("main *, header *, footer *"));
  const wide = all.filter((one) => !one.closest(".scroll, svg, textarea") && one.scrollWidth > innerWidth);
  const over = document.documentElement.scrollWidth > innerWidth;
  return over ? wide.slice(-3).map((one) => one.outerHTML.slice(0, 150)).concat(document.title.slice(0, 40)) : [];
}"""


@pytest.fixture(scope="module", params=list(TEXTS))
def stood(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The full case with one of TEXTS behind every text that people may write, built and served."""
    root = tmp_path_factory.mktemp("stood")
    write_hostile_site(root, TEXTS[request.param])
    report = Report()
    summary = build(BuildOptions(root, BuildContext(NOW)), root / "built", report)
    assert summary is not None, [(one.code, str(one.at)) for one in report if one.severity == "error"]
    with hosted(root / "built") as address:
        yield root / "built", address


def pages(folder: Path) -> list[str]:
    """The address of every page but those that send on."""
    files = [one for one in sorted(folder.rglob("index.html")) if b'http-equiv="refresh"' not in one.read_bytes()]
    assert len(files) > 40
    return [f"/{file.relative_to(folder).as_posix().removesuffix('index.html')}" for file in files]


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    yield page
    page.close()


def test_long_texts_fit_narrow_screen_and_paper(stood: tuple[Path, str], narrow: Page) -> None:
    folder, address = stood
    wide = {}
    for path in pages(folder):
        narrow.emulate_media(media="screen")
        narrow.set_viewport_size({"width": 320, "height": 640})
        narrow.goto(address + path, wait_until="load")  # with its stylesheet
        if found := narrow.evaluate(WIDER):
            wide[path, "screen"] = found
        narrow.emulate_media(media="print")
        narrow.set_viewport_size({"width": 680, "height": 960})  # A4 without its margins
        if found := narrow.evaluate(WIDER):
            wide[path, "print"] = found
    assert wide == {}


def test_long_texts_direction_is_isolated(stood: tuple[Path, str], narrow: Page) -> None:
    """The heading, and the names in tables and lists, stand in elements that the letters around them do not turn."""
    folder, address = stood
    narrow.goto(f"{address}/wilayah/")
    isolated = narrow.eval_on_selector("main tbody th a", "link => getComputedStyle(link).unicodeBidi")
    assert isolated == "isolate"
    for path in pages(folder):
        html = (folder / path[1:] / "index.html").read_text(encoding="utf-8")
        assert '<h1 dir="auto"' in html, path
