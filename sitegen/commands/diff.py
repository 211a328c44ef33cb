"""The handler of `diff`: load the two states and print what changed."""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path

from sitegen.build_context import BuildContext
from sitegen.cache import MemoryCache, NullCache
from sitegen.commands import UsageError
from sitegen.commands.arguments import CLEAN, PROBLEMS, parse_context, read_geography, read_own_keys
from sitegen.console import Console
from sitegen.dataset.release import DamagedRelease
from sitegen.diff import Snapshot, compare, format_changes
from sitegen.diff.snapshots import (
    NotABuiltSite,
    UnknownRevision,
    extract,
    has_release,
    is_published,
    resolve,
    take_folder_snapshot,
    take_release_snapshot,
    take_site_snapshot,
)
from sitegen.load import load_path_words, load_site
from sitegen.load.geography import load_field_names
from sitegen.load.theme import PACKAGE_THEMES
from sitegen.problems import Report
from sitegen.scalars import LANGUAGES
from sitegen.urls import Routes, build_routes


def run_diff(arguments: argparse.Namespace) -> int:
    """Print what changes from one state to another."""
    # --format is that of the changes; problems of a state are printed as text.
    console = Console(argparse.Namespace(**{**vars(arguments), "format": "text"}))
    context = parse_context(arguments)
    loader = _SnapshotLoader(arguments.site, context, console)
    old = loader.load(arguments.old)
    new = loader.load(arguments.new or "")
    if old is None or new is None:
        return PROBLEMS
    console.progress("compare", 0)
    changes = compare(old, new)
    names = load_field_names(arguments.site, read_geography(arguments.site), console.language, NullCache())
    names |= {key.name: key.words for key in read_own_keys(arguments.site)}
    print(format_changes(changes, console.messages, names, arguments.format))
    console.progress("done", 0)
    return PROBLEMS if arguments.exit_code and changes else CLEAN


class _SnapshotLoader:
    """Loads the states; what both share is read once."""

    def __init__(self, root: Path, context: BuildContext, console: Console) -> None:
        self._root, self._context, self._console = root, context, console
        self._cache = MemoryCache()

    def load(self, name: str) -> Snapshot | None:
        """Load the state called `name`; prints its errors and returns None. Raises UsageError."""
        self._console.progress("read", 0)
        if not name:
            return self._load_sources(self._root, "")
        if has_release(self._root, name):
            return self._load_release(name)
        folder = Path(name)
        if os.path.isdir(folder) and (_is_site(folder) or is_published(folder)):
            return self._load_folder(folder, name)
        try:
            tree = resolve(self._root, name)
        except UnknownRevision as unknown:
            if os.path.isdir(folder):
                raise UsageError("diff-folder", path=name) from unknown
            code = "diff-git" if unknown.reason else "diff-unknown"
            raise UsageError(code, name=name, reason=unknown.reason) from unknown
        with tempfile.TemporaryDirectory(prefix="sitegen-diff-") as temporary:
            try:
                extract(self._root, tree, Path(temporary))
            except UnknownRevision as error:
                raise UsageError("diff-git", name=name, reason=error.reason) from error
            return self._load_sources(Path(temporary), name)

    def _load_release(self, name: str) -> Snapshot:
        try:
            return take_release_snapshot(self._root, name, read_geography(self._root), read_own_keys(self._root))
        except (DamagedRelease, OSError) as error:
            raise UsageError("diff-release", name=name, reason=str(error)) from error

    def _load_folder(self, folder: Path, name: str) -> Snapshot | None:
        if _is_site(folder):
            return self._load_sources(folder, name)
        geography = read_geography(self._root)
        words = load_path_words(geography, NullCache())
        try:
            routes = {one: Routes(words(one)) for one in LANGUAGES}
            return take_folder_snapshot(folder, name, routes, geography, read_own_keys(self._root))
        except (NotABuiltSite, OSError) as error:
            raise UsageError("diff-folder", path=name) from error

    def _load_sources(self, root: Path, name: str) -> Snapshot | None:
        """Load the state of sources. An old one gets the present theme: its own may lack messages that are used now."""
        report = Report()
        site = load_site(root, report, self._cache, (self._root / "themes", *PACKAGE_THEMES))
        if site is None or report.invalid():
            self._console.report(_prefix_files(report, name))
            return None
        self._console.progress("plan", 0)
        routes = build_routes(site.config, load_path_words(site.geography, self._cache, site), site.translations)
        return take_site_snapshot(site, name, self._context, routes)


def _is_site(folder: Path) -> bool:
    return (folder / "data" / "site.yaml").is_file()


def _prefix_files(report: Report, name: str) -> Report:
    """Prefix the files of errors with the name of the state; leaves out warnings."""
    errors = [problem for problem in report if problem.severity == "error"]
    if not name:
        return report.replaced(errors)
    return report.replaced(replace(one, at=replace(one.at, file=f"{name}:{one.at.file}")) for one in errors)
