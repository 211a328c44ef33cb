"""The releases of data/releases/: what the first line of each tells; their rows stay where they are until asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sitegen.dataset.release import RELEASES_FOLDER, DamagedRelease, read_header
from sitegen.digest import hex_digest
from sitegen.load.context import LoadContext, cache_key, read_cached
from sitegen.models import Release
from sitegen.problems import Report, Span

_NAME = re.compile(rf"{RELEASES_FOLDER}([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\.jsonl")


def is_release_file(file: str) -> bool:
    """Whether a file of data/ is a release by its place."""
    return file.startswith(RELEASES_FOLDER) and file.endswith(".jsonl")


def load_releases(context: LoadContext, files: list[str]) -> tuple[Release, ...]:
    """The releases by date; `files` are the files of data/. A release whose previous one is missing is a problem."""
    loaded = [_load_release(context, file) for file in files if is_release_file(file)]
    releases = [release for release in loaded if release is not None]
    previous_date: str | None = None
    for release, previous in releases:
        if previous != previous_date and not any(is_release_file(file) for file in context.unread):
            end = len(_first_line(context.load(release.file) or b"").decode(errors="replace")) + 1
            at = Span(release.file, 1, 1, end)
            context.report.add(
                "release-gap", at, date=release.date, previous=previous or "-", found=previous_date or "-"
            )
            context.unread.add(release.file)
        previous_date = release.date
    return tuple(release for release, _ in releases)


def _load_release(context: LoadContext, file: str) -> tuple[Release, str | None] | None:
    """A release, and the name of the one that it is the difference to; None where its first line tells neither."""
    data = context.load(file)
    if data is None:
        return None
    key = cache_key(data, RELEASES_FOLDER, file)
    cached = read_cached(
        context, file, key, tuple[Release, str | None], lambda report: _parse_release(file, data, report)
    )
    if cached is None:
        return None
    return replace(cached[0], location=str(context.path(file))), cached[1]


def _parse_release(file: str, data: bytes, report: Report) -> tuple[Release, str | None] | None:
    name = _NAME.fullmatch(file)
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
    parsed = Release(header.release, file, header.digest, header.frozen, header.counts, header.changes, content)
    return parsed, header.previous


def _first_line(data: bytes) -> bytes:
    return data.partition(b"\n")[0]


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
