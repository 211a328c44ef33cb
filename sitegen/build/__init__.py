"""The pipeline: load, validate, plan, render, check and publish, in one function; and the same without writing."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.artifact import Artifact, by_output
from sitegen.build.plan import BuildPlan, plan_build, published_urls
from sitegen.build.render import render_all
from sitegen.build_context import BuildContext
from sitegen.cache import Cache, NullCache, SqliteCache
from sitegen.check import check_config_links, check_links, check_weight
from sitegen.fingerprint import code_fingerprint
from sitegen.load import load_messages, load_site
from sitegen.models import Site
from sitegen.pages import prose_to_check, unpublished_urls
from sitegen.problems import Report, Span
from sitegen.publish import (
    BuildLocked,
    BuildManifest,
    FolderState,
    ForeignFiles,
    OutputFolder,
    PublishResult,
    Staging,
    build_lock,
    load_manifest,
    manifest_mtime,
    publish,
    save_manifest,
    verify_published,
    write_public_manifest,
)
from sitegen.urls import Routes, build_routes, is_linkable, output_path
from sitegen.validate.history import check_history
from sitegen.validate.urls import check_locked_urls

__all__ = [
    "BuildLocked",
    "BuildOptions",
    "BuildPlan",
    "BuildResult",
    "ForeignFiles",
    "OnProgress",
    "OutputFolder",
    "build",
    "build_lock",
    "check",
    "plan_build",
    "published_urls",
    "read_and_plan",
    "render_all",
    "verify_published",
]

OnProgress = Callable[[str, int], None]
"""Told of each stage as it begins, by its name, with how many outputs it has before it (0 where that is not known)."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a build is asked to do."""

    root: Path
    """The site folder: it holds data/, content/ and perhaps themes/."""
    context: BuildContext
    """Which day and which readers it is for."""
    strict: bool = False
    """Whether warnings stop it as errors do."""
    jobs: int = 1
    """Processes to render with."""
    on_progress: OnProgress = lambda stage, total: None
    """Told how far it is."""


@dataclass(frozen=True, slots=True)
class BuildResult:
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


def build(options: BuildOptions, target: Path, report: Report, *, clean: bool = False) -> BuildResult | None:
    """Build the site of `options` into the folder `target`. None when problems kept it from being published.

    Raises ForeignFiles for a folder with files that sitegen did not make. With `clean`, nothing cached is used.
    """
    folder = OutputFolder(target)
    folder.refuse_foreign()
    try:
        with build_lock(folder.state / "lock"), SqliteCache(folder.state / "memo", clean=clean) as cache:
            summary = _build(
                options, folder, report, cache, BuildManifest() if clean else load_manifest(folder.state / "manifest")
            )
            cache.save()
            return summary
    except BuildLocked:
        report.add("build-running", Span(""), path=target)
    except OSError as error:
        if error.errno is None:
            raise
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        report.add("disk-full" if full else "output-unwritable", Span(""), path=error.filename or target)
    return None


def _build(
    options: BuildOptions, folder: OutputFolder, report: Report, cache: SqliteCache, old: BuildManifest
) -> BuildResult | None:
    ready = read_and_plan(options, report, cache)
    if ready is None:
        return None
    state = folder.compare(old)
    fresh, stale = _sorted_out(ready, old, state)
    if any(path not in ready.outputs for path in stale):
        ready.load_all()
    options.on_progress("render", len(stale))
    stage = Staging(folder.state / "stage")
    try:
        new = render_all(ready, stale, options.jobs, cache, stage.put)
        stale = list(new)
        outputs = by_output(fresh | new)
        made = {file: one for path in ready.keys for file, one in outputs[path].items()}
        options.on_progress("verify", len(made))
        _verify(ready, made, _suspects(stale, old.artifacts, made), report)
        if report.failed(strict=options.strict):
            return None
        options.on_progress("write", len(stale))
        placed = _place(folder, stage, ready, stale, made, old, state, cache)
    finally:
        stage.clear()
    pages = sum(path.endswith(".html") for path in made)
    return BuildResult(
        pages, placed.written, len(made) - placed.written, placed.removed, sum(m.size for m in made.values())
    )


def _sorted_out(ready: BuildPlan, old: BuildManifest, state: FolderState) -> tuple[dict[str, Artifact], list[str]]:
    """The artifacts that are up to date, by file, and the paths of the outputs to render."""
    fresh, stale, outputs = dict[str, Artifact](), list[str](), by_output(old.artifacts)
    for path, key in ready.keys.items():
        files = outputs.get(path)
        if files and all(one.key == key and file not in state.changed for file, one in files.items()):
            fresh |= files
        else:
            stale.append(path)
    return fresh, stale


def check(options: BuildOptions, report: Report, *, figures: bool = False) -> None:
    """Read, plan, render in memory and verify the site of `options`; nothing is written. With `figures`, the numbers of
    all texts are compared with those of the data too."""
    ready = read_and_plan(options, report, NullCache())
    if ready is None:
        return
    if figures:
        from sitegen.validate.prose_numbers import lint_prose_numbers

        lint_prose_numbers(ready.site, lambda language: load_messages(language, NullCache())["scan"], report)
    paths = list(ready.outputs)
    options.on_progress("render", len(paths))
    made = render_all(ready, paths, options.jobs, NullCache(), lambda path, data: None)
    options.on_progress("verify", len(made))
    _verify(ready, made, made, report)


def read_and_plan(options: BuildOptions, report: Report, cache: Cache) -> BuildPlan | None:
    """Read the site and plan its outputs; None when what was read cannot be planned, with every problem told.

    What the audit finds does not keep a site from being planned, so that what else is wrong is told in the same run.
    """
    options.on_progress("read", 0)
    site = load_site(options.root, report, cache)
    if site is None:
        return None
    audited = Report()
    readable = check_history(site, options.context, audited, cache)
    routes = build_routes(site.config, lambda language: load_messages(language, cache)["paths"])
    if report.failed() or not readable:
        _tell_of_texts(site, options.context, routes, report)
        report.extend(audited)
        return None
    options.on_progress("plan", 0)
    ready = plan_build(site, options.context, routes, report, cache)
    if not options.context.preview:
        check_locked_urls(site, ready.origins, lambda: unpublished_urls(site, options.context, routes), audited)
    whole = not report.failed()
    report.extend(audited)
    return ready if whole else None


def _tell_of_texts(site: Site, context: BuildContext, routes: Routes, report: Report) -> None:
    """What is wrong in announcements and pages is told in the same run as what is wrong in the data."""
    from sitegen.render.markdown import Converter, RenderFindings

    converter, found = Converter(NullCache(), code_fingerprint(), ""), RenderFindings(report)
    faults = {problem.at.file for problem in report if problem.severity == "error"} - {"data/site.yaml"}
    sound = not any(file.startswith("data/") for file in faults)
    for prose in prose_to_check(site, context, routes, sound):
        converter.html(prose, str, found)


def _verify(ready: BuildPlan, made: Mapping[str, Artifact], suspects: Iterable[str], report: Report) -> None:
    for one in made.values():
        report.extend(one.problems)
    promised = _promised(ready)
    check_config_links(promised, made, report)
    leading = {output_path(old.source): at for old, (_, at) in zip(ready.site.config.redirects, promised, strict=False)}
    check_links({**ready.origins, **leading}, made, suspects, report)
    check_weight(ready.origins, made, ready.site.config.budget, report)


def _promised(ready: BuildPlan) -> list[tuple[str, Span]]:
    """The addresses that the settings promise, with where each is written: first those that redirects lead to."""
    config, origins = ready.site.config, ready.site.origins
    redirects = [(one.target, origins[f"redirects:{number}:target"]) for number, one in enumerate(config.redirects)]
    menu = [(one.path, origins[f"menu:{number}:path"]) for number, one in enumerate(config.menu)]
    others = frozenset[str]().union(*(layout.links() for layout in ready.layouts)) - {path for path, _ in menu}
    return [*redirects, *menu, *((link, Span("data/site.yaml")) for link in others)]


def _suspects(stale: Sequence[str], old: Mapping[str, Artifact], made: Mapping[str, Artifact]) -> Iterable[str]:
    """The outputs whose links may have died: the new ones, or all of them once an address or an anchor is gone."""
    lost = any(path not in made and is_linkable(path) for path in old) or any(
        set(old[path].anchors) - set(made[path].anchors) for path in stale if path in old
    )
    return list(made) if lost else stale


def _place(
    folder: OutputFolder,
    stage: Staging,
    ready: BuildPlan,
    stale: Sequence[str],
    made: dict[str, Artifact],
    old: BuildManifest,
    state: FolderState,
    cache: Cache,
) -> PublishResult:
    """Put what has new bytes in place, remove what has no source, and remember and tell the whole."""
    same = {path for path in stale if path in old.artifacts and old.artifacts[path].digest == made[path].digest}
    new = [path for path in stale if path not in same or path in state.changed]
    gone = sorted((old.artifacts.keys() | folder.orphans(old)) - made.keys())
    placed = publish(stage, new, gone, folder.path)
    untold = bool(new or gone) or old.public_state != (ready.inputs_digest, manifest_mtime(folder.manifest))
    if not (untold or state.times or stale):
        return placed
    if untold:
        generator = ready.layouts[0].generator
        inputs, shared = ready.inputs(cache, made), ready.shared_inputs()
        write_public_manifest(folder.manifest, folder.state / "told.new", generator, made, shared, inputs)
    times = {path: time for path, time in (old.times | state.times).items() if path in made or path.endswith("/")}
    told = (ready.inputs_digest, manifest_mtime(folder.manifest))
    save_manifest(
        BuildManifest(artifacts=made, times=times | folder.times([*new, *gone]), public_state=told),
        folder.state / "manifest",
    )
    return placed
