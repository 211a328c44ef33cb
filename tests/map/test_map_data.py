"""The data files of a map: what is read back from them, by their description alone, is what was put in."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from factory import INDONESIA, in_regions
from map_site import HOSTILE, hostile_villages, village
from small_geographies import SMALL_GEOGRAPHIES, SmallGeography

from sitegen import map_data as module
from sitegen.geography import Geography
from sitegen.map_data import MapData, MapFileNames, MapPlace, build_map_data, gzip_size, kilobytes
from sitegen.models import Location, Village
from sitegen.names import slugify
from sitegen.precision import coordinate_decimals
from sitegen.urls import village_slug

DESA, NAGARI = ("Desa {name}", ""), ("Nagari {name}", "")
KELURAHAN, PASAR = ("Kelurahan {name}", "kelurahan-"), ("{name}", "pasar-")
NAMING = MapFileNames("indeks", "desa", "wilayah")
NEAR = 7


def place(one: Village, year: int | None = None, kind: tuple[str, str] = DESA, *, held: str = "") -> MapPlace:
    slugs = (
        *map(slugify, filter(None, one.regions)),
        village_slug(one, usual=not kind[1]),
    )
    year = int(one.certified[:4]) if one.certified and one.certified[0] != "[" else year
    return MapPlace(
        one,
        f"/wilayah/{'/'.join(slugs)}/",
        kind,
        year,
        bool(one.certified),
        held,
        "titik tengah" if one.location else "",
    )


def elsewhere(one: Village, code: str, **fields: Any) -> Village:
    names = {level.id: fields.pop(level.id) for level in INDONESIA.levels if level.id in fields}
    return in_regions(replace(one, code=code, **fields), **names)


def many() -> list[MapPlace]:
    """Places of three provinces: of all kinds, with and without a point or a year, and with names of all sorts."""
    suko = village(2020, "Sukosewu", -8.035461, 112.291942)
    papua = {"province": "Papua Barat Daya", "regency": "Kota Sorong", "district": "Sorong Manoi"}
    accent = {"province": "Nüsa", "regency": "Kabupaten 'Ain", "district": "Pa'bentengang"}
    return [
        *(place(one) for one in hostile_villages()),
        place(suko, held="lapsed/"),
        place(elsewhere(suko, "35.05.15.1001", kind="kelurahan", certified="2017"), kind=KELURAHAN),
        place(elsewhere(suko, "35.05.15.2020/pasar-wates", name="Pasar Wates", kind="pasar"), kind=PASAR),
        place(elsewhere(suko, "35.05.16.2001", name="Karang-Anyar II", district="Garum", location=None)),
        place(elsewhere(suko, "35.05.16.2002", certified="[..2018]", district="Garum")),
        place(elsewhere(suko, "35.79.01.2001", slug="lama", regency="Kota Batu", district="Batu", certified=None)),
        place(elsewhere(suko, "92.71.01.2009", certified="2024", **papua), kind=NAGARI),
        place(elsewhere(suko, "92.71.01.2010", name="Ñame", location=None, **papua)),
        place(elsewhere(suko, "53.01.01.2001", name="'", location=None, **accent)),
    ]


@dataclass
class Read:
    """A place as it is read back."""

    code: str
    name: str
    path: str
    status: str
    year: int | None
    held: str
    lat: float | None
    lon: float | None
    precision: str


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


def running(steps: list[int | None]) -> Iterator[float | None]:
    whole = 0
    for step in steps:
        whole += step or 0
        yield None if step is None else whole / 10_000


def read(data: MapData, geography: Geography = INDONESIA) -> list[Read]:
    """What the files tell, decoded by nothing but their description."""
    head = json.loads(data.index.data)
    files = {file.name: json.loads(file.data) for file in data.parts}
    parts = [files[part["file"]] for part in head["parts"]]
    regions = {}
    for columns in (head["tops"], head["areas"]):
        read_regions(columns, regions, f"/{head['regions']}/")
    return [one for part in parts for one in read_part(part, head, regions, geography)]


def read_regions(columns: dict[str, Any], regions: dict[str, str], root: str = "") -> None:
    """Add the address of each region by its code: below that of the region that holds it."""
    for code, name, odd in zip(columns["code"], columns["name"], columns["slug"], strict=True):
        above = max((one for one in regions if code.startswith(one)), key=len, default="")
        if above != code:
            regions[code] = regions.get(above, root) + (f"{odd or slug(name)}/" if name else "")


def read_part(
    part: dict[str, Any], head: dict[str, Any], regions: dict[str, str], geography: Geography
) -> Iterator[Read]:
    odd, tails = dict(part["slug"]), dict(part["tail"])
    lats, lons = list(running(part["lat"])), list(running(part["lon"]))
    read_regions(part["regions"], regions)
    at = 0
    for code, count in zip(part["regions"]["code"], part["regions"]["count"], strict=True):
        block = 0
        for _ in range(count):
            block += part["block"][at]
            called, prefix = head["kinds"][part["kind"][at]]
            year, precision = part["year"][at], part["precision"][at]
            bare = part["name"][at]
            yield Read(
                code=f"{code}{geography.pack.separator}{block:0{geography.pack.places.digits}}"
                + (f"/{tails[at]}" if at in tails else ""),
                name=called.replace("{name}", bare),
                path=f"{regions[code]}{odd.get(at, prefix + slug(bare))}/",
                status="reached" if year == -2 else "certified",
                year=head["years"][year] if year >= 0 else None,
                held=dict(part["held"]).get(at, ""),
                lat=lats[at],
                lon=lons[at],
                precision=part["precisions"][precision] if precision >= 0 else "",
            )
            at += 1
    assert {len(part[key]) for key in ("name", "kind", "block", "year", "lat", "lon", "precision")} == {at}


def expected(one: MapPlace) -> Read:
    location = one.village.location
    exact = coordinate_decimals(location.uncertainty_m) if location else 0
    return Read(
        code=one.village.code,
        name=one.kind[0].replace("{name}", one.village.name),
        path=one.path,
        status="certified" if one.village.certified else "reached",
        year=one.year,
        held=one.held,
        lat=round(location.lat, exact) if location else None,
        lon=round(location.lon, exact) if location else None,
        precision=one.precision,
    )


@pytest.mark.parametrize("most", [5000, 3])
def test_map_data_round_trip(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PLACES_PER_FILE", most)
    places = many()
    told = read(build_map_data(INDONESIA, places, "Uji.", NAMING, NEAR, {}))
    assert told == sorted(map(expected, places), key=lambda one: one.code)
    assert {one.name for one in told} >= {f"Desa {name}" for name in HOSTILE}


@pytest.mark.parametrize("most", [5000, 2])
@pytest.mark.parametrize("small", SMALL_GEOGRAPHIES, ids=lambda small: small.geography.name)
def test_map_data_round_trip_in_other_geographies(
    small: SmallGeography, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_PLACES_PER_FILE", most)
    places = [place(one) for one in small.villages()]
    data = build_map_data(small.geography, places, "Uji.", NAMING, NEAR, {})
    assert read(data, small.geography) == sorted(map(expected, places), key=lambda one: one.code)
    head = json.loads(data.index.data)
    areas = Counter(area_of(small, code, regions) for code, _, regions, *_ in small.places)
    counted = [sum(tally[:2]) for tally in head["areas"]["tally"]]
    assert dict(zip(head["areas"]["code"], counted, strict=True)) == areas


def area_of(small: SmallGeography, code: str, regions: tuple[str, ...]) -> str:
    """The code of the region next below the highest, or of that where there is none."""
    codes = [code for _, code, _ in small.geography.regions_of(code, regions)]
    return codes[1] if len(codes) > 1 else codes[0]


def test_map_data_split_by_top_above_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    places = many()
    for most, files, near, parts in ((len(places), ["desa"], 0, [0, 0, 0]), (3, ["35", "53", "92"], 7, [0, 1, 2])):
        monkeypatch.setattr(module, "MAX_PLACES_PER_FILE", most)
        data = build_map_data(INDONESIA, places, "", NAMING, NEAR, {})
        head = json.loads(data.index.data)
        assert [file.name.split(".")[0] for file in data.parts] == files
        assert [part["file"] for part in head["parts"]] == [file.name for file in data.parts]
        assert [part["kb"] for part in head["parts"]] == [kilobytes(file.cost) for file in data.parts]
        assert (head["near"], head["tops"]["part"]) == (near, parts)
        assert sorted(code for file in data.parts for code in file.codes) == sorted(one.village.code for one in places)


def test_map_data_single_large_top_has_own_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PLACES_PER_FILE", 3)
    data = build_map_data(INDONESIA, [place(one) for one in hostile_villages()], "", NAMING, NEAR, {})
    assert [file.name.split(".")[0] for file in data.parts] == ["35"]
    assert json.loads(data.index.data)["near"] == 7


def test_map_data_counts_areas_by_year_and_status() -> None:
    head = json.loads(build_map_data(INDONESIA, many(), "", NAMING, NEAR, {}).index.data)
    assert head["years"] == [2017, 2018, 2024]
    tallies = dict(zip(head["areas"]["code"], head["areas"]["tally"], strict=True))
    # 2017, 2018, 2024, without a year, only reached; of all these without a point
    assert tallies["35.05"] == [1, 9, 0, 1, 1, 1]
    assert tallies["35.79"] == [0, 0, 0, 0, 1, 0]
    assert tallies["53.01"] == [0, 1, 0, 0, 0, 1]
    assert tallies["92.71"] == [0, 1, 1, 0, 0, 1]


def test_map_data_top_marker_position() -> None:
    suko = village(2004, "Suko", -8.0, 112.0)
    pointless = replace(suko, code="53.01.01.2001", location=None)
    places = [
        place(suko),
        place(replace(suko, code="35.05.15.2005", location=Location(lat=-8.5, lon=113.0, precision="village"))),
        place(pointless),
        place(replace(pointless, code="92.71.01.2009")),
    ]
    tops = json.loads(
        build_map_data(INDONESIA, places, "", NAMING, NEAR, {"35": (0.0, 0.0), "53": (-9.123, 121.456)}).index.data
    )["tops"]
    assert (tops["lat"], tops["lon"]) == ([-8.25, -9.12, None], [112.5, 121.46, None])


@pytest.mark.parametrize(
    ("uncertainty", "count"), [(None, 4), (0, 4), (99, 4), (100, 3), (999, 3), (1000, 2), (9999, 2), (18000, 1)]
)
def test_map_data_coordinate_decimals_follow_precision(uncertainty: int | None, count: int) -> None:
    assert coordinate_decimals(uncertainty) == count
    point = replace(
        village(2004, "Suko", 0, 0),
        location=Location(lat=-8.035461, lon=112.291942, uncertainty_m=uncertainty, precision="village"),
    )
    (told,) = read(build_map_data(INDONESIA, [place(point)], "", NAMING, NEAR, {}))
    assert (told.lat, told.lon) == (round(-8.035461, count), round(112.291942, count))


def test_map_data_names_are_written_only_when_not_derivable() -> None:
    data = build_map_data(INDONESIA, many(), "", NAMING, NEAR, {})
    (file,) = (json.loads(part.data) for part in data.parts)
    odd = {file["name"][at]: written for at, written in file["slug"]}
    assert odd == {
        "\u202eatik\u202c": "atik",  # a name that is not in ASCII, whatever a browser would make of it
        "Pasar Wates": "pasar-wates",  # not pasar-pasar-wates
        "Sukosewu": "lama",
        "Ñame": "name",
        "'": "x",
    }
    head = json.loads(data.index.data)
    assert head["tops"]["slug"] == ["", "nusa", ""]
    assert (head["areas"]["slug"], file["regions"]["slug"]) == ([""] * 4, [""] * 5)


def test_map_data_shared_precision_written_once_most_frequent_first() -> None:
    suko = place(village(2004, "Suko", -8.0, 112.0))
    data = build_map_data(
        INDONESIA, [replace(suko, precision=text) for text in ("di dalam", "tengah", "tengah")], "", NAMING, NEAR, {}
    )
    (file,) = (json.loads(part.data) for part in data.parts)
    assert (file["precisions"], file["precision"]) == (["tengah", "di dalam"], [1, 0, 0])


def test_map_data_files_carry_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PLACES_PER_FILE", 3)
    data = build_map_data(INDONESIA, many(), "Situs demonstrasi.", NAMING, NEAR, {})
    assert {json.loads(file.data)["notice"] for file in (data.index, *data.parts)} == {"Situs demonstrasi."}


def test_map_data_file_names_follow_content() -> None:
    before, after = (
        build_map_data(INDONESIA, [place(village(2001, name, -8.0, 112.0))], "", NAMING, NEAR, {})
        for name in ("Suka", "Duka")
    )
    assert before.parts[0].name != after.parts[0].name
    assert before.index.name != after.index.name  # it names the file of the places


def test_map_data_independent_of_record_order() -> None:
    assert build_map_data(INDONESIA, many(), "", NAMING, NEAR, {}) == build_map_data(
        INDONESIA, reversed(many()), "", NAMING, NEAR, {}
    )


def test_map_data_empty_columns_without_places() -> None:
    data = build_map_data(INDONESIA, [], "", NAMING, NEAR, {})
    assert read(data) == []
    assert json.loads(data.index.data)["tops"]["name"] == []


def test_map_data_cost_is_compressed_size_rounded_up() -> None:
    assert [kilobytes(size) for size in (0, 1, 1000, 1001)] == [0, 1, 1, 2]
    assert len(gzip.compress(b"a" * 100_000, 6)) <= gzip_size(b"a" * 100_000) < 1000
