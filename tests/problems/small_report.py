"""A report with a problem of each severity, and the words to show it in."""

from __future__ import annotations

import functools
from typing import Any

from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.problems import Report, Span


@functools.cache
def messages(language: str) -> dict[str, Any]:
    return load_messages(language, NullCache())


def small_report() -> Report:
    report = Report()
    report.add("held-link", Span("content/news/a.md", 9, 12, 16), target="b.md")
    report.add("site-missing", Span(""), path="data/site.yaml")
    report.add("unknown-key", Span("data/villages.yaml", 50, 3, 7), suggestion="name", key="nama")
    allowed = "pratama, madya, utama"
    report.add(
        "unknown-value", Span("data/villages.yaml", 43, 10, 16), suggestion="madya", value="madyaa", allowed=allowed
    )
    return report
