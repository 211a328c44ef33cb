"""Doors to the road: build, check, serve, and clean, which takes away what builds made."""

from __future__ import annotations

import argparse
import gc
import shutil
import time
from pathlib import Path

from sitegen import build as road
from sitegen.console import Console, complain
from sitegen.doors.common import CLEAN, PROBLEMS, USAGE, edition_of, jobs_of
from sitegen.problems import Report
from sitegen.write import Folder, NotOurs


def build(arguments: argparse.Namespace) -> int:
    """Build the public site."""
    # Nothing that a build makes is garbage before its end: looking for it would only take time.
    gc.disable()
    started = time.perf_counter()
    target: Path = arguments.output or arguments.site / "build" / "site"
    console, report = Console(arguments, Folder(target).state / "memo"), Report()
    if (edition := edition_of(arguments)) is None:
        return USAGE
    if _holds_sources(target, arguments.site):
        return complain(console.words, "output-inside-sources", path=target)
    order = road.Order(arguments.site, edition, arguments.strict, jobs_of(arguments), console.tell)
    try:
        summary = road.build(order, target, report, clean=arguments.clean)
    except NotOurs as found:
        return complain(console.words, found.code, path=found.path)
    console.report(report, strict=arguments.strict)
    if summary is None:
        return PROBLEMS
    console.summary(summary, target, time.perf_counter() - started)
    return CLEAN


def check(arguments: argparse.Namespace) -> int:
    """Tell every problem; write nothing."""
    gc.disable()
    console, report = Console(arguments), Report()
    if (edition := edition_of(arguments)) is None:
        return USAGE
    order = road.Order(arguments.site, edition, arguments.strict, jobs_of(arguments), console.tell)
    road.check(order, report, figures=arguments.figures)
    console.report(report, strict=arguments.strict)
    if report.failed(strict=arguments.strict):
        return PROBLEMS
    if not len(report):
        console.say("checked")
    return CLEAN


def serve(arguments: argparse.Namespace) -> int:
    """Preview the site and rebuild it on each save."""
    from sitegen.serve import serve as run

    console = Console(arguments)
    if (edition := edition_of(arguments, drafts=True, future=True)) is None:
        return USAGE
    order = road.Order(arguments.site, edition, jobs=jobs_of(arguments))
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
    except NotOurs as found:
        return complain(console.words, found.code, path=found.path)


def clean(arguments: argparse.Namespace) -> int:
    """Delete what builds made, and nothing else."""
    build_folder = arguments.site / "build"
    targets = [arguments.output] if arguments.output else [build_folder / "site", build_folder / "preview"]
    for target in targets:
        folder = Folder(target)
        try:
            folder.refuse_foreign()
        except NotOurs as found:
            return complain(Console(arguments).words, found.code, path=found.path)
        for path in (folder.path, folder.state):
            if path.exists():
                shutil.rmtree(path)
                print(path)
        if folder.manifest.exists():
            folder.manifest.unlink()
            print(folder.manifest)
    return CLEAN


def _holds_sources(target: Path, root: Path) -> bool:
    """Whether building into `target` would put the site over its own sources."""
    place, base = target.resolve(), root.resolve()
    sources = [base / name for name in ("data", "content", "themes")]
    return place == base or place in base.parents or any(place == one or one in place.parents for one in sources)
