"""Pictures of the country: counts by code, told by shape and by words, year by year, with and without outlines."""

from __future__ import annotations

import re
from gzip import compress
from posixpath import normpath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from factory import (
    INDONESIA,
    THEME,
    default_theme,
    make_config,
    make_outreach,
    make_site_index,
    make_source,
    make_village,
    render_pages,
)
from hostile_site import PAYLOAD
from published_site import published

from sitegen.cache import NullCache
from sitegen.contrast import contrast
from sitegen.load.context import LoadContext
from sitegen.load.outlines import load_outlines
from sitegen.models import Drawing, Outline, Outlines, Village
from sitegen.problems import Report
from sitegen.views.country_map import (
    CountryMap,
    SymbolBox,
    country_map,
    separate_symbols,
    small_multiples,
    symbol_radius,
)
from sitegen.views.layout import stylesheet

SVG = "{http://www.w3.org/2000/svg}"
MAP, SPREAD = "peta/index.html", "peta/sebaran.svg"
PLACED = {"12": 120, "15": 200, "31": 300, "35": 380, "71": 700, "91": 900}
"""Where the squares of the outlines of these tests begin, by province."""
HERE = Drawing(95.0, 10.0, 20.0, 1000, 400)


def outlines(*codes: str, drawing: Drawing = HERE) -> Outlines:
    """Squares of 60 units side by side, for all of PLACED or these."""
    provinces = {}
    for code in codes or PLACED:
        x = PLACED[code]
        anchor = (drawing.north - 180 / drawing.scale, drawing.west + (x + 30) / drawing.scale)
        square = f"M{x} 150l60 0 0 60-60 0z"
        provinces[code] = Outline(code, f"Garis {code}", square, square, drawing, anchor)
    return Outlines(provinces, drawing, b"{}", "Badan Peta", "")


def village(code: str, certified: str | None = "2018", **fields: object) -> Village:
    return make_village(f"{code[:2]}.01.01.2{code[2:]:0>3}", certified=certified, **fields)


VILLAGES = (
    village("151"),
    village("152", "2020-03-04"),
    village("351"),
    village("352", "[2017..2018]"),
    village("353", None),
    village("711", None),
    village("911", None),  # only spoken of
)
TOLD = {"villages": VILLAGES, "outreach": (make_outreach("temu", ("35.01.01.2003", "71.01.01.2001")),)}


def drawn(**parts: object) -> CountryMap:
    made = country_map(make_site_index(**{"outlines": outlines(), **TOLD, **parts}))
    assert made
    return made


def pictures(html: str) -> list[Element]:
    """Every `<svg>` of a page, read as XML: a name that broke out of its place would not be."""
    return [ElementTree.fromstring(text) for text in re.findall(r"<svg .*?</svg>", html, re.DOTALL)]


def links(html: str) -> dict[str, str]:
    """Where the links of a page's pictures lead that can be reached by keyboard, by the names that they have."""
    found = [link for picture in pictures(html) for link in picture.iter("a") if "tabindex" not in link.attrib]
    return {link.findtext("title", ""): link.attrib["href"] for link in found}


def test_country_map_province_link_has_counts() -> None:
    pages = render_pages(outlines=outlines(), **TOLD)
    assert list(links(pages[MAP])) == [
        "Provinsi15: 2 ditetapkan",
        "Provinsi35: 2 ditetapkan, 1 sudah menerima sosialisasi",
        "Provinsi71: 1 sudah menerima sosialisasi",
    ]
    for href in links(pages[MAP]).values():
        assert f"{normpath(f'peta/{href}')}/index.html" in pages
    assert pages[MAP].index('href="#daftar"') < pages[MAP].index("<svg ")


def test_country_map_outline_link_for_pointers_only() -> None:
    html = render_pages(outlines=outlines(), **TOLD)[MAP]
    hidden = [link for picture in pictures(html) for link in picture.iter("a") if "tabindex" in link.attrib]
    assert {link.attrib["href"] for link in hidden} == set(links(html).values())
    assert {(link.attrib["tabindex"], link.attrib["aria-hidden"]) for link in hidden} == {("-1", "true")}


def test_country_map_symbols_tell_designated_and_reached_apart() -> None:
    marks = {one.link.text: one.symbol for part in drawn().parts for one in part.regions}
    assert (marks["Provinsi15"].radius > 0, marks["Provinsi15"].diamond) == (True, "")
    assert (marks["Provinsi35"].radius > 0, marks["Provinsi35"].diamond != "") == (True, True)
    assert (marks["Provinsi71"].radius, marks["Provinsi71"].diamond != "") == (0, True)
    html = render_pages(outlines=outlines(), **TOLD)[MAP]
    for messages in (
        "Lingkaran: ditetapkan",
        "Belah ketupat: sudah menerima sosialisasi",
        "Belah ketupat kecil",
        "pucat",
    ):
        assert messages in html


def test_country_map_totals_include_places_not_drawn() -> None:
    made = drawn(outlines=outlines("15", "71"))
    assert (made.certified, made.certified_regions, made.reached, made.reached_regions) == (4, 2, 2, 2)
    assert [link.text for link in made.not_drawn] == ["Provinsi35"]
    html = render_pages(outlines=outlines("15", "71"), **TOLD)[MAP]
    assert "4 tempat tercatat ditetapkan, di 2 provinsi." in html
    assert "2 tempat lain sudah menerima sosialisasi (bukan penetapan), di 2 provinsi." in html
    assert "tidak tergambar: Provinsi35." in html


def test_country_map_draws_each_province_once() -> None:
    wide = drawn()
    assert [len(part.pale) + len(part.regions) for part in wide.parts] == [4, 2]
    assert [(part.x, part.x + part.width) for part in wide.parts] == [(0, 500), (500, 1000)]
    narrow = drawn(outlines=outlines(drawing=Drawing(95.0, 10.0, 20.0, 1000, 600)))
    assert [len(part.pale) + len(part.regions) for part in narrow.parts] == [6]


def test_country_map_omitted_without_outlines_or_records() -> None:
    bare = published(**TOLD)
    assert SPREAD not in bare
    assert not [path for path, text in bare.items() if path.endswith(".html") and 'class="halves' in text]
    empty = published(outlines=outlines(), villages=())
    assert not [path for path, text in empty.items() if path.endswith(".html") and 'class="halves' in text]
    assert "Belum ada tempat yang tercatat" in empty[SPREAD]
    assert ElementTree.fromstring(empty[SPREAD]).tag == f"{SVG}svg"


def test_country_map_years_accumulate_without_undated() -> None:
    spread, single = small_multiples(make_site_index(outlines=outlines(), **TOLD))
    assert spread
    assert [(year.link.text, year.new, year.regions, year.total) for year in spread.years] == [
        ("2018", 2, 2, 2),
        ("2020", 1, 1, 3),
    ]
    first, second = spread.years
    assert [ring.inner == ring.outer for ring in first.rings] == [True, True]
    assert [(ring.inner > 0, ring.outer > ring.inner) for ring in second.rings] == [(True, True), (False, True)]
    assert [(ring.x, ring.y) for ring in first.rings] == [(ring.x, ring.y) for ring in second.rings]
    assert {year: [(one.name, one.count) for one in picture.numbers] for year, picture in single.items()} == {
        2018: [("Provinsi15", 1), ("Provinsi35", 1)],
        2020: [("Provinsi15", 1)],
    }
    assert small_multiples(make_site_index(outlines=outlines(), villages=(village("151", "[2017..2018]"),))) == (
        None,
        {},
    )


def test_country_map_archive_has_picture_per_year() -> None:
    pages = render_pages(outlines=outlines(), **TOLD)
    index = pages["arsip/index.html"]
    small = [picture for picture in pictures(index) if picture[0].tag != "circle"]  # the legend's have no land
    assert [picture.attrib["aria-hidden"] for picture in small] == ["true", "true"]
    assert index.count(outlines().regions["15"].country) == 1  # the land is drawn once, then used
    assert "2018</a>: 2 tercatat baru di 2 provinsi; 2 sampai tahun ini." in index
    assert "2020</a>: 1 tercatat baru di 1 provinsi; 3 sampai tahun ini." in index
    assert "1 tempat yang tahunnya tidak pasti tidak digambar pada tahun mana pun." in index
    year = pages["arsip/2018/index.html"]
    assert next(filter(None, (one.findtext("desc") for one in pictures(year)))) == "Provinsi15: 1; Provinsi35: 1"
    assert 'href="../../arsip/#sebaran"' in year
    assert 'class="halves' not in pages["arsip/tanpa-tahun/index.html"]


def test_country_map_hostile_names_are_text() -> None:
    name = f"Provinsi {PAYLOAD}"
    parts = {
        "villages": (village("151", province=name), village("351", province='A"&<b>')),
        "config": make_config(title=PAYLOAD, notice=PAYLOAD),
        "outlines": outlines("15"),
    }
    files = published(**parts)
    assert f"{name}: 1 ditetapkan" in links(files[MAP])
    picture = ElementTree.fromstring(files[SPREAD])
    assert PAYLOAD in "".join(picture.itertext())
    assert f"{name}: 1 ditetapkan; " in (picture.findtext(f"{SVG}desc") or "")
    shapes = {"svg", "title", "desc", "rect", "text", "g", "path", "circle"}
    assert {one.tag.removeprefix(SVG) for one in picture.iter()} <= shapes
    given = {attribute for one in picture.iter() for attribute in one.attrib}
    assert not [one for one in given if one.startswith("on") or one in ("style", "class", "href")]


def test_country_map_file_is_self_contained() -> None:
    notice, newer = "Situs uji, bukan situs resmi.", make_source("baru", date="2024-05-06")
    villages = (*VILLAGES, village("121", None, sources=("baru",)))  # cited for a place that is not shown
    text = published(outlines=outlines(), **(TOLD | {"villages": villages}), sources=(make_source(), newer))[SPREAD]
    picture = ElementTree.fromstring(text)
    assert picture.attrib["viewBox"] == f"0 0 {picture.attrib['width']} {picture.attrib['height']}"
    assert re.findall(r'https?://[^"< ]+', text) == ["http://www.w3.org/2000/svg", "https://uji.example/peta/"]
    lines = [line.text for line in picture.iter(f"{SVG}text")]
    assert {"Situs Uji", notice, "https://uji.example/peta/", "Sumber terbaru: 2 Februari 2020."} <= set(lines)
    assert max(float(line.attrib["y"]) for line in picture.findall(f"{SVG}text")) < float(picture.attrib["height"])


def test_country_map_needs_no_page_style() -> None:
    pages = render_pages(outlines=outlines(), **TOLD)
    assert not [path for path, html in pages.items() if " style=" in html or "<style" in html]


def test_country_map_symbols_do_not_overlap() -> None:
    boxes = tuple(SymbolBox(200 + 9 * step, 100 + 5 * (step % 3), 18, 8, 20, (190, 320)) for step in range(8))
    places = separate_symbols(boxes, 200)
    for one, (x, y) in enumerate(places):
        assert 208 <= x <= 302
        assert 8 <= y <= 180
        assert all(abs(x - x2) >= 35 or abs(y - y2) >= 27 for x2, y2 in places[:one])
    assert separate_symbols((boxes[2],), 200) == ((218, 110),)


def test_country_map_circle_area_proportional() -> None:
    assert symbol_radius(400, 400, 20, 5) == 2 * symbol_radius(100, 400, 20, 5) == 20
    assert (symbol_radius(1, 40_000, 20, 5), symbol_radius(0, 9, 20, 5)) == (5, 0)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_country_map_symbols_contrast(scheme: str) -> None:
    colours = {name: getattr(one, scheme) or one.light for name, one in default_theme().colours.items()}
    css = (THEME / "static" / "style" / "print.css").read_text(encoding="utf-8")
    told = "#cccccc" if scheme == "print" else colours["line"]
    for ground in (colours["paper"], colours["land"], told):
        assert contrast(colours["certified"], ground) >= 3
        assert contrast(colours["reached"], ground) >= 3
        assert contrast(colours["ink"], ground) >= 4.5
    assert ".told { fill: #ccc; }" in css


@pytest.mark.slow
def test_country_map_budget_of_whole_country() -> None:
    """38 provinces, each with places: what is fetched before the interactive map is asked for, compressed."""
    real = load_outlines(LoadContext(THEME, Report(), NullCache(), known_geography=INDONESIA), None, ()).outlines
    assert len(real.regions) == 38
    places = tuple(village(f"{code}{place}", "2018") for code in real.regions for place in range(1, 8))
    html = render_pages(outlines=real, villages=places)[MAP]
    assert len(links(html)) == 38
    fetched = [(THEME / "static" / name).read_bytes() for name in ("map.css", "map.js")]
    fetched.append(stylesheet(default_theme())[0])
    assert sum(len(compress(file)) for file in (html.encode(), *fetched)) <= 20_000
