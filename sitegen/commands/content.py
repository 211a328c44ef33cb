"""The handlers of `new`, `init`, `list` and `next-change`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen import edtf
from sitegen.build_context import BuildContext, visibility_of
from sitegen.cache import NullCache
from sitegen.commands import UsageError
from sitegen.commands.arguments import (
    CLEAN,
    PROBLEMS,
    parse_context,
    read_geography,
    read_output_language,
    read_time_zone,
)
from sitegen.console import Console, read_setting
from sitegen.load import load_site
from sitegen.load.geography import DEFAULT_GEOGRAPHY, list_package_geographies, package_geography
from sitegen.models import Announcement, PlainPage, Site
from sitegen.problems import Report, Span
from sitegen.reporters import escape_invisible
from sitegen.translations import languages_of, untranslated

if TYPE_CHECKING:
    from sitegen.load.official_list import OfficialList


def run_new_village(arguments: argparse.Namespace) -> int:
    """Add a village record, by its code or by its name in the official list."""
    from sitegen.load.official_list import open_official_list
    from sitegen.scaffold import create_village

    geography = read_geography(arguments.site)
    listed = read_setting(arguments.site, "official_list", geography.pack.official_list) != "none"
    with open_official_list(geography) if listed else nullcontext() as official:
        code = arguments.code
        if official and any(map(str.isalpha, code)) and not _CODE.match(code):
            code = _choose_place(official, arguments)
            if not code:
                return PROBLEMS
        return _create(
            arguments,
            lambda report: create_village(
                arguments.site, code, report, geography, read_output_language(arguments), official
            ),
        )


_CODE = re.compile(r"\s*[0-9][0-9. -]{7}")
"""How a code begins; the names of some villages begin with a number too."""


def _choose_place(official: OfficialList, arguments: argparse.Namespace) -> str:
    """Return the code of the place that is meant by a name; empty where there is none, which is reported.

    Raises UsageError where nobody says which one is meant.
    """
    console, report = Console(arguments), Report()
    name = arguments.code.strip()
    codes = official.search(name)
    if not codes:
        report.add("place-not-found", Span(""), official.closest(name), name=name)
        console.report(report)
        return ""
    pick = arguments.pick
    if pick is None:
        for number, code in enumerate(codes, 1):
            print(f"{number:4}  {code}  {', '.join(reversed(official.names(code)))}", file=sys.stderr)
        if sys.stdin.isatty() and sys.stderr.isatty():
            print(console.messages["cli"]["pick"].format(count=len(codes)), end="", file=sys.stderr, flush=True)
            pick = sys.stdin.readline().strip()
    if not pick:
        raise UsageError("pick-needed", name=name, example=codes[0])
    numbers = {str(number): code for number, code in enumerate(codes, 1)}
    chosen: str = numbers.get(pick) or official.geography.regroup(pick)
    if chosen not in codes:
        raise UsageError("pick-unknown", name=name, value=pick)
    return chosen


def run_new_news(arguments: argparse.Namespace) -> int:
    """Create an announcement."""
    from sitegen.scaffold import create_announcement

    context = parse_context(arguments)
    today = context.now.astimezone(read_time_zone(arguments.site)).date()
    return _create(
        arguments,
        lambda report: create_announcement(
            arguments.site, arguments.title, today, report, read_output_language(arguments)
        ),
    )


def run_init(arguments: argparse.Namespace) -> int:
    """Create a site."""
    from sitegen.scaffold import create_site

    name = arguments.geography or DEFAULT_GEOGRAPHY
    known = list_package_geographies()
    if name not in known:
        raise UsageError("geography-missing", name=name, known=", ".join(known))
    geography = package_geography(name)
    return _create(arguments, lambda report: create_site(arguments.folder, arguments.lang or "id", geography, report))


def _create(arguments: argparse.Namespace, make: Callable[[Report], Path | None]) -> int:
    """Create something, and print its path or report why not."""
    console, report = Console(arguments), Report()
    path = make(report)
    console.report(report)
    if path is None:
        return PROBLEMS
    print(path)
    return CLEAN


def run_list_content(arguments: argparse.Namespace) -> int:
    """List the content that is not public, and why; or what further languages lack."""
    console, report = Console(arguments), Report()
    context = parse_context(arguments)
    site = load_site(arguments.site, report, NullCache())
    if site:
        untranslated_only = arguments.what == "untranslated"
        rows = (
            _list_untranslated(site, context, console)
            if untranslated_only
            else _list_hidden(site, context, arguments.what)
        )
        for parts in rows:
            print("  ".join(part for part in parts if part))
    console.report(report)
    return PROBLEMS if report.failed() else CLEAN


def _list_texts(site: Site) -> list[Announcement | PlainPage]:
    return [*site.news, *site.pages]


def _list_hidden(site: Site, context: BuildContext, what: str) -> Iterator[tuple[str, ...]]:
    """Yield date, file and title of each text that is a draft, scheduled or expired."""
    visibility = {"drafts": "draft"}.get(what, what)
    for item in _list_texts(site):
        if visibility_of(item.meta, context.now, site.timezone) == visibility:
            moment = {"scheduled": item.meta.publish_date, "expired": item.meta.expiry_date}.get(visibility) or ""
            yield moment, item.file, item.meta.title


def run_next_change(arguments: argparse.Namespace) -> int:
    """Print the next moment at which the site differs with no edit, and what changes then.

    The exit code says only whether the site could be read: that nothing is to come is no problem.
    """
    from sitegen.build.next_change import find_next_change

    console, report, context = Console(arguments), Report(), parse_context(arguments)
    site = load_site(arguments.site, report, NullCache(), now=context.latest)
    if site is None or report.failed():
        console.report(report)
        return PROBLEMS
    found = find_next_change(site, context, until=context.clock if arguments.due else None)
    if arguments.format == "json":
        print(msgspec.json.format(msgspec.json.encode(found or {"at": None, "changes": ()}), indent=2).decode())
    elif found is None:
        print(console.messages["cli"]["no_due_change" if arguments.due else "no_next_change"], file=sys.stderr)
    else:
        print(found.at.isoformat(timespec="minutes"))
        for change in found.changes:
            words = (console.messages["cli"][f"change_{change.kind}"], change.name, change.title)
            print(f"  {escape_invisible('  '.join(words))}")
    return CLEAN


def _list_untranslated(site: Site, context: BuildContext, console: Console) -> Iterator[tuple[str, ...]]:
    """Yield language, position and name of each text without a translation, or with one older than its original."""
    first, *further = languages_of(site.config)
    texts = {item.file: item for item in _list_texts(site)}
    for language in further:
        for item in texts.values():
            visibility = visibility_of(item.meta, context.now, site.timezone)
            if item.language != first or visibility in ("draft", "expired"):
                continue
            other = texts.get(f"{item.file.removesuffix('.md').removesuffix(f'.{first}')}.{language}.md")
            if other is None:
                yield language, str(site.origins.get(f"{item.file}#title", item.file)), item.meta.title
            elif _later(item.meta.updated, other.meta.updated):
                outdated = console.messages["cli"]["outdated"].format(date=item.meta.updated, file=item.file)
                yield language, str(site.origins.get(f"{other.file}#title", other.file)), outdated
        for what, field in untranslated(site, language):
            yield language, str(site.origins.get(what, "")), what, field


def _later(changed: str | None, translated: str | None) -> bool:
    """Whether an original was changed in substance after its translation."""
    return bool(changed) and (not translated or edtf.parse(changed or "").sort_day > edtf.parse(translated).sort_day)
