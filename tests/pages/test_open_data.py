"""Open data as strangers read it: Frictionless its package, rdflib its DCAT, a schema its GeoJSON, and its archive."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from factory import ADDRESSES, NOW, make_config, make_site, make_village, nonempty_tables
from frictionless import Package
from geojson_pydantic import FeatureCollection
from hostile_records import HOSTILE, VILLAGES
from published_site import downloads, planned
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef
from site_cases import CASES

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import TableFile, Template, Workbook, Zip
from sitegen.dataset import tables_of
from sitegen.formats import PLAIN_FORMATS, TABLE_FORMATS, formats_of
from sitegen.formats.data_package import data_package
from sitegen.load import load_site
from sitegen.models import Licence, Publisher, Site
from sitegen.output import Output
from sitegen.problems import Report
from sitegen.views.open_data import package_info, published_tables, table_descriptions
from sitegen.views.site_index import index_site

ROOT = Path(__file__).parents[2]
LICENCE = Licence(name="CC BY 4.0", url="https://licence.example/")
CONFIG = make_config(licence=LICENCE, publisher=Publisher(name="=Penerbit", email="uji@uji.example"))
FILES = downloads(**HOSTILE, config=CONFIG)
TABLES = [
    form.file(f"data/{name}") for name, one in nonempty_tables(make_site(**HOSTILE)).items() for form in formats_of(one)
]
BASE = "https://uji.example/data/"


def files_of(site: Site) -> dict[str, bytes]:
    parts = {name: getattr(site, name) for name in Site.__dataclass_fields__}
    return downloads(**parts)


def features(data: bytes) -> list[dict[str, Any]]:
    document = json.loads(data)
    FeatureCollection.model_validate(document)
    found: list[dict[str, Any]] = document["features"]
    return found


@pytest.fixture(
    scope="module",
    params=[ROOT, CASES / "full", CASES / "english", None],
    ids=["sample", "full", "english", "hostile"],
)
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """The data of a site."""
    if request.param is None:
        return FILES
    site = load_site(request.param, Report(), NullCache())
    assert site
    return files_of(site)


def test_open_data_valid_for_frictionless(files: dict[str, bytes], tmp_path: Path) -> None:
    _lay(files, tmp_path)
    package = Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    names = [task.name for task in report.tasks]
    assert names == [name for name in tables_of(make_site()) if f"data/{name}.csv" in files]
    assert set(names) >= set(nonempty_tables(make_site()))
    rows = len(list(csv.reader(io.StringIO(files["data/villages.csv"].decode(), newline="")))) - 1
    assert report.tasks[0].stats["rows"] == rows > 0


@pytest.mark.parametrize(
    ("column", "text", "fault"),
    [
        ("code", "35.05.15.2004", "primary-key"),
        ("code", "35.05.15", "constraint-error"),
        ("name", "", "constraint-error"),
        ("kind", "kota", "constraint-error"),
        ("year", "dua ribu", "type-error"),
        ("previous_names", "Lama", "type-error"),
        ("office", "entah", "foreign-key"),
        ("url", "bukan alamat", "type-error"),
    ],
)
def test_open_data_schema_has_constraints(column: str, text: str, fault: str, tmp_path: Path) -> None:
    """Frictionless finds, by the schema alone, a cell that cannot stand in its column."""
    _lay(FILES, tmp_path)
    head, *rows = csv.reader(io.StringIO(FILES["data/villages.csv"].decode(), newline=""))
    (bad,) = (row for row in rows if row[0] == "35.05.15.2005")
    bad[head.index(column)] = text
    with (tmp_path / "villages.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    found = Package(str(tmp_path / "datapackage.json")).validate().flatten(["type"])
    assert [fault] in found


def _lay(files: dict[str, bytes], folder: Path) -> None:
    for path, data in files.items():
        if path.startswith("data/"):
            (folder / path.removeprefix("data/")).write_bytes(data)


def test_open_data_geojson_valid(files: dict[str, bytes]) -> None:
    pointed = [path for path in files if path.endswith(".geojson") and not path.startswith("peta/")]
    assert "data/villages.geojson" in pointed
    assert any(path.startswith("wilayah/") for path in pointed)
    for path in pointed:
        for feature in features(files[path]):
            assert feature["id"] == feature["properties"]["code"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # by rdflib itself
def test_open_data_dcat_names_files_licence_and_extent() -> None:
    graph = Graph().parse(data=FILES["data/catalog.jsonld"], format="json-ld")
    (whole,) = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = set(graph.objects(whole, DCAT.dataset))
    assert len(datasets) == len(nonempty_tables(make_site(**HOSTILE))) + 1
    for dataset in datasets:
        assert graph.value(dataset, DCTERMS.license) == URIRef(LICENCE.url or "")
        assert str(graph.value(graph.value(dataset, DCTERMS.temporal), DCAT.startDate)) == "2018"
        assert str(graph.value(dataset, DCTERMS.spatial)).endswith("/country/IDN")
        assert str(graph.value(dataset, DCTERMS.language)).endswith("/language/IND")
        assert graph.value(dataset, DCTERMS.publisher) == graph.value(whole, DCTERMS.publisher)
        assert graph.value(dataset, DCAT.contactPoint) is not None
    told = {str(found).removeprefix(BASE) for found in graph.objects(None, DCAT.downloadURL)}
    assert told == {"data.zip", "data.xlsx"} | {path.removeprefix("data/") for path in TABLES}
    for file in graph.subjects(RDF.type, DCAT.Distribution):
        assert graph.value(file, DCAT.mediaType) is not None
        assert graph.value(file, DCTERMS.license) is not None
        is_csv = str(graph.value(file, DCAT.downloadURL)).endswith(".csv")
        assert (graph.value(file, DCTERMS.conformsTo) == URIRef(f"{BASE}datapackage.json")) == is_csv


def test_open_data_archive_equals_published_files() -> None:
    with zipfile.ZipFile(io.BytesIO(FILES["data/data.zip"])) as archive:
        assert archive.testzip() is None
        held = {info.filename: archive.read(info) for info in archive.infolist()}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    readme = held.pop("README.txt").decode()
    inside = (*TABLES, "data/data.xlsx", "data/datapackage.json")
    assert held == {path.removeprefix("data/"): FILES[path] for path in inside}
    for told in (
        "CC BY 4.0 https://licence.example/",
        "Situs uji, bukan situs resmi.",
        f"villages ({', '.join(one.suffix for one in TABLE_FORMATS)})",
    ):
        assert told in readme


def test_open_data_same_data_same_bytes() -> None:
    assert downloads(**HOSTILE, config=CONFIG) == FILES


def test_open_data_partial_package_has_no_dangling_reference() -> None:
    index = index_site(make_site(**HOSTILE, config=CONFIG), BuildContext(NOW), ADDRESSES)
    tables = published_tables(index)
    keys = {}
    for names in (tables, ("villages", "events")):
        some = {name: tables[name] for name in names}
        package = data_package(some, package_info(index), table_descriptions(index, some))
        refers = {one["name"]: one["schema"].get("foreignKeys", []) for one in package["resources"]}
        keys[len(refers)] = [(name, key["reference"]["resource"]) for name, found in refers.items() for key in found]
    assert keys[len(tables)][:3] == [("villages", "offices"), ("villages", "sources"), ("events", "villages")]
    assert keys[2] == [("events", "villages")]


def test_open_data_files_beside_page() -> None:
    assert [row["code"] for row in json.loads(FILES["arsip/2018.json"])["villages"]] == ["35.05.15.2005"]
    province = json.loads(FILES["wilayah/provinsi35.json"])
    assert [row["code"] for row in province["villages"]] == [village.code for village in VILLAGES]
    assert FILES["wilayah/provinsi35.csv"] == FILES["data/villages.csv"]
    assert [one["id"] for one in features(FILES["wilayah/provinsi35.geojson"])] == ["35.05.15.2004"]
    beside = {path for path in FILES if path.startswith(("arsip/", "wilayah/"))}
    assert beside == {
        *(one.file("arsip/2018") for one in PLAIN_FORMATS),
        *(one.file("wilayah/provinsi35") for one in TABLE_FORMATS),
    }


def outputs(**parts: Any) -> Iterator[Output]:
    made, _ = planned(**parts)
    yield from made


def test_open_data_pages_link_to_their_files() -> None:
    pages = ((one.path, one.content) for one in outputs(**HOSTILE))
    heads = {path: body.view.head for path, body in pages if isinstance(body, Template) and path.endswith(".html")}
    assert [link.path for link in heads["wilayah/provinsi35/index.html"].data] == [
        one.file("/wilayah/provinsi35") for one in TABLE_FORMATS
    ]
    assert heads["wilayah/provinsi35/kabupaten-uji05/index.html"].data == ()


def test_open_data_edit_changes_only_its_files() -> None:
    """What is of another province is handed what it was handed before."""
    other = make_village("33.10.16.2012", certified="2019")

    def tables(**parts: Any) -> dict[str, Any]:
        return {
            one.path: one.content for one in outputs(**parts) if isinstance(one.content, TableFile | Workbook | Zip)
        }

    before, after = tables(villages=(other, VILLAGES[1])), tables(villages=(other,))
    assert before["wilayah/provinsi33.csv"] == after["wilayah/provinsi33.csv"]
    assert before["arsip/2019.csv"] == after["arsip/2019.csv"]
    assert before["data/villages.csv"] != after["data/villages.csv"]
