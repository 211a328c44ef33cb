"""Lighthouse as a phone on a slow network sees a page: its four scores, and how soon and how steadily it stands."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from chromium import FLAGS, MISSING, find_chromium

from gates.conformance import TOOLS

PROGRAM = TOOLS / "lighthouse" / "cli" / "index.js"
NODE = Path(__file__).parents[3] / ".venv" / "bin" / "node"
"""The Node that comes from PyPI."""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMINGS = {
    "largest-contentful-paint": ("LCP", 1_500.0),
    "total-blocking-time": ("TBT", 50.0),
    "cumulative-layout-shift": ("CLS", 0.01),
}
"""What else is asked of a page, with its short name and what it may be (milliseconds, milliseconds, none)."""
RUNS = 3
"""Of these the one in the middle counts."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run told."""

    scores: dict[str, float]
    """Each category's, from 0 to 100."""
    timings: dict[str, float]
    """By the names of TIMINGS."""
    lacking: tuple[str, ...]
    """The audits that cost points."""


def missing() -> str:
    """What Lighthouse lacks here, in plain words; empty where it can run."""
    if find_chromium() is None:
        return MISSING
    return "" if PROGRAM.is_file() and NODE.exists() else "Lighthouse is not installed (make .venv/dev)"


def version() -> str:
    """Its version, as its package tells."""
    return str(json.loads((TOOLS / "lighthouse" / "package.json").read_text(encoding="utf-8"))["version"])


def run(url: str) -> Run:
    """Look at a page once."""
    command = [
        str(NODE),
        str(PROGRAM),
        url,
        "--output=json",
        "--quiet",
        f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}",
    ]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    environment = {**os.environ, "CHROME_PATH": find_chromium() or ""}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=180)
    if ran.returncode != 0:
        raise RuntimeError(f"Lighthouse failed: {ran.stderr[-500:]}")
    told = json.loads(ran.stdout)
    return Run(
        scores={name: round((told["categories"][name]["score"] or 0) * 100) for name in CATEGORIES},
        timings={name: float(told["audits"][name]["numericValue"]) for name in TIMINGS},
        lacking=tuple(_lacking(told)),
    )


def middle(runs: list[Run]) -> Run:
    """The median of each number, with all that any run lacked."""
    lacking = dict.fromkeys(one for single in runs for one in single.lacking)
    return Run(
        scores={name: median(one.scores[name] for one in runs) for name in CATEGORIES},
        timings={name: median(one.timings[name] for one in runs) for name in TIMINGS},
        lacking=tuple(lacking),
    )


def shortcomings(url: str, runs: int = RUNS) -> list[str]:
    """Where the median of `runs` falls short of 100 in a category, or of what its timings may be.

    Once more than half of them are without fault, no other run can change the median for the worse.
    """
    seen = list[Run]()
    while len(seen) < runs and sum(not _faults(one) for one in seen) <= runs // 2:
        seen.append(run(url))
    return [] if sum(not _faults(one) for one in seen) > runs // 2 else _faults(middle(seen))


def _faults(seen: Run) -> list[str]:
    found = [
        f"{name}: {score:g} of 100 ({'; '.join(seen.lacking)})" for name, score in seen.scores.items() if score < 100
    ]
    for name, (short, most) in TIMINGS.items():
        if seen.timings[name] > most:
            found.append(f"{short}: {seen.timings[name]:.3g}, may be {most:g}")
    return found


def _lacking(told: dict[str, Any]) -> list[str]:
    found = list[str]()
    for name in CATEGORIES:
        for part in told["categories"][name]["auditRefs"]:
            audit = told["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                found.append(f"{part['id']} {audit.get('displayValue', '')}".strip())
    return found
