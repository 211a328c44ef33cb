"""The pipeline: load, validate, plan, render, check and publish, in one function; and the same without writing."""

from __future__ import annotations

import errno
import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sitegen.artifact import Artifact, group_by_output
from sitegen.build.parallel import WorkerKilled
from sitegen.build.plan import BuildPlan, plan_build, plan_published_urls
from sitegen.build.render import render_all
from sitegen.build_context import BuildContext
from sitegen.cache import Cache, NullCache, SqliteCache
from sitegen.check import check_config_links, check_links, check_names, check_weight
from sitegen.fingerprint import code_fingerprint
from sitegen.load import load_messages, load_path_words, load_site
from sitegen.models import Site
from sitegen.pages import old_urls, prose_to_check, unpublished_urls
from sitegen.problems import Report, Span, fence
from sitegen.publish import (
    BuildManifest,
    FileChanges,
    FolderState,
    ForeignFiles,
    LockError,
    OutputFolder,
    PublicManifest,
    PublishOptions,
    Staging,
    build_lock,
    clean_folder,
    create_exclusively,
    file_state,
    load_manifest,
    parse_public_manifest,
    prepare_publication,
    publishing,
    save_manifest,
    staged_file,
    sync_folder,
    verify_published,
    write_public_manifest,
)
from sitegen.urls import Routes, build_routes, is_linkable, output_path
from sitegen.validate.baseline import Baseline, check_baseline, urls_to_keep
from sitegen.validate.calendar import check_calendar
from sitegen.validate.urls import check_lock_complete, check_locked_urls, check_redirects, check_released_urls
from sitegen.views.site_index import find_held_urls

__all__ = [
    "Baseline",
    "BuildOptions",
    "BuildPlan",
    "BuildResult",
    "ForeignFiles",
    "LockError",
    "OnProgress",
    "OutputFolder",
    "PublicManifest",
    "PublishOptions",
    "build",
    "build_lock",
    "check",
    "clean_folder",
    "create_exclusively",
    "load_and_plan",
    "parse_public_manifest",
    "plan_build",
    "plan_loaded",
    "plan_published_urls",
    "render_all",
    "staged_file",
    "sync_folder",
    "verify_published",
]

OnProgress = Callable[[str, int], None]
"""Called as each stage begins, with its name and the number of outputs that it will handle (0 where not known)."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """The options of a build or a check."""

    root: Path
    """The site folder: it holds data/, content/ and perhaps themes/."""
    context: BuildContext
    """The day of the build, and whether drafts and future content are shown."""
    strict: bool = False
    """Whether warnings fail the build as errors do."""
    figures: bool = False
    """Whether the numbers of all texts are compared with those of the data."""
    against: Baseline | None = None
    """What is known to be published, whose releases and addresses must still be there."""
    jobs: int = 1
    """Processes to render with."""
    on_progress: OnProgress = lambda stage, total: None
    """Progress callback."""
    publish: PublishOptions = field(default_factory=PublishOptions)
    """What the build may do to the published folder."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The numbers of a finished build."""

    pages: int
    """HTML pages of the site."""
    written: int
    """Files put in place."""
    fresh: int
    """Files that were up to date."""
    removed: int
    """Orphaned files removed."""
    size: int
    """Bytes of the whole site."""


def build(options: BuildOptions, target: Path, report: Report, *, clean: bool = False) -> BuildResult | None:
    """Build the site of `options` into the folder `target`; return None when problems kept it from being published.

    Raises ForeignFiles for a folder with files that sitegen did not make. With `clean`, nothing cached is used.
    """
    folder = OutputFolder(target)
    folder.refuse_foreign()
    try:
        with build_lock(folder.state / "lock"), SqliteCache(folder.state / "memo", clean=clean) as cache:
            folder.recover()
            known = load_manifest(folder.state / "manifest")
            try:
                result = _build(options, folder, report, cache, known, BuildManifest() if clean else known)
            finally:
                folder.close()
            if result is None:
                cache.save()
            return result
    except LockError as error:
        report.add(error.code, Span(""), **{"path": target, **error.values})
    except (WorkerKilled, MemoryError) as error:
        report.add("worker-killed", Span(""), detail=str(error) or "MemoryError")
    except OSError as error:
        if error.errno is None:
            raise
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        report.add("disk-full" if full else "output-unwritable", Span(""), path=error.filename or target)
    return None


def _build(
    options: BuildOptions,
    folder: OutputFolder,
    report: Report,
    cache: SqliteCache,
    known: BuildManifest,
    old: BuildManifest,
) -> BuildResult | None:
    """Build by what is `known` of the published folder; what is as in `old` is not made again."""
    plan = load_and_plan(options, report, cache)
    if plan is None:
        return None
    state = folder.compare(old)
    fresh, stale = _split_fresh(plan, old, state)
    if any(path not in plan.outputs for path in stale):
        plan.load_all()
    options.on_progress("render", len(stale))
    staging = Staging(folder.work / "stage")
    try:
        rendered = render_all(plan, stale, options.jobs, cache, staging.put)
        files = group_by_output(fresh | rendered)
        artifacts = {file: artifact for path in plan.keys for file, artifact in files[path].items()}
        options.on_progress("verify", len(artifacts))
        _check_artifacts(plan, artifacts, _to_check(rendered, old.artifacts, artifacts), report)
        if report.failed(strict=options.strict):
            return None
        options.on_progress("write", len(rendered))
        changes = _publish(options, folder, plan, rendered, artifacts, known, old, state, cache, report)
        if changes is None:
            return None
    finally:
        staging.clear()
    written = len(changes.added) + len(changes.replaced)
    return BuildResult(
        pages=sum(file.endswith(".html") for file in artifacts),
        written=written,
        fresh=len(artifacts) - written,
        removed=len(changes.removed),
        size=sum(artifact.size for artifact in artifacts.values()),
    )


def check(options: BuildOptions, report: Report) -> None:
    """Load, plan, render in memory and check the site of `options`, also as it will be at each moment of the schedule;
    nothing is written."""
    plan = load_and_plan(options, report, NullCache())
    if plan is None:
        return
    if not options.context.preview:
        base_url = options.context.base_url or plan.site.config.base_url
        check_lock_complete(plan.site, base_url, plan.permalinks(), report)
    paths = list(plan.outputs)
    options.on_progress("render", len(paths))
    try:
        artifacts = render_all(plan, paths, options.jobs, NullCache(), lambda path, data: None)
    except (WorkerKilled, MemoryError) as error:
        report.add("worker-killed", Span(""), detail=str(error) or "MemoryError")
        return
    options.on_progress("verify", len(artifacts))
    _check_artifacts(plan, artifacts, artifacts, report)
    if not options.context.preview:
        with fence(report, Span("")):
            _check_later_builds(plan, options, report)


def load_and_plan(options: BuildOptions, report: Report, cache: Cache) -> BuildPlan | None:
    """Load, validate and plan the site; return None when it cannot be planned, with every problem in `report`.

    What validation finds does not keep a site from being planned, so that one run reports everything.
    """
    options.on_progress("read", 0)
    site = None
    with fence(report, Span("")):
        site = load_site(options.root, report, cache, now=options.context.latest)
    return None if site is None else plan_loaded(site, options, report, cache)


def plan_loaded(site: Site, options: BuildOptions, report: Report, cache: Cache) -> BuildPlan | None:
    """Validate and plan a site; `report` has the problems found while it was loaded."""
    validation, readable = Report(), True
    if site.releases or site.corrections:
        from sitegen.validate.history import check_history  # large, and of no use to a site without releases

        readable = False
        with fence(validation, Span("")):
            readable = check_history(site, options.context, validation, cache, report.error_spans())
    with fence(validation, Span("")):
        check_calendar(site, options.context, validation)
    routes = build_routes(site.config, load_path_words(site.geography, cache, site), site.translations)
    if report.invalid() or not readable:
        _check_texts(site, options.context, routes, report)
        report.extend(validation)
        return None
    options.on_progress("plan", 0)
    plan, planning = None, Report()
    with fence(planning, Span("")):
        plan = plan_build(site, options.context, routes, planning, cache)
    complete = plan is not None and not any(problem.code == "internal-fault" for problem in planning)
    if plan is not None and complete:
        with fence(validation, Span("")):
            _check_urls(site, plan.origins, options, routes, validation, cache)
    report.extend(planning)
    valid = not report.invalid()
    report.extend(validation)
    if options.against and not options.context.preview:
        check_baseline(site, options.against, report)
    if valid and options.figures:
        from sitegen.validate.prose_numbers import lint_prose_numbers

        with fence(report, Span("")):
            lint_prose_numbers(site, lambda language: load_messages(language, cache)["scan"], report)
    return plan if valid else None


def _check_urls(
    site: Site, origins: Mapping[str, Span], options: BuildOptions, routes: Routes, report: Report, cache: Cache
) -> None:
    """Check the locked URLs, which a preview may lack, and the redirects; `origins` has the outputs by path."""
    context, offered = options.context, dict[str, str]()
    redirects = functools.cache(lambda: old_urls(site, context, routes))

    def successors() -> Mapping[str, str]:
        if not site.releases:
            return {}
        from sitegen.validate.history import released_successors

        return released_successors(site, cache)

    if not context.preview:
        hidden = functools.partial(unpublished_urls, site, context, routes)
        published = urls_to_keep(site, options.against)
        offered = check_locked_urls(site, routes, origins, hidden, redirects, successors, published, report)
    check_redirects(site, origins, redirects, offered, report)


def _check_later_builds(plan: BuildPlan, options: BuildOptions, report: Report) -> None:
    """Tell what will stop a build with no edit."""
    from sitegen.build.later_builds import find_later_problems

    site, cache = plan.site, NullCache()
    routes = build_routes(site.config, load_path_words(site.geography, cache, site), site.translations)

    def check_addresses(context: BuildContext, origins: Mapping[str, Span], found: Report) -> None:
        _check_urls(site, origins, replace(options, context=context), routes, found, cache)
        held = functools.partial(find_held_urls, site, context, routes)
        check_config_links(_written_links(site), held, origins, found)

    report.extend(find_later_problems(plan, options.context, routes, check_addresses, report))


def _check_texts(site: Site, context: BuildContext, routes: Routes, report: Report) -> None:
    """Report the problems of texts in the run that reports those of the data, although nothing can be planned."""
    from sitegen.render.markdown import Converter, RenderFindings

    converter, findings = Converter(NullCache(), code_fingerprint(), ""), RenderFindings(report)
    failed = {at.file for at in report.error_spans()} - {"data/site.yaml"}
    data_valid = not any(file.startswith("data/") for file in failed)
    texts = prose_to_check(site, context, routes, data_valid, report)
    for prose in texts:
        with fence(report, Span(prose.file)):
            converter.html(prose, str, findings)


def _split_fresh(plan: BuildPlan, old: BuildManifest, state: FolderState) -> tuple[dict[str, Artifact], list[str]]:
    """Return the artifacts that are up to date, by file, and the paths of the outputs to render."""
    fresh, stale, outputs = dict[str, Artifact](), list[str](), group_by_output(old.artifacts)
    for path, key in plan.keys.items():
        files = outputs.get(path)
        if files and all(artifact.key == key and file not in state.changed for file, artifact in files.items()):
            fresh |= files
        else:
            stale.append(path)
    return fresh, stale


def _check_artifacts(
    plan: BuildPlan, artifacts: Mapping[str, Artifact], to_check: Iterable[str], report: Report
) -> None:
    """Report the problems of the artifacts, and check the links of those `to_check`."""
    for artifact in artifacts.values():
        report.extend(artifact.problems)
    check_released_urls(plan.site, plan.origins, report)
    config_links = _config_links(plan)
    check_config_links(config_links, plan.site_plan.held_urls, artifacts, report)
    redirects = plan.site.config.redirects
    leading = {output_path(old.source): at for old, (_, at) in zip(redirects, config_links, strict=False)}
    check_links({**plan.origins, **leading}, artifacts, to_check, report)
    check_names(plan.origins, artifacts, to_check, report)
    check_weight(plan.origins, artifacts, plan.site.config.budget, report)


def _config_links(plan: BuildPlan) -> list[tuple[str, Span]]:
    """The URLs that the settings link to, each with its position; first those that redirects lead to."""
    written, menu = _written_links(plan.site), {item.path for item in plan.site.config.menu}
    others = frozenset[str]().union(*(layout.links() for layout in plan.layouts)) - menu
    return [*written, *((link, Span("data/site.yaml")) for link in others)]


def _written_links(site: Site) -> list[tuple[str, Span]]:
    """The URLs that stand in the settings and the calendar, each with its position."""
    config, origins = site.config, site.origins
    redirects = [(one.target, origins[f"redirects:{number}:target"]) for number, one in enumerate(config.redirects)]
    menu = [(one.path, origins[f"menu:{number}:path"]) for number, one in enumerate(config.menu)]
    named = [
        (page, origins[f"calendar:{entry.id}:page:{number}"])
        for entry in site.calendar
        for number, page in enumerate(entry.pages)
    ]
    return [*redirects, *menu, *named]


def _to_check(rendered: Iterable[str], old: Mapping[str, Artifact], artifacts: Mapping[str, Artifact]) -> Iterable[str]:
    """The outputs whose links may be dead: the rendered ones, or all of them once a URL or an anchor is gone."""
    gone = any(path not in artifacts and is_linkable(path) for path in old) or any(
        set(old[path].anchors) - set(artifacts[path].anchors) for path in rendered if path in old
    )
    return artifacts if gone else rendered


def _publish(
    options: BuildOptions,
    folder: OutputFolder,
    plan: BuildPlan,
    rendered: Collection[str],
    artifacts: dict[str, Artifact],
    known: BuildManifest,
    old: BuildManifest,
    state: FolderState,
    cache: SqliteCache,
    report: Report,
) -> FileChanges | None:
    """Put files with new bytes in place, remove orphans, and write both manifests where they change: all or nothing.

    Returns None where a problem keeps it from being done.
    """
    same = {path for path in rendered if path in old.artifacts and old.artifacts[path].digest == artifacts[path].digest}
    new = [path for path in rendered if path not in same or path in state.changed]
    unlisted = folder.unlisted(old) - artifacts.keys()
    publication = prepare_publication(folder, known, unlisted, artifacts, new, options.publish, plan.origins, report)
    if publication is None:
        return None
    changes = publication.changes
    outdated = bool(changes) or old.public_state != (plan.inputs_digest, file_state(folder.manifest))
    inputs = plan.inputs(cache, artifacts) if outdated else {}
    cache.save()  # what cannot be remembered is not published either
    if not (outdated or state.states or rendered):
        return changes
    with publishing(folder, changes, len(artifacts)):
        if outdated:
            generator, new_file = plan.layouts[0].generator, folder.state / "manifest.json.new"
            releases = {release.date: release.digest for release in plan.site.releases}
            shared = plan.shared_inputs()
            write_public_manifest(folder.manifest, new_file, generator, releases, artifacts, shared, inputs)
        states = {path: one for path, one in (old.states | state.states).items() if path in artifacts}
        times = old.times | folder.times([*new, *changes.removed])
        save_manifest(
            BuildManifest(
                artifacts=artifacts,
                states=states | folder.states(new),
                times=times | publication.folders_to_list(times),
                public_state=(plan.inputs_digest, file_state(folder.manifest)),
            ),
            folder.state / "manifest",
        )
    return changes
