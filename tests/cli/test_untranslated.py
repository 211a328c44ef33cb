"""`sitegen list untranslated`: what further languages lack, and what is older than its original, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from run_command import sitegen

FILES = {
    "data/site.yaml": """\
title: Situs uji
description: Situs untuk menguji.
base_url: https://uji.example
publisher:
  name: Penguji
languages: [id, en]
""",
    "data/programme.yaml": """\
name: Program uji
agency: Lembaga uji
began: 2017
summary: Program untuk menguji.
sources: [koran]
years:
  - year: 2018
    target: 200
    target_sources: [koran]
    note: Rencana saja.
""",
    "data/villages.yaml": "",
    "data/sources.yaml": "- id: koran\n  publisher: Koran Uji\n  date: 2024-01-05\n",
    "data/translations.en.yaml": """\
- {what: site, title: A test site}
- {what: publisher, name: The testers}
- {what: programme, name: A programme, summary: For tests.}
- {what: source:koran, publisher: A test paper}
""",
    "content/pages/tentang.md": "---\ntitle: Tentang\nsummary: Apa ini.\nupdated: 2020-05-05\n---\nIsi.\n",
    "content/pages/draf.md": "---\ndraft: true\ntitle: Draf\nsummary: Apa ini.\n---\nIsi.\n",
    "content/news/2018-kabar.md": "---\ndate: 2018\ntitle: Kabar\nsummary: Apa ini.\n---\nIsi.\n",
}
ENGLISH = "---\ntitle: About\nsummary: What this is.\nslug: about\nupdated: 2020-05-05\n---\nText.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site in two languages that is half translated."""
    for file, text in {**FILES, "content/pages/tentang.en.md": ENGLISH}.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


def listed(site: Path, *arguments: str) -> list[str]:
    ran = sitegen(site, "list", "untranslated", "--at", "2026-01-01", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return ran.out.splitlines()


def test_untranslated_texts_listed_with_line(site: Path) -> None:
    assert listed(site) == [
        "en  content/news/2018-kabar.md:3  Kabar",
        "en  data/site.yaml:1  site  description",
        "en  data/programme.yaml:7  year:2018  note",
    ]


@pytest.mark.parametrize("updated", ["updated: 2020-05-04\n", "updated: 2019\n", ""])
def test_untranslated_lists_outdated_translation(site: Path, updated: str) -> None:
    file = site / "content/pages/tentang.en.md"
    file.write_text(ENGLISH.replace("updated: 2020-05-05\n", updated), encoding="utf-8")
    told = "en  content/pages/tentang.en.md:2  older than its original, which was updated 2020-05-05: "
    assert listed(site, "--lang", "en")[1] == f"{told}content/pages/tentang.md"


def test_untranslated_empty_for_one_language(site: Path) -> None:
    settings = site / "data/site.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[id, en]", "[id]"), encoding="utf-8")
    assert sitegen(site, "list", "untranslated").out == ""


def test_untranslated_reports_errors_with_exit_code_1(site: Path) -> None:
    (site / "data/translations.en.yaml").write_text("- what: situs\n  title: A test site\n", encoding="utf-8")
    ran = sitegen(site, "list", "untranslated", "--lang", "en")
    assert ran.code == 1
    assert "data/translations.en.yaml:1:9" in ran.err
    assert "[unknown-record]" in ran.err
    assert "site  title" in ran.out
