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


def publish(stage: Staging, paths: Collection[str], removed: Iterable[str], folder: Path) -> PublishResult:
    """Move the staged file of each path there, then remove the files `removed` and the folders that this leaves empty.

    Each file is whole at every moment, old or new: a reader who comes in the seconds between meets an old page or a
    new one, never half of one.
    """
    gone, new, parents = list(removed), set(paths), {above for path in paths for above in _above(path)}
    # A file that stands where a folder must come, or in a folder where a file must, has to go first.
    first = {path for path in gone if path in parents or not new.isdisjoint(_above(path))}
    _remove(first, folder)
    made = set[str]()
    for path in paths:
        above = os.path.dirname(path)
        if above not in made:
            os.makedirs(f"{folder}/{above}", exist_ok=True)
            made.add(above)
        os.replace(stage.location(path), f"{folder}/{path}")
    _remove([path for path in gone if path not in first], folder)
    return PublishResult(written=len(paths), removed=len(gone))


def _above(path: str) -> list[str]:
    """The folders above a path: `a/b/c` gives `a` and `a/b`."""
    return [path[:place] for place, sign in enumerate(path) if sign == "/"]


def _remove(paths: Iterable[str], root: Path) -> None:
    """Remove files and the folders that this leaves empty."""
    files = list(paths)
    for path in files:
        (root / path).unlink(missing_ok=True)
    for above in sorted({above for path in files for above in _above(path)}, key=len, reverse=True):
        with suppress(OSError):  # not empty, or already gone
            os.rmdir(root / above)
