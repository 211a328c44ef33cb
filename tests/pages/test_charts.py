"""Charts: what is not known never looks like 0, an aim never like a result, and each sentence is borne out."""

from __future__ import annotations

import gzip
import html as markup
import re
from itertools import pairwise
from typing import Any

from chart_html import chart_html, headline
from factory import (
    make_catalogue,
    make_config,
    make_indicator,
    make_programme,
    make_source,
    make_village,
    make_year,
    render_pages,
)
from parsed_page import facts

from sitegen.models import ProvinceYear
from sitegen.pages.archive import archive
from sitegen.pages.home import DRAWN
from sitegen.pages.indicators import indicators
from sitegen.views.charts import Bar, Chart, growth, shares, yearly
from sitegen.views.figures import year_figures

KNOWN = (make_year(2017, reported=276), make_year(2018, target=200, reported=201))
AHEAD = make_year(2019, target=198, projected_total=675)
TOLD = make_programme(*KNOWN, AHEAD)
ENGLISH = make_config(language="en")
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} \"'&"


def by_year(*years: Any, sum: bool = False) -> Chart | None:
    index = make_catalogue(programme=make_programme(*years))
    rows = year_figures(index, {year.year for year in years})
    return growth(index, rows) if sum else yearly(index, rows)


def bars(chart: Chart | None) -> list[tuple[str, list[tuple[str, str]]]]:
    assert chart
    return [(row.label, [(bar.kind, bar.width) for bar in row.bars]) for row in chart.rows]


def progress_of(**fields: Any) -> Chart | None:
    (output,) = indicators(make_catalogue(indicators=(make_indicator(**fields),)))
    chart: Chart | None = output.body.view.scopes[0].indicators[0].chart
    return chart


def test_bars_are_as_long_as_their_figures_and_keep_their_kinds() -> None:
    assert bars(by_year(*KNOWN, AHEAD)) == [
        ("2017", [("reported", "100"), ("target", "")]),
        ("2018", [("reported", "72.8"), ("target", "72.5")]),
        ("2019", [("reported", ""), ("target", "71.7")]),
    ]


def test_sum_of_years_is_drawn_beside_what_a_source_foretells_and_never_joined_to_it() -> None:
    assert bars(by_year(*KNOWN, AHEAD, sum=True)) == [
        ("2017", [("reported", "40.9")]),
        ("2018", [("reported", "70.7")]),
        ("2019", [("reported", ""), ("projected", "100")]),
    ]


def test_what_is_not_known_is_hatched_and_zero_is_a_line() -> None:
    years = (make_year(2017, reported=0, target=5), make_year(2018, target=0))
    assert bars(by_year(*years)) == [
        ("2017", [("reported", "0"), ("target", "100")]),
        ("2018", [("reported", ""), ("target", "0")]),
    ]
    drawn = chart_html(render_pages(programme=make_programme(*years))["arsip/index.html"], "grafik-tahun")
    assert re.search(r'<rect class="reported zero" y="0em" width="1" height="1em"/><text [^>]*>0</text>', drawn)
    assert re.search(r'<rect class="gap" fill="url\(#grafik-tahun-arsir\)" [^>]*/><text [^>]*>belum diketahui<', drawn)
    assert re.search(r'<rect class="target zero" [^>]*/><text [^>]*>target 0<', drawn)
    assert facts(drawn).all("pattern", id="grafik-tahun-arsir")


def test_a_small_figure_beside_a_huge_one_can_still_be_seen() -> None:
    chart = by_year(make_year(2017, reported=1), make_year(2018, reported=84_000_000_000))
    assert bars(chart) == [("2017", [("reported", "0.5")]), ("2018", [("reported", "100")])]
    assert chart
    assert 15 <= chart.plot < (by_year(*KNOWN) or chart).plot


def test_a_chart_has_no_bars_for_targets_where_no_year_has_one() -> None:
    assert bars(by_year(make_year(2017, reported=3))) == [("2017", [("reported", "100")])]


def test_nothing_known_is_not_drawn() -> None:
    assert by_year() is None
    assert by_year(make_year(2017), make_year(2018)) is None
    assert by_year(*KNOWN[:1], sum=True) is None
    page = render_pages(villages=(make_village(certified="2018"),))["arsip/2018/index.html"]
    assert "grafik-tahun" not in page


def test_a_year_between_is_not_known_and_not_left_out() -> None:
    assert bars(by_year(make_year(2017, reported=4), make_year(2020, reported=2))) == [
        ("2017", [("reported", "100")]),
        ("2018", [("reported", "")]),
        ("2019", [("reported", "")]),
        ("2020", [("reported", "50")]),
    ]


def test_years_that_only_hold_news_of_the_site_are_not_drawn() -> None:
    index = next(archive(make_catalogue(programme=TOLD, villages=(make_village(certified="2024"),)))).body.view
    assert [row.year for row in index.years][-1] == 2024
    assert [row.label for row in index.chart.rows] == ["2017", "2018", "2019"]


def test_thirty_years_stand_below_each_other_without_touching() -> None:
    chart = by_year(*(make_year(year, reported=year, target=year) for year in range(2017, 2047)))
    assert chart
    assert len(chart.rows) == 30
    tops = [float(bar.y) for row in chart.rows for bar in row.bars]
    assert all(below - above >= 1.4 - 1e-9 for above, below in pairwise(tops))
    assert tops[-1] + 1 < float(chart.height)


def test_home_draws_the_latest_years() -> None:
    years = make_programme(*(make_year(year, reported=year) for year in range(2017, 2047)))
    page = render_pages(programme=years)["index.html"]
    labels = re.findall(r'dy=".85em">(\d{4})</text>', chart_html(page, "grafik-tahun"))
    assert labels == [str(year) for year in range(2046 - DRAWN + 1, 2047)]


def test_a_target_without_a_result_claims_no_progress() -> None:
    chart = progress_of(target=70_000_000, target_kind="target", due="2026")
    assert bars(chart) == [("", [("reported", ""), ("target", "98")])]
    assert chart
    assert chart.legend == ("target", "unknown")


def test_a_result_of_another_time_leaves_the_place_of_the_targets_own_result_empty() -> None:
    chart = progress_of(value=6400, as_of="2023", target=12800, target_kind="target", due="2024")
    assert bars(chart) == [("", [("reported", "49"), ("target", "98"), ("reported", "")])]
    page = render_pages(
        indicators=(make_indicator(value=6400, as_of="2023", target=12800, target_kind="target", due="2024"),)
    )["capaian/index.html"]
    texts = re.findall(r"<li>([^<]+)<svg aria-hidden", chart_html(page, "grafik-peserta"))
    assert texts == ["Per 2023: 6.400", "Untuk 2024: target 12.800", "Realisasi untuk 2024: belum diketahui"]


def test_a_share_is_drawn_of_a_hundred() -> None:
    chart = progress_of(value=40, as_of="2024", target=50, target_kind="target", due="2024", unit="persen")
    assert bars(chart) == [("", [("reported", "39.2"), ("target", "49")])]


def test_an_indicator_without_a_target_has_no_chart() -> None:
    assert progress_of(value=36_000_000, as_of="2023-10") is None


def test_bars_beside_a_table_are_all_of_one_scale() -> None:
    assert shares([(4, 1), (None, 2), (0, 0)], ()).widths == (("100", "25"), ("", "50"), ("0", "0"))
    assert shares([], ()).widths == ()


def test_provinces_of_a_year_are_a_table_with_bars_for_the_eye_alone() -> None:
    parts = tuple(
        ProvinceYear(province=code, name=name, reported=count, sources=("koran",))
        for code, name, count in (("15", "Jambi", 4), ("35", "Jawa Timur", 1))
    )
    page = render_pages(
        programme=make_programme(make_year(2018, reported=9, provinces=parts)),
        villages=(make_village(certified="2018", province="Jawa Timur"),),
    )["arsip/2018/index.html"]
    assert "Dari angka provinsi yang dilaporkan program untuk 2018, terbanyak di Jambi: 4 desa." in page
    rows = dict(re.findall(r'<tr id="reported-2018-(\d\d)"><th scope="row">(.*?)</th>', page))
    assert re.findall(r'<rect class="(\w+)" width="([\d.]+)%"', rows["15"]) == [("reported", "100")]
    assert re.findall(r'<rect class="(\w+)" width="([\d.]+)%"', rows["35"]) == [("reported", "25"), ("counted", "25")]
    assert all(found["aria-hidden"] == "true" for found in facts(rows["35"]).all("svg"))


def test_a_chart_names_its_picture_its_data_and_its_sources() -> None:
    chart = chart_html(render_pages(programme=TOLD)["index.html"], "grafik-tahun")
    picture = facts(chart).all("svg", role="img")[0]
    assert picture["aria-labelledby"] == "grafik-tahun-nama"
    assert picture["aria-describedby"] == "grafik-tahun-isi"
    assert '<title id="grafik-tahun-nama">Target dan realisasi per tahun (jumlah desa)</title>' in chart
    assert (
        '<desc id="grafik-tahun-isi">2017: 276, target belum diketahui; 2018: 201, target 200; '
        "2019: belum diketahui, target 198</desc>" in chart
    )
    assert 'href="data/years.csv"' in chart
    assert "Koran Uji, 2 Februari 2020" in chart
    assert re.findall(r'<th scope="row">(\d+)</th>', chart) == ["2017", "2018", "2019"]
    assert "style=" not in chart
    assert not re.search(r"\.\d{3}", "".join(re.findall(r'(?:x|y|width|height)="([^"]*)"', chart)))


def test_a_chart_is_light() -> None:
    """600 bytes a picture of three years, with all its words; the sentence, the legend and the table aside."""
    page = render_pages(programme=TOLD)["arsip/index.html"]
    for id in ("grafik-tahun", "grafik-kumulatif"):
        picture = re.search(r'<svg class="bars".*?\n</svg>\n</svg>', chart_html(page, id), re.DOTALL)
        assert picture
        assert len(gzip.compress(picture[0].encode(), 9)) <= 600


def test_hostile_names_stay_words() -> None:
    unit = make_programme().units[0].__class__(id="peserta", name=HOSTILE, definition="Uji.")
    programme = make_programme(*KNOWN, units=(unit,))
    parts = {
        "programme": programme,
        "sources": (make_source(publisher=HOSTILE),),
        "indicators": (make_indicator(target=5, target_kind="target", due="2026"),),
        "villages": (
            make_village("15.01.01.2001", province=HOSTILE, certified="2018"),
            make_village("15.01.01.2002", province=HOSTILE, certified="2018"),
            make_village("35.01.01.2001", certified="2018"),
        ),
    }
    pages = render_pages(**parts)
    for name in ("index", "arsip/index", "arsip/2018/index", "capaian/index", "wilayah/index", "arsip/banding/index"):
        read = facts(pages[f"{name}.html"])
        assert read.scripts == [], name
        assert read.unclosed == [], name
    assert f"Target untuk 2026: 5 {HOSTILE}." in headline(pages["capaian/index.html"], "grafik-peserta")
    assert f"terbanyak di {HOSTILE}, dua." in markup.unescape(pages["wilayah/index.html"])


def test_bar_of_a_row_says_its_kind_in_words() -> None:
    chart = by_year(*KNOWN)
    assert chart
    shown = [bar for row in chart.rows for bar in row.bars if isinstance(bar, Bar) and bar.kind == "target"]
    page = render_pages(programme=make_programme(*KNOWN))["arsip/index.html"]
    drawn = chart_html(page, "grafik-tahun")
    assert len(re.findall(r'<text x="[^>]*>target ', drawn)) == len(shown) == 2
