"""The releases of data/releases/: what the first line of each tells; their rows stay where they are until asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sitegen.dataset.release import RELEASES_FOLDER, DamagedRelease, read_header
from sitegen.digest import hex_digest
from sitegen.load.context import LoadContext, key_of, read_cached
from sitegen.models import Release
from sitegen.problems import Report, Span

_NAME = re.compile(rf"{RELEASES_FOLDER}([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\.jsonl")


def is_release(file: str) -> bool:
    """Whether a file of data/ is a release by its place."""
    return file.startswith(RELEASES_FOLDER) and file.endswith(".jsonl")


def load_releases(reading: LoadContext, there: list[str]) -> tuple[Release, ...]:
    """The releases by date; `there` are the files of data/. A release whose previous one is missing is a problem."""
    found = [one for file in there if is_release(file) and (one := _read(reading, file)) is not None]
    before: str | None = None
    for release, previous in found:
        if previous != before and not any(is_release(file) for file in reading.unread):
            end = len(_first_line(reading.load(release.file) or b"").decode(errors="replace")) + 1
            at = Span(release.file, 1, 1, end)
            reading.report.add("release-gap", at, date=release.date, previous=previous or "-", found=before or "-")
            reading.unread.add(release.file)
        before = release.date
    return tuple(release for release, _ in found)


def _read(reading: LoadContext, file: str) -> tuple[Release, str | None] | None:
    """A release, and the name of the one that it is the difference to; None where its first line tells neither."""
    data = reading.load(file)
    if data is None:
        return None
    key = key_of(data, RELEASES_FOLDER, file)
    known = read_cached(reading, file, key, tuple[Release, str | None], lambda report: _parsed(file, data, report))
    if known is None:
        return None
    return replace(known[0], location=str(reading.path(file))), known[1]


def _parsed(file: str, data: bytes, report: Report) -> tuple[Release, str | None] | None:
    name = _NAME.fullmatch(file)
    if name is None or not _is_day(name[1]):
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
    made = Release(header.release, file, header.digest, header.frozen, header.counts, header.changes, content)
    return made, header.previous


def _first_line(data: bytes) -> bytes:
    return data.partition(b"\n")[0]


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
