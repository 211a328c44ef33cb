"""Builds of a copy of a site, as the promises are held on them: what is told, what is published, a shared start."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def published(folder: Path) -> dict[str, bytes]:
    """Everything that a build tells the world: the published folder, and the manifest beside it."""
    return tree(folder) | {"../manifest.json": (folder.parent / "manifest.json").read_bytes()}


def told(report: Report) -> list[tuple[object, ...]]:
    return [(problem.severity, *problem.place()) for problem in report]


def built(root: Path, target: Path, *, jobs: int = 1, clean: bool = False) -> tuple[bool, list[tuple[object, ...]]]:
    report = Report()
    summary = build(BuildOptions(root, BuildContext(NOW), jobs=jobs), target, report, clean=clean)
    return summary is not None, told(report)


def begun(folder: Path) -> Path:
    """`folder`, with the site of its `copy` built into `incremental/site`: once for all tests that begin with it."""
    assert built(folder / "copy", folder / "incremental" / "site")[0]
    return folder


def again(start: Path, folder: Path, name: str) -> Path:
    """A copy of `copy` or `incremental` for one test; that a site which moved goes on where it was is a promise too."""
    shutil.copytree(start / name, folder / name)
    return folder / name


def replace(file: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), encoding="utf-8")

    return edit
