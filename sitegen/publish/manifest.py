"""Manifest: what a build remembers of the published folder, for the next build alone; it is not manifest.json."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sitegen.artifact import Artifact

MANIFEST_FORMAT = 4
"""Raised when the manifest's shape changes: an older one is then forgotten, which costs one full build."""


@dataclass(slots=True)
class BuildManifest:
    """What the last build put in place."""

    format: int = MANIFEST_FORMAT
    """See FORMAT."""
    artifacts: dict[str, Artifact] = field(default_factory=dict)
    """Every output by its path."""
    times: dict[str, int] = field(default_factory=dict)
    """Modification times in nanoseconds, of each file, and of each folder under its path with a slash at the end.

    They only spare reading: what bears another time is compared by content, so a copied checkout costs time at most.
    """
    public_state: tuple[str, int] = ("", 0)
    """The digest of what manifest.json tells besides the files' own digests, and that file's modification time."""


def load_manifest(file: Path) -> BuildManifest:
    """The manifest in `file`; an empty one where there is none or it cannot be read."""
    try:
        manifest = msgspec.msgpack.decode(file.read_bytes(), type=BuildManifest)
    except (FileNotFoundError, msgspec.DecodeError):
        return BuildManifest()
    return manifest if manifest.format == MANIFEST_FORMAT else BuildManifest()


def save_manifest(manifest: BuildManifest, file: Path) -> None:
    """Put the manifest in `file`, whole or not at all."""
    new = file.with_suffix(".new")
    new.write_bytes(msgspec.msgpack.encode(manifest))
    new.replace(file)
