"""A small site of one's own, and a preview of it in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast
from urllib.request import Request, urlopen

import pytest

from sitegen.problems import Report
from sitegen.scaffold import init

CHECKOUT = Path(__file__).parents[2]


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

    def end(self) -> int:
        """Press Ctrl-C, and wait; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=15)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    assert init(tmp_path / "site", "id", Report())
    return tmp_path / "site"


@pytest.fixture
def preview(root: Path) -> Iterator[Callable[..., Running]]:
    """Starts previews of `root`; what still runs after the test is ended."""
    running: list[Running] = []

    def start(port: int = 0) -> Running:
        command = [sys.executable, str(Path(__file__).with_name("preview.py")), str(root), str(port)]
        environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        running.append(Running(process))
        return running[-1]

    yield start
    for one in running:
        one.process.terminate()
        one.process.wait(timeout=15)
        cast(IO[str], one.process.stdout).close()
