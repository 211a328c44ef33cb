"""The words of a theme: each that the engine speaks is there, in braces that are filled, or it is told."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from marked_site import SOUND, unmark, write_site

from sitegen.cache import NullCache
from sitegen.geography import Geography
from sitegen.geography.terms import complete_messages
from sitegen.load import load_site
from sitegen.problems import Problem, Report, Span

ID, EN = "themes/{}/messages/id.yaml", "themes/{}/messages/en.yaml"
DEFAULT = {"theme.yaml": "name: Bawaan\n", "messages/id.yaml": "home: Beranda\ncount: '{n} dari {total}'\n"}


def problems_of(root: Path, theme: str, files: dict[str, str]) -> list[Problem]:
    """What is told of a site whose theme is `theme`, where the package has the theme DEFAULT."""
    for name, text in DEFAULT.items():
        file = root / "package" / "default" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    settings = SOUND["data/site.yaml"] + f"theme: {theme}\n"
    report = Report()
    site = write_site(root / "site", {"themes/default/theme.yaml": None, "data/site.yaml": settings, **files})
    load_site(site, report, NullCache(), [root / "package"])
    return list(report)


def missing(theme: str, key: str) -> tuple[str, Span, dict[str, str]]:
    return ("word-missing", Span(ID.format(theme)), {"key": key, "language": "id"})


@pytest.mark.parametrize(
    ("theme", "files", "told"),
    [
        ("default", {}, []),
        ("anak", {"themes/anak/theme.yaml": "name: Anak\nextends: default\n"}, []),
        ("sendiri", {ID.format("sendiri"): "home: Rumah\n"}, [missing("sendiri", "count")]),
        ("default", {ID.format("default"): "count: Semua\n"}, [missing("default", "home")]),
        (
            "bisu",
            {"themes/bisu/theme.yaml": "name: Bisu\n"},
            [("file-missing", Span(ID.format("bisu")), {"path": ID.format("bisu")})],
        ),
        (
            "asing",
            {EN.format("asing"): "home: Home\n"},
            [("file-missing", Span(ID.format("asing")), {"path": ID.format("asing")})],
        ),
    ],
)
def test_theme_messages_missing_key(
    tmp_path: Path, theme: str, files: dict[str, str], told: list[tuple[str, Span, dict[str, str]]]
) -> None:
    problems = problems_of(tmp_path, theme, files)
    assert [(problem.code, problem.at, problem.values) for problem in problems] == told


@pytest.mark.parametrize(
    ("marked", "allowed"),
    [
        ("count: «'{jumlah} dari {total}'»\n", "{n}, {total}"),
        ("count: «'{n} dari {total'»\n", "{n}, {total}"),
        ("count: «'{}'»\n", "{n}, {total}"),
        ("count: «'{n:d}'»\n", "{n}, {total}"),
        ("home: «'{title}'»\n", "-"),
        ("count: '{total}'\n", ""),
        ("mine: '{whatever}'\n", ""),
    ],
)
def test_theme_messages_unknown_placeholder(tmp_path: Path, marked: str, allowed: str) -> None:
    file = ID.format("anak")
    text, spans = unmark(file, marked)
    files = {"themes/anak/theme.yaml": "name: Anak\nextends: default\n", file: text}
    problems = [one for one in problems_of(tmp_path, "anak", files) if one.code != "word-unknown"]
    assert [(problem.code, problem.at, problem.values["allowed"]) for problem in problems] == [
        ("word-place", span, allowed) for span in spans
    ]
    assert bool(problems) == bool(allowed)


def test_theme_messages_missing_in_second_language(tmp_path: Path) -> None:
    """Each language of the site speaks all words, and none is taken from another language in silence."""
    files = {
        ID.format("sendiri"): "home: Rumah\ncount: '{n}'\n",
        EN.format("sendiri"): "home: Home\n",
        "data/site.yaml": SOUND["data/site.yaml"] + "theme: sendiri\nlanguages: [id, en]\n",
    }
    problems = problems_of(tmp_path, "sendiri", files)
    assert [(problem.code, problem.at, problem.values) for problem in problems] == [
        ("word-missing", Span(EN.format("sendiri")), {"key": "count", "language": "en"})
    ]


def test_theme_messages_of_locale_not_required(tmp_path: Path) -> None:
    root = write_site(
        tmp_path,
        {"data/site.yaml": SOUND["data/site.yaml"] + "theme: uji\n", ID.format("uji"): "home: Beranda\nmonths: Jan\n"}
        | {"themes/uji/theme.yaml": "name: Uji\n"},
    )
    site = load_site(root, Report(), NullCache(), [tmp_path / "none"])
    assert site is not None
    assert site.theme.messages["id"]["months"].startswith("Januari, Februari, ")
    assert site.theme.messages["id"]["home"] == "Beranda"


G = "geographies/rekaan/geography.yaml"
PACK = """\
country: ID
calling_code: 62
levels:
  - {id: realm, plural: realms, description: The realm., digits: 1}
places: {id: hamlet, digits: 2, kinds: [{id: hamlet}]}
extent: {south: -10, north: 10, west: 100, east: 120}
map: {latitude: 0, longitude: 110, zoom: 6}
time_zones: [Asia/Jakarta]
"""
WORDS = """\
country: Rekaan
realm_one: negeri
realm_many: negeri-negeri
realm_named: "Negeri {name}"
hamlet_one: dukuh
hamlet_many: dukuh-dukuh
kind_hamlet: dukuh
hamlet_named: "Dukuh {name}"
"""
GEOGRAPHY_ID = "geographies/rekaan/messages/id.yaml"


def load_words(root: Path, theme: str, words: str | None, own: str = "") -> tuple[dict[str, str], list[Problem]]:
    """The messages of a site on the pack PACK with `words`, where the package's default theme has those of `theme`;
    and what is told. `own` are the messages of a theme of the site."""
    file = root / "package" / "default" / "messages" / "id.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(theme, encoding="utf-8")
    (root / "package" / "default" / "theme.yaml").write_text("name: Bawaan\n", encoding="utf-8")
    settings = SOUND["data/site.yaml"] + "theme: anak\ngeography: rekaan\n"
    unused = dict.fromkeys((one for one in SOUND if one.startswith(("content/news/", "data/outreach"))), None)
    files = {"data/site.yaml": settings, "data/villages.yaml": "[]\n", G: PACK, GEOGRAPHY_ID: words}
    files |= {"themes/anak/theme.yaml": "name: Anak\nextends: default\n", ID.format("anak"): own or "{}\n"}
    report = Report()
    site = load_site(
        write_site(root / "site", {**unused, **files, "themes/default/theme.yaml": None}),
        report,
        NullCache(),
        [root / "package"],
    )
    assert site is not None, list(report)
    return site.theme.messages["id"], list(report)


def test_terms_are_those_of_the_geography(tmp_path: Path) -> None:
    theme = """\
by: "Menurut {term:top}, {term:second} atau {term:lowest}: {n} {term:places}"
all: "{term:All_kinds} di {term:country}; setiap {term:each_kind}"
"""
    messages, problems = load_words(tmp_path, theme, WORDS)
    assert problems == []
    assert messages["by"] == "Menurut negeri, negeri atau negeri: {n} dukuh-dukuh"
    assert messages["all"] == "Dukuh-dukuh di Rekaan; setiap dukuh"


def test_messages_of_levels_are_made_for_each_level(tmp_path: Path) -> None:
    theme = """\
level_LEVEL: "{term:Level}"
middle_LEVEL: "tengah {term:level}, satu dari {term:levels}"
data_TOPS: "Per {term:top}"
column_TOPS_TOP: "Kode {term:top}"
"""
    messages, problems = load_words(tmp_path, theme, WORDS + "middle_realm: pusat\n")
    assert problems == []
    assert messages.items() >= {
        ("level_realm", "Negeri"),
        ("middle_realm", "pusat"),
        ("middle_hamlet", "tengah dukuh, satu dari dukuh-dukuh"),
        ("data_realms", "Per negeri"),
        ("column_realms_realm", "Kode negeri"),
        ("realm_short", "Negeri {name}"),
    }
    assert [key for key in messages if "LEVEL" in key or "TOP" in key] == []


def test_messages_of_a_geography_stand_between_those_of_the_site_and_of_the_package(tmp_path: Path) -> None:
    theme, words, own = "a: tema\nb: tema\nc: tema\n", WORDS + "b: geografi\nc: geografi\n", "c: situs\n"
    messages, problems = load_words(tmp_path, theme, words, own)
    assert problems == []
    assert [messages[key] for key in "abc"] == ["tema", "geografi", "situs"]


def test_geography_without_a_word_is_told_at_its_file(tmp_path: Path) -> None:
    _, problems = load_words(tmp_path, "a: b\n", WORDS.replace("hamlet_many: dukuh-dukuh\n", ""))
    assert [(one.code, one.at, one.values["key"]) for one in problems] == [
        ("word-missing", Span(GEOGRAPHY_ID), "hamlet_many")
    ]
    _, problems = load_words(tmp_path / "other", "a: b\n", None)
    assert [(one.code, one.at) for one in problems] == [("file-missing", Span(GEOGRAPHY_ID))]


def test_term_that_the_geography_does_not_have_is_told(tmp_path: Path) -> None:
    own = "a: Di {term:provinsi}\nb: Semua {term:places}\n"
    messages, problems = load_words(tmp_path, "a: '{n}'\nb: x\n", WORDS, own)
    assert [(one.code, one.at) for one in problems] == [("word-place", Span(ID.format("anak"), 1, 4, 22))]
    assert problems[0].values["allowed"].startswith("{n}, {term:all_kinds}, ")
    assert "{term:places}" in problems[0].values["allowed"]
    assert messages["b"] == "Semua dukuh-dukuh"


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [("coutn: '{n}'\n", "count"), ("lain_sama_sekali: A\n", ""), ("regencyy_one: kabupaten\n", "regency_one")],
)
def test_word_that_nothing_shows_is_told(tmp_path: Path, written: str, suggestion: str) -> None:
    files = {"themes/anak/theme.yaml": "name: Anak\nextends: default\n", ID.format("anak"): written}
    (problem,) = problems_of(tmp_path, "anak", files)
    key = written.partition(":")[0]
    at = Span(ID.format("anak"), 1, 1, len(key) + 1)
    assert (problem.code, problem.at, problem.suggestion) == ("word-unknown", at, suggestion)
    assert problem.severity == "warning"


@pytest.mark.parametrize(
    "written",
    ["count: '{n}'\n", "regency_one: kabupaten\n", "term_places: desa\n", "own_word: A\n", "made_up_desa: A\n"],
)
def test_word_that_something_shows_is_not_told(tmp_path: Path, written: str) -> None:
    template = '{{ layout.messages.own_word }}{{ layout.messages["made_up_" ~ view.kind] }}'
    files = {
        "themes/anak/theme.yaml": "name: Anak\nextends: default\n",
        "themes/anak/templates/home.html": template,
        ID.format("anak"): written,
    }
    assert [problem.code for problem in problems_of(tmp_path, "anak", files)] == []


def test_terms_of_the_programme_are_the_words_of_a_language(tmp_path: Path) -> None:
    terms = "terms:\n  - {language: id, designated: disertifikasi, places: sekolah}\n"
    (tmp_path / "package/default/messages").mkdir(parents=True)
    (tmp_path / "package/default/theme.yaml").write_text("name: Bawaan\n", encoding="utf-8")
    words = "term_designated: ditetapkan\nhome: '{term:Places} {term:designated}'\n"
    (tmp_path / "package/default/messages/id.yaml").write_text(words, encoding="utf-8")
    files = {"themes/default/theme.yaml": None, "data/programme.yaml": SOUND["data/programme.yaml"] + terms}
    report = Report()
    site = load_site(write_site(tmp_path / "site", files), report, NullCache(), [tmp_path / "package"])
    assert list(report) == []
    assert site is not None
    assert site.theme.messages["id"]["home"] == "Sekolah disertifikasi"


def test_terms_of_a_language_twice_are_told(tmp_path: Path) -> None:
    terms = "terms:\n  - {language: id, places: sekolah}\n  - {language: id, places: surau}\n"
    files = {"data/programme.yaml": SOUND["data/programme.yaml"] + terms}
    (problem,) = problems_of(tmp_path, "default", files)
    assert (problem.code, problem.at.line) == ("repeated-id", 21)


def test_term_with_braces_is_refused(tmp_path: Path) -> None:
    terms = "terms:\n  - {language: id, places: 'sekolah {n}'}\n"
    files = {"data/programme.yaml": SOUND["data/programme.yaml"] + terms}
    (problem,) = problems_of(tmp_path, "default", files)
    assert (problem.code, problem.at.line) == ("word-place", 20)


def test_theme_messages_forms_by_number(tmp_path: Path) -> None:
    """Forms of the categories that a language has, of messages with a number; others are told like an unknown word."""
    english = "home: Home\ncount: '{n} of {total}'\ncount_one: '{n} alone'\n«count_few»: '{n}'\n«home_one»: Home\n"
    text, spans = unmark(EN.format("anak"), english)
    indonesian, indonesian_spans = unmark(ID.format("anak"), "«count_one»: '{n}'\n")
    files = {
        "themes/anak/theme.yaml": "name: Anak\nextends: default\n",
        EN.format("anak"): text,
        ID.format("anak"): indonesian,
        "data/site.yaml": SOUND["data/site.yaml"] + "theme: anak\nlanguages: [id, en]\n",
    }
    problems = problems_of(tmp_path, "anak", files)
    assert [(one.code, one.at) for one in problems] == [("word-unknown", span) for span in (*spans, *indonesian_spans)]


def test_theme_messages_terms_of_a_form() -> None:
    """In the form of a category, a term has its own form of it."""
    level = SimpleNamespace(id="hamlet", plural="hamlets")
    geography = SimpleNamespace(
        top=level, lowest=level, place=level, levels=(), below=lambda level: None, name="Rekaan"
    )
    messages = {
        "hamlet_one": "деревня",
        "hamlet_few": "деревни",
        "hamlet_many": "деревень",
        "term_designated": "других",
        "term_designated_few": "двух",
        "a": "{term:places}",
        "a_one": "{term:place}",
        "a_few": "{term:Places} {term:designated}",
        "b_few": "{term:places}",
    }
    made = complete_messages(cast(Geography, geography), messages)
    assert [made[key] for key in ("a", "a_one", "a_few", "b_few")] == [
        "деревень",
        "деревня",
        "Деревни двух",
        "деревень",
    ]
