"""Measures the processor time of the tests, folder by folder; prints a table.

python tests/bench/suite.py                  every folder, one after the other
python tests/bench/suite.py map web          these folders
python tests/bench/suite.py -- -m "not slow" every folder, with these arguments for pytest
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).parents[1]


def measure(folder: str, arguments: list[str]) -> tuple[int, float, float, int]:
    """The number of tests that passed in a folder, the processor time of all its processes and the time on the clock,
    both in seconds, and pytest's exit code."""
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", *arguments, str(TESTS / folder)]
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    passed = re.search(r"(\d+) passed", run.stdout)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return int(passed[1]) if passed else 0, used, time.perf_counter() - begin, run.returncode


def main(arguments: list[str]) -> int:
    """Print the table; 1 if a test failed."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    names, rest = arguments[:split], arguments[split + 1 :]
    names = names or sorted(folder.name for folder in TESTS.iterdir() if any(folder.glob("test_*.py")))
    total, failed = 0.0, False
    print(f"{'folder':12} {'tests':>6} {'processor s':>12} {'clock s':>9}", flush=True)
    for name in names:
        tests, used, clock, code = measure(name, rest)
        total += used
        failed |= code not in (0, 5)
        print(f"{name:12} {tests:6} {used:12.1f} {clock:9.1f}{'' if code in (0, 5) else f'  exit {code}'}", flush=True)
    print(f"{'all':12} {'':6} {total:12.1f}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
