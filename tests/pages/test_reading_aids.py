"""Help with reading: in brief, reading time, how to cite a page, and where its errors are reported."""

from __future__ import annotations

import functools
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from factory import (
    make_config,
    make_indicator,
    make_news,
    make_outreach,
    make_page,
    make_programme,
    make_village,
    make_year,
)
from published_site import published

from sitegen.models import Licence, Publisher, Term
from sitegen.render.filters import isolate, minutes

TITLE = 'Desa & kota: 100 % "terlindungi"'
VILLAGE = "wilayah/provinsi35/kabupaten-uji05/kecamatan15/desa04/index.html"
NEWS, PLAIN, YEAR = "berita/2020/kabar/index.html", "tentang/index.html", "arsip/2018/index.html"


@functools.cache
def files() -> dict[str, str]:
    """A site with a page of every kind."""
    return published(
        config=make_config(licence=Licence(name="CC BY 4.0")),
        programme=make_programme(make_year(2018, reported=201)),
        villages=(make_village(certified="2018-07-05"),),
        outreach=(make_outreach(villages=("35.05.15.2004",)),),
        indicators=(make_indicator(value=5, as_of="2020"),),
        terms=(Term(id="uji", term="uji", meaning="Percobaan."),),
        news=(make_news("2020-01-02-kabar.md", title=TITLE, in_brief=("Satu & dua.", "Tiga."), updated="2020-02"),),
        pages=(make_page(body="kata " * 320, in_brief=("Lima.",)),),
    )


def pages() -> dict[str, str]:
    return {path: text for path, text in files().items() if path.endswith(".html")}


def letters(page: str) -> list[dict[str, str]]:
    """The letters that a page offers to write, by their parts, without the footer's and those that share it."""
    links = [unescape(link) for link in re.findall(r'href="(mailto:uji@[^"]*\?[^"]*)"', page)]
    return [{key: values[0] for key, values in parse_qs(urlsplit(link).query).items()} for link in links]


def test_error_report_link_once_per_page() -> None:
    assert len(pages()) > 15
    for path, page in pages().items():
        if path == "peta/sematan/index.html":
            continue  # it leads to the map's own page
        (letter,) = letters(page)
        assert letter["subject"].startswith("Laporan kesalahan: "), path
        address = re.search(r'<link rel="canonical" href="([^"]*)"', page)
        if address:
            assert f"Alamat: {address[1]}\n" in letter["body"], path
        title = re.search(r'<meta property="og:title" content="([^"]*)"', page)
        assert title
        assert f"Halaman: {unescape(title[1])}\n" in letter["body"], path


@pytest.mark.parametrize(
    ("path", "record"),
    [
        (VILLAGE, "35.05.15.2004"),
        (NEWS, "content/news/2020-01-02-kabar.md"),
        (PLAIN, "content/pages/tentang.md"),
        (YEAR, "data/programme.yaml, years: 2018"),
        ("capaian/index.html", "data/indicators.yaml"),
        ("sosialisasi/index.html", "data/outreach.yaml"),
        ("kredit/index.html", "data/sources.yaml"),
        ("ralat/index.html", "data/corrections.yaml"),
        ("istilah/index.html", "data/glossary.yaml"),
        ("wilayah/provinsi35/index.html", "35"),
        ("desa/index.html", "/desa/"),
    ],
)
def test_error_report_names_record_or_page(path: str, record: str) -> None:
    assert f"Catatan: {record}\n" in letters(files()[path])[0]["body"]


def test_error_report_omitted_without_address() -> None:
    made = published(config=make_config(publisher=Publisher(name="Penerbit")), news=(make_news(),))
    assert not any("Laporkan kesalahan" in text for text in made.values())


def test_citation_without_access_date() -> None:
    cited = {path: page for path, page in pages().items() if "Cara mengutip halaman ini" in page}
    assert {VILLAGE, NEWS, PLAIN, YEAR} <= set(cited)
    told = re.search(r'<details class="about cite">.*?<p>(.*?)</p>', files()[NEWS], re.DOTALL)
    assert told
    assert unescape(told[1]) == (
        f"Penerbit Uji. “{TITLE}”. Situs Uji. Februari 2020. https://uji.example/berita/2020/kabar/, diakses pada "
        "[tanggal Anda membacanya]. Lisensi: CC BY 4.0."
    )
    assert "Tanpa tanggal. https://uji.example/tentang/" in files()[PLAIN]


def test_summary_stands_above_text() -> None:
    page = files()[NEWS]
    assert '<h2 id="_brief">Singkatnya</h2>\n<ul>\n<li>Satu &amp; dua.</li>\n<li>Tiga.</li>\n</ul>' in page
    assert page.index("Singkatnya") < page.index('<div class="prose"')
    assert "Singkatnya" in files()[PLAIN]
    assert "Singkatnya" not in published(news=(make_news("2020-01-02-kabar.md"),))[NEWS]


def test_reading_time_on_announcements_and_long_pages() -> None:
    assert "<li>Kira-kira 1 menit baca</li>" in files()[NEWS]
    assert "<li>Terakhir diperbarui: Februari 2020</li>" in files()[NEWS]
    assert "<li>Kira-kira 2 menit baca</li>" in files()[PLAIN]
    assert "menit baca" not in published(pages=(make_page(),))[PLAIN]


@pytest.mark.parametrize(("messages", "told"), [(0, 1), (1, 1), (299, 1), (301, 2), (1000, 5)])
def test_reading_time_by_word_count(messages: int, told: int) -> None:
    assert minutes("kata\n" * messages) == told


def test_name_direction_isolated_in_other_script() -> None:
    assert isolate("Sukosewu") == "Sukosewu"
    assert isolate("<قرية>") == "<bdi>&lt;قرية&gt;</bdi>"
    village = make_village(name="قرية", slug="qarya", certified="2018")
    page = published(villages=(village,))["desa/index.html"]
    assert "Desa <bdi>قرية</bdi></a>" in page
