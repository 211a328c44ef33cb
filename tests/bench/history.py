"""Measures what a history costs: eight releases of a register in git, and the comparison of two of its revisions.

python tests/bench/history.py                      10,000 villages; about two minutes
python tests/bench/history.py --villages 2000
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import generate

YEARS = range(2017, 2025)
"""A release at the end of each: eight."""


def main() -> None:
    """Print a line a measurement, each beside what it is compared with."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--villages", type=int, default=10_000)
    options.add_argument("--news", type=int, default=1_000)
    options.add_argument("--pairs", type=int, default=5)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        site = Path(place) / "site"
        generate.generate(site, asked.villages, asked.news)
        unbind(site)
        know_early(site)
        git(site, "init", "--quiet")
        git(site, "config", "gc.auto", "0")
        git(site, "config", "core.autocrlf", "false")
        releases(site)
        comparison(site, asked.pairs)
        builds(site, asked.pairs)


def know_early(site: Path) -> None:
    """Let all be known from the first year on, or the first release would be empty; who told it later tells it too."""
    for name in ("villages.yaml", "programme.yaml"):
        file = site / "data" / name
        text = file.read_text(encoding="utf-8").replace("[sumber-1]", "[sumber-0, sumber-1]")
        file.write_text(text, encoding="utf-8")
    with (site / "data" / "sources.yaml").open("a", encoding="utf-8") as sources:
        sources.write("- id: sumber-0\n  publisher: Sumber awal\n  date: 2016\n")


def unbind(site: Path) -> None:
    """Let no announcement name a village: most are not in the register yet when the first years are released."""
    for file in (site / "content" / "news").iterdir():
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.startswith("villages:")), encoding="utf-8")


def releases(site: Path) -> None:
    """A commit with the records of each year, one with its release, and one with its addresses."""
    register = site / "data" / "villages.yaml"
    records = register.read_text(encoding="utf-8").split("- code: ")[1:]
    register.write_text("", encoding="utf-8")
    commit(site, "Before all records")
    for year in YEARS:
        known = [one for one in records if certified(one) <= year]
        register.write_text("".join(f"- code: {one}" for one in known), encoding="utf-8")
        changed = commit(site, f"Records of {year}")
        sitegen(site, "release", f"{year}-12-31")
        file = (site / "data" / "releases" / f"{year}-12-31.jsonl").stat().st_size
        released = commit(site, f"Release {year}-12-31", "data/releases")
        locked = commit(site, f"Addresses of {year}-12-31")
        ratio = released / changed
        print(
            f"{year}: {len(known)} villages; git grows by {changed} bytes for the records, {released} for the release "
            f"({ratio:.2f}; its file has {file}), {locked} for the addresses"
        )


def certified(record: str) -> int:
    """The year by whose end a generated record was surely designated."""
    date = next(line for line in record.splitlines() if "certified:" in line).partition(": ")[2]
    return 2024 if ".." in date else int(date[:4])


def commit(site: Path, message: str, *what: str) -> int:
    """Commit all, or only what is named, and tell by how many bytes a clone of the repository grew."""
    before = packed(site)
    git(site, "add", "--", *(what or (".",)))
    git(site, "-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "--quiet", "-m", message)
    return packed(site) - before


def packed(site: Path) -> int:
    """Bytes of all objects, packed as a clone receives them."""
    if not (site / ".git" / "refs" / "heads").is_dir() or not any((site / ".git" / "refs" / "heads").iterdir()):
        return 0
    command = ["git", "pack-objects", "--all", "--stdout", "--quiet"]
    return len(subprocess.run(command, cwd=site, capture_output=True, stdin=subprocess.DEVNULL, check=True).stdout)


def comparison(site: Path, pairs: int) -> None:
    """Comparing the last year's records with those before, stage by stage as the command tells them."""
    last = "HEAD~2"  # behind it stand the commits of its release and of its addresses
    for _ in range(pairs):
        told = subprocess.run(
            [sys.executable, "-m", "sitegen", "diff", f"{last}~1", last, "--verbose"],
            cwd=site, capture_output=True, text=True, check=True,
        )  # fmt: skip
        print("diff:", " | ".join(told.stderr.splitlines()))


def builds(site: Path, pairs: int) -> None:
    """A build with nothing to do, with the history and without it, in turn."""
    away = {site / "data" / "releases": site / "releases", site / "data" / "urls.lock": site / "urls.lock"}
    times: dict[str, list[float]] = {"without": [], "with": []}
    for _ in range(pairs):
        for name, moves in (("without", away), ("with", {there: here for here, there in away.items()})):
            for here, there in moves.items():
                here.rename(there)
            sitegen(site, "build")
            times[name].append(timed(site, "build"))
    print(", ".join(f"nothing to do {name} releases: {median(took):.2f} s" for name, took in times.items()))


def timed(site: Path, *command: str) -> float:
    """Seconds that a command takes, from start to end."""
    start = time.perf_counter()
    sitegen(site, *command)
    return time.perf_counter() - start


def sitegen(site: Path, *command: str) -> str:
    """Run a command of sitegen in the site folder."""
    return run([sys.executable, "-m", "sitegen", *command], site)


def git(site: Path, *command: str) -> str:
    """Run a command of git in the site folder."""
    return run(["git", *command], site)


def run(command: list[str], where: Path) -> str:
    """Run a command to its end; what it prints. A command that fails ends the measurement."""
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
