"""A group of child processes that ends with this process."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress

_SHELL = "/bin/sh"


class ProcessGroup:
    """Kills its processes on leaving, and as soon as this process is gone, however it ended.

    A shell leads the group, and waits at a pipe whose writing end this process alone holds. The system closes that end
    when the process ends, and the shell kills the group. A thread in each worker could do so only between two calls of
    compiled code, and PR_SET_PDEATHSIG is known to Linux alone.
    """

    id: int | None = None
    """What `subprocess` takes as `process_group`; None on Windows and where there is no shell, which cannot fork."""

    def __init__(self) -> None:
        self._forked = set[int]()

    def __enter__(self) -> ProcessGroup:
        if hasattr(os, "fork") and os.path.exists(_SHELL):
            waiting, self._lifeline = os.pipe()
            # Standard output is closed, or who reads ours to its end would wait for the shell too.
            files = [(os.POSIX_SPAWN_DUP2, waiting, 0), (os.POSIX_SPAWN_CLOSE, 1), (os.POSIX_SPAWN_CLOSE, 2)]
            command = ["sh", "-c", "read line; kill -s KILL 0"]
            self.id = os.posix_spawn(_SHELL, command, {}, file_actions=files, setpgroup=0)
            os.close(waiting)
        return self

    def __exit__(self, *error: object) -> None:
        if self.id is not None:
            with suppress(OSError):  # none is left
                os.killpg(self.id, signal.SIGKILL)
            os.close(self._lifeline)
            for pid in (*self._forked, self.id):
                self.wait(pid)

    def fork(self, work: Callable[[], None]) -> int:
        """Fork; the new process does `work` and ends. Returns its id. Raises OSError where no more can be had."""
        parent = os.getpid()
        # An interrupt within what Python calls at a fork would be printed, and lost: it waits until that is done.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
        try:
            if pid := os.fork():
                self._forked.add(pid)
                return pid
            self._join(parent)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            work()
            os._exit(0)
        finally:
            if os.getpid() != parent:
                os._exit(1)  # nothing that a caller does at its end is for this process
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def _join(self, parent: int) -> None:
        """Enter the group, unless `parent` is gone already."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.close(self._lifeline)
        os.setpgid(0, self.id or 0)
        if os.getppid() != parent:  # the shell may have killed the group before
            os._exit(1)

    def wait(self, pid: int) -> int:
        """Wait until a process of the group ends; returns its exit code, or the negative number of its signal."""
        self._forked.discard(pid)
        try:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        except ChildProcessError:  # who started us ignores SIGCHLD
            return 1
