"""What hosts and crawlers read: sitemap, robots, headers, redirects; and one output an address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from factory import NOW, default_theme, make_config, make_news, make_page, make_site_index, make_village
from published_site import planned, published
from site_with_map import EMBED, OUTLINES, mapped_theme

import sitegen
from sitegen.build_context import BuildContext
from sitegen.content import RawBytes
from sitegen.load.outlines import UNPUBLISHED
from sitegen.models import Boundaries, Location, MapSettings, Redirect, ThemeFile, Tiles
from sitegen.output import Output
from sitegen.pages.credits import LIBRARIES
from sitegen.pages.hosting import headers, sitemap
from sitegen.problems import Span

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(text: str | bytes) -> list[str]:
    return [loc.text or "" for loc in ElementTree.fromstring(text).iter(f"{MAP}loc")]


def test_sitemap_names_indexed_pages_only() -> None:
    files = published(news=(make_news(aliases=("/lama/",), updated="2019-01-02"),), pages=(make_page(),))
    listed = locations(files["sitemap.xml"])
    indexed = {path for path, text in files.items() if path.endswith(".html") and 'name="robots"' not in text}
    assert len(listed) == len(set(listed))
    assert {f"https://uji.example/{path.removesuffix('index.html')}" for path in indexed} == set(listed)
    assert "https://uji.example/404.html" not in listed
    assert "https://uji.example/lama/" not in listed
    assert "/berita/2018/kabar/</loc><lastmod>2019-01-02</lastmod>" in files["sitemap.xml"]


def test_sitemap_long_is_split_under_index() -> None:
    index = make_site_index(config=make_config(base_url="https://uji.example/a-b"))
    pages = [Output(f"desa/{number}/index.html", RawBytes(b""), listed=True) for number in range(7)]
    files = {output.path: output.content.data for output in sitemap(index, pages, limit=3)}
    parts = [f"sitemap-{number}.xml" for number in (1, 2, 3)]
    assert sorted(files) == [*parts, "sitemap.xml"]
    assert locations(files["sitemap.xml"]) == [f"https://uji.example/a-b/{part}" for part in parts]
    assert [len(locations(files[part])) for part in parts] == [3, 3, 1]
    assert locations(files["sitemap-1.xml"])[0] == "https://uji.example/a-b/desa/0/"
    assert b"<urlset" in next(iter(sitemap(index, pages, limit=7))).content.data


def test_robots_exclude_previews() -> None:
    assert published()["robots.txt"] == "User-agent: *\nDisallow:\n\nSitemap: https://uji.example/sitemap.xml\n"
    preview = published(BuildContext(NOW, drafts=True))
    assert "Disallow: /\n" in preview["robots.txt"]
    assert preview["_headers"].count("X-Robots-Tag: noindex") == preview["_headers"].count("X-Content-Type-Options")


def rules_of(text: str) -> dict[str, dict[str, str]]:
    """The headers of each rule of `_headers`, by its pattern."""
    blocks = [block.strip().split("\n") for block in text.split("\n\n")]
    return {first: dict(line.strip().split(": ", 1) for line in rest) for first, *rest in blocks}


def matching(rules: Iterable[str], address: str) -> list[str]:
    """The patterns that match, as hosts do it: `*` stands for anything."""
    return [rule for rule in rules if re.fullmatch(re.escape(rule).replace(r"\*", ".*"), address)]


TILES = Tiles(url="https://tile.example/{z}/{x}/{y}.png", attribution="© Uji")
SETTINGS = {
    "as they are": MapSettings(),
    "tiles, and some may frame": MapSettings(tiles=TILES, embed_by=("https://a.example", "http://b.example:8080")),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_headers_one_rule_per_url_equals_page_policy(name: str) -> None:
    settings = SETTINGS[name]
    files = published(
        news=(make_news(aliases=("/lama/", "/usang.html")),),
        villages=(make_village(certified="2018", location=Location(lat=-8.0, lon=112.0, precision="village")),),
        config=make_config(map=settings, cards=()),
        theme=mapped_theme(),
        outlines=OUTLINES,
    )
    rules = rules_of(files["_headers"])
    index = "pencarian/_berita/"  # a folder whose files only the tool that makes them names
    used, bare = set(), {"_headers", "_redirects", ".nojekyll"}
    for path, text in {**files, f"{index}entry.json": "", f"{index}fragment/id.pf": ""}.items():
        if path in bare:
            continue
        (rule,) = matching(rules, "/" + path.removesuffix("index.html"))
        used.add(rule)
        if path.endswith(".html"):
            policy, _, framed = rules[rule]["Content-Security-Policy"].rpartition("; frame-ancestors ")
            meta = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
            assert meta is None or meta[1] == policy, path
            assert framed == ((" ".join(settings.embed_by) or "*") if path == EMBED else "'none'")
            assert ("tile.example" in policy) == (settings.tiles is not None and path in (EMBED, "peta/index.html"))
    assert used == set(rules)
    assert len(rules) < 40
    assert {"/peta/", "/peta/data/*", "/peta/sebaran.svg", "/peta/sematan/*"} < set(rules)


def test_headers_immutable_only_for_hashed_names() -> None:
    files = published(
        villages=(make_village(certified="2018", location=Location(lat=-8.0, lon=112.0, precision="village")),),
        theme=mapped_theme(),
        outlines=OUTLINES,
    )
    rules = rules_of(files["_headers"])
    forever = [rule for rule, said in rules.items() if "immutable" in said["Cache-Control"]]
    assert forever == ["/aset/*", "/media/*", "/peta/data/*"]
    assert all(said["Content-Security-Policy"].startswith("default-src 'none'; ") for said in rules.values())
    shared = [rule for rule, said in rules.items() if said.get("Access-Control-Allow-Origin") == "*"]
    assert shared == [
        "/arsip/*", "/atom.xml", "/data/*", "/feed.json", "/peta/sebaran.svg", "/ralat/*", "/wilayah/*"
    ]  # fmt: skip
    assert [output.path for output in headers(make_site_index(), [])] == ["_headers"]


def test_redirects_with_and_without_host_support() -> None:
    config = make_config(
        base_url="https://uji.example/desa-sadar", redirects=(Redirect(source="/laporan.pdf", target="/data/"),)
    )
    files = published(news=(make_news(aliases=("/lama/kabar/",)),), config=config)
    assert files["_redirects"] == (
        "/desa-sadar/lama/kabar/ /desa-sadar/berita/2018/kabar/ 301\n/desa-sadar/laporan.pdf /desa-sadar/data/ 301\n"
    )
    page = files["lama/kabar/index.html"]
    assert '<meta http-equiv="refresh" content="0; url=../../berita/2018/kabar/">' in page
    assert '<link rel="canonical" href="https://uji.example/desa-sadar/berita/2018/kabar/">' in page
    assert page.count('rel="canonical"') == 1
    assert '<meta name="robots" content="noindex">' in page
    assert "laporan.pdf" not in files


def test_page_404_links_are_absolute() -> None:
    page = published(config=make_config(base_url="https://uji.example/a"))["404.html"]
    assert '<a href="/a/desa/">Daftar Desa</a>' in page
    assert not re.search(r'(href|src)="\.', page)
    assert "mungkin saja telah ditetapkan" in page


def test_url_duplicate_reported_with_first_place() -> None:
    items = (make_news("2018-07-05-kabar.md"), make_news("2018-07-01-kabar.md"))
    origins = {item.file: Span(item.file, 1) for item in items}
    _, (problem,) = planned(news=items, origins=origins)
    assert (problem.code, problem.at.file) == ("repeated-address", items[1].file)
    assert problem.values == {"path": "/berita/2018/kabar/", "other": f"{items[0].file}:1"}


def test_url_alias_taken_reported_at_alias() -> None:
    items = (make_news(aliases=("/tentang/", "/berita/2018/kabar/", "/atom.xml/", "/desa/")),)
    file = items[0].file
    origins = {f"{file}#alias:{number}": Span(file, 5, 10 * number + 1) for number in range(4)}
    _, problems = planned(news=items, pages=(make_page(),), origins={file: Span(file, 1), **origins})
    assert {problem.code for problem in problems} == {"alias-taken"}
    assert {problem.at for problem in problems} == set(origins.values())
    assert sorted(problem.values["path"] for problem in problems) == [
        "/atom.xml/",
        "/berita/2018/kabar/",
        "/desa/",
        "/tentang/",
    ]


def test_favicon_at_root_and_hashed() -> None:
    files = published()
    (named,) = (path for path in files if re.fullmatch(r"aset/favicon\.[0-9a-f]{8}\.svg", path))
    assert files[named] == files["favicon.svg"]


def test_credits_name_every_published_library() -> None:
    declared = json.loads((Path(sitegen.__file__).parent / "assets" / "package.json").read_text(encoding="utf-8"))
    dependencies = declared["dependencies"].items()
    pinned = {f"vendor/{name.removeprefix('@fontsource/')}/": version for name, version in dependencies}
    for read in UNPUBLISHED[:2]:  # for the outlines, whose sources are credited by themselves
        del pinned[f"vendor/{read}"]
    assert {library.folder: library.version for library in LIBRARIES} == pinned
    theme = default_theme()
    files = {
        name: ThemeFile(name, "ef" * 16, 1) for name in ("vendor/leaflet/leaflet.js", "vendor/leaflet/LICENSE.txt")
    }
    page = published(theme=replace(theme, static=theme.static | files))["kredit/index.html"]
    assert 'Leaflet</a> 1.9.4, <a href="../aset/vendor/leaflet/LICENSE.efefefef.txt">BSD-2-Clause</a>' in page
    assert "leaflet.fullscreen" not in page
    assert "Leaflet" not in published(theme=replace(theme, static=without_vendor(theme.static)))["kredit/index.html"]


def test_credits_name_official_list_where_compared() -> None:
    villages = (make_village(),)
    line = 'idn-area-data 4.0.1</a> (<a href="https://opendatacommons.org/licenses/odbl/1-0/">Open Database License'
    assert line in published(villages=villages)["kredit/index.html"]
    assert line not in published()["kredit/index.html"]
    without = published(villages=villages, config=make_config(official_list="none"))["kredit/index.html"]
    assert line not in without


def test_credits_name_outline_sources_with_licences() -> None:
    page = published(outlines=OUTLINES)["kredit/index.html"]
    for home, licence in (
        ("https://www.naturalearthdata.com/", "domain publik"),
        ("https://www.geonames.org/", "CC BY 4.0"),
        ("https://github.com/fityannugroho/idn-area-data", "Open Database License (ODbL) 1.0"),
    ):
        assert f'<li><a href="{home}">' in page
        assert f'">{licence}</a>): ' in page
    assert "garis antarprovinsi di Papua hanya perkiraan" in page
    assert "Badan Uji" not in page


def test_credits_name_authors_of_own_outlines() -> None:
    own = make_config(map=MapSettings(boundaries=Boundaries(file="data/batas.geojson", credit="Badan Uji")))
    page = published(outlines=OUTLINES, config=own)["kredit/index.html"]
    assert 'berasal dari <a href="https://batas.example/">Badan Uji</a>.' in page
    assert "GeoNames" not in page
    assert "hanya perkiraan" not in page
    page = published(outlines=replace(OUTLINES, url=""), config=own)["kredit/index.html"]
    assert "berasal dari Badan Uji.\n" in page
    assert "Garis luar provinsi" not in published()["kredit/index.html"]


def without_vendor(static: dict[str, ThemeFile]) -> dict[str, ThemeFile]:
    return {name: file for name, file in static.items() if not name.startswith("vendor/")}
