"""The settings of sections: unknown, needed and repeated ones, and addresses that are taken, told at their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_site import SOUND, problems_of, read, write_site

S, T = "data/site.yaml", "data/translations.en.yaml"
FAULTS = [
    ("{section: «outreech», shown: false}", "unknown-value", "outreach"),
    ("{section: «sosialisasi», shown: false}", "unknown-value", "outreach"),
    ("{section: corrections, shown: «false»}", "section-needed", ""),
    ("{section: outreach, path: «berita»}", "path-word-taken", ""),
    ("{section: outreach, path: «aset»}", "path-word-taken", ""),
    ("{section: outreach, path: «Temu Warga»}", "bad-slug", "temu-warga"),
    ("{section: outreach, «titel»: Temu}", "unknown-key", "title"),
    ("{section: outreach}\n  - {section: «outreach», title: Temu}", "repeated-id", ""),
]


@pytest.mark.parametrize(("text", "code", "suggestion"), FAULTS)
def test_section_faults_are_told_at_their_place(tmp_path: Path, text: str, code: str, suggestion: str) -> None:
    problems, marked = problems_of(tmp_path, S, f"{SOUND[S]}sections:\n  - {text}\n")
    assert [(one.code, one.suggestion, one.at) for one in problems] == [(code, suggestion, marked[0])]


def test_section_path_of_a_translation_is_told_in_its_file(tmp_path: Path) -> None:
    config = f"{SOUND[S]}languages: [id, en]\nsections:\n  - {{section: outreach, path: temu}}\n"
    problems, marked = problems_of(tmp_path, T, "- {what: section:outreach, path: «news»}\n", **{S: config})
    assert [(one.code, one.at) for one in problems] == [("path-word-taken", marked[0])]


def test_hidden_section_is_noted_and_its_records_are_left_out(tmp_path: Path) -> None:
    config = f"{SOUND[S]}sections:\n  - {{section: outreach, shown: false}}\n  - {{section: map, shown: false}}\n"
    site, problems = read(write_site(tmp_path, {S: config}))
    assert site is not None
    assert (site.outreach, len(site.indicators)) == ((), 1)
    assert [(one.code, one.severity, one.values["count"]) for one in problems] == [("section-hidden", "note", "1")]
