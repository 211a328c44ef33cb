"""The engine's own words: messages/<lang>.yaml of the package, parsed once and then remembered."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from sitegen.memo import Memo

MESSAGES = Path(__file__).parent.parent / "messages"
"""The folder of the package with a file a language."""


def read_words(language: str, memo: Memo) -> dict[str, Any]:
    """The words of a language, `id` or `en`: `paths`, `frame`, `cli` and `problems`, each a nested mapping of text."""
    file = MESSAGES / f"{language}.yaml"
    key = blake2b(file.read_bytes(), digest_size=16).hexdigest()
    known = memo.recall("words", key)
    if known is not None:
        words: dict[str, Any] = msgspec.msgpack.decode(known)
        return words
    # Imported only now: the YAML reader costs more than everything else that a fresh build does.
    from sitegen.read.source import load_words

    words = load_words(file)
    memo.keep("words", key, msgspec.msgpack.encode(words))
    return words
