"""What a plan promises is told without planning it, and is the same."""

from __future__ import annotations

import pytest
from factory import ADDRESSES, NOW, make_site, make_village
from site_cases import BUILT, CASES

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load import load_messages, load_site
from sitegen.models import Site
from sitegen.pages import plan_site
from sitegen.pages.plan import published_urls
from sitegen.problems import Report
from sitegen.urls import Routes, file_url, is_permalink


def planned(site: Site, routes: Routes) -> set[str]:
    made = plan_site(site, BuildContext(NOW), routes)
    outputs = [*made.text_outputs, *made.plan_others(Report())]
    return {file_url(output.path) for output in outputs if is_permalink(output.path)}


@pytest.mark.parametrize("case", BUILT)
def test_planned_urls_equal_plan(case: str) -> None:
    site = load_site(CASES / case, Report(), NullCache())
    assert site is not None
    routes = Routes(load_messages(site.config.language, NullCache())["paths"])
    found = published_urls(site, BuildContext(NOW), routes)
    assert set(found.routes) == planned(site, routes)
    assert len(found.routes) > 40
    assert set(found.news) <= found.routes


def test_planned_urls_include_undesignated_places() -> None:
    site = make_site(villages=(make_village("35.05.15.2004"), make_village("36.05.15.2004", certified="2018")))
    found = published_urls(site, BuildContext(NOW), ADDRESSES)
    assert set(found.routes) == planned(site, ADDRESSES)
    assert [card.id for card in found.home][-1] == "counted"


@pytest.mark.parametrize(
    ("file", "lasts"),
    [
        ("index.html", True),
        ("desa/index.html", True),
        ("data/villages.csv", True),
        ("berita/2018/a.b/index.html", True),
        ("data/datapackage.json", True),
        ("atom.xml", True),
        ("sitemap.xml", True),
        ("sitemap-2.xml", False),
        ("aset/style.1a2b3c4d.css", False),
        ("media/balai-desa.0123abcd.jpg", False),
        ("peta/peta.0123abcd.js", False),
        ("404.html", False),
        ("robots.txt", False),
        ("_headers", False),
        ("_redirects", False),
        (".nojekyll", False),
    ],
)
def test_permalinks_exclude_hashed_and_host_files(file: str, lasts: bool) -> None:
    assert is_permalink(file) is lasts
