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
"""A larger database is created anew, since entries that no build reads are not searched for."""
PRELOADED_KINDS = ("read", "outline", "inputs")
"""Kinds of which a build reads nearly every entry: loaded at once, and entries that were not read are deleted on
saving."""
FILE_KINDS = ("photo", "card")
"""Kinds of large entries that take long to make: each is a file, written at once."""
MAX_FILE_CACHE_BYTES = 2_000_000_000
"""Size of all files above which the least recently used are deleted."""


class Cache(ABC):
    """Stores bytes by kind and key. Losing an entry costs time, never a wrong result."""

    @abstractmethod
    def get(self, kind: str, key: str) -> bytes | None:
        """Return the stored bytes; None where there are none."""

    @abstractmethod
    def set(self, kind: str, key: str, data: bytes) -> None:
        """Store `data`. `key` is a digest of everything it was made from, including the code."""

    @abstractmethod
    def fork(self) -> Cache:
        """Return a cache of the same entries for a forked process."""

    @abstractmethod
    def added(self) -> dict[tuple[str, str], bytes]:
        """Return the entries stored since the cache was opened or saved, by kind and key."""

    def get_or_make(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the stored bytes, or store and return those of `make`."""
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
    """Return the stored value as a `type_`; None where there is none, or an invalid one."""
    data = cache.get(kind, key)
    try:
        return None if data is None else _decoder(type_).decode(data)
    except msgspec.DecodeError:
        return None


def set_value(cache: Cache, kind: str, key: str, value: object) -> None:
    """Store `value` as MessagePack."""
    cache.set(kind, key, msgspec.msgpack.encode(value))


def cached_value(cache: Cache, kind: str, key: str, type_: Any, make: Callable[[], T]) -> T:
    """Return the stored value as a `type_`, or store and return that of `make`."""
    cached: T | None = get_value(cache, kind, key, type_)
    if cached is None:
        cached = make()
        set_value(cache, kind, key, cached)
    return cached


def cached_report(
    cache: Cache, kind: str, key: str, type_: Any, report: Report, make: Callable[[Report], T]
) -> tuple[T, bool]:
    """Return the value of `make`, and whether it is free of errors; only then is it stored, with its problems.

    The problems that `make` reports, or that were stored with the value, are added to `report`.
    """
    cached: tuple[T, list[Problem]] | None = get_value(cache, kind, key, tuple[type_, list[Problem]])
    valid = True
    if cached is None:
        problems = Report()
        cached = make(problems), list(problems)
        valid = not problems.failed()
        if valid:
            set_value(cache, kind, key, cached)
    report.extend(cached[1])
    return cached[0], valid


class NullCache(Cache):
    """Stores nothing, for runs that write nothing."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Return None."""
        return None

    def set(self, kind: str, key: str, data: bytes) -> None:
        """Drop `data`."""

    def fork(self) -> Cache:
        """Return itself."""
        return self

    def added(self) -> dict[tuple[str, str], bytes]:
        """Return nothing."""
        return {}


class MemoryCache(NullCache):
    """Stores entries in memory until the command ends, for a command that loads two states of a site."""

    def __init__(self) -> None:
        self._entries = dict[tuple[str, str], bytes]()

    def get(self, kind: str, key: str) -> bytes | None:
        """Return the stored bytes; None where there are none."""
        return self._entries.get((kind, key))

    def set(self, kind: str, key: str, data: bytes) -> None:
        """Store `data`."""
        self._entries[kind, key] = data

    def added(self) -> dict[tuple[str, str], bytes]:
        """Return every entry, by kind and key."""
        return self._entries


class FileCache:
    """Stores each entry as a file with a digest of its bytes, so that damage is detected."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._used = folder, False

    def get(self, name: str) -> bytes | None:
        """Return the stored bytes; None where there are none, or where the file is damaged."""
        self._used, file = True, self._path(name)
        try:
            content = file.read_bytes()
            os.utime(file)  # recently used, and so not the first to be deleted
        except OSError:
            return None
        digest, data = content[:32], content[32:]
        return data if digest == _digest(data) else None

    def set(self, name: str, data: bytes) -> None:
        """Store `data`. Raises OSError where the disk is full."""
        self._used, file = True, self._path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{name}.{os.getpid()}.new")
        new.write_bytes(_digest(data) + data)
        new.replace(file)

    def prune(self, max_bytes: int) -> None:
        """Delete the least recently used files once there are more than `max_bytes`, down to three quarters of that.

        Unfinished files of a killed build are deleted too. Does nothing if no entry was used.
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


class SqliteCache(Cache):
    """Stores entries in a SQLite database, and those of FILE_KINDS beside it."""

    def __init__(self, file: Path, *, clean: bool = False) -> None:
        """Open or create `file`; it is created anew when `clean`, too large, or damaged."""
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
        """Return the stored bytes; None where there are none."""
        if kind in FILE_KINDS:
            return self._files.get(f"{kind}-{key}")
        if (kind, key) in self._added:
            return self._added[kind, key]
        if kind in PRELOADED_KINDS:
            self._used.add((kind, key))
            return self._preloaded(kind).get(key)
        rows = self._rows("SELECT key, data FROM memo WHERE kind = ? AND key = ?", kind, key)
        return rows.get(key)

    def _load(self, kind: str) -> dict[str, bytes]:
        return self._rows("SELECT key, data FROM memo WHERE kind = ?", kind)

    def _rows(self, query: str, *values: str) -> dict[str, bytes]:
        """Return the data by key; a damaged database is created anew."""
        try:
            return dict(self._database.execute(query, values))
        except sqlite3.DatabaseError:
            self._database.close()
            self._file.unlink()
            self._database = self._open()
            return {}

    def set(self, kind: str, key: str, data: bytes) -> None:
        """Store `data` at the next save; a file at once, since a killed build may have made many."""
        if kind in FILE_KINDS:
            self._files.set(f"{kind}-{key}", data)
        else:
            self._added[kind, key] = data

    def fork(self) -> SqliteCache:
        """Return a cache of the same files for a forked process: a connection must not cross a fork."""
        return SqliteCache(self._file)

    def added(self) -> dict[tuple[str, str], bytes]:
        """Return the entries stored since the last save, by kind and key."""
        return self._added

    def save(self) -> None:
        """Write the new entries. Raises OSError where the disk is full."""
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
