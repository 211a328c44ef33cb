"""What is private never reaches a log: not as a line, not in a sentence, not in what another problem quotes."""

from __future__ import annotations

import json
from functools import partial

import pytest
from factory import INDONESIA

from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.load.private_text import mask_private
from sitegen.problems import Report, Span
from sitegen.reporters import format_github_report, format_job_summary, format_json_report, format_text_report

LINE = "code: 3505150107900001  # Ani, 0812-3456-7890"


def report() -> Report:
    found = Report(mask=partial(mask_private, numbers=INDONESIA.private_numbers))
    found.add("private-nik", Span("data/villages.yaml", 3, 7, 23), value="3505••••••••0001")
    found.add("bad-code", Span("data/villages.yaml", 3, 7, 23), "3505150107900001", value="3505150107900001")
    found.add("unknown-key", Span("data/villages.yaml", 9, 3, 8), key="Ani 0812-3456-7890")
    found.add("private-phone", Span("content/pages/kontak.md", 5, 1), value="0812••••••90")
    found.add("unknown-source", Span("content/pages/kontak.md", 6, 1, 3), id="ani")
    return found


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("strict", [False, True])
def test_reporter_masks_private_values_in_each_format(language: str, strict: bool) -> None:
    messages = load_messages(language, NullCache())
    forms = (
        format_text_report(
            report(), messages, lambda at: LINE if at.line < 9 else "biasa", colour=False, strict=strict
        ),
        format_json_report(report(), messages, strict),
        format_github_report(report(), messages, strict),
        format_job_summary(report(), messages, strict),
    )
    for told in forms:
        assert "3505150107900001" not in told
        assert "3456" not in told
        assert "private-nik" in told
    assert "biasa" in forms[0]  # lines that hold nothing private are shown as ever
    messages = [problem["message"] for problem in json.loads(forms[1])["problems"]]
    assert any("3505••••••••0001" in message for message in messages)


def test_reporter_quotes_other_files_unchanged() -> None:
    messages, found = load_messages("en", NullCache()), report()
    found.add("bad-email", Span("data/site.yaml", 8, 3, 9), value="a@b@contoh.id")
    assert "a@b@contoh.id" in format_json_report(found, messages)
