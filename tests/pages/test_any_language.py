"""Any language with a words file: here the Indonesian words with a mark, as if they were Javanese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from factory import path_words, written_messages
from site_cases import Built, build_site, copy_case

from sitegen.cache import NullCache
from sitegen.load import load_site
from sitegen.problems import Problem, Report

WORDS = "themes/jawa/messages/jv.yaml"
MARK = "†"


def marked(**changes: str | None) -> str:
    """The words of the default theme and of the geography, each with a mark."""
    words: dict[str, Any] = {key: f"{MARK}{text}" for key, text in written_messages("id").items()}
    words |= {"locale": "jv_ID", "chart_small": written_messages("id")["chart_small"]}
    words |= {"map_say_key_year": "taun", "path_register": "desa-jawa"} | changes
    return yaml.safe_dump({key: text for key, text in words.items() if text is not None}, allow_unicode=True)


def javanese(root: Path, words: str | None, languages: str = "[id, en, jv]", **settings: str) -> Path:
    """The smallest site in three languages, with a theme that has these words."""
    copy_case("minimal", root)
    file = root / "data/site.yaml"
    more = "".join(f"{key}: {value}\n" for key, value in {"theme": "jawa", "languages": languages, **settings}.items())
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    (root / "themes/jawa/messages").mkdir(parents=True)
    (root / "themes/jawa/theme.yaml").write_text("name: Jawa\nextends: default\n", encoding="utf-8")
    if words is not None:
        (root / WORDS).write_text(words, encoding="utf-8")
    pages = root / "content/pages"
    pages.mkdir(parents=True)
    for suffix, title in (("", "Tentang"), (".en", "About"), (".jv", "Babagan")):
        text = f"---\ntitle: {title}\nsummary: Uji.\n---\nTeks.\n"
        (pages / f"tentang{suffix}.md").write_text(text, encoding="utf-8")
    return root


def told(root: Path) -> list[Problem]:
    report = Report()
    load_site(root, report, NullCache())
    return list(report)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("javanese")
    return build_site(javanese(root / "site", marked()), root / "built")


def test_language_with_words_is_built_in_all_its_pages(built: Built) -> None:
    assert built.problems == ()
    pages = built.pages()
    indonesian = {path for path in pages if path.partition("/")[0] not in ("en", "jv")}
    javanese_pages = {path for path in pages if path.startswith("jv/")}
    assert len(javanese_pages) == len(indonesian) - 1  # there is one 404.html
    assert {
        "jv/index.html",
        "jv/desa-jawa/index.html",
        f"jv/{path_words('id')['regions']}/index.html",
    } <= javanese_pages
    assert all('<html lang="jv"' in pages[path] and MARK in pages[path] for path in javanese_pages)
    assert not any(MARK in pages[path].replace(f"{MARK}Bahasa Indonesia", "") for path in indonesian)


def test_language_with_words_has_alternates(built: Built) -> None:
    for path, language in (
        ("tentang/index.html", "id"),
        ("en/about/index.html", "en"),
        ("jv/babagan/index.html", "jv"),
    ):
        page = built.pages().get(path) or built.pages()[path.replace("about", "tentang").replace("babagan", "tentang")]
        assert f'<html lang="{language}"' in page
        for other in ("id", "en", "jv"):
            assert f'hreflang="{other}"' in page


def test_language_first_that_the_package_does_not_speak(tmp_path: Path) -> None:
    root = javanese(tmp_path / "site", marked(), "[jv, en]", language="jv")
    for file in ("tentang.md", "tentang.en.md"):
        (root / "content/pages" / file).unlink()
    (root / "content/pages/tentang.jv.md").rename(root / "content/pages/tentang.md")
    made = build_site(root, tmp_path / "built")
    assert made.problems == ()
    assert '<html lang="jv"' in made.text("desa-jawa/index.html")
    assert MARK in made.text("desa-jawa/index.html")
    assert '"http://id.loc.gov/vocabulary/iso639-1/jv"' in made.text("data/catalog.jsonld")


def test_language_without_words_is_told_at_the_settings(tmp_path: Path) -> None:
    (problem,) = told(javanese(tmp_path, None))
    assert (problem.code, problem.at.file, problem.at.line) == ("language-words", "data/site.yaml", 8)
    assert problem.values == {"language": "jv", "path": WORDS}


def test_language_missing_words_are_one_problem(tmp_path: Path) -> None:
    (problem,) = told(javanese(tmp_path, marked(home=None, village_one=None, draft=None)))
    assert (problem.code, problem.at.file) == ("word-missing", WORDS)
    assert problem.values == {"key": "home, draft, village_one", "language": "jv"}


def test_language_word_that_nothing_shows_is_told(tmp_path: Path) -> None:
    problems = told(javanese(tmp_path, marked(hom="Ngarep", news_count_one="siji", way_map="{nothing}")))
    assert {(one.code, one.values["key"]) for one in problems} == {
        ("word-unknown", "news_count_one"), ("word-unknown", "hom"), ("word-place", "way_map"),
    }  # fmt: skip


@pytest.mark.parametrize("locale", ["min_ID", "no such"])
def test_language_that_cldr_does_not_have_is_told_at_its_locale(tmp_path: Path, locale: str) -> None:
    words = marked(locale=locale)
    (problem,) = told(javanese(tmp_path, words))
    line = 1 + [text.partition(":")[0] for text in words.splitlines()].index("locale")
    assert (problem.code, problem.at.file, problem.at.line) == ("locale-unknown", WORDS, line)


def test_language_path_word_is_an_address(tmp_path: Path) -> None:
    (problem,) = told(javanese(tmp_path, marked(path_register="Désa Jawa")))
    assert (problem.code, problem.at.file) == ("word-path", WORDS)


@pytest.mark.parametrize("value", ["EN", "english", "e", "id_ID"])
def test_language_code_is_two_or_three_letters(tmp_path: Path, value: str) -> None:
    problems = told(javanese(tmp_path, marked(), f"[id, en, {value}]"))
    assert ("bad-language", "data/site.yaml", 8) in [(one.code, one.at.file, one.at.line) for one in problems]
