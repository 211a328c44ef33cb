"""Downloads: every record in forms that others read, with the notice in each, and every column explained."""

from __future__ import annotations

import csv
import io
import json

import pytest
from factory import default_theme, make_config, make_outreach, make_programme, make_village, make_year
from page_facts import facts
from publishing import published

from sitegen.model import Criterion, Licence, Location, Publisher
from sitegen.output import Table, Terms
from sitegen.pages.tables import VILLAGE_COLUMNS, YEAR_COLUMNS
from sitegen.render.tables import table

DESIGNATED = make_village(
    "35.05.15.2004",
    name='Suko"sewu, Baru',
    certified="[2017..2018]",
    location=Location(lat=-8.03546, lon=112.29194, uncertainty_m=2200),
    criteria=("staff-enrolled", "head-enrolled"),
    note="Baris satu\nbaris dua",
)
REACHED = make_village("33.10.16.2012")
SPOKEN_OF = make_village("33.10.16.2013")
PARTS = {
    "villages": (REACHED, SPOKEN_OF, DESIGNATED, make_village("35.05.15.2005", certified="2018-03")),
    "outreach": (make_outreach(villages=(REACHED.code,)),),
    "programme": make_programme(
        make_year(2017, reported=276),
        make_year(2019, target=198, projected_total=675),
        criteria=tuple(
            Criterion(id=id, name=id, description=id, sources=("koran",)) for id in ("staff-enrolled", "head-enrolled")
        ),
    ),
    "config": make_config(licence=Licence(name="CC BY 4.0", url="https://licence.example/")),
}


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_says_what_the_records_say() -> None:
    text = published(**PARTS)["data/villages.csv"]
    assert text.endswith("\r\n")
    reached, spoken_of, designated, dated = rows_of(text)
    assert tuple(designated) == (*VILLAGE_COLUMNS, "notice")
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


def test_json_and_geojson_carry_the_terms_and_what_is_not_known() -> None:
    files = published(**PARTS)
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


def test_years_keep_target_result_and_record_apart() -> None:
    files = published(**PARTS)
    years = {row["year"]: row for row in json.loads(files["data/years.json"])["years"]}
    assert [(years[year]["target"], years[year]["reported"], years[year]["recorded_here"]) for year in years] == [
        (None, 276, 0),
        (None, None, 1),
        (198, None, 0),
    ]
    assert years[2019]["projected_total"] == 675
    assert tuple(rows_of(files["data/years.csv"])[0]) == (*YEAR_COLUMNS, "notice")


def test_each_table_is_told_to_those_who_search_for_data() -> None:
    publisher = Publisher(name="Penerbit Uji", url="https://penerbit.example/")
    config = make_config(licence=Licence(name="CC BY 4.0", url="https://licence.example/"), publisher=publisher)
    described = facts(published(**(PARTS | {"config": config}))["data/index.html"]).data
    villages, years = (block for block in described if block["@type"] == "Dataset")
    for dataset in (villages, years):
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
        ("text/csv", f"{base}/villages.csv"),
        ("application/json", f"{base}/villages.json"),
        ("application/geo+json", f"{base}/villages.geojson"),
    ]
    assert [one["contentUrl"] for one in years["distribution"]] == [f"{base}/years.csv", f"{base}/years.json"]


@pytest.mark.parametrize("text", ["=1+1", "+62 812", "-cmd|' /C calc'!A0", "@SUM(A1)", "\tx", "＝1"])
def test_no_text_is_a_formula(text: str) -> None:
    body = Table(
        "csv", "x", ("a", "b", "c"), [(text, -8.5, ("aman", text)), ("aman", None, ())], Terms(text, "", "", "", "")
    )
    head, row, second = csv.reader(io.StringIO(table(body).decode(), newline=""))
    assert head == ["a", "b", "c", "notice"]
    assert row == ["'" + text, "-8.5", f"aman {text}", "'" + text]
    assert second == ["aman", "", "", "'" + text]


@pytest.mark.parametrize("form", ["csv", "json", "geojson"])
def test_a_table_without_rows_is_whole(form: str) -> None:
    body = Table(form, "x", ("code", "lat", "lon"), [], Terms("n", "", "", "", ""))  # type: ignore[arg-type]
    text = table(body).decode()
    if form == "csv":
        assert text == "code,lat,lon,notice\r\n"
    else:
        assert json.loads(text)["features" if form == "geojson" else "x"] == []


def test_every_column_and_file_is_explained() -> None:
    page = published(**PARTS)["data/index.html"]
    for column in (*VILLAGE_COLUMNS, *YEAR_COLUMNS, "notice"):
        assert f"<code>{column}</code>" in page
    for file in ("villages.csv", "villages.json", "villages.geojson", "years.csv", "years.json"):
        assert f'<a href="../data/{file}" download>' in page or f'<a href="{file}" download>' in page
        assert f'"contentUrl":"https://uji.example/data/{file}"' in page
    known = {f"column_villages_{name}" for name in VILLAGE_COLUMNS} | {f"column_years_{name}" for name in YEAR_COLUMNS}
    words = default_theme().words["id"]
    assert {word for word in words if word.startswith("column_")} == known | {"column_notice"}
