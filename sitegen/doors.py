"""What stands behind each door: a function a command, from its arguments to its exit code."""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen import build as road
from sitegen.console import Console, complain, setting
from sitegen.edition import Edition, standing_of
from sitegen.memo import Forgetful
from sitegen.model import Announcement, PlainPage
from sitegen.problems import Report, Span
from sitegen.read import read_site
from sitegen.scalars import BaseUrl, Refused
from sitegen.write import Folder, NotOurs

CLEAN, PROBLEMS, USAGE = 0, 1, 2
"""The exit codes."""


def build(arguments: argparse.Namespace) -> int:
    """Build the public site."""
    # Nothing that a build makes is garbage before its end: looking for it would only take time.
    gc.disable()
    started = time.perf_counter()
    target: Path = arguments.output or arguments.site / "build" / "site"
    console, report = Console(arguments, Folder(target).state / "memo"), Report()
    if (edition := _edition(arguments)) is None:
        return USAGE
    if _holds_sources(target, arguments.site):
        return complain(console.words, "output-inside-sources", path=target)
    order = road.Order(arguments.site, edition, arguments.strict, _jobs(arguments), console.tell)
    try:
        summary = road.build(order, target, report, clean=arguments.clean)
    except NotOurs:
        return complain(console.words, "output-not-ours", path=target)
    console.report(report, strict=arguments.strict)
    if summary is None:
        return PROBLEMS
    console.summary(summary, target, time.perf_counter() - started)
    return CLEAN


def check(arguments: argparse.Namespace) -> int:
    """Tell every problem; write nothing."""
    gc.disable()
    console, report = Console(arguments), Report()
    if (edition := _edition(arguments)) is None:
        return USAGE
    order = road.Order(arguments.site, edition, arguments.strict, _jobs(arguments), console.tell)
    road.check(order, report)
    console.report(report, strict=arguments.strict)
    if report.failed(strict=arguments.strict):
        return PROBLEMS
    console.say("checked")
    return CLEAN


def serve(arguments: argparse.Namespace) -> int:
    """Preview the site and rebuild it on each save."""
    from sitegen.serve import serve as run

    console = Console(arguments)
    if (edition := _edition(arguments, drafts=True, future=True)) is None:
        return USAGE
    order = road.Order(arguments.site, edition, jobs=_jobs(arguments))
    target = arguments.site / "build" / "preview"

    def told(report: Report, summary: road.Summary | None, seconds: float) -> None:
        console.report(report)
        if summary:
            console.summary(summary, target, seconds)

    try:
        return run(
            order,
            target,
            console.words,
            host=arguments.host,
            port=arguments.port,
            open_browser=arguments.open,
            started=lambda address: console.say("serving", address=address),
            told=told,
        )
    except NotOurs:
        return complain(console.words, "output-not-ours", path=target)


def new_village(arguments: argparse.Namespace) -> int:
    """Add a record."""
    from sitegen.scaffold import new_village as make

    return _made(arguments, lambda report: make(arguments.site, arguments.code, report, _language(arguments)))


def new_news(arguments: argparse.Namespace) -> int:
    """Begin an announcement."""
    from sitegen.scaffold import new_news as make

    if (edition := _edition(arguments)) is None:
        return USAGE
    today = edition.now.astimezone(_zone(arguments.site)).date()
    return _made(arguments, lambda report: make(arguments.site, arguments.title, today, report, _language(arguments)))


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
    if (edition := _edition(arguments)) is None:
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


def explain(arguments: argparse.Namespace) -> int:
    """Tell a problem's code at length."""
    from sitegen.scalars import nearest
    from sitegen.show import explanation

    words = Console(arguments).words
    text = explanation(arguments.code, words)
    if text is None:
        near = nearest(arguments.code, words["problems"])
        print(words["cli"]["unknown_code"].format(code=arguments.code), file=sys.stderr)
        if near:
            print(words["frame"]["suggestion"].format(suggestion=near), file=sys.stderr)
        return USAGE
    print(text)
    return CLEAN


def schema(arguments: argparse.Namespace) -> int:
    """Print or write the JSON Schema of the data files."""
    import json

    from sitegen.read.describe import NAMES, json_schema

    if arguments.name and arguments.name not in NAMES:
        print(f"sitegen schema: {arguments.name}: {', '.join(NAMES)}", file=sys.stderr)
        return USAGE
    schemas = {name: json_schema(name) for name in ([arguments.name] if arguments.name else NAMES)}
    if arguments.output:
        report = Report()
        try:
            arguments.output.mkdir(parents=True, exist_ok=True)
            for name, one in schemas.items():
                file = arguments.output / f"{name}.schema.json"
                file.write_text(json.dumps(one, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
                print(file)
        except OSError as error:
            report.error("output-unwritable", Span(""), path=error.filename or arguments.output)
            Console(arguments).report(report)
            return PROBLEMS
    else:
        print(json.dumps(schemas[arguments.name] if arguments.name else schemas, indent=2, ensure_ascii=False))
    return CLEAN


def clean(arguments: argparse.Namespace) -> int:
    """Delete what builds made, and nothing else."""
    build_folder = arguments.site / "build"
    targets = [arguments.output] if arguments.output else [build_folder / "site", build_folder / "preview"]
    for target in targets:
        folder = Folder(target)
        try:
            folder.refuse_foreign()
        except NotOurs:
            return complain(Console(arguments).words, "output-not-ours", path=target)
        for path in (folder.path, folder.state):
            if path.exists():
                shutil.rmtree(path)
                print(path)
    return CLEAN


def _edition(arguments: argparse.Namespace, *, drafts: bool = False, future: bool = False) -> Edition | None:
    """The edition that the arguments ask for; None, with a word to the reader, when they say what cannot be."""
    options = vars(arguments)
    try:
        now = _now(options.get("at"), arguments.site)
    except (ValueError, OverflowError, OSError):
        complain(Console(arguments).words, "bad-moment", value=options.get("at") or os.environ["SOURCE_DATE_EPOCH"])
        return None
    base_url = options.get("base_url", "")
    try:
        base_url = base_url and BaseUrl.__metadata__[0](base_url)  # type: ignore[attr-defined]
    except Refused as refused:
        complain(Console(arguments).words, refused.code, **refused.values)
        return None
    return Edition(
        now=now,
        drafts=drafts or options.get("drafts", False),
        future=future or options.get("future", False),
        base_url=base_url,
    )


def _now(at: str | None, root: Path) -> datetime:
    """The one place where the clock is read. Raises ValueError, OverflowError or OSError for a date that is none."""
    if at:
        moment = datetime.fromisoformat(at)
        return moment if moment.tzinfo else moment.replace(tzinfo=_zone(root))
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC)


def _zone(root: Path) -> ZoneInfo:
    """The time zone of the site; Jakarta's where it is none, which reading the settings then tells."""
    try:
        return ZoneInfo(setting(root, "timezone", "Asia/Jakarta"))
    except (KeyError, ValueError, OSError):
        return ZoneInfo("Asia/Jakarta")


def _language(arguments: argparse.Namespace) -> str:
    return arguments.lang or setting(arguments.site, "language", "id")


def _jobs(arguments: argparse.Namespace) -> int:
    if jobs := vars(arguments).get("jobs"):
        return int(jobs)
    # In a container the cores that this process may use are fewer than the machine's.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _holds_sources(target: Path, root: Path) -> bool:
    """Whether building into `target` would put the site over its own sources."""
    place, base = target.resolve(), root.resolve()
    sources = [base / name for name in ("data", "content", "themes")]
    return place == base or place in base.parents or any(place == one or one in place.parents for one in sources)
