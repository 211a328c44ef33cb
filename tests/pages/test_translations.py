"""A Site in another language: texts that are translated change, and nothing else does, not even as an object."""

from __future__ import annotations

from dataclasses import fields

from call_count import count_calls
from factory import (
    make_calendar_entry,
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

from sitegen.models import (
    Cancellation,
    Correction,
    Criterion,
    ListItem,
    MenuItem,
    Office,
    Policy,
    PreviousDate,
    Source,
    Term,
    Translation,
    Unit,
)
from sitegen.models.kinds import KINDS
from sitegen.record import translated_fields
from sitegen.translations import (
    languages_of,
    translatable_records,
    translated,
    translation_file,
    translation_language,
    untranslated,
)
from sitegen.urls import build_routes

FULL = make_site(
    config=make_config(menu=(MenuItem(title="Desa", path="/desa/"), MenuItem(title="Peta", path="/peta/"))),
    programme=make_programme(
        make_year(2018, note="Catatan."),
        make_year(2019),
        units=(Unit(id="orang", name="orang", definition="Siapa saja."), Unit(id="persen", name="%", definition="%")),
        criteria=(Criterion(id="kepala", name="Kepala", description="Terdaftar.", sources=()),),
        protections=(ListItem(id="jkk", abbreviation="JKK", name="Jaminan", description="Saat.", sources=()),),
        policies=tuple(Policy(title=f"Instruksi {n}", date="2021-03-25", sources=()) for n in (1, 2)),
    ),
    villages=(make_village("35.05.15.2004", note="Catatan."), make_village("35.05.15.2005")),
    outreach=(make_outreach("temu", campaign="Bebas Cemas", place="Klaten"),),
    indicators=(make_indicator("peserta", stated_by="Kepala", note="Dibulatkan."),),
    offices=(Office(id="cabang", name="Kantor Cabang", kind="branch"),),
    sources=(Source(id="koran", publisher="Koran", date="2020", title="Judul", note="Tanpa tanggal."),),
    corrections=(Correction(what="reported-2018", kind="revision", when="2020-01-01", why="Terlambat."),),
    calendar=(
        make_calendar_entry(
            note="Rekaan.",
            previous_dates=(PreviousDate(date="2026-02", when="2025-12-05", why="Terlambat."),),
            cancellation=Cancellation(when="2025-12-06", why="Batal."),
        ),
    ),
    terms=(Term(id="jkk", term="Jaminan", forms=("JKK",), meaning="Perlindungan."),),
)


def test_translation_covers_every_text_of_records() -> None:
    patches: dict[str, dict[str, str]] = {}
    for what, field in untranslated(FULL, "en"):
        patches.setdefault(what, {})[field] = f"{what} {field}"
    known = tuple(Translation(what=what, **texts) for what, texts in patches.items())
    site = make_site(**{one.name: getattr(FULL, one.name) for one in fields(FULL)} | {"translations": {"en": known}})
    assert list(untranslated(site, "en")) == []
    english = translated(site, "en")
    for what, record in translatable_records(english):
        for field, text in patches.get(what, {}).items():
            assert getattr(record, field) == text
    assert translated(site, "id") is site


def test_translation_record_kinds_match_registry() -> None:
    assert [what for what, _ in translatable_records(FULL)] == [
        *("site", "publisher", "menu:/desa/", "menu:/peta/", "programme"),
        *("unit:orang", "unit:persen", "year:2018", "year:2019", "criterion:kepala", "protection:jkk"),
        *("policy:2021-03-25", "policy:2021-03-25:2", "35.05.15.2004", "35.05.15.2005", "outreach:temu"),
        *("indicator:peserta", "office:cabang", "source:koran", "correction:0", "calendar:hasil"),
        *("calendar:hasil:previous_date:2026-02", "calendar:hasil:cancellation", "term:jkk"),
    ]


def test_translation_excludes_names_and_symbols() -> None:
    asked = set(untranslated(FULL, "en"))
    assert ("outreach:temu", "title") in asked
    assert ("source:koran", "note") in asked
    assert ("35.05.15.2004", "note") in asked
    assert not asked & {
        *(("35.05.15.2004", "name"), ("35.05.15.2005", "note"), ("outreach:temu", "place"), ("source:koran", "title")),
        *(("unit:persen", "name"), ("unit:persen", "definition"), ("year:2019", "note"), ("term:jkk", "forms")),
    }


def test_translation_missing_keeps_same_object() -> None:
    site = make_site(
        villages=(make_village("35.05.15.2004"), make_village("35.05.15.2005")),
        outreach=(make_outreach(),),
        translations={"en": (Translation(what="35.05.15.2005", note="A note."), Translation(what="term:x", term="X"))},
    )
    english = translated(site, "en")
    assert english.villages[1].note == "A note."
    assert english.villages[0] is site.villages[0]
    assert (english.outreach is site.outreach, english.programme is site.programme) == (True, True)
    assert translated(make_site(), "en") == make_site()


def test_translation_term_forms_per_language() -> None:
    patch = Translation(what="term:jkk", term="work accident", forms=("accidents",), meaning="Protection.")
    site = make_site(terms=FULL.terms, translations={"en": (patch,)})
    (term,) = translated(site, "en").terms
    assert (term.term, term.forms, term.meaning) == ("work accident", ("accidents",), "Protection.")


def test_translation_keys_are_record_texts() -> None:
    allowed = {one.name for one in fields(Translation)} - {"what"}
    assert allowed == {text for kind in KINDS.values() for text in translated_fields(kind.record)}
    assert all(kind.part in {one.name for one in fields(kind.holder)} for kind in KINDS.values() if kind.holder)


def test_translation_cost_for_untranslated_villages() -> None:
    codes = (
        f"{a}.{b:02}.{c:02}.{2000 + d}" for a in range(11, 53) for b in range(20) for c in range(10) for d in range(10)
    )
    site = make_site(
        villages=tuple(make_village(code) for code in codes),
        translations={"en": (Translation(what="52.19.09.2009", note="The last."),)},
    )
    english, calls = count_calls(lambda: translated(site, "en"))
    assert calls < 3 * len(english.villages)
    assert (len(english.villages), english.villages[-1].note) == (84_000, "The last.")


def test_translation_pages_show_translated_texts() -> None:
    config = make_config(languages=("id", "en"))
    patches = (
        Translation(what="site", title="Test site"),
        Translation(what="programme", summary="A programme for tests."),
        Translation(what="35.05.15.2004", note="A note in English."),
    )
    site = make_site(
        config=config,
        villages=(make_village("35.05.15.2004", certified="2018-07-05", note="Catatan desa."),),
        indicators=(make_indicator(value=36_000_000, as_of="2018-07-05"),),
        translations={"en": patches},
    )
    made = render_site(site, build_routes(config, path_words))
    english, indonesian = made["en/index.html"], made["index.html"]
    assert ("A programme for tests." in english, "Program untuk uji." in english) == (True, False)
    assert ("A programme for tests." in indonesian, "Program untuk uji." in indonesian) == (False, True)
    village = "provinsi35/kabupaten-uji05/kecamatan15/desa04/index.html"
    assert "A note in English." in made[f"en/regions/{village}"]
    assert "5 July 2018" in made[f"en/regions/{village}"]
    assert "Catatan desa." in made[f"wilayah/{village}"]
    assert "5 Juli 2018" in made[f"wilayah/{village}"]
    assert "36 million" in made["en/indicators/index.html"]
    assert "36 juta" in made["capaian/index.html"]


def test_translation_languages_and_files() -> None:
    assert languages_of(make_config()) == ("id",)
    assert languages_of(make_config(languages=("id", "en"))) == ("id", "en")
    assert languages_of(make_config(language="en", languages=("id",))) == ("en", "id")
    assert (translation_language(translation_file("en")), translation_language("data/villages.yaml")) == ("en", "")
