"""Outreach: the overview, the lists by year, the page of each event, and what regions and villages say of it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from factory import make_outreach, make_village
from parsed_page import parse_page
from published_site import planned, published

from sitegen.models import Attendance
from sitegen.models.records import RegionRecord

OVERVIEW = "sosialisasi/index.html"
GATAK = make_village("33.10.16.2012", name="Gatak")
PESU = make_village("33.10.03.2001", name="Pesu", certified="2018")
VILLAGES = (GATAK, PESU)


def text(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r" ([,;:.)])", r"\1", " ".join(unescape(re.sub("<[^>]+>", " ", main)).split()))


def event_data(page: str) -> dict[str, Any]:
    (found,) = (one for one in parse_page(page).data if one["@type"] == "Event")
    return dict(found)


def test_outreach_event_has_a_page_that_never_reads_as_designation() -> None:
    event = make_outreach(
        "klaten",
        ("33.10.16.2012", "33.10.03.2001"),
        campaign="Kerja Keras",
        date="[..2023-10-19]",
        place="Klaten",
        office="cabang",
    )
    files = published(villages=VILLAGES, outreach=(event,))
    page = files["sosialisasi/klaten/index.html"]
    told = text(page)
    assert "paling lambat 19 Oktober 2023 · Klaten" in told
    assert "Desa yang sudah menerima sosialisasi" in told
    assert re.search(r"Desa Gatak, Kec\. \w+, [^:]*? Desa Pesu", told)  # nothing is said of Gatak's designation
    assert re.search(r"Desa Pesu, [^:]*: ditetapkan 2018; sudah menerima sosialisasi", told)
    assert "Sosialisasi adalah pengenalan program, bukan penetapan." in told
    assert "Koran Uji" in told
    assert "Yang hadir" not in told
    assert "Sosialisasi bukan penetapan" in files[OVERVIEW]
    steps = [
        step["name"]
        for one in parse_page(page).data
        if one["@type"] == "BreadcrumbList"
        for step in one["itemListElement"]
    ]
    assert steps == ["Beranda", "Sosialisasi", "Tahun belum diketahui", "Sosialisasi klaten"]
    data = event_data(page)
    assert (data["location"]["name"], data["organizer"]["name"]) == ("Klaten", "Kantor Cabang Uji")
    assert "startDate" not in data  # by a day is no beginning


def test_outreach_to_institution_has_no_village() -> None:
    page = published(outreach=(make_outreach("dprd", audience="Anggota DPRD"),))["sosialisasi/dprd/index.html"]
    assert "Anggota DPRD" in text(page)
    assert "Tidak ada; sasarannya bukan desa." in text(page)
    assert event_data(page)["startDate"] == "2019-05-05"


@pytest.mark.parametrize(
    ("attendance", "told"),
    [
        (Attendance(count=1200), "Yang hadir 1.200 orang Desa"),
        (Attendance(count=1200, rounded=True), "Yang hadir 1.200 orang (dibulatkan)"),
        (Attendance(count=30, unit="peserta"), "Yang hadir 30 peserta Desa"),
    ],
)
def test_outreach_attendance_is_shown_as_stated(attendance: Attendance, told: str) -> None:
    files = published(outreach=(make_outreach("a", attendance=attendance), make_outreach("b")))
    assert told in text(files["sosialisasi/a/index.html"])
    shown = re.findall(r"[0-9.]+ (?:orang|peserta)", text(files["sosialisasi/2019/index.html"]))
    assert len(shown) == 1  # of the event alone: no sum of what some events do not state


def test_outreach_overview_lists_events_by_year_with_their_old_anchors() -> None:
    events = (
        make_outreach("a", date="2018"),
        make_outreach("b", date="2024-07"),
        make_outreach("c", date="2018"),
        make_outreach("d", date="[2017..2018]"),
    )
    page = published(outreach=events)[OVERVIEW]
    assert re.findall(r'<li id="(\w)">', page) == ["b", "a", "c", "d"]
    assert re.findall(r'<h2><a href="([^"]+)">', page) == [
        f"../sosialisasi/{at}/" for at in ("2024", "2018", "tanpa-tahun")
    ]
    assert "2024 (1 kegiatan) 2018 (2 kegiatan) Tahun belum diketahui (1 kegiatan)" in text(page)


def test_outreach_without_events_says_so() -> None:
    files = published()
    assert "Belum ada sosialisasi" in text(files[OVERVIEW])
    assert [path for path in files if path.startswith("sosialisasi/")] == [OVERVIEW]


def test_outreach_planned_is_shown_as_planned_and_counted_nowhere() -> None:
    events = (
        make_outreach("nanti", ("33.10.16.2012",), date=None, expected="2027-05", place="Klaten"),
        make_outreach("segera", date=None, expected="2026-03-02"),
        make_outreach("dulu", date="2019"),
    )
    files = published(villages=VILLAGES, outreach=events)
    page = text(files[OVERVIEW])
    assert "Kegiatan yang tercatat di situs ini: 1." in page
    assert "Desa yang sudah menerima sosialisasi dan tercatat di situs ini: 0." in page
    assert re.findall(r'<li id="(\w+)">', files[OVERVIEW]) == ["segera", "nanti", "dulu"]
    assert "direncanakan: Mei 2027 · Klaten" in page
    planned_page = text(files["sosialisasi/nanti/index.html"])
    assert "direncanakan: Mei 2027" in planned_page
    assert "sudah menerima sosialisasi" not in planned_page
    assert event_data(files["sosialisasi/nanti/index.html"])["startDate"] == "2027-05"
    village = next(page for path, page in files.items() if path.endswith("/gatak/index.html"))
    assert "direncanakan: Mei 2027" in text(village)
    assert "sudah menerima sosialisasi" not in text(village).lower()
    assert "arsip/2027/index.html" not in files
    assert "sosialisasi/2027/index.html" not in files
    rows = files["data/villages.csv"].splitlines()
    assert [row for row in rows if "reached" in row.split(",")] == []
    assert "nanti,Sosialisasi nanti,,2027-05," in files["data/outreach.csv"]


def test_region_page_lists_outreach_to_its_villages_and_institutions() -> None:
    events = (
        make_outreach("desa", ("33.10.16.2012",), date="2019-05"),
        make_outreach("dprd", date="2020", region="33.10"),
        make_outreach("provinsi", date="2021", region="33"),
        make_outreach("lain", date="2022", region="34.01"),
    )
    kept = (RegionRecord(code="34.01", name="Kabupaten Lain"),)
    files = published(villages=VILLAGES, outreach=events, regions=kept)
    province, regency, district, village = (
        next(
            page
            for path, page in sorted(files.items())
            if path.startswith("wilayah/provinsi33") and path.count("/") == depth
        )
        for depth in (2, 3, 4, 5)
    )

    def listed(page: str) -> list[str]:
        return re.findall(r'href="[./]*/sosialisasi/(\w+)/"', page)

    assert listed(province) == ["provinsi", "dprd", "desa"]
    assert listed(regency) == ["dprd", "desa"]
    assert sorted(listed(district) + listed(village)) in ([], ["desa", "desa"])
    event = files["sosialisasi/dprd/index.html"]
    assert re.search(r'Wilayah</dt><dd><a href="../../wilayah/provinsi33/kabupaten-uji10/">', event)
    assert "Wilayah Kabupaten Lain" in text(files["sosialisasi/lain/index.html"])


def test_outreach_of_three_hundred_events_keeps_pages_light() -> None:
    events = tuple(
        make_outreach(
            f"temu-warga-kecamatan-{n}",
            ("33.10.16.2012", "33.10.03.2001"),
            date=f"{2017 + n % 9}-{n % 12 + 1:02}-{n % 28 + 1:02}",
            title=f"Penjelasan tentang jaminan sosial kepada warga dan perangkat desa, kegiatan ke-{n}",
            place="Kecamatan Contoh, Kabupaten Contoh, Jawa Tengah",
            summary="Warga mendengar siapa yang dapat mendaftar dan bagaimana caranya. " * 5,
            attendance=Attendance(count=n + 1),
        )
        for n in range(300)
    )
    files = published(villages=VILLAGES, outreach=events)
    pages = {path: len(page.encode()) for path, page in files.items() if path.startswith("sosialisasi/")}
    assert len([path for path in pages if path.count("/") == 2]) == 309
    assert max(size for path, size in pages.items() if path != OVERVIEW) < 14_000
    assert pages[OVERVIEW] < 90_000
    overview = text(files[OVERVIEW])
    assert "Hanya 200 kegiatan terbaru yang disebut satu per satu" in overview
    assert files[OVERVIEW].count('<li id="temu-warga') == 200
    for year in range(2017, 2026):
        assert f'href="../sosialisasi/{year}/"' in files[OVERVIEW]
    named = {
        event
        for path, page in files.items()
        if re.match(r"sosialisasi/20\d\d/", path)
        for event in re.findall(r"/(temu-warga-kecamatan-\d+)/", page)
    }
    assert len(named) == 300
    assert "sosialisasi/2017/halaman/2/index.html" in files
    assert max(len(page.encode()) for path, page in files.items() if path.startswith("wilayah/")) < 40_000


def test_outreach_page_addresses_are_unique_to_their_event() -> None:
    _, problems = planned(outreach=(make_outreach("2019", date="2019"), make_outreach("b", date="2018")))
    assert {problem.code for problem in problems} == {"repeated-address"}
