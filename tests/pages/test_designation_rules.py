"""A programme with states, levels, kinds of events and a counting rule of its own: pages, counts and tables follow."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from factory import (
    INDONESIA,
    default_messages,
    make_programme,
    make_site,
    make_site_index,
    make_source,
    make_village,
    render_pages,
)
from parsed_page import parse_page

from sitegen.dataset import empty_tables, tables_of
from sitegen.dataset.as_of import as_of
from sitegen.figures import FigureIndex
from sitegen.load.schema import json_schema
from sitegen.models import DEFAULT_RULES, DesignationState, Event, EventKind, Grade, Programme, Site, Translation
from sitegen.views.designation_words import with_designation_words

STATES = (
    DesignationState(id="berlaku", name="terpilih"),
    DesignationState(id="dicabut", name="dicabut", counted=False),
)
KINDS = (
    EventKind(id="menang", name="terpilih lagi", state="berlaku", level=True),
    EventKind(id="dicabut", name="penghargaan dicabut", state="dicabut"),
)
LEVELS = (Grade(id="rintisan", name="Rintisan"), Grade(id="maju", name="Maju"))
SOURCES = (make_source(date="2021"), make_source("surat", date="2024-02"), make_source("akhir", date="2025"))
FOLDER = "wilayah/provinsi35/kabupaten-uji05/kecamatan15"


def programme(counting: str = "each_year", **fields: Any) -> Programme:
    rules = {"states": STATES, "event_kinds": KINDS, "levels": LEVELS, "counting": counting}
    return make_programme(**(rules | fields))


def villages() -> tuple[Any, ...]:
    """Won in 2021 and 2023; taken away in 2024; won in an unknown year; never won."""
    again = Event(kind="menang", date="2023-04", level="maju", sources=("surat",))
    taken = Event(kind="dicabut", date="2024-01", sources=("akhir",))
    return (
        make_village("35.05.15.2001", name="Dua", certified="2021-03-01", level="rintisan", events=(again,)),
        make_village("35.05.15.2002", name="Dicabut", certified="2021", events=(again, taken)),
        make_village("35.05.15.2003", name="Entah", certified="[2021..2022]"),
        make_village("35.05.15.2004", name="Belum"),
    )


def site(counting: str = "each_year", **parts: Any) -> Site:
    return make_site(**({"programme": programme(counting), "villages": villages(), "sources": SOURCES} | parts))


def count(of: Site, id: str, at: date | None = None) -> float | None:
    figure = FigureIndex(of).get(id, at)
    return figure.quantity.number if figure and figure.quantity else None


@pytest.mark.parametrize(
    ("counting", "counts"),
    [
        ("once", {"counted": 3, "counted-35": 3, "counted-2021": 2, "counted-2023": 0, "counted-2024": 0}),
        ("each_year", {"counted": 3, "counted-35": 3, "counted-2021": 2, "counted-2023": 2, "counted-2024": 0}),
        ("current", {"counted": 2, "counted-35": 2, "counted-2021": 1, "counted-2023": 0, "counted-2024": 0}),
    ],
)
def test_counting_rule_gives_the_counts(counting: str, counts: dict[str, int]) -> None:
    assert {id: count(site(counting), id) for id in counts} == counts
    rows = {row["year"]: row["recorded_here"] for row in tables_of(site(counting))["years"].records().values()}
    assert {year: rows.get(year, 0) for year in (2021, 2023)} == {
        year: counts[f"counted-{year}"] for year in (2021, 2023)
    }


@pytest.mark.parametrize("counting", ["once", "each_year", "current"])
def test_counting_rule_as_known_on_a_day_is_that_of_what_was_known(counting: str) -> None:
    whole = site(counting)
    for day in (date(2020, 1, 1), date(2022, 1, 1), date(2024, 6, 1), date(2026, 1, 1)):
        ids = ("counted", "counted-35", "counted-2021", "counted-2023")
        assert [count(whole, id, day) for id in ids] == [count(as_of(whole, day), id) or 0 for id in ids], day


def test_status_as_known_on_a_day() -> None:
    states = {day.year: as_of_status(site(), day) for day in (date(2022, 1, 1), date(2024, 6, 1), date(2026, 1, 1))}
    assert states == {2022: ("berlaku", None), 2024: ("berlaku", "maju"), 2026: ("dicabut", None)}


def as_of_status(of: Site, day: date) -> tuple[Any, Any]:
    row = tables_of(as_of(of, day))["villages"].records()["35.05.15.2002"]
    return row["status"], row["current_level"]


def rendered(counting: str = "each_year", **parts: Any) -> dict[str, str]:
    return render_pages(**({"programme": programme(counting), "villages": villages(), "sources": SOURCES} | parts))


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", parse_page(html).main)


def test_village_that_won_again_stands_under_each_year() -> None:
    pages = rendered()
    years = {year: text_of(pages[f"arsip/{year}/index.html"]) for year in (2021, 2023)}
    assert [["Desa Dua" in text, "Desa Dicabut" in text, "Desa Entah" in text] for text in years.values()] == [
        [True, True, False]
    ] * 2
    assert "1 Maret 2021, Rintisan" in years[2021]  # the level of then
    assert "April 2023, Maju" in years[2023]
    assert "Desa Entah" in text_of(pages["arsip/tanpa-tahun/index.html"])
    page = text_of(pages[f"{FOLDER}/dua/index.html"])
    assert re.search(r"Arsip tahunan 2021, 2023|2021, 2023", page)


def test_village_page_in_the_words_of_the_programme() -> None:
    pages = rendered()
    won, taken = (text_of(pages[f"{FOLDER}/{name}/index.html"]) for name in ("dua", "dicabut"))
    assert "Peristiwa terakhir: terpilih lagi, April 2023." in won
    assert "April 2023: terpilih lagi, Maju" in won
    assert re.search(r"Tingkat\W*Maju", won)
    assert "Statusnya sekarang: dicabut, sejak Januari 2024." in taken
    assert "Setiap tempat dihitung pada setiap tahun ia ditetapkan" in taken
    assert "pernah ditetapkan" not in taken.lower()
    region = text_of(pages[f"{FOLDER}/index.html"])
    assert "terpilih 1 Maret 2021, kini Maju" in region
    assert "terpilih 2021, dicabut" in region


def test_village_no_longer_counted_is_not_in_the_register() -> None:
    pages = rendered("current")
    register = text_of(pages["desa/index.html"])
    assert "Desa Dua" in register
    assert "Desa Dicabut" not in register
    assert "Desa Dicabut" not in text_of(pages["arsip/2021/index.html"])
    taken = text_of(pages[f"{FOLDER}/dicabut/index.html"])
    assert "Setiap jumlah di situs ini hanya mencakup penetapan yang masih berlaku." in taken


def test_level_in_structured_data() -> None:
    jsonld = re.findall(r'<script type="application/ld\+json">(.*?)</script>', rendered()[f"{FOLDER}/dua/index.html"])
    places = [one for one in map(json.loads, jsonld) if one.get("@type") == "Place"]
    assert [one["additionalProperty"]["value"] for one in places] == ["Maju"]


def test_search_has_the_words_of_states_and_levels_on_its_page() -> None:
    html = rendered()["pencarian/index.html"]
    assert 'data--3="terpilih 2021, dicabut"' in html
    assert 'data--4="terpilih 2021, kini Maju"' in html


def test_words_in_another_language_by_translation() -> None:
    patches = (
        Translation(what="state:dicabut", name="withdrawn"),
        Translation(what="level:maju", name="Advanced"),
        Translation(what="event-kind:menang", name="won again"),
    )
    index = make_site_index(programme=programme(), villages=villages(), sources=SOURCES)
    assert index.messages["award_maju"] == "Maju"
    from sitegen.translations import translated

    english = translated(replace(site(), translations={"en": patches}), "en").programme.rules
    words = with_designation_words(default_messages("en"), english)
    assert (words["status_dicabut"], words["award_maju"], words["event_menang"]) == (
        "withdrawn",
        "Advanced",
        "won again",
    )


def test_words_of_a_programme_without_rules_are_those_of_the_theme() -> None:
    messages = default_messages("id")
    words = with_designation_words(messages, DEFAULT_RULES)
    assert {key for key in messages if key not in words} == {
        key for key in messages if re.search("_(each_year|current)$", key)
    }
    assert words == {key: text for key, text in messages.items() if key in words}


def test_columns_follow_the_rules() -> None:
    plain, own = (empty_tables(INDONESIA, rules=rules) for rules in (DEFAULT_RULES, programme().rules))
    added = {
        name: [one.name for one in own[name].columns if one.name not in {one.name for one in plain[name].columns}]
        for name in ("villages", "events")
    }
    assert added == {"villages": ["level", "current_level"], "events": ["year", "level"]}
    enums = {one.name: one.rule.get("enum") for table in ("villages", "events") for one in own[table].columns}
    assert enums["status"] == ["berlaku", "dicabut", "reached", "spoken_of"]
    assert enums["level"] == enums["current_level"] == ["rintisan", "maju"]
    events = tables_of(site())["events"]
    assert [(row["kind"], row["year"], row["level"]) for row in events.records().values()] == [
        ("menang", 2023, "maju"),
        ("menang", 2023, "maju"),
        ("dicabut", None, None),
    ]


def test_json_schema_lists_the_kinds_and_levels() -> None:
    plain, own = (
        json_schema("villages", INDONESIA, rules=rules)["$defs"] for rules in (DEFAULT_RULES, programme().rules)
    )
    assert plain["Event"]["properties"]["kind"]["enum"] == [
        "designated",
        "inaugurated",
        "launched",
        "renewed",
        "lapsed",
    ]
    assert not [name for name in ("Village", "Event") if "level" in plain[name]["properties"]]
    assert own["Event"]["properties"]["kind"]["enum"] == ["menang", "dicabut"]
    assert ["rintisan", "maju"] in [one.get("enum") for one in own["Village"]["properties"]["level"]["anyOf"]]
