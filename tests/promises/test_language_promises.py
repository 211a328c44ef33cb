"""The promises hold for a site in two languages: what is edited in one is made anew in every page that shows it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from edit_chain import ROOT, Edit, assert_incremental_equals_clean, build_start, published, replace, unfreeze
from site_cases import allow_invented_places

STORY = "content/news/2018-sungai-baung-memulai-dari-perangkat-desa"
ENGLISH = """---
title: A first step in Sungai Baung
date: "[2018-03..2018-12]"
summary: A village begins with its staff.
sources: [antara-jambi-2018]
---

It is told of in [the criteria](../pages/kriteria.md).
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site in both languages, with a translation more, and what is built of it."""
    begin = tmp_path_factory.mktemp("start")
    folder = begin / "copy"
    for name in ("data", "content"):
        shutil.copytree(ROOT / name, folder / name)
    allow_invented_places(folder)
    settings = (folder / "data/site.yaml").read_text(encoding="utf-8")
    (folder / "data/site.yaml").write_text(settings.replace("languages: [id]", "languages: [id, en]"), encoding="utf-8")
    original = (folder / f"{STORY}.md").read_text(encoding="utf-8")
    dated = next(line for line in original.splitlines() if line.startswith("date:"))
    source = next(line for line in original.splitlines() if line.startswith("sources:"))
    text = ENGLISH.replace('date: "[2018-03..2018-12]"', dated).replace("sources: [antara-jambi-2018]", source)
    (folder / f"{STORY}.en.md").write_text(text, encoding="utf-8")
    return build_start(begin)


def delete_translation(root: Path) -> None:
    (root / f"{STORY}.en.md").unlink()


def draft_translation(root: Path) -> None:
    replace(f"{STORY}.en.md", "title:", "draft: true\ntitle:")(root)


def draft_original(root: Path) -> None:
    replace(f"{STORY}.md", "title:", "draft: true\ntitle:")(root)


def edit_original_alone(root: Path) -> None:
    file = root / f"{STORY}.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nSatu kalimat lagi.\n", encoding="utf-8")


def break_translation(root: Path) -> None:
    replace(f"{STORY}.en.md", "kriteria.md", "tidak-ada.md")(root)


EDITS: dict[str, Edit] = {
    "nothing frozen": unfreeze,
    "translation edited": replace(f"{STORY}.en.md", "its staff", "the staff"),
    "translation with an address of its own": replace(f"{STORY}.en.md", "title:", "slug: first-step\ntitle:"),
    "original edited": edit_original_alone,
    "record": replace("data/villages.yaml", "name: Sukosewu", "name: Sukosewu Baru"),
    "broken translation": break_translation,
    "translation drafted": draft_translation,
    "translation deleted": delete_translation,
    "original drafted": draft_original,
    "one language": replace("data/site.yaml", "languages: [id, en]", "languages: [id]"),
}


def test_incremental_equals_clean_in_two_languages(start: Path, tmp_path: Path) -> None:
    translation = "en/news/2018/sungai-baung-memulai-dari-perangkat-desa/index.html"
    assert translation in published(start / "incremental" / "site")
    assert_incremental_equals_clean(start, tmp_path, EDITS, frozenset({"broken translation"}))
