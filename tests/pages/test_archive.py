"""The archive and the home page: figures keep to their owners, sums need every year, and no year is guessed."""

from __future__ import annotations

import re

import pytest
from factory import (
    make_news,
    make_outreach,
    make_programme,
    make_site_index,
    make_source,
    make_village,
    make_year,
    render_pages,
)

from sitegen.content import Template
from sitegen.figures import Quantity
from sitegen.output import FigureCard
from sitegen.pages.archive import ArchivePage, UndatedPage, YearPage, archive
from sitegen.pages.home import HomePage, home
from sitegen.views.figures import year_figures
from sitegen.views.grouping import MAX_LATEST

KNOWN = (make_year(2017, reported=276), make_year(2018, target=200, reported=201))
AHEAD = make_year(2019, target=198, projected_total=675)
TOLD = make_programme(*KNOWN, AHEAD)


def views(**parts: object) -> tuple[ArchivePage, dict[int, YearPage], UndatedPage]:
    pages = (output.content for output in archive(make_site_index(**parts)))
    index, *years, undated = [body.view for body in pages if isinstance(body, Template)]
    return index, {view.figures.year: view for view in years}, undated


def home_of(**parts: object) -> HomePage:
    output, *_ = home(make_site_index(**parts))
    return output.content.view


def number(card: FigureCard) -> int | float | None:
    return card.quantity.number if card.quantity else None


def text_of(html: str) -> str:
    """The words of a page's main part."""
    main = html.partition("<main")[2].partition("</main>")[0].replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_archive_year_figures_keep_kinds() -> None:
    _, years, _ = views(programme=TOLD, villages=(make_village(certified="2018-07-05"),))
    row = years[2018].figures
    assert row.target.quantity == Quantity(200, "target", "villages")
    assert row.reported.quantity == Quantity(201, "reported", "villages")
    assert (row.cumulative.quantity, row.cumulative.summed) == (Quantity(477, "reported", "villages"), True)
    assert row.counted.quantity == Quantity(1, "counted", "villages")
    assert row.projected is None
    assert [source.id for source in row.reported.sources] == ["koran"]
    assert row.counted.sources == ()


def test_archive_target_and_projection_never_added() -> None:
    _, years, _ = views(programme=TOLD)
    row = years[2019].figures
    assert row.reported.quantity is None
    assert row.cumulative.quantity is None
    assert row.projected.quantity == Quantity(675, "projected", "villages")
    everything = " ".join(text_of(html) for html in render_pages(programme=TOLD).values())
    for forbidden in ("399", "401", "476", "674", "677", "1.152"):  # sums with a target or a projection in them
        assert not re.search(rf"(?<![\d.]){re.escape(forbidden)}(?![\d.])", everything)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((), {2018: None}),
        ((make_year(2018, reported=201),), {2018: None}),  # 2017, the first year, is not known
        ((make_year(2017, reported=276), make_year(2019, reported=5)), {2017: 276, 2019: None}),
        ((make_year(2017, reported=0), make_year(2018, reported=201)), {2017: 0, 2018: 201}),
        ((make_year(2016, reported=9), make_year(2017, reported=276)), {2016: None, 2017: 276}),
    ],
)
def test_archive_cumulative_needs_every_year(years: tuple, expected: dict) -> None:
    index = make_site_index(programme=make_programme(*years))
    rows = year_figures(index, expected)
    assert {row.year: number(row.cumulative) for row in rows} == expected


def test_archive_sum_names_each_source_once() -> None:
    programme = make_programme(
        make_year(2017, reported=1, reported_sources=("a", "b")), make_year(2018, reported=2, reported_sources=("b",))
    )
    index = make_site_index(programme=programme, sources=(make_source(), make_source("a"), make_source("b")))
    (row,) = year_figures(index, [2018])
    assert [source.id for source in row.cumulative.sources] == ["a", "b"]


def test_archive_unknown_figure_in_words_never_zero() -> None:
    page = text_of(render_pages(programme=TOLD)["arsip/2019/index.html"])
    assert "Realisasi belum diketahui" in page
    assert "Realisasi 2019 belum diketahui. Yang tercatat di situs ini: 0." in page


def test_archive_reported_zero_is_a_number() -> None:
    page = text_of(render_pages(programme=make_programme(make_year(2017, reported=0)))["arsip/2017/index.html"])
    assert "Realisasi 0 desa dilaporkan program" in page


def test_archive_year_reported_and_recorded_apart() -> None:
    pages = render_pages(programme=TOLD, villages=(make_village(name="Sukosewu", certified="2018-07-05"),))
    page = text_of(pages["arsip/2018/index.html"])
    assert "Dari 201 desa yang dilaporkan program untuk 2018, 1 tercatat di situs ini." in page
    assert "Sukosewu" in page
    assert "Sukosewu" not in text_of(pages["arsip/2017/index.html"])


def test_archive_unstated_year_never_guessed() -> None:
    vague = make_village("35.05.15.2006", name="Kabur", certified="[2017..2018]")
    by = make_village("35.05.15.2007", name="Paling", certified="[..2018-03]")
    _, years, undated = views(
        programme=TOLD,
        villages=(vague, by),
        news=(make_news("2017-kabar.md", date="[2017..2018]"),),
        outreach=(make_outreach(date="[..2018-10-19]"),),
    )
    assert undated.places.count == 2
    assert len(undated.news.cards) == len(undated.outreach.cards) == 1
    for view in years.values():
        assert view.places.count == number(view.figures.counted) == 0
        assert view.news.cards == view.outreach.cards == ()
    assert {year: view.reconciled.undated for year, view in years.items()} == {2017: 2, 2018: 2, 2019: 0}
    page = text_of(render_pages(villages=(vague, by))["arsip/tanpa-tahun/index.html"])
    assert "antara 2017 dan 2018" in page
    assert "paling lambat Maret 2018" in page


def test_archive_partial_date_within_year_states_year() -> None:
    _, years, undated = views(villages=(make_village(certified="[2018-03..2018-12]"),))
    assert years[2018].places.count == 1
    assert undated.places.count == 0


def test_archive_outreach_places_in_no_designation_year() -> None:
    reached = make_village("33.10.16.2012", name="Gatak")
    parts = {"villages": (reached,), "outreach": (make_outreach(villages=(reached.code,)),)}
    _, years, undated = views(**parts)
    assert years[2019].places.count == undated.places.count == 0
    assert [card.title for card in years[2019].outreach.cards] == ["Sosialisasi temu"]
    assert "Gatak" not in text_of(render_pages(**parts)["arsip/2019/index.html"])


def test_archive_years_from_programme_register_news_and_outreach() -> None:
    index, years, _ = views(
        programme=make_programme(make_year(2017)),
        villages=(make_village(certified="2018"),),
        outreach=(make_outreach(),),
        news=(make_news("2024-kabar.md"),),
    )
    assert [row.year for row in index.years] == [2017, 2018, 2019, 2024]
    assert [(view.previous and view.previous.text, view.next and view.next.text) for view in years.values()] == [
        (None, "2018"),
        ("2017", "2019"),
        ("2018", "2024"),
        ("2019", None),
    ]


def test_archive_long_year_links_to_all_news() -> None:
    news = tuple(make_news(f"2018-07-05-kabar-{number}.md") for number in range(MAX_LATEST + 1))
    _, years, _ = views(news=news)
    assert len(years[2018].news.cards) == MAX_LATEST
    assert years[2018].news.rest.path == "/berita/2018/"
    assert views(news=news[1:])[1][2018].news.rest is None


def test_archive_table_figures_link_to_sources() -> None:
    programme = make_programme(make_year(2017, reported=276, reported_sources=("lain", "koran")))
    page = render_pages(programme=programme, sources=(make_source(), make_source("lain", publisher="Lain")))
    html = page["arsip/index.html"]
    assert 'href="#ref-lain" aria-label="[1] Sumber: Lain, 2 Februari 2020">[1]</a>' in html
    assert '<li id="ref-koran">' in html


def test_home_headlines_results_before_targets() -> None:
    view = home_of(programme=TOLD, villages=(make_village(certified="2018"), make_village("35.05.15.2005")))
    assert [(headline.id, number(headline)) for headline in view.headlines] == [
        ("sum-2017-2018", 477),
        ("reported-2018", 201),
        ("reported-2017", 276),
        ("target-2019", 198),
        ("projected-2019", 675),
    ]
    assert (view.counted.kind, number(view.counted)) == ("counted", 1)


def test_home_figures_name_their_owner() -> None:
    page = text_of(render_pages(programme=TOLD)["index.html"])
    assert "477 desa jumlah kami dari angka yang dilaporkan program" in page
    assert "198 desa target, bukan realisasi Sumber: Koran Uji, 2 Februari 2020 Asal angka" in page
    assert "Hasil penjumlahan kami dari desa yang dilaporkan program setiap tahun." in page
    assert "675 desa proyeksi, bukan realisasi" in page
    assert "0 desa tercatat di situs ini" in page
    assert "mungkin saja telah ditetapkan" in page


def test_home_without_known_years_has_no_sum() -> None:
    view = home_of(programme=make_programme(make_year(2018, reported=201)))
    assert [headline.id for headline in view.headlines] == ["reported-2018"]
    assert home_of().headlines == ()
