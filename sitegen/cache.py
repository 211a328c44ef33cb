"""A cache of the results of pure functions, keyed by the digest of their inputs."""

from __future__ import annotations

import errno
import functools
import os
import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from sitegen.digest import hex_digest
from sitegen.problems import Problem, Report

MAX_DATABASE_BYTES = 512_000_000
"""Bytes past which the database is begun anew: entries that no build reads any more are never searched for."""
PRELOADED_KINDS = ("read", "outline", "inputs")
"""Kinds of which a build reads nearly every entry: loaded at once; what was not read is deleted on saving."""
FILE_KINDS = ("photo", "card")
"""Kinds whose entries are large and take long to make: each is a file of its own, written at once."""
MAX_FILE_CACHE_BYTES = 2_000_000_000
"""Bytes of files past which the least recently used are deleted."""


class Cache(ABC):
    """Stores bytes by kind and key. Losing an entry costs time, never a wrong result."""

    @abstractmethod
    def get(self, kind: str, key: str) -> bytes | None:
        """The stored bytes; None where there are none."""

    @abstractmethod
    def set(self, kind: str, key: str, data: bytes) -> None:
        """Store `data`. `key` is a digest of everything that it was made from, the code's fingerprint included."""

    @abstractmethod
    def fork(self) -> Cache:
        """A cache of the same entries for a process that was forked."""

    @abstractmethod
    def added(self) -> dict[tuple[str, str], bytes]:
        """The entries stored since the cache was opened or saved, by kind and key."""

    def get_or_make(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """The stored bytes, or else those that `make` returns, which are then stored."""
        data = self.get(kind, key)
        if data is None:
            data = make()
            self.set(kind, key, data)
        return data


T = TypeVar("T")


@functools.cache
def _decoder(type_: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(type_)


def get_value(cache: Cache, kind: str, key: str, type_: Any) -> Any:
    """The stored value, as the type `type_`; None where there is none, or none that can be used."""
    data = cache.get(kind, key)
    try:
        return None if data is None else _decoder(type_).decode(data)
    except msgspec.DecodeError:
        return None


def set_value(cache: Cache, kind: str, key: str, value: object) -> None:
    """Store a value."""
    cache.set(kind, key, msgspec.msgpack.encode(value))


def cached_value(cache: Cache, kind: str, key: str, type_: Any, make: Callable[[], T]) -> T:
    """The stored value, as the type `type_`, or else the one that `make` returns, which is then stored."""
    cached: T | None = get_value(cache, kind, key, type_)
    if cached is None:
        cached = make()
        set_value(cache, kind, key, cached)
    return cached


def cached_report(
    cache: Cache, kind: str, key: str, type_: Any, report: Report, make: Callable[[Report], T]
) -> tuple[T, bool]:
    """The value that `make` returns, and whether it is free of errors: then it is stored with its problems.

    The problems that `make` finds, or found when the value was stored, are added to `report`.
    """
    cached: tuple[T, list[Problem]] | None = get_value(cache, kind, key, tuple[type_, list[Problem]])
    valid = True
    if cached is None:
        found = Report()
        cached = make(found), list(found)
        valid = not found.failed()
        if valid:
            set_value(cache, kind, key, cached)
    report.extend(cached[1])
    return cached[0], valid


class NullCache(Cache):
    """Stores nothing: for runs that write nothing."""

    def get(self, kind: str, key: str) -> bytes | None:
        """None."""
        return None

    def set(self, kind: str, key: str, data: bytes) -> None:
        """Drop `data`."""

    def fork(self) -> Cache:
        """Itself: there is nothing to share."""
        return self

    def added(self) -> dict[tuple[str, str], bytes]:
        """Nothing."""
        return {}


class MemoryCache(NullCache):
    """Stores entries in memory until the command ends: for a command that loads two states of one site."""

    def __init__(self) -> None:
        self._entries = dict[tuple[str, str], bytes]()

    def get(self, kind: str, key: str) -> bytes | None:
        """The stored bytes; None where there are none."""
        return self._entries.get((kind, key))

    def set(self, kind: str, key: str, data: bytes) -> None:
        """Store `data`."""
        self._entries[kind, key] = data

    def added(self) -> dict[tuple[str, str], bytes]:
        """Every entry, by kind and key."""
        return self._entries


class FileCache:
    """Stores each entry as a file with a digest of its bytes, so that a damaged one is found."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read or made yet."""
        self._folder, self._used = folder, False

    def get(self, name: str) -> bytes | None:
        """The stored bytes; None where there are none, or where the file has been changed since."""
        self._used, file = True, self._path(name)
        try:
            digest, data = _split(file.read_bytes())
            os.utime(file)  # recently used, and so not the first to be deleted
        except OSError:
            return None
        return data if digest == _digest(data) else None

    def set(self, name: str, data: bytes) -> None:
        """Store `data`. Raises OSError where there is no room for it."""
        self._used, file = True, self._path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{name}.{os.getpid()}.new")
        new.write_bytes(_digest(data) + data)
        new.replace(file)

    def prune(self, max_bytes: int) -> None:
        """Delete the least recently used files once there are more than `max_bytes`, down to three quarters of that.

        Files that a killed build left unfinished are deleted too. Does nothing where no entry was asked for.
        """
        if not self._used:
            return
        files = [(file, file.stat()) for file in self._folder.glob("*/*")]
        total = sum(state.st_size for _, state in files)
        excess = total - max_bytes * 3 // 4 if total > max_bytes else 0
        for file, state in sorted(files, key=lambda one: (one[0].suffix != ".new", one[1].st_mtime_ns, one[0])):
            if excess <= 0 and file.suffix != ".new":
                break
            file.unlink(missing_ok=True)
            excess -= state.st_size

    def clear(self) -> None:
        """Delete every file."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, name: str) -> Path:
        return self._folder / name[-2:] / name


def _digest(data: bytes) -> bytes:
    return hex_digest(data).encode()


def _split(total: bytes) -> tuple[bytes, bytes]:
    """The digest that the file begins with, and the bytes behind it."""
    return total[:32], total[32:]


class SqliteCache(Cache):
    """Stores entries in a SQLite database, and those of FILES beside it."""

    def __init__(self, file: Path, *, clean: bool = False) -> None:
        """Open or create `file`; it is begun anew when `clean`, too large, or damaged."""
        self._file, self._added = file, dict[tuple[str, str], bytes]()
        self._files = FileCache(file.with_name("pictures"))
        if clean:
            self._files.clear()
        self._used, self._preloaded = set[tuple[str, str]](), functools.cache(self._load)
        if clean or (file.exists() and file.stat().st_size > MAX_DATABASE_BYTES):
            file.unlink(missing_ok=True)
        try:
            self._database = self._open()
        except sqlite3.DatabaseError:
            file.unlink()
            self._database = self._open()

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._file, isolation_level=None)
        # Losing the last build's entries in a power cut is harmless; waiting for the disk at every build is not.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("CREATE TABLE IF NOT EXISTS memo (kind TEXT, key TEXT, data BLOB, PRIMARY KEY (kind, key))")
        return database

    def get(self, kind: str, key: str) -> bytes | None:
        """The stored bytes; None where there are none."""
        if kind in FILE_KINDS:
            return self._files.get(f"{kind}-{key}")
        if (kind, key) in self._added:
            return self._added[kind, key]
        if kind in PRELOADED_KINDS:
            self._used.add((kind, key))
            return self._preloaded(kind).get(key)
        found = self._rows("SELECT key, data FROM memo WHERE kind = ? AND key = ?", kind, key)
        return found.get(key)

    def _load(self, kind: str) -> dict[str, bytes]:
        return self._rows("SELECT key, data FROM memo WHERE kind = ?", kind)

    def _rows(self, query: str, *values: str) -> dict[str, bytes]:
        """The data by key; a database that turns out to be damaged is begun anew."""
        try:
            return dict(self._database.execute(query, values))
        except sqlite3.DatabaseError:
            self._database.close()
            self._file.unlink()
            self._database = self._open()
            return {}

    def set(self, kind: str, key: str, data: bytes) -> None:
        """Store `data` at the next save; a file at once, since a build that is killed may have made many."""
        if kind in FILE_KINDS:
            self._files.set(f"{kind}-{key}", data)
        else:
            self._added[kind, key] = data

    def fork(self) -> SqliteCache:
        """A cache of the same files for a process that was forked: a connection must not cross a fork."""
        return SqliteCache(self._file)

    def added(self) -> dict[tuple[str, str], bytes]:
        """The entries stored since the last save, by kind and key."""
        return self._added

    def save(self) -> None:
        """Write the new entries. Raises OSError where there is no room for them."""
        self._files.prune(MAX_FILE_CACHE_BYTES)
        rows = [(*names, data) for names, data in self._added.items()]
        kinds = {kind for kind, _ in self._used}
        dropped = {(kind, key) for kind in kinds for key in self._preloaded(kind)} - self._used
        try:
            self._database.execute("BEGIN")
            self._database.executemany("DELETE FROM memo WHERE kind = ? AND key = ?", dropped)
            self._database.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", rows)
            self._database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
            raise OSError(errno.ENOSPC if full else errno.EIO, str(error), str(self._file)) from error
        self._added = {}

    def __enter__(self) -> SqliteCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
