"""data/translations.<language>.yaml and `x.en.md`: each belongs to something that is there, in a language that is."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import NEWS, PAGE, SOUND, problems_of, read, write_site

from sitegen.problems import Problem, Span

FILE = "data/translations.en.yaml"
N, T = "content/news/2018-07-05-dua-desa.md", "content/pages/tentang.md"
BOTH = {"data/site.yaml": SOUND["data/site.yaml"] + "languages: [id, en]\nmenu:\n  - {title: Desa, path: /desa/}\n"}
PATCHES = """\
- what: site
  title: A test site
- what: menu:/desa/
  title: Villages
- what: programme
  name: A test programme
  summary: A programme for tests.
- what: indicator:peserta
  name: Active participants
  scope: National
- what: criterion:staff-enrolled
  name: Village staff enrolled
- what: 35.05.15.2004
  note: A note.
"""
NOTED = {"data/villages.yaml": SOUND["data/villages.yaml"] + "  note: Catatan.\n"}


def told(problems: list[Problem]) -> list[tuple[str, Span, str]]:
    return [(one.code, one.at, one.suggestion) for one in problems]


def test_translations_by_language(tmp_path: Path) -> None:
    site, problems = read(write_site(tmp_path, {**BOTH, **NOTED, FILE: PATCHES}))
    assert problems == []
    assert site is not None
    assert [(one.what, one.name, one.title) for one in site.translations["en"][:3]] == [
        ("site", None, "A test site"),
        ("menu:/desa/", None, "Villages"),
        ("programme", "A test programme", None),
    ]
    assert (site.origins["site"], site.origins["programme"]) == (
        Span("data/site.yaml", 1),
        Span("data/programme.yaml", 1),
    )
    assert (site.origins["menu:/desa/"].line, site.origins["unit:peserta"].line) == (9, 6)


def test_translations_part_of_data_state(tmp_path: Path) -> None:
    one, _ = read(write_site(tmp_path, {**BOTH, **NOTED, FILE: PATCHES}))
    other, _ = read(write_site(tmp_path, {**BOTH, **NOTED, FILE: PATCHES.replace("A note", "Another note")}))
    assert one is not None
    assert other is not None
    assert one.data != other.data


@pytest.mark.parametrize(
    ("code", "old", "new", "suggestion"),
    [
        ("unknown-record", "what: programme", "what: «programe»", "programme"),
        ("unknown-record", "criterion:staff-enrolled", "«criterion:staf-enrolled»", "criterion:staff-enrolled"),
        ("unknown-record", "35.05.15.2004", "«35.05.15.2005»", "35.05.15.2004"),
        ("unknown-record", "menu:/desa/", "«menu:/peta/»", "menu:/desa/"),
        ("unknown-key", "scope: National", "«scop»: National", "scope"),
        ("translation-field", "scope: National", "«definition»: National", ""),
        ("translation-field", "  note: A note.", "  «name»: Sukosewu", ""),
        ("translation-field", "  title: A test site", "  «summary»: No", ""),
        ("translation-idle", "  title: A test site", "  «notice»: A test", ""),
        ("empty-value", "name: Active participants", 'name: «""»', ""),
        ("translation-repeated", "what: programme", "what: «site»", ""),
        ("not-one-line", "scope: National", "scope: ‸|\n    a\n    b", ""),
        ("missing-key", "- what: programme\n  name", "- ‸name", ""),
    ],
)
def test_translations_error_at_position(tmp_path: Path, code: str, old: str, new: str, suggestion: str) -> None:
    problems, spans = problems_of(tmp_path, FILE, PATCHES.replace(old, new), **BOTH, **NOTED)
    assert told(problems) == [(code, spans[0], suggestion)]


def test_translations_of_unreadable_file_not_judged(tmp_path: Path) -> None:
    patches = PATCHES.replace("indicator:peserta", "indicator:lain").replace("what: site", "what: situs")
    indicators = SOUND["data/indicators.yaml"] + "- id: «Lain»\n"
    problems, _ = problems_of(tmp_path, "data/indicators.yaml", indicators, **BOTH, **NOTED, **{FILE: patches})
    assert {(one.code, one.values.get("what")) for one in problems if one.at.file == FILE} == {
        ("unknown-record", "situs")
    }


SITE_PATCH = "- what: site\n  title: Situs\n"
NOVEL = "content/pages/baru.fr.md"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("settings", ["", "languages: [id]\n"])
def test_translations_of_unlisted_language(tmp_path: Path, language: str, settings: str) -> None:
    files = {
        f"content/news/2018-07-05-dua-desa.{language}.md": NEWS,
        f"content/pages/tentang.{language}.md": PAGE,
        f"data/translations.{language}.yaml": SITE_PATCH,
    }
    _, problems = read(
        write_site(tmp_path, {"data/site.yaml": SOUND["data/site.yaml"] + settings, NOVEL: PAGE, **files})
    )
    assert [(one.code, one.severity, one.at, one.values) for one in problems] == [
        ("language-unlisted", "warning", Span(file), {"language": language, "listed": "id"}) for file in files
    ]


def test_translations_of_first_language(tmp_path: Path) -> None:
    settings = SOUND["data/site.yaml"] + "language: en\nlanguages: [en, id]\n"
    files = {"data/translations.en.yaml": SITE_PATCH, "data/translations.id.yaml": SITE_PATCH}
    site, problems = read(write_site(tmp_path, {"data/site.yaml": settings, **files, T.replace(".md", ".id.md"): PAGE}))
    assert [(one.code, one.at) for one in problems] == [("language-unlisted", Span(FILE))]
    assert site is not None
    assert sorted(page.language for page in site.pages) == ["en", "id"]


def test_translation_without_original(tmp_path: Path) -> None:
    _, problems = read(write_site(tmp_path, {**BOTH, "content/pages/tentan.en.md": PAGE}))
    assert [(one.code, one.severity, one.at, one.suggestion) for one in problems] == [
        ("translation-alone", "warning", Span("content/pages/tentan.en.md"), "tentang.md")
    ]


def test_translation_has_date_of_original(tmp_path: Path) -> None:
    file = N.replace(".md", ".en.md")
    problems, (span,) = problems_of(tmp_path, file, NEWS.replace("2018-07-05\n", "«2018-07»\n", 1), **BOTH)
    assert told(problems) == [("translation-date", span, "2018-07-05")]
    assert problems[0].severity == "error"
    assert problems_of(tmp_path, file, NEWS, **BOTH)[0] == []
