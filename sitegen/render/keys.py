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

_REFERENCED = re.compile(r'(?:extends|include|import|from)\s+["\']([^"\']+)["\']|["\']([^"\']+)["\']\s*\|\s*part\b')
"""How a template names another: in a statement, or as a part."""
_SHOWS_PROSE = re.compile(r"\|\s*markdown\b")
"""A template that shows a text shows its figures and terms too, by SHOWN."""
SHOWN = ("figures.html", "terms.html")


class OutputKeys:
    """Makes the cache keys of one build's outputs."""

    def __init__(self, theme: Theme, layout: LayoutContext, fingerprint: str) -> None:
        """`fingerprint` is engine.code_fingerprint(), or a fixed word in tests."""
        self._encode = msgspec.msgpack.Encoder().encode
        self._dependencies = TemplateDependencies(theme)
        self._fingerprint = fingerprint
        self._base = f"{fingerprint} {hex_digest(self._encode(layout))}".encode()
        self._tables = dict[int, tuple[Table, str]]()

    def key(self, output: Output) -> str:
        """The key of an output: 32 hexadecimal digits."""
        content = output.content
        if isinstance(content, Copy):
            return content.digest[:32]
        if isinstance(content, Photo | SocialCard):
            return self._image_key(content)
        return hex_digest(output.path.encode(), *self._inputs(content))

    def _inputs(
        self, content: Template | Text | MapScript | TableFile | Workbook | Zip | ReleaseZip | Directory
    ) -> Iterator[bytes]:
        """What the bytes of an output are made of."""
        if isinstance(content, Text):
            yield content.data
        elif isinstance(content, ReleaseZip | MapScript | Directory):  # none of them shows anything of the layout
            yield self._encode(
                (self._fingerprint, replace(content, locations=()) if isinstance(content, ReleaseZip) else content)
            )
        elif isinstance(content, TableFile | Workbook | Zip):  # data show nothing of the layout
            yield self._fingerprint.encode()
            yield from self._data_inputs(content)
        else:
            yield self._base
            yield self._dependencies.digest(content.name).encode()
            yield self._encode(content.view)

    def _image_key(self, content: Photo | SocialCard) -> str:
        """A picture is made anew by another release of what makes it, but not by another frame; those that take long
        only when their own code is another."""
        if isinstance(content, SocialCard):
            inputs: object = ("card", fingerprints().cards, content)
        elif content.format:
            inputs = ("photo", fingerprints().photos, content.digest, content.width, content.format)
        else:
            inputs = ("photo", self._fingerprint, content.digest)
        return hex_digest(self._encode(inputs))

    def _data_inputs(self, content: TableFile | Workbook | Zip | Text) -> Iterator[bytes]:
        if isinstance(content, Zip):
            for name, part in content.files:
                yield f"{name}\0".encode()
                yield from self._data_inputs(part)
        elif isinstance(content, TableFile):
            yield self._encode((content.format.suffix, content.terms, self._table_digest(content.table)))
        elif isinstance(content, Workbook):
            tables = [self._table_digest(sheet.table) for sheet in content.sheets]
            without_rows = replace(
                content, sheets=tuple(replace(one, table=replace(one.table, rows=[])) for one in content.sheets)
            )
            yield self._encode((without_rows, tables))
        else:
            yield hex_digest(content.data).encode()

    def _table_digest(self, table: Table) -> str:
        """The digest of a table, which is part of many outputs: made once."""
        cached = self._tables.get(id(table))
        if cached is None:
            # Kept with the table itself, so that no other can ever have its identity.
            cached = self._tables[id(table)] = (table, hex_digest(self._encode(table)))
        return cached[1]


class TemplateDependencies:
    """Templates with all that they extend, include and import: their names, and the digest of them all."""

    def __init__(self, theme: Theme) -> None:
        """Nothing is read until asked for."""
        self._sources = theme.templates
        self.digest = functools.cache(self._digest)

    def names(self, name: str) -> list[str]:
        """The template and all that it uses, sorted; one that the theme lacks is not among them."""
        names, waiting = set[str](), [name]
        while waiting:
            one = waiting.pop()
            if one not in names and one in self._sources:
                names.add(one)
                waiting += chain.from_iterable(_REFERENCED.findall(self._sources[one]))
                waiting += SHOWN if _SHOWS_PROSE.search(self._sources[one]) else ()
        return sorted(names)

    def _digest(self, name: str) -> str:
        return hex_digest(*(f"{one}\0{self._sources[one]}\0".encode() for one in self.names(name)))
