"""Figures on pages: each with its note and its record, and what is reported beside what the register holds."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from factory import (
    make_indicator,
    make_programme,
    make_site,
    make_site_index,
    make_source,
    make_village,
    make_year,
    render_pages,
)

from sitegen.dataset import tables_of
from sitegen.figures import CountRange
from sitegen.models import RegionYear
from sitegen.views.figures import Reconciliation, card_by_id, figure_card, reconcile_year

PLACES = (
    make_village("35.05.15.2004", certified="2018-07-05"),
    make_village("35.05.15.2005", certified="2018"),
    make_village("15.04.03.2015", certified="[2017..2018]"),
)
AMOUNTS = (("35", 12), ("11", 30))
PROVINCES = tuple(RegionYear(region=code, name=f"P{code}", reported=n, sources=("koran",)) for code, n in AMOUNTS)


def programme(**fields: Any) -> dict[str, Any]:
    return {"programme": make_programme(make_year(2018, **fields)), "villages": PLACES}


def of_2018(**fields: Any) -> Reconciliation:
    return reconcile_year(make_site_index(**programme(**fields)), 2018)


def text_of(html: str) -> str:
    """The words of a page's main part."""
    main = html.partition("<main")[2].partition("</main>")[0].replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace(" ,", ",")


def year_page(**fields: Any) -> str:
    return text_of(render_pages(**programme(**fields))["arsip/2018/index.html"])


@pytest.mark.parametrize(("reported", "missing"), [(201, 199), (2, 0), (1, -1), (0, -2), (None, None)])
def test_reconciliation_missing_is_reported_minus_register(reported: int | None, missing: int | None) -> None:
    one = of_2018(**({} if reported is None else {"reported": reported}))
    assert (one.missing, one.counted.quantity and one.counted.quantity.number, one.undated) == (missing, 2, 1)


def test_reconciliation_of_each_province() -> None:
    one = of_2018(reported=201, regions=PROVINCES)
    told = [(part.code, part.name, part.counted, part.missing, bool(part.path)) for part in one.regions]
    assert told == [
        ("11", "P11", 0, 30, False),
        ("15", "Provinsi15", 0, None, True),
        ("35", "Provinsi35", 2, 10, True),
    ]
    _, held = of_2018(reported=201).regions
    assert (held.code, held.reported.quantity, held.counted, held.missing) == ("35", None, 2, None)


def test_reconciliation_uncertain_year_counts_nowhere() -> None:
    index = make_site_index(**programme())
    undated = {year: reconcile_year(index, year).undated for year in (2016, 2017, 2018, 2019)}
    assert undated == {2016: 0, 2017: 1, 2018: 1, 2019: 0}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"reported": 201},
            "Paling sedikit 198 dan paling banyak 199 desa lain belum kami temukan namanya dalam sumber;",
        ),
        ({"reported": 3}, "Paling banyak 1 desa lain belum kami temukan namanya dalam sumber;"),
        ({"reported": 2}, "Jumlahnya sama."),
        ({"reported": 1}, "Daftar situs ini memuat 1 sampai 2 lebih banyak."),
        ({}, "Realisasi 2018 belum diketahui. Yang tercatat di situs ini: 2 sampai 3."),
    ],
)
def test_reconciliation_year_in_words(fields: dict[str, int], said: str) -> None:
    page = year_page(**fields)
    assert said in page
    assert "Desa yang tidak tercantum di sini mungkin saja telah ditetapkan." in page
    assert "1 tempat lain mungkin ditetapkan pada tahun ini" in page


def test_reconciliation_unknown_stays_unknown() -> None:
    page = year_page(reported=201, regions=PROVINCES[1:])
    assert "P11 30 0 30" in page
    assert "Provinsi35 belum diketahui 2 belum diketahui" in page
    pages = render_pages(**programme())
    assert "2018 belum diketahui 2 sampai 3 belum diketahui 1" in text_of(pages["arsip/index.html"])


def test_reconciliation_surplus_not_negative() -> None:
    page = text_of(render_pages(**programme(reported=1))["arsip/index.html"])
    assert "2018 1 2 sampai 3 tidak ada; di sini 1 sampai 2 lebih banyak 1" in page


def test_figure_note_links_to_existing_anchor() -> None:
    parts = programme(reported=201, target=200, projected_total=500, regions=PROVINCES)
    parts["programme"] = make_programme(make_year(2017, reported=3), *parts["programme"].years)
    parts["indicators"] = (make_indicator(value=5, as_of="2020", target=6),)
    index, pages = make_site_index(**parts), render_pages(**parts)
    figures = [*index.figures.stated(), *index.figures.counts()]
    asked = ("counted-35.05", "counted-35.05.15", "counted-11", "counted-2030", "sum-2017-2018", "sum-2018-2018")
    figures += [figure for id in asked if (figure := index.figures.get(id))]
    assert len(figures) == 18
    for figure in figures:
        path, _, anchor = figure_card(index, figure).path.partition("#")
        page = pages[f"{path[1:]}index.html"]
        assert not anchor or f' id="{anchor}"' in page, figure.id


def test_figure_note_is_complete() -> None:
    year = make_year(2018, reported=201, reported_as_of="2018-12-31", reported_status="preliminary")
    page = text_of(
        render_pages(programme=make_programme(year), sources=(make_source(date="2019-10-09"),))["arsip/2018/index.html"]
    )
    assert (
        "Realisasi 201 desa dilaporkan program, per 31 Desember 2018, angka sementara"
        " Sumber: Koran Uji, 9 Oktober 2019 Asal angka Yang dihitung Desa yang ditetapkan pada tahun itu"
        " menurut laporan program. Bagaimana sumbernya menghitung, tidak tercatat di sini. Cakupan seluruh program"
        " Diketahui sejak 9 Oktober 2019 Rekaman angka reported-2018"
    ) in page


def test_figure_note_names_projection() -> None:
    index = make_site_index(**programme(target=198, projected_total=675))
    shown = card_by_id(index, "projected-2018")
    assert shown.attribution == "proyeksi, bukan realisasi"
    assert "Kami membacanya sebagai proyeksi." in shown.note
    assert "675 desa proyeksi, bukan realisasi Total akhir tahun menurut sumber" in year_page(projected_total=675)


def test_figure_note_opens_without_script() -> None:
    html = render_pages(**programme(reported=201))["arsip/2018/index.html"]
    summary = '<details class="about"><summary aria-label="Asal angka: Desa ditetapkan pada 2018">Asal angka</summary>'
    assert summary in html


def test_figure_note_on_region_counts() -> None:
    pages = render_pages(**programme())
    page = pages["wilayah/provinsi35/kabupaten-uji05/index.html"]
    assert '<div id="counted-35.05">' in page
    assert "2 desa tercatat di situs ini" in text_of(page)
    assert "Kabupaten Uji05, Provinsi35" in text_of(page)


def test_reconciliation_limits_include_places_that_may_be_of_the_year() -> None:
    one = of_2018(reported=201, regions=PROVINCES)
    assert (one.counted.range, one.missing_range) == (CountRange(2, 3), CountRange(198, 199))
    limits = {part.code: (part.counted_range, part.missing_range) for part in one.regions}
    assert limits == {
        "11": (CountRange(0, 0), CountRange(30, 30)),
        "15": (CountRange(0, 1), None),
        "35": (CountRange(2, 2), CountRange(10, 10)),
    }
    page = year_page(reported=201, regions=PROVINCES)
    assert "Dari 201 desa yang dilaporkan program untuk 2018, 2 sampai 3 tercatat di situs ini." in page
    assert "Provinsi15 belum diketahui 0 sampai 1 belum diketahui" in page
    assert "2 tempat tercatat di situs ini untuk 2018, di 1 provinsi. 1 lagi mungkin dari tahun itu." in page


def test_reconciliation_exact_without_places_of_uncertain_year() -> None:
    index = make_site_index(**{**programme(reported=201), "villages": PLACES[:2]})
    one = reconcile_year(index, 2018)
    assert (one.counted.range, one.missing_range, one.counted.note) == (None, CountRange(199, 199), "")


def test_reconciliation_limits_of_a_day_have_what_was_known_then() -> None:
    late = make_source("kemudian", date="2021-01-01")
    places = (*PLACES[:2], make_village("15.04.03.2015", certified="[2017..2018]", sources=("kemudian",)))
    figures = make_site_index(**{**programme(), "villages": places, "sources": (make_source(), late)}).figures
    made = [figures.get("counted-2018", day) for day in (date(2020, 12, 31), date(2021, 1, 1), None)]
    assert [one and one.range for one in made] == [None, CountRange(2, 3), CountRange(2, 3)]


def test_reconciliation_limits_on_comparison_and_in_downloads() -> None:
    site = make_site(**programme(reported=201))
    table = tables_of(site)["years"]
    names = [column.name for column in table.columns]
    row = dict(zip(names, table.rows[0], strict=True))
    assert names.index("recorded_here_max") == names.index("recorded_here") + 1
    assert (row["recorded_here"], row["recorded_here_max"]) == (2, 3)
    page = text_of(render_pages(**programme(reported=201))["arsip/banding/index.html"])
    assert "2018 2 sampai 3 1 sampai 2 0 0" in page
