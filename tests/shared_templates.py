"""One store of compiled templates for all builds of a test process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType

from jinja2.bccache import Bucket

from sitegen.render.templates import _Compiled

_STORE = dict[str, CodeType]()
"""The compiled templates by the key that the cache has for them."""


@contextmanager
def shared() -> Iterator[None]:
    """Hand each template that was compiled in this process to every later build that would compile the same text.

    Only compiling is shared: rendered pages, converted prose and all else is made anew where a test builds anew. That
    the key of a compiled template covers all that it depends on is tested in tests/render/test_template_cache.py.
    """
    load, dump = _Compiled.load_bytecode, _Compiled.dump_bytecode

    def load_shared(self: _Compiled, bucket: Bucket) -> None:
        load(self, bucket)
        if bucket.code is None and (known := _STORE.get(self._key(bucket))):
            bucket.code = known
            dump(self, bucket)

    def dump_shared(self: _Compiled, bucket: Bucket) -> None:
        assert isinstance(bucket.code, CodeType)
        _STORE[self._key(bucket)] = bucket.code
        dump(self, bucket)

    _Compiled.load_bytecode, _Compiled.dump_bytecode = load_shared, dump_shared
    yield
    _Compiled.load_bytecode, _Compiled.dump_bytecode = load, dump


@contextmanager
def unshared() -> Iterator[None]:
    """Compile anew within a test that is about compiling."""
    kept = dict(_STORE)
    _STORE.clear()
    yield
    _STORE.clear()
    _STORE.update(kept)
