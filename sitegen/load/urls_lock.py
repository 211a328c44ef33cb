"""The lock of addresses, data/urls.lock: a heading, then a published address a line, with what stands there."""

from __future__ import annotations

import re

from sitegen.load.context import LoadContext, cache_key, read_cached
from sitegen.load.text import decode_text
from sitegen.problems import Report, Span
from sitegen.urls import URLS_LOCK

_LINE = re.compile(r"(/[^\s/?#][^\s?#]*|/)(?: ([^\s]+))?")


def load_urls_lock(context: LoadContext) -> dict[str, str]:
    """The addresses in the order of their lines, from the second line on, each with what stands there or nothing.

    A fault is reported at its line; what is found then is not all, and the file is among the unread ones.
    """
    if not (context.root / URLS_LOCK).exists():
        return {}
    data = context.load(URLS_LOCK)
    if data is None:
        return {}
    key = cache_key(data, URLS_LOCK)
    return read_cached(context, URLS_LOCK, key, dict[str, str], lambda report: _parse(data, report))


def _parse(data: bytes, report: Report) -> dict[str, str]:
    text = decode_text(data, URLS_LOCK, report)
    return _parse_lines(text, report) if text is not None else {}


def _parse_lines(text: str, report: Report) -> dict[str, str]:
    routes: dict[str, str] = {}
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removesuffix("\n").removesuffix("\r")), 1):
        at = Span(URLS_LOCK, number, 1, len(line) + 1)
        if number == 1:
            if not line.startswith("#"):
                report.add("lock-line", at, value=line)
            continue
        match = _LINE.fullmatch(line.rstrip(" "))
        if match is None:
            report.add("lock-line", at, value=line)
        elif match[1] in routes:
            report.add("lock-repeated", at, path=match[1])
        else:
            routes[match[1]] = match[2] or ""
    return routes
