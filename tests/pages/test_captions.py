"""Sentences of charts: in both languages, of what is known alone, and a target never counts as a result."""

from __future__ import annotations

from typing import Any

import pytest
from chart_html import headline
from factory import (
    make_config,
    make_indicator,
    make_programme,
    make_site_index,
    make_village,
    make_year,
    render_pages,
)

from sitegen.pages.regions import regions

TOLD = make_programme(
    make_year(2017, reported=276),
    make_year(2018, target=200, reported=201),
    make_year(2019, target=198, projected_total=675),
)
ENGLISH = make_config(language="en")


def said_of(config: Any = None, **fields: Any) -> str:
    parts = {"config": config} if config else {}
    return headline(
        render_pages(indicators=(make_indicator(**fields),), **parts)["capaian/index.html"], "grafik-peserta"
    )


@pytest.mark.parametrize(
    ("year", "indonesian", "english"),
    [
        (
            {"reported": 201, "target": 200},
            "201 desa dilaporkan pada 2018, satu lebih banyak dari target 200.",
            "Reported for 2018: 201 villages, one more than the target of 200.",
        ),
        (
            {"reported": 1, "target": 12},
            "1 desa dilaporkan pada 2018, 11 kurang dari target 12.",
            "Reported for 2018: 1 village, 11 fewer than the target of 12.",
        ),
        (
            {"reported": 7, "target": 7},
            "7 desa dilaporkan pada 2018, sama dengan target.",
            "Reported for 2018: 7 villages, as many as the target.",
        ),
        (
            {"reported": 0, "target": 2},
            "0 desa dilaporkan pada 2018, dua kurang dari target 2.",
            "Reported for 2018: 0 villages, two fewer than the target of 2.",
        ),
        (
            {"reported": 1234, "reported_status": "preliminary"},
            "1.234 desa dilaporkan pada 2018; targetnya belum diketahui. Angkanya sementara.",
            "Reported for 2018: 1,234 villages; the target is not known. The figure is preliminary.",
        ),
        (
            {"target": 1},
            "Target 2018: 1 desa; realisasinya belum diketahui.",
            "Target for 2018: 1 village; the result is not known.",
        ),
    ],
)
def test_caption_of_year(year: dict[str, Any], indonesian: str, english: str) -> None:
    programme = make_programme(make_year(2018, **year))
    page = render_pages(programme=programme)["arsip/2018/index.html"]
    assert headline(page, "grafik-tahun") == indonesian
    page = render_pages(programme=programme, config=ENGLISH)["arsip/2018/index.html"]
    assert headline(page, "grafik-tahun") == english


def test_caption_of_all_years_has_last_result_and_later_targets() -> None:
    page = render_pages(programme=TOLD)["arsip/index.html"]
    assert headline(page, "grafik-tahun") == (
        "201 desa dilaporkan pada 2018, satu lebih banyak dari target 200. "
        "Target 2019: 198 desa; realisasinya belum diketahui."
    )
    assert headline(page, "grafik-kumulatif") == (
        "477 desa dilaporkan dari 2017 sampai 2018, menurut jumlah kami. "
        "Jumlah sampai 2019 belum diketahui, karena realisasi 2019 belum diketahui. "
        "Sumber memproyeksikan 675 desa pada akhir 2019; itu bukan realisasi."
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"target": 70_000_000, "target_kind": "target", "due": "2026"},
            "Target untuk 2026: 70 juta peserta. Realisasinya belum diketahui.",
        ),
        (
            {"value": 6400, "as_of": "2023", "target": 12800, "target_kind": "target", "due": "2024"},
            "6.400 peserta per 2023. Target untuk 2024: 12.800 peserta. Realisasi untuk 2024 belum diketahui.",
        ),
        (
            {"value": 9, "as_of": "2024-06-30", "target": 12, "target_kind": "commitment", "due": "2024"},
            "9 peserta per 30 Juni 2024. Harapan atau komitmen untuk 2024: 12 peserta. "
            "Realisasi untuk 2024 belum diketahui.",
        ),
        (
            {"value": 15, "as_of": "2024-12-31", "target": 12, "target_kind": "target", "due": "2024"},
            "15 peserta per 31 Desember 2024. Target untuk 2024: 12 peserta. Realisasi 3 lebih banyak dari angka itu.",
        ),
        (
            {"value": 12, "as_of": "2024", "target": 12, "target_kind": "projection", "due": "2024"},
            "12 peserta per 2024. Proyeksi untuk 2024: 12 peserta. Realisasi sama dengan angka itu.",
        ),
        (
            {"value": 10, "as_of": "2024", "target": 12, "target_kind": "target", "due": "2024", "rounded": True},
            "10 peserta per 2024. Target untuk 2024: 12 peserta.",
        ),
        (
            {"value": 43.5, "as_of": "2024", "target": 50, "target_kind": "target", "due": "2024", "unit": "persen"},
            "43,5 % per 2024. Target untuk 2024: 50 %.",
        ),
        (
            {"value": 10, "target": 12, "target_kind": "target"},
            "10 peserta; tanggalnya tidak disebut sumber. Target: 12 peserta; waktunya tidak disebut sumber. "
            "Realisasinya belum diketahui.",
        ),
    ],
)
def test_caption_of_indicator(fields: dict[str, Any], said: str) -> None:
    assert said_of(**fields) == said


def test_caption_of_indicator_in_english() -> None:
    fields = {"value": 6400, "as_of": "2023", "target": 12800, "target_kind": "target", "due": "2024"}
    assert said_of(ENGLISH, **fields) == (
        "6,400 peserta as of 2023. Target for 2024: 12,800 peserta. The result for 2024 is not known."
    )


def test_caption_of_regions_starts_with_largest_province() -> None:
    places = [make_village(f"15.01.01.200{one}", certified="2018") for one in range(3)]
    others = [make_village("35.01.01.2001", certified="2018"), make_village("35.01.01.2002")]
    view = next(regions(make_site_index(villages=(*places, *others)))).content.view
    assert view.shares.widths == (("100", "0"), ("33.3", "0"))
    page = render_pages(villages=(*places, *others))["wilayah/index.html"]
    assert "4 tempat tercatat ditetapkan, di 2 provinsi; terbanyak di Provinsi15, tiga." in page
    page = render_pages(villages=(places[0], others[0]))["wilayah/index.html"]
    assert "2 tempat tercatat ditetapkan, di 2 provinsi.<" in page
