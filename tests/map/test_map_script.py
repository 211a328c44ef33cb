"""The composed script: the same bytes every time, nothing foreign that no setting asks for, no word of a record."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import folium
import pytest
from branca.element import Element
from folium.plugins import Fullscreen, LocateControl
from map_site import HOSTILE, ROOT, hostile_villages, outputs, site_of

from sitegen.content import MapScript
from sitegen.geography.wording import ScriptLevel
from sitegen.map_data import MapGeography, MapView, TilesView, gzip_size
from sitegen.render import map_script as module
from sitegen.render.map_script import map_script
from sitegen.views.interactive_map import SCRIPT_OVERHEAD

VIEW = MapView(
    element="village_map",
    latitude=-2.5,
    longitude=118.0,
    zoom=4,
    max_zoom=12,
    messages={
        "close": "Tutup",
        "full_screen": "Layar penuh",
        "full_screen_leave": "Keluar",
        "locate": "Letak saya",
    },
    geography=MapGeography((ScriptLevel("realm", 2, (("", "{name}"),)),), ".", 4, "hamlet", 7),
)
TILED = replace(VIEW, tiles=TilesView("https://tile.example/{z}/{x}/{y}.png", 10))


@pytest.mark.parametrize("view", [VIEW, TILED])
def test_map_script_same_view_same_bytes(view: MapView) -> None:
    assert map_script(view) == map_script(view)


@pytest.mark.parametrize("tiles", [None, TILED.tiles])
def test_map_script_cost_equals_button_estimate(tiles: TilesView | None) -> None:
    planned = (out.content for out in outputs(site_of(hostile_villages())).values())
    (view,) = (replace(body.view, tiles=tiles) for body in planned if isinstance(body, MapScript))
    beside = gzip_size(map_script(view).encode()) - gzip_size(repr(view).encode())
    assert SCRIPT_OVERHEAD - 200 < beside <= SCRIPT_OVERHEAD


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_map_script_same_for_other_hash_seed(seed: str) -> None:
    code = (
        "import sys; from sitegen.geography.wording import ScriptLevel; "
        "from sitegen.map_data import MapGeography, MapView, TilesView; "
        "from sitegen.render.map_script import map_script; "
        f"sys.stdout.write(map_script({TILED!r}))"
    )
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == map_script(TILED)


def test_map_script_creates_map_then_draws_in_order() -> None:
    script = map_script(TILED)
    assert script.startswith('var village_map = L.map(\n"village_map",')
    assert '"maxZoom": 12' in script
    assert "center: [-2.5, 118.0]" in script
    calls = (
        "L.tileLayer(",
        "sitegenMap.words = {",
        "sitegenMap.geography = {",
        "sitegenMap.backdrop(village_map);",
        "sitegenMap.legend(village_map);",
        "L.control.scale({imperial: false}).addTo(village_map);",
        "new L.Control.FullScreen({",
        "L.control.locate(",
        "sitegenMap.villages(village_map, {});",
    )
    places = [script.index(call) for call in calls]
    assert places == sorted(places)
    assert [script.count(call) for call in calls] == [1] * len(calls)
    assert script.endswith(f"{calls[-1]}\n")


def test_map_script_words_have_given_names() -> None:
    assert '"full_screen_leave": "Keluar"' in map_script(VIEW)


def test_map_script_control_titles_in_page_language() -> None:
    script = map_script(VIEW)
    assert '"title": "Layar penuh"' in script
    assert '"titleCancel": "Keluar"' in script
    assert '"strings": {"title": "Letak saya"}' in script


def test_map_script_locates_once_within_max_zoom() -> None:
    script = map_script(VIEW)
    assert '"watch": false' in script
    assert ".start()" not in script
    assert '"maxZoom": 11, "setView": false' in script
    assert '"maxZoom": 9, "setView": false' in map_script(replace(VIEW, max_zoom=9))


def test_map_script_has_no_foreign_url_or_markup() -> None:
    script = map_script(VIEW)
    assert "//" not in script
    assert "<" not in script
    assert "tileLayer" not in script


def test_map_script_tiles_are_only_foreign_url() -> None:
    script = map_script(TILED)
    assert re.findall(r"https?://[^\"]+", script) == ["https://tile.example/{z}/{x}/{y}.png"]
    assert '"referrerPolicy": "strict-origin-when-cross-origin"' in script
    assert '"maxNativeZoom": 10' in script
    assert '"attribution"' not in script


def test_map_script_hostile_words_stay_quoted() -> None:
    hostile = "</script>'\"\\\u2028${x}`"
    script = map_script(replace(VIEW, messages=dict.fromkeys(VIEW.messages, hostile)))
    assert script.count('"\\u003c/script\\u003e\\u0027\\"\\\\\\u2028${x}`"') == len(VIEW.messages) + 3
    assert "<" not in script


def test_map_script_contains_no_record_text() -> None:
    made = outputs(site_of(hostile_villages()))
    (view,) = (out.content.view for out in made.values() if isinstance(out.content, MapScript))
    script = map_script(view)
    for name in (*HOSTILE, "Sukosewu", "Gandusari", "Jawa Timur", "alert", "2018"):
        assert name not in script


def test_map_script_leaves_folium_state_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = (folium.Map, Fullscreen, LocateControl)
    scripts, random_id = [list(kind.default_js) for kind in kinds], Element.__dict__["_generate_id"]
    map_script(TILED)
    assert [kind.default_js for kind in kinds] == scripts
    assert Element.__dict__["_generate_id"] is random_id
    assert Element._generate_id() != Element._generate_id()

    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr(module, "VillageLayer", fail)
    with pytest.raises(RuntimeError):
        map_script(VIEW)
    assert Element.__dict__["_generate_id"] is random_id
