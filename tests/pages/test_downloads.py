"""Downloads: every record in forms that others read, with the notice in each, and every column explained."""

from __future__ import annotations

import csv
import io
import json

import pytest
from factory import (
    INDONESIA,
    default_theme,
    make_config,
    make_outreach,
    make_programme,
    make_site,
    make_village,
    make_year,
    nonempty_tables,
)
from parsed_page import parse_page
from published_site import published

from sitegen.dataset import Column, Table, empty_tables
from sitegen.formats import CSV, GEOJSON, JSON, PLAIN_FORMATS, TABLE_FORMATS, DownloadTerms, TableFormat
from sitegen.models import Criterion, Licence, Location, Publisher, RegionRecord

DESIGNATED = make_village(
    "35.05.15.2004",
    name='Suko"sewu, Baru',
    certified="[2017..2018]",
    location=Location(lat=-8.03546, lon=112.29194, uncertainty_m=2200, precision="village"),
    criteria=("staff-enrolled", "head-enrolled"),
    note="Baris satu\nbaris dua",
)
REACHED = make_village("33.10.16.2012")
SPOKEN_OF = make_village("33.10.16.2013")
PARTS = {
    "villages": (REACHED, SPOKEN_OF, DESIGNATED, make_village("35.05.15.2005", certified="2018-03")),
    "outreach": (make_outreach(villages=(REACHED.code,)),),
    "regions": (RegionRecord(code="33.10", name=REACHED.regions[1]),),
    "programme": make_programme(
        make_year(2017, reported=276),
        make_year(2019, target=198, projected_total=675),
        criteria=tuple(
            Criterion(id=id, name=id, description=id, sources=("koran",)) for id in ("staff-enrolled", "head-enrolled")
        ),
    ),
    "config": make_config(licence=Licence(name="CC BY 4.0", url="https://licence.example/")),
}
COLUMNS = {
    name: [column.name for column in table.columns] for name, table in nonempty_tables(make_site(**PARTS)).items()
}
"""The columns of each table; those of villages and years are published with the address of each row."""


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """The published site of PARTS."""
    return published(**PARTS)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_downloads_csv_equals_records(files: dict[str, str]) -> None:
    text = files["data/villages.csv"]
    assert text.endswith("\r\n")
    reached, spoken_of, designated, dated = rows_of(text)
    assert tuple(designated) == (*COLUMNS["villages"], "url", "notice")
    assert designated["code"] == "35.05.15.2004"
    assert designated["name"] == DESIGNATED.name
    assert designated["note"] == DESIGNATED.note
    assert (designated["lat"], designated["lon"], designated["uncertainty_m"]) == ("-8.03546", "112.29194", "2200")
    assert designated["criteria"] == "staff-enrolled head-enrolled"
    assert (designated["certified"], designated["year"]) == ("[2017..2018]", "")
    assert (dated["certified"], dated["year"], dated["lat"]) == ("2018-03", "2018", "")
    assert [row["status"] for row in (reached, spoken_of, designated)] == ["reached", "spoken_of", "certified"]
    assert {row["notice"] for row in rows_of(text)} == {"Situs uji, bukan situs resmi. CC BY 4.0"}
    assert designated["url"].startswith("https://uji.example/wilayah/")


def test_downloads_json_and_geojson_have_terms_and_nulls(files: dict[str, str]) -> None:
    villages = json.loads(files["data/villages.json"])
    assert villages["notice"] == "Situs uji, bukan situs resmi."
    assert villages["licence"] == {"name": "CC BY 4.0", "url": "https://licence.example/"}
    assert villages["source"] == {"publisher": "Penerbit Uji", "url": "https://uji.example/"}
    assert [row["code"] for row in villages["villages"]] == [village.code for village in PARTS["villages"]]
    assert villages["villages"][0]["certified"] is None
    geo = json.loads(files["data/villages.geojson"])
    assert geo["type"] == "FeatureCollection"
    assert geo["notice"] == villages["notice"]
    (feature,) = geo["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [112.29194, -8.03546]}
    assert (feature["type"], feature["id"]) == ("Feature", DESIGNATED.code)
    assert feature["properties"] == villages["villages"][2]


def test_downloads_years_keep_target_result_and_count_apart(files: dict[str, str]) -> None:
    years = {row["year"]: row for row in json.loads(files["data/years.json"])["years"]}
    assert [(years[year]["target"], years[year]["reported"], years[year]["recorded_here"]) for year in years] == [
        (None, 276, 0),
        (None, None, 1),
        (198, None, 0),
    ]
    assert years[2019]["projected_total"] == 675
    assert tuple(rows_of(files["data/years.csv"])[0]) == (*COLUMNS["years"], "url", "notice")


def test_downloads_tables_have_structured_data() -> None:
    publisher = Publisher(name="Penerbit Uji", url="https://penerbit.example/")
    config = make_config(licence=Licence(name="CC BY 4.0", url="https://licence.example/"), publisher=publisher)
    described = parse_page(published(**(PARTS | {"config": config}))["data/index.html"]).data
    datasets = {block["url"].partition("#")[2]: block for block in described if block["@type"] == "Dataset"}
    assert list(datasets) == list(COLUMNS)
    villages, years = datasets["villages"], datasets["years"]
    for dataset in datasets.values():
        assert dataset["name"].startswith("Situs Uji: ")
        assert 50 <= len(dataset["description"]) <= 5000
        assert dataset["license"] == "https://licence.example/"
        assert dataset["creator"] == {
            "@type": "Organization",
            "name": "Penerbit Uji",
            "url": "https://penerbit.example/",
        }
    base = "https://uji.example/data"
    assert [(one["encodingFormat"], one["contentUrl"]) for one in villages["distribution"]] == [
        (format.media_type, format.file(f"{base}/villages")) for format in TABLE_FORMATS
    ]
    assert [one["contentUrl"] for one in years["distribution"]] == [
        format.file(f"{base}/years") for format in PLAIN_FORMATS
    ]


@pytest.mark.parametrize("format", [CSV, JSON, GEOJSON], ids=lambda one: one.suffix)
def test_downloads_format_of_empty_table_is_valid(format: TableFormat) -> None:
    columns = (Column("code", "string"), Column("lat", "number"), Column("lon", "number"))
    text = format.write(Table("x", columns, ("code",), []), DownloadTerms("n", "", "", "", "")).decode()
    if format is CSV:
        assert text == "code,lat,lon,notice\r\n"
    else:
        assert json.loads(text)["features" if format is GEOJSON else "x"] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_downloads_page_offers_every_table_and_column(name: str, files: dict[str, str]) -> None:
    page = parse_page(files["data/index.html"])
    offered = [link["href"] for link in page.all("a") if link.get("download") is not None]
    formats = TABLE_FORMATS if name == "villages" else PLAIN_FORMATS
    assert [path for path in offered if path.startswith(f"../data/{name}.")] == [
        format.file(f"../data/{name}") for format in formats
    ]
    assert page.all("section", id=name)
    assert page.all("a", href=f"#{name}")


@pytest.mark.parametrize("language", ["id", "en"])
def test_downloads_dictionary_matches_columns(language: str) -> None:
    """None is missing, and none is left over from a column that is no more, but that of the places: LEVEL makes it."""
    messages = default_theme().messages[language]
    columns = {
        f"column_{table}_{column.name}" for table, rows in empty_tables(INDONESIA).items() for column in rows.columns
    }
    known = columns | {"column_villages_url", "column_years_url", "column_notice", "column_villages_village"}
    assert {word for word in messages if word.startswith("column_")} == known
    assert {f"data_{table}" for table in COLUMNS} | {f"data_{table}_meaning" for table in COLUMNS} <= messages.keys()


def test_downloads_page_offers_archive_and_citation(files: dict[str, str]) -> None:
    page = parse_page(files["data/index.html"])
    offered = [link["href"] for link in page.all("a") if link.get("download") is not None]
    whole = ["../data/data.zip", "../data/data.xlsx", "../data/datapackage.json", "../data/catalog.jsonld"]
    assert offered[:4] == whole
    assert [link["href"] for link in page.all("link", rel="alternate") if "json" in link["href"]][-2:] == whole[2:]
    assert "Penerbit Uji. Situs Uji: data terbuka. https://uji.example/data/." in page.main
    for section in ("../data/mutu/", "../data/rilis/", "../ralat/"):
        assert page.all("a", href=section)


def test_downloads_rare_table_only_where_it_has_rows(files: dict[str, str]) -> None:
    assert "data/regions.csv" in files
    bare = published(**(PARTS | {"regions": ()}))
    assert [path for path in bare if path.startswith("data/regions")] == []
    assert "#regions" not in bare["data/index.html"]
