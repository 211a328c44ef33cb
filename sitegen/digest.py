"""Compute the digests by which the build names, caches and compares files."""

from __future__ import annotations

from hashlib import blake2b


def hex_digest(*parts: bytes, size: int = 16) -> str:
    """Return the hexadecimal BLAKE2b digest of the joined `parts`; `size` in bytes, small for digests in file names.

    Digests that others verify are SHA-256: see publish.sha256_hex.
    """
    state = blake2b(digest_size=size)
    for part in parts:
        state.update(part)
    return state.hexdigest()
