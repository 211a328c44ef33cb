"""Pages of indicators that are series: gaps are gaps, a target meets its own observation, and changes are told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from chart_html import headline
from factory import make_config, make_indicator, make_programme, make_source, make_village, render_pages

from sitegen.models import Indicator, IndicatorTarget, Observation, SeriesBreak

SERIES = make_indicator(
    observations=(
        Observation(as_of="2021-12-31", value=5000),
        Observation(as_of="2023-12-31", value=6400),
        Observation(as_of="2024-12-31", value=11900, status="preliminary"),
    ),
    targets=(IndicatorTarget(due="2024", value=12800), IndicatorTarget(due="2030", value=20000)),
)


def page_of(record: Indicator, page: str = "capaian/index.html", **parts: Any) -> str:
    given: dict[str, Any] = {"programme": make_programme(), "sources": (make_source(),), "indicators": (record,)}
    return render_pages(**(given | parts))[page]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" ,", ",")


def test_series_says_its_change_and_meets_its_target() -> None:
    html = page_of(SERIES)
    assert headline(html, "grafik-peserta") == (
        "11.900 peserta per 31 Desember 2024. Angkanya sementara. Naik 5.500 peserta dibanding 31 Desember 2023. "
        "Target untuk 2024: 12.800 peserta. Realisasi 900 kurang dari angka itu. "
        "Target untuk 2030: 20.000 peserta. Realisasi untuk 2030 belum diketahui."
    )
    assert "Realisasi untuk 2024" not in html


def test_series_change_in_english() -> None:
    html = page_of(SERIES, config=make_config(language="en"))
    assert "Up 5,500 peserta from 31 December 2023." in headline(html, "grafik-peserta")


def test_series_gap_is_shown_as_unknown() -> None:
    text = words(page_of(SERIES))
    assert "Realisasi untuk 2022: belum diketahui" in text
    assert "2022 belum diketahui" in text


def test_series_break_is_shown_with_its_reason_and_stops_the_comparison() -> None:
    text = words(page_of(replace(SERIES, breaks=(SeriesBreak(at="2024", reason="Cara hitungnya lain."),))))
    assert "Tidak dibandingkan dengan 31 Desember 2023: Cara hitungnya lain." in text
    assert "tidak sebanding dengan yang di atas: Cara hitungnya lain." in text
    assert "Naik" not in text


def test_series_of_shares_changes_by_percentage_points() -> None:
    seen = (Observation(period="2023", value=12), Observation(period="2024", value=10))
    text = words(page_of(make_indicator(unit="persen", observations=seen)))
    assert "Turun 2 poin persentase dibanding 2023." in text
    assert "selama 2024" in text


def test_series_with_values_below_zero_is_told_without_bars() -> None:
    html = page_of(
        make_indicator(observations=(Observation(period="2023", value=-2), Observation(period="2024", value=3)))
    )
    assert "grafik-peserta" not in html
    assert "Naik 5 peserta dibanding 2023." in words(html)


def long_series(count: int) -> Indicator:
    return make_indicator(
        observations=tuple(Observation(period=f"{1800 + one}", value=one * 1000 + 1) for one in range(count)),
        targets=tuple(IndicatorTarget(due=f"{1800 + one}", value=one * 1000 + 9) for one in range(count)),
    )


def test_long_series_has_a_page_of_its_own_within_the_budget() -> None:
    given: dict[str, Any] = {
        "programme": make_programme(),
        "sources": (make_source(),),
        "indicators": (long_series(200),),
    }
    pages = render_pages(**given)
    short, whole = pages["capaian/index.html"], pages["capaian/peserta/index.html"]
    assert "1987" not in words(short)
    assert "Semua 200 nilai Peserta aktif" in words(short)
    assert all(str(year) in whole for year in (1800, 1987, 1999))
    assert len(whole.encode()) < 120_000


def test_series_of_twelve_alone_needs_no_page() -> None:
    given: dict[str, Any] = {
        "programme": make_programme(),
        "sources": (make_source(),),
        "indicators": (long_series(12),),
    }
    assert "capaian/peserta/index.html" not in render_pages(**given)


def test_page_of_many_series_shows_the_latest_of_each_within_the_budget() -> None:
    series = tuple(replace(long_series(12), id=f"peserta-{number}") for number in range(40))
    pages = render_pages(programme=make_programme(), sources=(make_source(),), indicators=series)
    short, whole = pages["capaian/index.html"], pages["capaian/peserta-7/index.html"]
    assert len(short.encode()) < 120_000
    assert short.count("Semua 12 nilai") == 40
    assert ("3.001" in words(short), "3.001" in words(whole)) == (False, True)


def test_series_of_one_source_names_it_once() -> None:
    pages = render_pages(programme=make_programme(), sources=(make_source(),), indicators=(long_series(5),))
    table = pages["capaian/index.html"].partition("<caption>Peserta aktif")[2].partition("</details>")[0]
    assert table.count('class="note"') == 1
    assert "Sumber:" in table


def test_indicator_stands_on_the_page_of_its_region() -> None:
    village = make_village("35.05.15.2004")
    given: dict[str, Any] = {"programme": make_programme(), "sources": (make_source(),), "villages": (village,)}
    own = make_indicator("desa", name="Angka desa", region=village.code, value=7, as_of="2024")
    pages = render_pages(**given, indicators=(replace(SERIES, region="35.05"), own))
    having = [path for path, html in pages.items() if path.startswith("wilayah/") and "#peserta" in html]
    assert [path.count("/") for path in having] == [3]
    assert [path.count("/") for path, html in pages.items() if path.startswith("wilayah/") and '#desa"' in html] == [5]
