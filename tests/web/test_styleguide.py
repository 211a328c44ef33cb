"""The overview of the theme's parts: every macro is shown in it, and nothing of it is wrong in light or in dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_core import Axe
from factory import THEME, default_theme
from gates.colours import scheme_faults
from plain_host import hosted
from playwright.sync_api import Browser

from sitegen.build_context import BuildContext
from sitegen.cli import main
from sitegen.load.theme import read_theme_file
from sitegen.models import Theme
from sitegen.problems import Report
from sitegen.styleguide import SAMPLE, styleguide_files
from sitegen.views.layout import properties, stylesheet

NOW = BuildContext(datetime(2026, 1, 1, tzinfo=UTC))
SHOWN = THEME / "templates" / "parts.html"
FILES = ("macros.html", "chart_macros.html", "search_macros.html", "reading_macros.html")
"""The files whose macros are parts: each stands in the overview, by itself or within another."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The overview as the command writes it."""
    made = tmp_path_factory.mktemp("bagian")
    assert main(["parts", "--site", str(SAMPLE), "--output", str(made)]) == 0
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with hosted(folder) as host:
        yield host


def theme_of_package() -> Theme:
    """The default theme with the digests of its files, as they are published."""
    theme = default_theme()
    static = {path: read_theme_file(Path(file.location)) for path, file in theme.static.items()}
    return replace(theme, static=static)


def called(file: str, text: str) -> set[tuple[str, str]]:
    """The macros that `text`, a part of a template file, calls: each with the file that has it."""
    whole = (THEME / "templates" / file).read_text(encoding="utf-8")
    names = dict(re.findall(r'{% import "([\w.]+)" as (\w+)', whole))
    found = {(other, macro) for other, name in names.items() for macro in re.findall(rf"\b{name}\.(\w+)\(", text)}
    return found | {(file, macro) for macro in re.findall(r"(?<![.\w])(\w+)\(", text)}


def shown() -> set[tuple[str, str]]:
    """The macros that the overview calls, and those that these call."""
    bodies = {
        (file.name, macro): body
        for file in (THEME / "templates").glob("*macros.html")
        for macro, body in re.findall(
            r"{% macro (\w+)\(.*?%}(.*?){%-? endmacro", file.read_text(encoding="utf-8"), re.S
        )
    }
    found, ahead = set[tuple[str, str]](), called(SHOWN.name, SHOWN.read_text(encoding="utf-8"))
    while ahead:
        found |= ahead
        ahead = {one for each in ahead if each in bodies for one in called(each[0], bodies[each])} - found
    return found


@pytest.mark.parametrize("file", FILES)
def test_styleguide_shows_every_macro(file: str) -> None:
    text = (THEME / "templates" / file).read_text(encoding="utf-8")
    macros = set(re.findall(r"{% macro (\w+)\(", text))
    assert macros
    assert {macro for macro in macros if (file, macro) not in shown()} == set()


def test_styleguide_parts_not_empty(folder: Path) -> None:
    html = (folder / "index.html").read_text(encoding="utf-8")
    parts = dict(re.findall(r'<section data-part="([\w-]+)">\n<h3>.*?</h3>(.*?)</section>', html, re.S))
    assert {"figure", "chart", "place_table", "pager", "downloads", "standing", "correction_notes"} <= set(parts)
    assert [name for name, text in parts.items() if not text.strip()] == []


def test_styleguide_figures_of_every_kind_and_unknown(folder: Path) -> None:
    html = (folder / "index.html").read_text(encoding="utf-8")
    for kind in ("reported", "counted", "target", "projected", "commitment"):
        assert f'class="figure {kind}"' in html, kind
    assert re.search(r'<span class="amount"><span class="unknown">', html)
    for colour in default_theme().colours.values():
        assert f'fill="{colour.light}"' in html
        assert f'fill="{colour.dark}"' in html


@pytest.mark.parametrize("width", [320, 1280])
def test_styleguide_parts_pass_gates(browser: Browser, axe: Axe, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}/index.html")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert scheme_faults(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_styleguide_planted_fault_is_found(browser: Browser, axe: Axe, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/index.html")
    page.evaluate("document.querySelector('.lead').style.setProperty('color', '#999')")
    assert any(one.startswith("color-contrast") for one in axe.violations(page))
    page.close()


def test_styleguide_forced_colours_keep_contrast(browser: Browser, address: str) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto(f"{address}/index.html")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')") == "Canvas"
    border = "getComputedStyle(document.querySelector('.standing')).borderTopStyle"
    assert page.evaluate(border) == "solid"
    page.close()


def test_styleguide_shows_brand_colours() -> None:
    theme, report = theme_of_package(), Report()
    accent = replace(theme.colours["accent"], light="#004b87", dark="#9cc8f0")
    own = replace(theme, colours=theme.colours | {"accent": accent})
    files = styleguide_files(own, NOW, report)
    assert not list(report)
    assert "#004b87" in files["index.html"].decode()
    assert any("--accent:#004b87" in data.decode() for path, data in files.items() if path.endswith(".css"))


def test_styleguide_theme_without_one_says_so() -> None:
    theme, report = theme_of_package(), Report()
    bare = replace(theme, templates={name: text for name, text in theme.templates.items() if name != SHOWN.name})
    assert styleguide_files(bare, NOW, report) == {}
    assert [problem.code for problem in report] == ["template-missing"]


def test_styleguide_stylesheet_parsed_as_written(browser: Browser) -> None:
    """rcssmin changes no rule: the browser understands the joined sheet as it does its parts."""
    theme = theme_of_package()
    written = "\n".join([properties(theme), *(Path(one.location).read_text() for one in theme.styles.values())])
    page = browser.new_page()
    rules = """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
        return [...sheet.cssRules].map(rule => rule.cssText.replace(/\\s+/g, ' ').replace(/, /g, ',')); }"""
    before, after = page.evaluate(rules, written), page.evaluate(rules, stylesheet(theme)[0].decode())
    assert len(before) > 150
    assert after == before
    page.close()
