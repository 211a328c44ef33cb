"""Outlines of provinces: those of the package are whole and drawn well; many corners are made fewer."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest
import shapely
from marked_site import read, write_site
from outlines_site import polygons

from sitegen.cache import NullCache
from sitegen.load import load_site, outlines as module
from sitegen.load.context import LoadContext
from sitegen.load.geometry import (
    NEAR_METRES,
    draw_outlines,
    find_cell,
    measure_outside,
    pack_shapes,
    shape_from_polygons,
)
from sitegen.load.outlines import CREDIT, PACKAGE_DRAWING, PREPARED_OUTLINES, load_outlines, prepare_outlines
from sitegen.models import Drawing, Outlines
from sitegen.problems import Report

ROOT = Path(__file__).parent.parent.parent


@functools.cache
def of_the_package() -> Outlines:
    return load_outlines(LoadContext(ROOT, Report(), NullCache()), None, ()).outlines


def test_outlines_of_every_province_within_drawing() -> None:
    outlines = of_the_package()
    codes = "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93"
    assert list(outlines.provinces) == [*codes.split(), "94", "95", "96"]
    assert (outlines.credit, outlines.drawing.width) == (CREDIT, 1000)
    for code, province in outlines.provinces.items():
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
    faults = {code: (crossed(one.country), crossed(one.alone)) for code, one in outlines.provinces.items()}
    assert {code: areas for code, areas in faults.items() if max(areas) > 2} == {}


def test_outlines_lakes_are_holes() -> None:
    north_sumatra = of_the_package().provinces["12"]
    rings = polygons(north_sumatra.alone)
    depth = [sum(other.contains(ring) for other in rings) for ring in rings]
    assert sorted(depth)[-2:] == [2, 3]  # Lake Toba, which evenodd leaves out, and Samosir in it
    toba = rings[depth.index(2)]
    assert toba.distance(shapely.Point(north_sumatra.drawing.at(2.7, 98.75))) < 3


def test_outlines_backdrop_rings_closed() -> None:
    backdrop = json.loads(of_the_package().backdrop)
    assert backdrop.keys() == {"code", "rings"}
    assert backdrop["code"] == list(of_the_package().provinces)
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
    packed = load_outlines(LoadContext(ROOT, Report(), NullCache()), None, ()).packed
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
    outline = draw_outlines(shapes, {"35": "Jawa Timur"}, "", "").provinces["35"]
    assert len(outline.alone) < 100
    assert len(pack_shapes(shapes)["35"]) < 1000


def test_outlines_project_points_and_lengths() -> None:
    drawing = Drawing(100.0, 5.0, 10.0, 200, 100)
    assert drawing.at(3.0, 101.0) == (10.0, 20.0)
    assert drawing.units(111_200) == pytest.approx(10.0)


def test_outlines_near_grid_is_exact() -> None:
    shapes = load_outlines(LoadContext(ROOT, Report(), NullCache()), None, ())
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
    drawn = tmp_path / PACKAGE_DRAWING
    drawn.parent.mkdir()
    drawn.write_bytes((module._VENDOR / PACKAGE_DRAWING).read_bytes())
    monkeypatch.setattr(module, "_VENDOR", tmp_path)
    made = load_outlines(LoadContext(ROOT, Report(), NullCache()), None, ())
    assert prepare_outlines() is True
    assert prepare_outlines() is False
    assert load_outlines(LoadContext(ROOT, Report(), NullCache()), None, ()) == made
    ready = tmp_path / PREPARED_OUTLINES
    for spoiled in (ready.read_bytes()[:-9], ready.read_bytes().replace(b'"source_digest":"', b'"source_digest":"0')):
        ready.write_bytes(spoiled)
        assert load_outlines(LoadContext(ROOT, Report(), NullCache()), None, ()) == made
    assert prepare_outlines() is True
