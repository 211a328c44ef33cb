"""Door to releases: `sitegen release 2018-12-31` freezes the data as they were known on that day."""

from __future__ import annotations

import argparse
import gc
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen import build as pipeline
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.commands.arguments import CLEAN, PROBLEMS, USAGE, parse_context, read_time_zone
from sitegen.commands.lock import lock_addresses
from sitegen.console import Console, report_usage_error
from sitegen.dataset import tables_of
from sitegen.dataset.as_of import as_of
from sitegen.dataset.release import RELEASES_FOLDER, encode_release, read_header, replay_releases, state_of
from sitegen.models import Site
from sitegen.problems import Report, Span


@dataclass(frozen=True, slots=True)
class PreparedRelease:
    """A release that is ready to be written."""

    file: Path
    """Its place, relative to the site folder."""
    data: bytes
    """Its bytes."""
    counts: dict[str, int]
    """How many rows each table has."""
    changed: int
    """How many rows came, went or changed since the release before."""


def release(arguments: argparse.Namespace) -> int:
    """Freeze the data as they were known on a day, and lock the addresses that are published with them."""
    gc.disable()
    console, report = Console(arguments), Report()
    if (context := parse_context(arguments)) is None:
        return USAGE
    day = _parse_day(arguments.date)
    if day is None:
        return report_usage_error(console.messages, "release-day", value=arguments.date)
    plan = pipeline.read_and_plan(pipeline.BuildOptions(arguments.site, context), report, NullCache())
    if plan is None or report.failed():
        console.report(report)
        return PROBLEMS
    today = context.now.astimezone(read_time_zone(arguments.site)).date()
    last = plan.site.releases[-1].date if plan.site.releases else ""
    if day > today or day.isoformat() <= last:
        return report_usage_error(console.messages, "release-order", date=day, last=last or "-", today=today)
    prepared = prepare_release(plan.site, day, today)
    written = _write(arguments.site, prepared, context, report)
    console.report(report)
    if not written:
        return PROBLEMS
    counts = ", ".join(f"{name} {count}" for name, count in prepared.counts.items() if count)
    rows = sum(prepared.counts.values())
    console.info("released", file=prepared.file.as_posix(), rows=rows, changed=prepared.changed, counts=counts)
    return CLEAN


def prepare_release(site: Site, day: date, today: date) -> PreparedRelease:
    """The release of `day` as it is made today; the difference to the latest release of the site."""
    before = replay_releases(Path(one.location).read_bytes() for one in site.releases)
    after = state_of(tables_of(as_of(site, day)))
    previous = site.releases[-1].date if site.releases else None
    data = encode_release(before, after, release=day.isoformat(), frozen=today.isoformat(), previous=previous)
    header = read_header(data.partition(b"\n")[0])
    changed = sum(map(sum, header.changes.values()))
    return PreparedRelease(Path(RELEASES_FOLDER) / f"{day}.jsonl", data, header.counts, changed)


def _write(root: Path, prepared: PreparedRelease, context: BuildContext, report: Report) -> bool:
    """Write the release and what it adds to data/urls.lock: both or neither."""
    file = root / prepared.file
    new = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            new.write_bytes(prepared.data)
            os.link(new, file)  # never in the place of another
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        report.add("output-unwritable", Span(""), path=error.filename or file)
        return False
    if lock_addresses(root, context, report) is None:
        file.unlink()
        return False
    return True


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2018-12-31") else None
    except ValueError:
        return None
