"""Sections with titles and addresses of their own, and sites that do without some of them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from factory import NOW, make_config, make_indicator, make_outreach, make_village, path_words, render_pages

from sitegen.build import BuildOptions, plan_loaded
from sitegen.build.plan import BuildPlan
from sitegen.build.render import render_all
from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache, NullCache
from sitegen.load import load_site
from sitegen.load.context import LoadContext
from sitegen.load.section_settings import without_hidden_records
from sitegen.models import SectionSettings, Site, Translation
from sitegen.problems import Report
from sitegen.sections import PAGE_KINDS, hidden_records
from sitegen.urls import build_routes, file_url, section_words

EXAMPLE = Path(__file__).parent.parent.parent / "docs" / "example"
OPTIONS = BuildOptions(EXAMPLE, BuildContext(NOW))
OPTIONAL = [kind.section for kind in PAGE_KINDS if kind.optional]
CACHE = MemoryCache()


@cache
def example() -> Site:
    site = load_site(EXAMPLE, Report(), NullCache())
    assert site is not None
    # The menu and the calendar of the example link to sections.
    calendar = tuple(replace(entry, pages=()) for entry in site.calendar)
    return replace(site, config=replace(site.config, menu=()), calendar=calendar, data="")


def plan_of(*sections: SectionSettings, translations: tuple[Translation, ...] = ()) -> BuildPlan:
    site = replace(example(), config=replace(example().config, sections=sections))
    if translations:
        site = replace(site, translations={"en": (*site.translations["en"], *translations)})
    report = Report()
    shown = without_hidden_records(LoadContext(EXAMPLE, Report(), NullCache()), site)
    plan = plan_loaded(shown, OPTIONS, report, CACHE)
    assert plan is not None, list(report)
    plan.load_all()
    return plan


def broken_links(plan: BuildPlan) -> list[str]:
    """The links of all pages, menus and footers that lead to no output."""
    paths = [path for path in plan.outputs if path.endswith((".html", ".xml"))]
    artifacts = render_all(plan, paths, 1, CACHE, lambda path, data: None)
    urls = {file_url(path) for path in (*plan.outputs, *artifacts)}
    links = {link for one in artifacts.values() for link in one.links}
    links |= {link for layout in plan.layouts for link in layout.links()}
    return sorted(link for link in links if link.startswith("/") and link.partition("#")[0] not in urls)


@pytest.mark.parametrize("section", OPTIONAL)
def test_site_without_a_section_links_to_nothing_of_it(section: str) -> None:
    plan = plan_of(SectionSettings(section=section, shown=False))
    assert broken_links(plan) == []
    words = {language: path_words(language)[section] for language in ("id", "en")}
    kept = re.compile(rf"{words['id']}[/.]|en/{words['en']}[/.]")
    assert [path for path in plan.outputs if kept.match(path)] == []
    tables = hidden_records(plan.site.config)
    assert [path for path in plan.outputs if path.startswith(tuple(f"data/{name}." for name in tables))] == []


def test_site_without_all_optional_sections_is_whole() -> None:
    plan = plan_of(*(SectionSettings(section=one, shown=False) for one in OPTIONAL))
    assert broken_links(plan) == []
    assert [path for path in plan.outputs if path in ("atom.xml", "feed.json", "kalender.ics")] == []


def test_section_has_the_title_and_path_of_the_settings_by_language() -> None:
    plan = plan_of(
        SectionSettings(section="outreach", title="Penyuluhan", path="penyuluhan"),
        SectionSettings(section="data", path="unduhan"),
        translations=(Translation(what="section:outreach", title="Counselling", path="counselling"),),
    )
    assert broken_links(plan) == []
    assert {"penyuluhan/index.html", "en/counselling/index.html", "unduhan/mutu/index.html"} <= plan.outputs.keys()
    assert [path for path in plan.outputs if path.startswith(("sosialisasi/", "en/outreach/", "data/"))] == []
    # A section without a translation stays where the language has it.
    assert "en/data/index.html" in plan.outputs
    titles = [next(link.text for link in one.menu if link.path.endswith("ling/")) for one in plan.layouts[1:]]
    assert titles == ["Counselling"]
    assert "Penyuluhan" in [link.text for link in plan.layouts[0].menu]


def test_section_paths_follow_the_section_above() -> None:
    moved = section_words(path_words("id"), {"map": "sebaran", "archive": "tahun", "comparison": "antar-tahun"})
    assert (moved["embed"], moved["comparison"], moved["outreach"]) == (
        "sebaran/sematan",
        "tahun/antar-tahun",
        "sosialisasi",
    )


def test_routes_know_the_words_before_the_settings() -> None:
    config = make_config(sections=(SectionSettings(section="news", path="kabar"),))
    routes = build_routes(config, path_words)
    assert (routes.root("news"), routes.default_words["news"]) == ("/kabar/", "berita")


def test_pages_count_nothing_of_hidden_sections() -> None:
    config = make_config(sections=(SectionSettings(section="outreach", shown=False),))
    shown = render_pages(villages=(make_village(certified="2018"),), outreach=(make_outreach(),))
    bare = render_pages(config=config, villages=(make_village(certified="2018"),), indicators=(make_indicator(),))
    page = "arsip/banding/index.html"
    assert (">Sosialisasi</th>" in shown[page], ">Sosialisasi</th>" in bare[page]) == (True, False)
    assert "menerima sosialisasi" in shown["wilayah/index.html"]
    assert "sosialisasi" not in bare["wilayah/index.html"]
