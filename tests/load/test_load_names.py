"""Names with something before, behind or around them are told once, with the name alone as suggestion."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from factory import INDONESIA
from marked_site import SOUND, VILLAGE, read, unmark, write_site

from sitegen.geography import Level
from sitegen.load.name_check import NameRules
from sitegen.load.official_list import OFFICIAL_LIST
from sitegen.problems import severity_of

V, S = "data/villages.yaml", "data/site.yaml"
BARE: dict[str, str | bytes | None] = {"data/outreach.yaml": "", "content/news/2018-07-05-dua-desa.md": None}
LISTED = SOUND[S].replace("official_list: none\n", "")
KIND, TWO, CAPITALS = "name-with-kind", "name-two-places", "name-capitals"
UNCLEAN, PLACEHOLDER, WORD, SPELLING = "name-unclean", "name-placeholder", "region-word", "name-spelling"


def write_name(folder: Path, key: str, value: str, listed: bool) -> tuple[list[tuple[str, str]], bool]:
    """Return code and suggestion of each problem of the record with this value, and whether all are at the value."""
    line = next(line for line in VILLAGE.splitlines() if line.lstrip("- ").startswith(f"{key}: "))
    text, spans = unmark(V, VILLAGE.replace(line, f"{line.partition(': ')[0]}: «{value}»"))
    _, problems = read(write_site(folder, {**BARE, V: text, S: LISTED if listed else SOUND[S]}))
    return [(one.code, one.suggestion) for one in problems], all([one.at] == spans for one in problems)


FAULTS = [  # without the list, the suggestion is certain or there is none
    ("name", "“Sukosewu”", UNCLEAN, "Sukosewu"),
    ("name", "'\"Sukosewu\"'", UNCLEAN, "Sukosewu"),
    ("name", "\"'Sukosewu'\"", UNCLEAN, "Sukosewu"),
    ("name", "Sukosewu,", UNCLEAN, "Sukosewu"),
    ("name", "Suko  Sewu", UNCLEAN, "Suko Sewu"),
    ("name", "Suko\u00a0Sewu", UNCLEAN, "Suko Sewu"),
    ("name", "Suko\u200bsewu", UNCLEAN, "Sukosewu"),
    ("name", "\u202aSukosewu\u202c", UNCLEAN, "Sukosewu"),
    ("name", "Sukose\u0301wu", UNCLEAN, "Sukoséwu"),
    ("name", "SUKOSEWU", CAPITALS, ""),
    ("name", "SUKO SEWU", CAPITALS, ""),
    ("name", "Desa Sukosewu", KIND, "Sukosewu"),
    ("name", "Ds.Sukosewu", KIND, "Sukosewu"),
    ("name", "Kel. Sukosewu", KIND, "Sukosewu"),
    ("name", "Desa Adat Sukosewu", KIND, "Sukosewu"),
    ("name", "DESA SUKOSEWU", KIND, ""),
    ("name", "Kecamatan Gandusari", KIND, ""),
    ("name", "Sukosewu, Gandusari", TWO, "Sukosewu"),
    ("name", "Sukosewu, Ampelgading", TWO, ""),
    ("name", "Sukosewu Kec. Gandusari", TWO, "Sukosewu"),
    ("name", "Sukosewu (Kab. Blitar)", TWO, "Sukosewu"),
    ("name", "“Desa  Sukosewu, Gandusari”", TWO, "Sukosewu"),
    ("name", "TODO", PLACEHOLDER, ""),
    ("name", "???", PLACEHOLDER, ""),
    ("name", '"-"', PLACEHOLDER, ""),
    ("name", "xxx", PLACEHOLDER, ""),
    ("name", "n/a", PLACEHOLDER, ""),
    ("name", "Belum ada", PLACEHOLDER, ""),
    ("district", "“Gandusari”", UNCLEAN, "Gandusari"),
    ("district", "KEC. GANDUSARI", CAPITALS, ""),
    ("district", "Gandusari, Kabupaten Blitar", TWO, "Gandusari"),
    ("district", "Kabupaten Blitar", KIND, ""),
    ("district", "“Kecamatan Gandusari”", UNCLEAN, "Gandusari"),
    ("regency", "KABUPATEN BLITAR", CAPITALS, ""),
    ("regency", "“Kab. Blitar”", UNCLEAN, "Kabupaten Blitar"),
    ("regency", "Kabupaten Blitar, Jawa Timur", TWO, "Kabupaten Blitar"),
    ("province", "JAWA TIMUR", CAPITALS, ""),
    ("province", "TODO", PLACEHOLDER, ""),
]
RIGHT = {"name": "Sukosewu", "district": "Gandusari", "regency": "Kabupaten Blitar", "province": "Jawa Timur"}


@pytest.mark.parametrize(("key", "value", "code", "suggestion"), FAULTS)
def test_name_fault_told_once_with_the_name_alone(
    tmp_path: Path, key: str, value: str, code: str, suggestion: str
) -> None:
    assert write_name(tmp_path / "1", key, value, listed=False) == ([(code, suggestion)], True)
    assert write_name(tmp_path / "2", key, value, listed=True) == ([(code, RIGHT[key])], True)


def test_name_faults_that_publish_a_false_name_are_errors() -> None:
    severities = {code: severity_of(code) for code in (PLACEHOLDER, TWO, KIND, CAPITALS, UNCLEAN)}
    assert severities == {PLACEHOLDER: "error", TWO: "error", KIND: "warning", CAPITALS: "warning", UNCLEAN: "warning"}


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("district", "Kecamatan Gandusari", SPELLING),
        ("regency", "Kab. Blitar", SPELLING),
        ("name", "Sukosewu I, II", "name-not-official"),
        ("name", "Desa Baru", "name-not-official"),
    ],
)
def test_name_that_the_list_corrects_told_by_the_list(tmp_path: Path, key: str, value: str, code: str) -> None:
    assert write_name(tmp_path, key, value, listed=True) == ([(code, RIGHT[key])], True)


@pytest.mark.parametrize(
    "name",
    ["II Koto", "SP 3", "P. Berandan", "Pasar Baru", "Kota Baru", "Lubuk Pakam I,II", "Ja'an", "Ja’an", "Sa'dan To'",
     "DKI", "RD. PJKA", "Mns. Mesjid", "Kurau (Timur)", "Tiro/Truseb", "Desaku", "Kelapa Dua", "Todo", "Súkosewu",
     "ꦱꦸꦏꦺꦴ\u200dꦱꦺꦮꦸ", "सुखपुर"],
)  # fmt: skip
def test_name_that_only_looks_odd_accepted(tmp_path: Path, name: str) -> None:
    assert write_name(tmp_path, "name", f'"{name}"', listed=False) == ([], True)


def test_name_of_every_listed_place_accepted(tmp_path: Path) -> None:
    """By the rules alone, but for a few villages whose name begins with the word: there the list decides."""
    levels = {level.length: level for level in (*INDONESIA.levels, INDONESIA.place)}
    with closing(sqlite3.connect(OFFICIAL_LIST)) as database:
        places = dict(database.execute("SELECT code, name FROM places WHERE code <> ''"))
    rules = NameRules(INDONESIA)
    odd = [code for code, name in places.items() if rules.find_fault(name, levels[len(code)])]
    assert len(places) > 91_000
    assert {places[code].split()[0] for code in odd} == {"Desa"}
    assert len(odd) < 10
    records = [
        f"- code: {code}\n  name: {places[code]}\n  kind: desa\n  district: {places[code[:8]]}\n"
        f"  regency: {places[code[:5]]}\n  province: {places[code[:2]]}\n  sources: [koran]\n"
        for code in odd
    ]
    assert read(write_site(tmp_path, {**BARE, V: "".join(records), S: LISTED}))[1] == []


PREVIOUS = [
    ("Desa Sukosewi", [(KIND, "Sukosewi")]),
    ("Sukosewi, Gandusari", [(TWO, "Sukosewi")]),
    ("TODO", [(PLACEHOLDER, "")]),
    ("AMPELGADING", [(CAPITALS, "Ampelgading")]),  # all places of this name are written so
    ("Desa Baru", []),
    ("SUKOSEWU", [("previous-name", "")]),
]


@pytest.mark.parametrize(("name", "expected"), PREVIOUS)
def test_name_before_checked_too(tmp_path: Path, name: str, expected: list[tuple[str, str]]) -> None:
    text = f'{VILLAGE}  previous_names: ["{name}"]\n'
    _, problems = read(write_site(tmp_path, {**BARE, V: text, S: LISTED}))
    assert [(one.code, one.suggestion) for one in problems] == expected
    assert {(one.at.line, one.at.column) for one in problems} <= {(VILLAGE.count("\n") + 1, 20)}


def test_name_written_so_on_purpose_accepted(tmp_path: Path) -> None:
    """But for signs that nobody sees."""
    text = VILLAGE.replace("Sukosewu", "«“DESA SUKOSEWU, GANDUSARI”»") + "  differs_from_list: {name: Piagam}\n"
    marked, spans = unmark(V, text)
    for number, settings in enumerate((SOUND[S], LISTED)):
        files = {**BARE, S: settings}
        plain = marked.replace("“", "").replace("”", "")
        assert read(write_site(tmp_path / f"a{number}", {**files, V: plain}))[1] == []
        _, (problem,) = read(write_site(tmp_path / f"b{number}", {**files, V: marked}))
        assert (problem.code, [problem.at], problem.suggestion) == (UNCLEAN, spans, "DESA SUKOSEWU, GANDUSARI")


def test_name_in_a_country_without_words_for_its_levels() -> None:
    county, ward = (Level(one, one, depth, (3,), "") for depth, one in enumerate(("county", "ward")))
    pack = SimpleNamespace(places=SimpleNamespace(odd_names=()))
    rules = NameRules(SimpleNamespace(place=ward, levels=(county,), local_kinds=(), pack=pack))
    for name in ("ward_name", "Nama county", "Todo"):
        assert rules.find_fault(name, ward).code == "name-placeholder", name
    for name in ("Kilimani", "Kilimani - Woodley", "Suko, I", "Desa Baru", "St. Mary (East)"):
        assert rules.find_fault(name, ward) is None, name
    fault = rules.find_fault("“KILIMANI”, Nairobi", ward)
    assert fault is not None
    assert (fault.code, fault.mended, fault.capitals) == (TWO, "Kilimani", True)


def test_name_excused_in_one_record_only(tmp_path: Path) -> None:
    capitals = VILLAGE.replace("district: Gandusari", "district: GANDUSARI")
    text = f"{capitals}  differs_from_list: {{district: Piagam}}\n{capitals.replace('2004', '2005')}"
    _, problems = read(write_site(tmp_path, {**BARE, V: text}))
    assert [(one.code, one.at.line) for one in problems] == [(CAPITALS, VILLAGE.count("\n") + 5)]


def test_name_of_market_may_hold_other_names(tmp_path: Path) -> None:
    market = VILLAGE.replace("2004", "2004/pasar-a").replace("kind: desa", "kind: pasar")
    for number, (name, expected) in enumerate((("Pasar Desa Sukosewu", []), ("“Wage”", [(UNCLEAN, "Wage")]))):
        text = market.replace("name: Sukosewu", f"name: {name}")
        _, problems = read(write_site(tmp_path / str(number), {**BARE, V: text, S: LISTED}))
        assert [(one.code, one.suggestion) for one in problems] == expected


def test_name_fault_of_unlisted_region_not_compared_with_others(tmp_path: Path) -> None:
    """It is told once, at its own record, though other records of the region have another name."""
    other = VILLAGE.replace("2004", "2005").replace("district: Gandusari", "district: GANDUSARI")
    _, problems = read(write_site(tmp_path, {**BARE, V: VILLAGE + other}))
    assert [(one.code, one.at.line) for one in problems] == [(CAPITALS, VILLAGE.count("\n") + 4)]


def test_name_fault_does_not_hide_a_wrong_code(tmp_path: Path) -> None:
    text = VILLAGE.replace("35.05.15.2004", "«35.05.15.2005»").replace("Sukosewu", "«Desa Sukosewu, Gandusari»")
    marked, spans = unmark(V, text)
    _, problems = read(write_site(tmp_path, {**BARE, V: marked, S: LISTED}))
    assert [(one.code, one.suggestion) for one in problems] == [("code-mistaken", "35.05.15.2004"), (TWO, "Sukosewu")]
    assert [one.at for one in problems] == spans
