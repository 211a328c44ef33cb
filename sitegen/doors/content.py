"""Doors to the content: new records, announcements and sites, and lists of what is not public."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from sitegen.console import Console
from sitegen.doors.common import CLEAN, PROBLEMS, USAGE, edition_of, language_of, zone_of
from sitegen.edition import standing_of
from sitegen.memo import Forgetful
from sitegen.model import Announcement, PlainPage
from sitegen.problems import Report
from sitegen.read import read_site


def new_village(arguments: argparse.Namespace) -> int:
    """Add a record."""
    from sitegen.scaffold import new_village as make

    return _made(arguments, lambda report: make(arguments.site, arguments.code, report, language_of(arguments)))


def new_news(arguments: argparse.Namespace) -> int:
    """Begin an announcement."""
    from sitegen.scaffold import new_news as make

    if (edition := edition_of(arguments)) is None:
        return USAGE
    today = edition.now.astimezone(zone_of(arguments.site)).date()
    return _made(arguments, lambda report: make(arguments.site, arguments.title, today, report, language_of(arguments)))


def init(arguments: argparse.Namespace) -> int:
    """Begin a site."""
    from sitegen.scaffold import init as make

    return _made(arguments, lambda report: make(arguments.folder, arguments.lang or "id", report))


def _made(arguments: argparse.Namespace, make: Callable[[Report], Path | None]) -> int:
    """Make something new, print where it is, or tell why not."""
    console, report = Console(arguments), Report()
    path = make(report)
    console.report(report)
    if path is None:
        return PROBLEMS
    print(path)
    return CLEAN


def list_content(arguments: argparse.Namespace) -> int:
    """List the content that is not public, and why."""
    console, report = Console(arguments), Report()
    if (edition := edition_of(arguments)) is None:
        return USAGE
    site = read_site(arguments.site, report, Forgetful())
    wanted = {"drafts": "draft"}.get(arguments.what, arguments.what)
    items: list[Announcement | PlainPage] = [*site.news, *site.pages] if site else []
    for item in items:
        if site and standing_of(item.meta, edition.now, site.config.timezone) == wanted:
            moment = {"scheduled": item.meta.publish_date, "expired": item.meta.expiry_date}.get(wanted) or ""
            print("  ".join(part for part in (moment, item.file, item.meta.title) if part))
    console.report(report)
    return PROBLEMS if report.failed() else CLEAN
