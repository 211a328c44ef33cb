"""One stylesheet of several files, their comments and blanks left out; the one door to rcssmin."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

Part = tuple[str, str]
"""A file: where it stands on this machine, and the digest of its bytes."""


@lru_cache(maxsize=4)
def joined(head: str, parts: tuple[Part, ...]) -> bytes:
    """`head`, then the files in this order, as one stylesheet."""
    from rcssmin import cssmin  # only here, where a stylesheet is planned

    texts = (Path(location).read_text(encoding="utf-8") for location, _ in parts)
    made: str = cssmin("\n".join((head, *texts)))
    return f"{made}\n".encode()
