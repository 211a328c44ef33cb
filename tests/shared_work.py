"""What all loads and builds of a test process share: what comes with the package, compiled templates, drawn images."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from unittest import mock

import msgspec
from jinja2.bccache import Bucket

from sitegen.load import theme
from sitegen.load.official_list import OfficialList
from sitegen.models import ThemeFile
from sitegen.render import photos, social_card
from sitegen.render.templates import _BytecodeCache

VENDOR = Path(theme.__file__).parents[1] / "assets" / "vendor"

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


def _read_installed_once(read: Callable[[Path], ThemeFile]) -> Callable[[Path], ThemeFile]:
    """`read`, which reads each file of VENDOR once."""
    known = functools.cache(read)
    return lambda file: known(file) if VENDOR in file.parents else read(file)


def _places_once(
    read: Callable[[OfficialList], dict[str, list[str]]],
) -> Callable[[OfficialList], dict[str, list[str]]]:
    """`read`, called once for each content of the official list."""
    made = dict[str, dict[str, list[str]]]()

    def known(official: OfficialList) -> dict[str, list[str]]:
        if official.digest not in made:
            made[official.digest] = read(official)
        return made[official.digest]

    return known


@contextmanager
def shared() -> Iterator[None]:
    """Hand each template that was compiled in this process, and each image that was made, to every later build that
    would compile the same text or make an image of the same content; and read what is installed with the package once.

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

    with (
        mock.patch.multiple(_BytecodeCache, load_bytecode=load_shared, dump_bytecode=dump_shared),
        mock.patch.object(social_card, "_draw_card", _once(social_card._draw_card)),
        mock.patch.object(photos, "_resized", _once(photos._resized)),
        mock.patch.object(theme, "read_theme_file", _read_installed_once(theme.read_theme_file)),
        mock.patch.object(OfficialList, "_places", property(_places_once(vars(OfficialList)["_places"].func))),
    ):
        yield


@contextmanager
def unshared() -> Iterator[None]:
    """Compile anew within a test that is about compiling."""
    kept = dict(_STORE)
    _STORE.clear()
    yield
    _STORE.clear()
    _STORE.update(kept)
