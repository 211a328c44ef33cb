"""Parse the command line, call the handler of the command, and return its exit code."""

from __future__ import annotations

import argparse
import atexit
import gc
import io
import os
import re
import signal
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import NoReturn

from sitegen import __version__
from sitegen.commands import UsageError, add_commands

EPILOG = """\
examples:
  sitegen serve                      preview while you edit; the browser reloads by itself
  sitegen check                      tell every problem of data and content; write nothing
  sitegen build                      build the public site into build/site/
  sitegen new village 35.05.15.2004  add a record to data/villages.yaml
  sitegen new news "Judul berita"    begin an announcement, as a draft
  sitegen explain unknown-key        what a problem's code means, at length
  sitegen diff HEAD                  what changed since the last commit, in words
  sitegen why reported-2018          from which line and source a figure or a page comes
  sitegen release 2018-12-31         freeze the data as it was known on that day

exit codes: 0 clean; 1 problems in the content, or in the place it is written to; 2 wrong use of the command;
128 and its number after a signal that ends the command (130 for Ctrl-C)
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as stderr does, for terminals that lack a character
    received, code = list[int](), 128 + signal.SIGINT
    try:
        with interrupt_on_termination(received) as signals:
            words = sys.argv[1:] if argv is None else argv
            code = _run(_parser(words).parse_args(words))
    except KeyboardInterrupt:
        pass
    except Exception:
        if not signals:  # else compiled code was interrupted as it called back, and made an error of its own of it
            raise
    return 128 + received[0] if received else code


def _run(arguments: argparse.Namespace) -> int:
    # Only the module of this handler is imported: --help and --version answer at once.
    module, _, handler = arguments.handler.partition(":")
    try:
        gc.disable()  # nothing that a command imports or makes is garbage before its end,
        atexit.register(gc.freeze)  # when Python would search all of it
        run: Callable[[argparse.Namespace], int] = getattr(import_module(f"sitegen.commands.{module}"), handler)
        return run(arguments)
    except UsageError as error:
        from sitegen.console import Console, report_usage_error

        return report_usage_error(Console(arguments).messages, error.code, **error.values)
    except BrokenPipeError:
        # The reader of the output has closed it (`sitegen list drafts | head`), which is no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


class _Terminated(KeyboardInterrupt):
    """Not a plain one: after that has passed `exec` of a text, `python -m` ends by SIGINT, with another exit code."""


AGAIN_SECONDS = 5.0
"""Seconds after which a command that goes on is interrupted once more."""
_SOON = 0.01
"""The same, in which compiled code that has lost an interrupt returns."""


@contextmanager
def interrupt_on_termination(received: list[int]) -> Iterator[list[int]]:
    """Let SIGTERM and SIGHUP interrupt as Ctrl-C does; the one that did is then in `received`. Yields the signals that
    interrupted, SIGINT among them.

    An interrupt is lost in a callback of compiled code, as of a fork or of the garbage collector, or becomes an error
    there. It is raised again until the block is left: at once where Python tells that it was lost, which is no fault to
    be shown.
    """
    alarm, *others = (getattr(signal, name, None) for name in ("SIGALRM", "SIGTERM", "SIGHUP"))  # not all on Windows
    numbers = [number for number in (signal.SIGINT, alarm, *others) if number is not None]
    # Not those that are ignored, as nohup ignores SIGHUP, or have a handler.
    unhandled = (signal.SIG_DFL, signal.default_int_handler)
    handled = {number: was for number in numbers if (was := signal.getsignal(number)) in unhandled}
    signals = list[int]()

    def interrupt(number: int, frame: object) -> None:
        for one in handled.keys() - {signal.SIGINT, alarm}:
            signal.signal(one, signal.SIG_IGN)  # the second does not interrupt what cleans up after the first
        if not signals:
            signals.append(number)
            if number != signal.SIGINT:
                received.append(number)
            if alarm in handled:
                signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS, AGAIN_SECONDS)
        raise _Terminated

    def raise_again(lost: sys.UnraisableHookArgs) -> None:
        if not issubclass(lost.exc_type, _Terminated):
            show_unraisable(lost)
        elif alarm in handled:
            signal.setitimer(signal.ITIMER_REAL, _SOON, AGAIN_SECONDS)

    show_unraisable, sys.unraisablehook = sys.unraisablehook, raise_again
    for number in handled:
        signal.signal(number, interrupt)
    try:
        yield signals
    finally:
        sys.unraisablehook = show_unraisable
        if signals and alarm in handled:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, was in handled.items():
            signal.signal(number, was)


def _parser(words: Container[str] | None = None) -> argparse.ArgumentParser:
    """Return the parser of a command line; with its `words`, only that of a command among them has options."""
    parser = _Parser(
        prog="sitegen",
        description="Turns YAML records and Markdown announcements into a public website with map and yearly archive.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"sitegen {__version__}")
    add_commands(parser, words)
    return parser


class _Parser(argparse.ArgumentParser):
    """Suggests the nearest command for an unknown one."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and how to get help, and exit with 2."""
        from sitegen.scalars import closest_match

        unknown = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        if unknown:
            choices = re.findall(r"[\w-]+", unknown[2])
            closest = closest_match(unknown[1], choices)
            message = f"unknown: {unknown[1]}" + (
                f". Did you mean {closest}?" if closest else f"; choose {', '.join(choices)}"
            )
        self.exit(2, f"{self.prog}: {message}\nSee {self.prog} --help.\n")
