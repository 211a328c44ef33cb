"""The record of a built file, without its bytes; the build manifest keeps it while the file is fresh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from sitegen.problems import Problem, Span


def group_by_output(artifacts: Mapping[str, Artifact]) -> dict[str, dict[str, Artifact]]:
    """Group artifacts by the path of the output that each was built for: one file, or all files of a directory."""
    grouped: defaultdict[str, dict[str, Artifact]] = defaultdict(dict)
    for file, artifact in artifacts.items():
        grouped[artifact.directory or file][file] = artifact
    return grouped


class Artifact(msgspec.Struct, frozen=True, array_like=True):
    """The record of a built file; in the manifest without the names of its fields."""

    key: str
    """Digest of everything that its output was handed; the same key means the same bytes."""
    digest: str
    """SHA-256 of its bytes, in hexadecimal digits."""
    size: int
    """Bytes."""
    links: tuple[str, ...] = ()
    """URLs within the site that it links to or loads, with fragments; without those of the layout context."""
    anchors: tuple[str, ...] = ()
    """The element ids that a fragment may name."""
    link_spans: dict[str, tuple[Span, ...]] = {}
    """Positions of the URLs in its prose, so that a broken link is reported at each of its lines."""
    problems: tuple[Problem, ...] = ()
    """Problems found while rendering; each build that finds the file fresh reports them again."""
    directory: str = ""
    """Path of the directory output that the file belongs to; empty for an output of one file."""
