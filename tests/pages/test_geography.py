"""The geography: codes, levels, and the words and fields that each level needs."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from factory import INDONESIA, default_messages

from sitegen.geography.binding import bind
from sitegen.models import Village

ROOT = Path(__file__).parent.parent.parent
CODE_SLICE = re.compile(r"\w*code\b[^\n\[]{0,10}\[:\d+\]|\bcode\)?\.slice\(0, \d+\)")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_level_has_its_words_in_each_language(language: str) -> None:
    theme = default_messages(language)
    wanted = [
        form.format(level.id)
        for level in INDONESIA.levels
        for form in (
            "level_{}",
            "{}_named",
            "{}_short",
            "{}_long",
            "region_parts_{}",
            "column_villages_{}",
            "changed_{}",
        )
    ]
    assert [key for key in wanted if key not in theme] == []
    precisions = (*INDONESIA.levels[1:], INDONESIA.place)
    assert [level.id for level in precisions if f"village_precision_{level.id}" not in theme] == []


def test_every_level_is_a_key_of_a_village_as_people_write_it() -> None:
    keys = [field.name for field in fields(bind(Village, INDONESIA))]
    at = keys.index("district")
    assert keys[at : at + 3] == ["district", "regency", "province"]
    assert "regions" not in keys


def test_no_module_or_script_cuts_codes_by_hand() -> None:
    patterns = ("sitegen/**/*.py", "tools/*.py", "themes/default/static/**/*.js")
    files = [file for pattern in patterns for file in ROOT.glob(pattern) if "vendor" not in file.parts]
    cut = [(file.relative_to(ROOT).as_posix(), CODE_SLICE.findall(file.read_text(encoding="utf-8"))) for file in files]
    assert len(cut) > 100
    assert [(file, found) for file, found in cut if found] == []


def test_region_codes_are_the_beginning_of_a_code() -> None:
    code = "35.05.15.2004"
    assert [level.region_code(code) for level in INDONESIA.levels] == ["35", "35.05", "35.05.15"]
    assert [level.number(code) for level in INDONESIA.levels] == [35, 5, 15]
    assert INDONESIA.place.number(code + "/pasar-wage") == 2004


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("35", ()),
        ("35.05", ("35",)),
        ("35.05.15", ("35", "35.05")),
        ("35.05.15.2004", ("35", "35.05", "35.05.15")),
        ("35.05.15.2004/pasar-wage", ("35", "35.05", "35.05.15")),
    ],
)
def test_ancestors_are_the_regions_above_a_code(code: str, above: tuple[str, ...]) -> None:
    assert INDONESIA.ancestors(code) == above


def test_levels_are_found_by_id_by_code_and_by_the_level_above() -> None:
    province, regency, district = INDONESIA.levels
    assert [INDONESIA.level(name) for name in ("province", "regency", "district")] == [province, regency, district]
    assert [INDONESIA.level_of(code) for code in ("35", "35.05", "35.05.15")] == [province, regency, district]
    assert [INDONESIA.below(level) for level in INDONESIA.levels] == [regency, district, None]


def test_kinds_follow_the_code() -> None:
    codes = ("35.05.15.2004", "35.05.15.1004", "35.05.15.9004", "35.05.15.2004/pasar-wage")
    assert [INDONESIA.kind_of(code) for code in codes] == ["desa", "kelurahan", "", "pasar"]


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Kabupaten Klaten", "Klaten"),
        ("Kota Batu", "Batu"),
        ("Kota Administrasi Jakarta Selatan", "Jakarta Selatan"),
        ("Kabupaten Administrasi Kepulauan Seribu", "Kepulauan Seribu"),
        ("Kotamobagu", "Kotamobagu"),
        ("Jawa Timur", "Jawa Timur"),
    ],
)
def test_bare_names_have_no_word_for_the_level(name: str, bare: str) -> None:
    assert INDONESIA.bare_name(name) == bare
