"""The composed script: the same bytes every time, nothing foreign, no word of a record."""

from __future__ import annotations

import subprocess
import sys

import folium
import pytest
from branca.element import Element
from map_site import HOSTILE, ROOT, hostile_villages, outputs, site_of

from sitegen.bodies import MapScript
from sitegen.map_view import MapView
from sitegen.render import map_script as module
from sitegen.render.map_script import map_script

VIEW = MapView(
    element="village_map",
    latitude=-2.5,
    longitude=118.0,
    zoom=4,
    max_zoom=12,
    data="desa.1a2b3c4d.json",
    root="../",
    words={"zoom_in": "Perbesar", "close": "Tutup"},
)


def test_the_same_view_gives_the_same_script() -> None:
    assert map_script(VIEW) == map_script(VIEW)


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_another_process_with_another_hash_seed_gives_the_same_script(seed: str) -> None:
    code = (
        "import sys; from sitegen.map_view import MapView; from sitegen.render.map_script import map_script; "
        f"sys.stdout.write(map_script({VIEW!r}))"
    )
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == map_script(VIEW)


def test_the_script_makes_the_map_and_hands_over_its_data() -> None:
    script = map_script(VIEW)
    assert 'var village_map = L.map(\n"village_map",' in script
    assert '"maxZoom": 12' in script
    assert "center: [-2.5, 118.0]" in script
    assert "sitegenMap.villages(village_map, {" in script
    assert '"data": "desa.1a2b3c4d.json"' in script


def test_nothing_foreign_is_named_and_nothing_is_markup() -> None:
    script = map_script(VIEW)
    assert "//" not in script
    assert "<" not in script
    assert "tileLayer" not in script


def test_hostile_words_stay_within_their_quotes() -> None:
    script = map_script(MapView("m", 0.0, 0.0, 4, 12, "d.json", "../", {"close": "</script>'\"\\\u2028${x}`"}))
    assert '"close": "\\u003c/script\\u003e\\u0027\\"\\\\\\u2028${x}`"' in script


def test_no_word_of_a_record_reaches_the_script() -> None:
    (view,) = (
        out.body.view for out in outputs(site_of(hostile_villages())).values() if isinstance(out.body, MapScript)
    )
    script = map_script(view)
    for name in (*HOSTILE, "Sukosewu", "Gandusari", "Jawa Timur", "alert"):
        assert name not in script


def test_what_folium_shares_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    scripts, random_id = list(folium.Map.default_js), Element.__dict__["_generate_id"]
    map_script(VIEW)
    assert folium.Map.default_js == scripts
    assert Element.__dict__["_generate_id"] is random_id
    assert Element._generate_id() != Element._generate_id()

    def fail(view: MapView) -> None:
        raise RuntimeError

    monkeypatch.setattr(module, "VillageLayer", fail)
    with pytest.raises(RuntimeError):
        map_script(VIEW)
    assert Element.__dict__["_generate_id"] is random_id
