"""What handlers share: exit codes, and reading the day, language and processes from the arguments."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.commands import UsageError
from sitegen.console import read_setting
from sitegen.geography import Geography
from sitegen.geography.binding import OwnKey
from sitegen.load.geography import DEFAULT_GEOGRAPHY, find_geography
from sitegen.load.records import find_own_keys
from sitegen.scalars import LANGUAGES, BaseUrl, InvalidScalar

CLEAN, PROBLEMS, USAGE = 0, 1, 2
"""Exit codes."""


def parse_context(arguments: argparse.Namespace, *, drafts: bool = False, future: bool = False) -> BuildContext:
    """Parse the build context. Raises UsageError for an invalid date or URL."""
    options = vars(arguments)
    try:
        now = _now(options.get("at"), arguments.site)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError("bad-moment", value=options.get("at") or os.environ["SOURCE_DATE_EPOCH"]) from error
    base_url = options.get("base_url", "")
    try:
        base_url = base_url and BaseUrl.__metadata__[0](base_url)  # type: ignore[attr-defined]
    except InvalidScalar as error:
        raise UsageError(error.code, **error.values) from error
    return BuildContext(
        now=now,
        clock=datetime.now(UTC),
        drafts=drafts or options.get("drafts", False),
        future=future or options.get("future", False),
        base_url=base_url,
    )


def _now(at: str | None, root: Path) -> datetime:
    """Return the time of `at`, of SOURCE_DATE_EPOCH, or of the clock, which is read in this module alone.

    Raises ValueError, OverflowError or OSError for an invalid date.
    """
    if at:
        moment = datetime.fromisoformat(at)
        return moment if moment.tzinfo else moment.replace(tzinfo=read_time_zone(root))
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC)


def read_time_zone(root: Path) -> ZoneInfo:
    """Read the site's time zone; that of its geography where it names none, or an invalid one, which loading the
    settings reports."""
    name = read_setting(root, "timezone", "")
    try:
        return ZoneInfo(name or read_geography(root).pack.time_zones[0])
    except (KeyError, ValueError, OSError):
        return ZoneInfo(read_geography(root).pack.time_zones[0])


def read_geography(root: Path) -> Geography:
    """Load the geography that the site's settings name."""
    return find_geography(root, read_setting(root, "geography", DEFAULT_GEOGRAPHY), NullCache())


def read_own_keys(root: Path) -> tuple[OwnKey, ...]:
    """Load the keys that the site's programme adds to village records."""
    return find_own_keys(root, read_geography(root), NullCache())


def read_output_language(arguments: argparse.Namespace) -> str:
    """Return the language of texts that a command writes."""
    language = arguments.lang or read_setting(arguments.site, "language", LANGUAGES[0])
    return language if language in LANGUAGES else LANGUAGES[0]


def count_jobs(arguments: argparse.Namespace) -> int:
    """Return the number of processes for rendering."""
    if jobs := vars(arguments).get("jobs"):
        return int(jobs)
    # In a container, fewer cores may be usable than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
