"""The register, the regions and the villages: what was designated is listed, what was only reached never is."""

from __future__ import annotations

import re

from factory import make_news, make_outreach, make_programme, make_site_index, make_village, render_pages

from sitegen.content import Template
from sitegen.figures import Quantity
from sitegen.models import Decree, Location
from sitegen.output import Output
from sitegen.pages.regions import NEWS_COUNT, RegionPage, regions
from sitegen.pages.villages import RegisterPage, VillagePage, register, villages
from sitegen.views.grouping import LONGEST_LISTING, list_by_region

DESIGNATED = make_village("35.05.15.2004", name="Sukosewu", certified="2018-07-05")
REACHED = make_village("33.10.16.2012", name="Gatak")
SPOKEN_OF = make_village("33.10.16.2013", name="Sebut")
VISIT = make_outreach(villages=("33.10.16.2012",))
THREE = {"villages": (DESIGNATED, REACHED, SPOKEN_OF), "outreach": (VISIT,)}
VILLAGE_FILES = {
    "Sukosewu": "wilayah/provinsi35/kabupaten-uji05/kecamatan15/sukosewu/index.html",
    "Gatak": "wilayah/provinsi33/kabupaten-uji10/kecamatan16/gatak/index.html",
    "Sebut": "wilayah/provinsi33/kabupaten-uji10/kecamatan16/sebut/index.html",
}


def many(count: int, **fields: object) -> tuple:
    """So many designated villages, twelve a district, fifteen districts a regency."""
    return tuple(
        make_village(
            f"35.{place // 180 + 1:02}.{place // 12 % 15 + 1:02}.{2001 + place % 12}", certified="2018", **fields
        )
        for place in range(count)
    )


def view_of(output: Output) -> object:
    return output.content.view


def register_of(**parts: object) -> RegisterPage:
    (output,) = register(make_site_index(**parts))
    return view_of(output)


def region_pages(**parts: object) -> dict[str, RegionPage]:
    views = [view_of(output) for output in regions(make_site_index(**parts))]
    return {view.code: view for view in views if isinstance(view, RegionPage)}


def village_pages(**parts: object) -> dict[str, VillagePage]:
    pages = [output for output in villages(make_site_index(**parts)) if isinstance(output.content, Template)]
    return {view_of(output).village.name: view_of(output) for output in pages}


def counts(page: RegionPage) -> tuple[int | float, int]:
    """How many of a region's places are recorded as designated, and how many as reached."""
    return page.counted.quantity.number, page.reached


def text_of(html: str) -> str:
    """The words of a page's main part."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main.replace("&nbsp;", " ")))


def test_register_holds_designated_places_only() -> None:
    view = register_of(**THREE)
    assert [card.name for part in view.places.regions for card in part.places] == ["Sukosewu"]
    assert view.counted.quantity == Quantity(1, "counted", "villages")
    page = text_of(render_pages(**THREE)["desa/index.html"])
    assert "Sukosewu" in page
    assert "Gatak" not in page
    assert "Sebut" not in page


def test_register_count_never_shown_as_programme_total() -> None:
    page = text_of(render_pages(**THREE)["desa/index.html"])
    assert "1 desa tercatat di situs ini" in page
    assert "bukan jumlah seluruh desa program" in page
    assert "mungkin saja telah ditetapkan" in page


def test_register_empty_explains_itself() -> None:
    page = text_of(render_pages()["desa/index.html"])
    assert "Belum ada tempat yang tercatat" in page
    assert "mungkin saja telah ditetapkan" in page


def test_register_sorted_by_province_regency_name() -> None:
    places = (
        make_village("35.05.15.2004", name="C", certified="2018"),
        make_village("15.04.03.2015", name="B", certified="2018"),
        make_village("35.01.15.2001", name="Z", certified="2018"),
        make_village("35.01.15.2002", name="A", certified="2018"),
    )
    index = make_site_index(villages=places)
    made = list_by_region(index, index.certified())
    assert [(part.name, [card.name for card in part.places]) for part in made.regions] == [
        ("Provinsi15", ["B"]),
        ("Provinsi35", ["A", "Z", "C"]),
    ]


def test_register_long_shows_counts_per_province() -> None:
    view = register_of(villages=many(LONGEST_LISTING + 1))
    assert not view.places.listed
    assert [(part.count, part.places) for part in view.places.regions] == [(LONGEST_LISTING + 1, ())]
    assert register_of(villages=many(LONGEST_LISTING)).places.listed


def test_region_counts_designated_and_reached_apart() -> None:
    pages = region_pages(**THREE)
    assert counts(pages["33"]) == (0, 1)
    assert counts(pages["35"]) == (1, 0)
    (district,) = pages["33.10"].parts[0].regions
    assert (district.certified, district.reached) == (0, 1)
    page = text_of(render_pages(**THREE)["wilayah/provinsi33/index.html"])
    assert "Belum ada tempat yang tercatat sebagai ditetapkan di situs ini." in page
    assert "Sosialisasi bukan penetapan." in page


def test_region_village_that_is_both_counts_in_both() -> None:
    pages = region_pages(villages=(DESIGNATED,), outreach=(make_outreach(villages=(DESIGNATED.code,)),))
    assert [counts(page) for page in pages.values()] == [(1, 1)] * 3


def test_region_large_links_to_parts() -> None:
    pages = region_pages(villages=many(LONGEST_LISTING + 1))
    assert pages["35"].places == ()
    assert pages["35"].sources == ()
    (regencies,) = pages["35"].parts
    assert [part.certified for part in regencies.regions] == [180, LONGEST_LISTING + 1 - 180]
    assert len(pages["35.01"].places) == 180
    assert len(pages["35.01.01"].places) == 12


def test_region_latest_news_once() -> None:
    pair = (DESIGNATED, make_village("35.05.15.2005"))
    news = tuple(
        make_news(f"2018-07-{day:02}-kabar.md", villages=tuple(place.code for place in pair))
        for day in range(28, 8, -1)
    )
    shown = region_pages(villages=pair, news=news)["35.05.15"].news
    assert [card.date for card in shown] == [f"2018-07-{day}" for day in range(28, 28 - NEWS_COUNT, -1)]


def test_village_reached_never_reads_as_designated() -> None:
    pages = render_pages(**THREE)
    reached = text_of(pages[VILLAGE_FILES["Gatak"]])
    assert "Sudah menerima sosialisasi." in reached
    assert "tidak tercatat sebagai ditetapkan" in reached
    assert "Ditetapkan sebagai" not in reached
    assert "Waktu penetapan" not in reached
    spoken_of = text_of(pages[VILLAGE_FILES["Sebut"]])
    assert "Sudah menerima sosialisasi" not in spoken_of
    assert "Itu tidak berarti tempat ini belum ditetapkan." in spoken_of


def test_village_tells_date_issuer_and_documents() -> None:
    village = make_village(
        certified="[..2019-10-09]",
        decree=Decree(number="SK 1", date="2019-09", issuer="Bupati saat itu"),
        office="cabang",
        note="Kata sumber.",
    )
    page = text_of(next(html for path, html in render_pages(villages=(village,)).items() if "kecamatan15/desa" in path))
    assert "paling lambat 9 Oktober 2019" in page
    assert "Sumber tidak menyebut tanggal yang lebih pasti." in page
    assert "SK 1, September 2019, Bupati saat itu" in page
    assert "Kantor Cabang Uji" in page
    assert "Koran Uji, 2 Februari 2020" in page
    assert "Kata sumber." in page


def test_village_exact_date_has_no_precision_note() -> None:
    page = render_pages(villages=(DESIGNATED,))[VILLAGE_FILES["Sukosewu"]]
    assert '<time datetime="2018-07-05">5 Juli 2018</time>' in page
    assert "lebih pasti" not in page


def test_village_links_to_its_year() -> None:
    vague = make_village("35.05.15.2006", name="Kabur", certified="[2017..2018]")
    pages = village_pages(villages=(DESIGNATED, vague, REACHED))
    assert pages["Sukosewu"].archive.path == "/arsip/2018/"
    assert pages["Kabur"].archive.path == "/arsip/tanpa-tahun/"
    assert pages["Gatak"].archive is None


def test_village_point_precision() -> None:
    wide = make_village(location=Location(lat=-1.01138, lon=103.29727, precision="point", uncertainty_m=17900))
    page = village_pages(villages=(wide,))[wide.name]
    assert page.head.jsonld[0]["geo"] == {"@type": "GeoCoordinates", "latitude": -1.0, "longitude": 103.3}
    assert page.map_url == "https://www.openstreetmap.org/#map=11/-1.0/103.3"
    html = next(html for path, html in render_pages(villages=(wide,)).items() if "kecamatan15/desa" in path)
    assert "1.01138" not in html
    assert "1,0° LS, 103,3° BT" in text_of(html)
    assert "bukan titik tengah, ± 17,9 km; bukan acuan batas wilayah" in text_of(html)


def test_village_without_point() -> None:
    page = village_pages(villages=(DESIGNATED,))["Sukosewu"]
    assert "geo" not in page.head.jsonld[0]
    assert page.map_url == ""


def test_village_local_kind_name() -> None:
    nagari = make_village(name="Sungai Pua", called="nagari", certified="2018")
    page = village_pages(villages=(nagari,))["Sungai Pua"]
    assert page.head.title == "Nagari Sungai Pua"
    pasar = make_village("35.05.15.2004/pasar-pagi", name="Pagi", kind="pasar", certified="2018")
    both = village_pages(villages=(nagari, pasar))
    assert both["Pagi"].head.title == "Pasar Pagi"
    assert "Nagari Sungai Pua" in text_of(render_pages(villages=(nagari,))["desa/index.html"])


def test_village_error_report_names_record() -> None:
    page = render_pages(villages=(DESIGNATED,))[VILLAGE_FILES["Sukosewu"]]
    assert "subject=Laporan%20kesalahan%3A%20Desa%20Sukosewu&amp;body=Halaman%3A%20Desa%20Sukosewu%0A" in page
    assert "%0ACatatan%3A%2035.05.15.2004%0A" in page


def test_village_error_report_keeps_apostrophe() -> None:
    village = make_village(name="Ma'rang", certified="2018")
    pages = render_pages(villages=(village,))
    page = next(html for path, html in pages.items() if "kecamatan15/ma" in path)
    assert "subject=Laporan%20kesalahan%3A%20Desa%20Ma%27rang&amp;" in page
    assert "Desa Ma&#39;rang" in page


def test_village_breadcrumbs() -> None:
    page = village_pages(villages=(DESIGNATED,))["Sukosewu"]
    trail = page.head.jsonld[1]["itemListElement"]
    assert [item["name"] for item in trail] == [
        "Beranda",
        "Telusuri Wilayah",
        "Provinsi35",
        "Kabupaten Uji05",
        "Kecamatan15",
        "Desa Sukosewu",
    ]
    assert [item["position"] for item in trail] == [1, 2, 3, 4, 5, 6]
    assert trail[-1]["item"] == "https://uji.example/wilayah/provinsi35/kabupaten-uji05/kecamatan15/sukosewu/"


def test_village_designation_uses_programme_name() -> None:
    page = render_pages(villages=(DESIGNATED,), programme=make_programme(name="Desa Tangguh"))
    assert "Ditetapkan sebagai Desa Tangguh." in text_of(page[VILLAGE_FILES["Sukosewu"]])
