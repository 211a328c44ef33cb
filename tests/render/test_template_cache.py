"""Compiled templates in the cache: a page is the same whether its template was compiled for it or for another site."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from factory import ADDRESSES, NOW, default_theme, make_config, make_page, make_site
from jinja2.bccache import bc_magic
from shared_work import unshared

from sitegen.build_context import BuildContext
from sitegen.cache import Cache, MemoryCache, NullCache, sign
from sitegen.models import MenuItem, Site
from sitegen.pages import plan_site
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates

CONSTANTS = """
<p>{{ "home" | t }} {{ "/a/" | absolute }} {{ "2018-07-05" | rfc3339 }} {{ "2018-07-05" | date }}</p>
<p>{{ 1234.5 | number }} {{ "header.html" | part("/") }} {{ "/b/" | url }}</p>
"""
"""Every filter whose result depends on the site, called with constants: Jinja2 runs such filters as it compiles."""


def site_of(words: dict[str, str] | None = None, template: str = CONSTANTS, **settings: Any) -> Site:
    """A site with one page, whose template has CONSTANTS in it."""
    theme = default_theme()
    text = theme.templates["page.html"].replace("{% block content %}", "{% block content %}" + template)
    messages = {language: {**known, **(words or {})} for language, known in theme.messages.items()}
    theme = replace(theme, templates={**theme.templates, "page.html": text}, messages=messages)
    return make_site(
        config=make_config(**settings), theme=theme, pages=(make_page(language=settings.get("language", "id")),)
    )


def rendered(site: Site, cache: Cache) -> bytes:
    """The page."""
    made, found = plan_site(site, BuildContext(NOW), ADDRESSES), RenderFindings()
    (page,) = (output for output in made.text_outputs if "tentang" in output.path)
    text = Templates(site.theme, made.layouts[0], site.timezone, cache, "test").render(page, found)
    assert list(found.report) == []
    return text


VARIANTS: dict[str, dict[str, Any]] = {
    "settings": {},
    "title": {"title": "Situs Lain"},
    "base URL": {"base_url": "https://lain.example/situs"},
    "time zone": {"timezone": "Asia/Jayapura"},
    "menu": {"menu": (MenuItem(title="Peta kami", path="/peta/"),)},
    "language": {"language": "en", "languages": ("en",)},
    "messages": {"words": {"home": "Halaman awal", "thousands": "·"}},
    "template": {"template": CONSTANTS.replace("/a/", "/c/")},
}


@pytest.mark.slow
def test_template_cache_shared_by_sites_equals_compiling_anew() -> None:
    shared, pages = MemoryCache(), set[bytes]()
    for name, changed in VARIANTS.items():
        page = rendered(site_of(**changed), shared)
        with unshared():
            assert page == rendered(site_of(**changed), NullCache()), name
        pages.add(page)
    assert len(pages) == len(VARIANTS), "each variant shows in the page"


@pytest.mark.parametrize("changed", ["title", "menu"])
def test_template_cache_hit_after_settings_edit(changed: str) -> None:
    shared = MemoryCache()
    rendered(site_of(), shared)
    before = {key for kind, key in shared.added() if kind == "template"}
    rendered(site_of(**VARIANTS[changed]), shared)
    assert before
    assert {key for kind, key in shared.added() if kind == "template"} == before


def _replaced(cache: MemoryCache, template_of: Callable[[str], bytes]) -> MemoryCache:
    """A copy of a cache with other compiled templates."""
    other = MemoryCache()
    for (kind, key), data in cache.added().items():
        other.set(kind, key, template_of(key) if kind == "template" else data)
    return other


RAN: list[str] = []


def run(what: str) -> None:
    """What is planted calls this."""
    RAN.append(what)


class _Planted:
    """Runs when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return run, ("planted",)


PLANTED = bc_magic + pickle.dumps(_Planted())
"""A compiled template, as Jinja2 reads it, that runs while it is read."""


@pytest.mark.parametrize(
    "plant", [lambda: PLANTED, lambda: bytes(32) + PLANTED, lambda: sign("another", PLANTED)], ids=["bare", "0", "name"]
)
def test_template_cache_planted_code_does_not_run(plant: Callable[[], bytes]) -> None:
    """Neither plain, as rows were before, nor with a wrong signature, nor signed for another template."""
    shared, planted = MemoryCache(), plant()
    page = rendered(site_of(), shared)
    cache = _replaced(shared, lambda key: planted)
    with unshared():
        assert rendered(site_of(), cache) == page
    assert RAN == []
    assert cache.added().keys() == shared.added().keys()
    assert planted not in cache.added().values(), "compiled again and signed"


def test_template_cache_signed_code_is_loaded() -> None:
    """Or the test above would prove nothing."""
    shared = MemoryCache()
    rendered(site_of(), shared)
    with unshared():
        rendered(site_of(), _replaced(shared, lambda key: sign(key, PLANTED) or b""))
    assert RAN
    RAN.clear()


def test_template_cache_without_a_key_remembers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.cache.machine_key", lambda: None)
    cache = MemoryCache()
    with unshared():
        page = rendered(site_of(), cache)
    assert not [kind for kind, _ in cache.added() if kind == "template"]
    monkeypatch.undo()
    assert page == rendered(site_of(), NullCache())
