"""Keys: the digest of everything that an output is made from; the same key means the same bytes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import msgspec

from sitegen.content import (
    Copy,
    Directory,
    MapScript,
    Photo,
    ReleaseZip,
    SocialCard,
    TableFile,
    Template,
    Text,
    Workbook,
    Zip,
)
from sitegen.dataset import Table
from sitegen.digest import hex_digest
from sitegen.fingerprint import fingerprints
from sitegen.models import Theme
from sitegen.output import LayoutContext, Output

_USES = re.compile(r'(?:extends|include|import|from)\s+["\']([^"\']+)["\']|["\']([^"\']+)["\']\s*\|\s*part\b')
"""How a template names another: in a statement, or as a part."""
_TEXTS = re.compile(r"\|\s*markdown\b")
"""A template that shows a text shows its figures and terms too, by SHOWN."""
SHOWN = ("figures.html", "terms.html")


class OutputKeys:
    """Makes the cache keys of one build's outputs."""

    def __init__(self, theme: Theme, layout: LayoutContext, engine: str) -> None:
        """`engine` is engine.code_fingerprint(), or a fixed word in tests."""
        self._encode = msgspec.msgpack.Encoder().encode
        self._closures = TemplateDependencies(theme)
        self._engine = engine
        self._base = f"{engine} {hex_digest(self._encode(layout))}".encode()
        self._tables = dict[int, tuple[Table, str]]()

    def key(self, output: Output) -> str:
        """The key of an output: 32 hexadecimal digits."""
        body = output.content
        if isinstance(body, Copy):
            return body.digest[:32]
        if isinstance(body, Photo | SocialCard):
            return self._pictured(body)
        return hex_digest(output.path.encode(), *self._made_of(body))

    def _made_of(
        self, body: Template | Text | MapScript | TableFile | Workbook | Zip | ReleaseZip | Directory
    ) -> Iterator[bytes]:
        """What the bytes of an output are made of."""
        if isinstance(body, Text):
            yield body.data
        elif isinstance(body, ReleaseZip | MapScript | Directory):  # none of them shows anything of the layout
            yield self._encode((self._engine, replace(body, locations=()) if isinstance(body, ReleaseZip) else body))
        elif isinstance(body, TableFile | Workbook | Zip):  # data show nothing of the layout
            yield self._engine.encode()
            yield from self._data(body)
        else:
            yield self._base
            yield self._closures.digest(body.name).encode()
            yield self._encode(body.view)

    def _pictured(self, body: Photo | SocialCard) -> str:
        """A picture is made anew by another release of what makes it, but not by another frame; those that take long
        only when their own code is another."""
        if isinstance(body, SocialCard):
            made_of: object = ("card", fingerprints().cards, body)
        elif body.format:
            made_of = ("photo", fingerprints().photos, body.digest, body.width, body.format)
        else:
            made_of = ("photo", self._engine, body.digest)
        return hex_digest(self._encode(made_of))

    def _data(self, body: TableFile | Workbook | Zip | Text) -> Iterator[bytes]:
        if isinstance(body, Zip):
            for name, part in body.files:
                yield f"{name}\0".encode()
                yield from self._data(part)
        elif isinstance(body, TableFile):
            yield self._encode((body.format.suffix, body.terms, self._table(body.table)))
        elif isinstance(body, Workbook):
            tables = [self._table(sheet.table) for sheet in body.sheets]
            bare = replace(body, sheets=tuple(replace(one, table=replace(one.table, rows=[])) for one in body.sheets))
            yield self._encode((bare, tables))
        else:
            yield hex_digest(body.data).encode()

    def _table(self, table: Table) -> str:
        """The digest of a table, which is part of many outputs: made once."""
        known = self._tables.get(id(table))
        if known is None:
            # Kept with the table itself, so that no other can ever have its identity.
            known = self._tables[id(table)] = (table, hex_digest(self._encode(table)))
        return known[1]


class TemplateDependencies:
    """Templates with all that they extend, include and import: their names, and the digest of them all."""

    def __init__(self, theme: Theme) -> None:
        """Nothing is read until asked for."""
        self._texts = theme.templates
        self.digest = functools.cache(self._digest)

    def names(self, name: str) -> list[str]:
        """The template and all that it uses, sorted; one that the theme lacks is not among them."""
        names, waiting = set[str](), [name]
        while waiting:
            one = waiting.pop()
            if one not in names and one in self._texts:
                names.add(one)
                waiting += chain.from_iterable(_USES.findall(self._texts[one]))
                waiting += SHOWN if _TEXTS.search(self._texts[one]) else ()
        return sorted(names)

    def _digest(self, name: str) -> str:
        return hex_digest(*(f"{one}\0{self._texts[one]}\0".encode() for one in self.names(name)))
