"""A file layer that fails: each call that writes is counted, and the one with a given number fails, or is the last."""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

_CALLS = ("replace", "rename", "link", "symlink", "mkdir", "unlink", "remove", "rmdir", "fsync", "utime", "chmod")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Killed(BaseException):
    """The process ends here: nothing catches it, and no later call that writes does anything."""


class Faults:
    """Counts the calls that write; `at` is the number of the one that fails, counted from 1, and 0 means none."""

    def __init__(self, at: int = 0, code: int = errno.EIO, *, kill: bool = False) -> None:
        """With `kill`, the call raises Killed, as does every later one; else it raises an OSError with `code`."""
        self.at, self.code, self.kill = at, code, kill
        self.calls: list[str] = []

    def check(self, name: str, *paths: object) -> None:
        """Count a call, and raise what it fails with."""
        self.calls.append(name)
        number = len(self.calls)
        if self.kill and self.at and number >= self.at:
            raise Killed(f"{name} {paths}")
        if number == self.at:
            raise OSError(self.code, os.strerror(self.code), *paths[:1])

    def wrap(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return the call, counted."""

        def counted(*arguments: Any, **options: Any) -> Any:
            self.check(name, *(one for one in arguments if isinstance(one, (str, os.PathLike))))
            return call(*arguments, **options)

        return counted

    def wrap_os_open(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return os.open, counted where it may write."""

        def counted(path: Any, flags: int, *arguments: Any, **options: Any) -> Any:
            if flags & _WRITING:
                self.check("os.open", path)
            return call(path, flags, *arguments, **options)

        return counted

    def wrap_open(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return open, counted where it writes; so are the writes."""

        def counted(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            if not set(mode) & set("wxa+") or isinstance(file, int):
                return call(file, mode, *arguments, **options)
            self.check("open", file)
            return _File(call(file, mode, *arguments, **options), self)

        return counted


class _File:
    """An open file whose writes are counted. One that fails has written half of its data."""

    def __init__(self, file: Any, faults: Faults) -> None:
        self._file, self._faults = file, faults

    def write(self, data: Any) -> Any:
        try:
            self._faults.check("write", self._file.name)
        except BaseException:
            self._file.write(data[: len(data) // 2])
            self._file.flush()
            raise
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Any:
        return iter(self._file)


@contextmanager
def failing(faults: Faults) -> Iterator[Faults]:
    """Let the calls of this process that write files go through `faults`. What SQLite writes does not."""
    with ExitStack() as stack:
        for name in _CALLS:
            stack.enter_context(mock.patch.object(os, name, faults.wrap(name, getattr(os, name))))
        stack.enter_context(mock.patch.object(os, "open", faults.wrap_os_open(os.open)))
        opened = faults.wrap_open(io.open)
        stack.enter_context(mock.patch.object(io, "open", opened))
        stack.enter_context(mock.patch.object(builtins, "open", opened))
        yield faults


def count_calls(action: Callable[[], object]) -> int:
    """Run the action, and return how many calls that write it makes."""
    with failing(Faults()) as counted:
        action()
    return len(counted.calls)


def each_fault(calls: int) -> Iterator[Faults]:
    """Yield faults for each of so many calls: an error, of the disk or for want of room, and a kill."""
    for at in range(1, calls + 1):
        yield Faults(at, errno.EIO if at % 2 else errno.ENOSPC)
        yield Faults(at, kill=True)


def attempt(faults: Faults, action: Callable[[], object]) -> bool:
    """Run the action with the faults; return whether it ended as if there were none."""
    try:
        with failing(faults):
            action()
    except (Killed, OSError):
        return False
    return True
