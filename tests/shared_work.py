"""What all builds of a test process share: compiled templates and drawn images."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType

import msgspec
from jinja2.bccache import Bucket

from sitegen.render import photos, social_card
from sitegen.render.templates import _BytecodeCache

_STORE = dict[str, CodeType]()
"""The compiled templates by the key that the cache has for them."""


def _once(make: Callable[..., bytes]) -> Callable[..., bytes]:
    """`make`, called once for equal arguments."""
    made = dict[bytes, bytes]()

    def known(*arguments: object) -> bytes:
        key = msgspec.msgpack.encode(arguments)
        if key not in made:
            made[key] = make(*arguments)
        return made[key]

    return known


@contextmanager
def shared() -> Iterator[None]:
    """Hand each template that was compiled in this process, and each image that was made, to every later build that
    would compile the same text or make an image of the same content.

    Rendered pages, converted prose and all else is made anew where a test builds anew. That the key of a compiled
    template covers all that it depends on is tested in tests/render/test_template_cache.py; images are found by the
    whole description that they are drawn from, and not by the keys of a build's own cache.
    """
    load, dump = _BytecodeCache.load_bytecode, _BytecodeCache.dump_bytecode

    def load_shared(self: _BytecodeCache, bucket: Bucket) -> None:
        load(self, bucket)
        if bucket.code is None and (known := _STORE.get(self._key(bucket))):
            bucket.code = known
            dump(self, bucket)

    def dump_shared(self: _BytecodeCache, bucket: Bucket) -> None:
        assert isinstance(bucket.code, CodeType)
        _STORE[self._key(bucket)] = bucket.code
        dump(self, bucket)

    drawn, sized = social_card._draw_card, photos._resized
    _BytecodeCache.load_bytecode, _BytecodeCache.dump_bytecode = load_shared, dump_shared
    social_card._draw_card, photos._resized = _once(drawn), _once(sized)
    yield
    _BytecodeCache.load_bytecode, _BytecodeCache.dump_bytecode = load, dump
    social_card._draw_card, photos._resized = drawn, sized


@contextmanager
def unshared() -> Iterator[None]:
    """Compile anew within a test that is about compiling."""
    kept = dict(_STORE)
    _STORE.clear()
    yield
    _STORE.clear()
    _STORE.update(kept)
