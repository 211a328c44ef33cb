"""Outlines of provinces: those of the package are whole and drawn well; many corners are made fewer."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest
import shapely
from factory import INDONESIA
from marked_site import read, write_site
from outlines_site import polygons

from sitegen.cache import NullCache
from sitegen.load import load_site, outlines as module
from sitegen.load.context import LoadContext
from sitegen.load.geometry import (
    MAX_COUNTRY,
    NEAR_METRES,
    draw_outlines,
    find_cell,
    measure_outside,
    pack_shapes,
    shape_from_polygons,
)
from sitegen.load.outlines import CREDIT, PREPARED_OUTLINES, OutlineShapes, load_outlines, prepare_outlines
from sitegen.load.package_outlines import PACKAGE_SOURCES
from sitegen.models import Drawing, Outlines
from sitegen.problems import Report

ROOT = Path(__file__).parent.parent.parent


@functools.cache
def package_shapes() -> OutlineShapes:
    return load_outlines(LoadContext(ROOT, Report(), NullCache(), known_geography=INDONESIA), None, ())


def of_the_package() -> Outlines:
    return package_shapes().outlines


def test_outlines_of_every_province_within_drawing() -> None:
    outlines = of_the_package()
    codes = "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93"
    assert list(outlines.regions) == [*codes.split(), "94", "95", "96"]
    assert (outlines.credit, outlines.drawing.width) == (CREDIT, 1000)
    for code, province in outlines.regions.items():
        assert (province.code, max(province.drawing.width, province.drawing.height)) == (code, 320)
        for path, drawing in ((province.country, outlines.drawing), (province.alone, province.drawing)):
            west, north, east, south = shapely.total_bounds(polygons(path))
            assert west >= 0, code
            assert north >= 0, code
            assert east <= drawing.width, code
            assert south <= drawing.height, code
            assert shapely.union_all([one.buffer(0) for one in polygons(path)]).area > 4, code
        assert sum(one.area for one in polygons(province.alone)) > 1500, (
            code
        )  # the Riau Islands are small and far apart


def crossed(path: str) -> float:
    """The greatest area by which a ring differs from its sound form: lines that cross in sight."""
    rings = [ring for ring in polygons(path) if not ring.is_valid]
    return max((abs(ring.area - shapely.make_valid(ring).area) for ring in rings), default=0.0)


def test_outlines_do_not_cross_themselves() -> None:
    outlines = of_the_package()
    faults = {code: (crossed(one.country), crossed(one.alone)) for code, one in outlines.regions.items()}
    assert {code: areas for code, areas in faults.items() if max(areas) > 2} == {}


def test_outlines_lakes_are_holes() -> None:
    square = [[(112.0, -8.0), (116.0, -8.0), (116.0, -4.0), (112.0, -4.0), (112.0, -8.0)]]
    lake = [(113.0, -7.0), (115.0, -7.0), (115.0, -5.0), (113.0, -5.0), (113.0, -7.0)]
    outline = draw_outlines({"35": shape_from_polygons([[*square, lake]])}, {"35": ""}, "", "").regions["35"]
    land, water = sorted(polygons(outline.alone), key=lambda ring: -ring.area)
    assert land.contains(water)
    assert water.area == pytest.approx(land.area / 4, rel=0.05)


def test_outlines_neighbours_share_border() -> None:
    """Their lines are the same, so that no strip of sea lies between them and none is drawn twice."""
    provinces = [
        shapely.union_all([shapely.make_valid(ring) for ring in polygons(one.country)])
        for one in of_the_package().regions.values()
    ]
    land = shapely.union_all(provinces)
    assert sum(one.area for one in provinces) - land.area < 0.0001 * land.area
    seas = [shapely.Polygon(ring) for part in shapely.get_parts(land) for ring in part.interiors]
    between = [sea.wkt for sea in seas if sum(one.intersects(sea) for one in provinces) > 1]
    assert between == []  # a bay whose mouth is too narrow to be drawn lies in one province


def test_outlines_of_country_are_light() -> None:
    assert sum(len(one.country) for one in of_the_package().regions.values()) <= MAX_COUNTRY < 60_000


PLACES = {
    # A place, its province, latitude and longitude.
    "Tanjung Selor": ("65", 2.84, 117.36),
    "Sebatik": ("65", 4.13, 117.78),
    "Tanjung Redeb": ("64", 2.15, 117.48),
    "Samarinda": ("64", -0.49, 117.15),
    "Manokwari": ("92", -0.87, 134.07),
    "Fakfak": ("92", -2.93, 132.31),
    "Sorong": ("96", -0.89, 131.28),
    "Jayapura": ("91", -2.59, 140.66),
    "Biak": ("91", -1.16, 136.06),
    "Merauke": ("93", -8.49, 140.40),
    "Agats": ("93", -5.54, 138.13),
    "Nabire": ("94", -3.37, 135.50),
    "Timika": ("94", -4.53, 136.88),
    "Wamena": ("95", -4.10, 138.95),
    "Miangas": ("71", 5.556, 126.585),
    "Marore": ("71", 4.735, 125.48),
    "Kisar": ("81", -8.06, 127.18),
    "Pulau Panggang": ("31", -5.742, 106.602),
}


@pytest.mark.parametrize("place", PLACES)
def test_outlines_contain_places_of_divided_provinces_and_small_islands(place: str) -> None:
    province, lat, lon = PLACES[place]
    outside = {code: measure_outside([(lat, lon)], packed)[0] for code, packed in package_shapes().packed.items()}
    assert [code for code, metres in outside.items() if not metres] == [province]
    drawing = of_the_package().regions[province].drawing
    across, down = drawing.at(lat, lon)
    assert 0 < across < drawing.width
    assert 0 < down < drawing.height


def test_outlines_backdrop_rings_closed() -> None:
    backdrop = json.loads(of_the_package().backdrop)
    assert backdrop.keys() == {"code", "rings"}
    assert backdrop["code"] == list(of_the_package().regions)
    assert len(backdrop["rings"]) == 38
    for rings in backdrop["rings"]:
        assert rings
        for ring in rings:
            assert len(ring) >= 6
            assert len(ring) % 2 == 0
            xs = [sum(ring[0 : at + 1 : 2]) for at in range(0, len(ring), 2)]
            assert 9400 < min(xs) <= max(xs) < 14200
    assert len(of_the_package().backdrop) < 64_000


def test_outlines_contain_sample_points() -> None:
    report = Report()
    site = load_site(ROOT, report, NullCache())
    assert site is not None
    assert [one for one in report if one.code == "location-province"] == []
    packed = package_shapes().packed
    villages = [village for village in site.villages if village.location]
    points = [(one.location.lat, one.location.lon) for one in villages if one.location]
    far = [
        (village.code, metres)
        for village, point in zip(villages, points, strict=True)
        if (metres := measure_outside([point], packed[village.code[:2]])[0]) > 3000
    ]
    assert villages
    assert far == []


def test_outlines_missing_file_gives_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sitegen.load.outlines._VENDOR", tmp_path)
    site, problems = read(write_site(tmp_path))
    assert problems == []
    assert site is not None
    assert site.outlines == Outlines()


def test_outlines_simplified_once() -> None:
    ring = [(110 + n / 50_000, -9 + (n % 2) / 10_000) for n in range(100_001)] + [(112.0, -7.0), (110.0, -7.0)]
    shapes = {"35": shape_from_polygons([[ring]])}
    outline = draw_outlines(shapes, {"35": "Jawa Timur"}, "", "").regions["35"]
    assert len(outline.alone) < 100
    assert len(pack_shapes(shapes)["35"]) < 1000


def test_outlines_project_points_and_lengths() -> None:
    drawing = Drawing(100.0, 5.0, 10.0, 200, 100)
    assert drawing.at(3.0, 101.0) == (10.0, 20.0)
    assert drawing.units(111_200) == pytest.approx(10.0)


def test_outlines_near_grid_is_exact() -> None:
    shapes = package_shapes()
    for code in ("21", "34", "35", "91"):
        cells = shapes.nearby[code]
        assert len(cells) > 30, code
        corners = [(divmod(cell + 5000, 10_000), cell) for cell in sorted(cells)]
        points = [
            ((row + down) / 10, (column - 5000 + along) / 10)
            for (row, column), _ in corners
            for down in (0.001, 0.999)
            for along in (0.001, 0.999)
        ]
        assert {find_cell(*point) for point in points} == cells, code
        assert max(measure_outside(points, shapes.packed[code])) <= NEAR_METRES, code


@pytest.mark.slow
def test_outlines_prepared_equal_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for source in PACKAGE_SOURCES:
        (tmp_path / source).parent.mkdir(exist_ok=True)
        (tmp_path / source).write_bytes((module._VENDOR / source).read_bytes())
    made, draw = package_shapes(), functools.cache(module._draw_package)
    monkeypatch.setattr(module, "_VENDOR", tmp_path)
    monkeypatch.setattr(module, "_draw_package", draw)
    assert load_outlines(LoadContext(ROOT, Report(), NullCache(), known_geography=INDONESIA), None, ()) == made
    assert prepare_outlines() is True
    assert prepare_outlines() is False
    monkeypatch.setattr(module, "_draw_package", lambda: pytest.fail("drawn again"))
    assert load_outlines(LoadContext(ROOT, Report(), NullCache(), known_geography=INDONESIA), None, ()) == made
    monkeypatch.setattr(module, "_draw_package", draw)
    ready = tmp_path / PREPARED_OUTLINES
    for spoiled in (ready.read_bytes()[:-9], ready.read_bytes().replace(b'"source_digest":"', b'"source_digest":"0')):
        ready.write_bytes(spoiled)
        assert load_outlines(LoadContext(ROOT, Report(), NullCache(), known_geography=INDONESIA), None, ()) == made
    assert prepare_outlines() is True
