"""Indicators and credits: each figure with whose it is, and nothing said that no source says."""

from __future__ import annotations

import re
from html import unescape

from factory import make_indicator, make_source
from published_site import published


def section(page: str, id: str) -> str:
    ((_, found),) = re.findall(rf'<(section|li)[^>]* id="{id}">(.*?)</\1>', page, re.S)
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())
    return re.sub(r" ([,;:.])", r"\1", text)


def test_indicator_has_unit_date_and_owner() -> None:
    figure = make_indicator(
        "aktif", value=36000000, as_of="2023-10", rounded=True, status="final", stated_by="Wartawan", note="Kira."
    )
    told = section(published(indicators=(figure,))["capaian/index.html"], "aktif")
    assert "36 juta peserta dinyatakan sumber, per Oktober 2023, angka tetap, dibulatkan" in told
    assert "Yang dihitung Siapa saja yang disebut peserta. Cakupan Nasional Diketahui sejak 2 Februari 2020" in told
    assert "Kata siapa Wartawan" in told
    assert "Kira." in told
    assert "Target" not in told
    assert "Koran Uji, 2 Februari 2020" in told


def test_indicator_target_is_no_result_and_unknown_no_zero() -> None:
    figures = (
        make_indicator("a", target=70000000, due="2026"),
        make_indicator("b", value=0, unit="persen"),
        make_indicator("c", target=5, target_kind="commitment"),
        make_indicator("d", target=6, target_kind="projection", scope="Jambi"),
    )
    page = published(indicators=figures)["capaian/index.html"]
    told = section(page, "a")
    assert "Angka yang dilaporkan belum diketahui Target 70 juta peserta target, bukan realisasi, untuk 2026" in told
    assert "0 %" in section(page, "b")
    assert "Harapan atau komitmen 5 peserta" in section(page, "c")
    assert "Proyeksi 6 peserta" in section(page, "d")
    assert re.findall(r"<h2>(\w+)</h2>", page)[:2] == ["Nasional", "Jambi"]
    assert page.count('<th scope="rowgroup"') == 2


def test_credits_sources_and_offices_have_anchors() -> None:
    sources = (
        make_source("b", date="2019"),
        make_source(),
        make_source("a", date="2019", title="Judul", url="https://a.example/"),
    )
    page = published(sources=sources)["kredit/index.html"]
    assert re.findall(r'<li[^>]* id="([^"]+)"', page) == ["a", "b", "koran", "office_cabang"]
    assert '<a href="https://a.example/">Judul</a>' in page
    assert "kantor cabang" in section(page, "office_cabang")
