"""A site's own outlines of provinces: each fault of the file is told at its place, and a hostile one soon."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from call_count import count_calls
from factory import INDONESIA
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
    V,
    collection,
    polygons,
    read_own,
    remembering,
)

from sitegen.load.boundaries import MAX_BYTES, load_json, parse_region_code
from sitegen.models import Outlines, Site
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
    assert list(site.outlines.regions) == ["35", "51"]
    assert [one.name for one in site.outlines.regions.values()] == ["Jawa Timur", "51"]
    assert site.outlines.credit == "Badan Uji"
    assert len(polygons(site.outlines.regions["51"].alone)) == 2
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


def with_settings(root: Path, settings: str, file: str, villages: str = VILLAGE) -> tuple[Site | None, list[Problem]]:
    """Load a site whose settings of boundaries have these further lines."""
    return read(write_site(root, {S: SETTINGS + settings, B: file, V: villages}))


def renamed(code: str, name: str) -> str:
    """A feature whose code is in the property KODE_PROV, beside a number that looks like a code."""
    return SOUND_FEATURE.replace('"code":"35","name":"Jawa Timur"', f'"FID":12,"KODE_PROV":{code},"PROVINSI":"{name}"')


def test_boundaries_properties_are_those_of_the_settings(tmp_path: Path) -> None:
    site, problems = with_settings(
        tmp_path, "    code: KODE_PROV\n    name: PROVINSI\n", collection(renamed("35", "JAWA TIMUR"))
    )
    assert problems == []
    assert site is not None
    assert {code: one.name for code, one in site.outlines.regions.items()} == {"35": "JAWA TIMUR"}


def test_boundaries_property_that_looks_like_the_code_is_told_once(tmp_path: Path) -> None:
    features = [
        renamed(code, "Uji").replace('"FID":12', f'"FID":{at}') for at, code in enumerate(("33", '"35"', "51", "36"), 9)
    ]
    (problem,) = read_own(tmp_path, collection(*features))[1]
    assert (problem.code, problem.at.line) == ("boundaries-key", 2)
    assert problem.values == {"key": "code", "found": "KODE_PROV", "first": "KODE_PROV"}
    (problem,) = with_settings(tmp_path, "    code: kode_prov\n", collection(*features))[1]
    assert problem.values["key"] == "kode_prov"


def test_boundaries_property_name_form(tmp_path: Path) -> None:
    (problem,) = with_settings(tmp_path, "    code: properties/kode\n", SOUND_FILE)[1]
    assert (problem.code, problem.severity, problem.at.file) == ("bad-property-name", "error", S)


def test_boundaries_without_any_code_are_told_once(tmp_path: Path) -> None:
    feature = SOUND_FEATURE.replace('"code":"35",', "")
    assert [(one.code, one.at.line) for one in read_own(tmp_path, collection(feature, feature))[1]] == [
        ("boundary-codeless", 2)
    ]


WRITTEN = {
    ("province", '"35"'): "35",
    ("province", "35"): "35",
    ("province", '" 35 "'): "35",
    ("province", "35.5"): "",
    ("province", "1e999"): "",
    ("province", '"3505"'): "",
    ("province", '"05"'): "05",
    ("province", '"٣٥"'): "",
    ("regency", '"35.05"'): "35.05",
    ("regency", '"3505"'): "35.05",
    ("regency", "3505"): "35.05",
    ("regency", "35.05"): "35.05",
    ("regency", "35.1"): "35.10",
    ("regency", "35.123"): "",
    ("regency", '"35"'): "",
    ("district", '"35 05 15"'): "35.05.15",
    ("district", "350515"): "35.05.15",
    ("district", "35.0515"): "",
    ("district", "true"): "",
    ("district", "null"): "",
}


@pytest.mark.parametrize(("level", "value"), WRITTEN)
def test_boundaries_codes_without_dots_mean_one_thing(level: str, value: str) -> None:
    assert parse_region_code(load_json(value), INDONESIA.level(level)) == WRITTEN[level, value]


def test_boundaries_of_regencies_make_up_provinces(tmp_path: Path) -> None:
    half = "[[[110.5,-9],[113,-9],[113,-6.5],[110.5,-6.5],[110.5,-9]]]"
    other = "[[[113,-9],[115,-9],[115,-6.5],[113,-6.5],[113,-9]]]"
    file = collection(
        (EAST % half).replace('"35","name":"Jawa Timur"', '3505,"name":"KAB. BLITAR"'),
        (EAST % other).replace('"35","name":"Jawa Timur"', '"35.10","name":"Banyuwangi"'),
    )
    site, problems = with_settings(tmp_path, "    level: regency\n", file)
    assert problems == []
    assert site is not None
    ((code, province),) = site.outlines.regions.items()
    assert (code, len(polygons(province.alone))) == ("35", 1)
    (problem,) = with_settings(tmp_path, "    level: regency\n", file, VILLAGE.replace("112.29194", "114.0"))[1]
    assert (problem.code, problem.values["region"]) == ("location-province", "Kabupaten Blitar")
    (problem,) = with_settings(tmp_path, "    level: regency\n", collection(file.split("\n")[2]))[1]
    assert (problem.code, problem.values) == ("boundaries-absent", {"regions": "35.05 Kabupaten Blitar"})


def test_boundaries_of_another_level_are_told_once(tmp_path: Path) -> None:
    features = [SOUND_FEATURE.replace('"35"', code) for code in ('"35.05"', "3506", '"3507"')]
    (problem,) = read_own(tmp_path, collection(*features))[1]
    assert (problem.code, problem.at.line) == ("boundaries-level", 2)
    assert problem.values == {"value": "35.05", "level": "province", "found": "regency"}
    problems, (span,) = problems_of(tmp_path, S, SETTINGS + "    level: «kabupaten»\n")
    assert [(one.code, one.at) for one in problems if one.at.file == S] == [("unknown-value", span)]


def test_boundaries_small_slip_is_mended_with_a_warning(tmp_path: Path) -> None:
    slip = JAVA.replace("[115,-6.5],", "[115,-6.5],[114,-6.5],[114.02,-6.48],[114,-6.48],[114.02,-6.5],")
    other = (EAST % JAVA.replace("11", "10")).replace('"35"', '"33"')
    site, problems = read_own(tmp_path, collection(other, EAST % slip))
    assert [(one.code, one.severity, one.at.line) for one in problems] == [("boundaries-mended", "warning", 3)]
    assert problems[0].values["count"] == "1"
    assert 0 < float(problems[0].values["share"]) < 0.1
    assert site is not None
    assert list(site.outlines.regions) == ["33", "35"]


def test_boundaries_large_slip_stops(tmp_path: Path) -> None:
    slip = JAVA.replace("[115,-6.5],", "[115,-6.5],[114,-6.5],[114.3,-6.2],[114,-6.2],[114.3,-6.5],")
    site, problems = read_own(tmp_path, collection(EAST % slip))
    assert [(one.code, one.severity) for one in problems] == [("boundary-crossed", "error")]
    assert site is not None
    assert site.outlines == Outlines()


PAPUA = VILLAGE.replace("35.05.15", "91.05.15").replace("Jawa Timur", "Papua").replace("112.29194", "139.9")
PAPUA = PAPUA.replace("Kabupaten Blitar", "Kabupaten Biak Numfor")


def test_boundaries_with_codes_of_another_scheme_are_told_as_such(tmp_path: Path) -> None:
    """Of Statistics Indonesia: no village is blamed for a point far from the wrong outline."""
    east = JAVA.replace("[11", "[13")
    bps = [
        (EAST % where).replace('"35","name":"Jawa Timur"', f'{code},"name":"{name}"')
        for code, name, where in ((91, "PAPUA BARAT", JAVA), (94, "PAPUA", east))
    ]
    (problem,) = read_own(tmp_path, collection(*bps), VILLAGE + PAPUA)[1]
    assert (problem.code, problem.severity, problem.at) == ("boundaries-scheme", "error", SETTING)
    assert problem.values == {"code": "91", "name": "PAPUA BARAT", "region": "Papua", "other": "94"}


def test_boundaries_other_names_are_a_note(tmp_path: Path) -> None:
    (problem,) = read_own(tmp_path, SOUND_FILE.replace("Jawa Timur", "East Java"))[1]
    assert (problem.code, problem.severity, problem.at) == ("boundaries-names", "note", SETTING)
    assert problem.values == {"names": "35 East Java (Jawa Timur)"}
    assert read_own(tmp_path, SOUND_FILE.replace("Jawa Timur", "PROVINSI JAWA TIMUR"))[1] == []


def test_boundaries_huge_file_is_not_read(tmp_path: Path) -> None:
    write_site(tmp_path, {S: SETTINGS, B: SOUND_FILE})
    with (tmp_path / B).open("r+b") as file:
        file.truncate(200_000_000)
    (problem,), calls = count_calls(lambda: read(tmp_path)[1])
    assert (problem.code, problem.at, problem.values["size"]) == ("file-too-large", Span(B), "200.0 MB")
    assert calls < 200_000


@pytest.mark.slow
def test_boundaries_hostile_file_is_bounded(tmp_path: Path) -> None:
    def told(file: bytes | str) -> tuple[list[Problem], int]:
        problems, calls = count_calls(lambda: read_own(tmp_path, file)[1])
        return problems, calls

    _, usual = told("{}")
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
    assert max(few, deep) < usual + 10_000, "refused before anything of it is looked at"
    assert max(points, features) - usual < 20 * 20_000, "no more than a look at each point and at each feature"


def test_boundaries_missing_province_warns_at_setting(tmp_path: Path) -> None:
    jambi = VILLAGE.replace("35.05.15", "15.05.15").replace("Jawa Timur", "Jambi").replace("112.29194", "103.5")
    jambi = jambi.replace("Kabupaten Blitar", "Kabupaten Muaro Jambi").replace("-8.03546", "-1.5")
    _, problems = read_own(tmp_path, SOUND_FILE, VILLAGE + jambi)
    assert [(one.code, one.severity, one.at) for one in problems] == [("boundaries-absent", "warning", SETTING)]
    assert problems[0].values == {"regions": "15 Jambi"}


def test_boundaries_overlapping_are_drawn(tmp_path: Path) -> None:
    over = EAST.replace('"35"', '"33"') % "[[[110,-8.5],[112,-8.5],[112,-6],[110,-6],[110,-8.5]]]"
    site, problems = read_own(tmp_path, collection(SOUND_FEATURE, over))
    assert problems == []
    assert site is not None
    assert all(polygons(one.alone) for one in site.outlines.regions.values())
