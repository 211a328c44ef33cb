"""Lists of data/programme.yaml: their entries are told apart, sourced and translated."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, problems_of, read, write_site

P, T = "data/programme.yaml", "data/translations.en.yaml"
ITEM = "{id: papan, name: Papan, description: Di batas desa., sources: [koran]}"
LIST = f"lists:\n  - id: manfaat\n    title: Manfaat\n    items:\n      - {ITEM}\n"
FAULTS = [
    (LIST.replace("title:", "«titel»:"), "unknown-key", "title"),
    (f"{LIST}      - {ITEM.replace('papan', '«papan»')}\n", "repeated-id", ""),
    (LIST.replace("[koran]", "[«korann»]"), "unknown-source", "koran"),
    (LIST.replace("sources:", "«sources»:").replace("[koran]", "[]"), "missing-sources", ""),
    (f"{LIST}  - id: «manfaat»\n    title: M\n    items: [{ITEM}]\n", "repeated-id", ""),
    (LIST.partition("items:")[0] + "items: ‸[]\n", "empty-value", ""),
]


@pytest.mark.parametrize(("text", "code", "suggestion"), FAULTS)
def test_list_faults_are_told_at_their_place(tmp_path: Path, text: str, code: str, suggestion: str) -> None:
    problems, marked = problems_of(tmp_path, P, SOUND[P] + text)
    assert [(one.code, one.suggestion, one.at) for one in problems if one.code != "missing-key"] == [
        (code, suggestion, marked[0])
    ]


def test_list_translations_name_the_list_and_its_entries(tmp_path: Path) -> None:
    patches = "- {what: list:manfaat, title: Benefits}\n- {what: list:manfaat:item:papan, name: Sign}\n"
    config = SOUND["data/site.yaml"] + "language: id\nlanguages: [id, en]\n"
    site, problems = read(write_site(tmp_path, {P: SOUND[P] + LIST, T: patches, "data/site.yaml": config}))
    assert problems == []
    assert site is not None
    assert [patch.what for patch in site.translations["en"]] == ["list:manfaat", "list:manfaat:item:papan"]
