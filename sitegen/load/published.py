"""Load what was published before: the releases of data/releases/ and the locked URLs of data/urls.lock."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from functools import partial

from sitegen.dataset.release import RELEASES_FOLDER, DamagedRelease, read_header
from sitegen.digest import hex_digest
from sitegen.load.context import LoadContext, load_cached
from sitegen.load.text import decode_text
from sitegen.models import Release
from sitegen.problems import Report, Span
from sitegen.urls import URLS_LOCK

_RELEASE_FILE = re.compile(rf"{RELEASES_FOLDER}([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\.jsonl")


def is_release_file(file: str) -> bool:
    """Whether a file of data/ is in the folder of releases and has their suffix."""
    return file.startswith(RELEASES_FOLDER) and file.endswith(".jsonl")


def load_releases(context: LoadContext, files: list[str]) -> tuple[Release, ...]:
    """Load the releases by date; `files` are all of data/. Reports a release whose previous one is missing."""
    loaded = [_load_release(context, file) for file in files if is_release_file(file)]
    previous_date: str | None = None
    releases, years = list[Release](), frozenset[int]()
    for release, previous, gone in filter(None, loaded):
        if previous != previous_date and not any(is_release_file(file) for file in context.unread):
            end = len(_first_line(context.load(release.file) or b"").decode(errors="replace")) + 1
            at = Span(release.file, 1, 1, end)
            context.report.add(
                "release-gap", at, date=release.date, previous=previous or "-", found=previous_date or "-"
            )
            context.unread.add(release.file)
        previous_date = release.date
        years = years.union(release.years).difference(gone)
        releases.append(replace(release, location=str(context.path(release.file)), years=tuple(sorted(years))))
    return tuple(releases)


_ParsedRelease = tuple[Release, str | None, tuple[int, ...]]
"""A release, with the years that its own file sets; the date of the previous one; the years that its file removes."""


def _load_release(context: LoadContext, file: str) -> _ParsedRelease | None:
    """Load a release; None where its first line is invalid."""
    return load_cached(context, file, _ParsedRelease, partial(parse_release, file), "release")


_YEAR_LINE = re.compile(rb'^\["years","([0-9]{4})",(null)?', re.MULTILINE)
"""A line of a release that sets or removes a year."""


def parse_release(file: str, data: bytes, report: Report) -> _ParsedRelease | None:
    """Read the first line of a release, and which years the others set and remove."""
    name = _RELEASE_FILE.fullmatch(file)
    if name is None or not _is_date(name[1]):
        report.add("release-name", Span(file), name=file.removeprefix(RELEASES_FOLDER))
        return None
    line = _first_line(data)
    at = Span(file, 1, 1, len(line.decode(errors="replace")) + 1)
    try:
        header = read_header(line)
    except DamagedRelease:
        report.add("release-damaged", at, date=name[1])
        return None
    if header.release != name[1]:
        report.add("release-name", at, name=header.release)
        return None
    content = hex_digest(data)
    lines = [(int(year), bool(removed)) for year, removed in _YEAR_LINE.findall(data)]
    parsed = Release(
        date=header.release,
        file=file,
        digest=header.digest,
        frozen=header.frozen,
        counts=header.counts,
        changes=header.changes,
        content=content,
        years=tuple(year for year, removed in lines if not removed),
    )
    return parsed, header.previous, tuple(year for year, removed in lines if removed)


def _first_line(data: bytes) -> bytes:
    return data.partition(b"\n")[0]


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


_LINE = re.compile(r"(/[^\s/?#][^\s?#]*|/)(?: ([^\s]+))?")


def load_urls_lock(context: LoadContext) -> dict[str, str]:
    """Load the locked URLs in the order of their lines, which start at line 2, each with the record or file there.

    If a line is invalid, it is reported, and the result is incomplete.
    """
    if not os.path.lexists(context.root / URLS_LOCK):
        return {}
    return load_cached(context, URLS_LOCK, dict[str, str], _parse_lock, "urls.lock") or {}


def _parse_lock(data: bytes, report: Report) -> dict[str, str]:
    text = decode_text(data, URLS_LOCK, report)
    if text is None:
        return {}
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
