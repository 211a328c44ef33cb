"""The registry of page kinds: each section has words in every language, a page, and a way that leads to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from factory import NOW, path_words, read_yaml

from sitegen.build import BuildOptions, load_and_plan
from sitegen.build.plan import BuildPlan
from sitegen.build.render import render_all
from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache, NullCache
from sitegen.load import load_messages
from sitegen.problems import Report
from sitegen.sections import PAGE_KINDS, import_function, kinds_in_position, published_sections, section_names
from sitegen.urls import build_routes, file_url, output_path

ROOT = Path(__file__).parent.parent.parent
SITES = {"sample": ROOT, "example": ROOT / "docs" / "example"}
LANGUAGES = ("id", "en")
UNLINKED = re.compile(
    r"(?:.*/)?404\.html"  # shown by hosts in place of what is not there
    r"|(?:.*/)?(?:sematan|embed)/index\.html"  # shown in frames of other sites; the map page offers its URL as text
)


@cache
def plan_of(name: str) -> tuple[BuildPlan, MemoryCache]:
    report, cached = Report(), MemoryCache()
    plan = load_and_plan(BuildOptions(SITES[name], BuildContext(NOW.replace(year=2026, month=11))), report, cached)
    assert plan is not None, list(report)
    plan.load_all()
    return plan, cached


def words_of(language: str) -> Mapping[str, str]:
    file = ROOT / "themes" / "default" / "messages" / f"{language}.yaml"
    return read_yaml(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_section_words_are_there_in_each_language(language: str) -> None:
    words = words_of(language)
    paths = path_words(language)
    missing = [f"section_{name}" for name in section_names(own=True) if f"section_{name}" not in words]
    missing += [
        f"way_{kind.section}" for kind in kinds_in_position("entry_point") if f"way_{kind.section}" not in words
    ]
    missing += [f"{name}_description" for name in section_names(own=True) if f"{name}_description" not in words]
    missing += [f"paths: {name}" for name in section_names() if name not in paths]
    assert missing == [], f"themes/default or sitegen/messages, {language}.yaml, lacks these words"


def test_page_kind_functions_can_be_imported() -> None:
    assert [kind.function for kind in PAGE_KINDS if not callable(import_function(kind))] == []


@pytest.mark.parametrize("place", ["menu", "footer", "entry_point"])
def test_section_places_are_counted_from_one_without_gaps(place: str) -> None:
    kinds = kinds_in_position(place)
    assert [getattr(kind, place) for kind in kinds] == list(range(1, len(kinds) + 1))
    assert [kind.function for kind in kinds if not kind.section] == [], f"only a section has a place in the {place}"


@pytest.mark.parametrize("site", SITES)
def test_section_has_a_page_in_each_language(site: str) -> None:
    plan, _ = plan_of(site)
    words = {one: load_messages(one, NullCache())["paths"] for one in LANGUAGES}
    first = build_routes(plan.site.config, words.__getitem__, plan.site.translations)
    missing = [
        f"{name} in {routes.language}"
        for routes in (first, *first.translations)
        for name in published_sections(plan.site)
        if output_path(routes.root(name)) not in plan.keys
    ]
    assert missing == [], "sections without a page"


@pytest.mark.parametrize("site", SITES)
def test_outputs_with_a_head_are_the_pages(site: str) -> None:
    outputs = plan_of(site)[0].outputs
    assert [path for path, output in outputs.items() if path.endswith(".html") != (output.head is not None)] == []


@pytest.mark.parametrize("site", SITES)
def test_every_page_is_reached_from_the_home_page(site: str) -> None:
    """By links of pages, menus and footers: one that only its own subpages link to is as lost as any."""
    plan, cached = plan_of(site)
    pages = [path for path in plan.outputs if path.endswith(".html")]
    artifacts = render_all(plan, pages, 1, cached, lambda path, data: None)
    links = {file_url(path): {link.partition("#")[0] for link in one.links} for path, one in artifacts.items()}
    reached, waiting = set[str](), {"/"}.union(*(layout.links() for layout in plan.layouts))
    while waiting:
        url = waiting.pop().partition("#")[0]
        reached.add(url)
        waiting |= links.get(url, set()) - reached
    redirects = {
        path for path, output in plan.outputs.items() if getattr(output.content, "name", "") == "redirect.html"
    }
    lost = [
        path
        for path in pages
        if file_url(path) not in reached and path not in redirects and not UNLINKED.fullmatch(path)
    ]
    assert lost == [], "pages that no way leads to"
