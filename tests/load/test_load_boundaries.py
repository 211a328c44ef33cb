"""A site's own outlines of provinces: each fault of the file is told at its place, and a hostile one soon."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from call_count import count_calls
from marked_site import SOUND, VILLAGE, problems_of, read, unmark, write_site
from outlines_site import (
    EAST,
    JAVA,
    NAMED,
    SETTING,
    SETTINGS,
    SOUND_FEATURE,
    SOUND_FILE,
    B,
    S,
    collection,
    polygons,
    read_own,
    remembering,
)

from sitegen.load.boundaries import MAX_BYTES
from sitegen.models import Outlines
from sitegen.problems import Problem, Span


def test_boundaries_of_site_replace_package_outlines(tmp_path: Path) -> None:
    islands = collection(
        SOUND_FEATURE,
        '{"type":"Feature","properties":{"code":51},"geometry":{"type":"MultiPolygon","coordinates":'
        "[[[[115,-9,3],[116,-9,3],[116,-8],[115,-9]]],[[[114.5,-8],[115,-8],[115,-7.5],[114.5,-8]]]]}}",
    )
    site, problems = read_own(tmp_path, "\ufeff" + islands)
    assert problems == []
    assert site is not None
    assert list(site.outlines.provinces) == ["35", "51"]
    assert [one.name for one in site.outlines.provinces.values()] == ["Jawa Timur", "51"]
    assert site.outlines.credit == "Badan Uji"
    assert len(polygons(site.outlines.provinces["51"].alone)) == 2
    again, _ = remembering(tmp_path), remembering(tmp_path)
    assert again[0] == remembering(tmp_path)[0] == site


FAULTS = {
    # What is wrong: its code, and the file.
    "cut off": ("json-syntax", '{"type": "FeatureCollection", "features": [‸'),
    "a comma too many": ("json-syntax", '{"type": "FeatureCollection",\n "features": [1, «]»}'),
    "no JSON": ("json-syntax", "«<»svg/>"),
    "empty": ("json-syntax", "‸"),
    "no number": ("json-syntax", collection(EAST % '[[[«NaN»,-9],[115,-9],[115,-6],["NaN"]]]')),
    "another format": ("boundaries-collection", '«{»"type": "Topology"}'),
    "one feature alone": ("boundaries-collection", "«" + SOUND_FEATURE[0] + "»" + SOUND_FEATURE[1:]),
    "a list": ("boundaries-collection", "\n «[»]"),
    "nothing": ("boundaries-collection", "«n»ull"),
    "features are no list": ("boundaries-collection", '«{»"type":"FeatureCollection","features":{}}'),
    "no code": ("boundary-codeless", collection(SOUND_FEATURE.replace('{"code":"35",', "«{»"))),
    "no properties": ("boundary-codeless", collection(re.sub('{"code".*?}', "«n»ull", SOUND_FEATURE))),
    "the code of a regency": ("boundary-code", collection(SOUND_FEATURE.replace('"35"', '«"»35.05"'))),
    "a number of three digits": ("boundary-code", collection(SOUND_FEATURE.replace('"35"', "«3»505"))),
    "a broken number": ("boundary-code", collection(SOUND_FEATURE.replace('"35"', "«3»5.5"))),
    "a list for a code": ("boundary-code", collection(SOUND_FEATURE.replace('"35"', "«[»35]"))),
    "said twice": ("boundary-repeated", collection(SOUND_FEATURE, SOUND_FEATURE.replace('"35"', '«"»35"'))),
    "a name of two lines": ("boundary-name", collection(SOUND_FEATURE.replace('"Jawa', '«"»Jawa\\n'))),
    "half a sign": ("boundary-name", collection(SOUND_FEATURE.replace('"Jawa', '«"»\\ud800'))),
    "no geometry": ("boundary-geometry", collection(re.sub('{"type":"Polygon.*}', "«n»ull}", SOUND_FEATURE))),
    "a line": ("boundary-geometry", collection(SOUND_FEATURE.replace('{"type":"Polygon"', '«{»"type":"LineString"'))),
    "no coordinates": ("boundary-ring", collection(EAST % "«n»ull")),
    "no ring": ("boundary-ring", collection(EAST % "«[»]")),
    "three corners": ("boundary-ring", collection(EAST % "[«[»[112,-8],[113,-8],[112,-8]]]")),
    "a bracket too few": ("boundary-ring", collection(EAST % "[«[»112,-8],[113,-8],[113,-7],[112,-8]]")),
    "a number as text": ("boundary-ring", collection(EAST % '[[[112,-8],[113,-8],«[»"113",-7],[112,-8]]]')),
    "true": ("boundary-ring", collection(EAST % "[[[112,-8],[113,-8],«[»true,-7],[112,-8]]]")),
    "a bad hole": ("boundary-ring", collection(EAST % (JAVA[:-1] + ",«[»]]"))),
    "metres": ("boundary-outside", collection(EAST % "[[«[»643219.2,9111800],[1,1],[2,2],[3,3]]]")),
    "out of the world": ("boundary-outside", collection(EAST % "[[[112,-8],«[»1e999,-8],[113,-7],[112,-8]]]")),
    "swapped": ("boundary-swapped", collection(EAST % "[[«[»-8,112],[-8,113],[-7,113],[-8,112]]]")),
    "a bow tie": (
        "boundary-crossed",
        collection(EAST.replace('"geometry":{', '"geometry":«{»') % "[[[112,-8],[113,-7],[113,-8],[112,-7],[112,-8]]]"),
    ),
    "no area": (
        "boundary-crossed",
        collection(EAST.replace('"geometry":{', '"geometry":«{»') % "[[[112,-8],[113,-8],[112,-8],[112,-8]]]"),
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_boundaries_error_at_position(tmp_path: Path, what: str) -> None:
    code, marked = FAULTS[what]
    text, spans = unmark(B, marked)
    site, problems = read_own(tmp_path, text)
    told = [(one.code, one.severity, one.at.line, one.at.column) for one in problems]
    assert told == [(code, "error", span.line, span.column) for span in spans]
    assert site is not None
    assert site.outlines == Outlines()
    assert B in site.unread


def test_boundaries_all_errors_in_one_run(tmp_path: Path) -> None:
    bad = [
        EAST.replace('"35"', code) % where for code, where in (("1", JAVA), ('"12"', "[]"), ('"13"', "[[[0,0],1,2,3]]"))
    ]
    _, problems = read_own(tmp_path, collection(SOUND_FEATURE, *bad))
    assert [(one.code, one.at.line) for one in problems] == [
        ("boundary-code", 3),
        ("boundary-ring", 4),
        ("boundary-outside", 5),
    ]
    repeated = collection(SOUND_FEATURE, SOUND_FEATURE)
    (problem,) = read_own(tmp_path, repeated)[1]
    assert problem.values == {"code": "35", "line": "2"}


def test_boundaries_missing_file_reported_at_setting(tmp_path: Path) -> None:
    (problem, unknown) = read(write_site(tmp_path, {S: SETTINGS, "data/bats.geojson": SOUND_FILE}))[1][::-1]
    assert (problem.code, problem.at, problem.suggestion) == ("boundaries-missing", SETTING, "data/bats.geojson")
    assert (unknown.code, unknown.at) == ("unknown-file", Span("data/bats.geojson"))


PATHS = {
    "data/../../batas.geojson": "bad-data-path",
    "data//batas.geojson": "bad-data-path",
    "data/Batas.geojson": "boundaries-missing",
    "batas.geojson": "bad-data-path",
    "data/batas.json": "bad-data-path",
    "/etc/batas.geojson": "bad-data-path",
}


@pytest.mark.parametrize("path", PATHS)
def test_boundaries_path_outside_data_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path.parent / "batas.geojson").write_text(SOUND_FILE)
    marked = NAMED.replace("«data/batas.geojson»", f"«{path}»")
    problems, spans = problems_of(tmp_path, S, marked)
    assert [(one.code, one.at) for one in problems] == [(PATHS[path], span) for span in spans]


ADDRESSES = {
    "bad-origin": "  embed_by: [https://a.example, «https://a.example/peta/»]\n",
    "bad-tile-url": "  tiles:\n    attribution: Uji\n    url: «https://a.example/{z}/{x}.png»\n",
}


@pytest.mark.parametrize("code", ADDRESSES)
def test_boundaries_foreign_url_form(tmp_path: Path, code: str) -> None:
    problems, spans = problems_of(tmp_path, S, SOUND[S] + "map:\n" + ADDRESSES[code])
    assert [(one.code, one.at) for one in problems] == [(code, span) for span in spans]


@pytest.mark.slow
def test_boundaries_hostile_file_is_bounded(tmp_path: Path) -> None:
    def told(file: bytes | str) -> tuple[list[Problem], int]:
        problems, calls = count_calls(lambda: read_own(tmp_path, file)[1])
        return problems, calls

    (large,), few = told(b" " * (MAX_BYTES + 1))
    (nested,), deep = told(b"[" * 1_000_000)
    scribble = [[110 + n * 7919 % 997 / 250, -9 + n * 104729 % 991 / 400] for n in range(20_000)]
    (crossed,), points = told(collection(EAST % json.dumps([[*scribble, scribble[0]]])))
    many, features = told(collection(*[SOUND_FEATURE] * 20_000))
    assert (large.code, large.at, large.values) == (
        "boundaries-large",
        Span(B),
        {"size": "16.0 MB", "limit": "16.0 MB"},
    )
    assert (nested.code, nested.at) == ("json-nested", Span(B, 1))
    assert crossed.code == "boundary-crossed"
    assert (len(many), {one.code for one in many}) == (100, {"boundary-repeated"})
    assert max(few, deep) < 100_000, "refused before anything of it is looked at"
    assert max(points, features) < 20 * 20_000, "no more than a look at each point and at each feature"


def test_boundaries_missing_province_warns_at_setting(tmp_path: Path) -> None:
    jambi = VILLAGE.replace("35.05.15", "15.05.15").replace("Jawa Timur", "Jambi").replace("112.29194", "103.5")
    jambi = jambi.replace("Kabupaten Blitar", "Kabupaten Muaro Jambi").replace("-8.03546", "-1.5")
    _, problems = read_own(tmp_path, SOUND_FILE, VILLAGE + jambi)
    assert [(one.code, one.severity, one.at) for one in problems] == [("boundaries-absent", "warning", SETTING)]
    assert problems[0].values == {"provinces": "15 Jambi"}


def test_boundaries_overlapping_are_drawn(tmp_path: Path) -> None:
    over = EAST.replace('"35"', '"33"') % "[[[110,-8.5],[112,-8.5],[112,-6],[110,-6],[110,-8.5]]]"
    site, problems = read_own(tmp_path, collection(SOUND_FEATURE, over))
    assert problems == []
    assert site is not None
    assert all(polygons(one.alone) for one in site.outlines.provinces.values())
