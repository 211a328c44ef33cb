"""The lock of addresses, data/urls.lock: a heading, then a published address a line, with what stands there."""

from __future__ import annotations

import re

from sitegen.load.context import LoadContext, keep_value, key_of, recall_value
from sitegen.load.text import decode_text
from sitegen.problems import Report, Span
from sitegen.urls import URLS_LOCK

_LINE = re.compile(r"(/[^\s/?#][^\s?#]*|/)(?: ([^\s]+))?")


def load_urls_lock(reading: LoadContext) -> dict[str, str]:
    """The addresses in the order of their lines, from the second line on, each with what stands there or nothing.

    A fault is reported at its line; what is found then is not all, and the file is among the unread ones.
    """
    if not (reading.root / URLS_LOCK).exists():
        return {}
    data = reading.load(URLS_LOCK)
    if data is None:
        return {}
    key = key_of(data, URLS_LOCK)
    known: dict[str, str] | None = recall_value(reading.cache, key, dict[str, str])
    if known is not None:
        return known
    report = Report()
    text = decode_text(data, URLS_LOCK, report)
    routes = _addresses(text, report) if text is not None else {}
    if report.failed():
        reading.unread.add(URLS_LOCK)
        reading.report.extend(report)
    else:
        keep_value(reading.cache, key, routes)
    return routes


def _addresses(text: str, report: Report) -> dict[str, str]:
    routes: dict[str, str] = {}
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removesuffix("\n").removesuffix("\r")), 1):
        at = Span(URLS_LOCK, number, 1, len(line) + 1)
        if number == 1:
            if not line.startswith("#"):
                report.error("lock-line", at, value=line)
            continue
        match = _LINE.fullmatch(line.rstrip(" "))
        if match is None:
            report.error("lock-line", at, value=line)
        elif match[1] in routes:
            report.error("lock-repeated", at, path=match[1])
        else:
            routes[match[1]] = match[2] or ""
    return routes
