"""Door to releases: `sitegen release 2018-12-31` freezes the data as they were known on that day."""

from __future__ import annotations

import argparse
import gc
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen import build as road
from sitegen.console import Console, complain
from sitegen.dataset import tables_of
from sitegen.dataset.known import as_known
from sitegen.dataset.release import differences, encode, replay, state_of
from sitegen.doors.common import CLEAN, PROBLEMS, USAGE, edition_of, zone_of
from sitegen.doors.locking import lock_addresses
from sitegen.edition import Edition
from sitegen.memo import Forgetful
from sitegen.model import Site
from sitegen.problems import Report, Span
from sitegen.read.releases import FOLDER


@dataclass(frozen=True, slots=True)
class Frozen:
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
    if (edition := edition_of(arguments)) is None:
        return USAGE
    day = _day(arguments.date)
    if day is None:
        return complain(console.words, "release-day", value=arguments.date)
    ready = road.read_and_plan(road.Order(arguments.site, edition), report, Forgetful())
    if ready is None or report.failed():
        console.report(report)
        return PROBLEMS
    today = edition.now.astimezone(zone_of(arguments.site)).date()
    last = ready.site.releases[-1].date if ready.site.releases else ""
    if day > today or day.isoformat() <= last:
        return complain(console.words, "release-order", date=day, last=last or "-", today=today)
    made = frozen(ready.site, day, today)
    done = _put(arguments.site, made, edition, report)
    console.report(report)
    if not done:
        return PROBLEMS
    counts = ", ".join(f"{name} {count}" for name, count in made.counts.items() if count)
    rows = sum(made.counts.values())
    console.say("released", file=made.file.as_posix(), rows=rows, changed=made.changed, counts=counts)
    return CLEAN


def frozen(site: Site, day: date, today: date) -> Frozen:
    """The release of `day` as it is made today; the difference to the latest release of the site."""
    before = replay(Path(one.location).read_bytes() for one in site.releases)
    after = state_of(tables_of(as_known(site, day)))
    previous = site.releases[-1].date if site.releases else None
    data = encode(before, after, release=day.isoformat(), frozen=today.isoformat(), previous=previous)
    changed = sum(1 for _ in differences(before, after))
    return Frozen(Path(FOLDER) / f"{day}.jsonl", data, {name: len(rows) for name, rows in after.items()}, changed)


def _put(root: Path, made: Frozen, edition: Edition, report: Report) -> bool:
    """Write the release and what it adds to data/urls.lock: both or neither."""
    file = root / made.file
    new = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            new.write_bytes(made.data)
            os.link(new, file)  # never in the place of another
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        report.error("output-unwritable", Span(""), path=error.filename or file)
        return False
    if lock_addresses(root, edition, report) is None:
        file.unlink()
        return False
    return True


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2018-12-31") else None
    except ValueError:
        return None
