"""Points written in other forms are understood: the problem offers the same point in decimal degrees."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, VILLAGE, problems_of

from sitegen.coordinates import read_degrees, read_pair

V, S = "data/villages.yaml", "data/site.yaml"
POINT = "{lat: -8.03546, lon: 112.29194}"
MINUTES, EAST = "8°02'07\\\" LS", "112°17'31\\\" BT"


@pytest.mark.parametrize(
    ("text", "value", "axis"),
    [
        ("8°03'07\" LS", "-8.0519", "lat"),
        ("08°03′07.25″S", "-8.052014", "lat"),
        ("8° 3,5' S", "-8.058", "lat"),
        ("8° 3' L.S.", "-8.05", "lat"),
        ("8:03:07 S", "-8.0519", "lat"),
        ("8 03 07 S", "-8.0519", "lat"),
        ("LS 8°03'07''", "-8.0519", "lat"),
        ("8 derajat 3 menit 7 detik lintang selatan", "-8.0519", "lat"),
        ("1.22 LU", "1.22", "lat"),
        ("1°13'N", "1.22", "lat"),
        ("112°17'31\" BT", "112.2919", "lon"),
        ("112.29194 E", "112.29194", "lon"),
        ("58° 30' W", "-58.5", "lon"),
        ("-8°03'", "-8.05", ""),
        ("−8,05", "-8.05", ""),
        ("-8.0354612345678°", "-8.035461", ""),
        ("8LS", "-8", "lat"),
    ],
)
def test_degrees_read_as_precise_as_stated(text: str, value: str, axis: str) -> None:
    degrees = read_degrees(text)
    assert degrees is not None
    assert (degrees.value, degrees.axis, degrees.signed) == (value, axis, True)


@pytest.mark.parametrize(
    "text",
    ["", "LS", "8°63' LS", "8.5°3' LS", "95° LS", "190", "-8°03' LU", "1105", "1105'", "110 5", "8º03''", "8° 3' X",
     "S 8 S", "1" * 5000, "8 " * 3000],
)  # fmt: skip
def test_degrees_not_understood(text: str) -> None:
    assert read_degrees(text) is None


def test_degrees_without_side_not_signed() -> None:
    degrees = read_degrees("8°03'07\"")
    assert degrees is not None
    assert not degrees.signed


@pytest.mark.parametrize(
    "text",
    [
        "-8.05, 110.82",
        "(-8.05, 110.82)",
        "-8.05 110.82",
        "-8,05, 110,82",
        "-8,05; 110,82",
        "110.82, -8.05",
        "8.05 LS / 110.82 BT",
        "8° 3' 0\" LS, 110° 49' 12\" BT",
        "8°03'00.0\"S 110°49'12.0\"E",
        "lat: -8.05, lng: 110.82",
        "https://www.google.com/maps/@-8.05,110.82,15z",
        "https://www.google.com/maps/place/X/@-8.1,110.8,17z/data=!3m1!4b1!8m2!3d-8.05!4d110.82",
        "https://www.google.com/maps/place/8%C2%B003'00.0%22S+110%C2%B049'12.0%22E/@-8.1,110.8,17z",
        "https://maps.google.com/?q=-8.05,110.82",
        "https://maps.google.com/maps?z=5&q=loc:-8.05+110.82",
        "https://www.openstreetmap.org/?mlat=-8.05&mlon=110.82#map=5/1.5/2.5",
        "https://www.openstreetmap.org/#map=15/-8.05/110.82",
        "geo:-8.05,110.82",
    ],
)
def test_pair_read(text: str) -> None:
    pair = read_pair(text)
    assert pair is not None
    assert [float(one) for one in pair] == [-8.05, 110.82]


@pytest.mark.parametrize(
    "text",
    ["Sukosewu", "-8,110", "-8.05", "1, 2, 3", "8°03' LS, 7°02' LS", "110.8, 112.3", "8°03'07\", 110°49'12\"",
     "https://maps.app.goo.gl/abc", "https://uji.example/?q=Sukosewu", ", " * 2000],
)  # fmt: skip
def test_pair_not_understood(text: str) -> None:
    assert read_pair(text) is None


FORMS = [
    (f'{{lat: «"{MINUTES}"», lon: 112.29194}}', "bad-degrees", "-8.0353"),
    (f'{{lat: -8.03546, lon: «"{EAST}"»}}', "bad-degrees", "112.2919"),
    ("{lat: «1.22 LU», lon: 112.29194}", "bad-degrees", "1.22"),
    ("{lat: «8° 2,1' S», lon: 112.29194}", "bad-degrees", "-8.035"),
    ("{lat: «\"8°02'07''\"», lon: 112.29194}", "bad-degrees", ""),  # it may be north
    ("{lat: -8.03546, lon: «112°17'»}", "bad-degrees", "112.28"),
    ("{lat: «8.03 BT», lon: 112.29194}", "bad-degrees", ""),
    ("«-8.05, 112.29»", "location-pair", "{lat: -8.05, lon: 112.29}"),
    ("«(-8.05, 112.29)»", "location-pair", "{lat: -8.05, lon: 112.29}"),
    ("‸[-8.05, 112.29]", "location-pair", "{lat: -8.05, lon: 112.29}"),
    ("«https://maps.google.com/?q=-8.05,112.29»", "location-pair", "{lat: -8.05, lon: 112.29}"),
    ('{lat: «"-8.05, 112.29"»}', "location-pair", "lat: -8.05, lon: 112.29"),
    ("{lat: «-8.05», 112.29, precision: village}", "location-pair", "lat: -8.05, lon: 112.29"),
    ("{lat: «-8.05 112.29», lon: 112.29}", "location-pair", "lat: -8.05, lon: 112.29"),
    ("\n    lat: «-8.05, 112.29»", "location-pair", "lat: -8.05, lon: 112.29"),
    (f'{{lat: «"{EAST}"», lon: "{MINUTES}"}}', "location-pair", "lat: -8.0353, lon: 112.2919"),
    ("{lat: «112.29 BT», lon: -8.05}", "location-pair", "lat: -8.05, lon: 112.29"),
    ("{lat: «112.29», lon: -8.05}", "location-swapped", "lat: -8.05, lon: 112.29"),
    ("«Sukosewu»", "wrong-shape", ""),
    ("«https://maps.app.goo.gl/abc»", "wrong-shape", ""),
]


@pytest.mark.parametrize(("point", "code", "suggestion"), FORMS)
def test_location_in_another_form_told_once(tmp_path: Path, point: str, code: str, suggestion: str) -> None:
    problems, spans = problems_of(tmp_path, V, VILLAGE.replace(POINT, point))
    assert [(one.code, one.suggestion) for one in problems] == [(code, suggestion)]
    assert [(one.at.line, one.at.column) for one in problems] == [(span.line, span.column) for span in spans]


def test_coordinate_of_settings_takes_its_part_of_a_pair(tmp_path: Path) -> None:
    marked = SOUND[S] + 'map:\n  latitude: «"-2.5, 118"»\n  longitude: «"-2.5, 118"»\n'
    problems, spans = problems_of(tmp_path, S, marked)
    assert [(one.code, one.suggestion) for one in problems] == [("bad-degrees", "-2.5"), ("bad-degrees", "118")]
    assert [one.at for one in problems] == spans


def test_location_suggestion_is_accepted(tmp_path: Path) -> None:
    for number, (point, code, suggestion) in enumerate(FORMS):
        if code != "bad-degrees" and suggestion:
            mended = VILLAGE.replace(POINT, f"{{{suggestion.strip('{}')}}}")
            assert problems_of(tmp_path / str(number), V, mended)[0] == [], point
