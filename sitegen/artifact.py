"""Made: what a build knows of an output whose bytes are made; the manifest remembers it while it is fresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.problems import Problem, Span


def artifacts_of(path: str, made: Mapping[str, Artifact]) -> dict[str, Artifact]:
    """What was made of the output at `path`: a file, or all files of a folder, whose path ends in a slash."""
    if path.endswith("/"):
        return {file: one for file, one in made.items() if file.startswith(path)}
    return {path: made[path]} if path in made else {}


@dataclass(frozen=True, slots=True)
class Artifact:
    """An output's bytes, told without the bytes."""

    key: str
    """Digest of everything that it was made from; the same key means the same bytes."""
    digest: str
    """SHA-256 of its bytes, in hexadecimal digits."""
    size: int
    """Bytes."""
    links: tuple[str, ...] = ()
    """Addresses within the site that it links to or loads, fragments included; those of the frame left out."""
    anchors: tuple[str, ...] = ()
    """The ids that a fragment may name."""
    spots: dict[str, Span] = field(default_factory=dict)
    """Where its prose names an address, so that a dead link is told at its line."""
    problems: tuple[Problem, ...] = ()
    """What was found wrong while it was made; told again by each build that finds it fresh."""
