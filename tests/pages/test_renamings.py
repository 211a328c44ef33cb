"""Codes that changed: the page of the place and the ledger say so, and it is found by each of them."""

from __future__ import annotations

import pytest
from factory import make_village, render_pages
from parsed_page import parse_page

from sitegen.models import Correction, PreviousCode

CODES = (
    PreviousCode(code="35.05.11.2017", until="2020-12-31", decree="2/2020"),
    PreviousCode(code="35.05.11.1017", until="2003"),
)
VILLAGE = make_village("35.05.15.2004", name="Sukosewu", previous_codes=CODES)
PAGE = "wilayah/provinsi35/kabupaten-uji05/kecamatan15/sukosewu/index.html"


def test_village_page_lists_previous_codes() -> None:
    text = " ".join(parse_page(render_pages(villages=(VILLAGE,))[PAGE]).main.split())
    assert "35.05.11.2017 sampai 31 Desember 2020; Keputusan 2/2020" in text
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
