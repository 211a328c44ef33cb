"""A cache of the results of pure functions, keyed by the digest of their inputs."""

from __future__ import annotations

import errno
import functools
import os
import shutil
import sqlite3
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Protocol

LARGEST_DATABASE = 512_000_000
"""Bytes past which a memo begins anew: what no build recalls any more is never looked for one by one."""


WHOLE = ("read", "outline", "inputs")
"""Kinds of which a build recalls nearly every memory: fetched at once, and what was not recalled is dropped."""
PICTURES = ("photo", "card")
"""Kinds of which each memory is a file of its own, kept at once: large, and long in the making."""
LARGEST_FILE_CACHE = 2_000_000_000
"""Bytes of them past which those go that were used least lately."""


class Cache(Protocol):
    """Remembers bytes by kind and key; forgetting any of them costs time, never a wrong result."""

    def recall(self, kind: str, key: str) -> bytes | None:
        """What was kept under this kind and key; None when nothing was."""
        ...

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Remember `data`; `key` is a digest of everything that it was made from, the engine's version included."""
        ...

    def split(self) -> Cache:
        """A memo of the same memories for a process that was forked off."""
        ...

    def new(self) -> dict[tuple[str, str], bytes]:
        """What was kept since the beginning, by kind and key."""
        ...


class NullCache:
    """A memo that remembers nothing: for tests, and for runs that write nothing."""

    def recall(self, kind: str, key: str) -> bytes | None:
        """Nothing."""
        return None

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Drop it."""

    def split(self) -> Cache:
        """Itself: there is nothing to share."""
        return self

    def new(self) -> dict[tuple[str, str], bytes]:
        """Nothing."""
        return {}


class MemoryCache(NullCache):
    """A memo that lasts as long as its command: for one that reads two states of a site, most of which is the same."""

    def __init__(self) -> None:
        self._kept = dict[tuple[str, str], bytes]()

    def recall(self, kind: str, key: str) -> bytes | None:
        """What was kept under this kind and key; None when nothing was."""
        return self._kept.get((kind, key))

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Remember `data`."""
        self._kept[kind, key] = data

    def new(self) -> dict[tuple[str, str], bytes]:
        """All that it remembers, by kind and key."""
        return self._kept


class FileCache:
    """Memories of which each is a file, whole or not there; to remove the folder costs time, never a wrong result."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read or made yet."""
        self._folder, self._used = folder, False

    def recall(self, name: str) -> bytes | None:
        """What was kept under this name; None for nothing, and for a file that is no longer as it was written."""
        self._used, file = True, self._place(name)
        try:
            digest, data = _split(file.read_bytes())
            os.utime(file)  # used now, and so not the first to go
        except OSError:
            return None
        return data if digest == _digest(data) else None

    def keep(self, name: str, data: bytes) -> None:
        """Remember `data`. Raises OSError where there is no room for it."""
        self._used, file = True, self._place(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{name}.{os.getpid()}.new")
        new.write_bytes(_digest(data) + data)
        new.replace(file)

    def prune(self, most: int) -> None:
        """Once more than `most` bytes are kept, remove what was used least lately, down to three quarters of it; and
        what a killed build left half written. A build that needed no picture does not look."""
        if not self._used:
            return
        files = [(file, file.stat()) for file in self._folder.glob("*/*")]
        kept = sum(state.st_size for _, state in files)
        spare = kept - most * 3 // 4 if kept > most else 0
        for file, state in sorted(files, key=lambda one: (one[0].suffix != ".new", one[1].st_mtime_ns, one[0])):
            if spare <= 0 and file.suffix != ".new":
                break
            file.unlink(missing_ok=True)
            spare -= state.st_size

    def forget(self) -> None:
        """Remove all of them."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _place(self, name: str) -> Path:
        return self._folder / name[-2:] / name


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _split(kept: bytes) -> tuple[bytes, bytes]:
    """The digest that stands before what is kept, and that."""
    return kept[:16], kept[16:]


class SqliteCache:
    """A memo in one file."""

    def __init__(self, file: Path, *, clean: bool = False) -> None:
        """Open or make `file`. It begins anew when `clean`, when it has outgrown its use, and when it is damaged."""
        self._file, self._new = file, dict[tuple[str, str], bytes]()
        self._pictures = FileCache(file.with_name("pictures"))
        if clean:
            self._pictures.forget()
        self._used, self._whole = set[tuple[str, str]](), functools.cache(self._load)
        if clean or (file.exists() and file.stat().st_size > LARGEST_DATABASE):
            file.unlink(missing_ok=True)
        try:
            self._database = self._open()
        except sqlite3.DatabaseError:
            file.unlink()
            self._database = self._open()

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._file, isolation_level=None)
        # Losing the last build's memories in a power cut is harmless; waiting for the disk at every build is not.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("CREATE TABLE IF NOT EXISTS memo (kind TEXT, key TEXT, data BLOB, PRIMARY KEY (kind, key))")
        return database

    def recall(self, kind: str, key: str) -> bytes | None:
        """What was kept under this kind and key; None when nothing was."""
        if kind in PICTURES:
            return self._pictures.recall(f"{kind}-{key}")
        if (kind, key) in self._new:
            return self._new[kind, key]
        if kind in WHOLE:
            self._used.add((kind, key))
            return self._whole(kind).get(key)
        found = self._rows("SELECT key, data FROM memo WHERE kind = ? AND key = ?", kind, key)
        return found.get(key)

    def _load(self, kind: str) -> dict[str, bytes]:
        return self._rows("SELECT key, data FROM memo WHERE kind = ?", kind)

    def _rows(self, query: str, *values: str) -> dict[str, bytes]:
        """The data by key; a file that turns out to be damaged only now begins anew."""
        try:
            return dict(self._database.execute(query, values))
        except sqlite3.DatabaseError:
            self._database.close()
            self._file.unlink()
            self._database = self._open()
            return {}

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Remember `data` from the next save on; a picture at once, for a build that is killed may have made many."""
        if kind in PICTURES:
            self._pictures.keep(f"{kind}-{key}", data)
        else:
            self._new[kind, key] = data

    def split(self) -> SqliteCache:
        """A memo of the same file for a process that was forked off: a connection must not cross a fork."""
        return SqliteCache(self._file)

    def new(self) -> dict[tuple[str, str], bytes]:
        """What was kept since the last save, by kind and key."""
        return self._new

    def save(self) -> None:
        """Write what is new. Raises OSError where there is no room for it."""
        self._pictures.prune(LARGEST_FILE_CACHE)
        rows = [(*names, data) for names, data in self._new.items()]
        kinds = {kind for kind, _ in self._used}
        dropped = {(kind, key) for kind in kinds for key in self._whole(kind)} - self._used
        try:
            self._database.execute("BEGIN")
            self._database.executemany("DELETE FROM memo WHERE kind = ? AND key = ?", dropped)
            self._database.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", rows)
            self._database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
            raise OSError(errno.ENOSPC if full else errno.EIO, str(error), str(self._file)) from error
        self._new = {}

    def __enter__(self) -> SqliteCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
