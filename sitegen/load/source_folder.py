"""The files of a site folder: one function resolves every path that a file names, and reads only what lies within."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

MAX_FILE = 64_000_000
"""Maximum size of a file of records or text, in bytes; a register of all 84,000 villages has 54 million."""
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer is opened at once, and then refused
)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class PathOutside(OSError):
    """A path leads out of the site folder."""


class FileTooLarge(OSError):
    """A file is larger than any of its kind should be."""

    def __init__(self, size: int) -> None:
        super().__init__(errno.EFBIG, "file too large")
        self.size = size


@dataclass(slots=True)
class SourceFolder:
    """A folder with the sources of a site; what lies outside of it, links followed, is not read."""

    root: Path
    _real_root: str = field(init=False)
    _real_folders: dict[str, str] = field(default_factory=dict, init=False)
    """The real path of each folder within that was asked for, by its path."""

    def __post_init__(self) -> None:
        self._real_root = os.path.realpath(self.root)

    def resolve(self, file: str) -> str:
        """Return the real path of `file`, which is relative to the site folder; raises PathOutside."""
        real = os.path.realpath(os.path.join(self.root, file))
        if not self._is_within(real):
            raise PathOutside(errno.EXDEV, "outside of the site folder", file)
        return real

    def read(self, file: str, limit: int = MAX_FILE) -> bytes:
        """Return the bytes of a regular file within the folder.

        Raises PathOutside, FileTooLarge, or OSError for what cannot be read: a folder, a pipe, a device, no file.
        """
        folder, _, name = file.rpartition("/")
        if folder not in self._real_folders:
            self._real_folders[folder] = self.resolve(folder)
        if name in ("", ".", ".."):
            raise PathOutside(errno.EXDEV, "no file of the site folder", file)
        path = os.path.join(self._real_folders[folder], name)
        if not _NO_FOLLOW and os.path.islink(path):
            path = self.resolve(file)
        try:
            return read_regular_file(path, limit)
        except OSError as error:
            if error.errno not in (errno.ELOOP, errno.EMLINK):  # what systems say of a link that is not followed
                raise
        return read_regular_file(self.resolve(file), limit)

    def _is_within(self, real: str) -> bool:
        return real == self._real_root or real.startswith(os.path.join(self._real_root, ""))


def read_regular_file(path: str, limit: int = MAX_FILE, *, follow: bool = False) -> bytes:
    """Return the bytes of a regular file; `follow` allows `path` to be a link.

    The opened file is judged, not its name, which may lead elsewhere a moment later. Raises OSError for all else.
    """
    descriptor = os.open(path, _FLAGS if follow else _FLAGS | _NO_FOLLOW)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        if status.st_size > limit:
            raise FileTooLarge(status.st_size)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)
