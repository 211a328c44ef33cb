"""ParsedPage that hold of every page of every case, and what the full case shows of each record that it uses."""

from __future__ import annotations

import csv
import io
import json
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from factory import path_words
from parsed_page import ParsedPage, parse_page
from site_cases import BUILT, CASES, NOW, Built, build_site

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.load import load_site
from sitegen.models import Announcement, PlainPage, Programme, Settings, Site
from sitegen.problems import Report
from sitegen.translations import translated
from sitegen.urls import file_url

SAMPLE = Path(__file__).parents[2]
BARE = {
    "peta/sematan/index.html": "../../peta/",
    "en/map/embed/index.html": "../../../en/map/",
    "map/embed/index.html": "../../map/",
}
"""The pages for frames, and how each leads to the page with the whole map: they have no head of the site."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Every case that can be built."""
    return {case: build_site(CASES / case, tmp_path_factory.mktemp(case) / "site") for case in BUILT}


@pytest.fixture(scope="module")
def pages(built: dict[str, Built]) -> dict[str, dict[str, ParsedPage]]:
    """The facts of every page by case and path."""
    return {case: {path: parse_page(html) for path, html in one.pages().items()} for case, one in built.items()}


def site_of(case: str) -> Site:
    site = load_site(CASES / case, Report(), NullCache())
    assert site
    return site


def further_of(path: str) -> str:
    """The further language of a page, below whose name it stands; empty for the first."""
    return "en" if path.startswith("en/") else ""


@pytest.mark.parametrize("case", BUILT)
def test_page_has_title_language_and_canonical(case: str, pages: dict[str, dict[str, ParsedPage]]) -> None:
    site = site_of(case)
    base = site.config.base_url.rstrip("/")
    for path, page in pages[case].items():
        language = further_of(path) or site.config.language
        config = translated(site, language).config
        assert page.unclosed == [], path
        assert len(page.headings) == 1, path
        assert page.headings[0].strip(), path
        assert config.title in page.title, path
        assert page.all("html")[0]["lang"] == language, path
        assert page.all("meta", name="description")[0]["content"].strip(), path
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids)), path
        hidden = bool(page.all("meta", name="robots", content="noindex"))
        if not hidden:
            assert page.all("link", rel="canonical") == [{"rel": "canonical", "href": base + file_url(path)}], path
        for block in page.data:
            assert block["@context"] == "https://schema.org", path
            assert block["@type"] in (
                "NewsArticle",
                "Place",
                "Dataset",
                "BreadcrumbList",
                "WebSite",
                "DefinedTermSet",
                "Event",
            ), path


def test_page_ids_are_unique(tmp_path: Path) -> None:
    """An id that begins with an underscore is the templates' own: neither a heading nor a record can have it. The page
    for frames has no menu."""
    ids: dict[str, list[str]] = {}
    for path, html in build_site(SAMPLE, tmp_path / "site").pages().items():
        ids[path] = [attributes["id"] for _, attributes in parse_page(html).elements if "id" in attributes]
        assert len(ids[path]) == len(set(ids[path])), path
    bare = {path: ids.pop(path) for path in [*ids] if path in BARE}
    assert set.intersection(*map(set, ids.values())) == {"_main", "_pages"}
    assert ["_pages" in one for one in bare.values()] == [False, False]
    assert set.intersection(*map(set, bare.values())) >= {"_main"}


@pytest.mark.parametrize("case", BUILT)
def test_page_has_no_inline_style_or_script(case: str, pages: dict[str, dict[str, ParsedPage]]) -> None:
    for path, page in pages[case].items():
        assert page.scripts == [], path
        for tag, attributes in page.elements:
            assert tag != "style", path
            assert "style" not in attributes, path
            assert not [name for name in attributes if name.startswith("on")], path
            loaded = attributes.get("src", "") + (attributes.get("href", "") if tag == "link" else "")
            assert "://" not in loaded or attributes.get("rel") == "canonical" or "hreflang" in attributes, path


@pytest.mark.parametrize("case", BUILT)
def test_page_links_home(case: str, pages: dict[str, dict[str, ParsedPage]]) -> None:
    """A link to where the page itself stands is never broken, so that no other check would tell."""
    for path, page in pages[case].items():
        if path in BARE:
            assert page.all("a", href=BARE[path]), path
            continue
        home = "/laporan/desa/" if (case, path) == ("full", "404.html") else "/" if path == "404.html" else ""
        home = home or "../" * path.count("/") + (f"{further}/" if (further := further_of(path)) else "") or "./"
        title = page.elements.index(("p", {"class": "title"}))
        assert page.elements[title + 1] == ("a", {"href": home}), path


@pytest.mark.parametrize("case", BUILT)
def test_page_tables_have_captions(case: str, pages: dict[str, dict[str, ParsedPage]]) -> None:
    for path, page in pages[case].items():
        for heading in page.all("th"):
            assert heading.get("scope") in ("col", "row", "colgroup", "rowgroup"), path


@pytest.mark.parametrize("case", BUILT)
def test_page_structured_data_parses(case: str, built: dict[str, Built]) -> None:
    site, files = site_of(case), built[case]
    assert json.loads(files.text("feed.json"))["title"] == site.config.title
    assert json.loads(files.text("data/villages.geojson"))["type"] == "FeatureCollection"
    for name in ("atom.xml", "sitemap.xml"):
        ElementTree.fromstring(files.text(name))
    rows = list(csv.DictReader(io.StringIO(files.text("data/villages.csv"))))
    assert [row["code"] for row in rows] == [village.code for village in site.villages]
    listed = ElementTree.fromstring(files.text("sitemap.xml")).findall(".//{*}loc")
    base = site.config.base_url.rstrip("/")
    known = {base + file_url(path) for path in files.files}
    assert {one.text for one in listed} <= known


def rows_of(files: Built) -> dict[str, int]:
    """How many rows each table of the open data has."""
    tables = [path for path in files.files if path.startswith("data/") and path.endswith(".csv")]
    return {Path(path).stem: len(list(csv.reader(io.StringIO(files.text(path))))) - 1 for path in tables}


def test_minimal_site_publishes_what_it_has(built: dict[str, Built]) -> None:
    """A site of the required keys alone: nothing is missed, and what is empty is there and empty."""
    files = built["minimal"]
    assert files.problems == ()
    filled = {"figures": 3, "mutu": 1, "sources": 1, "villages": 1, "years": 1}
    empty = ("corrections", "events", "indicators", "offices", "outreach", "provinces", "units")
    assert rows_of(files) == filled | dict.fromkeys(empty, 0)
    assert json.loads(files.text("feed.json"))["items"] == []
    assert not list(ElementTree.fromstring(files.text("atom.xml")).findall(".//{*}entry"))
    village = "https://kecil.example/wilayah/jawa-timur/kabupaten-blitar/gandusari/sukosewu/"
    assert village in [one.text for one in ElementTree.fromstring(files.text("sitemap.xml")).findall(".//{*}loc")]
    assert files.text("_redirects") == ""
    assert not [path for path in files.files if path.startswith("en/")]


def test_english_site_has_no_indonesian_url(built: dict[str, Built]) -> None:
    files, indonesian, english = built["english"], path_words("id"), path_words("en")
    assert files.problems == ()
    foreign = set(indonesian.values()) - set(english.values())
    parts = {part.partition(".")[0] for path in files.files for part in path.split("/")}
    assert "wilayah" in foreign
    assert parts & foreign == set()
    assert {f"{english[name]}/index.html" for name in ("register", "regions", "archive", "news", "map")} <= {
        *files.files
    }
    assert rows_of(files).keys() == {*rows_of(built["minimal"]), "quality"} - {"mutu"}
    (story,) = json.loads(files.text("feed.json"))["items"]
    assert story["url"] == "https://english.example/news/2018/first/"
    assert "Sitemap: https://english.example/sitemap.xml" in files.text("robots.txt")


def records(site: Site) -> list[Any]:
    """Every record of a site, and every record within it."""
    waiting: list[Any] = [
        getattr(site, field.name) for field in fields(site) if field.name not in ("theme", "media", "geography")
    ]
    found = []
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting += one
        elif is_dataclass(one):
            found.append(one)
            waiting += [getattr(one, field.name) for field in fields(one)]
    return found


def kinds(kind: Any) -> set[type]:
    """The record types that may stand in a field of this type, and in theirs."""
    inner = [part for part in typing.get_args(kind) if part is not Ellipsis]
    if isinstance(kind, type) and is_dataclass(kind) and not isinstance(kind, types.GenericAlias):
        return {kind}.union(*(kinds(hint) for hint in typing.get_type_hints(kind).values()))
    return set().union(*(kinds(part) for part in inner)) if inner else set()


def test_full_site_uses_every_key() -> None:
    """A key that is added to the model is added to this case too."""
    site = site_of("full")
    every = kinds(Settings) | kinds(Programme) | {type(one) for one in records(site)} - {Announcement, PlainPage}
    used: dict[type, set[str]] = {kind: set() for kind in every}
    for one in records(site):
        for field in fields(one):
            default = field.default if field.default is not MISSING else None
            if getattr(one, field.name) != default:
                used.setdefault(type(one), set()).add(field.name)
    wanting = {f"{kind.__name__}.{field.name}" for kind in every for field in fields(kind)} - {
        f"{kind.__name__}.{name}" for kind, names in used.items() for name in names
    }
    # What must have its default here: there is no other theme or geography, English first has a case of its own, tests
    # add villages without a field that would be required, and a section that is left out would be in no case.
    assert wanting == {
        *("Settings.theme", "Settings.language", "Settings.geography", "OwnField.required", "SectionSettings.shown")
    }


def test_village_page_shows_record(pages: dict[str, dict[str, ParsedPage]]) -> None:
    district = "wilayah/jawa-uji/kabupaten-uji/uji"
    page = pages["full"][f"{district}/ujung-satu-lama/index.html"]
    assert "Ujung Satu" in page.headings[0]
    told = ("5 Juli 2018", "12/SK/2018", "30 Juni 2018", "Bupati Uji", "Kantor Cabang Uji", "pekon", "35.05.15.2004")
    for text in (*told, "Perangkat terdaftar", "Paragraf kedua.", "Kelana Uji", "Dua desa ditetapkan", "Surat Uji"):
        assert text in page.main, text
    assert "Ujung Satu" in pages["full"][f"{district}/kelurahan-ujung-satu/index.html"].headings[0]
    assert "Wage" in pages["full"][f"{district}/pasar-wage/index.html"].headings[0]


def test_undated_village_listed_in_no_year(pages: dict[str, dict[str, ParsedPage]]) -> None:
    for year in (2017, 2018):
        page = pages["full"][f"arsip/{year}/index.html"]
        assert "Ujung Dua" not in page.main
        assert "Ujung Tiga" not in page.main
    undated = pages["full"]["arsip/tanpa-tahun/index.html"].main
    assert "Ujung Dua" in undated
    assert "Ujung Tiga" in undated


def test_reached_village_not_in_register(pages: dict[str, dict[str, ParsedPage]]) -> None:
    assert "Ujung Satu" in pages["full"]["desa/index.html"].main
    assert "Ujung Empat" not in pages["full"]["desa/index.html"].main
    assert "Ujung Empat" in pages["full"]["sosialisasi/kelana/index.html"].main


def test_announcement_page_shows_front_matter(pages: dict[str, dict[str, ParsedPage]]) -> None:
    page = pages["full"]["berita/2018/dua-desa-ditetapkan/index.html"]
    assert page.headings == ["Dua desa ditetapkan"]
    for text in ("Wartawan Uji", "Penyunting Uji", "Juru Foto Uji", "Penetapan", "Tentang situs uji", "Kota Uji"):
        assert text in page.main, text
    assert page.all("a", href="https://koran.example/desa")
    photo = page.all("img", alt="Balai desa berdinding biru")[0]
    assert (photo["width"], photo["height"]) == ("48", "32")
    (article,) = (block for block in page.data if block["@type"] == "NewsArticle")
    assert article["headline"] == "Dua desa ditetapkan"


def test_markdown_tables_footnotes_and_anchors(pages: dict[str, dict[str, ParsedPage]]) -> None:
    page = pages["full"]["berita/2019/tabel/index.html"]
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert {"tabel-desa", "daftar-pendek", "fn:1"} <= ids
    assert page.all("td", **{"class": "align-right"})
    assert page.all("a", href="#fn:1")
    assert "draf" in page.main
    assert not [link for link in page.all("a") if "draf" in link.get("href", "")]


def test_redirect_pages_lead_on(pages: dict[str, dict[str, ParsedPage]]) -> None:
    leads = {
        "kabar/dua-desa/index.html": "/berita/2018/dua-desa-ditetapkan/",
        "kabar/dua-desa.html": "/berita/2018/dua-desa-ditetapkan/",
        "siapa-kami/index.html": "/tentang-uji/",
        "dulu/index.html": "/desa/",
    }
    for path, there in leads.items():
        (refresh,) = pages["full"][path].all("meta", **{"http-equiv": "refresh"})
        assert refresh["content"].endswith(there.removeprefix("/")), path
        assert pages["full"][path].all("link", rel="canonical")[0]["href"].endswith(there), path


def test_page_404_links_from_root(pages: dict[str, dict[str, ParsedPage]]) -> None:
    for link in [*pages["full"]["404.html"].all("a"), *pages["full"]["404.html"].all("link")]:
        there = link["href"]
        assert there.startswith(("/laporan/desa/", "#", "https://", "mailto:")), there


HELD = {"draft": "Masih draf", "scheduled": "Terbit kelak", "expired": "Sudah lewat"}


def test_unpublished_content_is_nowhere(built: dict[str, Built]) -> None:
    for path, data in built["full"].files.items():
        for title in (*HELD.values(), "Halaman draf", "Halaman kelak"):
            assert title.encode() not in data, path


@pytest.mark.parametrize(
    ("context", "seen"),
    [
        (BuildContext(NOW, drafts=True), {"draft"}),
        (BuildContext(NOW, future=True), {"scheduled"}),
        (BuildContext(NOW, drafts=True, future=True), {"draft", "scheduled"}),
        (BuildContext(NOW.replace(year=2019), clock=NOW), {"expired"}),
        (BuildContext(NOW.replace(year=2030, day=2)), {"scheduled"}),
    ],
    ids=["drafts", "future", "both", "of 2019", "of 2030"],
)
def test_preview_shows_requested_content(context: BuildContext, seen: set[str], tmp_path: Path) -> None:
    built = build_site(CASES / "full", tmp_path / "site", context)
    for name in ("berita/index.html", "atom.xml", "feed.json", "sitemap.xml"):
        text = built.text(name) + (built.text("berita/halaman/2/index.html") if name.startswith("berita") else "")
        slugs = {"draft": "/draf/", "scheduled": "/terjadwal/", "expired": "/kedaluwarsa/"}
        assert {standing for standing, slug in slugs.items() if slug in text} == seen, name
    for path, html in built.pages().items():
        page = parse_page(html)
        assert bool(page.all("p", **{"class": "strip preview"})) == context.preview, path
        assert bool(page.all("meta", name="robots")) >= context.preview, path
    assert ("Disallow: /\n" in built.text("robots.txt")) == context.preview
    assert ("X-Robots-Tag: noindex" in built.text("_headers")) == context.preview
