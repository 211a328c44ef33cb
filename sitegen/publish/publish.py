"""Stage new files beside the output folder, then move each into place by one rename."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


class Staging:
    """New files, by output path. It lies on the file system of the output, so that putting in place is a rename."""

    def __init__(self, folder: Path) -> None:
        """Begin with nothing: what an interrupted build left is removed."""
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def put(self, number: int, data: bytes) -> None:
        """Keep the bytes of the output of this number. Flat and by number: no folders to make, one rename each."""
        with open(f"{self.folder}/{number}", "xb") as file:
            file.write(data)

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


def publish(stage: Staging, numbers: Mapping[str, int], removed: Iterable[str], folder: Path) -> PublishResult:
    """Move each staged file to its path, then remove the files `removed` and the folders that this leaves empty.

    Each file is whole at every moment, old or new: a reader who comes in the seconds between meets an old page or a
    new one, never half of one.
    """
    gone, parents = list(removed), {above for path in numbers for above in _above(path)}
    # A file that stands where a folder must come, or in a folder where a file must, has to go first.
    first = {path for path in gone if path in parents or any(above in numbers for above in _above(path))}
    _remove(first, folder)
    made = set[str]()
    for path, number in numbers.items():
        above = os.path.dirname(path)
        if above not in made:
            os.makedirs(f"{folder}/{above}", exist_ok=True)
            made.add(above)
        os.replace(f"{stage.folder}/{number}", f"{folder}/{path}")
    _remove([path for path in gone if path not in first], folder)
    return PublishResult(written=len(numbers), removed=len(gone))


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
