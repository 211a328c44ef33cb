"""Rendering: the bytes of many outputs, made side by side, and what is to be remembered of each."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from sitegen.artifact import Artifact
from sitegen.build.parallel import run_parallel
from sitegen.build.plan import BuildPlan
from sitegen.cache import Cache
from sitegen.check import PageLinks, page_links
from sitegen.content import Directory, Photo, SocialCard, Zip
from sitegen.fingerprint import code_fingerprint
from sitegen.output import find_layout
from sitegen.problems import Problem, Span
from sitegen.publish import sha256_hex

if TYPE_CHECKING:
    from sitegen.render.templates import Templates


WORTH_A_PROCESS = 200
"""Pages to be made, or work for as many, from which on another process pays for its start."""
StageFile = Callable[[str, bytes], None]
"""Takes the path and the bytes of a file."""


def render_all(ready: BuildPlan, paths: Sequence[str], jobs: int, cache: Cache, keep: StageFile) -> dict[str, Artifact]:
    """Render the outputs at `paths` in up to `jobs` processes, hand their bytes to `keep`, and tell what they are."""
    if not paths:
        return {}
    # Imported only now: a build with nothing to make does not pay for what makes it.
    from sitegen.render.templates import Templates

    directories = [path for path in paths if isinstance(ready.outputs[path].content, Directory)]
    files = [path for path in paths if path not in directories]
    groups = _groups(ready, files)
    processes = min(jobs, sum(_cost(ready, path) for path in files) // WORTH_A_PROCESS + 1)

    def templates_of(language: str, own: Cache) -> Templates:
        layout = next(one for one in ready.layouts if one.language == language)
        return Templates(ready.site.theme, layout, ready.site.config.timezone, own, code_fingerprint())

    def work(share: Sequence[Sequence[str]]) -> tuple[dict[str, Artifact], dict[tuple[str, str], bytes]]:
        own = cache.fork() if processes > 1 else cache
        templates = {one.language: templates_of(one.language, own) for one in ready.layouts}
        shared = {one.language: one.links() for one in ready.layouts}
        done = dict[str, Artifact]()
        for group in share:
            zipped = dict[str, bytes]()
            for path in group:
                language = find_layout(ready.layouts, path).language
                data, done[path] = _made(ready, path, templates[language], shared[language], zipped)
                keep(path, data)
        return done, own.added()

    made = dict[str, Artifact]()
    for done, remembered in run_parallel(work, groups, processes):
        made |= done
        for (kind, key), data in remembered.items():
            cache.set(kind, key, data)
    # Directories come last, when all texts are converted and cached.
    for path in directories:
        language = find_layout(ready.layouts, path).language
        for file, data, one in _directory(ready, path, language, templates_of(language, cache)):
            keep(file, data)
            made[file] = one
    return made


def _directory(
    ready: BuildPlan, path: str, language: str, templates: Templates
) -> Iterator[tuple[str, bytes, Artifact]]:
    """Yield the files of a Directory; where its tool fails, one empty file with the problem, which stops the build."""
    from sitegen.render.text_index import SearchToolError, text_index

    body, key = ready.outputs[path].content, ready.keys[path]
    assert isinstance(body, Directory)
    try:
        for name, data in text_index(body.texts, language, templates).items():
            yield path + name, data, Artifact(key, sha256_hex(data), len(data), directory=path)
    except SearchToolError as error:
        problem = Problem("search-tool-failed", Span(""), {"detail": str(error)})
        yield path, b"", Artifact(key, sha256_hex(b""), 0, problems=(problem,), directory=path)


def _cost(ready: BuildPlan, path: str) -> int:
    """How long an output takes to be made, in pages of a village."""
    body = ready.outputs[path].content
    return 50 if isinstance(body, Photo) else 5 if isinstance(body, SocialCard) else 1


def _groups(ready: BuildPlan, paths: Sequence[str]) -> list[list[str]]:
    """The outputs in groups of which one process makes each: the sizes of a photo, which is read once for them all; and
    a ZIP before those of its files that are published beside it."""
    together: dict[str, str] = {}
    for path in paths:
        body = ready.outputs[path].content
        if isinstance(body, Photo):
            together[path] = body.location
        elif isinstance(body, Zip):
            together |= dict.fromkeys((path, *_zipped_paths(path, body)), path)
    groups = defaultdict[str, list[str]](list)
    for path in sorted(paths, key=lambda path: not isinstance(ready.outputs[path].content, Zip)):
        groups[together.get(path, path)].append(path)
    # Large groups first, so that processes end together.
    return sorted(groups.values(), key=len, reverse=True)


def _zipped_paths(path: str, body: Zip) -> Iterator[str]:
    """Where the files of a ZIP stand that are published beside it."""
    return (posixpath.join(posixpath.dirname(path), name) for name, _ in body.files)


def _made(
    ready: BuildPlan, path: str, templates: Templates, shared: frozenset[str], zipped: dict[str, bytes]
) -> tuple[bytes, Artifact]:
    """The bytes of one output, and what they are; the links that all pages share are not told with each.

    `zipped` has the files that the group has made within a ZIP, by path, and is given them.
    """
    from sitegen.render.content import render_content, render_zip
    from sitegen.render.markdown import RenderFindings

    found, body = RenderFindings(), ready.outputs[path].content
    if isinstance(body, Zip):
        data, files = render_zip(body)
        zipped |= zip(_zipped_paths(path, body), files.values(), strict=True)
    elif path in zipped:
        data = zipped.pop(path)
    else:
        data = render_content(ready.outputs[path], templates, found)
    touch = page_links(path, data, templates.root) if path.endswith(".html") else PageLinks()
    return data, Artifact(
        key=ready.keys[path],
        digest=sha256_hex(data),
        size=len(data),
        links=tuple(link for link in touch.links if link not in shared),
        anchors=touch.anchors,
        link_spans=found.link_spans,
        problems=tuple(found.report),
    )
