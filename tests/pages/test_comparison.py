"""The years side by side, and the page of a year as a report: like beside like, and the sources of all of it."""

from __future__ import annotations

import re

from chart_html import chart_html
from factory import (
    make_config,
    make_news,
    make_outreach,
    make_programme,
    make_site_index,
    make_source,
    make_village,
    make_year,
    render_pages,
)

from sitegen.models import RegionYear
from sitegen.pages.archive import ComparisonPage, YearPage, archive, comparison

YEARS = (
    make_year(2017, reported=276),
    make_year(2018, target=200, reported=201),
    make_year(2019, target=198),
    make_year(2021, reported=0),
    make_year(2022, reported=0),
)
SOURCES = tuple(make_source(id, date=date) for id, date in (("koran", "2020-02-02"), ("a", "2018"), ("b", "2021-03")))


def compared(**parts: object) -> ComparisonPage:
    (output,) = comparison(make_site_index(**parts))
    return output.content.view


def year_of(year: int, **parts: object) -> YearPage:
    views = (getattr(output.content, "view", None) for output in archive(make_site_index(**parts)))
    return next(view for view in views if isinstance(view, YearPage) and view.figures.year == year)


def test_comparison_only_of_two_consecutive_known_years() -> None:
    view = compared(programme=make_programme(*YEARS))
    assert {one.figures.year: (one.change, one.began) for one in view.years} == {
        2017: (None, True),
        2018: (-75, False),
        2019: (None, False),
        2021: (None, False),
        2022: (0, False),
    }


def test_comparison_difference_in_words_in_both_languages() -> None:
    programme = make_programme(*YEARS, make_year(2023, reported=3))
    rows = re.compile(r"<tr><th scope=\"row\">.*?(\d{4})</a>.*?</tr>", re.DOTALL)
    said = {}
    for language in ("id", "en"):
        page = render_pages(programme=programme, config=make_config(language=language))["arsip/banding/index.html"]
        table = page.partition('<table class="years">')[2].partition("</table>")[0]
        said[language] = {row[1]: row[0] for row in rows.finditer(table)}
    assert "tahun pertama program" in said["id"]["2017"]
    assert "75 lebih sedikit" in said["id"]["2018"]
    assert "3 lebih banyak" in said["id"]["2023"]
    assert "sama" in said["id"]["2022"]
    assert "75 fewer" in said["en"]["2018"]
    assert "3 more" in said["en"]["2023"]
    assert "the same" in said["en"]["2022"]


def test_comparison_counts_site_records_by_year() -> None:
    view = compared(
        programme=make_programme(make_year(2018, reported=201)),
        villages=(
            make_village("15.01.01.2001", certified="2018"),
            make_village("35.05.15.2001", certified="2018"),
            make_village("35.05.15.2002", certified="[2017..2018]"),
            make_village("35.05.15.2003"),
        ),
        news=(make_news("2018-07-05-a.md"), make_news("2018-07-06-b.md")),
        outreach=(make_outreach(), make_outreach("lain", date="[2017..2018]")),
    )
    (told, later) = view.years
    assert (told.figures.year, told.regions, told.news, told.outreach) == (2018, 2, 2, 0)
    assert told.figures.counted.quantity
    assert told.figures.counted.quantity.number == 2
    assert (later.figures.year, later.regions, later.news, later.outreach) == (2019, 0, 0, 1)
    assert (view.undated.places, view.undated.news, view.undated.outreach) == (1, 0, 1)


def test_comparison_figures_link_to_sources() -> None:
    pages = render_pages(programme=make_programme(*YEARS))
    page = pages["arsip/banding/index.html"]
    assert 'href="#ref-koran" aria-label="[1] Sumber: Koran Uji, 2 Februari 2020">[1]</a>' in page
    assert '<li id="ref-koran">' in page
    assert chart_html(page, "grafik-tahun")
    assert 'href="../../arsip/banding/"' in pages["arsip/2018/index.html"]
    assert 'href="../arsip/banding/"' in pages["arsip/index.html"]


def test_comparison_without_years_says_so() -> None:
    page = render_pages()["arsip/banding/index.html"]
    assert "Belum ada tahun yang tercatat di situs ini." in page
    assert "<table" not in page


def test_comparison_year_names_all_sources() -> None:
    part = RegionYear(region="15", name="Jambi", reported=1, sources=("a",))
    view = year_of(
        2018,
        sources=(*SOURCES, make_source("c"), make_source("d"), make_source("tidak")),
        programme=make_programme(make_year(2018, target=1, regions=(part,))),
        villages=(make_village(certified="2018", sources=("b",)), make_village("35.05.15.2005", sources=("tidak",))),
        news=(make_news("2018-07-05-kabar.md", sources=("c", "koran")), make_news("2019.md", sources=("tidak",))),
        outreach=(make_outreach(date="2018", sources=("d",)),),
    )
    assert [source.id for source in view.sources] == ["koran", "a", "b", "c", "d"]


def test_report_cover_as_of_latest_source() -> None:
    parts = {"sources": SOURCES, "programme": make_programme(make_year(2018, reported=9, reported_sources=("a", "b")))}
    assert year_of(2018, **parts).until == "2021-03"
    page = render_pages(**parts)["arsip/2018/index.html"]
    cover = page.partition('<div class="cover">')[2].partition("</div>")[0]
    assert "Situs Uji · Desa Uji · Tahun 2018" in cover
    assert "Sumber terbaru: Maret 2021. https://uji.example/arsip/2018/" in cover
    assert "Situs uji, bukan situs resmi." in cover


def test_report_cover_without_sources_has_no_date() -> None:
    programme = make_programme(make_year(2018))
    assert year_of(2018, programme=programme).until == ""
    assert "Menurut sumber" not in render_pages(programme=programme)["arsip/2018/index.html"]
