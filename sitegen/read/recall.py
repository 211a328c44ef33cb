"""Recall: what reading makes of a file is remembered by the digest of its bytes; only what changed is read anew.

Only files without an error are remembered: errors are found again each time. Warnings are remembered with the records.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import Any

import msgspec

from sitegen.engine import engine_digest
from sitegen.memo import Memo


def key_of(data: bytes, *words: str) -> str:
    """The key under which something made from `data` and `words`, and from nothing else, is remembered."""
    state = blake2b(engine_digest().encode(), digest_size=16)
    state.update(repr(words).encode())
    state.update(data)
    return state.hexdigest()


@cache
def _decoder(shape: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(shape)


def recall(memo: Memo, key: str, shape: Any) -> Any:
    """What was kept under `key`, as the type `shape`; None when nothing was, or nothing that can be used."""
    data = memo.recall("read", key)
    if data is None:
        return None
    try:
        return _decoder(shape).decode(data)
    except msgspec.DecodeError:
        return None


def keep(memo: Memo, key: str, value: object) -> None:
    """Remember `value` under `key`."""
    memo.keep("read", key, msgspec.msgpack.encode(value))
