"""Keys: the digest of everything that an output is made from; the same key means the same bytes."""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from itertools import chain

import msgspec

from sitegen.model import Theme
from sitegen.output import Copy, Frame, Output, Table, Template, Text

_USES = re.compile(r'(?:extends|include|import|from)\s+["\']([^"\']+)["\']|["\']([^"\']+)["\']\s*\|\s*part\b')
"""How a template names another: in a statement, or as a part."""


class Keys:
    """Makes the keys of one edition's outputs."""

    def __init__(self, theme: Theme, frame: Frame, engine: str) -> None:
        """`engine` is engine.engine_digest(), or a fixed word in tests."""
        self._encode = msgspec.msgpack.Encoder().encode
        self._closures = Closures(theme)
        self._base = f"{engine} {blake2b(self._encode(frame), digest_size=16).hexdigest()}".encode()

    def key(self, output: Output) -> str:
        """The key of an output: 32 hexadecimal digits."""
        body = output.body
        if isinstance(body, Copy):
            return body.digest[:32]
        state = blake2b(output.path.encode(), digest_size=16)
        if isinstance(body, Text):
            state.update(body.data)
            return state.hexdigest()
        state.update(self._base)
        if isinstance(body, Template):
            state.update(self._closures.digest(body.name).encode())
        state.update(self._encode(body if isinstance(body, Table) else body.view))
        return state.hexdigest()


class Closures:
    """Digests of templates with all that they extend, include and import."""

    def __init__(self, theme: Theme) -> None:
        """Nothing is read until asked for."""
        self._texts = theme.templates
        self.digest = cache(self._digest)

    def _digest(self, name: str) -> str:
        names, waiting = set[str](), [name]
        while waiting:
            one = waiting.pop()
            if one not in names and one in self._texts:
                names.add(one)
                waiting += chain.from_iterable(_USES.findall(self._texts[one]))
        state = blake2b(digest_size=16)
        for one in sorted(names):
            state.update(f"{one}\0{self._texts[one]}\0".encode())
        return state.hexdigest()
