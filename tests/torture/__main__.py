"""The command: `make torture ARGS="KIND … --count N --seed N"`; without a kind, all of them at their full counts."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path

from torture import corpora, damage, faults, growth, kills, mutations, sequences
from torture.runner import cores, run

KINDS = {
    one.name: one
    for one in (
        kills.KILLS,
        faults.FAULTS,
        damage.DAMAGE,
        mutations.MUTATIONS,
        growth.GROWTH,
        *sequences.SEQUENCES,
        *corpora.CORPORA,
    )
}
KEPT = Path(__file__).parents[2] / "build" / "torture"


def main() -> int:
    """Run the kinds that are named, print a line for each, and return 1 if one missed anything."""
    kinds = "\n".join(f"  {one.name:15} {one.count:7,}  {one.promise}" for one in KINDS.values())
    parser = argparse.ArgumentParser(
        prog="make torture ARGS=…",
        description="Tries to break sitegen. Inputs at which it breaks are kept in build/torture/.",
        epilog=f"kinds, with the tries of a full run:\n{kinds}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="kinds to run (all)")
    parser.add_argument("--count", type=int, help="tries of each kind")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other tries (1)")
    parser.add_argument("--jobs", type=int, default=cores(), help="processes (one per core)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="make one try again")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.kinds) - KINDS.keys()):
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(KINDS)}")
    with suppress(OSError):
        os.nice(5)
    missed = False
    for name in arguments.kinds or KINDS:
        kind = KINDS[name]
        count = kind.count if arguments.count is None else arguments.count
        tally = run(kind, count, arguments.seed, arguments.jobs, KEPT / name, arguments.only)
        print(tally, flush=True)
        for number in tally.failing[:20]:
            print(f'  make torture ARGS="{name} --seed {arguments.seed} --only {number}"', flush=True)
        missed |= bool(tally.missed)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
