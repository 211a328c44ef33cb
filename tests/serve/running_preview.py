"""A preview that runs in a process of its own, as a test sees it."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, cast
from urllib.request import Request, urlopen


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` in a thread: the browser that tests of this session share keeps an event loop going in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


class Running:
    """A preview that runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        """What it said before its address."""
        self.address = ""
        output = cast(IO[str], process.stdout)
        for line in output:
            if line.startswith("http://"):
                self.address = line.strip()
                break
            self.lines.append(line.strip())

    def get(self, path: str, **headers: str) -> str:
        """The text at `path`."""
        with urlopen(Request(self.address + path, headers=headers), timeout=10) as answer:
            return cast(bytes, answer.read()).decode()

    def state(self) -> dict[str, Any]:
        """What the overlay is told."""
        return cast(dict[str, Any], json.loads(self.get("/__preview/state.json")))

    def end(self, number: int = signal.SIGINT) -> int:
        """Press Ctrl-C, or send another signal, and wait; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=15)
