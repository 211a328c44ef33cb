"""The data file of a map, and what the page kind plans."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from map_site import hostile_villages, outputs, publish, site_of, village

from sitegen.bodies import MapScript, Template, Text
from sitegen.map_view import MapPoint, map_data
from sitegen.pages.map import LISTED, transfer_kb
from sitegen.precision import decimals

POINT = MapPoint(
    name="Desa Sukosewu",
    path="/wilayah/sukosewu/",
    province="Jawa Timur",
    region="Kec. Gandusari",
    status="certified",
    year="2018",
    lat=-8.035461,
    lon=112.291942,
    precision="titik tengah",
    uncertainty_m=2200,
)


def test_the_data_stands_in_columns_of_equal_length() -> None:
    reached = replace(POINT, status="reached", year="", lat=-7.0, lon=110.0, province="Jawa Tengah")
    data = json.loads(map_data([POINT, reached]))
    assert data["points"]["certified"] == [1, 0]
    assert data["points"]["year"] == ["2018", ""]
    assert {len(column) for column in data["points"].values()} == {2}


@pytest.mark.parametrize(
    ("uncertainty", "count"), [(None, 4), (0, 4), (99, 4), (100, 3), (999, 3), (1000, 2), (9999, 2), (18000, 1)]
)
def test_a_coordinate_has_no_more_decimals_than_it_bears(uncertainty: int | None, count: int) -> None:
    assert decimals(uncertainty) == count
    data = json.loads(map_data([replace(POINT, uncertainty_m=uncertainty)]))
    assert data["points"]["lat"] == [round(-8.035461, count)]
    assert data["points"]["lon"] == [round(112.291942, count)]


def test_a_province_stands_amid_its_points() -> None:
    data = json.loads(map_data([POINT, replace(POINT, lat=-8.135461, lon=112.491942)]))
    assert data["provinces"] == {"name": ["Jawa Timur"], "lat": [-8.09], "lon": [112.39]}


def test_a_precision_that_points_share_is_written_once() -> None:
    data = json.loads(map_data([POINT, replace(POINT, precision="titik di dalam"), POINT]))
    assert data["precisions"] == ["titik tengah", "titik di dalam"]
    assert data["points"]["precision"] == [0, 1, 0]


def test_the_file_says_what_the_site_is_not() -> None:
    assert json.loads(map_data([POINT], "Situs demonstrasi."))["notice"] == "Situs demonstrasi."


def test_no_points_make_an_empty_file() -> None:
    assert json.loads(map_data([]))["provinces"]["name"] == []


def test_the_plan_holds_the_page_its_script_and_its_data() -> None:
    planned = outputs(site_of(hostile_villages()))
    data, script, page = planned
    assert data.startswith("peta/desa.")
    assert data.endswith(".json")
    assert script.startswith("peta/peta.")
    assert script.endswith(".js")
    assert page == "peta/index.html"
    body = planned[script].body
    assert isinstance(body, MapScript)
    assert f"peta/{body.view.data}" == data
    assert body.view.root == "../"


def test_the_names_of_script_and_data_change_with_their_content() -> None:
    before, after = (list(outputs(site_of((village(2001, name, -8.0, 112.0),)))) for name in ("Suka", "Duka"))
    assert before[0] != after[0]
    assert before[1] != after[1]
    assert before[2] == after[2]


def test_places_only_spoken_of_or_without_a_point_are_not_on_the_map() -> None:
    spoken = village(2020, "Jauh", -8.0, 112.0, certified=None)
    nowhere = replace(village(2021, "Entah", -8.0, 112.0), location=None)
    planned = outputs(site_of((*hostile_villages(), spoken, nowhere)))
    data, _, page = planned.values()
    assert isinstance(data.body, Text)
    names = json.loads(data.body.data)["points"]["name"]
    assert "Desa Jauh" not in names
    assert "Desa Entah" not in names
    assert isinstance(page.body, Template)
    view = page.body.view
    assert (view.points, view.pointless) == (7, 1)
    listed = {place.card.name: place.pointed for part in view.provinces[0].parts for place in part.places}
    assert "Jauh" not in listed
    assert listed["Entah"] is False
    assert listed["Sukosewu"] is True


def test_counts_keep_designation_and_outreach_apart() -> None:
    *_, page = outputs(site_of(hostile_villages())).values()
    assert isinstance(page.body, Template)
    (province,) = page.body.view.provinces
    assert (province.certified, province.reached) == (6, 1)


@pytest.mark.parametrize("villages", [(), (replace(village(2001, "Entah", 0, 0), location=None),)])
def test_where_nothing_has_a_point_the_page_stands_alone(villages: tuple[object, ...], tmp_path: Path) -> None:
    site = site_of(villages)  # type: ignore[arg-type]
    assert list(outputs(site)) == ["peta/index.html"]
    publish(site, tmp_path)
    page = (tmp_path / "peta" / "index.html").read_text()
    assert "<button" not in page
    assert "map.js" not in page


def test_a_theme_without_the_scripts_has_the_list_alone() -> None:
    assert list(outputs(site_of(hostile_villages(), static={}))) == ["peta/index.html"]


def test_a_long_list_leads_to_the_regencies() -> None:
    many = tuple(village(2000 + at, f"Desa {at}", -8.0, 112.0) for at in range(LISTED + 1))
    page = outputs(site_of(many))["peta/index.html"].body
    assert isinstance(page, Template)
    (regency,) = page.view.provinces[0].parts
    assert regency.places == ()
    assert regency.certified == LISTED + 1


def test_the_cost_is_that_of_compressed_files_rounded_up() -> None:
    assert transfer_kb(b"") == 1
    assert transfer_kb(bytes(range(256)) * 100, b"a" * 100_000) <= 2
