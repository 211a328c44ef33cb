"""Render outputs in parallel, and record an artifact for each file."""

from __future__ import annotations

import errno
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from sitegen.artifact import Artifact
from sitegen.build.parallel import run_parallel
from sitegen.build.plan import BuildPlan
from sitegen.cache import Cache
from sitegen.check import PageLinks, extract_links
from sitegen.content import Directory, Photo, SocialCard, Zip
from sitegen.fingerprint import code_fingerprint
from sitegen.output import find_layout
from sitegen.problems import Report, Span, fence
from sitegen.publish import sha256_hex

if TYPE_CHECKING:
    from sitegen.render.templates import Templates


WORTH_A_PROCESS = 200
"""Pages to render, or as much work, from which on a further process pays for its start."""
StageFile = Callable[[str, bytes], None]
"""Stages a file: takes its path and its bytes."""


def render_all(plan: BuildPlan, paths: Sequence[str], jobs: int, cache: Cache, keep: StageFile) -> dict[str, Artifact]:
    """Render the outputs at `paths` in up to `jobs` processes, hand their bytes to `keep`, return their artifacts."""
    if not paths:
        return {}
    # Imported only now: a build with nothing to make does not pay for what makes it.
    from sitegen.render.templates import Templates

    directories = [path for path in paths if isinstance(plan.outputs[path].content, Directory)]
    files = [path for path in paths if path not in directories]
    groups = _groups(plan, files)
    processes = min(jobs, sum(_cost(plan, path) for path in files) // WORTH_A_PROCESS + 1)

    def templates_of(language: str, own: Cache) -> Templates:
        layout = next(one for one in plan.layouts if one.language == language)
        return Templates(plan.site.theme, layout, plan.site.timezone, own, code_fingerprint())

    def work(share: Sequence[Sequence[str]]) -> tuple[dict[str, Artifact], dict[tuple[str, str], bytes]]:
        own = cache.fork() if processes > 1 else cache
        templates = {one.language: templates_of(one.language, own) for one in plan.layouts}
        shared = {one.language: one.links() for one in plan.layouts}
        done = dict[str, Artifact]()
        for group in share:
            zipped = dict[str, bytes]()
            for path in group:
                language = find_layout(plan.layouts, path).language
                data, done[path] = _render_fenced(plan, path, templates[language], shared[language], zipped)
                keep(path, data)
        return done, own.added()

    artifacts = dict[str, Artifact]()
    for done, added in run_parallel(work, groups, processes):
        artifacts |= done
        for (kind, key), data in added.items():
            cache.set(kind, key, data)
    # Directories come last, when all texts are converted and cached.
    for path in directories:
        language = find_layout(plan.layouts, path).language
        for file, data, one in _directory(plan, path, language, templates_of(language, cache)):
            keep(file, data)
            artifacts[file] = one
    return artifacts


def _directory(
    plan: BuildPlan, path: str, language: str, templates: Templates
) -> Iterator[tuple[str, bytes, Artifact]]:
    """Yield the files of a Directory; where its tool fails, one empty file with the problem, which stops the build."""
    from sitegen.render.text_index import SearchToolError, text_index

    content, key, report = plan.outputs[path].content, plan.keys[path], Report()
    assert isinstance(content, Directory)
    files = dict[str, bytes]()
    with fence(report, Span("")):
        try:
            files = text_index(content.texts, language, templates)
        except SearchToolError as error:
            report.add("search-tool-failed", Span(""), detail=str(error))
    for name, data in files.items():
        yield path + name, data, Artifact(key, sha256_hex(data), len(data), directory=path)
    if report.failed():
        yield path, b"", Artifact(key, sha256_hex(b""), 0, problems=tuple(report), directory=path)


def _cost(plan: BuildPlan, path: str) -> int:
    """How long an output takes to render, in pages of a village."""
    content = plan.outputs[path].content
    return 50 if isinstance(content, Photo) else 5 if isinstance(content, SocialCard) else 1


def _groups(plan: BuildPlan, paths: Sequence[str]) -> list[list[str]]:
    """Group the outputs that one process should render together.

    These are the sizes of a photo, which is read once for all of them, and a ZIP with the files in it that are
    published beside it.
    """
    together: dict[str, str] = {}
    for path in paths:
        content = plan.outputs[path].content
        if isinstance(content, Photo):
            together[path] = content.location
        elif isinstance(content, Zip):
            together |= dict.fromkeys((path, *_zipped_paths(path, content)), path)
    groups = defaultdict[str, list[str]](list)
    for path in sorted(paths, key=lambda path: not isinstance(plan.outputs[path].content, Zip)):
        groups[together.get(path, path)].append(path)
    # Large groups first, so that processes end together.
    return sorted(groups.values(), key=len, reverse=True)


def _zipped_paths(path: str, content: Zip) -> Iterator[str]:
    """The paths at which the files of a ZIP are published beside it."""
    return (posixpath.join(posixpath.dirname(path), name) for name, _ in content.files)


def _render_fenced(
    plan: BuildPlan, path: str, templates: Templates, shared: frozenset[str], zipped: dict[str, bytes]
) -> tuple[bytes, Artifact]:
    """Render one output as `_render` does; where that fails, an empty file with the problem, which stops the build."""
    report, origin = Report(), plan.origins.get(path, Span(""))
    try:
        with fence(report, origin):
            return _render(plan, path, templates, shared, zipped)
    except OSError as error:  # a source that has become unreadable since it was loaded
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        report.add("file-unreadable", origin, path=origin.file or error.filename or path)
    return b"", Artifact(plan.keys[path], sha256_hex(b""), 0, problems=tuple(report))


def _render(
    plan: BuildPlan, path: str, templates: Templates, shared: frozenset[str], zipped: dict[str, bytes]
) -> tuple[bytes, Artifact]:
    """Render one output; its artifact leaves out the `shared` links, which all pages have.

    `zipped` has the files that the group rendered within a ZIP, by path: they are added to it, and taken from it.
    """
    from sitegen.render.content import render_content, render_zip
    from sitegen.render.markdown import RenderFindings

    found, content = RenderFindings(), plan.outputs[path].content
    if isinstance(content, Zip):
        data, files = render_zip(content)
        zipped |= zip(_zipped_paths(path, content), files.values(), strict=True)
    elif path in zipped:
        data = zipped.pop(path)
    else:
        data = render_content(plan.outputs[path], templates, found)
    touch = extract_links(path, data, templates.root) if path.endswith(".html") else PageLinks()
    return data, Artifact(
        key=plan.keys[path],
        digest=sha256_hex(data),
        size=len(data),
        links=tuple(link for link in touch.links if link not in shared),
        anchors=touch.anchors,
        link_spans=found.link_spans,
        problems=tuple(found.report),
    )
