"""A site in two languages: every page in both, each leading to the other, and what is not translated said to be so."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import replace

import pytest
from factory import (
    ADDRESSES,
    NOW,
    make_config,
    make_news,
    make_page,
    make_programme,
    make_site,
    make_village,
    make_year,
    path_words,
    render_site,
)

from sitegen.build_context import BuildContext
from sitegen.models import MenuItem, Redirect, Site
from sitegen.pages import plan_site, unpublished_urls
from sitegen.pages.plan import published_urls
from sitegen.problems import Report
from sitegen.urls import Routes, build_routes, file_url, is_permalink
from sitegen.views.site_index import index_languages

TRANSLATED = "2018-07-05-kabar"
VILLAGE = "/wilayah/provinsi35/kabupaten-uji05/kecamatan15/desa04/"


def routes() -> Routes:
    return build_routes(make_config(languages=("id", "en")), path_words)


def site(**parts: object) -> Site:
    given = {
        "config": make_config(languages=("id", "en")),
        "programme": make_programme(make_year(2018, reported=201)),
        "villages": (make_village(certified="2018-07-05"),),
        "news": (
            make_news("2018-07-06-lain.md", title="Hanya Indonesia", aliases=("/lama/",)),
            make_news(f"{TRANSLATED}.md", title="Kabar", body="Lihat [tentang](../pages/tentang.md).\n"),
            make_news(
                f"{TRANSLATED}.en.md",
                language="en",
                title="Tidings",
                slug="tidings",
                date="2018-07-05",
                body="See [about](../pages/tentang.md).\n",
                aliases=("/en/old/",),
            ),
        ),
        "pages": (make_page("tentang.md", title="Tentang"), make_page("tentang.en.md", language="en", title="About")),
    }
    return make_site(**(given | parts))


@functools.cache
def plain() -> dict[str, str]:
    return render_site(site(), routes())


def pages(**parts: object) -> dict[str, str]:
    return render_site(site(**parts), routes()) if parts else plain()


def others(html: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="https://uji.example([^"]*)">', html))


def switch(html: str) -> str:
    """Where the link to the other language leads, as the page writes it."""
    nav = re.search(r'<nav class="languages".*?</nav>', html, re.DOTALL)
    assert nav
    return re.findall(r'href="([^"]*)"', nav[0])[0]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("/", "/en/"),
        ("/desa/", "/en/villages/"),
        ("/arsip/2018/", "/en/archive/2018/"),
        ("/data/mutu/", "/en/data/quality/"),
        (VILLAGE, VILLAGE.replace("/wilayah/", "/en/regions/")),
        ("/berita/2018/kabar/", "/en/news/2018/tidings/"),
        ("/tentang/", "/en/tentang/"),
    ],
)
def test_language_alternates_name_each_other(mine: str, theirs: str) -> None:
    made = pages()
    here, there = made[f"{mine[1:]}index.html"], made[f"{theirs[1:]}index.html"]
    assert '<html lang="id">' in here
    assert '<html lang="en">' in there
    assert others(here) == others(there) == {"id": mine, "en": theirs}
    assert switch(here).endswith(theirs[1:])
    assert switch(there).endswith(mine[1:]) or (mine == "/" and switch(there) == "../")


def test_language_pages_exist_in_both() -> None:
    made = {path for path in pages() if path.endswith("index.html")} - {"lama/index.html", "en/old/index.html"}
    index = routes()
    first = {f"/{path.removesuffix('index.html')}" for path in made if not path.startswith("en/")}
    second = {f"/{path.removesuffix('index.html')}" for path in made if path.startswith("en/")}
    assert len(first) == len(second) > 15
    known = {index.alternate_url(path, index.translations[0]) for path in first} - {"/en/news/2018/kabar/"}
    assert known == second - {"/en/news/2018/tidings/"}


def test_language_files_shared_but_feeds_separate() -> None:
    made = pages()
    assert not [path for path in made if path.startswith("en/") and path.endswith((".csv", ".xlsx", ".zip", ".css"))]
    assert 'href="../../data/villages.csv"' in made["en/data/index.html"]
    assert 'href="../../../arsip/2018.csv"' in made["en/archive/2018/index.html"]
    assert [entry["title"] for entry in json.loads(made["feed.json"])["items"]] == ["Hanya Indonesia", "Kabar"]
    assert [entry["title"] for entry in json.loads(made["en/feed.json"])["items"]] == ["Tidings"]


def test_language_fallback_is_marked() -> None:
    html = pages()["en/news/2018/lain/index.html"]
    assert 'lang="id">Hanya Indonesia</h1>' in html
    assert '<div class="prose" lang="id">' in html
    assert "not translated yet" in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="https://uji.example/berita/2018/lain/">' in html
    assert others(html) == others(pages()["berita/2018/lain/index.html"]) == {}
    assert "https://uji.example/en/news/2018/lain/" not in pages()["sitemap.xml"]
    assert '<h2 lang="id">' in pages()["en/news/index.html"]


def test_language_fallback_keeps_original_tags() -> None:
    held = make_news("2018-07-06-lain.md", tags=("penetapan", "Jawa Timur"))
    said = make_news("2018-07-05-kabar.en.md", language="en", tags=("designation", "Jawa Timur"))
    made = pages(news=(held, make_news("2018-07-05-kabar.md", tags=("penetapan",)), said))
    lists = sorted(path for path in made if "/tag/" in path)
    assert lists == [
        "berita/tag/jawa-timur/index.html",
        "berita/tag/penetapan/index.html",
        "en/news/tag/designation/index.html",
        "en/news/tag/jawa-timur/index.html",
    ]
    assert "Kabar 2018-07-06-lain.md" not in made["en/news/tag/jawa-timur/index.html"]
    html = made["en/news/2018/lain/index.html"]
    assert '<dd lang="id"><a href="../../../../berita/tag/penetapan/">penetapan</a>' in html


def test_language_fallback_keeps_original_words_and_numbers() -> None:
    body = 'Ada {{ figure("reported", year=2018) }} desa.[^1]\n\n[^1]: Kata sumber.\n'
    held = make_news("2021-07-06-lain.md", body=body)
    made = pages(programme=make_programme(make_year(2018, reported=6400)), news=(held,))
    here, there = made["berita/2021/lain/index.html"], made["en/news/2021/lain/index.html"]
    prose = [re.search(r"—</p>(.*?)<h2>", html, re.DOTALL) for html in (here, there)]
    assert prose[0]
    assert prose[1]
    assert ">6.400</a>" in prose[0][1]
    assert "Keterangan angka: 6.400" in prose[0][1]
    assert "Back to" not in prose[1][1]
    unled = [re.sub(r'href="[^"]*"', "", one[1]) for one in prose if one]
    assert unled[0] == unled[1]
    assert '<p class="dateline" lang="en">' in there
    assert '<p class="dateline">' in here


def test_language_translation_links_to_translations() -> None:
    made = pages()
    assert 'href="../../../../en/tentang/">about</a>' in made["en/news/2018/tidings/index.html"]
    assert 'href="../../../tentang/">tentang</a>' in made["berita/2018/kabar/index.html"]


def test_language_translation_held_back_with_original() -> None:
    one, kabar, tidings = site().news
    held = replace(kabar, meta=replace(kabar.meta, draft=True))
    made = pages(news=(one, held, tidings))
    assert not [path for path in made if "tidings" in path or "2018/kabar" in path]


def test_language_draft_translation_shows_original() -> None:
    one, kabar, tidings = site().news
    made = pages(news=(one, kabar, replace(tidings, meta=replace(tidings.meta, draft=True))))
    assert 'lang="id">Kabar</h1>' in made["en/news/2018/kabar/index.html"]


def test_language_redirects_of_both() -> None:
    config = make_config(languages=("id", "en"), redirects=(Redirect(source="/dulu/", target="/desa/"),))
    made = pages(config=config)
    rules = made["_redirects"].splitlines()
    assert rules == [
        "/lama/ /berita/2018/lain/ 301",
        "/dulu/ /desa/ 301",
        "/en/old/ /en/news/2018/tidings/ 301",
    ]
    assert '<html lang="en">' in made["en/old/index.html"]


def test_language_menu_setting_leads_to_own_pages() -> None:
    menu = (MenuItem(title="Semua desa", path="/desa/"), MenuItem(title="Siapa", path="/tentang/"))
    layouts = plan_site(
        site(config=make_config(languages=("id", "en"), menu=menu)), BuildContext(NOW), routes()
    ).layouts
    assert [(link.text, link.path) for link in layouts[0].menu] == [("Semua desa", "/desa/"), ("Siapa", "/tentang/")]
    assert [(link.text, link.path) for link in layouts[1].menu] == [
        ("Register of Villages", "/en/villages/"),
        ("About", "/en/tentang/"),
    ]


def test_language_permalinks_equal_plan() -> None:
    whole, index = site(), routes()
    made = plan_site(whole, BuildContext(NOW), index)
    paths = [output.path for output in (*made.text_outputs, *made.plan_others(Report()))]
    lasting = {file_url(path) for path in paths if is_permalink(path)}
    assert set(published_urls(whole, BuildContext(NOW), index).routes) == lasting


def test_language_expired_translation_keeps_url() -> None:
    one, kabar, tidings = site().news
    gone = replace(tidings, meta=replace(tidings.meta, expiry_date="2019-01-01T00:00"))
    whole = replace(site(news=(one, kabar, gone)), locked_urls={"/en/news/2018/tidings/": gone.file})
    assert "/en/news/2018/tidings/" in unpublished_urls(whole, BuildContext(NOW), routes())


def test_language_single_has_no_alternates() -> None:
    index = index_languages(make_site(), BuildContext(NOW), ADDRESSES)
    assert len(index) == 1
    assert index[0].first
    assert index[0].language == "id"
    assert all("hreflang" not in html for html in render_site(make_site(), ADDRESSES).values())
