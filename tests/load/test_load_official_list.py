"""Codes and names are compared with the official list: what differs is told once, at its own record."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import list_mistakes
import pytest
from factory import INDONESIA
from marked_site import SOUND, VILLAGE, read, unmark, write_site

from sitegen.cache import MemoryCache, NullCache
from sitegen.load import load_site, official_list
from sitegen.load.official_list import OFFICIAL_LIST, open_official_list
from sitegen.load.theme import PACKAGE_THEMES
from sitegen.problems import Report, severity_of

V, S = "data/villages.yaml", "data/site.yaml"
COMPARED = SOUND[S].replace("official_list: none\n", "")
CODE = "35.05.15.2004"
BARE: dict[str, str | bytes | None] = {
    S: COMPARED, "data/outreach.yaml": "", "content/news/2018-07-05-dua-desa.md": None,
}  # fmt: skip


def write_list(folder: Path, villages: str, **more: str) -> Path:
    return write_site(folder, {**BARE, V: villages, **more})


def one_record(name: str, value: str) -> str:
    """The sound record with a value marked, by its key."""
    line = next(line for line in VILLAGE.splitlines() if line.lstrip("- ").startswith(f"{name}: "))
    return VILLAGE.replace(line, f"{line.partition(': ')[0]}: «{value}»")


OTHER, UNLISTED, MISTAKEN = "code-of-another", "code-unlisted", "code-mistaken"
NAME, SPELLING = "name-not-official", "name-spelling"
DIFFERENCES = [
    ("code", "35.05.51.2004", UNLISTED, CODE),
    ("code", "35.05.15.2040", UNLISTED, CODE),
    ("code", "35.05.15.1004", UNLISTED, CODE),
    ("code", "99.99.99.2999", UNLISTED, CODE),
    ("code", "53.05.15.2004", MISTAKEN, CODE),
    ("code", "35.05.15.2005", MISTAKEN, CODE),
    ("code", "3505152004", "bad-code", CODE),
    ("code", "35 05 15 2004", "bad-code", CODE),
    ("province", "Jatim", NAME, "Jawa Timur"),
    ("province", "East Java", NAME, "Jawa Timur"),
    ("province", "Negeri Dongeng", NAME, "Jawa Timur"),
    ("province", "JAWA TIMUR", "name-capitals", "Jawa Timur"),
    ("province", "Provinsi Jawa Timur", SPELLING, "Jawa Timur"),
    ("regency", "Kota Blitar", NAME, "Kabupaten Blitar"),
    ("regency", "Kabupaten Klaten", NAME, "Kabupaten Blitar"),
    ("regency", "Kab. Blitar", SPELLING, "Kabupaten Blitar"),
    ("regency", "Blitar", SPELLING, "Kabupaten Blitar"),
    ("district", "Gandu-Sari", SPELLING, "Gandusari"),
    ("name", "Suko Sewu", SPELLING, "Sukosewu"),
    ("name", "Súkosewu", SPELLING, "Sukosewu"),
    ("name", "Desa Sukosewu", "name-with-kind", "Sukosewu"),
    ("name", "Sukosewi", NAME, "Sukosewu"),
]


@pytest.mark.parametrize(("key", "value", "code", "suggestion"), DIFFERENCES)
def test_listed_difference_at_its_value(tmp_path: Path, key: str, value: str, code: str, suggestion: str) -> None:
    text, spans = unmark(V, one_record(key, value))
    _, (problem,) = read(write_site(tmp_path, {S: COMPARED, V: text}))
    assert (problem.code, [problem.at], problem.suggestion) == (code, spans, suggestion)
    warning = code in (SPELLING, "name-capitals", "name-with-kind")
    assert severity_of(code) == ("warning" if warning else "error")


def village(code: str, name: str, district: str, regency: str, province: str, **more: str) -> str:
    fields = {"kind": "desa", "district": district, "regency": regency, "province": province, **more}
    lines = "".join(f"  {key}: {value}\n" for key, value in fields.items())
    return f"- code: {code}\n  name: {name}\n{lines}  sources: [koran]\n"


BLITAR = ("Gandusari", "Kabupaten Blitar", "Jawa Timur")
FORMER = "[{code: «35.05.15.2005», until: 2020}]"
CASES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "the word of a city": (
        village("35.79.01.2006", "Oro-oro Ombo", "Batu", "«Kabupaten Batu»", "Jawa Timur"),
        [(NAME, "Kota Batu")],
    ),
    "a regency of another code": (
        village("51.04.05.2007", "Petulu", "Ubud", "«Kabupaten Badung»", "Bali"),
        [(NAME, "Kabupaten Gianyar")],
    ),
    "nothing but the code is real": (
        village("«35.05.15.2004»", "Contoh", "Kecontohan", "Kabupaten Contoh", "Jatim"),
        [(OTHER, "")],
    ),
    "nothing is real": (
        village("«99.99.99.2999»", "Contoh", "Kecontohan", "Kabupaten Contoh", "Negeri Dongeng"),
        [("code-unknown", "")],
    ),
    "a code that nobody has, and regions of another": (
        village("«35.05.15.2099»", "Contoh", "Kecontohan", "Kabupaten Contoh", "Jawa Timur"),
        [("code-unknown", "")],
    ),
    "a place of which two names agree is not certain": (
        village("«99.05.15.2004»", "Sukosewu", "Kecontohan", "Kabupaten Blitar", "Contoh Timur"),
        [("code-unknown", "")],
    ),
    "a code newer than the list, and an alias": (
        village("«35.05.15.2099»", "Sukobaru", "Gandusari", "Kabupaten Blitar", "«Jatim»"),
        [("code-unknown", ""), (NAME, "Jawa Timur")],
    ),
    "a district's code, with a name that no list has": (
        village("«35.05.51.2004»", "Sukobaru", *BLITAR),
        [(UNLISTED, "")],
    ),
    "a code newer than the list": (village("«35.05.15.2099»", "Sukobaru", *BLITAR), [("code-unknown", "")]),
    "a wrong code, and an alias": (
        village("«35.51.15.2004»", "Sukosewu", "Gandusari", "Kabupaten Blitar", "«Jatim»"),
        [(UNLISTED, CODE), (NAME, "Jawa Timur")],
    ),
    "an alias, and a letter too many": (
        village(CODE, "«Sukosewuu»", "Gandusari", "Kabupaten Blitar", "«Jatim»"),
        [(NAME, "Sukosewu"), (NAME, "Jawa Timur")],
    ),
    "a copied name, whose own record stands beside it": (
        village(CODE, "Sukosewu", *BLITAR) + village("35.05.15.2005", "«Sukosewu»", *BLITAR),
        [(NAME, "Gondang")],
    ),
    "an innocent record with the code of a wrong one": (
        village("«35.05.15.2005»", "Sukosewu", *BLITAR) + village("35.05.15.2005", "Gondang", *BLITAR),
        [(MISTAKEN, CODE)],
    ),
    "one right record among many wrong ones": (
        village("35.05.15.2005", "Gondang", "«Gandasari»", *BLITAR[1:])
        + village("35.05.15.2012", "Semen", "«Gandasari»", *BLITAR[1:])
        + village(CODE, "Sukosewu", *BLITAR),
        [(NAME, "Gandusari"), (NAME, "Gandusari")],
    ),
    "a code newer than the list, which has the former one": (
        village("«35.05.15.2099»", "Gondang", *BLITAR, previous_codes="[{code: 35.05.15.2005, until: 2020}]"),
        [("code-newer", "")],
    ),
    "a former code under which the list has another place": (
        village("«35.05.15.2099»", "Sukobaru", *BLITAR, previous_codes=FORMER),
        [("code-unknown", ""), ("previous-code-listed", "")],
    ),
    "a former code under which the list has a place beside the present one": (
        village(CODE, "Sukosewu", *BLITAR, previous_codes=FORMER),
        [("previous-code-listed", "")],
    ),
    "a former code that the list no longer has": (
        village(
            "14.71.13.1005",
            "Airputih",
            "Tuahmadani",
            "Kota Pekanbaru",
            "Riau",
            kind="kelurahan",
            previous_codes="[{code: 14.71.08.1011, until: 2020-12-31}]",
        ),
        [],
    ),
    "the names of a district that the list does not have": (
        village("35.05.99.2001", "Satu", "Baru", *BLITAR[1:], differs_from_list="{code: Baru}")
        + village("35.05.99.2002", "Dua", "Baru", *BLITAR[1:], differs_from_list="{code: Baru}")
        + village("35.05.99.2003", "Tiga", "«Baruu»", *BLITAR[1:], differs_from_list="{code: Baru}"),
        [("region-name", "Baru")],
    ),
    "a pasar within a district": (
        village("«35.05.51.2004/pasar-wage»", "Wage", *BLITAR).replace("kind: desa", "kind: pasar"),
        [(UNLISTED, "")],
    ),
    "the kind, by the code that is meant": (
        village("«35.05.15.1004»", "Sukosewu", *BLITAR).replace("kind: desa", "kind: «kelurahan»"),
        [(UNLISTED, CODE), ("code-kind", "desa")],
    ),
    "reasons for what does not differ": (
        village(CODE, "Sukosewu", *BLITAR, differs_from_list="{name: «x», code: «y», province: «z»}"),
        [("list-difference-unused", "")] * 3,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_listed_cause_told_once(tmp_path: Path, case: str) -> None:
    marked, expected = CASES[case]
    text, spans = unmark(V, marked)
    _, problems = read(write_list(tmp_path, text))
    assert [(one.code, one.suggestion) for one in problems] == expected
    assert [one.at for one in problems] == spans


ACCEPTED = {
    "a name newer than the list": village(CODE, "Sukosewu Baru", *BLITAR, previous_names="[Sukosewu]"),
    "as in the list": village(CODE, "Sukosewu", *BLITAR),
    "a code newer than the list": village("35.05.15.2099", "Baru", *BLITAR, differs_from_list="{code: Perda 3/2026}"),
    "names written otherwise": village(
        CODE, "Suko Sewu", "Gandu Sari", "Blitar Raya", "Jawadwipa",
        differs_from_list="{name: a, district: b, regency: c, province: d}",
    ),
    "a desa adat": village("91.03.01.3007", "Yoboi", "Sentani", "Kabupaten Jayapura", "Papua", called="desa adat"),
    "an apostrophe": village("35.18.17.2007", "Ja’an", "Gondang", "Kabupaten Nganjuk", "Jawa Timur"),
    "everyday names of provinces": village(
        "31.74.01.1001", "Tebet Timur", "Tebet", "Kota Administrasi Jakarta Selatan", "DKI Jakarta"
    ).replace("kind: desa", "kind: kelurahan")
    + village("34.04.01.2001", "Balecatur", "Gamping", "Kabupaten Sleman", "DI Yogyakarta"),
    "a pasar": village(f"{CODE}/pasar-wage", "Wage", *BLITAR).replace("kind: desa", "kind: pasar"),
}  # fmt: skip


@pytest.mark.parametrize("case", ACCEPTED)
def test_listed_record_accepted(tmp_path: Path, case: str) -> None:
    site, problems = read(write_list(tmp_path, ACCEPTED[case]))
    assert problems == []
    assert site is not None
    assert len(site.villages) == ACCEPTED[case].count("- code")


def test_listed_references_to_the_right_code_not_blamed(tmp_path: Path) -> None:
    """Announcements name the code that the record should have: they are right."""
    for number, wrong in enumerate(("35.05.51.2004", "53.05.15.2004", "3505150004")):  # the last is of another scheme
        _, (problem,) = read(write_site(tmp_path / str(number), {S: COMPARED, V: VILLAGE.replace(CODE, wrong)}))
        assert (problem.at.file, problem.suggestion) == (V, CODE if "." in wrong else "")


def test_listed_mistakes_each_told_once(tmp_path: Path) -> None:
    """Seeded; tests/bench/official_list.py does the same with all places of the list."""
    records = [one for one in list_mistakes.read_records() if one["code"][:5] in ("35.05", "35.79", "51.04", "91.03")]
    mistakes = list(list_mistakes.make_mistakes(records, 110))
    _, problems = read(write_list(tmp_path, list_mistakes.as_yaml(records)))
    expected = {(one.index * list_mistakes.LINES + list_mistakes.FIELDS.index(one.key) + 1): one for one in mistakes}
    assert len(records) > 400
    assert [problem.at.line for problem in problems] == sorted(expected)
    assert [problem.suggestion for problem in problems] == [expected[line].right for line in sorted(expected)]


def test_listed_problems_of_an_invented_site_name_the_setting(tmp_path: Path) -> None:
    invented = village("35.05.15.2004", "Contoh", "Kecontohan", "Kabupaten Contoh", "Contoh Timur")
    _, (problem,) = read(write_list(tmp_path / "1", invented))
    assert problem.code == OTHER
    _, problems = read(write_list(tmp_path / "2", invented, **{S: SOUND[S]}))
    assert problems == []


@pytest.mark.parametrize(
    "content", [None, b"", b"SQLite format 3\0" + b"\xff" * 2000], ids=["none", "empty", "damaged"]
)
def test_official_list_missing_warns_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    """And names are compared with each other, as before."""
    file = tmp_path / "places.sqlite"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(official_list, "OFFICIAL_LIST", file)
    others = VILLAGE.replace("2004", "2005") + VILLAGE.replace("2004", "2006").replace("Jawa Timur", "Jatim")
    _, problems = read(write_list(tmp_path / "site", VILLAGE + others))
    assert [(one.code, one.severity) for one in problems] == [
        ("official-list-missing", "warning"),
        ("region-name", "error"),
    ]
    for name, files in {"none": {S: SOUND[S]}, "empty": {V: "[]\n"}}.items():
        _, problems = read(write_list(tmp_path / name, VILLAGE, **files))
        assert "official-list-missing" not in [one.code for one in problems]


def test_official_list_not_read_for_what_is_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = write_list(tmp_path, VILLAGE), MemoryCache()
    assert read(root, cache)[1] == []
    monkeypatch.setattr("sitegen.load.list_check.check_listed", None)
    assert read(root, cache)[1] == []


def test_official_list_renewed_compares_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = write_list(tmp_path, VILLAGE), MemoryCache()
    assert read(root, cache)[1] == []
    file = tmp_path / "places.sqlite"
    names = {"": "digest", "35": "Jawa Timur", "35.05": "Kabupaten Blitar", "35.05.15": "Gandusari", CODE: "Sukobaru"}
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE places (code TEXT PRIMARY KEY, name TEXT)")
        database.executemany("INSERT INTO places VALUES (?, ?)", names.items())
    monkeypatch.setattr(official_list, "OFFICIAL_LIST", file)
    (problem,) = read(root, cache)[1]
    assert (problem.code, problem.suggestion) == (NAME, "Sukobaru")


def test_official_list_published_nowhere(tmp_path: Path) -> None:
    """Not among the files of the theme, from which all that a site publishes beside its own records is taken."""
    site = load_site(write_list(tmp_path, VILLAGE), Report(), NullCache(), PACKAGE_THEMES)
    assert site is not None
    assert OFFICIAL_LIST.is_file()
    assert [name for name in site.theme.static if "idn-area" in name or "places" in name] == []
    assert any(name.startswith("vendor/leaflet/") for name in site.theme.static)


def test_official_list_looks_up_and_searches() -> None:
    with open_official_list(INDONESIA) as official:
        assert official is not None
        assert official.names(CODE) == ("Jawa Timur", "Kabupaten Blitar", "Gandusari", "Sukosewu")
        assert official.names("35.05.15.2099") == ("Jawa Timur", "Kabupaten Blitar", "Gandusari", "")
        assert official.names("99.99.99.2999") == ("", "", "", "")
        assert CODE in official.find("SUKO SEWU")
        assert official.search("Sukosewu, Blitar, Gandusari") == [CODE]
        assert official.search("Sukosewu, Kota Blitar") == []
        assert official.closest("Sukosewuu") == "Sukosewu"
