"""Severities of a site: which are accepted, and what is told of the others at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from factory import NOW
from marked_site import SOUND, problems_of, write_site

from sitegen.build import BuildOptions, check
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache, SqliteCache
from sitegen.load import load_messages, load_site
from sitegen.problems import JUDGEMENTS, NOTES, PRIVATE_CODES, WARNINGS, Report, may_be_given, severity_of

SITE, ODD = "data/site.yaml", {"data/unread.yaml": "- a\n"}
"""A file that nothing reads is a warning, `unknown-file`."""


def checked(root: Path) -> Report:
    report = Report()
    check(BuildOptions(root, BuildContext(NOW)), report)
    return report


@pytest.mark.parametrize(
    ("lines", "codes", "suggestion"),
    [
        ("  «unknown-fle»: error\n", ["unknown-code"], "unknown-file"),
        ("  «yaml-tab»: warning\n", ["severity-lowered"], ""),
        ("  «private-nik»: note\n", ["severity-lowered"], ""),
        ("  «unknown-source»: warning\n", ["severity-lowered"], ""),
        ("  «address-lost»: note\n", ["severity-lowered"], ""),
        ("  unknown-file: «eror»\n", ["unknown-value"], "error"),
        ("  «unknown-file»:\n", ["empty-value"], ""),
        ("  figure-contradicts: note\n  yaml-tab: error\n  code-newer: warning\n  unknown-file: note\n", [], ""),
        (" «error»\n", ["wrong-shape"], ""),
        ("\n", [], ""),
    ],
)
def test_severity_refused_at_its_key(lines: str, codes: list[str], suggestion: str, tmp_path: Path) -> None:
    separator = "" if lines.startswith(" «error") else "\n"
    problems, spans = problems_of(tmp_path, SITE, f"{SOUND[SITE]}severity:{separator}{lines}")
    assert [(one.code, one.at) for one in problems] == list(zip(codes, spans, strict=True))
    assert [one.suggestion for one in problems] == [suggestion] * len(codes)


def test_severity_no_error_is_lowered_but_judgements() -> None:
    for code in load_messages("en", NullCache())["problems"]:
        free = code in WARNINGS | NOTES | JUDGEMENTS
        assert may_be_given(code, "error")
        assert [may_be_given(code, "warning"), may_be_given(code, "note")] == [free, free], code
    assert not (JUDGEMENTS & {*PRIVATE_CODES.values(), *WARNINGS, *NOTES})
    assert {severity_of(code) for code in JUDGEMENTS} == {"error"}


@pytest.mark.parametrize(("severity", "failed", "strictly"), [("error", 1, 1), ("warning", 0, 1), ("note", 0, 0)])
def test_severity_of_site_decides_in_every_stage(severity: str, failed: int, strictly: int, tmp_path: Path) -> None:
    """One problem of loading, and one of rendered pages."""
    settings = f"{SOUND[SITE]}budget: {{page_kb: 0}}\nseverity:\n  unknown-file: {severity}\n"
    root = write_site(
        tmp_path, {SITE: settings + f"  page-too-heavy: {severity}\n", **ODD, "themes/default/theme.yaml": None}
    )
    report = checked(root)
    assert {one.code for one in report} == {"unknown-file", "page-too-heavy"}
    assert {report.severity_of(one) for one in report} == {severity}
    assert [report.failed(), report.failed(strict=True)] == [failed, strictly]


def test_severity_applies_to_cached_problems(tmp_path: Path) -> None:
    files = {SITE: SOUND[SITE] + "severity: {unknown-file: error}\n", "themes/default/theme.yaml": None, **ODD}
    root = write_site(tmp_path, files)
    with SqliteCache(tmp_path / "memo") as cache:
        for _ in range(2):
            report = Report()
            assert load_site(root, report, cache)
            assert (report.failed(), report.invalid()) == (True, False)
            cache.save()
