"""Change many files together: all of them, or, after a failure or a kill, none.

Before the first change, a journal lists every file that will be added, replaced or removed. What is replaced or removed
is kept in a folder of its own until all is done. Removing the journal completes the change; as long as it is there, the
change can be undone, by the command itself or by the next one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sitegen.cache import DECODING_ERRORS, read_checked, remove_path, write_checked
from sitegen.digest import hex_digest

_FEW = 50
"""So many files are removed one after the other."""


@dataclass(frozen=True, slots=True)
class FileChanges:
    """Changes of files in a folder. The names of folders are relative to that of the journal's site."""

    folder: str
    """The folder; the paths of the files are relative to it."""
    stage: str
    """Where the new files wait, each under `staged_name` of its path; on the same file system."""
    kept: str
    """Where old files are kept; on the same file system."""
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.replaced or self.removed)


def staged_name(path: str) -> str:
    """Return the name of a staged or kept file. They lie flat, named by the digest of their path, so that no folders
    are made."""
    return hex_digest(path.encode(errors="surrogateescape"))


@contextmanager
def transaction(base: Path, journal: Path, changes: Sequence[FileChanges]) -> Iterator[None]:
    """Undo `changes` when the body fails in any way; folders in them are relative to `base`.

    A failure to undo leaves the journal, with which `undo_interrupted` tries again.
    """
    try:
        _write_journal(journal, changes)
        for one in changes:
            if one.replaced or one.removed:
                os.makedirs(base / one.kept, exist_ok=True)
        yield
        journal.unlink()
    except BaseException:
        with suppress(OSError):  # the error that led here is the one to report
            _undo(base, changes)
            journal.unlink(missing_ok=True)
        raise
    for one in changes:
        _discard(f"{base}/{one.kept}")


def undo_interrupted(base: Path, journal: Path) -> None:
    """Undo what a killed command had begun. A damaged journal is removed: it could name files of others."""
    _undo(base, _read_journal(journal))
    remove_path(journal)


def keep(base: Path, changes: FileChanges) -> None:
    """Keep the files that will be replaced, which stay in place meanwhile."""
    for path in changes.replaced:
        _keep(f"{base}/{changes.folder}/{path}", f"{base}/{changes.kept}/{staged_name(path)}")


def apply(base: Path, changes: FileChanges) -> None:
    """Move each new file into place by one rename, and remove the others with the folders that become empty."""
    root, stage, kept = (f"{base}/{name}" for name in (changes.folder, changes.stage, changes.kept))
    replaced, made = set(changes.replaced), set[str]()
    new = replaced.union(changes.added)
    above = folders_above(new)
    # A file in the way of a folder, or in a folder in the way of a file, is removed first; others last, so that what a
    # visitor's page links to is there.
    first = {path for path in changes.removed if path in above or not new.isdisjoint(parents_of(path))}
    _move_away(first, root, kept)
    for path in (*changes.added, *changes.replaced):
        parent, name = os.path.dirname(path), staged_name(path)
        if parent not in made:
            os.makedirs(f"{root}/{parent}", exist_ok=True)
            made.add(parent)
        if path in replaced:
            _keep(f"{root}/{path}", f"{kept}/{name}")
        os.replace(f"{stage}/{name}", f"{root}/{path}")
    _move_away([path for path in changes.removed if path not in first], root, kept)


def remove_empty_folders(root: str, files: Iterable[str]) -> None:
    """Remove the folders that the `files` lay in, and those above them, where they are empty."""
    for parent in sorted(folders_above(files), key=len, reverse=True):
        with suppress(OSError):  # not empty, or already gone
            os.rmdir(f"{root}/{parent}")


def parents_of(path: str) -> list[str]:
    """Return the parent folders of a path: `a/b/c` gives `a` and `a/b`."""
    parents, index = list[str](), path.find("/")
    while index >= 0:
        parents.append(path[:index])
        index = path.find("/", index + 1)
    return parents


def folders_above(paths: Iterable[str]) -> set[str]:
    """Return the parent folders of all paths."""
    folders = set[str]()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


@contextmanager
def staged_file(file: Path, data: bytes) -> Iterator[Path]:
    """Write `data` to the disk under a temporary name beside `file`; what is still there at the end is removed."""
    new = file.with_name(f".{file.name}.new")
    try:
        with open(new, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        yield new
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def create_exclusively(new: Path, file: Path) -> None:
    """Put the whole file `new` at `file`; raises FileExistsError where there is one already."""
    try:
        os.link(new, file)
    except FileExistsError:
        raise
    except OSError:  # the file system has no hard links
        os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o666))
        try:
            os.replace(new, file)
        except BaseException:
            os.unlink(file)
            raise


def sync_file(file: str | Path, flags: int = os.O_RDWR) -> None:
    """Have a file written to the disk."""
    handle = os.open(file, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk, where the system can: what they name is there already."""
    with suppress(OSError):
        sync_file(folder, os.O_RDONLY)


def _keep(file: str, kept: str) -> None:
    try:
        os.link(file, kept)
    except OSError:  # the file system has no hard links
        shutil.copy2(file, f"{kept}.part")
        os.replace(f"{kept}.part", kept)


def _move_away(paths: Iterable[str], root: str, kept: str) -> None:
    files = list(paths)
    for path in files:
        with suppress(FileNotFoundError):
            os.replace(f"{root}/{path}", f"{kept}/{staged_name(path)}")
    remove_empty_folders(root, files)


def _discard(folder: str) -> None:
    """Remove kept files, many at once: a disk that is told what becomes free takes milliseconds for each."""
    with suppress(OSError):
        files = [entry.path for entry in os.scandir(folder)]
        if len(files) > _FEW:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(8) as pool:
                for _ in pool.map(os.unlink, files):
                    pass
    shutil.rmtree(folder, ignore_errors=True)


def _undo(base: Path, changes: Sequence[FileChanges]) -> None:
    """Undo each change that was made. Can itself be interrupted, and repeated."""
    for one in reversed(changes):
        root, stage, kept = (f"{base}/{name}" for name in (one.folder, one.stage, one.kept))
        for path in one.added:
            if not os.path.lexists(f"{stage}/{staged_name(path)}"):
                with suppress(FileNotFoundError, NotADirectoryError):
                    os.unlink(f"{root}/{path}")
        remove_empty_folders(root, one.added)
        for path in (*one.replaced, *one.removed):
            old = f"{kept}/{staged_name(path)}"
            if os.path.lexists(old):
                os.makedirs(os.path.dirname(f"{root}/{path}"), exist_ok=True)
                os.replace(old, f"{root}/{path}")


def _write_journal(journal: Path, changes: Sequence[FileChanges]) -> None:
    write_checked(journal, journal.with_suffix(".new"), msgspec.json.encode(changes))
    sync_file(journal)
    sync_folder(journal.parent)


def _read_journal(journal: Path) -> list[FileChanges]:
    try:
        return msgspec.json.decode(read_checked(journal) or b"[]", type=list[FileChanges])
    except DECODING_ERRORS:
        return []
