"""What a command prints: streams, colours and the language of messages."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.build import BuildResult
from sitegen.cache import Cache, NullCache, SqliteCache
from sitegen.load import load_messages, load_staff_messages
from sitegen.load.geography import DEFAULT_GEOGRAPHY, find_geography
from sitegen.load.source_folder import SourceFolder
from sitegen.models.kinds import SITE
from sitegen.problems import Problem, Report, Span
from sitegen.scalars import LANGUAGES

if TYPE_CHECKING:
    from sitegen.reporters import Messages


class Console:
    """Prints for the person who runs the command. Problems go to stderr, except in formats that machines read."""

    def __init__(self, arguments: argparse.Namespace, cache: Path | None = None) -> None:
        """`cache` is the cache file of the output, if it may exist; it saves parsing the messages."""
        self._options = vars(arguments)
        self._cache = cache
        self._last: tuple[str, float] | None = None
        self._is_live = sys.stderr.isatty() and not self._options.get("quiet") and not self._options.get("verbose")

    @cached_property
    def language(self) -> str:
        """The language of messages: that of `--lang`, else of the site, else Indonesian."""
        language = self._options.get("lang") or read_setting(self._options["site"], "language", "id")
        return language if language in LANGUAGES else LANGUAGES[0]

    @cached_property
    def messages(self) -> Messages:
        """The messages in this language, with the words of the site's geography for problems."""
        return self._with_cache(self._load_messages)

    @cached_property
    def _lines(self) -> Mapping[str, str]:
        """What commands say besides problems, by key: without the words of a geography, which take long to load."""
        lines: Mapping[str, str] = self._with_cache(partial(load_messages, self.language))["cli"]
        return lines

    def _with_cache(self, load: Callable[[Cache], Messages]) -> Messages:
        if self._cache and self._cache.is_file():
            with SqliteCache(self._cache, read_only=True) as cache:
                return load(cache)
        return load(NullCache())

    def _load_messages(self, cache: Cache) -> Messages:
        root = self._options["site"]
        geography = find_geography(root, read_setting(root, "geography", DEFAULT_GEOGRAPHY), cache)
        return load_staff_messages(root, geography, self.language, cache)

    def progress(self, stage: str, total: int) -> None:
        """Show that a stage begins: overwrites one line on a terminal, or prints its time under --verbose."""
        now = time.perf_counter()
        if self._options.get("verbose"):
            if self._last:
                print(f"{self._last[0]}: {now - self._last[1]:.3f} s", file=sys.stderr)
            self._last = (self._lines[stage].format(total=total), now)
        elif self._is_live and total > 500:
            print(f"\r\x1b[K{self._lines[stage].format(total=total)} …", end="", file=sys.stderr, flush=True)

    def report(self, report: Report, *, strict: bool = False) -> None:
        """Print all problems in the requested format."""
        format_ = self._options.get("format", "text")
        self.progress("done", 0)
        if self._is_live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        if format_ == "text" and not len(report):
            return
        from sitegen.offers import locate_offers
        from sitegen.reporters import format_github_report, format_job_summary, format_json_report, format_text_report

        report = locate_offers(report, self._options["site"])
        if format_ == "json":
            print(format_json_report(report, self.messages, strict))
        elif len(report) and format_ == "github":
            print(format_github_report(_relative_to_cwd(report, self._options["site"]), self.messages, strict))
            if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
                # The annotations have all problems: a summary that cannot be written is no failure.
                with suppress(OSError), open(summary, "a", encoding="utf-8") as file:
                    file.write(format_job_summary(report, self.messages, strict))
        elif format_ == "text":
            print(format_text_report(report, self.messages, self._read_line, _use_colour(), strict), file=sys.stderr)

    def summary(self, summary: BuildResult, target: Path, seconds: float) -> None:
        """Print what a build did, in one line."""
        self.info(
            "built",
            target=target,
            pages=summary.pages,
            written=summary.written,
            fresh=summary.fresh,
            removed=summary.removed,
            seconds=f"{seconds:.2f}",
            size=f"{summary.size / 1_000_000:.1f}",
        )

    def info(self, key: str, **values: object) -> None:
        """Print a line for people; not under --quiet, and not with JSON."""
        if not self._options.get("quiet") and self._options.get("format", "text") != "json":
            print(self._lines[key].format(**values))

    def _read_line(self, at: Span) -> str | None:
        """Read the line of a problem from a file of the site; None where there is none."""
        if not at.file or not at.line:
            return None
        try:
            text = SourceFolder(self._options["site"]).read(at.file).decode("utf-8-sig", errors="replace")
        except OSError:
            return None
        lines = re.split(r"\r\n|\r|\n", text)
        return lines[at.line - 1] if at.line <= len(lines) else None


def _relative_to_cwd(report: Report, root: Path) -> Report:
    """Make the files of problems relative to the working directory, as annotations need them."""
    problems = (
        replace(problem, at=replace(problem.at, file=(root / problem.at.file).as_posix()))
        if problem.at.file
        else problem
        for problem in report
    )
    return report.replaced(problems)


def report_usage_error(messages: Messages, code: str, **values: object) -> int:
    """Print a problem of the command's usage, and return its exit code."""
    from sitegen.reporters import format_message

    problem = Problem(code, Span(""), {name: str(value) for name, value in values.items()})
    print(f"sitegen: {format_message(problem, messages)}", file=sys.stderr)
    return 2


def read_setting(root: Path, name: str, default: str) -> str:
    """Read a plain value of data/site.yaml without parsing it, for use before or in spite of errors in it."""
    try:
        text = SourceFolder(root).read(SITE).decode(errors="replace")
    except OSError:
        return default
    match = re.search(rf"^{name}:[ \t]*[\"']?([\w/+-]+)", text, re.MULTILINE)
    return match[1] if match else default


def _use_colour() -> bool:
    """Use colours on a terminal, unless NO_COLOR is set; CLICOLOR_FORCE turns them on."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("CLICOLOR_FORCE")) or sys.stderr.isatty()
