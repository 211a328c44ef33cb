"""Parallel: one piece of work spread over processes that start with everything already in memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


T = TypeVar("T")
R = TypeVar("R")


def run_parallel(work: Callable[[Sequence[T]], R], items: Sequence[T], jobs: int) -> list[R]:
    """Do `work` on shares of `items` in `jobs` processes, this one among them; the results, a share each, in order.

    Processes are forked, so that nothing has to be handed over but results; where there is no fork, one does it all.
    An error in any of them is raised here.
    """
    if jobs < 2 or not hasattr(os, "fork"):
        return [work(items)]
    import multiprocessing  # only now: most builds make too little to share it out

    context = multiprocessing.get_context("fork")
    pipes = []
    for share in range(1, jobs):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_child, args=(work, items[share::jobs], theirs), daemon=True)
        process.start()
        theirs.close()
        pipes.append((process, ours))
    results: list[Any] = [work(items[0::jobs])]
    for process, pipe in pipes:
        try:
            results.append(pipe.recv())
        except EOFError:
            results.append(RuntimeError(f"a process ended with code {process.exitcode}"))
        process.join()
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


def _child(work: Callable[[Sequence[T]], R], items: Sequence[T], pipe: Connection) -> None:
    try:
        result: R | Exception = work(items)
    except Exception as error:
        result = error
    pipe.send(result)
    pipe.close()
