"""The output folder: what differs from the manifest, and the staging and publishing of new files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from sitegen.cache import remove_path
from sitegen.problems import Report
from sitegen.publish.manifests import (
    BuildManifest,
    FileState,
    file_state,
    is_foreign,
    load_public_manifest,
    public_manifest_path,
)
from sitegen.publish.transaction import folders_above, staged_name, undo_interrupted

LEFTOVERS = ("stage", "kept", "kept-beside", "manifest.json.new")
"""What a build at work has: new files, and old ones of the output and of what stands beside it."""


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
        self.journal = self.state / "journal"

    @property
    def work(self) -> Path:
        """The folder for files that are moved into the output: its state folder, unless that is on another file system
        because the output is a mount point; then a folder within it."""
        try:
            mounted = os.stat(self.path).st_dev != os.stat(self.path.parent).st_dev
        except OSError:
            mounted = False
        return self.path / ".sitegen" if mounted else self.state

    def recover(self) -> None:
        """Undo what a killed build had begun to publish, and remove what it left."""
        undo_interrupted(self.path.parent, self.journal)
        for name in LEFTOVERS:
            with suppress(OSError):
                remove_path(self.work / name)
                remove_path(self.state / name)

    def close(self) -> None:
        """Remove the folder for new files, where it is within the output."""
        if self.work != self.state:
            shutil.rmtree(self.work, ignore_errors=True)

    def refuse_foreign(self) -> None:
        """Raise ForeignFiles for a folder with files of others, or for a foreign manifest.json.

        A folder that is missing, or that has nothing but what no build ever removes, is fine.
        """
        if is_foreign(self.manifest):
            raise ForeignFiles("manifest-not-ours", self.manifest)
        if not self.path.exists() or (self.state / "manifest").exists() or self.journal.exists():
            return
        if not self.path.is_dir():
            raise ForeignFiles("output-not-ours", self.path)
        home = self.path / "index.html"
        if all(is_never_removed(one.name) for one in self.path.iterdir()):
            return
        if not (home.is_file() and b'content="sitegen ' in home.read_bytes()):
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

    def unlisted(self, manifest: BuildManifest) -> set[str]:
        """Return files that are in the folder and not in the manifest, without what no build ever removes. Only folders
        that changed are listed."""
        unlisted, waiting = set[str](), [""]
        folders = {path for path in manifest.times if path.endswith("/")}
        waiting += [path for path in folders if self._time(path) != manifest.times[path]]
        while waiting:
            folder = waiting.pop()
            for name, is_folder in self._entries(folder):
                path = f"{folder}{name}"
                if is_never_removed(path):
                    continue
                if not is_folder:
                    unlisted.update(() if path in manifest.artifacts else (path,))
                elif f"{path}/" not in folders:
                    waiting.append(f"{path}/")
        return unlisted

    def published_before(self, manifest: BuildManifest, unlisted: Collection[str]) -> set[str]:
        """Return the files that earlier builds published: those of the manifest, and those of `unlisted` that still
        have the bytes listed in manifest.json; without a manifest all that have."""
        named = set(manifest.artifacts)
        others = set(unlisted) - named
        if named and not others:
            return named
        listing = load_public_manifest(self.manifest, Report())
        listed = listing.outputs if listing else {}
        return named | {
            path
            for path in (others & listed.keys() if named else listed)
            if self.has_bytes(path, listed[path].size, listed[path].sha256)
        }

    def has_bytes(self, path: str, size: int, digest: str) -> bool:
        """Whether a file has these bytes; False for a link, and where it cannot be read."""
        file = f"{self.path}/{path}"
        try:
            stat = os.lstat(file)
            return S_ISREG(stat.st_mode) and stat.st_size == size and sha256_hex(Path(file).read_bytes()) == digest
        except OSError:
            return False

    def states(self, paths: Iterable[str]) -> dict[str, FileState]:
        """Return the states of these files, where they exist."""
        with self._opened() as (base, folder):
            return {path: state for path in paths if (state := file_state(base + path, folder)) is not None}

    def times(self, paths: Iterable[str]) -> dict[str, int]:
        """Return the modification times of the parent folders of these files, where they exist."""
        folders = (f"{folder}/" for folder in folders_above(paths))
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
        except OSError:  # gone, or of another user, as lost+found
            return []


def is_never_removed(path: str) -> bool:
    """Whether no build removes what stands at a path of the folder: names that begin with a dot, and CNAME."""
    return path == "CNAME" or path.rpartition("/")[2].startswith(".")


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
        """Return the staged file of an output path."""
        return f"{self.folder}/{staged_name(path)}"

    def clear(self) -> None:
        """Remove the staging directory."""
        shutil.rmtree(self.folder, ignore_errors=True)
