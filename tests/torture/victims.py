"""Commands that run in a process of their own, forked from this one, so that Python need not start again.

What is forked does what `sitegen` does, from its arguments on, in a session of its own: by the session are its
processes found wherever they went.
"""

from __future__ import annotations

import ctypes
import io
import os
import re
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import sitegen.build.render
import sitegen.cli

NOW = "1790000000"
"""The moment of every command, as SOURCE_DATE_EPOCH."""
PATIENCE = 10.0
"""Seconds on the clock in which a process that was told to end is gone."""
_SUBREAPER = 36


def adopt_orphans() -> None:
    """Become the parent of every descendant whose parent ends, so that none of them can hide (Linux)."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


@dataclass(slots=True)
class Victim:
    """A command that runs."""

    pid: int
    _stdout: int
    _stderr: Path
    code: int | None = None
    """The exit code, or the negative number of the signal, once it has ended."""
    out: str = ""

    @classmethod
    def start(
        cls,
        folder: Path,
        log: Path,
        *arguments: str,
        around: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> Victim:
        """Run a command in `folder`, in the context `around`; its standard output is a pipe, errors go to `log`."""
        reading, writing = os.pipe()
        if pid := os.fork():
            os.close(writing)
            return cls(pid, reading, log)
        code = 70
        try:
            _become(folder, log, writing)
            with around():
                code = sitegen.cli.main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with suppress(BaseException):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def members(self) -> list[int]:
        """The processes of its session that are not dead, itself among them."""
        found = []
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                with suppress(OSError):
                    fields = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
                    if int(fields[3]) == self.pid and fields[0] not in "ZX":
                        found.append(int(entry))
        return found

    def ended(self) -> bool:
        """Whether it has ended."""
        if self.code is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if done else None
        return self.code is not None

    def read(self, until: float, stop: str = "") -> bool:
        """Read what it prints, until its end or `stop`; False where the pipe is still open at the time `until`."""
        while not (stop and re.search(stop, self.out)):
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._stdout], [], [], left)[0]:
                return False
            if not (data := os.read(self._stdout, 65536)):
                return True
            self.out += data.decode(errors="replace")
        return True

    def wait(self, seconds: float) -> bool:
        """Wait for its end; False where it goes on."""
        until = time.monotonic() + seconds
        while not self.ended() and time.monotonic() < until:
            time.sleep(0.002)
        return self.ended()

    def errors(self) -> str:
        """What it wrote to standard error, with what it printed."""
        return self._stderr.read_text(errors="replace") + self.out

    def clear(self) -> None:
        """Kill and reap whatever is left of it."""
        for pid in self.members():
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self.wait(PATIENCE)
        with suppress(OSError):
            os.close(self._stdout)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _become(folder: Path, log: Path, writing: int) -> None:
    os.setsid()
    os.chdir(folder)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    errors = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, writing, errors)):
        os.dup2(file, number)
    os.closerange(3, 256)
    sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", 0))
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb"), line_buffering=True)
    sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", 0), write_through=True, errors="backslashreplace")
    os.environ["SOURCE_DATE_EPOCH"] = NOW
    sitegen.build.render.WORTH_A_PROCESS = 1  # the small site is worth two processes here
