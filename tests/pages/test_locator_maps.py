"""Locators: the point stands where it should and is told no more exactly than it is known, and counts stay whole."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from factory import INDONESIA, make_config, make_outreach, make_site_index, make_village, render_pages
from parsed_page import parse_page

from sitegen.models import Drawing, Location, MapSettings, Outline, Outlines
from sitegen.views.locator_maps import MOST_SYMBOLS, RegionLocator, RegionLocators, VillageLocator, village_locator

EAST_JAVA = Outline("35", "Jawa Timur", "M280 220l32 0 0 16-32 0z", "M10 20l300 0 0 200-300 0z",
                    Drawing(110.8, -5.0, 57.0, 320, 227), (-7.5, 112.5))  # fmt: skip
JAKARTA = Outline("31", "DKI Jakarta", "M260 270l4 0 0 4-4 0z", "M5 5l300 0 0 300z",
                  Drawing(106.68, -6.08, 1074.0, 320, 316), (-6.2, 106.8))  # fmt: skip
OUTLINES = Outlines({"31": JAKARTA, "35": EAST_JAVA}, Drawing(94.0, 7.0, 20.9, 1000, 392))
BLITAR = Location(lat=-8.03546, lon=112.29288, precision="village", uncertainty_m=2155)
VILLAGE = "wilayah/provinsi35/kabupaten-uji05/kecamatan15/sukosewu/index.html"
MARK = re.compile(r"M([^ ]+) ([^ml]+)m")


def sukosewu(**fields: Any):
    return make_village(**{"name": "Sukosewu", "certified": "2018", "location": BLITAR, **fields})


def located(**fields: Any) -> VillageLocator:
    locator = village_locator(INDONESIA, OUTLINES, sukosewu(**fields), 20_000)
    assert locator is not None
    return locator


def region_locator(records, code: str = "35", **parts: Any) -> RegionLocator:
    index = make_site_index(villages=tuple(records), outlines=OUTLINES, **parts)
    locator = RegionLocators(index).of(index.regions[code])
    assert locator is not None
    return locator


def pages(*records, **parts: Any) -> dict[str, str]:
    return render_pages(villages=records, **{"outlines": OUTLINES, **parts})


def figure(html: str) -> str:
    (found,) = re.findall(r'<figure class="locator">.*?</figure>', html, re.DOTALL)
    return str(found)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", figure(html)).split())


def test_locator_map_point_position() -> None:
    (mark,) = MARK.findall(located().picture.certified)
    # 112.29 - 110.8 degrees at 57 units each, and 8.04 - 5.0 degrees down: with the decimals that the page tells.
    assert mark == ("85", "173")
    assert located().picture.outline == EAST_JAVA.alone


def test_locator_map_point_precision_follows_data() -> None:
    near, far = (replace(BLITAR, lat=-8.03546 + offset, uncertainty_m=18_000) for offset in (0.0, 0.012))
    assert located(location=near) == located(location=far)
    assert re.search(r"\.\d\d", located().picture.certified) is None


def test_locator_map_symbol_circle_if_designated_else_diamond() -> None:
    circle, diamond = located().picture, located(certified=None).picture
    assert "a5.5 5.5" in circle.certified
    assert circle.reached == ""
    assert "a" not in diamond.reached
    assert MARK.findall(diamond.reached) == MARK.findall(circle.certified)
    assert diamond.certified == ""


def test_locator_map_uncertainty_circle_to_scale() -> None:
    assert located().ring is None  # 2.2 km are one unit of East Java's drawing
    spot = replace(BLITAR, lat=-6.2, lon=106.8, uncertainty_m=2155)
    assert located(code="31.05.15.2004", location=spot).ring == (129, 129, 21)
    assert located(code="31.05.15.2004", location=replace(spot, uncertainty_m=60_000)).ring is None
    assert located(location=replace(BLITAR, uncertainty_m=None)).ring is None


def test_locator_map_point_outside_drawing_is_reported() -> None:
    elsewhere = replace(BLITAR, lon=95.0)
    assert located(location=elsewhere).picture.certified == ""
    html = pages(sukosewu(location=elsewhere))
    assert "jatuh di luar gambar provinsi ini" in text(html[VILLAGE])
    assert "1 titik jatuh di luar gambar ini." in text(html["wilayah/provinsi35/index.html"])


SIDES = {"west": (-7.0, 110.65, (-17, 0, 337, 227)), "east": (-7.0, 116.5, (0, 0, 333, 227)),
         "north": (-4.9, 112.0, (0, -14, 320, 241)), "south-east": (-9.1, 116.5, (0, 0, 333, 242))}  # fmt: skip


@pytest.mark.parametrize("side", SIDES)
def test_locator_map_reaches_to_a_point_somewhat_outside(side: str) -> None:
    lat, lon, (left, top, width, height) = SIDES[side]
    spot = replace(BLITAR, lat=lat, lon=lon)
    picture = located(location=spot).picture
    assert (picture.left, picture.top, picture.width, picture.height) == (left, top, width, height)
    ((x, y),) = MARK.findall(picture.certified)
    assert left + 5.5 < int(x) < left + width - 5.5
    assert top + 5.5 < int(y) < top + height - 5.5
    html = pages(sukosewu(location=spot))
    assert f'viewBox="{left} {top} {width} {height}" width="{width}" height="{height}"' in figure(html[VILLAGE])
    region = html["wilayah/provinsi35/index.html"]
    assert f'viewBox="{left} {top} {width} {height}"' in figure(region)
    assert "di luar gambar" not in text(region)


def test_locator_map_reach_by_setting_and_precision() -> None:
    """It reaches as far as a point raises no warning, but never makes the province small."""
    spot = replace(BLITAR, lon=110.4)  # 44 km west of the drawing
    assert located(location=spot).picture.certified == ""
    assert located(location=replace(spot, uncertainty_m=30_000)).picture.left < 0
    wide = make_config(map=MapSettings(outside_km=9000))
    far = sukosewu(location=replace(BLITAR, lon=106.0))
    assert 'class="certified"' in figure(pages(sukosewu(location=spot), config=wide)[VILLAGE])
    assert 'class="certified"' not in figure(pages(far, config=wide)[VILLAGE])


def test_locator_map_not_enlarged_for_points_within() -> None:
    picture = located(location=replace(BLITAR, lat=-5.02, lon=110.82)).picture  # at the edge of the drawing
    assert (picture.left, picture.top, picture.width, picture.height) == (0, 0, 320, 227)


def test_locator_map_without_point_shows_province() -> None:
    html = pages(sukosewu(location=None))[VILLAGE]
    assert 'class="land"' in figure(html)
    assert "certified" not in figure(html)
    assert "Letak Desa Sukosewu belum diketahui di situs ini." in text(html)


def test_locator_map_omitted_without_outline() -> None:
    assert village_locator(INDONESIA, Outlines(), sukosewu(), 20_000) is None
    for html in pages(sukosewu(), outlines=Outlines()).values():
        assert 'class="locator"' not in html
    assert "2,2 km; bukan acuan batas wilayah" in pages(sukosewu(), outlines=Outlines())[VILLAGE]


def test_locator_map_has_title_and_legend() -> None:
    html = pages(sukosewu())[VILLAGE]
    drawn = figure(html)
    names = re.findall(r'aria-labelledby="([^"]+)"', drawn)
    assert names == ["locator-title locator-about"]
    assert '<title id="locator-title">Letak Desa Sukosewu di Provinsi Provinsi35</title>' in drawn
    assert "dengan lingkaran di titik lokasi desa" in drawn
    precision = "titik tengah wilayah desa, ± 2,2 km; bukan acuan batas wilayah"
    assert html.count(precision) == 2  # among the facts, and with the picture
    assert text(html).endswith(f"{precision}. Garis luar provinsi pun bukan acuan batas.")


def test_locator_map_words_in_site_language() -> None:
    records = (sukosewu(), make_village("35.05.15.2005", location=replace(BLITAR, lat=-7.5)))
    made = pages(*records, outreach=(make_outreach(villages=("35.05.15.2005",)),),
                 config=make_config(language="en", languages=("en",)))  # fmt: skip
    assert text(made[VILLAGE]) == (
        "Where Sukosewu village lies in Provinsi35 province "
        "Outline of the province, with a circle at the village's point. In Provinsi35 province: centre of "
        "the village's territory, ± 2.2 km; no reference for boundaries. Nor is the province's outline."
    ).replace("'", "&#39;")
    said = text(made["wilayah/provinsi35/index.html"])
    assert "Circles: 1 recorded as designated. Diamonds: 1 reached by outreach, not designated." in said


HOSTILE = '</title><script>alert(1)</script>"\u202e'


def test_locator_map_hostile_name_is_text() -> None:
    plain, hostile = (
        {
            path.count("/"): html
            for path, html in pages(sukosewu(name=name, province=name)).items()
            if "wilayah/" in path
        }
        for name in ("Sukoséwu", HOSTILE)
    )
    for depth, html in hostile.items():
        assert parse_page(html).shape() == parse_page(plain[depth]).shape()
        assert parse_page(html).scripts == []
        assert parse_page(html).unclosed == []


def test_locator_map_has_no_style_and_one_decimal() -> None:
    for path, html in pages(sukosewu(), make_village("35.05.16.2001", certified="2019", location=BLITAR)).items():
        if path.startswith("wilayah/provinsi35/"):
            drawn = figure(html)
            assert "style" not in drawn
            assert re.search(r'="[^"]*\.\d\d', drawn) is None
            assert parse_page(html).unclosed == []


def spread(count: int, status: str | None = "2018"):
    """Villages at as many points, three districts of East Java."""
    for number in range(count):
        point = Location(lat=-5.5 - number % 37 / 15, lon=111.0 + number / count * 5, precision="village")
        code = f"35.05.{15 + number % 3}.{2001 + number if status else 5001 + number}"
        yield make_village(code, name=f"Desa{code}", certified=status, location=point)


@pytest.mark.parametrize("count", [3, 140, 2000])
def test_locator_map_shared_symbols_count_all_places(count: int) -> None:
    reached = list(spread(count // 3, None))
    event = make_outreach(villages=tuple(village.code for village in reached))
    locator = region_locator([*spread(count), *reached], outreach=(event,))
    assert (locator.certified, locator.reached) == (count, count // 3)
    marks = [*MARK.findall(locator.picture.certified), *MARK.findall(locator.picture.reached)]
    assert len(marks) == count + count // 3 if count == 3 else 20 < len(marks) <= MOST_SYMBOLS
    assert (locator.largest_group > 1) == (count > 3)
    if locator.largest_group == 1:
        assert len(marks) == locator.certified + locator.reached


def test_locator_map_symbol_area_proportional() -> None:
    many = [sukosewu(code=f"35.05.15.{2001 + number}", name=f"D{number}") for number in range(4)]
    one = sukosewu(code="35.05.16.2001", location=replace(BLITAR, lat=-7.0))
    radii = re.findall(r"a([\d.]+) ", region_locator([*many, one]).picture.certified)
    assert sorted(set(map(float, radii))) == [5.5, 11.0]
    assert region_locator([*many, one]).largest_group == 4


def test_locator_map_omits_unlocated_and_mentioned_places() -> None:
    spoken = make_village("35.05.15.2005", location=BLITAR)
    locator = region_locator([sukosewu(), spoken, sukosewu(code="35.05.15.2006", name="Lain", location=None)])
    assert (locator.certified, locator.reached, locator.without_point) == (1, 0, 1)
    html = pages(sukosewu(location=None))["wilayah/provinsi35/index.html"]
    assert "1 tempat belum diketahui titiknya." in text(html)


def test_locator_map_small_province_is_ringed() -> None:
    records = [sukosewu(), sukosewu(code="31.71.01.1001", name="Kota", location=None)]
    large, small = (region_locator(records, code).country for code in ("35", "31"))
    assert large is not None
    assert large.region == EAST_JAVA.country
    assert large.ring is None
    assert small is not None
    assert small.others == "M70 55l8 0 0 4-8 0z"  # East Java, in units of four
    assert small.ring == (268, 276, 20)
    assert region_locator(records, "35.05").country is None


def test_locator_map_of_neighbours_unchanged_by_village_edit() -> None:
    records = [sukosewu(), make_village("35.05.16.2001", certified="2018", location=BLITAR)]
    before, after = ([region_locator([*records[:1], second], code) for code in ("35", "35.05.15", "35.05.16")]
                     for second in (records[1], replace(records[1], location=None)))  # fmt: skip
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True, False]
