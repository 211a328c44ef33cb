"""Compute the digests by which the build names, caches and compares files."""

from __future__ import annotations

import os
from hashlib import blake2b


def hex_digest(*parts: bytes, size: int = 16) -> str:
    """Return the hexadecimal BLAKE2b digest of the joined `parts`; `size` in bytes, small for digests in file names.

    Digests that others verify are SHA-256: see publish.sha256_hex.
    """
    state = blake2b(digest_size=size)
    for part in parts:
        state.update(part)
    return state.hexdigest()


class FileChanged(Exception):
    """The file at `location` has other bytes than when the site was loaded."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def read_unchanged(location: str, digest: str) -> bytes:
    """Return the bytes of a source file; raises FileChanged where `digest`, taken as it was loaded, is not theirs.

    What is published is named and found again by the digest, so it must be made from no other bytes.
    """
    if not os.path.isfile(location):  # a pipe would block
        raise FileChanged(location)
    with open(location, "rb") as file:
        data = file.read()
    if hex_digest(data) != digest:
        raise FileChanged(location)
    return data
