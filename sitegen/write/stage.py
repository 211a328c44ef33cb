"""Stage: the folder beside the output in which new bytes wait until the whole site holds together."""

from __future__ import annotations

import shutil
from pathlib import Path


class Stage:
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
