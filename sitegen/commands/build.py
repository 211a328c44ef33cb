"""The handlers of `build`, `check`, `serve`, `clean` and `verify`."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from sitegen import build as pipeline
from sitegen.build import ForeignFiles, LockError, OutputFolder, PublishOptions, clean_folder, verify_published
from sitegen.build_context import BuildContext
from sitegen.commands import UsageError
from sitegen.commands.arguments import CLEAN, PROBLEMS, count_jobs, parse_context
from sitegen.console import Console
from sitegen.problems import Report, Span


def run_build(arguments: argparse.Namespace) -> int:
    """Build the public site."""
    started = time.perf_counter()
    target: Path = arguments.output or arguments.site / "build" / "site"
    console, report = Console(arguments, OutputFolder(target).state / "memo"), Report()
    context = parse_context(arguments)
    if _contains_sources(target, arguments.site):
        raise UsageError("output-inside-sources", path=target)
    publish = PublishOptions(arguments.max_removals, arguments.prune_foreign, arguments.take_over)
    options = replace(_options(arguments, context, console, report), publish=publish)
    try:
        summary = pipeline.build(options, target, report, clean=arguments.clean)
    except ForeignFiles as foreign:
        raise UsageError(foreign.code, path=foreign.path) from foreign
    console.report(report, strict=arguments.strict)
    if summary is None:
        return PROBLEMS
    console.summary(summary, target, time.perf_counter() - started)
    return CLEAN


def run_check(arguments: argparse.Namespace) -> int:
    """Report every problem; write nothing."""
    console, report = Console(arguments), Report()
    context = parse_context(arguments)
    pipeline.check(_options(arguments, context, console, report), report)
    console.report(report, strict=arguments.strict)
    if report.failed(strict=arguments.strict):
        return PROBLEMS
    if not len(report):
        console.info("checked")
    return CLEAN


def _options(
    arguments: argparse.Namespace, context: BuildContext, console: Console, report: Report
) -> pipeline.BuildOptions:
    """Return the options that building and checking share."""
    return pipeline.BuildOptions(
        arguments.site,
        context,
        strict=arguments.strict,
        figures=arguments.figures,
        against=_read_baseline(arguments, report),
        jobs=count_jobs(arguments),
        on_progress=console.progress,
    )


def _read_baseline(arguments: argparse.Namespace, report: Report) -> pipeline.Baseline | None:
    """Read what `--against` names; None without it, and where that is a problem. Raises UsageError."""
    if not arguments.against:
        return None
    from sitegen.diff.baselines import NoBaseline, read_baseline

    try:
        return read_baseline(arguments.site, arguments.against, report)
    except NoBaseline as unknown:
        name = arguments.against
        raise UsageError(unknown.code, name=name, path=name, reason=unknown.reason) from unknown


def run_serve(arguments: argparse.Namespace) -> int:
    """Preview the site and rebuild it on each save."""
    from sitegen.server import serve as run

    gc.enable()  # unlike other commands, it runs for long
    console = Console(arguments)
    context = parse_context(arguments, drafts=True, future=True)
    publish = PublishOptions(max_removals=sys.maxsize)  # nobody's address is lost with a page of a preview
    options = pipeline.BuildOptions(arguments.site, context, jobs=count_jobs(arguments), publish=publish)
    target = arguments.site / "build" / "preview"

    def on_build(report: Report, summary: pipeline.BuildResult | None, seconds: float) -> None:
        console.report(report)
        if summary:
            console.summary(summary, target, seconds)

    try:
        return run(
            options,
            target,
            console.messages,
            host=arguments.host,
            port=arguments.port,
            open_browser=arguments.open,
            on_start=lambda address: console.info("serving", address=address),
            on_build=on_build,
        )
    except ForeignFiles as foreign:
        raise UsageError(foreign.code, path=foreign.path) from foreign


def run_clean(arguments: argparse.Namespace) -> int:
    """Delete what builds made, and nothing else."""
    console, report = Console(arguments), Report()
    build_folder = arguments.site / "build"
    targets = [arguments.output] if arguments.output else [build_folder / "site", build_folder / "preview"]
    for target in targets:
        try:
            for path in clean_folder(OutputFolder(target), report):
                print(path)
        except ForeignFiles as foreign:
            raise UsageError(foreign.code, path=foreign.path) from foreign
        except LockError as error:
            report.add(error.code, Span(""), **{"path": target, **error.values})
        except OSError as error:
            report.add("output-unwritable", Span(""), path=error.filename or target)
    console.report(report)
    return PROBLEMS if report.failed() else CLEAN


def _contains_sources(target: Path, root: Path) -> bool:
    """Whether building into `target` would overwrite the site's own sources."""
    output, base = target.resolve(), root.resolve()
    sources = [base / name for name in ("data", "content", "themes")]
    return output == base or output in base.parents or any(output == one or one in output.parents for one in sources)


def run_verify(arguments: argparse.Namespace) -> int:
    """Verify a published folder against its manifest."""
    console, report = Console(arguments), Report()
    folder: Path = arguments.folder
    if not os.path.isdir(folder):  # Path.is_dir raises for a name that is too long
        raise UsageError("published-folder-missing", path=folder)
    named = folder if folder.name.strip(".") else Path(os.path.abspath(folder))
    count = verify_published(folder, arguments.manifest or OutputFolder(named).manifest, report)
    console.report(report)
    if report.failed():
        return PROBLEMS
    console.info("verified", count=count, target=folder)
    return CLEAN
