"""The output folder on disk: its lock, its files, and what differs from the manifest."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sitegen.publish.manifest import BuildManifest
from sitegen.publish.public_manifest import is_foreign, public_manifest_path


class BuildLocked(Exception):
    """Another build holds the lock."""


@contextmanager
def build_lock(file: Path) -> Iterator[None]:
    """Hold the lock `file`; raises Locked at once when another process holds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BuildLocked from error


class ForeignFiles(Exception):
    """Files that sitegen did not make stand where it is to write."""

    def __init__(self, code: str, path: Path) -> None:
        """`code` is that of the problem; `path` where they stand."""
        super().__init__(code, path)
        self.code, self.path = code, path


@dataclass(frozen=True, slots=True)
class FolderState:
    """How the published folder differs from what the manifest says."""

    changed: set[str]
    """Paths whose file is missing or has other bytes."""
    times: dict[str, int]
    """Modification times, in nanoseconds, of the files whose time is another."""


class OutputFolder:
    """A published folder with its state folder beside it: `build/site` has `build/.site.sitegen`."""

    def __init__(self, path: Path) -> None:
        """Nothing is read or made yet."""
        self.path = path
        self.state = path.parent / f".{path.name}.sitegen"
        self.manifest = public_manifest_path(path)

    def refuse_foreign(self) -> None:
        """Raise ForeignFiles for a folder with files that no build of ours put there; an empty or missing one is fine.

        So it does for a file of another's that stands where the folder's manifest.json would.
        """
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
        """Which files are missing or have other bytes than the manifest says."""
        base, known = f"{self.path}/", manifest.times
        changed, times = set[str](), dict[str, int]()
        for path, artifacts in manifest.artifacts.items():
            try:
                stat = os.stat(base + path)
            except OSError:
                changed.add(path)
                continue
            if stat.st_mtime_ns != known.get(path):
                times[path] = stat.st_mtime_ns
                if stat.st_size != artifacts.size or sha256_hex((self.path / path).read_bytes()) != artifacts.digest:
                    changed.add(path)
        return FolderState(changed, times)

    def orphans(self, manifest: BuildManifest) -> set[str]:
        """Files that stand in the folder and not in the manifest. Only folders that changed since are looked into."""
        orphans, waiting = set[str](), [""]
        known = {path for path in manifest.times if path.endswith("/")}
        waiting += [path for path in known if self._time(path) != manifest.times[path]]
        while waiting:
            folder = waiting.pop()
            for name, is_folder in self._entries(folder):
                path = f"{folder}{name}"
                if not is_folder:
                    orphans.update(() if path in manifest.artifacts else (path,))
                elif f"{path}/" not in known:
                    waiting.append(f"{path}/")
        return orphans

    def times(self, paths: Iterable[str]) -> dict[str, int]:
        """Modification times of these files, where they are, and of all folders above them."""
        files = list(paths)
        folders = {path[: place + 1] for path in files for place, sign in enumerate(path) if sign == "/"}
        return {path: time for path in [*files, *folders] if (time := self._time(path)) is not None}

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
    """The SHA-256 of a file's bytes, as `sha256sum` prints it, so that anybody can check."""
    return sha256(data).hexdigest()
