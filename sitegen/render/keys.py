"""Compute cache keys: the digest of all inputs of an output, so that equal keys mean equal bytes."""

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
    RawBytes,
    ReleaseTemplate,
    ReleaseZip,
    SocialCard,
    TableFile,
    Template,
    Workbook,
    Zip,
)
from sitegen.dataset import Table
from sitegen.digest import hex_digest
from sitegen.fingerprint import fingerprints
from sitegen.models import Theme
from sitegen.output import LayoutContext, Output

_REFERENCED = re.compile(r'(?:extends|include|import|from)\s+["\']([^"\']+)["\']|["\']([^"\']+)["\']\s*\|\s*part\b')
"""A reference from one template to another: in a statement, or by the filter `part`."""
_SHOWS_PROSE = re.compile(r"\|\s*markdown\b")
"""Use of the filter `markdown`, which renders figures and terms by the templates SHOWN."""
SHOWN = ("figures.html", "terms.html")


class OutputKeys:
    """Computes the cache keys of the outputs of one build."""

    def __init__(self, theme: Theme, layout: LayoutContext, fingerprint: str) -> None:
        """`fingerprint` is fingerprint.code_fingerprint(), or a fixed word in tests."""
        self._encode = msgspec.msgpack.Encoder().encode
        self._dependencies = TemplateDependencies(theme)
        self._fingerprint = fingerprint
        self._base = f"{fingerprint} {hex_digest(self._encode(layout))}".encode()
        self._tables = dict[int, tuple[Table, str]]()

    def key(self, output: Output) -> str:
        """Return the key of an output: 32 hexadecimal digits."""
        content = output.content
        if isinstance(content, Copy):
            return content.digest[:32]
        if isinstance(content, Photo | SocialCard):
            return self._image_key(content)
        return hex_digest(output.path.encode(), *self._inputs(content))

    def _inputs(
        self, content: Template | RawBytes | MapScript | TableFile | Workbook | Zip | ReleaseZip | Directory
    ) -> Iterator[bytes]:
        """Yield all that the bytes of an output depend on."""
        if isinstance(content, RawBytes):
            yield content.data
        elif isinstance(content, ReleaseZip | MapScript | Directory):  # none depends on the layout
            yield self._encode(
                (self._fingerprint, replace(content, locations=()) if isinstance(content, ReleaseZip) else content)
            )
        elif isinstance(content, TableFile | Workbook | Zip):  # data files do not depend on the layout
            yield self._fingerprint.encode()
            yield from self._data_inputs(content)
        else:
            yield self._base
            yield self._dependencies.digest(content.name).encode()
            yield self._encode(content.view)
            if isinstance(content, ReleaseTemplate):
                yield self._encode((content.year, content.contents, content.names))

    def _image_key(self, content: Photo | SocialCard) -> str:
        """Return the key of an image, which does not depend on the layout. Cards and resized photos, which take long,
        depend on the fingerprint of their own code only."""
        if isinstance(content, SocialCard):
            inputs: object = ("card", fingerprints().cards, content)
        elif content.format:
            inputs = ("photo", fingerprints().photos, content.digest, content.width, content.format)
        else:
            inputs = ("photo", self._fingerprint, content.digest)
        return hex_digest(self._encode(inputs))

    def _data_inputs(self, content: TableFile | Workbook | Zip | RawBytes) -> Iterator[bytes]:
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
        """Return the digest of a table, computed once, since a table is part of many outputs."""
        cached = self._tables.get(id(table))
        if cached is None:
            # Keep the table itself, so that no other object can get its id().
            cached = self._tables[id(table)] = (table, hex_digest(self._encode(table)))
        return cached[1]


@functools.lru_cache(maxsize=512)
def _references(source: str) -> tuple[str, ...]:
    """Return the names of the templates that a template uses itself; cached, since most extend and import the same."""
    used = chain.from_iterable(_REFERENCED.findall(source))
    return (*filter(None, used), *(SHOWN if _SHOWS_PROSE.search(source) else ()))


class TemplateDependencies:
    """Resolves the templates that a template extends, includes or imports, directly or not."""

    def __init__(self, theme: Theme) -> None:
        self._sources = theme.templates
        self.digest = functools.cache(self._digest)

    def names(self, name: str) -> list[str]:
        """Return the names of a template and all that it uses, sorted, without those that the theme lacks."""
        names, waiting = set[str](), [name]
        while waiting:
            one = waiting.pop()
            if one not in names and one in self._sources:
                names.add(one)
                waiting += _references(self._sources[one])
        return sorted(names)

    def _digest(self, name: str) -> str:
        return hex_digest(*(f"{one}\0{self._sources[one]}\0".encode() for one in self.names(name)))
