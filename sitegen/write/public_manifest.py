"""Public manifest: manifest.json tells everybody what the published folder holds, and from what each file is made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.made import Made

VERSION = 1
"""Raised when the shape of manifest.json changes, which others read."""
_OPENING = b'{"format":'


def public_manifest_of(folder: Path) -> Path:
    """Where the manifest of a published folder stands: beside it, `manifest.json` for a folder named `site`."""
    return folder.parent / ("manifest.json" if folder.name == "site" else f"{folder.name}.manifest.json")


def publish_manifest(
    file: Path, new: Path, generator: str, made: Mapping[str, Made], inputs: Mapping[str, bytes]
) -> None:
    """Put what the published folder holds into `file`, whole or not at all.

    `new` is a name on the same file system under which the bytes are written first. One output a line, sorted by path,
    so that two of them are compared by `diff`.
    """
    encode = msgspec.json.Encoder().encode
    with open(new, "wb", buffering=1_000_000) as opened:
        opened.write(b'%b%d,"generator":%b,"outputs":' % (_OPENING, VERSION, encode(generator)))
        start = b"{\n"
        for path in sorted(made):
            one = made[path]
            told = (start, encode(path), one.digest.encode(), one.size, inputs[path])
            opened.write(b'%b%b:{"sha256":"%b","size":%d,"inputs":%b}' % told)
            start = b",\n"
        opened.write(b"\n}}\n")
    new.replace(file)


def manifest_time(file: Path) -> int:
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
