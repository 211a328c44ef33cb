"""The handlers of `release` and `lock`, which record what was published."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sitegen import build as pipeline
from sitegen.build import create_exclusively, staged_file, sync_folder
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.commands import UsageError
from sitegen.commands.arguments import CLEAN, PROBLEMS, parse_context, read_time_zone
from sitegen.console import Console
from sitegen.dataset import tables_of
from sitegen.dataset.as_of import as_of
from sitegen.dataset.release import RELEASES_FOLDER, encode_release, read_header, replay_releases, state_of
from sitegen.load.published import parse_release
from sitegen.models import Site
from sitegen.problems import Report, Span
from sitegen.urls import URLS_LOCK

HEADING = "# Every published address, and what stands there. Written by: sitegen lock. An address is never taken out."
"""The first line of data/urls.lock."""


@dataclass(frozen=True, slots=True)
class LockResult:
    """The result of locking the URLs."""

    added: tuple[str, ...]
    """New URLs, sorted."""
    total: int
    """Number of locked URLs."""
    changed: bool
    """Whether the file changes."""


def run_lock(arguments: argparse.Namespace) -> int:
    """Add new URLs to data/urls.lock; with `--check` only report them."""
    console, report = Console(arguments), Report()
    context = parse_context(arguments)
    result = lock_addresses(arguments.site, context, report, write=not arguments.check)
    console.report(report)
    if result is None:
        return PROBLEMS
    if arguments.check:
        for address in result.added:
            print(address)
        console.info("lock_behind" if result.changed else "lock_complete", added=len(result.added), total=result.total)
        return PROBLEMS if result.changed else CLEAN
    console.info("locked" if result.changed else "lock_complete", added=len(result.added), total=result.total)
    return CLEAN


def lock_addresses(root: Path, context: BuildContext, report: Report, *, write: bool = True) -> LockResult | None:
    """Add each URL of the site in `root` to its data/urls.lock, as a build without drafts publishes it.

    Returns None, with the problems in `report`, where the site has an error, such as a lost URL; nothing is then
    written. Locked URLs are never removed, since old links to them must work. With `write` false, only the result is
    returned.
    """
    plan = pipeline.load_and_plan(pipeline.BuildOptions(root, context), report, NullCache())
    if plan is None or report.failed():
        return None
    result, text = _merge_lock(root, plan)
    if result.changed and write:
        file = root / URLS_LOCK
        try:
            with staged_file(file, text.encode()) as new:
                os.replace(new, file)
                sync_folder(file.parent)
        except OSError as error:
            report.add("output-unwritable", Span(""), path=error.filename or file)
            return None
    return result


def _merge_lock(root: Path, plan: pipeline.BuildPlan) -> tuple[LockResult, str]:
    """Return what the plan adds to the locked URLs, and the text of the file with them."""
    locked, permalinks = plan.site.locked_urls, plan.permalinks()
    merged = dict(sorted((locked | {path: what or locked.get(path, "") for path, what in permalinks.items()}).items()))
    added = tuple(path for path in merged if path not in locked)
    changed = merged != locked or not (root / URLS_LOCK).exists()
    return LockResult(added, len(merged), changed), format_lock(merged)


def format_lock(routes: Mapping[str, str]) -> str:
    """Format data/urls.lock: one URL per line, with the record or file there."""
    lines: Iterable[str] = (f"{path} {what}".rstrip() for path, what in routes.items())
    return "\n".join([HEADING, *lines]) + "\n"


@dataclass(frozen=True, slots=True)
class PreparedRelease:
    """A release that is ready to be written."""

    file: Path
    """Relative to the site folder."""
    data: bytes
    counts: dict[str, int]
    """Number of rows of each table."""
    changed: int
    """Number of rows added, removed or changed since the previous release."""


def run_release(arguments: argparse.Namespace) -> int:
    """Freeze the data as they were known on a day, and lock the URLs published with them."""
    console, report = Console(arguments), Report()
    context = parse_context(arguments)
    day = _parse_day(arguments.date)
    if day is None:
        raise UsageError("release-day", value=arguments.date)
    plan = pipeline.load_and_plan(pipeline.BuildOptions(arguments.site, context), report, NullCache())
    if plan is None or report.failed():
        console.report(report)
        return PROBLEMS
    today = context.now.astimezone(read_time_zone(arguments.site)).date()
    last = plan.site.releases[-1].date if plan.site.releases else ""
    if day > today or day.isoformat() <= last:
        raise UsageError("release-order", date=day, last=last or "-", today=today)
    prepared = prepare_release(plan.site, day, today)
    written = _write_release(arguments.site, prepared, plan.site, context, report)
    console.report(report)
    if not written:
        return PROBLEMS
    counts = ", ".join(f"{name} {count}" for name, count in prepared.counts.items() if count)
    rows = sum(prepared.counts.values())
    console.info("released", file=prepared.file.as_posix(), rows=rows, changed=prepared.changed, counts=counts)
    return CLEAN


def prepare_release(site: Site, day: date, today: date) -> PreparedRelease:
    """Prepare the release of `day`, made `today`, as the difference to the latest release of the site."""
    before = replay_releases(Path(one.location).read_bytes() for one in site.releases)
    after = state_of(tables_of(as_of(site, day)))
    previous = site.releases[-1].date if site.releases else None
    data = encode_release(before, after, release=day.isoformat(), frozen=today.isoformat(), previous=previous)
    header = read_header(data.partition(b"\n")[0])
    changed = sum(map(sum, header.changes.values()))
    return PreparedRelease(Path(RELEASES_FOLDER) / f"{day}.jsonl", data, header.counts, changed)


def _write_release(root: Path, prepared: PreparedRelease, site: Site, context: BuildContext, report: Report) -> bool:
    """Write the release and its additions to data/urls.lock: both or neither.

    Both are written to the disk before the first is put in place, so that a kill has but the moment between two renames
    to leave the release alone; `check` tells of that, and `lock` completes it.
    """
    file, lock = root / prepared.file, root / URLS_LOCK
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with staged_file(file, prepared.data) as new:
            parsed = parse_release(prepared.file.as_posix(), prepared.data, report)
            if parsed is None:
                return False
            released = replace(site, releases=(*site.releases, replace(parsed[0], location=str(new))))
            plan = pipeline.plan_loaded(released, pipeline.BuildOptions(root, context), report, NullCache())
            if plan is None or report.failed():
                return False
            _, text = _merge_lock(root, plan)
            with staged_file(lock, text.encode()) as new_lock:
                create_exclusively(new, file)
                try:
                    os.replace(new_lock, lock)
                except BaseException:
                    file.unlink()
                    raise
                sync_folder(file.parent)
                sync_folder(lock.parent)
    except OSError as error:
        report.add("output-unwritable", Span(""), path=error.filename or file)
        return False
    finally:
        with suppress(OSError):  # it is not empty, usually
            file.parent.rmdir()
    return True


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2018-12-31") else None
    except ValueError:
        return None
