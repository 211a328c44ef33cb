"""Runs the tries of one kind of torture in several processes, counts what was missed, and keeps each failing input.

A try is made from its number and the seed alone, so that `--only NUMBER` repeats it. A process that dies or answers no
more is counted and replaced; the tries after the fatal one go on.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from random import Random
from types import FrameType

KEPT = 50
"""Failing inputs of a run that are written out; more of them are only counted."""
HANG = 90.0
"""Seconds on the clock after which a process that has said nothing is ended."""


PROGRESS = 60.0
"""Seconds on the clock between two lines of progress."""
READY = -1
"""Stands for the number of a try when a process is ready to begin."""


class TooLong(BaseException):
    """A try took too long. Not an Exception, so that nothing within sitegen takes it for a fault of a text."""


@dataclass(slots=True)
class Try:
    """The outcome of one try."""

    misses: list[tuple[str, str]] = field(default_factory=list)
    """What was missed: the name of its column, and what was seen."""
    inputs: dict[str, bytes] = field(default_factory=dict)
    """The files by which a person can try it again."""
    seconds: float = 0.0
    """Processor time, or time on the clock where the kind says so."""
    counts: Counter[str] = field(default_factory=Counter)
    """What else happened, and how often."""

    def miss(self, column: str, seen: str) -> None:
        """Note a miss."""
        self.misses.append((column, seen))


@dataclass(frozen=True, slots=True)
class Torture:
    """One kind of torture."""

    name: str
    promise: str
    """What each try holds sitegen to, in a line."""
    count: int
    """Tries of a full run."""
    columns: tuple[str, ...]
    """What a try may miss; all must stay 0."""
    prepare: Callable[[Path], Callable[[int, Random], Try | None]]
    """Make what all tries of a process share in a folder, and return the function that makes a try; None ends them."""
    patience: float = 0.0
    """Seconds on the clock in place of HANG, of a kind whose tries take longer."""


@dataclass(slots=True)
class Tally:
    """What a run has counted."""

    name: str
    columns: tuple[str, ...]
    tried: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, 0)
    failing: list[int] = field(default_factory=list)
    begun: float = 0.0
    before: float = 0.0

    def add(self, number: int, tried: Try) -> None:
        """Count a try."""
        self.tried += 1
        self.counts.update(tried.counts)
        self.slowest = max(self.slowest, (tried.seconds, number))
        self.missed.update({column for column, _ in tried.misses})
        if tried.misses:
            self.failing.append(number)

    def __str__(self) -> str:
        """The line of figures."""
        names = list(dict.fromkeys([*self.columns, *self.missed]))
        misses = ", ".join(f"{self.missed[name]} {name}" for name in names)
        others = "".join(f", {count:,} {name}" for name, count in sorted(self.counts.items()))
        slowest = f"slowest {self.slowest[0]:.2f} s (number {self.slowest[1]})"
        times = f"{time.perf_counter() - self.begun:.0f} s, processor {_processor() - self.before:.0f} s"
        return f"{self.name}: {self.tried:,} tried{others}: {misses}; {slowest}; {times}"


def run(kind: Torture, count: int, seed: int, jobs: int, kept: Path, only: int | None = None) -> Tally:
    """Make the tries, and write failing inputs below `kept`."""
    tally = Tally(kind.name, (*kind.columns, "dead", "hangs"))
    shutil.rmtree(kept, ignore_errors=True)
    tally.begun, tally.before = time.perf_counter(), _processor()
    if only is None:
        waiting = {worker: range(worker, count, jobs) for worker in range(min(jobs, count))}
    else:
        waiting = {0: range(only, only + 1)}
    with tempfile.TemporaryDirectory(prefix="torture-", ignore_cleanup_errors=True) as folder:
        try:
            _run_workers(kind, seed, waiting, Path(folder), tally, kept)
        except KeyboardInterrupt:
            tally.name += " (stopped)"
        finally:
            for process in multiprocessing.active_children():
                process.kill()
                process.join()
    return tally


def _run_workers(kind: Torture, seed: int, waiting: dict[int, range], folder: Path, tally: Tally, kept: Path) -> None:
    running: dict[Connection, tuple[int, multiprocessing.process.BaseProcess, float]] = {}
    prepared = set[Connection]()

    def start(worker: int) -> None:
        if not waiting[worker]:
            return
        scratch = folder / f"{worker}-{waiting[worker].start}"
        scratch.mkdir(exist_ok=True)
        ours, theirs = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        process = context.Process(target=_work, args=(kind, seed, waiting[worker], scratch, theirs))
        process.start()
        theirs.close()
        running[ours] = (worker, process, time.monotonic())

    def finish(pipe: Connection, column: str) -> None:
        """Count the try at which a process ended, and start another for those after it."""
        worker, process, _ = running.pop(pipe)
        process.kill()
        process.join()
        if pipe not in prepared:
            raise RuntimeError(f"{kind.name} could not be prepared")
        pipe.close()
        if waiting[worker]:
            number, waiting[worker] = waiting[worker][0], waiting[worker][1:]
            fatal = Try(misses=[(column, f"exit code {process.exitcode}")])
            tally.add(number, fatal)
            _keep(kept, number, fatal, tally)
            start(worker)

    told = time.monotonic()
    for worker in waiting:
        start(worker)
    while running:
        if tally.tried and time.monotonic() > told + PROGRESS:
            told = time.monotonic()
            print(f"  so far {tally}", file=sys.stderr, flush=True)
        for ready in wait(list(running), timeout=1):
            assert isinstance(ready, Connection)
            worker, process, _ = running[ready]
            received = _receive(ready)
            if received is None:
                finish(ready, "dead")
                continue
            number, tried = received
            running[ready] = (worker, process, time.monotonic())
            if tried is None:  # it is ready, or there are no more
                prepared.add(ready)
                waiting[worker] = waiting[worker] if number == READY else range(0)
                continue
            waiting[worker] = waiting[worker][1:]
            tally.add(number, tried)
            _keep(kept, number, tried, tally)
        for pipe, (_, _, last) in list(running.items()):
            if time.monotonic() - last > (kind.patience or HANG):
                finish(pipe, "hangs")


def _work(kind: Torture, seed: int, numbers: range, folder: Path, pipe: Connection) -> None:
    attempt = kind.prepare(folder)
    pipe.send((READY, None))
    for number in numbers:
        try:
            tried = attempt(number, Random(f"{kind.name} {seed} {number}"))
        except Exception:
            tried = Try(misses=[("traces", traceback.format_exc())])
        if tried is None:
            pipe.send((0, None))
            break
        pipe.send((number, tried))
    pipe.close()


def _receive(pipe: Connection) -> tuple[int, Try | None] | None:
    """Receive the number and outcome of a try; None where the process has ended."""
    try:
        received: tuple[int, Try | None] = pipe.recv()
    except EOFError:
        return None
    return received


def _keep(kept: Path, number: int, tried: Try, tally: Tally) -> None:
    """Write the files of a failing try, with what was missed in `why.txt`."""
    if not tried.misses or len(tally.failing) > KEPT:
        return
    folder = kept / str(number)
    for file, data in tried.inputs.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
    folder.mkdir(parents=True, exist_ok=True)
    why = "\n".join(f"{column}: {seen}" for column, seen in tried.misses)
    (folder / "why.txt").write_text(f"{why}\n", encoding="utf-8", errors="backslashreplace")


@contextlib.contextmanager
def at_most(processor: float, clock: float) -> Iterator[None]:
    """Raise TooLong within the block after so many seconds of processor time, or of time on the clock."""

    def over(number: int, _frame: FrameType | None) -> None:
        raise TooLong(f"more than {processor if number == signal.SIGPROF else clock} s")

    handlers = {number: signal.signal(number, over) for number in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, processor)
    signal.setitimer(signal.ITIMER_REAL, clock)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _processor() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
