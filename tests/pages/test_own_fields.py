"""Fields of the programme's own: facts of a village, columns of the open data, and pages of the register."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from factory import (
    ADDRESSES,
    INDONESIA,
    make_config,
    make_programme,
    make_site,
    make_village,
    path_words,
    render_pages,
    render_site,
)

from sitegen.dataset import site_keys, table_of, tables_of, tables_without_rows
from sitegen.dataset.release import apply_release, encode_release, state_of, tables_from
from sitegen.dataset.table_schema import table_schema
from sitegen.formats import CSV, DownloadTerms
from sitegen.load.schema import json_schema
from sitegen.models import Choice, OwnField, Translation, Unit
from sitegen.translations import translated
from sitegen.urls import Routes

FIELDS = (
    OwnField(id="land_area", type="number", words="Luas lahan", unit="hektare"),
    OwnField(
        id="land_status",
        type="choice",
        words="Status lahan",
        choices=(Choice(id="clear", words="sudah bersih"), Choice(id="disputed", words="masih disengketakan")),
        filter=True,
    ),
    OwnField(id="surveyed", type="date", words="Hari survei"),
    OwnField(id="profile", type="link", words="Profil"),
    OwnField(id="remark", type="text", words="Catatan lapangan", column=False),
    OwnField(id="inner", type="text", words="Hanya data", show=False),
)
OWN = (
    ("land_area", "1234.50"),
    ("land_status", "clear"),
    ("surveyed", "2018-07"),
    ("profile", "https://profil.example/a?b=1&c=2"),
    ("remark", "<b>Rapi</b>"),
    ("inner", "=1+1"),
)
PROGRAMME = make_programme(units=(Unit(id="hektare", name="ha", definition="Hektare."),), fields=FIELDS)
VILLAGES = (
    make_village("35.05.15.2004", name="Satu", certified="2018", own=OWN),
    make_village("35.05.15.2005", name="Dua", certified="2018"),
    make_village("35.05.15.2006", name="Tiga", own=OWN[1:2]),
)
SITE: dict[str, Any] = {"programme": PROGRAMME, "villages": VILLAGES}
PAGE = "wilayah/provinsi35/kabupaten-uji05/kecamatan15/satu/index.html"
TRANSLATIONS = (
    Translation(what="field:land_status", words="Land status"),
    Translation(what="field:land_status:choice:clear", words="clear of claims"),
)
ENGLISH = replace(ADDRESSES, language="id", translations=(Routes(path_words("en"), language="en", prefix="/en"),))


def facts(html: str) -> dict[str, str]:
    """The facts of a village's page, by their names."""
    found = re.findall(r"<dt[^>]*>(.*?)</dt><dd>(.*?)</dd>", html)
    return {name: re.sub(r"</?(?:time|bdi)[^>]*>", "", value) for name, value in found}


def test_village_page_shows_own_fields_by_type() -> None:
    told = facts(render_pages(**SITE)[PAGE])
    assert told["Luas lahan"] == "1.234,50&nbsp;ha"
    assert told["Status lahan"] == '<a href="../../../../../desa/land-status/clear/">sudah bersih</a>'
    assert told["Hari survei"] == "Juli 2018"
    link = "https://profil.example/a?b=1&amp;c=2"
    assert told["Profil"] == f'<a href="{link}">{link}</a>'
    assert told["Catatan lapangan"] == "&lt;b&gt;Rapi&lt;/b&gt;"
    assert "Hanya data" not in told


def test_village_outside_the_register_has_no_link_to_a_choice() -> None:
    told = facts(render_pages(**SITE)[PAGE.replace("satu", "tiga")])
    assert told["Status lahan"] == "sudah bersih"


def test_village_page_shows_own_fields_in_other_languages() -> None:
    site = make_site(**SITE, config=make_config(languages=("id", "en")), translations={"en": TRANSLATIONS})
    pages = render_site(site, ENGLISH)
    told = facts(pages[f"en/regions/{PAGE.partition('/')[2]}"])
    assert ">clear of claims</a>" in told["Land status"]
    assert told["Luas lahan"] == "1,234.50&nbsp;ha"
    assert "Land status: clear of claims" in pages["en/villages/land-status/clear/index.html"]


def test_register_has_a_page_for_each_choice() -> None:
    pages = render_pages(**SITE)
    register, clear = pages["desa/index.html"], pages["desa/land-status/clear/index.html"]
    assert '<a href="../desa/land-status/clear/">sudah bersih</a>: 1' in register
    assert "Catatannya tidak menyebutnya: 1" in register
    assert re.findall(r'<th scope="row"><a[^>]*>([^<]*)', clear) == ["Desa Satu"]
    assert 'class="places"' not in pages["desa/land-status/disputed/index.html"]


def test_register_without_filter_is_as_before() -> None:
    fields = tuple(replace(one, filter=False) for one in FIELDS)
    pages = render_pages(**(SITE | {"programme": replace(PROGRAMME, fields=fields)}))
    assert pages["desa/index.html"] == render_pages(villages=VILLAGES)["desa/index.html"]
    assert [path for path in pages if "land-status" in path] == []


def test_own_fields_are_columns_with_their_words() -> None:
    site = make_site(**SITE)
    table = table_of(site, "villages")
    names = [column.name for column in table.columns]
    assert [name for name in names if name in dict(OWN)] == ["land_area", "land_status", "surveyed", "profile", "inner"]
    text = CSV.write(table, DownloadTerms("", "", "", "", "")).decode()
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [(row["land_area"], row["inner"]) for row in rows] == [("1234.50", "'=1+1"), ("", ""), ("", "")]
    meanings = dict.fromkeys((*names, "notice"), "x")
    schema = {one["name"]: one for one in table_schema(table, meanings)["fields"]}
    assert schema["land_area"]["type"] == "number"
    assert schema["land_status"]["constraints"] == {"enum": ["clear", "disputed"]}


def test_own_fields_are_described_on_the_data_page() -> None:
    html = render_pages(**SITE)["data/index.html"]
    assert "Luas lahan (ha)." in html
    assert "Status lahan. clear: sudah bersih. disputed: masih disengketakan." in html


def test_own_fields_are_frozen_in_releases() -> None:
    site = make_site(**SITE)
    state = state_of(tables_of(site))
    data = encode_release({}, state, release="2020-12-31", frozen="2021-01-01", previous=None)
    again: dict[str, Any] = {}
    apply_release(again, data)
    rows = tables_from(again, tables_without_rows(site))["villages"].records()
    assert rows["35.05.15.2004"]["land_area"] == Decimal("1234.50")
    assert rows["35.05.15.2005"]["land_status"] is None


def test_editor_schema_knows_own_fields() -> None:
    properties = json_schema("villages", INDONESIA, site_keys(make_site(**SITE)))["$defs"]["Village"]["properties"]
    assert properties["land_status"]["description"] == "Status lahan"
    assert properties["land_status"]["anyOf"][0]["enum"] == ["clear", "disputed"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_translated_site_keeps_ids_of_choices(language: str) -> None:
    site = make_site(**SITE, translations={"en": TRANSLATIONS})
    field = translated(site, language).own_fields[1]
    assert [choice.id for choice in field.choices] == ["clear", "disputed"]
    words = {"id": "sudah bersih", "en": "clear of claims"}
    assert field.choices[0].words == words[language]
