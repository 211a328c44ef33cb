"""The build manifest, read by the next build, and manifest.json, by which anyone can verify a published folder."""

from __future__ import annotations

import hashlib
import os
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from sitegen.artifact import Artifact
from sitegen.cache import DECODING_ERRORS, read_checked, write_checked
from sitegen.problems import Report, Span

MANIFEST_FORMAT = 5
"""Incremented when the build manifest changes; an older one is ignored, which costs one full build."""
FileState = tuple[int, int, int, int]
"""Size, modification time, change time (both in nanoseconds) and inode of a file.

Only the system sets the change time, so a file whose state is the same was not written, whatever its modification time
was set to. On Windows it is the creation time.
"""


@dataclass(slots=True)
class BuildManifest:
    """What the last build published."""

    format: int = MANIFEST_FORMAT
    """See MANIFEST_FORMAT."""
    artifacts: dict[str, Artifact] = field(default_factory=dict)
    """By output path."""
    states: dict[str, FileState] = field(default_factory=dict)
    """The state of each file, by its path.

    They only save reading: files with another state are compared by content, so a copied checkout only costs time.
    """
    times: dict[str, int] = field(default_factory=dict)
    """Modification times of folders in nanoseconds, each under its path with a trailing slash."""
    public_state: tuple[str, FileState | None] = ("", None)
    """Digest of what manifest.json has besides the digests of files, and that file's state."""


def load_manifest(file: Path) -> BuildManifest:
    """Load the build manifest; empty where there is none, or a damaged one."""
    data = read_checked(file)
    try:
        manifest, packed = msgspec.msgpack.decode(data or b"", type=tuple[BuildManifest, bytes])
        if manifest.format != MANIFEST_FORMAT:
            return BuildManifest()
        numbers = iter(array("Q", packed))
        manifest.states = dict(zip(manifest.artifacts, zip(*[numbers] * 4, strict=True), strict=True))
    except DECODING_ERRORS:
        return BuildManifest()
    return manifest


def save_manifest(manifest: BuildManifest, file: Path) -> None:
    """Write the build manifest atomically.

    States are packed as 64-bit numbers in the order of the artifacts: they are read four times as fast as MessagePack.
    """
    states = (manifest.states.get(path, _NO_STATE) for path in manifest.artifacts)
    packed = array("Q", [number & _UINT64 for state in states for number in state]).tobytes()
    write_checked(file, file.with_suffix(".new"), msgspec.msgpack.encode((replace(manifest, states={}), packed)))


_NO_STATE = (0, 0, 0, 0)
_UINT64 = (1 << 64) - 1
"""Cuts a time of another millennium and an inode of 128 bits; such a file is compared by content each time."""


PUBLIC_FORMAT = 1
"""Incremented when manifest.json changes, which others read."""
_OPENING = b'{"format":'


def public_manifest_path(folder: Path) -> Path:
    """Return the path of a folder's manifest, beside it: `manifest.json` for a folder named `site`."""
    return folder.parent / ("manifest.json" if folder.name == "site" else f"{folder.name}.manifest.json")


def write_public_manifest(
    file: Path,
    new: Path,
    generator: str,
    releases: Mapping[str, str],
    artifacts: Mapping[str, Artifact],
    shared: Sequence[str],
    inputs: Mapping[str, bytes],
) -> None:
    """Write the contents of the published folder to `file`, atomically.

    `releases` has the digest of each release by its day. `shared` are files that any output may be made from, `inputs`
    has a JSON list of further ones for each output. `new` is a temporary name on the same file system. One output per
    line, sorted by path, so that `diff` compares two manifests.
    """
    encode = msgspec.json.Encoder().encode
    with open(new, "wb", buffering=1_000_000) as opened:
        opened.write(b'%b%d,"generator":%b,' % (_OPENING, PUBLIC_FORMAT, encode(generator)))
        opened.write(b'"releases":%b,"shared":%b,"outputs":' % (encode(releases), encode(shared)))
        start = b"{\n"
        for path in sorted(artifacts):
            one = artifacts[path]
            public_state = (start, encode(path), one.digest.encode(), one.size, inputs[path])
            opened.write(b'%b%b:{"sha256":"%b","size":%d,"inputs":%b}' % public_state)
            start = b",\n"
        opened.write(b"\n}}\n")
    new.replace(file)


def file_state(file: str | Path, folder: int | None = None) -> FileState | None:
    """Return the state of a file, whose path may be relative to an open folder; None where there is none."""
    try:
        state = os.stat(file, dir_fd=folder)
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def is_foreign(file: Path) -> bool:
    """Whether `file` exists and does not begin like a manifest.json of sitegen.

    An unreadable file is not judged: writing it fails later.
    """
    try:
        with open(file, "rb") as opened:
            return opened.read(len(_OPENING)) != _OPENING
    except OSError:
        return False


_ESCAPING = re.compile(r"/|[A-Za-z]:|(.*/)?\.{0,2}(/|\Z)|.*[\\\0]", re.DOTALL)
"""Paths that lead to no file within a folder: absolute, with a drive, or with parts such as `..`."""


class ListedFile(msgspec.Struct, frozen=True):
    """An entry of manifest.json."""

    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    size: Annotated[int, msgspec.Meta(ge=0)]
    """In bytes."""


class PublicManifest(msgspec.Struct, frozen=True):
    """A manifest.json, as far as it is needed to verify a folder."""

    format: Literal[1]
    """See PUBLIC_FORMAT."""
    outputs: dict[str, ListedFile]
    """Every file by its path within the folder."""
    releases: dict[Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")], str] = {}
    """The digest of each release of the data by its day; see ReleaseHeader.digest."""


def verify_published(folder: Path, manifest: Path, report: Report) -> int:
    """Report each missing, changed or surplus file of `folder`; returns how many the manifest lists.

    Nothing outside the folder is read: links are not followed, and listed paths are only looked up among those found.
    The manifest itself may lie in the folder, as it is published.
    """
    listing = load_public_manifest(manifest, report)
    if listing is None:
        return 0
    files = dict(_walk(folder, report))
    if os.path.abspath(manifest.parent) == os.path.abspath(folder):
        files.pop(manifest.name, None)
    for path in sorted(listing.outputs.keys() | files.keys()):
        at, listed, entry = Span((folder / path).as_posix()), listing.outputs.get(path), files.get(path)
        if listed is None:
            report.add("published-surplus", at, path=path)
        elif entry is None:
            report.add("published-missing", at, path=path)
        elif (same := _matches(entry, listed)) is None:
            report.add("file-unreadable", at, path=path)
        elif not same:
            report.add("published-changed", at, path=path)
    return len(listing.outputs)


def load_public_manifest(file: Path, report: Report) -> PublicManifest | None:
    """Load manifest.json; reports one that is invalid or lists paths outside the folder, and returns None."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        report.add("manifest-missing", Span(""), path=file)
    except OSError:
        report.add("manifest-unreadable", Span(""), path=file, version=PUBLIC_FORMAT)
    else:
        return parse_public_manifest(data, file, report)
    return None


def parse_public_manifest(data: bytes, name: str | Path, report: Report) -> PublicManifest | None:
    """Parse the manifest.json called `name`; reports one that is invalid or lists paths outside the folder."""
    try:
        listing = msgspec.json.decode(data, type=PublicManifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        report.add("manifest-unreadable", Span(""), path=name, version=PUBLIC_FORMAT)
        return None
    outside = next((path for path in sorted(listing.outputs) if _ESCAPING.match(path)), None)
    if outside is not None:
        report.add("manifest-outside", Span(""), path=name, name=outside)
        return None
    return listing


def _walk(root: Path, report: Report) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every file below a folder with its path; links are not followed."""
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
    """Whether a file has the bytes that were built; False for a link. None when it cannot be read."""
    try:
        if not entry.is_file(follow_symlinks=False) or entry.stat(follow_symlinks=False).st_size != listed.size:
            return False
        with open(entry.path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == listed.sha256
    except OSError:
        return None
