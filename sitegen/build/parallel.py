"""Parallel: one piece of work spread over processes that start with everything already in memory."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import BinaryIO, TypeVar

from sitegen.process_group import ProcessGroup

T = TypeVar("T")
R = TypeVar("R")


class WorkerKilled(Exception):
    """A worker ended without a result, as when the system has no memory left."""

    def __init__(self, code: int) -> None:
        """`code` is its exit code, or the negative number of the signal."""
        super().__init__(signal.Signals(-code).name if code < 0 else f"exit {code}")


def run_parallel(work: Callable[[Sequence[T]], R], items: Sequence[T], jobs: int) -> list[R]:
    """Do `work` on shares of `items` in `jobs` processes, this one among them; the results, one per share, in order.

    Processes are forked, so that nothing has to be handed over but results; where there is no fork, one does it all.
    An error in any of them is raised here, and ends the others. Raises WorkerKilled.
    """
    if jobs < 2:
        return [work(items)]
    import pickle  # most builds make too little to share it out

    with ProcessGroup() as group, ExitStack() as stack:
        if group.id is None:
            return [work(items)]
        workers = list[tuple[int, BinaryIO]]()
        mine = list(items[0::jobs])
        for number in range(1, jobs):
            share = items[number::jobs]
            try:
                pid, pipe = _start(work, share, group, [pipe for _, pipe in workers])
            except OSError:  # no more processes are allowed, or there is no memory for one
                mine += share
            else:
                workers.append((pid, stack.enter_context(pipe)))
        results = [work(mine)]
        for pid, pipe in workers:
            try:
                result = pickle.loads(pipe.read())
            except (EOFError, pickle.UnpicklingError) as error:
                raise WorkerKilled(group.wait(pid)) from error
            if isinstance(result, BaseException):
                raise result
            results.append(result)
    return results


def _start(
    work: Callable[[Sequence[T]], R], items: Sequence[T], group: ProcessGroup, others: Sequence[BinaryIO]
) -> tuple[int, BinaryIO]:
    """Fork a worker; returns its id and the pipe from which its result is read. `others` are the pipes of others."""
    reading, writing = os.pipe()
    pipe = os.fdopen(reading, "rb")

    def run() -> None:
        # With a reading end of its own it would write for ever after this process is gone.
        for other in (*others, pipe):
            other.close()
        with open(writing, "wb") as own:
            own.write(_pickled_result(work, items))

    try:
        return group.fork(run), pipe
    except OSError:
        pipe.close()
        raise
    finally:
        os.close(writing)


def _pickled_result(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> bytes:
    """Pickle the result of `work`, or its error; one that cannot be pickled is told by its words."""
    import pickle

    try:
        return pickle.dumps(work(items))
    except Exception as error:
        try:
            data = pickle.dumps(error)
            pickle.loads(data)
        except Exception:
            data = pickle.dumps(RuntimeError(repr(error)))
        return data
