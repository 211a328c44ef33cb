"""Place: puts staged files where the public sees them, each by one rename, and removes what lost its source."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sitegen.write.stage import Stage


@dataclass(frozen=True, slots=True)
class Placed:
    """What was done to the published folder."""

    written: int
    """Files put in place."""
    removed: int
    """Files removed."""


def place(stage: Stage, numbers: Mapping[str, int], removed: Iterable[str], folder: Path) -> Placed:
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
    return Placed(written=len(numbers), removed=len(gone))


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
