"""Stage new files beside the output folder, then move each into place by one rename."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sitegen.digest import hex_digest


class Staging:
    """New files, by output path. It lies on the file system of the output, so that putting in place is a rename."""

    def __init__(self, folder: Path) -> None:
        """Begin with nothing: what an interrupted build left is removed."""
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def put(self, path: str, data: bytes) -> None:
        """Write the bytes of the output at `path`."""
        with open(self.location(path), "xb") as file:
            file.write(data)

    def location(self, path: str) -> str:
        """The staged file of an output path. Flat, named by the path's digest: no folders to make, one rename each."""
        return f"{self.folder}/{hex_digest(path.encode())}"

    def clear(self) -> None:
        """Remove the stage and what is left in it."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What was done to the published folder."""

    written: int
    """Files put in place."""
    removed: int
    """Files removed."""


def publish(staging: Staging, paths: Collection[str], removed: Iterable[str], folder: Path) -> PublishResult:
    """Move the staged file of each path there, then remove the files `removed` and the folders that this leaves empty.

    Each file is whole at every moment, old or new: a reader who comes in the seconds between meets an old page or a
    new one, never half of one.
    """
    orphans, new, parents = list(removed), set(paths), {parent for path in paths for parent in _parents(path)}
    # A file that stands where a folder must come, or in a folder where a file must, has to go first.
    first = {path for path in orphans if path in parents or not new.isdisjoint(_parents(path))}
    _remove(first, folder)
    artifacts = set[str]()
    for path in paths:
        parent = os.path.dirname(path)
        if parent not in artifacts:
            os.makedirs(f"{folder}/{parent}", exist_ok=True)
            artifacts.add(parent)
        os.replace(staging.location(path), f"{folder}/{path}")
    _remove([path for path in orphans if path not in first], folder)
    return PublishResult(written=len(paths), removed=len(orphans))


def _parents(path: str) -> list[str]:
    """The folders above a path: `a/b/c` gives `a` and `a/b`."""
    return [path[:place] for place, sign in enumerate(path) if sign == "/"]


def _remove(paths: Iterable[str], root: Path) -> None:
    """Remove files and the folders that this leaves empty."""
    files = list(paths)
    for path in files:
        (root / path).unlink(missing_ok=True)
    for parent in sorted({parent for path in files for parent in _parents(path)}, key=len, reverse=True):
        with suppress(OSError):  # not empty, or already gone
            os.rmdir(root / parent)
