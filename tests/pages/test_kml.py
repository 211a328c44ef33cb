"""KML as strangers read it: the OGC's schema holds, fastkml reads it back, and no text of a record breaks it."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import INDONESIA, make_config, make_village
from fastkml import KML as Reader, Document, Placemark
from fastkml.validator import validate
from hostile_records import HOSTILE, VILLAGES
from published_site import downloads

from sitegen.dataset import Column, Table, empty_tables
from sitegen.formats import DownloadTerms
from sitegen.formats.kml import KML
from sitegen.models import Licence, Location

LICENCE = Licence(name="CC BY 4.0", url="https://licence.example/?a&b")
TERMS = DownloadTerms(
    "Bukan situs <resmi>.", "CC BY 4.0", "https://licence.example/", 'Penerbit & "Mitra"', "https://uji.example/?a&b"
)
POINTS = (
    make_village(
        "35.05.15.2007",
        name="]]>\x00\x1b\ufffe<b>\r\n&amp;</b>",
        location=Location(lat=-8.03546, lon=112.29194, uncertainty_m=2200, precision="village"),
    ),
    make_village("33.10.16.2012", location=Location(lat=0.00001, lon=100.0, precision="point")),
)
FILES = downloads(**(HOSTILE | {"villages": (*VILLAGES, *POINTS)}), config=make_config(licence=LICENCE))
PATHS = sorted(path for path in FILES if path.endswith(".kml"))


def document(data: bytes) -> Document:
    """The Document of a file, as fastkml reads it strictly."""
    (found,) = Reader.parse(io.BytesIO(data), strict=True).features
    assert isinstance(found, Document)
    return found


def cells(placemark: Placemark) -> dict[str, Any]:
    """The SimpleData of a Placemark by name."""
    (data,) = placemark.extended_data.elements
    return {one.name: one.value for one in data.data}


def written(*rows: tuple[Any, ...], columns: tuple[Column, ...]) -> bytes:
    return KML.write(Table("uji", columns, ("code",), list(rows)), TERMS)


@pytest.mark.parametrize("path", PATHS)
def test_kml_holds_to_the_ogc_schema(path: str, tmp_path: Path) -> None:
    file = tmp_path / "file.kml"
    file.write_bytes(FILES[path])
    assert validate(file_to_validate=file)


@pytest.mark.parametrize("path", PATHS)
def test_kml_holds_the_rows_and_points_of_geojson(path: str) -> None:
    features = json.loads(FILES[path.removesuffix("kml") + "geojson"])["features"]
    placemarks = document(FILES[path]).features
    assert len(placemarks) == len(features) > 0
    for placemark, feature in zip(placemarks, features, strict=True):
        found, properties = cells(placemark), feature["properties"]
        assert [*placemark.geometry.coords[0]] == feature["geometry"]["coordinates"]
        assert found["code"] == feature["id"]
        assert found.keys() == {name for name, value in properties.items() if value not in (None, [])}
        assert (found.get("precision"), found.get("uncertainty_m")) == (
            properties["precision"],
            None if properties["uncertainty_m"] is None else str(properties["uncertainty_m"]),
        )


def test_kml_stands_beside_every_geojson() -> None:
    assert sorted(path.removesuffix("geojson") + "kml" for path in FILES if path.endswith(".geojson")) == PATHS
    assert "data/villages.kml" in PATHS


def test_kml_document_bears_publisher_notice_and_licence() -> None:
    found = document(KML.write(Table("uji", (), ("code",), []), TERMS))
    assert (found.name, found.atom_author.name, found.atom_link.href) == ("uji", TERMS.publisher, TERMS.url)
    assert found.description == "Bukan situs <resmi>.\nCC BY 4.0 https://licence.example/"
    assert found.features == []


def test_kml_schema_types_each_column() -> None:
    (schema,) = document(FILES["data/villages.kml"]).schemata
    types = {field.name: field.type_.value for field in schema.fields}
    assert [*types] == [*json.loads(FILES["data/villages.geojson"])["features"][0]["properties"]]
    of_xml = {"integer": "int", "number": "double", "boolean": "bool"}
    columns = {column.name: of_xml.get(column.type, "string") for column in empty_tables(INDONESIA)["villages"].columns}
    assert types == {name: columns.get(name, "string") for name in types}
    assert [
        types[name] for name in ("code", "year", "lat", "lon", "uncertainty_m")
    ] == "string int double double int".split()


def test_kml_values_are_plain_text() -> None:
    columns = (
        Column("code", "string"),
        Column("lat", "number"),
        Column("lon", "number"),
        Column("open", "boolean"),
        Column("names", "texts"),
        Column("ids", "ids"),
    )
    row = ("a", Decimal("1e-05"), Decimal("100.0"), True, ("satu, dua", "tiga"), ())
    (placemark,) = document(written(row, ("b", None, None, None, (), ()), columns=columns)).features
    assert placemark.name == "a"
    assert cells(placemark) == {
        "code": "a",
        "lat": "0.00001",
        "lon": "100.0",
        "open": "true",
        "names": "satu, dua; tiga",
    }


def test_kml_leaves_out_what_xml_cannot_hold() -> None:
    found = {cells(one)["code"]: one.name for one in document(FILES["data/villages.kml"]).features}
    assert found["35.05.15.2007"] == "]]><b>\r\n&amp;</b>"
