"""Damaged states: bits, cuts, swapped rows, foreign files in what is remembered; the build must equal a clean one."""

from __future__ import annotations

import shutil
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random

from damage import damage, write_site
from run_command import sitegen, tree

from torture.runner import TooLong, Torture, Try, at_most

NOW = "1790000000"
EDIT = ("content/news/2026-01-02-foto.md", b"Isi dengan", b"Teks lain dengan")


class Sites:
    """A site with its published folder, and what clean builds of it and of an edited copy give."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.edited = folder, folder / "edited"
        self.site, self.built = write_site(folder / "site"), folder / "built"
        shutil.copytree(self.site, self.edited)
        file = self.edited / EDIT[0]
        file.write_bytes(file.read_bytes().replace(EDIT[1], EDIT[2]))
        self.build(self.site, self.built)
        self.clean = {}
        for site in (self.site, self.edited):
            self.clean[site] = self.build(site, folder / "clean")
            shutil.rmtree(folder / "clean")

    def build(self, site: Path, target: Path) -> tuple[int, str, dict[str, bytes]]:
        """The exit code, the problems and the files of a build."""
        ran = sitegen(site, "build", "--output", str(target / "site"), SOURCE_DATE_EPOCH=NOW)
        return ran.code, ran.err, tree(target / "site")


def prepare(folder: Path) -> Callable[[int, Random], Try]:
    """Make the sites of a process."""
    sites = Sites(folder)
    return lambda number, random: attempt(sites, number, random)


def attempt(sites: Sites, number: int, random: Random) -> Try:
    """Damage the state; build the site, the same with its files gone, or an edited one."""
    tried, target = Try(), sites.folder / "tried"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(sites.built, target)
    what = damage(target / ".site.sitegen", random.randrange(10**6) * 8 + number % 8)  # each kind in its turn
    site = random.choice((sites.site, sites.edited))
    if random.random() < 0.3:
        shutil.rmtree(target / "site")
    begun = time.perf_counter()
    try:
        with at_most(20.0, 60.0):
            for again in ("", "again"):
                code, problems, files = sites.build(site, target)
                expected = sites.clean[site]
                if files != expected[2]:
                    wrong = [
                        path for path in files.keys() | expected[2].keys() if files.get(path) != expected[2].get(path)
                    ]
                    tried.miss("wrong", f"{what} {again}: {sorted(wrong)[:5]}")
                if (code, problems) != expected[:2]:
                    tried.miss("traces" if "Traceback" in problems else "refused", f"{what} {again}: {code} {problems}")
    except TooLong:
        tried.miss("hangs", f"{what}: {traceback.format_exc()}")
    except Exception:
        tried.miss("traces", f"{what}: {traceback.format_exc()}")
    tried.seconds = time.perf_counter() - begun
    return tried


DAMAGE = Torture(
    "damage",
    "what is remembered and was damaged costs time: no wrong byte, trace, hang or refusal",
    2000,
    ("wrong", "refused", "traces"),
    prepare,
)
