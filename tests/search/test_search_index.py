"""The index of the village search: small files, each query in few of them, whatever names are like."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from factory import INDONESIA
from whole_country import made, whole_country, whole_index

from sitegen.minify import join_scripts
from sitegen.names import slugify
from sitegen.search_index import SearchPlace, prefix_length, search_index_files
from sitegen.views.search_files import NAMES_SCRIPT, SEARCH_SCRIPT

STATIC = Path(__file__).parents[2] / "themes" / "default" / "static"
WITHIN = ("Gandusari", "Kabupaten Blitar", "Jawa Timur")


def index(*places: SearchPlace) -> dict[str, list[object]]:
    files = dict(search_index_files(places, INDONESIA, "Situs uji."))
    return {name: json.loads(data) for name, data in files.items() if name != "index.json"}


def test_search_script_size() -> None:
    scripts = [(STATIC / name).read_text(encoding="utf-8") for name in (NAMES_SCRIPT, SEARCH_SCRIPT)]
    assert len(gzip.compress(join_scripts(scripts), 6)) <= 2000


@pytest.mark.slow
def test_search_index_file_size_of_whole_country() -> None:
    sizes = {name: len(data) for name, data in whole_index().items()}
    assert len(sizes) > 1000
    assert max(sizes.values()) <= 40_000
    assert len(sizes) < 4000


@pytest.mark.slow
def test_search_index_finds_every_place_by_name_and_code() -> None:
    files = whole_index()
    rows = {tree: set[str]() for tree in "vk"}
    for name, data in files.items():
        if name[0] in rows:
            rows[name[0]].update(row[1] for row in json.loads(data))
    codes = {place.code for place in whole_country()}
    assert rows == {"v": codes, "k": codes}


def test_search_index_row_has_page_data() -> None:
    place = made("Sukosewu", "35.05.15.2004", WITHIN, 2018)
    assert index(place)["v.json"] == [["Sukosewu", "35.05.15.2004", 2018, 0, *WITHIN]]


def test_search_index_row_flags() -> None:
    path = "jawa-timur/kabupaten-blitar/gandusari/kelurahan-baru/"
    place = SearchPlace("Baru", "35.05.15.1001", WITHIN, path, 2018, "kelurahan", lapsed=True, previous_names=("Lama",))
    (row,) = index(place)["v.json"]
    assert isinstance(row, list)
    assert row[3] == {"kind": "kelurahan", "lapsed": 1, "as": ["Lama"], "path": path}


def test_search_index_regency_without_its_word() -> None:
    place = made("Kabupaten Blitar", "35.05", ("Jawa Timur",), 2)
    files = index(place)
    assert files["v.json"] == [["Kabupaten Blitar", "35.05", 2, {"as": ["Blitar"]}, "Jawa Timur"]]
    assert files["e2.json"] == ["Blitar"]


def test_search_index_tells_addresses_that_scripts_cannot_make() -> None:
    """A name without Latin letters has its code points in its address, a long one a digest."""
    for name in ("قرية", "sukosewu" * 20):
        path = "/".join(map(slugify, (*reversed(WITHIN), name))) + "/"
        (row,) = index(SearchPlace(name, "35.05.15.2004", WITHIN, path, 2018))["v.json"]
        assert isinstance(row, list)
        assert row[3] == {"path": path}, name
    path = "jawa-timur/kabupaten-blitar/gandusari/atmb/"
    place = SearchPlace("A™B", "35.05.15.2004", ("Gandusari", "Kabupaten Blitar", "Jawa Timur"), path, 2018)
    assert index(place)["v.json"] == [["A™B", "35.05.15.2004", 2018, 0, *place.within]]


@pytest.mark.parametrize("length", range(3, 40))
def test_search_index_typo_keeps_one_end(length: int) -> None:
    """A slip touches two neighbours at most: both ends and it must have room in a name."""
    assert 2 * prefix_length(length) + 1 <= length


@pytest.mark.parametrize("sign", ["a", "ق", "ꦱ", "…"])
def test_search_index_long_namesakes_are_split(sign: str) -> None:
    places = [made(sign * 300, f"35.05.15.{number}", WITHIN, 2018) for number in range(1000, 1400)]
    files = dict(search_index_files(places, INDONESIA, "Situs uji."))
    assert max(map(len, files.values())) <= 40_000
    assert max(map(len, files)) < 255
    assert {row[1] for name, data in files.items() if name[0] == "v" for row in json.loads(data)} == {
        place.code for place in places
    }


def test_search_index_finds_a_place_by_its_previous_code() -> None:
    place = SearchPlace("Baru", "35.05.15.2004", WITHIN, "", 2018, previous_codes=("11.05.11.2017", "11.05.11.1017"))
    row = index(place)["k.json"]
    assert row == [["Baru", "35.05.15.2004", 2018, {"as": ["11.05.11.2017", "11.05.11.1017"]}, *WITHIN]]
    many = [replace(place, code=f"35.05.15.{number}") for number in range(2000, 2900)]
    files = dict(search_index_files(many, INDONESIA, "Situs uji."))
    by_former = [row for name, data in files.items() if name.startswith("k11") for row in json.loads(data)]
    assert {row[1] for row in by_former} == {one.code for one in many}
