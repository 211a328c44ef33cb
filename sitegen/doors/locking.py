"""Door to the lock of addresses: `sitegen lock` writes every published address into data/urls.lock."""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen import build as road
from sitegen.addresses import LOCK, address_of, is_lasting
from sitegen.audit.addresses import standing
from sitegen.console import Console
from sitegen.doors.common import CLEAN, PROBLEMS, USAGE, edition_of
from sitegen.edition import Edition
from sitegen.memo import Forgetful
from sitegen.model import Site
from sitegen.problems import Report, Span

HEADING = "# Every published address, and what stands there. Written by: sitegen lock. An address is never taken out."
"""The first line of data/urls.lock."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What data/urls.lock was made to hold."""

    added: tuple[str, ...]
    """The addresses that it did not hold before, sorted."""
    total: int
    """How many it holds now."""
    changed: bool
    """Whether the file says anything else than before."""


def lock(arguments: argparse.Namespace) -> int:
    """Write the addresses that are new into data/urls.lock; under `--check` only tell them."""
    gc.disable()
    console, report = Console(arguments), Report()
    if (edition := edition_of(arguments)) is None:
        return USAGE
    made = lock_addresses(arguments.site, edition, report, write=not arguments.check)
    console.report(report)
    if made is None:
        return PROBLEMS
    if arguments.check:
        for address in made.added:
            print(address)
        console.say("lock_behind" if made.changed else "lock_complete", added=len(made.added), total=made.total)
        return PROBLEMS if made.changed else CLEAN
    console.say("locked" if made.changed else "lock_complete", added=len(made.added), total=made.total)
    return CLEAN


def lock_addresses(root: Path, edition: Edition, report: Report, *, write: bool = True) -> Lock | None:
    """Add each address of the site in `root` to its data/urls.lock, as `edition`, which shows no drafts, publishes it.

    None, with the problems in `report`, where the site has an error, such as an address that was lost: nothing is then
    written. What is locked stays locked, for a redirect must lead on from it as long as somebody may follow an old
    link. Without `write` it is only told what would be done.
    """
    ready = road.read_and_plan(road.Order(root, edition), report, Forgetful())
    if ready is None or report.failed():
        return None
    known = ready.site.addresses
    found = addresses_of(ready.site, ready.origins)
    merged = dict(sorted((known | {path: what or known.get(path, "") for path, what in found.items()}).items()))
    text = lock_text(merged)
    added = tuple(path for path in merged if path not in known)
    file = root / LOCK
    try:
        changed = merged != known or not file.exists()
        if changed and write:
            _put(file, text)
    except OSError as error:
        report.error("output-unwritable", Span(""), path=error.filename or file)
        return None
    return Lock(added, len(merged), changed)


def addresses_of(site: Site, origins: Mapping[str, Span]) -> dict[str, str]:
    """The addresses that the outputs of `origins` promise to keep, each with the record or file that stands there."""
    there = standing(site, origins)
    return {address_of(path): there.get(path, "") for path in origins if is_lasting(path)}


def lock_text(addresses: Mapping[str, str]) -> str:
    """The text of data/urls.lock: one address a line, with what stands there."""
    lines: Iterable[str] = (f"{path} {what}".rstrip() for path, what in addresses.items())
    return "\n".join([HEADING, *lines]) + "\n"


def _put(file: Path, text: str) -> None:
    """Write the file whole or not at all."""
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_bytes(text.encode())
        os.replace(new, file)
    finally:
        new.unlink(missing_ok=True)
