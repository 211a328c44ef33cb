"""Codes that changed: the page of the place and the ledger say so, and it is found by each of them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from factory import ADDRESSES, INDONESIA, make_site, make_village, render_pages, render_site
from parsed_page import parse_page

from sitegen.figures import FigureIndex
from sitegen.models import Correction, PreviousCode, PreviousName, PreviousRegionCode, RegionRecord
from sitegen.models.previous import with_regions

CODES = (
    PreviousCode(code="35.05.11.2017", until="2020-12-31", decree="2/2020"),
    PreviousCode(code="35.05.11.1017", until="2003"),
)
VILLAGE = make_village("35.05.15.2004", name="Sukosewu", previous_codes=CODES)
PAGE = "wilayah/provinsi35/kabupaten-uji05/kecamatan15/sukosewu/index.html"


def test_village_page_lists_previous_codes() -> None:
    text = " ".join(parse_page(render_pages(villages=(VILLAGE,))[PAGE]).main.split())
    assert "35.05.11.2017 sampai 31 Desember 2020; dasar: 2/2020" in text
    assert "35.05.11.1017 sampai 2003; sebagai kelurahan, sejak itu desa" in text


def test_corrections_page_lists_changed_codes_latest_first() -> None:
    other = make_village("35.05.15.1006", previous_codes=(PreviousCode(code="35.05.15.2006", until="2010"),))
    text = " ".join(parse_page(render_pages(villages=(VILLAGE, other))["ralat/index.html"]).main.split())
    places = [
        text.index(f"Kode berubah dari {was} menjadi {now}.")
        for was, now in (
            ("35.05.11.2017", "35.05.15.2004"),
            ("35.05.15.2006", "35.05.15.1006"),
            ("35.05.11.1017", "35.05.11.2017"),
        )
    ]
    assert places == sorted(places)
    assert "Belum ada nilai terbit yang diralat" in text


@pytest.mark.parametrize("path", [PAGE, "ralat/index.html"])
def test_page_without_changed_codes_does_not_speak_of_them(path: str) -> None:
    page = render_pages(villages=(make_village("35.05.15.2004", name="Sukosewu"),))[path]
    assert "Kode sebelumnya" not in page
    assert "Kode yang berubah" not in page


def test_correction_by_a_previous_code_is_shown_with_its_place() -> None:
    correction = Correction(
        what="35.05.11.2017",
        field="certified",
        was="2018-07-05",
        now="2018-07-06",
        kind="correction",
        when="2019-01-05",
        why="Salah ketik.",
    )
    pages = render_pages(villages=(VILLAGE,), corrections=(correction,))
    assert "Salah ketik." in pages[PAGE]
    assert "Ralat: Desa Sukosewu" in " ".join(parse_page(pages["ralat/index.html"]).main.split())
    assert 'id="35-05-11-2017-certified-2019-01-05"' in pages["ralat/index.html"]


REGION = RegionRecord(
    code="35.05",
    name="Kabupaten Uji05",
    previous_names=(PreviousName(name="Kabupaten Teladan", until="2017-12-28", decree="61/2017"),),
    previous_codes=(PreviousRegionCode(code="34.09", until="2003"),),
    decree="UU 12/1950",
    sources=("koran",),
    note="Wilayah rekaan.",
)
REGION_PAGE = "wilayah/provinsi35/kabupaten-uji05/index.html"


def test_region_page_names_what_it_was_called() -> None:
    pages = render_pages(villages=(VILLAGE,), regions=(REGION,))
    text = " ".join(parse_page(pages[REGION_PAGE]).main.split())
    assert "Sampai 28 Desember 2017: Kabupaten Teladan; dasar: 61/2017" in text
    assert "Sampai 2003: kode 34.09" in text
    assert "dasar: UU 12/1950" in text
    assert "Wilayah rekaan." in text
    assert "Teladan" not in pages["wilayah/provinsi35/index.html"]


def test_corrections_page_lists_a_renamed_region_once() -> None:
    """A changed code of a region is one change, and none of each of its villages."""
    derived = with_regions(INDONESIA, make_village("35.05.15.2001"), {"35.05": REGION}, ())
    assert [one.code for one in derived.previous_codes] == ["34.09.15.2001"]
    text = " ".join(parse_page(render_pages(villages=(derived,), regions=(REGION,))["ralat/index.html"]).main.split())
    assert text.count("Berganti nama dari Kabupaten Teladan menjadi Kabupaten Uji05.") == 1
    assert text.count("Kode berubah dari 34.09 menjadi 35.05.") == 1
    assert text.count("Kode berubah") == 1


def test_search_index_has_regions_by_previous_names_and_codes() -> None:
    site = make_site(villages=(VILLAGE,), regions=(REGION,))
    files = render_site(site, ADDRESSES)
    by_name, by_code = (json.loads(files[f"pencarian/_desa/{tree}.json"]) for tree in "vk")
    (region,) = [row for row in by_name if row[1] == "35.05"]
    assert region[3]["as"] == ["Uji05", "Teladan", "34.09"]
    assert region in by_code


def test_figure_of_a_region_by_its_previous_name() -> None:
    """A text written before a region was renamed names it as it was called then."""
    counted = replace(VILLAGE, certified="2018")
    other = make_village("36.01.01.2001", certified="2018")
    figures = FigureIndex(make_site(villages=(counted, other), regions=(REGION,)))
    assert figures.regions["Kabupaten Teladan"] == figures.regions["Kabupaten Uji05"] == ("35.05",)


def test_corrections_page_lists_renamed_places_after_dated_changes() -> None:
    village = make_village("35.05.15.2004", name="Sukosewu Raya", previous_names=("Sukosewu Baru", "Sukosewu"))
    dated = make_village("35.05.15.1006", previous_codes=(PreviousCode(code="35.05.15.2006", until="2010"),))
    text = " ".join(parse_page(render_pages(villages=(village, dated))["ralat/index.html"]).main.split())
    told = ["Kode berubah", "dari Sukosewu Baru menjadi Sukosewu Raya.", "dari Sukosewu menjadi Sukosewu Baru."]
    places = [text.index(one) for one in told]
    assert places == sorted(places)
    assert text.count("sampai") == 1
