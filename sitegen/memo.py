"""Memo: results of pure functions, remembered by the digest of what they were made from."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Protocol


class Memo(Protocol):
    """Remembers bytes by kind and key; forgetting any of them costs time, never a wrong result."""

    def recall(self, kind: str, key: str) -> bytes | None:
        """What was kept under this kind and key; None when nothing was."""
        ...

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Remember `data`; `key` is a digest of everything that it was made from, the engine's version included."""
        ...


class Forgetful:
    """A memo that remembers nothing: for tests, and for runs that write nothing."""

    def recall(self, kind: str, key: str) -> bytes | None:
        """Nothing."""
        return None

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Drop it."""


class SqliteMemo:
    """A memo in one file. What a build neither recalled nor kept is forgotten at its end."""

    def __init__(self, file: Path) -> None:
        """Open or make `file`; one that is no such database (a crash, another version) is begun anew."""
        self._file = file
        self._used: set[tuple[str, str]] = set()
        self._new: dict[tuple[str, str], bytes] = {}
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
        database.execute(
            "CREATE TABLE IF NOT EXISTS memo (kind TEXT, key TEXT, data BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID"
        )
        return database

    def recall(self, kind: str, key: str) -> bytes | None:
        """What was kept under this kind and key; None when nothing was."""
        self._used.add((kind, key))
        if (kind, key) in self._new:
            return self._new[kind, key]
        row = self._database.execute("SELECT data FROM memo WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return row[0] if row else None

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Remember `data` from the end of this run on."""
        self._used.add((kind, key))
        self._new[kind, key] = data

    def save(self) -> None:
        """Write what is new."""
        self._database.execute("BEGIN")
        self._database.executemany(
            "INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", ((*names, data) for names, data in self._new.items())
        )
        self._database.execute("COMMIT")
        self._new.clear()

    def __enter__(self) -> SqliteMemo:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
