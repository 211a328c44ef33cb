"""Builds of a copy of a site, as the promises are held on them: what is told, what is published, a shared start."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from sitegen.build import BuildOptions, build
from sitegen.build_context import BuildContext
from sitegen.problems import Report

ROOT = Path(__file__).parents[2]
Edit = Callable[[Path], None]
"""Changes the sources of a site in the folder that it is handed."""
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


MANIFEST = "../manifest.json"


def published(folder: Path) -> dict[str, bytes]:
    """Everything that a build tells the world: the published folder, and the manifest beside it."""
    return tree(folder) | {MANIFEST: (folder.parent / "manifest.json").read_bytes()}


def problem_list(report: Report) -> list[tuple[object, ...]]:
    return [(problem.severity, *problem.sort_key()) for problem in report]


def built(root: Path, target: Path) -> tuple[bool, list[tuple[object, ...]], int]:
    """Build the site in `root` into `target`: whether it was published, what was told, how many files were written."""
    report = Report()
    summary = build(BuildOptions(root, BuildContext(NOW)), target, report)
    return summary is not None, problem_list(report), summary.written if summary else 0


def build_start(folder: Path) -> Path:
    """`folder`, with the site of its `copy` built into `incremental/site`: once for all tests that begin with it."""
    assert built(folder / "copy", folder / "incremental" / "site")[0]
    return folder


def copy_start(start: Path, folder: Path, name: str) -> Path:
    """A copy of `copy` or `incremental` for one test; that a site which moved goes on where it was is a promise too."""
    shutil.copytree(start / name, folder / name)
    return folder / name


def unfreeze(root: Path) -> None:
    """Remove what was frozen of a site, so that every record and every address may change."""
    shutil.rmtree(root / "data/releases")
    (root / "data/urls.lock").unlink()


def assert_incremental_equals_clean(
    start: Path, folder: Path, edits: Mapping[str, Edit], refused: frozenset[str]
) -> None:
    """Make the edits one upon the other, in copies of `start`: after each one, an incremental build and a clean one
    give the same bytes, problems and outcome, and a build after that has nothing to do.

    An edit of `refused` keeps the site from being published, leaves what is published as it was, and is taken back.
    Once all are taken back, what is published is what it was at the start.
    """
    site, incremental = copy_start(start, folder, "copy"), copy_start(start, folder, "incremental") / "site"
    first = before = published(incremental)
    for name, edit in edits.items():
        if name in refused:
            shutil.copytree(site, folder / "kept")
        edit(site)
        outcome, problems, written = built(site, incremental)
        clean = folder / "clean" / "site"
        assert (outcome, problems) == built(site, clean)[:2], name
        assert outcome == (name not in refused), (name, problems)
        now = published(incremental)
        if outcome:
            # What outputs are made from may change without their bytes: then only the manifest is written.
            assert written or {**now, MANIFEST: b""} == {**before, MANIFEST: b""}, name
            assert now == published(clean), name
            assert built(site, incremental) == (True, problems, 0), f"{name}: a build with nothing to do tells the same"
            before = now
        else:
            assert now == before, f"{name}: a failed build leaves the published folder as it was"
            assert not clean.exists(), name
            shutil.rmtree(site)
            (folder / "kept").rename(site)
        for spent in (folder / "kept", folder / "clean"):
            shutil.rmtree(spent, ignore_errors=True)
    shutil.rmtree(site)
    assert built(copy_start(start, folder, "copy"), incremental)[0]
    assert published(incremental) == first, "what is taken back leaves nothing behind"


def replace(file: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), encoding="utf-8")

    return edit
