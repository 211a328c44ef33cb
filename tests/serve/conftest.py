"""A small site of one's own, and a preview of it in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

import pytest
from running_preview import Running

from sitegen.load.geography import package_geography
from sitegen.problems import Report
from sitegen.scaffold import create_site

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    assert create_site(tmp_path / "site", "id", package_geography(), Report())
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
