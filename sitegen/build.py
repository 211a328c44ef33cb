"""THE ROAD: read, audit, plan, render, verify, write. One function that reads aloud, and the same without writing."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.addresses import Addresses, addresses_of, file_of, is_linked
from sitegen.audit.addresses import audit_addresses
from sitegen.audit.history import audit_history
from sitegen.edition import Edition
from sitegen.engine import engine_digest
from sitegen.made import Made, files_of
from sitegen.memo import Forgetful, Memo, SqliteMemo
from sitegen.model import Site
from sitegen.pages import all_prose, held_addresses
from sitegen.planning import Planned, planned
from sitegen.problems import Report, Span
from sitegen.read import read_site, read_words
from sitegen.rendering import render_all
from sitegen.verify import verify_links, verify_promised, verify_weight
from sitegen.write import (
    Compared,
    Folder,
    Locked,
    Manifest,
    Placed,
    Stage,
    load,
    locked,
    manifest_time,
    place,
    publish_manifest,
    save,
)

Tell = Callable[[str, int], None]
"""Told of each stage as it begins, by its name, with how many outputs it has before it (0 where that is not known)."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a build is asked to do."""

    root: Path
    """The site folder: it holds data/, content/ and perhaps themes/."""
    edition: Edition
    """Which day and which readers it is for."""
    strict: bool = False
    """Whether warnings stop it as errors do."""
    jobs: int = 1
    """Processes to render with."""
    tell: Tell = lambda stage, total: None
    """Told how far it is."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did."""

    pages: int
    """HTML pages of the site."""
    written: int
    """Files put in place."""
    fresh: int
    """Files that were up to date."""
    removed: int
    """Files removed."""
    size: int
    """Bytes of the whole site."""


def build(order: Order, target: Path, report: Report, *, clean: bool = False) -> Summary | None:
    """Build the site of `order` into the folder `target`. None when problems kept it from being published.

    Raises NotOurs for a folder with files that sitegen did not make. `clean` forgets what earlier builds remembered.
    """
    folder = Folder(target)
    folder.refuse_foreign()
    try:
        with locked(folder.state / "lock"), SqliteMemo(folder.state / "memo", clean=clean) as memo:
            summary = _build(order, folder, report, memo, Manifest() if clean else load(folder.state / "manifest"))
            memo.save()
            return summary
    except Locked:
        report.error("build-running", Span(""), path=target)
    except OSError as error:
        if error.errno is None:
            raise
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        report.error("disk-full" if full else "output-unwritable", Span(""), path=error.filename or target)
    return None


def _build(order: Order, folder: Folder, report: Report, memo: SqliteMemo, old: Manifest) -> Summary | None:
    ready = read_and_plan(order, report, memo)
    if ready is None:
        return None
    state = folder.compare(old)
    fresh, stale = _sorted_out(ready, old, state)
    if any(path not in ready.outputs for path in stale):
        ready.complete()
    order.tell("render", len(stale))
    stage = Stage(folder.state / "stage")
    try:
        new = render_all(ready, stale, order.jobs, memo, stage.put)
        # A folder gives way to its files, which are last in both.
        stale = [*(path for path in stale if path in new), *(file for file in new if file not in ready.keys)]
        made = fresh | new
        made = {file: one for path in ready.keys for file, one in files_of(path, made).items()}
        order.tell("verify", len(made))
        _verify(ready, made, _suspects(stale, old.made, made), report)
        if report.failed(strict=order.strict):
            return None
        order.tell("write", len(stale))
        placed = _place(folder, stage, ready, stale, made, old, state, memo)
    finally:
        stage.clear()
    pages = sum(path.endswith(".html") for path in made)
    return Summary(
        pages, placed.written, len(made) - placed.written, placed.removed, sum(m.size for m in made.values())
    )


def _sorted_out(ready: Planned, old: Manifest, state: Compared) -> tuple[dict[str, Made], list[str]]:
    """What is up to date, by file; and the outputs that have to be made, folders last."""
    fresh, stale = dict[str, Made](), list[str]()
    for path, key in ready.keys.items():
        files = files_of(path, old.made)
        if files and all(one.key == key and file not in state.changed for file, one in files.items()):
            fresh |= files
        else:
            stale.append(path)
    return fresh, sorted(stale, key=lambda path: path.endswith("/"))


def check(order: Order, report: Report, *, figures: bool = False) -> None:
    """Read, plan, render in memory and verify the site of `order`; nothing is written. With `figures`, the numbers of
    all texts are compared with those of the data too."""
    ready = read_and_plan(order, report, Forgetful())
    if ready is None:
        return
    if figures:
        from sitegen.audit.slips import find_slips

        find_slips(ready.site, lambda language: read_words(language, Forgetful())["scan"], report)
    paths = list(ready.outputs)
    order.tell("render", len(paths))
    made = render_all(ready, paths, order.jobs, Forgetful(), lambda number, data: None)
    order.tell("verify", len(made))
    _verify(ready, made, made, report)


def read_and_plan(order: Order, report: Report, memo: Memo) -> Planned | None:
    """Read the site and plan its outputs; None when what was read cannot be planned, with every problem told.

    What the audit finds does not keep a site from being planned, so that what else is wrong is told in the same run.
    """
    order.tell("read", 0)
    site = read_site(order.root, report, memo)
    if site is None:
        return None
    audited = Report()
    readable = audit_history(site, order.edition, audited, memo)
    addresses = addresses_of(site.config, lambda language: read_words(language, memo)["paths"])
    if report.failed() or not readable:
        _tell_of_texts(site, order.edition, addresses, report)
        report.extend(audited)
        return None
    order.tell("plan", 0)
    ready = planned(site, order.edition, addresses, report, memo)
    if not order.edition.preview:
        audit_addresses(site, ready.origins, lambda: held_addresses(site, order.edition, addresses), audited)
    whole = not report.failed()
    report.extend(audited)
    return ready if whole else None


def _tell_of_texts(site: Site, edition: Edition, addresses: Addresses, report: Report) -> None:
    """What is wrong in announcements and pages is told in the same run as what is wrong in the data."""
    from sitegen.render.prose import Converter, Found

    converter, found = Converter(Forgetful(), engine_digest(), ""), Found(report)
    faults = {problem.at.file for problem in report if problem.severity == "error"} - {"data/site.yaml"}
    sound = not any(file.startswith("data/") for file in faults)
    for prose in all_prose(site, edition, addresses, sound):
        converter.html(prose, str, found)


def _verify(ready: Planned, made: Mapping[str, Made], suspects: Iterable[str], report: Report) -> None:
    for one in made.values():
        report.extend(one.problems)
    promised = _promised(ready)
    verify_promised(promised, made, report)
    leading = {file_of(old.source): at for old, (_, at) in zip(ready.site.config.redirects, promised, strict=False)}
    verify_links({**ready.origins, **leading}, made, suspects, report)
    verify_weight(ready.origins, made, ready.site.config.budget, report)


def _promised(ready: Planned) -> list[tuple[str, Span]]:
    """The addresses that the settings promise, with where each is written: first those that redirects lead to."""
    config, origins = ready.site.config, ready.site.origins
    redirects = [(one.target, origins[f"redirect:{number}"]) for number, one in enumerate(config.redirects)]
    menu = [(one.path, origins[f"menu:{number}"]) for number, one in enumerate(config.menu)]
    others = frozenset[str]().union(*(frame.links() for frame in ready.frames)) - {path for path, _ in menu}
    return [*redirects, *menu, *((link, Span("data/site.yaml")) for link in others)]


def _suspects(stale: Sequence[str], old: Mapping[str, Made], made: Mapping[str, Made]) -> Iterable[str]:
    """The outputs whose links may have died: the new ones, or all of them once an address or an anchor is gone."""
    lost = any(path not in made and is_linked(path) for path in old) or any(
        set(old[path].anchors) - set(made[path].anchors) for path in stale if path in old
    )
    return list(made) if lost else stale


def _place(
    folder: Folder,
    stage: Stage,
    ready: Planned,
    stale: Sequence[str],
    made: dict[str, Made],
    old: Manifest,
    state: Compared,
    memo: Memo,
) -> Placed:
    """Put what has new bytes in place, remove what has no source, and remember and tell the whole."""
    same = {path for path in stale if path in old.made and old.made[path].digest == made[path].digest}
    new = {path: number for number, path in enumerate(stale) if path not in same or path in state.changed}
    gone = sorted((old.made.keys() | folder.strays(old)) - made.keys())
    placed = place(stage, new, gone, folder.path)
    untold = bool(new or gone) or old.told != (ready.lineage, manifest_time(folder.manifest))
    if not (untold or state.times or stale):
        return placed
    if untold:
        generator = ready.frames[0].generator
        publish_manifest(folder.manifest, folder.state / "told.new", generator, made, ready.inputs(memo, made))
    times = {path: time for path, time in (old.times | state.times).items() if path in made or path.endswith("/")}
    told = (ready.lineage, manifest_time(folder.manifest))
    save(Manifest(made=made, times=times | folder.times([*new, *gone]), told=told), folder.state / "manifest")
    return placed
