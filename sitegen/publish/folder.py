"""The output folder: what differs from the manifest, and the staging and publishing of new files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sitegen.digest import hex_digest
from sitegen.publish.manifests import BuildManifest, FileState, file_state, is_foreign, public_manifest_path


class ForeignFiles(Exception):
    """The output folder has files that sitegen did not make."""

    def __init__(self, code: str, path: Path) -> None:
        """`code` is that of the problem; `path` is the foreign file or folder."""
        super().__init__(code, path)
        self.code, self.path = code, path


@dataclass(frozen=True, slots=True)
class FolderState:
    """How the output folder differs from the build manifest."""

    changed: set[str]
    """Paths of files that are missing or have other bytes."""
    states: dict[str, FileState]
    """States of the files whose state differs."""


class OutputFolder:
    """A published folder with its state folder: `build/site` has `build/.site.sitegen`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state = path.parent / f".{path.name}.sitegen"
        self.manifest = public_manifest_path(path)

    def refuse_foreign(self) -> None:
        """Raise ForeignFiles for a folder with files of others, or for a foreign manifest.json; an empty or missing
        folder is fine."""
        if is_foreign(self.manifest):
            raise ForeignFiles("manifest-not-ours", self.manifest)
        if not self.path.exists() or (self.state / "manifest").exists():
            return
        if not self.path.is_dir():
            raise ForeignFiles("output-not-ours", self.path)
        home = self.path / "index.html"
        if any(self.path.iterdir()) and not (home.is_file() and b'content="sitegen ' in home.read_bytes()):
            raise ForeignFiles("output-not-ours", self.path)

    def compare(self, manifest: BuildManifest) -> FolderState:
        """Return the files that are missing or have other bytes than in the manifest."""
        states_before = manifest.states
        changed, states = set[str](), dict[str, FileState]()
        with self._opened() as (base, folder):
            for path, artifact in manifest.artifacts.items():
                state = file_state(base + path, folder)
                if state == states_before.get(path) and state is not None:
                    continue
                if state is None or state[0] != artifact.size or self._digest(path) != artifact.digest:
                    changed.add(path)
                else:
                    states[path] = state
        return FolderState(changed, states)

    @contextmanager
    def _opened(self) -> Iterator[tuple[str, int | None]]:
        """Yield how the path of a file begins, and the folder that it is relative to: an open folder saves the system
        to look up its own path for every file."""
        if os.stat not in os.supports_dir_fd or not self.path.is_dir():
            yield f"{self.path}/", None
            return
        folder = os.open(self.path, os.O_RDONLY)
        try:
            yield "", folder
        finally:
            os.close(folder)

    def _digest(self, path: str) -> str | None:
        try:
            return sha256_hex((self.path / path).read_bytes())
        except OSError:
            return None

    def orphans(self, manifest: BuildManifest) -> set[str]:
        """Return files that are in the folder and not in the manifest. Only folders that changed are listed."""
        orphans, waiting = set[str](), [""]
        folders = {path for path in manifest.times if path.endswith("/")}
        waiting += [path for path in folders if self._time(path) != manifest.times[path]]
        while waiting:
            folder = waiting.pop()
            for name, is_folder in self._entries(folder):
                path = f"{folder}{name}"
                if not is_folder:
                    orphans.update(() if path in manifest.artifacts else (path,))
                elif f"{path}/" not in folders:
                    waiting.append(f"{path}/")
        return orphans

    def states(self, paths: Iterable[str]) -> dict[str, FileState]:
        """Return the states of these files, where they exist."""
        with self._opened() as (base, folder):
            return {path: state for path in paths if (state := file_state(base + path, folder)) is not None}

    def times(self, paths: Iterable[str]) -> dict[str, int]:
        """Return the modification times of the parent folders of these files, where they exist."""
        folders = {path[: index + 1] for path in paths for index, character in enumerate(path) if character == "/"}
        return {folder: time for folder in folders if (time := self._time(folder)) is not None}

    def _time(self, path: str) -> int | None:
        try:
            return os.stat(f"{self.path}/{path}").st_mtime_ns
        except OSError:
            return None

    def _entries(self, folder: str) -> list[tuple[str, bool]]:
        try:
            with os.scandir(f"{self.path}/{folder}") as entries:
                return [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
        except FileNotFoundError:
            return []


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes as `sha256sum` prints it."""
    return sha256(data).hexdigest()


class Staging:
    """New files by output path, on the file system of the output, so that publishing is a rename."""

    def __init__(self, folder: Path) -> None:
        """Remove what an interrupted build left."""
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def put(self, path: str, data: bytes) -> None:
        """Write the bytes of the output at `path`."""
        with open(self.location(path), "xb") as file:
            file.write(data)

    def location(self, path: str) -> str:
        """Return the staged file of an output path. Files are flat and named by the digest of the path, so that no
        folders are made."""
        return f"{self.folder}/{hex_digest(path.encode())}"

    def clear(self) -> None:
        """Remove the staging directory."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What was published."""

    written: int
    """Number of files moved into place."""
    removed: int
    """Number of files removed."""


def publish(staging: Staging, paths: Collection[str], removed: Iterable[str], folder: Path) -> PublishResult:
    """Move the staged file of each path into `folder`, then remove the files `removed` and folders that become empty.

    Each file is complete at every moment: a visitor during publishing gets an old page or a new one, never a part.
    """
    orphans, new, parents = list(removed), set(paths), {parent for path in paths for parent in _parents(path)}
    # A file in the way of a folder, or in a folder in the way of a file, is removed first.
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
    """Return the parent folders of a path: `a/b/c` gives `a` and `a/b`."""
    return [path[:index] for index, character in enumerate(path) if character == "/"]


def _remove(paths: Iterable[str], root: Path) -> None:
    files = list(paths)
    for path in files:
        (root / path).unlink(missing_ok=True)
    for parent in sorted({parent for path in files for parent in _parents(path)}, key=len, reverse=True):
        with suppress(OSError):  # not empty, or already gone
            os.rmdir(root / parent)
