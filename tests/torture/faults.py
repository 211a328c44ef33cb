"""Faults: each call that writes fails in turn, for want of room, by an error of the disk, or as the last of a kill."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from faults import Faults, failing

from torture.kills import COMMANDS, LONG, Sites
from torture.runner import Torture, Try
from torture.victims import PATIENCE, Victim

TRIED = {
    "first build": ("build", "--jobs", "1"),
    "build": ("build", "--jobs", "1"),
    "release": COMMANDS["release"],
    "lock": COMMANDS["lock"],
}
HOW = {"room": errno.ENOSPC, "disk": errno.EIO, "rights": errno.EACCES}
"""The errors, which calls take in turn; besides, each call is the last before a kill."""
KILLED = 137


class Kill(Faults):
    """Ends the process at the call, as a kill does: nothing is flushed, and nothing cleaned up."""

    def check(self, name: str, *paths: object) -> None:
        """Count a call, and end there."""
        self.calls.append(name)
        if len(self.calls) == self.at:
            os._exit(KILLED)


class Cases:
    """Each call that writes, of each command, with each fault."""

    def __init__(self, folder: Path) -> None:
        self.sites = Sites(folder)
        self.counted = folder / "counted"
        self.cases = list[tuple[str, str, int]]()
        for command in TRIED:
            self.start(command, Faults())
            names = self.counted.read_text().split()
            for at in range(1, len(names) + 1):
                self.cases += [(command, list(HOW)[at % len(HOW)], at), (command, "kill", at)]
        Random(1).shuffle(self.cases)  # so that fewer tries are a sample of all

    def restore(self, command: str) -> None:
        """Make the site as it is before the command."""
        self.sites.restore()
        if command == "first build":
            shutil.rmtree(self.sites.root / "build")

    def start(self, command: str, faults: Faults) -> Victim:
        """Run a command with faults, to its end."""

        @contextmanager
        def around() -> Iterator[None]:
            try:
                with failing(faults):
                    yield
            finally:
                self.counted.write_text(" ".join(faults.calls))

        self.restore(command)
        victim = Victim.start(self.sites.root, self.sites.log, *TRIED[command], around=around)
        try:
            if not (victim.read(time.monotonic() + LONG) and victim.wait(PATIENCE)):
                raise TimeoutError(f"{command} does not end")
        finally:
            victim.clear()
        return victim

    def states(self, command: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """What the command may leave: the state before it, and that after it."""
        kind = "build" if "build" in command else command
        return self.sites.old if command == "build" else {}, self.sites.new[kind]


def prepare(folder: Path) -> Callable[[int, Random], Try | None]:
    """Make the sites of a process, and count the calls."""
    cases = Cases(folder)
    return lambda number, random: attempt(cases, *cases.cases[number]) if number < len(cases.cases) else None


def attempt(cases: Cases, command: str, how: str, at: int) -> Try:
    """Let a call fail, look at what is left, and run the command again."""
    tried, sites, kind = Try(), cases.sites, "build" if "build" in command else command
    old, new = cases.states(command)
    begun = time.monotonic()
    what = f"{command}: {how} at call {at}"
    try:
        done = cases.start(command, Kill(at) if how == "kill" else Faults(at, HOW[how]))
        left = sites.state(kind)
        if "Traceback" in done.errors():
            tried.miss("traces", f"{what}: {done.errors()}")
        if how == "kill":
            torn = [path for path, data in left.items() if data not in (old.get(path), new.get(path))]
            torn = [path for path in torn if not Path(path).name.startswith(".")]  # not yet in its place
            tried.counts["between, then completed"] += left not in (old, new)
        else:
            torn = [] if left in (old, new) else sorted({*old, *new, *left})
            tried.counts["harmless"] += done.code == 0
            if done.code == 0 and left != new:
                tried.miss("lost", f"{what}: success is said, and {len(left)} files are there")
        if torn:
            tried.miss("half", f"{what}: {torn[:9]}")
        again = sites.run(kind, sites.root)
        if "Traceback" in again.errors():
            tried.miss("traces", f"{what}, next: {again.errors()}")
        if (left := sites.state(kind)) != new:
            wrong = sorted(path for path in left.keys() | new.keys() if left.get(path) != new.get(path))
            tried.miss("lost", f"{what}, next: code {again.code}, {wrong[:5]}, {again.errors()}")
    except TimeoutError as error:
        tried.miss("hangs", f"{what}: {error}")
    tried.seconds = time.monotonic() - begun
    return tried


FAULTS = Torture(
    "faults",
    "a call that writes fails: the old site or the new one is there, and the next command makes the new one",
    100_000,
    ("half", "lost", "traces"),
    prepare,
)
