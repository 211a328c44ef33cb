"""What the page kind plans: the page with all that opens the map, what that costs, and the files behind it."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from factory import in_regions
from map_site import (
    CONFIG,
    HOSTILE,
    default_theme,
    hostile_villages,
    outlines,
    outputs,
    publish,
    site_of,
    village,
)

from sitegen import map_data
from sitegen.content import MapScript, RawBytes, Template
from sitegen.fingerprint import fingerprints
from sitegen.map_data import MapView
from sitegen.models import Event, MapSettings, Outlines, Site, Tiles, Village
from sitegen.output import Output
from sitegen.pages import map as map_pages
from sitegen.pages.map import MAX_LISTED_PLACES, MapPage
from sitegen.problems import Span
from sitegen.views import interactive_map
from sitegen.views.interactive_map import InteractiveMap

PAGE = "peta/index.html"


def page_of(site: Site) -> MapPage:
    body = outputs(site)[PAGE].content
    assert isinstance(body, Template)
    assert isinstance(body.view, MapPage)
    return body.view


def map_of(site: Site) -> InteractiveMap:
    made = page_of(site).interactive
    assert made
    return made


def files_of(site: Site) -> list[str]:
    """What the interactive map is made of."""
    return [path for path in outputs(site) if path.startswith("peta/data/")]


def script_of(site: Site) -> tuple[str, MapView]:
    ((path, view),) = (
        (path, out.content.view) for path, out in outputs(site).items() if isinstance(out.content, MapScript)
    )
    return path, view


def data_of(output: Output) -> dict[str, Any]:
    assert isinstance(output.content, RawBytes)
    return json.loads(output.content.data)  # type: ignore[no-any-return]


def part_of(site: Site) -> dict[str, Any]:
    """The one file of places."""
    (part,) = (out for path, out in outputs(site).items() if path.startswith("peta/data/desa."))
    return data_of(part)


def section(site: Site, folder: Path) -> dict[str, str]:
    """The data-attributes of the page's section."""
    publish(site, folder)
    (tag,) = re.findall(r'<section class="map"[^>]*>', (folder / PAGE).read_text())
    return {name: unescape(value) for name, value in re.findall(r'data-([\w-]+)="([^"]*)"', tag)}


def test_map_page_plan_has_page_script_and_data() -> None:
    site = site_of(hostile_villages())
    names = [re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in files_of(site)]
    assert names == [f"peta/data/{name}" for name in ("indeks.json", "desa.json", "batas.json", "alat.js", "peta.js")]
    assert PAGE in outputs(site)


def test_map_page_names_all_urls(tmp_path: Path) -> None:
    site = site_of(hostile_villages())
    told = section(site, tmp_path)
    for address in (*told["scripts"].split(" "), told["index"], told["backdrop"]):
        assert (tmp_path / "peta" / address).is_file()
    assert told["root"] == "../"
    scripts = [re.sub(r"\.[0-9a-f]{8}\.", ".", one) for one in told["scripts"].split(" ")]
    assert scripts == ["../peta/data/alat.js", "../peta/data/peta.js"]
    (part,) = json.loads((tmp_path / "peta" / told["index"]).read_text())["parts"]
    assert ((tmp_path / "peta" / told["index"]).parent / part["file"]).is_file()


def test_map_page_markup_matches_scripts(tmp_path: Path) -> None:
    publish(site_of(hostile_villages()), tmp_path)
    page = (tmp_path / PAGE).read_text()
    ids = ("map", "map-no-script", "map-open", "map-status", "map-opened", "map-filters", "village_map", "map-list")
    places = [page.index(f'id="{id}"') for id in ids]
    assert places == sorted(places)
    assert page.count("<script src=") == 1


def test_map_page_button_cost_is_real(tmp_path: Path) -> None:
    site = site_of(tuple(village(2001 + at, f"Desa {at}", -8.0 + at / 1000, 112.0) for at in range(300)))
    told = section(site, tmp_path)
    (part,) = json.loads((tmp_path / "peta" / told["index"]).read_text())["parts"]
    fetched = [*told["scripts"].split(" "), told["style"], told["index"], told["backdrop"], f"data/{part['file']}"]
    files = [(tmp_path / "peta" / address).read_bytes() for address in fetched]
    cost = sum(len(zlib.compress(file, 6, wbits=31)) for file in files)
    kilobytes = map_of(site).kilobytes
    assert cost <= kilobytes * 1000 <= cost + 2000
    assert f"(sekitar {kilobytes} kB)" in (tmp_path / PAGE).read_text()


def test_map_page_record_edit_keeps_script() -> None:
    before = site_of(hostile_villages())
    edited = replace(hostile_villages()[0], name="Lain", certified="2024-01-01", location=None)
    after = site_of((edited, *hostile_villages()[1:], village(2030, "Baru", -7.0, 110.0)))
    assert script_of(before) == script_of(after)
    assert map_of(before).index != map_of(after).index


def test_map_page_settings_words_and_folium_change_script(monkeypatch: pytest.MonkeyPatch) -> None:
    villages = hostile_villages()
    name, _ = script_of(site_of(villages))
    theme = default_theme()
    spoken = {"id": theme.messages["id"] | {"map_say_close": "Tutup"}}
    unspoken = {"id": theme.messages["id"] | {"map_open": "Buka ({kb} kB)"}}
    assert script_of(site_of(villages, theme=replace(theme, messages=spoken)))[0] != name
    assert script_of(site_of(villages, theme=replace(theme, messages=unspoken)))[0] == name
    assert script_of(site_of(villages, config=replace(CONFIG, map=MapSettings(zoom=5))))[0] != name
    assert script_of(site_of(villages, config=replace(CONFIG, title="Lain")))[0] == name
    other = replace(fingerprints(), folium="folium-0.21.0.dist-info")
    monkeypatch.setattr(interactive_map, "fingerprints", lambda: other)
    assert script_of(site_of(villages))[0] != name


def test_map_page_data_has_every_designated_or_reached_place() -> None:
    spoken = village(2020, "Jauh", -8.0, 112.0, certified=None)
    nowhere = replace(village(2021, "Entah", -8.0, 112.0), location=None)
    lapsed = replace(village(2022, "Usai", -8.0, 112.0), events=(Event(kind="lapsed", date="2020"),))
    undated = village(2023, "Samar", -8.0, 112.0, certified="[2017..2018]")
    site = site_of((*hostile_villages(), spoken, nowhere, lapsed, undated))
    part = part_of(site)
    names = part["name"]
    assert "Jauh" not in names
    assert set(HOSTILE) <= set(names)
    assert part["lat"][names.index("Entah")] is None
    assert part["held"] == [[names.index("Usai"), "lapsed/"]]
    standing = {name: part["year"][names.index(name)] for name in ("Sukosewu", "Gadungan", "Samar")}
    assert standing == {"Sukosewu": 0, "Gadungan": -2, "Samar": -1}
    assert part["precisions"] == ["titik tengah wilayah desa, ± 2,2 km; bukan acuan batas wilayah"]
    page = page_of(site)
    assert (page.with_point, page.without_point) == (9, 1)
    listed = {place.card.name: place.with_point for part in page.regions[0].parts for place in part.places}
    assert "Jauh" not in listed
    assert (listed["Entah"], listed["Sukosewu"]) == (False, True)


def test_map_page_kinds_named_like_site() -> None:
    nagari = replace(village(2021, "Simarasok", -8.0, 112.0), called="nagari")
    ward = replace(village(1001, "Kuto", -8.0, 112.0), kind="kelurahan")
    head = next(data_of(out) for path, out in outputs(site_of((nagari, ward))).items() if "indeks" in path)
    assert head["kinds"] == [["Kelurahan {name}", "kelurahan-"], ["Nagari {name}", ""]]


def test_map_page_counts_keep_designation_and_outreach_apart() -> None:
    (province,) = page_of(site_of(hostile_villages())).regions
    assert (province.certified, province.reached) == (6, 1)


def test_map_page_large_site_fetches_provinces_on_demand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    elsewhere = in_regions(replace(village(2001, "Jauh", -2.0, 102.0), code="15.04.03.2015"), province="Jambi")
    many = tuple(village(2001 + at, f"Desa {at * 7919 % 997}", -8.0 + at / 100, 112.0) for at in range(500))
    site = site_of((*many, elsewhere), origins={"15.04.03.2015": Span("data/villages/jambi.yaml", 2)})
    whole = map_of(site)
    monkeypatch.setattr(map_data, "MAX_PLACES_PER_FILE", 500)
    made = map_of(site)
    assert (whole.largest, made.largest > 1) == (0, True)
    assert abs(whole.kilobytes - made.kilobytes - made.largest) <= 1  # each is rounded
    planned = outputs(site)
    for province in ("15", "35"):
        assert len([path for path in planned if path.startswith(f"peta/data/{province}.")]) == 1
    publish(site, tmp_path)
    assert "dimuat per provinsi" in (tmp_path / PAGE).read_text()


@pytest.mark.parametrize(
    ("villages", "said"),
    [((), "Belum ada tempat yang tercatat"), ((village(2001, "Entah", 0, 0),), "Belum ada tempat tercatat yang titik")],
)
def test_map_page_without_points(villages: tuple[Village, ...], said: str, tmp_path: Path) -> None:
    site = site_of(tuple(replace(one, location=None) for one in villages))
    assert files_of(site) == []
    assert page_of(site).interactive is None
    publish(site, tmp_path)
    page = (tmp_path / PAGE).read_text()
    assert said in page
    assert "<button" not in page
    assert "map.js" not in page


@pytest.mark.parametrize(
    "name", [*interactive_map.PAGE_FILES, *interactive_map.MAP_SCRIPTS, *interactive_map.DEMAND_FILES]
)
def test_map_page_theme_without_a_script_has_list_only(name: str, tmp_path: Path) -> None:
    static = dict(default_theme().static)
    del static[name]
    site = site_of(hostile_villages(), static=static)
    assert files_of(site) == []
    publish(site, tmp_path)
    page = (tmp_path / PAGE).read_text()
    assert "Peta interaktif tidak tersedia" in page
    assert "<button" not in page


def test_map_page_backdrop_credit_and_notice() -> None:
    made = outputs(site_of(hostile_villages()))
    (backdrop,) = (data_of(out) for path, out in made.items() if path.startswith("peta/data/batas."))
    drawn = json.loads(outlines().backdrop)
    assert backdrop == {"notice": CONFIG.notice, "credit": outlines().credit, **drawn}
    assert "35" in backdrop["code"]


def test_map_page_without_outlines_has_no_backdrop(tmp_path: Path) -> None:
    site = site_of(hostile_villages(), outlines=Outlines())
    assert not any("batas" in path for path in outputs(site))
    assert section(site, tmp_path)["backdrop"] == ""
    assert "daratan" not in (tmp_path / PAGE).read_text()


def test_map_page_tiles_in_policy_and_credits(tmp_path: Path) -> None:
    tiles = Tiles(
        url="https://tile.example:8443/{z}/{x}/{y}.png",
        attribution="© <b>Pemetaan</b>",
        attribution_url="https://tile.example/ketentuan",
    )
    site = site_of(hostile_villages(), config=replace(CONFIG, map=MapSettings(tiles=tiles)))
    made = page_of(site)
    assert made.head.image_hosts == ("https://tile.example:8443",)
    publish(site, tmp_path)
    page = (tmp_path / PAGE).read_text()
    assert "img-src 'self' data: https://tile.example:8443;" in page
    assert '<a href="https://tile.example/ketentuan">© &lt;b&gt;Pemetaan&lt;/b&gt;</a>' in page
    assert "meminta gambar dari https://tile.example:8443" in page
    publish(site_of(hostile_villages()), tmp_path)
    assert "tile" not in (tmp_path / PAGE).read_text()


def test_map_page_hostile_names_are_escaped(tmp_path: Path) -> None:
    site = site_of(hostile_villages())
    assert set(HOSTILE) <= set(part_of(site)["name"])
    publish(site, tmp_path)
    page = (tmp_path / PAGE).read_text()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_map_page_long_list_links_to_regencies() -> None:
    many = tuple(village(2000 + at, f"Desa {at}", -8.0, 112.0) for at in range(MAX_LISTED_PLACES + 1))
    (regency,) = page_of(site_of(many)).regions[0].parts
    assert regency.places == ()
    assert regency.certified == MAX_LISTED_PLACES + 1


def test_map_page_very_long_list_links_to_provinces(monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple(village(2000 + at, f"Desa {at}", -8.0, 112.0) for at in range(MAX_LISTED_PLACES + 1))
    monkeypatch.setattr(map_pages, "MAX_SECOND_REGIONS", 0)
    (province,) = page_of(site_of(many)).regions
    assert province.parts == ()
    assert province.certified == MAX_LISTED_PLACES + 1
    few = page_of(site_of(many[:MAX_LISTED_PLACES])).regions
    assert len(few[0].parts[0].places) == MAX_LISTED_PLACES, "places are named wherever they are few"
