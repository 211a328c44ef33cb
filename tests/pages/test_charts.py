"""Charts: what is not known never looks like 0, an aim never like a result, and each sentence is borne out."""

from __future__ import annotations

import gzip
import html as markup
import re
from itertools import pairwise
from typing import Any

from chart_html import chart_html, headline
from factory import (
    make_config,
    make_indicator,
    make_programme,
    make_site_index,
    make_source,
    make_village,
    make_year,
    render_pages,
)
from parsed_page import parse_page

from sitegen.models import RegionYear
from sitegen.pages.archive import archive
from sitegen.pages.home import CHART_YEARS
from sitegen.pages.indicators import indicators
from sitegen.views.charts import Bar, Chart, cumulative_chart, share_bars, year_chart
from sitegen.views.figures import year_figures

KNOWN = (make_year(2017, reported=276), make_year(2018, target=200, reported=201))
AHEAD = make_year(2019, target=198, projected_total=675)
TOLD = make_programme(*KNOWN, AHEAD)
ENGLISH = make_config(language="en")
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} \"'&"


def by_year(*years: Any, sum: bool = False) -> Chart | None:
    index = make_site_index(programme=make_programme(*years))
    rows = year_figures(index, {year.year for year in years})
    return cumulative_chart(index, rows) if sum else year_chart(index, rows)


def bars(chart: Chart | None) -> list[tuple[str, list[tuple[str, str]]]]:
    assert chart
    return [(row.label, [(bar.kind, bar.width) for bar in row.bars]) for row in chart.rows]


def progress_of(**fields: Any) -> Chart | None:
    (output,) = indicators(make_site_index(indicators=(make_indicator(**fields),)))
    chart: Chart | None = output.content.view.scopes[0].indicators[0].chart
    return chart


def test_chart_bars_to_scale_by_kind() -> None:
    assert bars(by_year(*KNOWN, AHEAD)) == [
        ("2017", [("reported", "100"), ("target", "")]),
        ("2018", [("reported", "72.8"), ("target", "72.5")]),
        ("2019", [("reported", ""), ("target", "71.7")]),
    ]


def test_chart_sum_beside_projection_not_joined() -> None:
    assert bars(by_year(*KNOWN, AHEAD, sum=True)) == [
        ("2017", [("reported", "40.9")]),
        ("2018", [("reported", "70.7")]),
        ("2019", [("reported", ""), ("projected", "100")]),
    ]


def test_chart_unknown_hatched_and_zero_a_line() -> None:
    years = (make_year(2017, reported=0, target=5), make_year(2018, target=0))
    assert bars(by_year(*years)) == [
        ("2017", [("reported", "0"), ("target", "100")]),
        ("2018", [("reported", ""), ("target", "0")]),
    ]
    drawn = chart_html(render_pages(programme=make_programme(*years))["arsip/index.html"], "grafik-tahun")
    assert re.search(r'<rect class="reported zero" y="0em" width="1" height="1em"/><text [^>]*>0</text>', drawn)
    assert re.search(r'<rect class="gap" fill="url\(#grafik-tahun-arsir\)" [^>]*/><text [^>]*>belum diketahui<', drawn)
    assert re.search(r'<rect class="target zero" [^>]*/><text [^>]*>target 0<', drawn)
    assert parse_page(drawn).all("pattern", id="grafik-tahun-arsir")


def test_chart_small_value_beside_huge_stays_visible() -> None:
    chart = by_year(make_year(2017, reported=1), make_year(2018, reported=84_000_000_000))
    assert bars(chart) == [("2017", [("reported", "0.5")]), ("2018", [("reported", "100")])]
    assert chart
    assert 15 <= chart.plot < (by_year(*KNOWN) or chart).plot


def test_chart_without_targets_has_no_target_bars() -> None:
    assert bars(by_year(make_year(2017, reported=3))) == [("2017", [("reported", "100")])]


def test_chart_of_nothing_known_is_omitted() -> None:
    assert by_year() is None
    assert by_year(make_year(2017), make_year(2018)) is None
    assert by_year(*KNOWN[:1], sum=True) is None
    page = render_pages(villages=(make_village(certified="2018"),))["arsip/2018/index.html"]
    assert "grafik-tahun" not in page


def test_chart_year_between_is_unknown_not_omitted() -> None:
    assert bars(by_year(make_year(2017, reported=4), make_year(2020, reported=2))) == [
        ("2017", [("reported", "100")]),
        ("2018", [("reported", "")]),
        ("2019", [("reported", "")]),
        ("2020", [("reported", "50")]),
    ]


def test_chart_omits_years_with_only_site_news() -> None:
    index = next(archive(make_site_index(programme=TOLD, villages=(make_village(certified="2024"),)))).content.view
    assert [row.year for row in index.years][-1] == 2024
    assert [row.label for row in index.chart.rows] == ["2017", "2018", "2019"]


def test_chart_thirty_years_do_not_touch() -> None:
    chart = by_year(*(make_year(year, reported=year, target=year) for year in range(2017, 2047)))
    assert chart
    assert len(chart.rows) == 30
    tops = [float(bar.y) for row in chart.rows for bar in row.bars]
    assert all(below - above >= 1.4 - 1e-9 for above, below in pairwise(tops))
    assert tops[-1] + 1 < float(chart.height)


def test_chart_home_shows_latest_years() -> None:
    years = make_programme(*(make_year(year, reported=year) for year in range(2017, 2047)))
    page = render_pages(programme=years)["index.html"]
    labels = re.findall(r'dy=".85em">(\d{4})</text>', chart_html(page, "grafik-tahun"))
    assert labels == [str(year) for year in range(2046 - CHART_YEARS + 1, 2047)]


def test_chart_target_without_result_shows_no_progress() -> None:
    chart = progress_of(target=70_000_000, target_kind="target", due="2026")
    assert bars(chart) == [("", [("reported", ""), ("target", "98")])]
    assert chart
    assert chart.legend == ("target", "unknown")


def test_chart_result_of_other_date_leaves_gap_at_target() -> None:
    chart = progress_of(value=6400, as_of="2023", target=12800, target_kind="target", due="2024")
    assert bars(chart) == [("", [("reported", "49"), ("target", "98"), ("reported", "")])]
    page = render_pages(
        indicators=(make_indicator(value=6400, as_of="2023", target=12800, target_kind="target", due="2024"),)
    )["capaian/index.html"]
    texts = re.findall(r"<li>([^<]+)<svg aria-hidden", chart_html(page, "grafik-peserta"))
    assert texts == ["Per 2023: 6.400", "Untuk 2024: target 12.800", "Realisasi untuk 2024: belum diketahui"]


def test_chart_share_drawn_of_hundred() -> None:
    chart = progress_of(value=40, as_of="2024", target=50, target_kind="target", due="2024", unit="persen")
    assert bars(chart) == [("", [("reported", "39.2"), ("target", "49")])]


def test_chart_indicator_without_target_is_omitted() -> None:
    assert progress_of(value=36_000_000, as_of="2023-10") is None


def test_chart_table_bars_share_one_scale() -> None:
    assert share_bars([(4, 1), (None, 2), (0, 0)], ()).widths == (("100", "25"), ("", "50"), ("0", "0"))
    assert share_bars([], ()).widths == ()


def test_chart_year_provinces_table_bars_hidden_from_readers() -> None:
    parts = tuple(
        RegionYear(region=code, name=name, reported=count, sources=("koran",))
        for code, name, count in (("15", "Jambi", 4), ("35", "Jawa Timur", 1))
    )
    page = render_pages(
        programme=make_programme(make_year(2018, reported=9, regions=parts)),
        villages=(make_village(certified="2018", province="Jawa Timur"),),
    )["arsip/2018/index.html"]
    assert "Dari angka provinsi yang dilaporkan program untuk 2018, terbanyak di Jambi: 4 desa." in page
    rows = dict(re.findall(r'<tr id="reported-2018-(\d\d)"><th scope="row">(.*?)</th>', page))
    assert re.findall(r'<rect class="(\w+)" width="([\d.]+)%"', rows["15"]) == [("reported", "100")]
    assert re.findall(r'<rect class="(\w+)" width="([\d.]+)%"', rows["35"]) == [("reported", "25"), ("counted", "25")]
    assert all(found["aria-hidden"] == "true" for found in parse_page(rows["35"]).all("svg"))


def test_chart_has_title_data_and_sources() -> None:
    chart = chart_html(render_pages(programme=TOLD)["index.html"], "grafik-tahun")
    picture = parse_page(chart).all("svg", role="img")[0]
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


def test_chart_weight() -> None:
    """600 bytes a picture of three years, with all its words; the sentence, the legend and the table aside."""
    page = render_pages(programme=TOLD)["arsip/index.html"]
    for id in ("grafik-tahun", "grafik-kumulatif"):
        picture = re.search(r'<svg class="bars".*?\n</svg>\n</svg>', chart_html(page, id), re.DOTALL)
        assert picture
        assert len(gzip.compress(picture[0].encode(), 9)) <= 600


def test_chart_hostile_names_are_text() -> None:
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
        read = parse_page(pages[f"{name}.html"])
        assert read.scripts == [], name
        assert read.unclosed == [], name
    assert f"Target untuk 2026: 5 {HOSTILE}." in headline(pages["capaian/index.html"], "grafik-peserta")
    assert f"terbanyak di {HOSTILE}, dua." in markup.unescape(pages["wilayah/index.html"])


def test_chart_row_bar_names_kind_in_words() -> None:
    chart = by_year(*KNOWN)
    assert chart
    shown = [bar for row in chart.rows for bar in row.bars if isinstance(bar, Bar) and bar.kind == "target"]
    page = render_pages(programme=make_programme(*KNOWN))["arsip/index.html"]
    drawn = chart_html(page, "grafik-tahun")
    assert len(re.findall(r'<text x="[^>]*>target ', drawn)) == len(shown) == 2
