"""Door to the lock of addresses: `sitegen lock` writes every published address into data/urls.lock."""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen import build as pipeline
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.commands.arguments import CLEAN, PROBLEMS, USAGE, parse_context
from sitegen.console import Console
from sitegen.problems import Report, Span
from sitegen.urls import URLS_LOCK

HEADING = "# Every published address, and what stands there. Written by: sitegen lock. An address is never taken out."
"""The first line of data/urls.lock."""


@dataclass(frozen=True, slots=True)
class LockResult:
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
    if (context := parse_context(arguments)) is None:
        return USAGE
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
    """Add each address of the site in `root` to its data/urls.lock, as a build without drafts publishes it.

    None, with the problems in `report`, where the site has an error, such as an address that was lost: nothing is then
    written. What is locked stays locked, for a redirect must lead on from it as long as somebody may follow an old
    link. Without `write` it is only told what would be done.
    """
    plan = pipeline.read_and_plan(pipeline.BuildOptions(root, context), report, NullCache())
    if plan is None or report.failed():
        return None
    locked = plan.site.locked_urls
    permalinks = plan.permalinks()
    merged = dict(sorted((locked | {path: what or locked.get(path, "") for path, what in permalinks.items()}).items()))
    text = lock_text(merged)
    added = tuple(path for path in merged if path not in locked)
    file = root / URLS_LOCK
    try:
        changed = merged != locked or not file.exists()
        if changed and write:
            _write(file, text)
    except OSError as error:
        report.add("output-unwritable", Span(""), path=error.filename or file)
        return None
    return LockResult(added, len(merged), changed)


def lock_text(routes: Mapping[str, str]) -> str:
    """The text of data/urls.lock: one address a line, with what stands there."""
    lines: Iterable[str] = (f"{path} {what}".rstrip() for path, what in routes.items())
    return "\n".join([HEADING, *lines]) + "\n"


def _write(file: Path, text: str) -> None:
    """Write the file whole or not at all."""
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_bytes(text.encode())
        os.replace(new, file)
    finally:
        new.unlink(missing_ok=True)
