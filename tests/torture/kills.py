"""Kills at a random moment: of the parent, of a worker, of all; in a build, a release, a lock and a preview."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from site_cases import copy_case, tree

from sitegen.build import OutputFolder, verify_published
from sitegen.problems import Report
from torture.runner import Torture, Try
from torture.victims import PATIENCE, Victim, adopt_orphans

COMMANDS: dict[str, tuple[str, ...]] = {
    "build": ("build", "--jobs", "2"),
    "build clean": ("build", "--jobs", "2", "--clean"),
    "release": ("release", "2020-12-31"),
    "lock": ("lock",),
    "preview": ("serve", "--port", "0"),
}
WEIGHTS = (45, 10, 20, 10, 15)
WHOM = ("parent", "worker", "all")
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
SERVING = r"http://\S+"
LONG = 60.0
"""Seconds on the clock in which a command that nobody kills is done."""

NEWS = "---\ntitle: Berita {0}\ndate: 2018-07-0{0}\nsummary: Ringkas.\n---\n\nIsi *berita* {0}.\n"
VILLAGE = """
- code: 35.05.15.21{0:02}
  name: Desa {0}
  kind: desa
  district: Gandusari
  regency: Kabupaten Blitar
  province: Jawa Timur
  certified: 2018-07-0{1}
  sources: [koran]
"""


def write_small_site(root: Path) -> None:
    """Write a site of a few villages and texts, with a release and locked addresses to come."""
    copy_case("minimal", root)
    with (root / "data/villages.yaml").open("a") as villages:
        for number in range(1, 6):
            villages.write(VILLAGE.format(number, number))
    (root / "content/news").mkdir(parents=True)
    for number in range(1, 4):
        (root / f"content/news/2018-07-0{number}-berita-{number}.md").write_text(NEWS.format(number))


def edit(root: Path) -> None:
    """Make the site another one: with new, changed and lost pages."""
    with (root / "data/villages.yaml").open("a") as villages:
        villages.write(VILLAGE.format(77, 7))
    settings = root / "data/site.yaml"
    settings.write_text(settings.read_text().replace("title: ", "title: Lain ", 1))
    (root / "content/news/2018-07-03-berita-3.md").unlink()
    (root / "content/news/2018-07-04-berita-4.md").write_text(NEWS.format(4))


class Sites:
    """A site that was built and then edited, the states that a command may leave, and how long each command takes."""

    def __init__(self, folder: Path) -> None:
        adopt_orphans()
        self.folder, self.log = folder, folder / "log"
        self.before, self.root = folder / "before", folder / "site"
        write_small_site(self.before)
        self._must("build", self.before)
        self.old = tree(self.before / "build/site")
        edit(self.before)
        self.took, self.new = dict[str, float](), dict[str, dict[str, bytes]]()
        for name in COMMANDS:
            self.restore()
            begun = time.monotonic()
            if name == "preview":
                self._serve()
            else:
                self._must(name, self.root)
            self.took[name] = time.monotonic() - begun
            self.new[name] = self.state(name)
        self.restore()

    def restore(self) -> None:
        """Make the site as it was before the command."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.before, self.root)

    def state(self, command: str) -> dict[str, bytes]:
        """What the command makes, as it stands now."""
        if command.startswith("build"):
            return tree(self.root / "build/site")
        files = {f"data/{path}": data for path, data in tree(self.root / "data").items()}
        return {path: data for path, data in files.items() if "releases/" in path or path.endswith("urls.lock")}

    def run(self, command: str, root: Path) -> Victim:
        """Run a command to its end."""
        victim = Victim.start(root, self.log, *COMMANDS[command])
        try:
            if not (victim.read(time.monotonic() + LONG) and victim.wait(PATIENCE)):
                raise TimeoutError(f"{command} does not end")
        finally:
            victim.clear()
        return victim

    def _must(self, command: str, root: Path) -> None:
        done = self.run(command, root)
        if done.code:
            raise AssertionError(done.errors())

    def _serve(self) -> str:
        """Start a preview, end it as Ctrl-C does, and return what is wrong with it, if anything is."""
        victim = Victim.start(self.root, self.log, *COMMANDS["preview"])
        try:
            up = victim.read(time.monotonic() + LONG, SERVING) and not victim.ended()
            os.kill(victim.pid, signal.SIGINT)
            ended = victim.wait(PATIENCE)
        finally:
            victim.clear()
        return "" if up and ended and not victim.code else f"code {victim.code}: {victim.errors()}"

    def preview_faults(self) -> str:
        """Serve again, and verify what was built."""
        if wrong := self._serve():
            return wrong
        folder, report = OutputFolder(self.root / "build/preview"), Report()
        verify_published(folder.path, folder.manifest, report)
        return "; ".join(f"{problem.code} {problem.values}" for problem in report)


def prepare(folder: Path) -> Callable[[int, Random], Try]:
    """Make the sites of a process."""
    sites = Sites(folder)
    return lambda number, random: attempt(sites, random)


def attempt(sites: Sites, random: Random) -> Try:
    """Kill a command, look at what is left, and run it again."""
    command = random.choices(tuple(COMMANDS), WEIGHTS)[0]
    whom, number = random.choice(WHOM), random.choice(SIGNALS)
    moment = random.uniform(0, sites.took[command])
    tried = Try()
    sites.restore()
    begun = time.monotonic()
    victim = Victim.start(sites.root, sites.log, *COMMANDS[command])
    try:
        hit = _kill(victim, whom, number, begun + moment)
        if not hit and command != "preview":
            sites.took[command] = time.monotonic() - begun  # it was quicker than before, as the machine has less to do
        what = f"{command}, {signal.Signals(number).name} to {whom} after {moment:.3f} s"
        tried.counts[f"of {whom}" if hit else "too late"] += 1
        if command == "preview" and whom == "worker" and not victim.wait(0):
            os.kill(victim.pid, signal.SIGTERM)  # it is right to go on
        if not victim.wait(LONG if whom == "worker" else PATIENCE):
            tried.miss("hangs", f"{what}: does not end")
        if not victim.read(time.monotonic() + PATIENCE) or _remain(victim):
            tried.miss("orphans", f"{what}: {len(victim.members())} left")
        if "Traceback" in (said := victim.errors()):
            tried.miss("traces", f"{what}: {said}")
    finally:
        victim.clear()
    _look(sites, command, what, tried)
    if tried.misses:
        tried.inputs["errors.txt"] = said.encode()
    tried.seconds = time.monotonic() - begun
    return tried


def _kill(victim: Victim, whom: str, number: int, moment: float) -> bool:
    """Kill at the moment, a worker at the first moment from then on at which there is one; False if it was over."""
    while not victim.ended() and (left := moment - time.monotonic()) > 0:
        time.sleep(min(left, 0.01))
    while not victim.ended():
        targets = {
            "parent": lambda: [victim.pid],
            "worker": lambda: [pid for pid in victim.members() if pid != victim.pid][:2],
            "all": victim.members,
        }[whom]()
        for pid in targets[:1] if whom == "worker" else targets:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        if targets:
            return True
        if time.monotonic() > moment + PATIENCE / 4:
            break
    return False


def _remain(victim: Victim) -> bool:
    """Whether any process of the victim is left, some time after its end."""
    until = time.monotonic() + PATIENCE / 2
    while victim.members():
        if time.monotonic() > until:
            return True
        time.sleep(0.01)
    return False


def _look(sites: Sites, command: str, what: str, tried: Try) -> None:
    """Judge what the kill left, and the next run of the command."""
    if command == "preview":
        if wrong := sites.preview_faults():
            tried.miss("refused", f"{what}: {wrong}")
        return
    old, new, left = sites.old if command.startswith("build") else {}, sites.new[command], sites.state(command)
    torn = [path for path, data in left.items() if data not in (old.get(path), new.get(path))]
    torn = [path for path in torn if not Path(path).name.startswith(".")]  # not yet in its place
    if torn:
        tried.miss("torn", f"{what}: {torn}")
    if left not in (old, new):
        tried.counts["between"] += 1
    try:
        after = sites.run(command, sites.root)
    except TimeoutError as error:
        tried.miss("hangs", f"{what}, next: {error}")
        return
    if "Traceback" in after.errors():
        tried.miss("traces", f"{what}, next: {after.errors()}")
    if (left := sites.state(command)) != new:
        wrong = sorted({path for path in left.keys() | new.keys() if left.get(path) != new.get(path)})
        tried.miss("refused", f"{what}, next: code {after.code}, {after.errors()}, {wrong[:5]}")


KILLS = Torture(
    "kills",
    "a killed command leaves whole files and no process, and the next is not refused",
    1000,
    ("torn", "orphans", "refused", "traces"),
    prepare,
)
