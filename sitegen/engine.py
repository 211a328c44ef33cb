"""The engine's own identity: a digest of the code that makes the bytes, part of every key and memory."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

_LIBRARIES = ("folium", "jinja2", "markdown", "nh3")


@cache
def engine_digest() -> str:
    """Digest of this package's own code and of the versions of the libraries that it renders with; 16 digits.

    By content and not by version number, so that whoever works on sitegen never sees what older code made.
    """
    state = blake2b(digest_size=8)
    root = Path(__file__).parent
    for file in sorted([*root.glob("*.py"), *root.glob("*/*.py"), *root.glob("messages/*.yaml")]):
        state.update(file.read_bytes())
    for library in _LIBRARIES:
        state.update(f"{library} {metadata.version(library)}".encode())
    return state.hexdigest()
