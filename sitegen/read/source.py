"""Source: YAML text becomes plain values and the place of each; the only file that knows YAML.

It walks the parser's events, so that every scalar stays the text that was written, until the schema types it. What a
parser would do with repeated keys, aliases and tags (lose values, blow up, make objects) is refused instead.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from sitegen.problems import Report, Span
from sitegen.read.syntax import explain
from sitegen.read.text import decode

MAX_DEPTH = 20
"""How deep lists and mappings may stand in each other; records need four."""

_FAST: Any = getattr(yaml, "CLoader", None)  # missing where PyYAML was built without libyaml
_NOTHING = frozenset(("", "~", "null"))

Mark = tuple[int, int, int]
"""Line, column and the column just past the end (0 when it ends on another line), counted from 1."""


class Branch(NamedTuple):
    """The places within a mapping or a list."""

    mark: Mark
    """Where it begins."""
    parts: dict[str, tuple[Mark, Node]] | list[Node]
    """The place of each key and its value; or of each item."""


Node = Mark | Branch


class Document(NamedTuple):
    """What a YAML text says: plain values (dict, list, str, None), and where each stands."""

    file: str
    value: Any
    tree: Node

    def remove(self, loc: tuple[str | int, ...]) -> None:
        """Take out the value at `loc`, and its place, so that what is left keeps its places."""
        value, node, last = self.value, self.tree, len(loc) - 1
        for depth, part in enumerate(loc):
            if not isinstance(node, Branch) or not (isinstance(node.parts, list) or part in node.parts):
                return
            if depth == last:
                del value[part]
                del node.parts[part]  # type: ignore[arg-type]
                return
            value = value[part]
            node = node.parts[part] if isinstance(node.parts, list) else node.parts[part][1]  # type: ignore[index]

    def span(self, loc: tuple[str | int, ...], *, key: bool = False) -> Span:
        """The place of the value that `loc` leads to, or of its `key`; of the nearest thing around it when it is none.

        A value that is left empty has no place of its own: its key stands for it.
        """
        node, name = self.tree, None
        for part in loc:
            if not isinstance(node, Branch):
                break
            if isinstance(node.parts, list):
                if not (isinstance(part, int) and part < len(node.parts)):
                    break
                name, node = None, node.parts[part]
            elif isinstance(part, str) and part in node.parts:
                name, node = node.parts[part]
            else:
                name = None
                break
        line, column, end = node.mark if isinstance(node, Branch) else node
        if name and (key or column == end):
            line, column, end = name
        return Span(self.file, line, column, end if end != column else 0)


def parse(text: str, file: str, report: Report, *, pure: bool = False) -> Document | None:
    """Read YAML `text`, reporting what is wrong; None when it cannot be read to its end.

    `pure` takes the parser that needs no libyaml: same values, slower; its syntax errors may stand elsewhere.
    """
    walk = _Walk(text, file, report, yaml.Loader if pure or _FAST is None else _FAST)
    try:
        return walk.document()
    except _Stop:
        return None
    except yaml.YAMLError as error:
        explain(error, text, walk.last, file, report)
        return None


def load_words(data: bytes) -> dict[str, Any]:
    """Read the bytes of a trusted file of words (nested mappings of text); raises ValueError when they are none."""
    report = Report()
    text = decode(data, "", report)
    document = parse(text, "", report) if text is not None else None
    if document is None or report.failed() or not isinstance(document.value, dict):
        raise ValueError(f"no file of words: {[(problem.code, problem.at.line) for problem in report]}")
    words: dict[str, Any] = document.value
    return words


class _Stop(Exception):
    """The text cannot be read on; why is already reported."""


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.column + 1 if end.line == start.line else 0


class _Walk:
    """One walk along the events of one text."""

    def __init__(self, text: str, file: str, report: Report, loader: Any) -> None:
        self._take = loader(text).get_event
        self._file, self._report = file, report
        self.last: Event | None = None
        """The last value that was read whole: a syntax error may be the fault of what stands before it."""

    def document(self) -> Document:
        self._take()  # the stream begins
        event = self._take()
        if isinstance(event, StreamEndEvent):
            return Document(self._file, None, (1, 1, 0))
        value, tree = self._node(self._take(), 1)
        self._take()  # the document ends
        event = self._take()
        if isinstance(event, DocumentStartEvent):
            self._refuse("yaml-documents", event)
            raise _Stop
        return Document(self._file, value, tree)

    def _node(self, event: Any, depth: int) -> tuple[Any, Node]:
        if event.anchor is not None:
            self._refuse("yaml-alias", event, name=f"{'*' if type(event) is AliasEvent else '&'}{event.anchor}")
        if type(event) is AliasEvent:
            raise _Stop
        if event.tag is not None:
            self._refuse("yaml-tag", event, tag=event.tag)
        if type(event) is ScalarEvent:
            self.last = event
            return None if not event.style and event.value in _NOTHING else event.value, _mark(event)
        if depth > MAX_DEPTH:
            self._refuse("yaml-depth", event, limit=str(MAX_DEPTH))
            raise _Stop
        return self._mapping(event, depth) if type(event) is MappingStartEvent else self._list(event, depth)

    def _mapping(self, start: MappingStartEvent, depth: int) -> tuple[dict[str, Any], Branch]:
        values: dict[str, Any] = {}
        parts: dict[str, tuple[Mark, Node]] = {}
        take = self._take
        while type(key := take()) is not MappingEndEvent:
            name = self._key(key)
            event = take()
            value, node = self._node(event, depth + 1)
            if name in parts:
                self._refuse("yaml-repeated-key", key, key=name, line=str(parts[name][0][0]))
            else:
                values[name] = value
                parts[name] = (_mark(key), node)
        self.last = key
        return values, Branch(_begin(start), parts)

    def _key(self, key: Any) -> str:
        if type(key) is not ScalarEvent:
            if type(key) is AliasEvent:
                self._refuse("yaml-alias", key, name=f"*{key.anchor}")
            else:
                self._refuse("wrong-shape", key, expected="text")
            raise _Stop
        if key.anchor is not None:
            self._refuse("yaml-alias", key, name=f"&{key.anchor}")
        if key.tag is not None:
            self._refuse("yaml-tag", key, tag=key.tag)
        name: str = key.value
        return name

    def _list(self, start: SequenceStartEvent, depth: int) -> tuple[list[Any], Branch]:
        values: list[Any] = []
        parts: list[Node] = []
        while type(event := self._take()) is not SequenceEndEvent:
            value, node = self._node(event, depth + 1)
            values.append(value)
            parts.append(node)
        self.last = event
        return values, Branch(_begin(start), parts)

    def _refuse(self, code: str, event: Event, **values: str) -> None:
        line, column, end = _mark(event)
        if not isinstance(event, ScalarEvent | AliasEvent):
            end = 0
        self._report.error(code, Span(self._file, line, column, end), **values)


def _begin(event: Any) -> Mark:
    """Where a list or mapping begins; its first event's end says nothing of its extent."""
    return event.start_mark.line + 1, event.start_mark.column + 1, 0
