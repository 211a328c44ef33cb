"""Rendering: the bytes of many outputs, made side by side, and what is to be remembered of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from sitegen.bodies import Bundle, Card, Photo
from sitegen.engine import engine_digest
from sitegen.made import Made
from sitegen.memo import Memo
from sitegen.output import frame_of
from sitegen.parallel import spread
from sitegen.planning import Planned
from sitegen.problems import Problem, Span
from sitegen.verify import Joints, joints
from sitegen.write import digest_of

if TYPE_CHECKING:
    from sitegen.render.templates import Templates

WORTH_A_PROCESS = 200
"""Pages to be made, or work for as many, from which on another process pays for its start."""
Keep = Callable[[int, bytes], None]
"""Takes the bytes of a file, by its number: that of its output in the list of those that are made, or behind them all
for the files of a folder, in the order in which they are told."""


def render_all(ready: Planned, paths: Sequence[str], jobs: int, memo: Memo, keep: Keep) -> dict[str, Made]:
    """Render the outputs at `paths` in up to `jobs` processes, hand their bytes to `keep`, and tell what they are."""
    if not paths:
        return {}
    # Imported only now: a build with nothing to make does not pay for what makes it.
    from sitegen.render.templates import Templates

    files = [path for path in paths if not path.endswith("/")]
    numbers = {path: number for number, path in enumerate(files)}
    groups = _groups(ready, files)
    processes = min(jobs, sum(_cost(ready, path) for path in files) // WORTH_A_PROCESS + 1)

    def templates_of(language: str, own: Memo) -> Templates:
        frame = next(one for one in ready.frames if one.language == language)
        return Templates(ready.site.theme, frame, ready.site.config.timezone, own, engine_digest())

    def work(share: Sequence[Sequence[str]]) -> tuple[dict[str, Made], dict[tuple[str, str], bytes]]:
        own = memo.split() if processes > 1 else memo
        templates = {one.language: templates_of(one.language, own) for one in ready.frames}
        shared = {one.language: one.links() for one in ready.frames}
        done = dict[str, Made]()
        for path in chain.from_iterable(share):
            language = frame_of(ready.frames, path).language
            data, done[path] = _made(ready, path, templates[language], shared[language])
            keep(numbers[path], data)
        return done, own.new()

    made = dict[str, Made]()
    for done, remembered in spread(work, groups, processes):
        made |= done
        for (kind, key), data in remembered.items():
            memo.keep(kind, key, data)
    # Only now, when all texts are converted and remembered.
    for path in paths:
        if path.endswith("/"):
            language = frame_of(ready.frames, path).language
            for file, data, one in _folder(ready, path, language, templates_of(language, memo)):
                keep(len(made), data)
                made[file] = one
    return made


def _folder(ready: Planned, path: str, language: str, templates: Templates) -> Iterator[tuple[str, bytes, Made]]:
    """The files of a Bundle; where its tool fails, an empty one with the problem, which is not published."""
    from sitegen.render.text_index import Unusable, text_index

    body, key = ready.outputs[path].body, ready.keys[path]
    assert isinstance(body, Bundle)
    try:
        for name, data in text_index(body.texts, language, templates).items():
            yield path + name, data, Made(key, digest_of(data), len(data))
    except Unusable as error:
        problem = Problem("search-tool-failed", Span(""), {"detail": str(error)})
        yield path, b"", Made(key, digest_of(b""), 0, problems=(problem,))


def _cost(ready: Planned, path: str) -> int:
    """How long an output takes to be made, in pages of a village."""
    body = ready.outputs[path].body
    return 50 if isinstance(body, Photo) else 5 if isinstance(body, Card) else 1


def _groups(ready: Planned, paths: Sequence[str]) -> list[list[str]]:
    """The outputs in groups of which one process makes each: the sizes of a photo, which is read once for them all."""
    photos: defaultdict[str, list[str]] = defaultdict(list)
    others = list[list[str]]()
    for path in paths:
        body = ready.outputs[path].body
        if isinstance(body, Photo):
            photos[body.location].append(path)
        else:
            others.append([path])
    return [*photos.values(), *others]


def _made(ready: Planned, path: str, templates: Templates, shared: frozenset[str]) -> tuple[bytes, Made]:
    """The bytes of one output, and what they are; the links that all pages share are not told with each."""
    from sitegen.render.bodies import render
    from sitegen.render.prose import Found

    found = Found()
    data = render(ready.outputs[path], templates, found)
    touch = joints(path, data, templates.root) if path.endswith(".html") else Joints()
    return data, Made(
        key=ready.keys[path],
        digest=digest_of(data),
        size=len(data),
        links=tuple(link for link in touch.links if link not in shared),
        anchors=touch.anchors,
        spots=found.spots,
        problems=tuple(found.report),
    )
