"""Revisions: the sources of a site as git has them at a revision, put into a folder of their own."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path, PurePosixPath

SOURCES = ("data", "content")
"""The folders that a state is read from. Themes are today's: an old one may lack words that are spoken now."""
_FOLDERS = tuple((name,) for name in SOURCES)


class UnknownRevision(Exception):
    """git knows no such revision of this site, or is not there."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def resolve(root: Path, name: str) -> str:
    """The name of the tree that holds the site in `root` at the revision `name`. Raises UnknownRevision.

    A name that begins with `-` is never handed on: git would take it for an option.
    """
    if not name or name.startswith("-") or not name.isprintable():
        raise UnknownRevision("")
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
    prefix = _git(root, "rev-parse", "--show-prefix").decode().rstrip("\n")
    return _git(root, "rev-parse", "--verify", "--end-of-options", f"{commit}:{prefix}").decode().strip()


def extract(root: Path, tree: str, target: Path) -> None:
    """Put the sources of the site in `tree` into the folder `target`. Raises UnknownRevision."""
    top = Path(_git(root, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    listed = _git(top, "ls-tree", "-z", "--name-only", tree).decode(errors="surrogateescape").split("\0")
    present = [name for name in SOURCES if name in listed]
    if not present:
        raise UnknownRevision("data/")
    unpack(_git(top, "archive", "--format=tar", tree, "--", *present), target)


def unpack(archive: bytes, target: Path) -> None:
    """Write the plain files of a tar below `target`; links, devices and paths that lead out of it are passed over."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:") as opened:
        for member in opened:
            path = PurePosixPath(member.name)
            if not member.isreg() or path.is_absolute() or ".." in path.parts or path.parts[:1] not in _FOLDERS:
                continue
            data = opened.extractfile(member)
            if data is not None:
                file = target / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data.read())


def _git(folder: Path, *arguments: str) -> bytes:
    """What git answers; never through a shell. Raises UnknownRevision with its first line when it refuses."""
    try:
        result = subprocess.run(
            ["git", "-C", str(folder), *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise UnknownRevision(str(error)) from error
    if result.returncode:
        lines = result.stderr.decode(errors="replace").strip().splitlines()
        raise UnknownRevision(lines[0] if lines else "")
    return result.stdout
