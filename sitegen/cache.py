"""A cache of the results of pure functions, keyed by the digest of their inputs.

Every entry carries a digest of its name and content; what fails it is made anew, like what is missing. An entry that is
code is signed too, since a digest proves no author.
"""

from __future__ import annotations

import errno
import functools
import os
import shutil
import sqlite3
import stat
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec

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
DECODING_ERRORS = (msgspec.MsgspecError, ValueError, RecursionError, OverflowError)
"""What msgspec raises on bytes that it did not encode; ValueError also for text that is not UTF-8."""


@functools.cache
def _decoder(type_: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(type_)


def get_value(cache: Cache, kind: str, key: str, type_: Any) -> Any:
    """Return the stored value as a `type_`; None where there is none, or an invalid one."""
    data = cache.get(kind, key)
    try:
        return None if data is None else _decoder(type_).decode(data)
    except DECODING_ERRORS:
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
        valid = not problems.invalid()
        if valid:
            set_value(cache, kind, key, cached)
    report.extend(cached[1])
    return cached[0], valid


_KEY_SIZE = 32


@functools.cache
def machine_key() -> bytes | None:
    """Return the secret by which this user signs code on this machine, made at first use; None where none can be kept.

    It lies apart from the cache, which is copied between machines and may come from anybody.
    """
    if os.name == "nt":
        given, default = os.environ.get("LOCALAPPDATA", ""), "AppData/Local"
    else:
        given, default = os.environ.get("XDG_STATE_HOME", ""), ".local/state"
    try:
        folder = (Path(given) if os.path.isabs(given) else Path.home() / default) / "sitegen"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = _read_key(folder / "key")
        if key is None:
            remove_path(folder / "key")
            created = os.open(folder / "key", os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with open(created, "wb") as file:
                file.write(os.urandom(_KEY_SIZE))
            key = _read_key(folder / "key")
    except (OSError, RuntimeError):  # RuntimeError: a user without a home folder
        return None
    return key


def _read_key(file: Path) -> bytes | None:
    """Return the key in a file that only this user can read, in a folder that only this user can change, or None."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(file, flags), "rb") as opened:
            states = os.fstat(opened.fileno()), os.stat(file.parent)
            key = opened.read(_KEY_SIZE + 1)
    except OSError:
        return None
    if hasattr(os, "geteuid"):
        own = all(state.st_uid == os.geteuid() for state in states)
        if not own or states[0].st_mode & 0o077 or states[1].st_mode & 0o022:
            return None
    return key if len(key) == _KEY_SIZE else None


def sign(name: str, code: bytes) -> bytes | None:
    """Return `code` with a signature of it and its name by this machine's key; None where there is no key."""
    key = machine_key()
    return None if key is None else _signature(key, name, code) + code


def verify(name: str, signed: bytes) -> bytes | None:
    """Return the code that `sign` returned on this machine under this name; None for any other bytes."""
    from hmac import compare_digest  # only where a template is rendered

    key, code = machine_key(), signed[_KEY_SIZE:]
    return code if key and compare_digest(_signature(key, name, code), signed[:_KEY_SIZE]) else None


def _signature(key: bytes, name: str, code: bytes) -> bytes:
    state = blake2b(f"{name}\0".encode(), key=key, digest_size=_KEY_SIZE)
    state.update(code)
    return state.digest()


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


_DIGEST_SIZE = 16


def _entry_digest(name: str, data: bytes) -> bytes:
    """Digest of an entry with its name, so that swapped entries are noticed too."""
    state = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_SIZE)
    state.update(b"\0")
    state.update(data)
    return state.digest()


def read_checked(file: Path) -> bytes | None:
    """Return what `write_checked` wrote; None where there is no such file, or a damaged one or that of another name."""
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):  # a pipe would block
            return None
        with open(file, "rb", buffering=0) as opened:
            digest, data = opened.read(_DIGEST_SIZE), opened.read()
    except OSError:
        return None
    return data if digest == _entry_digest(file.name, data) else None


def write_checked(file: Path, new: Path, data: bytes) -> None:
    """Write `data` with its digest to `file`, atomically; `new` is a temporary name beside it.

    Raises OSError where the disk is full.
    """
    for path in (file, new):
        if path.is_dir():
            remove_path(path)
    with open(new, "wb") as opened:
        opened.write(_entry_digest(file.name, data))
        opened.write(data)
    new.replace(file)


def remove_path(path: Path) -> None:
    """Remove a file, a link or a folder, where there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class FileCache:
    """Stores each entry as a checked file."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._used = folder, False

    def get(self, name: str) -> bytes | None:
        """Return the stored bytes; None where there are none, or where the file is damaged."""
        self._used, file = True, self._path(name)
        data = read_checked(file)
        if data is not None:
            with suppress(OSError):
                os.utime(file)  # recently used, and so not the first to be deleted
        return data

    def set(self, name: str, data: bytes) -> None:
        """Store `data`. Raises OSError where the disk is full."""
        self._used, file = True, self._path(name)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):  # a file in the place of a folder
            for folder in (self._folder, file.parent):
                if not folder.is_dir():
                    remove_path(folder)
            file.parent.mkdir(parents=True, exist_ok=True)
        write_checked(file, file.with_name(f"{name}.{os.getpid()}.new"), data)

    def prune(self, max_bytes: int) -> None:
        """Delete the least recently used files once there are more than `max_bytes`, down to three quarters of that.

        Unfinished files of a killed build are deleted too, and what is no file. Does nothing if no entry was used.
        """
        if not self._used:
            return
        files = list[tuple[Path, os.stat_result]]()
        for file in self._folder.glob("*/*"):
            state = file.lstat()
            if stat.S_ISREG(state.st_mode) and file.suffix != ".new":
                files.append((file, state))
            else:
                remove_path(file)
        total = sum(state.st_size for _, state in files)
        excess = total - max_bytes * 3 // 4 if total > max_bytes else 0
        for file, state in sorted(files, key=lambda one: (one[1].st_mtime_ns, one[0])):
            if excess <= 0:
                break
            file.unlink(missing_ok=True)
            excess -= state.st_size

    def clear(self) -> None:
        """Delete every file."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, name: str) -> Path:
        return self._folder / name[-2:] / name


_TABLE = "CREATE TABLE memo (kind TEXT, key TEXT, data BLOB, digest BLOB, PRIMARY KEY (kind, key))"
_SCHEMA = [("table", "memo", _TABLE), ("index", "sqlite_autoindex_memo_1", None)]
"""All that a database may consist of; one of an older format, or with a view or a trigger, is none of ours."""
_DAMAGE = (sqlite3.Error, MemoryError, OverflowError)
"""What SQLite raises on a damaged database; MemoryError where a damaged length is asked for."""


def _connect(file: Path | str) -> sqlite3.Connection:
    """Open or create a database; raises one of _DAMAGE where it is damaged or has another schema."""
    database = sqlite3.connect(file, isolation_level=None, timeout=1)
    try:
        # Losing the last build's entries in a power cut is harmless; waiting for the disk at every build is not.
        database.execute("PRAGMA synchronous = OFF")
        schema = database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        if not schema:
            database.execute(_TABLE)
        elif schema != _SCHEMA:
            raise sqlite3.DatabaseError("another schema")
    except BaseException:
        database.close()
        raise
    return database


class SqliteCache(Cache):
    """Stores entries in a SQLite database, and those of FILE_KINDS beside it."""

    def __init__(self, file: Path, *, clean: bool = False, read_only: bool = False) -> None:
        """Open or create `file`; it is created anew when `clean`, too large, or damaged.

        With `read_only`, nothing is created, since another process may write to the same file, or loaded at once.
        """
        self._file, self._read_only, self._added = file, read_only, dict[tuple[str, str], bytes]()
        self._files = FileCache(file.with_name("pictures"))
        if clean:
            self._files.clear()
        self._used, self._preloaded = set[tuple[str, str]](), functools.cache(self._load)
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            if clean or os.stat(file).st_size > MAX_DATABASE_BYTES:
                raise sqlite3.DatabaseError
            self._database = _connect(file)
        except FileNotFoundError:
            self._database = self._create()
        except _DAMAGE:
            self._database = self._create()

    def _create(self) -> sqlite3.Connection:
        """Create the database anew; in memory where the file system refuses that, and where `read_only`."""
        if not self._read_only:
            with suppress(*_DAMAGE, OSError):
                for suffix in ("", "-journal", "-wal", "-shm"):
                    remove_path(self._file.with_name(self._file.name + suffix))
                return _connect(self._file)
        return _connect(":memory:")

    def _recreate(self) -> None:
        with suppress(*_DAMAGE):
            self._database.close()
        self._database = self._create()

    def get(self, kind: str, key: str) -> bytes | None:
        """Return the stored bytes; None where there are none."""
        if kind in FILE_KINDS:
            return self._files.get(f"{kind}-{key}")
        if (kind, key) in self._added:
            return self._added[kind, key]
        if kind in PRELOADED_KINDS and not self._read_only:
            self._used.add((kind, key))
            return self._preloaded(kind).get(key)
        return self._rows(kind, "kind = ? AND key = ?", key).get(key)

    def _load(self, kind: str) -> dict[str, bytes]:
        return self._rows(kind, "kind = ?")

    def _rows(self, kind: str, condition: str, *keys: str) -> dict[str, bytes]:
        """Return the undamaged entries of a kind by key; a database with any damage is created anew."""
        try:
            rows = self._database.execute(
                f"SELECT key, data, digest FROM memo WHERE {condition}", (kind, *keys)
            ).fetchall()
        except _DAMAGE:
            self._recreate()
            return {}
        entries = {
            key: data
            for key, data, digest in rows
            if isinstance(key, str) and isinstance(data, bytes) and digest == _entry_digest(f"{kind}\0{key}", data)
        }
        if len(entries) < len(rows):
            self._recreate()
        return entries

    def set(self, kind: str, key: str, data: bytes) -> None:
        """Store `data` at the next save; a file at once, since a killed build may have made many."""
        if kind in FILE_KINDS:
            self._files.set(f"{kind}-{key}", data)
        else:
            self._added[kind, key] = data

    def fork(self) -> SqliteCache:
        """Return a cache of the same files for a forked process: a connection must not cross a fork."""
        return SqliteCache(self._file, read_only=True)

    def added(self) -> dict[tuple[str, str], bytes]:
        """Return the entries stored since the last save, by kind and key."""
        return self._added

    def save(self) -> None:
        """Write the new entries. Raises OSError where the disk is full."""
        self._files.prune(MAX_FILE_CACHE_BYTES)
        kinds = {kind for kind, _ in self._used}
        dropped = {(kind, key) for kind in kinds for key in self._preloaded(kind)} - self._used
        try:
            self._write(dropped)
        except _DAMAGE:
            self._recreate()
            with suppress(*_DAMAGE):  # entries that cannot be stored cost the next build time
                self._write(())
        self._added = {}

    def _write(self, dropped: Collection[tuple[str, str]]) -> None:
        """Delete the entries `dropped`, and add the new ones."""
        added = self._added.items()
        rows = ((kind, key, data, _entry_digest(f"{kind}\0{key}", data)) for (kind, key), data in added)
        try:
            self._database.execute("BEGIN")
            self._database.executemany("DELETE FROM memo WHERE kind = ? AND key = ?", dropped)
            self._database.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?, ?, ?)", rows)
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise OSError(errno.ENOSPC, str(error), str(self._file)) from error
            raise

    def __enter__(self) -> SqliteCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(*_DAMAGE):
            self._database.close()
