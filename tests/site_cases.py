"""Cases: each folder of tests/sites is a site; it is built here, and compared with what is expected of it."""

from __future__ import annotations

import difflib
import gc
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sitegen.build import BuildOptions, BuildResult, build
from sitegen.build_context import BuildContext
from sitegen.problems import Problem, Report

CASES = Path(__file__).parent / "sites"
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
"""The day of which every case is built."""
BUILT = ("minimal", "full", "english")
"""Cases that are published."""
BROKEN = ("broken-data", "broken-addresses", "broken-links")
"""Cases that are refused."""


@dataclass(frozen=True, slots=True)
class Built:
    """A site that was built."""

    summary: BuildResult | None
    """What the build did; None when it published nothing."""
    files: dict[str, bytes]
    """What stands in the published folder, by path."""
    problems: tuple[Problem, ...]
    """What it told."""

    def pages(self) -> dict[str, str]:
        """The HTML of its pages, by path."""
        return {path: data.decode() for path, data in self.files.items() if path.endswith(".html")}

    def text(self, path: str) -> str:
        """One file as text."""
        return self.files[path].decode()


def build_site(root: Path, target: Path, context: BuildContext | None = None) -> Built:
    """Build the site in `root` into `target`, in this process, and read what it made."""
    report = Report()
    summary = build(BuildOptions(root, context or BuildContext(NOW)), target, report)
    return Built(summary, tree(target), tuple(report))


def copy_case(name: str, folder: Path) -> Path:
    """The sources of a case in a folder where a test may change them."""
    for part in ("data", "content"):
        if (CASES / name / part).exists():
            shutil.copytree(CASES / name / part, folder / part)
    return folder


def allow_invented_places(root: Path) -> None:
    """Let a copy of the sample be edited into places that the official list does not have."""
    with (root / "data/site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("official_list: none\n")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path within it; nothing where there is no folder."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def run_main(*arguments: str) -> int:
    """The exit code of a command run in this process, as the command line gives it."""
    from sitegen.cli import main

    try:
        return main(arguments)
    except SystemExit as left:
        return int(left.code or 0)
    finally:
        gc.enable()  # a build leaves the collector off, which is right for a process that then ends


def without_digests(text: str) -> str:
    """Text without what changes though nothing that matters here does: digests in names, and the version."""
    text = re.sub(r"\.[0-9a-f]{8}(?=\.\w)", ".DIGEST", text)
    return re.sub(r"\bsitegen \d+\.\d+\.\d+\w*", "sitegen VERSION", text)


def golden(folder: Path, made: Mapping[str, str], update: bool) -> str:
    """How `made` differs from the files of `folder`, missing and surplus ones named; empty when it does not.

    With `update` the folder becomes what was made.
    """
    if update:
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode())
    expected = {path: data.decode() for path, data in tree(folder).items()}
    told = [f"missing, was to be made: {path}" for path in sorted(expected.keys() - made.keys())]
    told += [f"surplus, was not to be made: {path}" for path in sorted(made.keys() - expected.keys())]
    for path in sorted(made.keys() & expected.keys()):
        told += difflib.unified_diff(
            expected[path].splitlines(), made[path].splitlines(), f"expected/{path}", path, lineterm="", n=1
        )
    return "\n".join(told)
