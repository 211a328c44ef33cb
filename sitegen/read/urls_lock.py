"""The lock of addresses, data/urls.lock: a heading, then a published address a line, with what stands there."""

from __future__ import annotations

import re

from sitegen.addresses import LOCK
from sitegen.problems import Report, Span
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall
from sitegen.read.text import decode

_LINE = re.compile(r"(/[^\s/?#][^\s?#]*|/)(?: ([^\s]+))?")


def read_lock(reading: Reading) -> dict[str, str]:
    """The addresses in the order of their lines, from the second line on, each with what stands there or nothing.

    A fault is reported at its line; what is found then is not all, and the file is among the unread ones.
    """
    if not (reading.root / LOCK).exists():
        return {}
    data = reading.load(LOCK)
    if data is None:
        return {}
    key = key_of(data, LOCK)
    known: dict[str, str] | None = recall(reading.memo, key, dict[str, str])
    if known is not None:
        return known
    report = Report()
    text = decode(data, LOCK, report)
    addresses = _addresses(text, report) if text is not None else {}
    if report.failed():
        reading.unread.add(LOCK)
        reading.report.extend(report)
    else:
        keep(reading.memo, key, addresses)
    return addresses


def _addresses(text: str, report: Report) -> dict[str, str]:
    addresses: dict[str, str] = {}
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removesuffix("\n").removesuffix("\r")), 1):
        at = Span(LOCK, number, 1, len(line) + 1)
        if number == 1:
            if not line.startswith("#"):
                report.error("lock-line", at, value=line)
            continue
        match = _LINE.fullmatch(line.rstrip(" "))
        if match is None:
            report.error("lock-line", at, value=line)
        elif match[1] in addresses:
            report.error("lock-repeated", at, path=match[1])
        else:
            addresses[match[1]] = match[2] or ""
    return addresses
