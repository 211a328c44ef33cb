"""The offices page: how each office is reached, its province, villages, outreach and figures, and who links to it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from factory import make_indicator, make_news, make_outreach, make_site_index, make_source, make_village, render_pages

from sitegen.content import Template
from sitegen.models import Office
from sitegen.output import Link
from sitegen.pages.offices import OfficeEntry, OfficesPage, offices, telephone_links
from sitegen.views.grouping import LONGEST_LISTING, MAX_LATEST, RegionCounts

PAGE = "kantor/index.html"
FULL: dict[str, Any] = {
    "region": "Provinsi35",
    "address": "Jalan Uji 1\nKota Uji",
    "telephone": "(0361) 123456",
    "hours": "Senin–Jumat\n08.00–15.00",
    "url": "https://kantor.example/uji",
    "sources": ("koran",),
}


def make_office(id: str = "cabang", **fields: Any) -> Office:
    return Office(**{"id": id, "name": f"Kantor {id}", "kind": "branch", **fields})


def entries(**parts: Any) -> dict[str, OfficeEntry]:
    """The entries of the page by the id of their office, in order."""
    (output,) = offices(make_site_index(**parts))
    assert isinstance(output.content, Template)
    view = output.content.view
    assert isinstance(view, OfficesPage)
    return {entry.record.id: entry for entry in view.entries}


def section(page: str, id: str) -> str:
    """The HTML of the section of an office."""
    (found,) = re.findall(rf'<section id="{id}">(.*?)</section>', page, re.S)
    return str(found)


def told(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_office_shows_how_it_is_reached() -> None:
    html = section(render_pages(offices=(make_office(**FULL),))[PAGE], "cabang")
    assert '<address class="lines">Jalan Uji 1\nKota Uji</address>' in html
    assert '<a href="tel:0361123456">(0361) 123456</a>' in html
    assert '<dd class="lines">Senin–Jumat\n08.00–15.00</dd>' in html
    assert '<a href="https://kantor.example/uji">https://kantor.example/uji</a>' in html
    assert "Kantor cabang · Provinsi Provinsi35" in told(html)
    assert "Koran Uji, 2 Februari 2020" in told(html)


@pytest.mark.parametrize(
    ("key", "word"),
    [("address", "Alamat"), ("telephone", "Telepon"), ("hours", "Jam layanan"), ("url", "Halaman web")],
)
def test_office_without_a_key_does_not_speak_of_it(key: str, word: str) -> None:
    assert f"<dt>{word}</dt>" in section(render_pages(offices=(make_office(**FULL),))[PAGE], "cabang")
    without = {name: value for name, value in FULL.items() if name != key}
    assert f"<dt>{word}</dt>" not in section(render_pages(offices=(make_office(**without),))[PAGE], "cabang")


def test_office_of_which_nothing_is_recorded_says_so() -> None:
    html = section(render_pages(offices=(make_office(),))[PAGE], "cabang")
    assert told(html) == (
        "Kantor cabang Kantor cabang Di situs ini tidak ada desa, sosialisasi, atau angka yang catatannya menyebut "
        "kantor ini."
    )
    assert "<dl" not in html


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("175", [("175", "tel:175")]),
        ("+62 (0)361 123-456", [("+62 (0)361 123-456", "tel:+62361123456")]),
        ("(021) 5207797 / 5207798", [("(021) 5207797", "tel:0215207797"), ("5207798", "")]),
        ("0361 123456/1500910", [("0361 123456", "tel:0361123456"), ("1500910", "tel:1500910")]),
        ("", []),
    ],
)
def test_telephone_links(text: str, links: list[tuple[str, str]]) -> None:
    assert telephone_links(text) == tuple(Link(*link) for link in links)


def test_province_of_an_office_links_to_its_page_where_the_records_hold_a_place_of_it() -> None:
    both = (make_office("a", region="Provinsi35"), make_office("b", region="Provinsi Lain"))
    page = render_pages(offices=both, villages=(make_village(),))[PAGE]
    assert '<a href="../wilayah/provinsi35/">Provinsi Provinsi35</a>' in section(page, "a")
    assert "Provinsi Provinsi Lain" in section(page, "b")
    assert "wilayah" not in section(page, "b")


def test_offices_stand_by_province_and_regional_ones_first() -> None:
    some = (
        make_office("e"),
        make_office("d", region="B"),
        make_office("c", region="A"),
        make_office("b", region="A", kind="regional"),
        make_office("a", region="A"),
    )
    assert list(entries(offices=some)) == ["b", "a", "c", "d", "e"]
    page = render_pages(offices=some)[PAGE]
    assert re.findall(r'<th scope="row"><a href="#(\w)">', page) == ["b", "a", "c", "d", "e"]
    assert "<table" not in render_pages(offices=some[:1])[PAGE]


def test_office_lists_the_villages_whose_records_name_it() -> None:
    villages = (
        make_village("35.05.15.2004", name="Satu", office="cabang", certified="2018-07-05"),
        make_village("35.04.01.2001", name="Dua", office="cabang"),
        make_village("35.05.15.2005", name="Tiga", office="lain", certified="2019"),
        make_village("35.05.15.2006", name="Empat", certified="2019"),
    )
    parts: dict[str, Any] = {
        "villages": villages,
        "offices": (make_office(region="Provinsi35"), make_office("lain", region="Lain")),
        "outreach": (make_outreach(villages=("35.04.01.2001",)),),
    }
    found = entries(**parts)
    assert [card.name for card in found["cabang"].places] == ["Dua", "Satu"]
    assert (found["cabang"].certified, found["cabang"].reached) == (1, 1)
    assert [card.name for card in found["lain"].places] == ["Tiga"]
    page = render_pages(**parts)[PAGE]
    assert "Ditetapkan: 1. Sudah menerima sosialisasi: 1." in told(section(page, "cabang"))
    assert 'href="../wilayah/provinsi35/kabupaten-uji05/kecamatan15/satu/">Desa Satu</a>' in section(page, "cabang")
    assert "Kec. Kecamatan15, Kabupaten Uji05 ditetapkan 5 Juli 2018" in told(section(page, "cabang"))
    assert "Kabupaten Uji05, Provinsi35" in told(section(page, "lain")), "a village beyond the office's own province"


def test_many_villages_are_counted_by_regency_and_year() -> None:
    villages = tuple(
        make_village(
            f"35.{'09' if number % 3 else '04'}.01.{2001 + number}",
            name=f"Desa{number}",
            office="cabang",
            certified="2018" if number else "[2017..2018]",
        )
        for number in range(LONGEST_LISTING + 1)
    )
    parts: dict[str, Any] = {"villages": villages, "offices": (make_office(),)}
    entry = entries(**parts)["cabang"]
    assert entry.places == ()
    assert entry.regions == (
        RegionCounts("Kabupaten Uji04", "/wilayah/provinsi35/kabupaten-uji04/", 67, 0),
        RegionCounts("Kabupaten Uji09", "/wilayah/provinsi35/kabupaten-uji09/", 134, 0),
    )
    html = section(render_pages(**parts)[PAGE], "cabang")
    assert (
        '<a href="../wilayah/provinsi35/kabupaten-uji09/">Kabupaten Uji09</a></th><td class="number">134</td>' in html
    )
    assert '<li><a href="../arsip/2018/">2018</a>: 200</li>\n<li><a href="../arsip/tanpa-tahun/">' in html
    assert len(re.findall("<a ", html)) == 4


def test_office_lists_the_outreach_that_it_held_newest_first() -> None:
    events = (
        make_outreach("lama", date="2018", office="cabang"),
        make_outreach("baru", date="2024-07", office="cabang"),
        make_outreach("lain", date="2020"),
    )
    html = section(render_pages(outreach=events, offices=(make_office(),))[PAGE], "cabang")
    assert re.findall(r'<a href="\.\./sosialisasi/(\w+)/">', html) == ["baru", "lama"]
    assert "Juli 2024" in told(html)


def test_long_outreach_of_an_office_leads_on() -> None:
    events = tuple(make_outreach(f"e{number}", office="cabang") for number in range(MAX_LATEST + 1))
    parts: dict[str, Any] = {"outreach": events, "offices": (make_office(),)}
    assert (len(entries(**parts)["cabang"].outreach.cards), entries(**parts)["cabang"].event_count) == (
        MAX_LATEST,
        MAX_LATEST + 1,
    )
    assert '<a href="../sosialisasi/">Sosialisasi</a>' in section(render_pages(**parts)[PAGE], "cabang")


def test_office_shows_its_indicators_with_value_date_and_source() -> None:
    figures = (
        make_indicator("a", value=6400, as_of="2023-10", target=9000, due="2026", office="cabang", scope="Kota Uji"),
        make_indicator("b", value=1, name="Lain"),
    )
    html = section(render_pages(indicators=figures, offices=(make_office(),))[PAGE], "cabang")
    assert '<h4><a href="../capaian/#a">Peserta aktif</a></h4>\n<p class="meta">Kota Uji</p>' in html
    assert "6.400 peserta dinyatakan sumber, per Oktober 2023 Sumber: Koran Uji, 2 Februari 2020" in told(html)
    assert "Target 9.000 peserta target, bukan realisasi, untuk 2026" in told(html)
    assert "Lain" not in html


def test_pages_that_name_an_office_link_to_it() -> None:
    pages = render_pages(
        villages=(make_village(office="cabang"),),
        outreach=(make_outreach(office="cabang"),),
        news=(make_news(offices=("cabang",)),),
        offices=(make_office(sources=("koran",)),),
        sources=(make_source(),),
    )
    village = pages["wilayah/provinsi35/kabupaten-uji05/kecamatan15/desa04/index.html"]
    assert '<a href="../../../../../kantor/#cabang">Kantor cabang</a>' in village
    assert '<a href="../../kantor/#cabang">Kantor cabang</a>' in pages["sosialisasi/temu/index.html"]
    assert '<a href="../../../kantor/#cabang">Kantor cabang</a>' in pages["berita/2018/kabar/index.html"]
    assert '<a href="../kantor/#cabang">Kantor cabang</a>' in pages["kredit/index.html"]


def test_site_without_offices_has_no_page_of_them() -> None:
    pages = render_pages(offices=())
    assert PAGE not in pages
    assert "kantor" not in pages["index.html"]
    assert '<a href="kantor/">Kantor</a>' in render_pages()["index.html"]
