"""Pages of figures on which sources disagree: one value is shown with its reason, and the others stand beside it."""

from __future__ import annotations

import re
from typing import Any

from factory import (
    make_config,
    make_indicator,
    make_news,
    make_programme,
    make_site,
    make_site_index,
    make_source,
    make_year,
    nonempty_tables,
    path_words,
    render_pages,
    render_site,
)

from sitegen.models import Disagreement, Observation, OtherValue
from sitegen.urls import build_routes
from sitegen.views.open_data import published_tables

LETTER, DAILY = make_source("surat", publisher="Surat", date="2019-10-09"), make_source("harian", date="2019-01-05")
YEAR = make_year(
    2018,
    reported=201,
    reported_sources=("surat",),
    reported_disagreement=Disagreement(
        because="Surat itu menyebutnya angka tetap.",
        others=(OtherValue(value=204, sources=("harian",), note="Angka sementara."),),
    ),
)
INDICATOR = make_indicator(
    observations=(
        Observation(period="2023", value=6400),
        Observation(
            period="[2024-01..2024-06]",
            value=11900,
            sources=("surat",),
            disagreement=Disagreement(
                because="Yang lain menghitung pasar.", others=(OtherValue(value=12100, sources=("harian",)),)
            ),
        ),
    )
)
SENTENCES = (
    "Sumber lain menyebut 204 ( Koran Uji, 5 Januari 2019 ). Angka sementara. "
    "Ditampilkan 201 karena: Surat itu menyebutnya angka tetap."
)


def pages(**parts: Any) -> dict[str, str]:
    given: dict[str, Any] = {"programme": make_programme(YEAR), "indicators": (INDICATOR,)}
    return render_pages(sources=(make_source(), LETTER, DAILY), **(given | parts))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_disagreement_stands_beside_the_figure_of_a_year() -> None:
    html = pages()["arsip/2018/index.html"]
    assert SENTENCES in words(html)
    assert 'href="../../data/perbedaan/#reported-2018"' in html


def test_disagreement_stands_beside_an_indicator_and_marks_its_rows() -> None:
    text = words(pages()["capaian/index.html"])
    assert "Sumber lain menyebut 12.100 ( Koran Uji, 5 Januari 2019 ). Ditampilkan 11.900 karena: Yang lain" in text
    assert text.count("11.900 sumber lain: 12.100") == 1
    assert text.count("sumber lain: 12.100") == 2
    assert "sumber lain: 204" in words(pages()["arsip/index.html"])


def test_disagreements_page_lists_every_value_with_its_source() -> None:
    site = pages()
    html = site["data/perbedaan/index.html"]
    text = words(html)
    assert (
        "201 desa Surat, 9 Oktober 2019 Ditampilkan 201 karena: Surat itu menyebutnya angka tetap. "
        "204 desa Koran Uji, 5 Januari 2019 Angka sementara."
    ) in text
    anchors = re.findall(r'<li class="entry" id="([^"]+)"', html)
    assert anchors == ["reported-2018", "indicator-peserta-2024-01-2024-06-"]
    assert "405" not in text
    assert 'href="../data/perbedaan/"' in site["data/index.html"]


def test_disagreements_table_has_every_other_value() -> None:
    parts: dict[str, Any] = {"programme": make_programme(YEAR), "sources": (LETTER, DAILY)}
    assert "disagreements" in published_tables(make_site_index(**parts))
    (row,) = nonempty_tables(make_site(**parts))["disagreements"].rows
    because = "Surat itu menyebutnya angka tetap."
    assert row == ("reported-2018", 204, 201, "villages", "2019-01-05", ("harian",), "Angka sementara.", because)


def test_disagreements_page_is_left_out_without_any() -> None:
    site = pages(programme=make_programme(make_year(2018, reported=201)), indicators=())
    assert not [path for path in site if "perbedaan" in path or "disagreements" in path]
    assert "perbedaan" not in site["data/index.html"]


def test_disagreement_is_told_in_its_own_language() -> None:
    config = make_config(languages=("id", "en"))
    parts: dict[str, Any] = {"programme": make_programme(YEAR), "sources": (make_source(), LETTER, DAILY)}
    made = render_site(make_site(config=config, **parts), build_routes(config, path_words))
    html = made["en/archive/2018/index.html"]
    assert '201 is shown because: <span lang="id">Surat itu menyebutnya angka tetap.</span>' in html
    assert 'href="../../../en/data/disagreements/#reported-2018"' in html


def test_disagreement_stands_in_the_note_of_a_text() -> None:
    body = 'Ada {{ figure("reported", year=2018, at="now") }} desa.\n'
    html = pages(news=(make_news("2019-10-10-kabar.md", body, sources=("surat",)),))["berita/2019/kabar/index.html"]
    assert SENTENCES in words(html)


def test_disagreement_in_a_text_of_an_earlier_day() -> None:
    body = 'Ada {{ figure("reported", year=2018) }} desa.\n'
    for cited, number in (("harian", "204"), ("surat", "201")):
        news = make_news("2019-02-01-kabar.md", body, date="2019-02-01", sources=(cited,))
        assert f"Ada {number} desa." in words(pages(news=(news,))["berita/2019/kabar/index.html"]).replace("  ", " ")


def test_disagreement_tells_what_was_known_before_the_shown_value() -> None:
    text = words(pages()["arsip/2018/index.html"])
    assert (
        "sebelum 5 Januari 2019 belum diketahui 5 Januari 2019 204 Koran Uji, 5 Januari 2019 9 Oktober 2019 201" in text
    )
