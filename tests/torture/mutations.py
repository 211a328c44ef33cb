"""Mutated inputs: a file of a sound site is spoilt, and the site must give pages or problems, in less than a second."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from mutations import MutatedSite, mutate

from torture.runner import TooLong, Torture, Try, at_most

KINDS = {
    "data": (40, ("data/",)),
    "texts": (35, ("content/news/", "content/pages/")),
    "themes": (7, ("themes/",)),
    "images": (8, ("content/media/",)),
    "releases": (10, ("data/releases/", "data/urls.lock")),
}
"""The kinds of inputs, with how many of a hundred tries each has, and where its files are."""
LIMIT = 1.0
"""Seconds of processor time that a try may take."""


def prepare(folder: Path) -> Callable[[int, Random], Try]:
    """Make the site of a process."""
    site = MutatedSite(folder)
    replaced = list(site.all_replacements())

    def attempt(number: int, random: Random) -> Try:
        """Spoil a file by chance, and every fifth time replace the next value by one of another kind."""
        turn, rest = divmod(number, 5)
        if rest or turn >= len(replaced):
            kind, files = spoil(site, random)
        else:
            kind, files = "other values", dict([replaced[turn]])
        return check(site, files, Try(counts=Counter({f"of {kind}": 1})), LIMIT, random)

    return attempt


def spoil(site: MutatedSite, random: Random) -> tuple[str, dict[str, bytes]]:
    """Choose a kind and a file of it, or now and then two, and spoil them."""
    kind = random.choices(list(KINDS), [share for share, _ in KINDS.values()])[0]
    files = [file for file in site.sources if file.startswith(KINDS[kind][1])]
    if kind == "data":
        files = [file for file in files if not file.startswith(KINDS["releases"][1])]
    chosen = random.sample(files, k=min(len(files), random.choice((1, 1, 1, 2))))
    return kind, {file: mutate(site.sources[file], Path(file).suffix, random) for file in chosen}


def check(
    site: MutatedSite,
    replaced: dict[str, bytes],
    tried: Try,
    limit: float,
    random: Random | None = None,
    look: Callable[[dict[str, bytes], Try], None] = lambda pages, tried: None,
) -> Try:
    """Check the site with some files replaced, and note traces, faults that were fenced in, and what took too long.

    `look` is handed the pages that they changed.
    """
    begun = time.process_time()
    try:
        with at_most(20 * limit, 60.0):
            checked = site.check(replaced, random)
    except TooLong as over:
        tried.miss("slow", f"{over}\n{traceback.format_exc()}")
    except Exception:
        tried.miss("traces", traceback.format_exc())
    else:
        for problem in checked.report:
            if problem.code == "internal-fault":
                tried.miss("fenced", f"{problem.at} {problem.values}")
        look(checked.pages, tried)
    tried.seconds = max(tried.seconds, time.process_time() - begun)
    if tried.seconds > limit and "slow" not in dict(tried.misses):
        tried.miss("slow", f"{tried.seconds:.2f} s")
    if tried.misses:
        tried.inputs |= replaced
    return tried


MUTATIONS = Torture(
    "mutations",
    "a spoilt file gives pages or problems, within a second of processor time",
    100_000,
    ("traces", "fenced", "slow"),
    prepare,
)
