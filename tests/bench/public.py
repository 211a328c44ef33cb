"""Measures the public face by its budgets, on the sample site and on a made one of any size; prints a table for each.

python tests/bench/public.py                                    the sample site
python tests/bench/public.py --villages 10000 --news 1000 --photos 20     a made site too, with photos
python tests/bench/public.py --lighthouse                       with Lighthouse, three runs a page

Ends with 1 where a budget is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path += [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "web")]  # the hosts, and the gates

from axe_core import SOURCE, Axe
from chromium import chromium
from gates import lighthouse
from gates.sites import SAMPLE, SEEN, Hosted, Shown, hosted_site
from gates.visit import FILE_GATES, MEASURED, PAGE_GATES, Visitor, page_of
from gates.weight import BUDGETS, CONTENT, Cost
from generate import generate
from playwright.sync_api import Browser

WEIGHED = ("village.html", "home.html", "year.html", "announcement.html", "map.html", "search.html")
"""The templates of whose pages the table tells the bytes; the others are told only where they cost too much."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    name: str
    """What is measured."""
    value: str
    """How much it is."""
    limit: str
    """How much it may be."""
    held: bool
    """Whether it is no more."""


def loaded_axe() -> Axe:
    """axe-core as `make` installed it."""
    return Axe(SOURCE.read_text(encoding="utf-8"))


def weights(browser: Browser, site: Hosted) -> Iterator[Row]:
    """What the pages cost."""
    visitor = Visitor(browser, loaded_axe())
    for template in SEEN:
        if (found := page_of([site], template)) is None:
            continue
        spent, budget = visitor.cost(site.host, found[1].path), BUDGETS.get(template, CONTENT)
        for name in Cost.__slots__:
            value, most = getattr(spent, name), getattr(budget, name)
            if value > most or (template in WEIGHED and name != "used") or (value and name == "used"):
                yield Row(f"{template}: {name}", f"{value:,}", f"{most:,}", value <= most)


def faults(browser: Browser, site: Hosted) -> Iterator[Row]:
    """What the gates find, and how long they take."""
    visitor = Visitor(browser, loaded_axe())
    pages = [found for template in SEEN if (found := page_of([site], template))]

    def look(gate: str, site: Hosted, page: Shown) -> list[str]:
        return visitor.visit(site.host, page.path, gates=(gate,))[gate]

    def told(name: str, find: Callable[[], list[str]]) -> Row:
        begun = time.perf_counter()
        found = find()
        for fault in found[:5]:
            print(f"  {name}: {fault[:200]}", file=sys.stderr)
        return Row(f"{name}: faults", f"{len(found)} in {time.perf_counter() - begun:.1f} s", "0", not found)

    for gate in PAGE_GATES:
        if gate != "weight":
            yield told(gate, lambda gate=gate: [one for page in pages for one in look(gate, *page)])
    for name, of_files in FILE_GATES.items():
        yield told(name, lambda of_files=of_files: of_files(site.folder, site.address))


def scores(site: Hosted) -> Iterator[Row]:
    """What Lighthouse tells of the pages that most readers come to."""
    for template in MEASURED:
        if (found := page_of([site], template)) is None:
            continue
        seen = lighthouse.middle([lighthouse.run(found[1].url) for _ in range(lighthouse.RUNS)])
        four = " ".join(f"{score:g}" for score in seen.scores.values())
        yield Row(f"{template}: Lighthouse", four, "100 100 100 100", min(seen.scores.values()) == 100)
        for name, (short, most) in lighthouse.TIMINGS.items():
            yield Row(f"{template}: {short}", f"{seen.timings[name]:.3g}", f"{most:g}", seen.timings[name] <= most)


def measure(browser: Browser, root: Path, name: str, *, with_lighthouse: bool) -> bool:
    """Build the site of `root`, measure it and print its table; whether all is held."""
    with tempfile.TemporaryDirectory(prefix="public-") as folder:
        begun = time.perf_counter()
        with hosted_site(root, Path(folder) / "site") as site:
            print(f"\n{name}: {len(site.templates):,} pages, built in {time.perf_counter() - begun:.1f} s\n")
            print("| | | budget | |\n|---|--:|--:|---|")
            rows = [*weights(browser, site), *faults(browser, site), *(scores(site) if with_lighthouse else ())]
    for row in rows:
        print(f"| {row.name} | {row.value} | {row.limit} | {'' if row.held else 'missed'} |")
    return all(row.held for row in rows)


def main() -> int:
    """Read the options, measure, print; 1 where a budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--villages", type=int, default=0, help="of a made site besides the sample")
    parser.add_argument("--news", type=int, default=0, help="announcements of the made site")
    parser.add_argument("--photos", type=int, default=0, help="photos of the made site; one in ten pages shows one")
    parser.add_argument("--lighthouse", action="store_true", help="run Lighthouse too")
    options = parser.parse_args()
    with chromium() as browser, tempfile.TemporaryDirectory(prefix="made-") as folder:
        held = measure(browser, SAMPLE, "the sample site", with_lighthouse=options.lighthouse)
        if options.villages:
            made = Path(folder) / "made"
            generate(made, options.villages, options.news, options.photos)
            name = f"{options.villages:,} villages, {options.news:,} announcements"
            held &= measure(browser, made, name, with_lighthouse=options.lighthouse)
    return not held


if __name__ == "__main__":
    sys.exit(main())
