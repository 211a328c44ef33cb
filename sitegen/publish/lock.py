"""The lock of an output folder, which keeps two builds apart and names the process that holds it."""

from __future__ import annotations

import errno
import os
import platform
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TAKEN = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES}
_UNSUPPORTED = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
_WINDOWS_OFFSET = 1 << 30
"""Windows lets nobody read the bytes that are locked; these lie far behind the text."""
_PROC = "/proc"
_held = set[int]()
"""Descriptors of the locks that this process holds."""


class LockError(Exception):
    """The lock cannot be had."""

    def __init__(self, code: str, **values: Any) -> None:
        """`code` and `values` are those of the problem."""
        super().__init__(code, values)
        self.code, self.values = code, values


class BuildLocked(LockError):
    """Another build holds the lock."""


@dataclass(frozen=True, slots=True)
class _Process:
    """A process, so named that another which later gets its number is not taken for it."""

    pid: int
    started: str
    """When it began, as the system writes it; empty where it does not say."""
    host: str

    def __str__(self) -> str:
        return f"{self.pid}-{self.started}@{self.host}"

    def is_gone(self) -> bool:
        """Whether it has ended. One of another machine cannot be seen, and counts as running."""
        return self.host == _this_host() and _start_time(self.pid) != self.started


def _parse_process(text: str) -> _Process | None:
    match = re.fullmatch(r"(\d+)-(\w*)@([\w.-]+)", text)
    return _Process(int(match[1]), match[2], match[3]) if match else None


def _this_process() -> _Process:
    return _Process(os.getpid(), _start_time(os.getpid()), _this_host())


def _this_host() -> str:
    return re.sub(r"[^\w.-]", "_", platform.node())[:64] or "localhost"


def _start_time(pid: int) -> str:
    """Return when a process began, in the words of the system; empty for one that has ended."""
    try:
        # The name of the program, in brackets, may hold anything.
        state, *fields = Path(f"{_PROC}/{pid}/stat").read_bytes().rpartition(b")")[2].decode().split()
        return "" if state in "ZX" else fields[18]
    except OSError:
        if os.path.exists(f"{_PROC}/self/stat") or os.name == "nt":
            return ""
    import subprocess

    command, plain = ["ps", "-o", "stat=", "-o", "lstart=", "-p", str(pid)], {"LC_ALL": "C", "TZ": "UTC"}
    try:
        answer = subprocess.run(command, capture_output=True, text=True, env=os.environ | plain, check=False)
    except OSError:
        return ""
    state, _, started = answer.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else re.sub(r"\W", "", started)


@contextmanager
def build_lock(file: Path) -> Iterator[None]:
    """Hold the lock `file`. Raises BuildLocked at once when another process holds it, and LockError where none can."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT)
    _held.add(handle)
    try:
        if _lock(handle, file):
            with suppress(OSError):  # no room: the lock holds without a name
                os.ftruncate(handle, 0)
                os.write(handle, str(_this_process()).encode())
            yield
        else:
            with _claim(file):
                yield
    finally:
        _held.discard(handle)
        os.close(handle)


def _lock(handle: int, file: Path) -> bool:
    """Lock an open file, which the system unlocks when the process ends; returns False where it cannot lock files."""
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(handle, _WINDOWS_OFFSET, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            os.lseek(handle, 0, os.SEEK_SET)
            raise _locked_by(os.read(handle, 200).decode(errors="replace"), file) from error
        if error.errno in _UNSUPPORTED:
            return False
        raise LockError("lock-unusable", path=file, detail=error.strerror) from error
    return True


@contextmanager
def _claim(file: Path) -> Iterator[None]:
    """Hold the lock by a file whose name is that of this process, where the system cannot lock files.

    Each process first makes its own file and then looks for those of others, so that of two at once at least one sees
    the other. The file of a process that is gone can be deleted by anybody: no other process ever has its name.
    """
    own = file.with_name(f"{file.name}.{_this_process()}")
    try:
        os.close(os.open(own, os.O_CREAT | os.O_EXCL))
    except FileExistsError as error:
        raise _locked_by(str(_this_process()), own) from error
    try:
        for other in file.parent.glob(f"{file.name}.*@*"):
            process = _parse_process(other.name.removeprefix(f"{file.name}."))
            if process and process.is_gone():
                other.unlink(missing_ok=True)
            elif process and other != own:
                raise _locked_by(str(process), other)
        yield
    finally:
        own.unlink(missing_ok=True)


def _locked_by(text: str, file: Path) -> BuildLocked:
    """Say which process holds the lock, and how long: since its file was written."""
    process, seconds = _parse_process(text), 0
    with suppress(OSError):
        seconds = max(0, round(time.time() - file.stat().st_mtime))
    duration = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    pid, host = (process.pid, process.host) if process else ("?", "?")
    return BuildLocked("build-running", pid=pid, host=host, duration=duration)


def _close_held() -> None:
    """Close the locks in a forked process: they are held as long as any process has them open."""
    for handle in _held:
        os.close(handle)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_held)
