"""The digest that names, keys and compares what the engine makes."""

from __future__ import annotations

from hashlib import blake2b


def hex_digest(*parts: bytes, size: int = 16) -> str:
    """The digest of `parts`, one behind the other, in hexadecimal; short where people see it in a name.

    What others verify is SHA-256 instead: see publish.sha256_hex.
    """
    state = blake2b(digest_size=size)
    for part in parts:
        state.update(part)
    return state.hexdigest()
