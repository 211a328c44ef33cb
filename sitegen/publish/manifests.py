"""The build manifest, read by the next build, and manifest.json, by which anyone can verify a published folder."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from sitegen.artifact import Artifact
from sitegen.problems import Report, Span

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


PUBLIC_FORMAT = 1
"""Raised when the shape of manifest.json changes, which others read."""
_OPENING = b'{"format":'


def public_manifest_path(folder: Path) -> Path:
    """Where the manifest of a published folder stands: beside it, `manifest.json` for a folder named `site`."""
    return folder.parent / ("manifest.json" if folder.name == "site" else f"{folder.name}.manifest.json")


def write_public_manifest(
    file: Path,
    new: Path,
    generator: str,
    artifacts: Mapping[str, Artifact],
    shared: Sequence[str],
    inputs: Mapping[str, bytes],
) -> None:
    """Put what the published folder holds into `file`, whole or not at all.

    `shared` are the files that any output may be made from, `inputs` has a JSON list of further ones for each. `new` is
    a name on the same file system under which the bytes are written first. One output a line, sorted by path, so that
    two of them are compared by `diff`.
    """
    encode = msgspec.json.Encoder().encode
    with open(new, "wb", buffering=1_000_000) as opened:
        opened.write(b'%b%d,"generator":%b,' % (_OPENING, PUBLIC_FORMAT, encode(generator)))
        opened.write(b'"shared":%b,"outputs":' % encode(shared))
        start = b"{\n"
        for path in sorted(artifacts):
            one = artifacts[path]
            public_state = (start, encode(path), one.digest.encode(), one.size, inputs[path])
            opened.write(b'%b%b:{"sha256":"%b","size":%d,"inputs":%b}' % public_state)
            start = b",\n"
        opened.write(b"\n}}\n")
    new.replace(file)


def manifest_mtime(file: Path) -> int:
    """The modification time of a manifest.json in nanoseconds; 0 where there is none."""
    try:
        return os.stat(file).st_mtime_ns
    except FileNotFoundError:
        return 0


def is_foreign(file: Path) -> bool:
    """Whether `file` is there and begins as no manifest of ours does.

    One that cannot be read is not judged here: that it cannot be written either is told when it comes to that.
    """
    try:
        with open(file, "rb") as opened:
            return opened.read(len(_OPENING)) != _OPENING
    except OSError:
        return False


_ESCAPING = re.compile(r"/|[A-Za-z]:|(.*/)?\.{0,2}(/|\Z)|.*[\\\0]", re.DOTALL)
"""How a path begins that names no file within a folder: from the root, of a drive, or with a part that leads nowhere
or out."""


class ListedFile(msgspec.Struct, frozen=True):
    """What a manifest.json says of a file."""

    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    """Its digest."""
    size: Annotated[int, msgspec.Meta(ge=0)]
    """Bytes."""


class PublicManifest(msgspec.Struct, frozen=True):
    """A manifest.json, as far as a folder is held against it."""

    format: Literal[1]
    """See PUBLIC_FORMAT."""
    outputs: dict[str, ListedFile]
    """Every file by its path within the folder."""


def verify_published(folder: Path, manifest: Path, report: Report) -> int:
    """Tell each file of `folder` that is missing, changed or surplus by `manifest`; gives how many it lists.

    Nothing outside the folder is read: it is walked without following links, and what the manifest names is only looked
    up in what was found.
    """
    listing = _load_public_manifest(manifest, report)
    if listing is None:
        return 0
    found = dict(_walk(folder, report))
    for path in sorted(listing.outputs.keys() | found.keys()):
        at, listed, entry = Span((folder / path).as_posix()), listing.outputs.get(path), found.get(path)
        if listed is None:
            report.add("published-surplus", at, path=path)
        elif entry is None:
            report.add("published-missing", at, path=path)
        elif (same := _matches(entry, listed)) is None:
            report.add("file-unreadable", at, path=path)
        elif not same:
            report.add("published-changed", at, path=path)
    return len(listing.outputs)


def _load_public_manifest(file: Path, report: Report) -> PublicManifest | None:
    """The manifest in `file`; None, with a problem, for one that is none or that names what is in no folder."""
    try:
        listing = msgspec.json.decode(file.read_bytes(), type=PublicManifest)
    except FileNotFoundError:
        report.add("manifest-missing", Span(""), path=file)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        report.add("manifest-unreadable", Span(""), path=file, version=PUBLIC_FORMAT)
    else:
        outside = next((path for path in sorted(listing.outputs) if _ESCAPING.match(path)), None)
        if outside is None:
            return listing
        report.add("manifest-outside", Span(""), path=file, name=outside)
    return None


def _walk(root: Path, report: Report) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything in a folder, at any depth, that is no folder itself, by its path; links are not followed."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as entries:
                children = list(entries)
        except OSError:
            report.add("file-unreadable", Span((root / folder).as_posix()), path=folder or root)
            continue
        for entry in children:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{folder}{entry.name}/")
            else:
                yield f"{folder}{entry.name}", entry


def _matches(entry: os.DirEntry[str], listed: ListedFile) -> bool | None:
    """Whether a file has the bytes that were built; a link has not, wherever it leads. None when it cannot be read."""
    try:
        if not entry.is_file(follow_symlinks=False) or entry.stat(follow_symlinks=False).st_size != listed.size:
            return False
        with open(entry.path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == listed.sha256
    except OSError:
        return None
