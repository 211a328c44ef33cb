"""Sentences with a number agree with it: in English "1 village", in Indonesian as ever."""

from __future__ import annotations

import re
from typing import Any

import pytest
from factory import (
    default_messages,
    make_config,
    make_indicator,
    make_outreach,
    make_programme,
    make_site,
    make_village,
    make_year,
    path_words,
    render_site,
)

from sitegen.models import Attendance, Programme, Translation, Unit
from sitegen.plurals import split_form
from sitegen.translations import translated
from sitegen.urls import build_routes

ONE_OF_MANY = re.compile(
    r"\b1 (?:villages|places|provinces|schools|people|persons|records|files|events|values|others|designations)\b"
    r"|\b1 other places\b|\bthe 1 records\b|\b1 are\b"
)


def programme(**fields: Any) -> Programme:
    return make_programme(make_year(2018, target=1, reported=1), make_year(2019, target=2, reported=1), **fields)


def pages(count: int, language: str = "en", **fields: Any) -> dict[str, str]:
    """The pages of a site whose every list has `count` of its kind."""
    codes = [f"35.05.15.20{number:02}" for number in range(4, 4 + count)]
    villages = [make_village(code, certified="2018-07-05") for code in codes]
    config = make_config(language=language)
    events = [make_outreach(f"temu-{n}", (code,), attendance=Attendance(count=count)) for n, code in enumerate(codes)]
    given = {"programme": programme(), "villages": tuple(villages), "outreach": tuple(events)}
    site = make_site(config=config, **(given | fields))
    made = render_site(site, build_routes(config, path_words))
    return {path: re.sub(r"<[^>]+>", "", text.replace("&nbsp;", " ")) for path, text in made.items()}


def test_english_pages_of_one_of_each_agree_in_number() -> None:
    found = {path: ONE_OF_MANY.findall(text) for path, text in pages(1).items() if path.endswith((".html", ".xml"))}
    assert {path: words for path, words in found.items() if words} == {}


def test_english_year_of_one_village_in_words() -> None:
    page = pages(1)["archive/2018/index.html"]
    assert "1 village" in page
    assert "The programme reports 1 village for 2018; recorded on this site: 1." in page


def test_indonesian_pages_have_no_forms() -> None:
    assert not [key for key in default_messages("id") if split_form(key)[0] in default_messages("id")]


def test_english_forms_are_of_messages_and_differ_from_them() -> None:
    words = default_messages("en")
    forms = {key: split_form(key) for key in words if split_form(key)[0] in words}
    assert {category for _, category in forms.values()} == {"one"}
    assert len(forms) > 20
    assert [key for key, (base, _) in forms.items() if words[key] == words[base]] == []
    places = {key: set(re.findall(r"{\w+}", words[key])) for key in words}
    assert [key for key, (base, _) in forms.items() if not places[key] <= places[base]] == []


@pytest.mark.parametrize(("value", "told"), [(1, "1 active member"), (2, "2 active members")])
def test_unit_with_a_form_for_one(value: int, told: str) -> None:
    unit = Unit(id="peserta", name="active members", name_one="active member", definition="Uji.")
    given = make_programme(make_year(2018, target=1), units=(unit,))
    made = pages(1, programme=given, indicators=(make_indicator(value=value, as_of="2020"),))
    assert told in made["indicators/index.html"]
    assert f"{told}s" not in made["indicators/index.html"]


def test_unit_form_for_one_is_not_taken_from_another_language() -> None:
    unit = Unit(id="peserta", name="active members", name_one="active member", definition="Uji.")
    patch = Translation(what="unit:peserta", name="membres actifs")
    site = make_site(programme=make_programme(units=(unit,)), translations={"fr": (patch,)})
    (other,) = translated(site, "fr").programme.units
    assert (other.name, other.name_one) == ("membres actifs", None)
