"""Planning: the plan with the key of each output, and what of it can be remembered from one build to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

import msgspec

from sitegen.addresses import Addresses
from sitegen.edition import Edition
from sitegen.engine import engine_digest
from sitegen.memo import Memo
from sitegen.model import Site
from sitegen.output import Frame, Output, frame_of
from sitegen.pages import Plan, plan
from sitegen.problems import Report, Span
from sitegen.provenance import Inputs, inputs_of
from sitegen.render import Keys

Outline = list[tuple[str, str, Span]]
"""What is remembered of the outputs that show no text: path, key and origin of each."""


@dataclass(slots=True)
class Planned:
    """A site that is read and planned."""

    site: Site
    """What was read."""
    frames: tuple[Frame, ...]
    """What the pages of each language share, that of the first one first."""
    keys: dict[str, str]
    """The key of every output, by path."""
    origins: dict[str, Span]
    """The source of every output, by path."""
    outputs: dict[str, Output]
    """The outputs by path; those that are only remembered are missing until `complete`."""
    plan: Plan
    """The plan that all this is from."""
    outline: str
    """Digest of everything that the outputs which show no text are made from."""
    lineage: str
    """Digest of everything by which the inputs of all outputs are told; the same one means the same inputs."""

    def complete(self) -> None:
        """Plan what was only remembered, because some of it has to be made again after all."""
        for output in self.plan.outline(Report()):
            self.outputs[output.path] = output

    def inputs(self, memo: Memo, files: Iterable[str]) -> Inputs:
        """From which files each of `files` is made, in a folder that is one output too. They stand apart from the
        outline: few builds have to tell them."""
        inputs = self._inputs(memo)
        folders = [path for path in self.keys if path.endswith("/")]
        inside = {file: folder for folder in folders for file in files if file.startswith(folder)}
        return inputs | {file: inputs[folder] for file, folder in inside.items()}

    def _inputs(self, memo: Memo) -> Inputs:
        known = memo.recall("inputs", self.outline)
        inputs = inputs_of(self.plan.prose, self.site)
        if known is not None:
            return msgspec.msgpack.decode(known, type=Inputs) | inputs
        if any(path not in self.outputs for path in self.keys):
            self.complete()
        outline = inputs_of((self.outputs[path] for path in self.keys if path not in inputs), self.site)
        memo.keep("inputs", self.outline, msgspec.msgpack.encode(outline))
        return outline | inputs


def planned(site: Site, edition: Edition, addresses: Addresses, report: Report, memo: Memo) -> Planned:
    """Plan the outputs of `site`.

    An edit of a text changes nothing in pages that do not show it; so their paths and keys are remembered by the
    digest of everything but the texts. What a list shows of an announcement, its title or date, is no text in this
    sense. A plan with a problem is not remembered, nor is a preview, which depends on the hour.
    """
    made = plan(site, edition, addresses)
    keys = {frame.language: Keys(site.theme, frame, engine_digest()) for frame in made.frames}

    def key_of(output: Output) -> str:
        return keys[frame_of(made.frames, output.path).language].key(output)

    state = blake2b(engine_digest().encode(), digest_size=16)
    state.update(msgspec.msgpack.encode(made.seen))
    digest = state.hexdigest()
    known = None if edition.preview else memo.recall("outline", digest)
    outputs = {output.path: output for output in made.prose}
    if known is not None:
        outline = msgspec.msgpack.decode(known, type=Outline)
    else:
        before = len(report)
        new = made.outline(report)
        outputs |= {output.path: output for output in new}
        outline = [(output.path, key_of(output), output.origin) for output in new]
        if len(report) == before and not edition.preview:
            memo.keep("outline", digest, msgspec.msgpack.encode(outline))
    prose = [(output.path, key_of(output), output.origin) for output in made.prose]
    state.update(msgspec.msgpack.encode([output.inputs for output in made.prose]))
    return Planned(
        site=site,
        frames=made.frames,
        keys={path: key for path, key, _ in [*outline, *prose]},
        origins={path: origin for path, _, origin in [*outline, *prose]},
        outputs=outputs,
        plan=made,
        outline=digest,
        lineage=state.hexdigest(),
    )
