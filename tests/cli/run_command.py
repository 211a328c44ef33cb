"""Commands as a newcomer runs them: each in a process of its own, from the folder of a small site."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "sites"
_STEERING = ("NO_COLOR", "CLICOLOR_FORCE", "GITHUB_STEP_SUMMARY", "SOURCE_DATE_EPOCH")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """This machine's environment without what steers sitegen, and with `more`."""
    return {name: value for name, value in os.environ.items() if name not in _STEERING} | {
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        **more,
    }


def sitegen(folder: Path, *arguments: str, **more: str) -> Ran:
    """Run `sitegen` in `folder`; whatever it is told, it never shows a stack trace."""
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", *arguments],
        cwd=folder,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path within it."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
