"""What is left over in texts is told at its place: template sentences, empty headings, what stands twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from marked_site import NEWS, PAGE, SOUND, read, write_site

from sitegen.problems import Problem, Span
from sitegen.scaffold import STARTER

N = "content/news/2018-07-05-dua-desa.md"
T = "content/pages/tentang.md"
HEAD = NEWS.removesuffix("Dua desa ditetapkan.\n")
LIVE = {"data/site.yaml": SOUND["data/site.yaml"].replace("https://uji.example", "https://desa.go.id")}


def told(root: Path, files: dict[str, Any]) -> list[Problem]:
    return read(write_site(root, files))[1]


@pytest.mark.parametrize("language", ["id", "en"])
def test_left_over_sentences_of_a_new_announcement(tmp_path: Path, language: str) -> None:
    text = (STARTER / language / "news.md").read_text(encoding="utf-8")
    text = text.replace("$title", "Dua desa").replace("$date", "2018-07-05")
    assert told(tmp_path / "draft", {N: text}) == []
    problems = told(tmp_path / "public", {N: text.replace("draft: true", "draft: false")})
    assert {(one.code, one.severity, one.at.file) for one in problems} == {("skeleton-left", "warning", N)}
    assert [one.at.line for one in problems] == [5, 15, 19]


def test_left_over_page_of_a_new_site_only_once_it_is_published(tmp_path: Path) -> None:
    page = (STARTER / "id/site/content/pages/tentang.md").read_text(encoding="utf-8")
    assert told(tmp_path / "begun", {T: page}) == []
    assert {one.code for one in told(tmp_path / "live", {T: page, **LIVE})} == {"skeleton-left"}


def test_left_over_heading_without_words(tmp_path: Path) -> None:
    body = "Isi.\n\n## \n\n### ##\n\n```\n##\n```\n\n## Judul\n\n#Tanda\n"
    problems = told(tmp_path, {N: HEAD + body})
    assert [(one.code, one.at.line) for one in problems if one.code != "text-indented"] == [
        ("heading-empty", 11),
        ("heading-empty", 13),
    ]


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("Di Desa Desa Pulutan.", 4),
        ("Di Kabupaten Kabupaten Blitar.", 4),
        ("Di desa desa lain.", 0),
        ("Desa, Desa X.", 0),
    ],
)
def test_left_over_kind_that_stands_twice(tmp_path: Path, words: str, column: int) -> None:
    problems = told(tmp_path, {N: HEAD + words + "\n"})
    assert [(one.code, one.at.line, one.at.column) for one in problems] == ([("word-doubled", 9, 4)] if column else [])


@pytest.mark.parametrize(("credit", "rest"), [("'Foto: Budi'", "Budi"), ("Photo by Budi", "Budi"), ("Fotokita", "")])
def test_left_over_word_before_a_credit(tmp_path: Path, credit: str, rest: str) -> None:
    head = HEAD.replace("---\n\n", f"image: {{src: ../media/tidak.jpg, alt: Balai., credit: {credit}}}\n---\n\n")
    problems = [one for one in told(tmp_path, {N: head + "Isi.\n"}) if one.code == "credit-word"]
    assert [(one.suggestion, one.at.line) for one in problems] == ([(rest, 7)] if rest else [])


def test_left_over_original_text_in_a_translation(tmp_path: Path) -> None:
    english = T.replace(".md", ".en.md")
    settings = {"data/site.yaml": SOUND["data/site.yaml"] + "languages: [en]\n"}
    written = PAGE + "\nSiapa yang membuat situs ini, untuk apa, dan dari mana isinya.\n"
    half = written.replace("title: ", "title: About ")
    problems = told(tmp_path / "a", {T: written, english: half, **settings})
    assert [(one.code, one.at.file, one.values) for one in problems] == [("translation-same", english, {"original": T})]
    assert told(tmp_path / "b", {T: written, english: half + "\nEnglish.\n", **settings}) == []


def test_left_over_second_announcement(tmp_path: Path) -> None:
    other = "content/news/2018-07-05-dua-desa-lagi.md"
    problems = told(tmp_path, {other: NEWS})
    assert [(one.code, one.at, one.values) for one in problems] == [
        ("announcement-repeated", Span(N, 2, 8, problems[0].at.end), {"other": other})
    ]
    assert told(tmp_path / "draft", {other: NEWS.replace("---\n\n", "draft: true\n---\n\n")}) == []
