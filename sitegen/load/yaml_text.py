"""Parse YAML into plain values with the position of each; the only module that imports yaml."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from sitegen.load.text import decode_text
from sitegen.load.yaml_signs import ScalarLayout, report_signs
from sitegen.problems import Loc, Report, Span

_CURLY_QUOTE = re.compile(r"\s*+(?:- ++)*+[^\s:#][^:#]*+: ++(?=[“”„‟‘’‚«»])")
"""What stands before a value that begins with a quote of print."""
_TWO_COLONS = re.compile(r"\s*+(?:- ++)*+[^\s:#][^:#]*+: ++[^\s\"'\[{|>].*+")
"""A value with a second colon: `title: Blitar: two villages`."""


_CONSTRUCT_ERRORS = (
    ("directive", "yaml-sign", "sign"),
    ("alias", "yaml-alias", "name"),
    ("anchor", "yaml-alias", "name"),
    ("tag", "yaml-tag", "tag"),
    ("escape", "yaml-escape", ""),
    ("quoted scalar", "yaml-quote", ""),
    ("expected ':'", "yaml-key", ""),
    ("flow", "yaml-bracket", ""),
)
"""The parser's names for what it was parsing, with the problem code and the placeholder of the text there."""

_SyntaxProblem = tuple[str, "_Position", dict[str, str]]


def report_syntax_error(error: Any, text: str, last: Any, file: str, report: Report) -> None:
    """Report a syntax error of PyYAML, from either parser; `last` is the event of the last value."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        report.add("yaml-syntax", Span(file))
        return
    position = _Position(text, mark)
    context = _Position(text, error.context_mark) if error.context_mark else position
    code, spot, values = _classify(f"{error.context or ''} {error.problem or ''}", position, context, last, text)
    report.add(code, Span(file, spot.line, spot.column), **values)


class _Position:
    """A position in the text, with its line."""

    def __init__(self, text: str, mark: Any) -> None:
        lines = text.split("\n")
        self.line, self.column = mark.line + 1, mark.column + 1
        self.written = lines[mark.line] if mark.line < len(lines) else ""
        if mark.line and not any(lines[mark.line :]):  # at the end of the text: report its last line
            last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
            self.line, self.written = last + 1, lines[last]
            self.column = len(self.written) + 1

    def indent(self) -> str:
        """Return the white space at the beginning of the line."""
        return self.written[: len(self.written) - len(self.written.lstrip())]

    def rest(self) -> str:
        """Return the text from here to the next space."""
        return (self.written[self.column - 1 :].split() or [""])[0]

    def at(self, column: int) -> _Position:
        """Move to another column of the line."""
        self.column = column
        return self


def _classify(message: str, position: _Position, context: _Position, last: Any, text: str) -> _SyntaxProblem:
    """Return the code, position and values of the problem; `message` is the parser's."""
    if "\t" in position.indent():
        return "yaml-tab", position.at(position.indent().index("\t") + 1), {}
    if "cannot start any token" in message:
        sign = position.rest()[:1]
        return ("yaml-sign", position, {"sign": sign}) if sign else ("yaml-tab", position, {})
    for messages, code, name in _CONSTRUCT_ERRORS:
        if messages in message:
            return code, context, {name: context.rest()} if name else {}
    if "mapping values are not allowed" in message:
        return _classify_colon(position)
    return _classify_trailing(position, last, text) or _classify_line_start(message, position)


def _classify_colon(position: _Position) -> _SyntaxProblem:
    """Classify a colon where no key can stand: within a text without quotes, or in a line that is set in wrongly."""
    if curly := _CURLY_QUOTE.match(position.written):
        return "yaml-curly-quote", position.at(curly.end() + 1), {"sign": position.written[curly.end()]}
    if _TWO_COLONS.fullmatch(position.written[: position.column - 1]):
        return "yaml-colon", position, {}
    return "yaml-indent", position.at(len(position.indent()) + 1), {}


def _classify_line_start(message: str, position: _Position) -> _SyntaxProblem:
    """Classify a line that begins where none may, or an error without a code of its own."""
    begins = len(position.indent()) == position.column - 1 and bool(position.rest()) and "document" not in message
    return "yaml-indent" if begins else "yaml-syntax", position, {}


def _classify_trailing(position: _Position, last: Any, text: str) -> _SyntaxProblem | None:
    """Classify text after a closing quote or bracket: a slip, or an earlier quote that was not closed."""
    if last is None:
        return None
    start, end = last.start_mark, last.end_mark
    closing = text[end.index - 1 : end.index]
    if end.line + 1 != position.line or closing not in ("'", '"', "]", "}"):
        return None
    if start.line != end.line and closing in "'\"":
        return "yaml-quote", _Position(text, start), {}
    return "yaml-leftover", position, {}


MAX_DEPTH = 20
"""Maximum nesting of lists and mappings; records need four."""

_C_LOADER: Any = getattr(yaml, "CLoader", None)  # missing where PyYAML was built without libyaml
_NULLS = frozenset(("", "~", "null"))

Mark = tuple[int, int, int]
"""Line, column, and the column after the last character (0 when on another line), counted from 1."""


class Branch(NamedTuple):
    """The marks within a mapping or a list."""

    mark: Mark
    """Where it begins."""
    parts: dict[str, tuple[Mark, Node]] | list[Node]
    """The marks of each key and its value, or of each item."""


Node = Mark | Branch


class Document:
    """The plain values of a YAML text (dict, list, str, None) and their positions."""

    def __init__(self, file: str, value: Any, starts: list[Mark], walk_marks: Callable[[], _MarkWalk]) -> None:
        """`starts` has the marks of the items of a top-level list; `walk_marks` finds all others on demand."""
        self.file, self.value, self.starts = file, value, starts
        self.faults: dict[Loc, Any] = {}
        """The values reported as invalid, by location; each location around them is included, with None."""
        self._walk_marks = walk_marks

    @cached_property
    def marks(self) -> Node:
        """All marks. They take a second walk, which only a text with problems needs."""
        node: Node = self._walk_marks().document()
        return node

    def remove(self, loc: Loc) -> None:
        """Remove the value at `loc` with its mark."""
        value, node = self.value, self.marks
        for part in loc[:-1]:
            child = _child(node, part)
            if child is None:
                return
            value, node = value[part], child[1]
        if loc and _child(node, loc[-1]) is not None and isinstance(node, Branch):
            del value[loc[-1]]
            del node.parts[loc[-1]]  # type: ignore[arg-type]

    def join(self, loc: Loc, other: str, text: str) -> None:
        """Replace the value at `loc` and the key `other` after it by the one value `text`."""
        *outer, name = loc
        node, value = self.marks, self.value
        for part in outer:
            child = _child(node, part)
            if child is None:
                return
            value, node = value[part], child[1]
        walk_marks: Any = node
        (line, column, _), (_, _, end) = walk_marks.parts[name][1], walk_marks.parts[other][0]
        walk_marks.parts[name] = (walk_marks.parts[name][0], (line, column, end))
        value[name] = text
        del value[other], walk_marks.parts[other]

    def span(self, loc: Loc, *, key: bool = False) -> Span:
        """Return the position of the value at `loc`, or of its `key`; of the innermost value around it if there is
        none.

        An empty value has no position of its own: its key stands for it.
        """
        node, name = self.marks, None
        for part in loc:
            child = _child(node, part)
            if child is None:
                name = None
                break
            name, node = child
        line, column, end = node.mark if isinstance(node, Branch) else node
        if name and (key or column == end):
            line, column, end = name
        return Span(self.file, line, column, end if end != column else 0)


def _child(node: Node, part: str | int) -> tuple[Mark | None, Node] | None:
    """Return the marks of a key (None in a list) and of its value; None when there is no such part."""
    if not isinstance(node, Branch):
        return None
    if isinstance(node.parts, dict):
        return node.parts.get(part)  # type: ignore[arg-type]
    return (None, node.parts[part]) if isinstance(part, int) and part < len(node.parts) else None


def parse_yaml(text: str, file: str, report: Report, *, pure: bool = False) -> Document | None:
    """Parse `text`, and report what is invalid; None when it cannot be read to its end.

    `pure` uses the parser without libyaml: the same values, slower; positions of syntax errors may differ.
    """
    loader = yaml.Loader if pure or _C_LOADER is None else _C_LOADER
    if report_signs(text, lambda: _find_scalars(text, loader), file, report):
        return None
    walk = _ValueWalk(loader(text), file, report)
    try:
        document = Document(file, walk.document(), walk.starts, lambda: _MarkWalk(loader(text), file, report))
        if walk.repeated:  # the second walk reports where
            _ = document.marks
    except _Stop:
        return None
    except yaml.YAMLError as error:
        report_syntax_error(error, text, walk.last, file, report)
        return None
    return document


def _find_scalars(text: str, loader: Any) -> ScalarLayout:
    scalars: list[tuple[int, int]] = []
    try:
        for event in yaml.parse(text, Loader=loader):
            start, end = (mark.index for mark in (event.start_mark, event.end_mark) if mark)
            if isinstance(event, ScalarEvent):
                scalars.append((start, end))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        in_brackets = "flow" in f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
        understood = mark.index if mark and in_brackets else scalars[-1][1] if scalars else 0
        return ScalarLayout(scalars, understood)
    return ScalarLayout(scalars, len(text))


def parse_yaml_bytes(data: bytes, file: str, report: Report) -> Document | None:
    """Decode and parse the bytes of a file, and report what is invalid; None when they cannot be read to their end."""
    text = decode_text(data, file, report)
    return parse_yaml(text, file, report) if text is not None else None


def parse_messages(data: bytes) -> dict[str, Any]:
    """Parse a trusted file of messages (nested mappings of text); raises ValueError if it is invalid."""
    report = Report()
    document = parse_yaml_bytes(data, "", report)
    if document is None or report.failed() or not isinstance(document.value, dict):
        raise ValueError(f"no file of words: {[(problem.code, problem.at.line) for problem in report]}")
    messages: dict[str, Any] = document.value
    return messages


class _Stop(Exception):
    """Parsing cannot go on; the reason was reported."""


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.column + 1 if end.line == start.line else 0


class _Walk:
    """A walk along the parser's events."""

    empty: Any = None
    """The result for a text without values."""

    def __init__(self, loader: Any, file: str, report: Report) -> None:
        self._next_event = loader.get_event
        self._file, self._report = file, report
        self.last: Any = None
        """The last scalar or container: a syntax error may be due to what precedes it."""

    def document(self) -> Any:
        """Walk the whole text."""
        self._next_event()  # the stream begins
        if isinstance(self._next_event(), StreamEndEvent):
            return self.empty
        result = self._node(self._next_event(), 1)
        self._next_event()  # the document ends
        event = self._next_event()
        if isinstance(event, DocumentStartEvent):
            self._report_event("yaml-documents", event)
            raise _Stop
        return result

    def _node(self, event: Any, depth: int) -> Any:
        if event.anchor is not None:
            self._report_event("yaml-alias", event, name=f"{'*' if type(event) is AliasEvent else '&'}{event.anchor}")
        if type(event) is AliasEvent:
            raise _Stop
        if event.tag is not None:
            self._report_event("yaml-tag", event, tag=event.tag)
        if type(event) is ScalarEvent:
            self.last = event
            return self._scalar(event)
        if depth > MAX_DEPTH:
            self._report_event("yaml-depth", event, limit=str(MAX_DEPTH))
            raise _Stop
        return self._mapping(event, depth + 1) if type(event) is MappingStartEvent else self._list(event, depth + 1)

    def _key(self, key: Any) -> str:
        """Return the name of a key, which must be plain text."""
        if type(key) not in (ScalarEvent, AliasEvent):
            self._report_event("wrong-shape", key, expected="text")
            raise _Stop
        self._node(key, 1)
        name: str = key.value
        return name

    def _scalar(self, event: Any) -> Any:
        raise NotImplementedError

    def _mapping(self, start: Any, depth: int) -> Any:
        raise NotImplementedError

    def _list(self, start: Any, depth: int) -> Any:
        raise NotImplementedError

    def _report_event(self, code: str, event: Any, **values: str) -> None:
        line, column, end = _mark(event)
        if not isinstance(event, ScalarEvent | AliasEvent):
            end = 0
        self._report.add(code, Span(self._file, line, column, end), **values)


class _ValueWalk(_Walk):
    """The first walk over every text: plain values, and the marks of the items of a top-level list."""

    def __init__(self, loader: Any, file: str, report: Report) -> None:
        super().__init__(loader, file, report)
        self.starts: list[Mark] = []
        self.repeated = False

    def _scalar(self, event: Any) -> str | None:
        return event.value if event.style or event.value not in _NULLS else None

    def _mapping(self, start: Any, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        next_event = self._next_event
        while type(key := next_event()) is not MappingEndEvent:
            plain = type(key) is ScalarEvent and key.anchor is None and key.tag is None
            name = key.value if plain else self._key(key)
            event = next_event()
            if (
                type(event) is ScalarEvent and event.anchor is None and event.tag is None
            ):  # as in _node, without the call, for speed
                self.last = event
                value = event.value if event.style or event.value not in _NULLS else None
            else:
                value = self._node(event, depth)
            if name in values:
                self.repeated = True
            else:
                values[name] = value
        self.last = key
        return values

    def _list(self, start: Any, depth: int) -> list[Any]:
        values: list[Any] = []
        while type(event := self._next_event()) is not SequenceEndEvent:
            if depth == 2:
                self.starts.append(_start_mark(event))
            values.append(self._node(event, depth))
        self.last = event
        return values


class _MarkWalk(_Walk):
    """The walk for the marks of all keys and values; reports repeated keys."""

    empty = (1, 1, 0)

    def _scalar(self, event: Any) -> Mark:
        return _mark(event)

    def _mapping(self, start: Any, depth: int) -> Branch:
        parts: dict[str, tuple[Mark, Node]] = {}
        while type(key := self._next_event()) is not MappingEndEvent:
            name = self._key(key)
            node = self._node(self._next_event(), depth)
            if name in parts:
                self._report_event("yaml-repeated-key", key, key=name, line=str(parts[name][0][0]))
            else:
                parts[name] = (_mark(key), node)
        return Branch(_start_mark(start), parts)

    def _list(self, start: Any, depth: int) -> Branch:
        parts: list[Node] = []
        while type(event := self._next_event()) is not SequenceEndEvent:
            parts.append(self._node(event, depth))
        return Branch(_start_mark(start), parts)


def _start_mark(event: Any) -> Mark:
    """Return where something begins; the first event of a list or mapping does not know its end."""
    return event.start_mark.line + 1, event.start_mark.column + 1, 0
