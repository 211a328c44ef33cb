"""Measures the map in Chromium on a slow telephone, beside a map as most sites make it; prints a table a size.

python tests/bench/map.py                                  700, 10,000 and 84,000 villages, three times each
python tests/bench/map.py --sizes 84000 --repeat 5

Ends with 1 where a bound is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.append(str(Path(__file__).parents[1]))  # plain_host.py, which the tests of pages use too

from chromium import chromium
from compressed_host import compressed
from map_reader import Map, Seen, read
from playwright.sync_api import Browser

SIZES = (700, 10_000, 84_000)
ALL = 84_000
"""The size for which every bound is set."""
LARGEST = "[-7.3, 110.0], 8"
"""Centre of the province with most villages, and a zoom level at which a small screen shows most of it."""
OURS = Map(
    path="/peta/",
    usable="document.getElementById('map-open').hidden && document.querySelector('.leaflet-marker-pane > *')",
    nearer=f"village_map.setView({LARGEST}, {{ animate: false }})",
    near="document.querySelector('.leaflet-marker-pane .mark-group:not(.mark-region)')",
    province="/33.",
)
PEER = Map(
    path="/",
    usable="document.body.dataset.drawn !== undefined",
    nearer=f"village_map.setView({LARGEST}, {{ animate: false }})",
    near="true",
    province="/33.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    name: str
    """What is measured."""
    unit: str
    """In what."""
    of: Callable[[Seen], float]
    """Its value."""
    bounds: dict[int, float]
    """The most it may be, by number of villages; none where the issue sets none."""
    slow: bool = False
    """Whether it is measured on the slow network."""


ROWS = (
    Row("the page, before the press", "kB", lambda seen: seen.page / 1000, {700: 20, 10_000: 20, ALL: 20}),
    Row("from the press until usable", "kB", lambda seen: seen.opened / 1000, {700: 100, ALL: 100}),
    Row("the largest province", "kB", lambda seen: seen.province / 1000, {ALL: 70}),
    Row("the provinces around it, after it", "kB", lambda seen: seen.around / 1000, {}),
    Row("usable", "s", lambda seen: seen.usable, {ALL: 1.0}),
    Row("usable at 1.6 Mbit/s, 150 ms", "s", lambda seen: seen.usable, {ALL: 2.0}, slow=True),
    Row("longest freeze", "s", lambda seen: seen.freeze, {ALL: 0.15}),
    Row("heap", "MB", lambda seen: seen.heap, {ALL: 10}),
    Row("largest province drawn", "s", lambda seen: seen.near, {}),
    Row("largest province drawn, 1.6 Mbit/s", "s", lambda seen: seen.near, {}, slow=True),
    Row("longest freeze in it", "s", lambda seen: seen.near_freeze, {ALL: 0.15}),
    Row("heap with it", "MB", lambda seen: seen.near_heap, {ALL: 10}),
)
MAKING = {ALL: 3.0}
"""Seconds that all files of the map may take."""


def main() -> int:
    """Read the options, measure, print; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="VILLAGES")
    parser.add_argument("--repeat", type=int, default=3, help="readers of each map on each network (default 3)")
    options = parser.parse_args()
    missed: list[str] = []
    with chromium() as browser:
        print(f"Chromium {browser.version}, 412 px, processor slowed 4 times; median of {options.repeat}", flush=True)
        for size in options.sizes:
            missed += measure(browser, size, options.repeat)
    print("\n" + ("\n".join(missed) or "Every bound is held."))
    return bool(missed)


def measure(browser: Browser, size: int, repeat: int) -> list[str]:
    """Measure one size and print its table; which bounds it misses."""
    with tempfile.TemporaryDirectory(prefix="map-") as name:
        made = [make(Path(name) / seed, size, seed) for seed in ("1", "4242")]
        seen = {
            (shown.path, slow): list(readers(browser, Path(name) / "1" / folder, shown, repeat, slow=slow))
            for shown, folder in ((OURS, "site"), (PEER, "peer"))
            for slow in (False, True)
        }
    print(f"\n{size:,} villages\n\n| | ours | bound | peer | ratio |\n|---|--:|--:|--:|--:|")
    missed = [f"{size:,}: {row.name}" for row in ROWS if not told(row, size, seen)]
    seconds = median(float(one["planning"]) + float(one["rendering"]) for one in made)
    limit = MAKING.get(size)
    print(f"| making its {made[0]['files']} files | {seconds:.2f} s | {f'{limit:g} s' if limit else ''} | | |")
    if limit and seconds > limit:
        missed.append(f"{size:,}: making its files")
    if made[0]["digest"] != made[1]["digest"]:
        missed.append(f"{size:,}: made twice, the files are not the same bytes")
    return missed


def make(folder: Path, size: int, seed: str) -> dict[str, float | str]:
    """Make the maps of one size, in a process of its own with a hash seed of its own; what was measured of it."""
    command = [sys.executable, str(Path(__file__).with_name("map_pages.py")), str(folder), "--villages", str(size)]
    run = subprocess.run(
        command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False
    )
    if run.returncode:
        sys.exit(run.stderr)
    made: dict[str, float | str] = json.loads(run.stdout)
    return made


def readers(browser: Browser, folder: Path, shown: Map, count: int, *, slow: bool) -> Iterator[Seen]:
    """`count` readers of one map, one after the other; one before them, who is not counted, warms the browser up."""
    with compressed(folder) as host:
        host.warm()
        read(browser, host, shown, slow_network=slow)
        for _ in range(count):
            yield read(browser, host, shown, slow_network=slow)


def told(row: Row, size: int, seen: dict[tuple[str, bool], list[Seen]]) -> bool:
    """Print a row; whether its bound is held."""
    ours, theirs = ([row.of(one) for one in seen[shown.path, row.slow]] for shown in (OURS, PEER))
    limit, value, other = row.bounds.get(size), median(ours), median(theirs)
    bound = f"{limit:g} {row.unit}" if limit else ""
    print(f"| {row.name} | {span(ours)} {row.unit} | {bound} | {other:.2f} {row.unit} | {ratio(value, other)} |")
    return limit is None or value <= limit


def span(values: Sequence[float]) -> str:
    """Median and, in parentheses, least and most where they are not the same."""
    least, most = min(values), max(values)
    return f"{median(values):.2f}" + (f" ({least:.2f}–{most:.2f})" if most - least > 0.005 else "")


def ratio(ours: float, theirs: float) -> str:
    """How many times the peer's value ours is; nothing where the peer has none."""
    return f"{ours / theirs:.2f}" if theirs > 0.005 else ""


if __name__ == "__main__":
    sys.exit(main())
