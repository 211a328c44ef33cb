"""Rendering: the bytes of many outputs, made side by side, and what is to be remembered of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sitegen.engine import engine_digest
from sitegen.made import Made
from sitegen.memo import Memo
from sitegen.parallel import spread
from sitegen.planning import Planned
from sitegen.verify import Joints, joints
from sitegen.write import digest_of

if TYPE_CHECKING:
    from sitegen.render.templates import Templates

WORTH_A_PROCESS = 200
"""Outputs to be made from which on another process pays for its start."""
Keep = Callable[[int, bytes], None]
"""Takes the bytes of an output, by its number in the list of those that are made."""


def render_all(ready: Planned, paths: Sequence[str], jobs: int, memo: Memo, keep: Keep) -> dict[str, Made]:
    """Render the outputs at `paths` in up to `jobs` processes, hand their bytes to `keep`, and tell what they are."""
    if not paths:
        return {}
    # Imported only now: a build with nothing to make does not pay for what makes it.
    from sitegen.render.templates import Templates

    shared, numbers = ready.frame.links(), {path: number for number, path in enumerate(paths)}
    processes = min(jobs, len(paths) // WORTH_A_PROCESS + 1)

    def work(share: Sequence[str]) -> tuple[dict[str, Made], dict[tuple[str, str], bytes]]:
        own = memo.split() if processes > 1 else memo
        templates = Templates(ready.site.theme, ready.frame, ready.site.config.timezone, own, engine_digest())
        done = dict[str, Made]()
        for path in share:
            data, done[path] = _made(ready, path, templates, shared)
            keep(numbers[path], data)
        return done, own.new()

    made = dict[str, Made]()
    for done, remembered in spread(work, paths, processes):
        made |= done
        for (kind, key), data in remembered.items():
            memo.keep(kind, key, data)
    return made


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
