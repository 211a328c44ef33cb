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
from sitegen.problems import Report, Span

_TWO_COLONS = re.compile(r"\s*(- +)*[^\s:#][^:#]*: +[^\s\"'\[{|>].*")


_BEGUN = (
    ("directive", "yaml-sign", "sign"),
    ("alias", "yaml-alias", "name"),
    ("anchor", "yaml-alias", "name"),
    ("tag", "yaml-tag", "tag"),
    ("escape", "yaml-escape", ""),
    ("quoted scalar", "yaml-quote", ""),
    ("expected ':'", "yaml-key", ""),
    ("flow", "yaml-bracket", ""),
)
"""What a parser calls a thing that goes wrong once it has begun, our code, and the placeholder of what is written."""

Told = tuple[str, "_Spot", dict[str, str]]


def report_syntax_error(error: Any, text: str, last: Any, file: str, report: Report) -> None:
    """Report what a parser's `error` (of PyYAML, either parser) says; `last` is the event of the last value read."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        report.add("yaml-syntax", Span(file))
        return
    where = _Spot(text, mark)
    context = _Spot(text, error.context_mark) if error.context_mark else where
    code, spot, values = _tell(f"{error.context or ''} {error.problem or ''}", where, context, last, text)
    report.add(code, Span(file, spot.line, spot.column), **values)


class _Spot:
    """A place in the text, with its line."""

    def __init__(self, text: str, mark: Any) -> None:
        lines = text.split("\n")
        self.line, self.column = mark.line + 1, mark.column + 1
        self.written = lines[mark.line] if mark.line < len(lines) else ""
        if mark.line and not any(lines[mark.line :]):  # the end of the text: its last line is meant
            last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
            self.line, self.written = last + 1, lines[last]
            self.column = len(self.written) + 1

    def indent(self) -> str:
        """The white space that the line begins with."""
        return self.written[: len(self.written) - len(self.written.lstrip())]

    def rest(self) -> str:
        """What stands here, up to the next space."""
        return (self.written[self.column - 1 :].split() or [""])[0]

    def at(self, column: int) -> _Spot:
        """Another column of the same line."""
        self.column = column
        return self


def _tell(said: str, where: _Spot, context: _Spot, last: Any, text: str) -> Told:
    """The code, the place and the values of the problem; `said` is what the parser calls it."""
    if "\t" in where.indent():
        return "yaml-tab", where.at(where.indent().index("\t") + 1), {}
    if "cannot start any token" in said:
        sign = where.rest()[:1]
        return ("yaml-sign", where, {"sign": sign}) if sign else ("yaml-tab", where, {})
    for messages, code, name in _BEGUN:
        if messages in said:
            return code, context, {name: context.rest()} if name else {}
    if "mapping values are not allowed" in said:
        if _TWO_COLONS.fullmatch(where.written[: where.column - 1]):
            return "yaml-colon", where, {}
        return "yaml-indent", where.at(len(where.indent()) + 1), {}
    return _behind_a_value(where, last, text) or _out_of_line(said, where)


def _out_of_line(said: str, where: _Spot) -> Told:
    """A line that begins where no line may, or a fault that has no name of its own."""
    begins = len(where.indent()) == where.column - 1 and bool(where.rest()) and "document" not in said
    return "yaml-indent" if begins else "yaml-syntax", where, {}


def _behind_a_value(where: _Spot, last: Any, text: str) -> Told | None:
    """What stands behind a closed quote or bracket: a slip, or the sign that an earlier quote was left open."""
    if last is None:
        return None
    start, end = last.start_mark, last.end_mark
    closing = text[end.index - 1 : end.index]
    if end.line + 1 != where.line or closing not in ("'", '"', "]", "}"):
        return None
    if start.line != end.line and closing in "'\"":
        return "yaml-quote", _Spot(text, start), {}
    return "yaml-leftover", where, {}


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
Loc = tuple[str | int, ...]


class Document:
    """What a YAML text says, in plain values (dict, list, str, None), and where each of them stands."""

    def __init__(self, file: str, value: Any, starts: list[Mark], places: Callable[[], _Places]) -> None:
        """`starts` has the place of each item of a list at the top; `places` finds all others, when first asked."""
        self.file, self.value, self.starts = file, value, starts
        self.faults: dict[Loc, Any] = {}
        """Where something was refused, with what was written there; each place around it is here too, with None."""
        self._places = places

    @cached_property
    def tree(self) -> Node:
        """Every place: worth a second walk, since only a text with a fault, or one that refers to nothing, needs it."""
        node: Node = self._places().document()
        return node

    def remove(self, loc: Loc) -> None:
        """Take out the value at `loc`, and its place, so that what is left keeps its places."""
        value, node = self.value, self.tree
        for part in loc[:-1]:
            found = _step(node, part)
            if found is None:
                return
            value, node = value[part], found[1]
        if loc and _step(node, loc[-1]) is not None and isinstance(node, Branch):
            del value[loc[-1]]
            del node.parts[loc[-1]]  # type: ignore[arg-type]

    def join(self, loc: Loc, other: str, text: str) -> None:
        """Make one value, `text`, of the one at `loc` and of the key `other` behind it, which is taken out."""
        *outer, name = loc
        node, value = self.tree, self.value
        for part in outer:
            found = _step(node, part)
            if found is None:
                return
            value, node = value[part], found[1]
        places: Any = node
        (line, column, _), (_, _, end) = places.parts[name][1], places.parts[other][0]
        places.parts[name] = (places.parts[name][0], (line, column, end))
        value[name] = text
        del value[other], places.parts[other]

    def span(self, loc: Loc, *, key: bool = False) -> Span:
        """The place of the value that `loc` leads to, or of its `key`; of the nearest thing around it when it is none.

        A value that is left empty has no place of its own: its key stands for it.
        """
        node, name = self.tree, None
        for part in loc:
            found = _step(node, part)
            if found is None:
                name = None
                break
            name, node = found
        line, column, end = node.mark if isinstance(node, Branch) else node
        if name and (key or column == end):
            line, column, end = name
        return Span(self.file, line, column, end if end != column else 0)


def _step(node: Node, part: str | int) -> tuple[Mark | None, Node] | None:
    """The place of one key (None in a list) and of its value; None when there is no such part."""
    if not isinstance(node, Branch):
        return None
    if isinstance(node.parts, dict):
        return node.parts.get(part)  # type: ignore[arg-type]
    return (None, node.parts[part]) if isinstance(part, int) and part < len(node.parts) else None


def parse_yaml(text: str, file: str, report: Report, *, pure: bool = False) -> Document | None:
    """Read YAML `text`, reporting what is wrong; None when it cannot be read to its end.

    `pure` takes the parser that needs no libyaml: same values, slower; its syntax errors may stand elsewhere.
    """
    loader = yaml.Loader if pure or _FAST is None else _FAST
    walk = _Values(loader(text), file, report)
    try:
        document = Document(file, walk.document(), walk.starts, lambda: _Places(loader(text), file, report))
        if walk.repeated:  # the walk for places says where
            _ = document.tree
    except _Stop:
        return None
    except yaml.YAMLError as error:
        report_syntax_error(error, text, walk.last, file, report)
        return None
    return document


def parse_messages(data: bytes) -> dict[str, Any]:
    """Read the bytes of a trusted file of words (nested mappings of text); raises ValueError when they are none."""
    report = Report()
    text = decode_text(data, "", report)
    document = parse_yaml(text, "", report) if text is not None else None
    if document is None or report.failed() or not isinstance(document.value, dict):
        raise ValueError(f"no file of words: {[(problem.code, problem.at.line) for problem in report]}")
    messages: dict[str, Any] = document.value
    return messages


class _Stop(Exception):
    """The text cannot be read on; why is already reported."""


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.column + 1 if end.line == start.line else 0


class _Walk:
    """One walk along the events of one text."""

    nothing: Any = None
    """What a text without any value is."""

    def __init__(self, loader: Any, file: str, report: Report) -> None:
        self._take = loader.get_event
        self._file, self._report = file, report
        self.last: Any = None
        """What was read last: a syntax error may be the fault of what stands before it."""

    def document(self) -> Any:
        """Walk the whole text."""
        self._take()  # the stream begins
        if isinstance(self._take(), StreamEndEvent):
            return self.nothing
        result = self._node(self._take(), 1)
        self._take()  # the document ends
        event = self._take()
        if isinstance(event, DocumentStartEvent):
            self._refuse("yaml-documents", event)
            raise _Stop
        return result

    def _node(self, event: Any, depth: int) -> Any:
        if event.anchor is not None:
            self._refuse("yaml-alias", event, name=f"{'*' if type(event) is AliasEvent else '&'}{event.anchor}")
        if type(event) is AliasEvent:
            raise _Stop
        if event.tag is not None:
            self._refuse("yaml-tag", event, tag=event.tag)
        if type(event) is ScalarEvent:
            self.last = event
            return self._scalar(event)
        if depth > MAX_DEPTH:
            self._refuse("yaml-depth", event, limit=str(MAX_DEPTH))
            raise _Stop
        return self._mapping(event, depth + 1) if type(event) is MappingStartEvent else self._list(event, depth + 1)

    def _key(self, key: Any) -> str:
        """The name that a key is; anything but plain text is refused."""
        if type(key) not in (ScalarEvent, AliasEvent):
            self._refuse("wrong-shape", key, expected="text")
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

    def _refuse(self, code: str, event: Any, **values: str) -> None:
        line, column, end = _mark(event)
        if not isinstance(event, ScalarEvent | AliasEvent):
            end = 0
        self._report.add(code, Span(self._file, line, column, end), **values)


class _Values(_Walk):
    """The walk that every text gets: plain values, and where the items of a list at the top begin."""

    def __init__(self, loader: Any, file: str, report: Report) -> None:
        super().__init__(loader, file, report)
        self.starts: list[Mark] = []
        self.repeated = False

    def _scalar(self, event: Any) -> str | None:
        return event.value if event.style or event.value not in _NOTHING else None

    def _mapping(self, start: Any, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        take = self._take
        while type(key := take()) is not MappingEndEvent:
            plain = type(key) is ScalarEvent and key.anchor is None and key.tag is None
            name = key.value if plain else self._key(key)
            event = take()
            if type(event) is ScalarEvent and event.anchor is None and event.tag is None:  # as _node, without the call
                self.last = event
                value = event.value if event.style or event.value not in _NOTHING else None
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
        while type(event := self._take()) is not SequenceEndEvent:
            if depth == 2:
                self.starts.append(_begin(event))
            values.append(self._node(event, depth))
        self.last = event
        return values


class _Places(_Walk):
    """The walk for the place of every key and value; it says where a key is repeated."""

    nothing = (1, 1, 0)

    def _scalar(self, event: Any) -> Mark:
        return _mark(event)

    def _mapping(self, start: Any, depth: int) -> Branch:
        parts: dict[str, tuple[Mark, Node]] = {}
        while type(key := self._take()) is not MappingEndEvent:
            name = self._key(key)
            node = self._node(self._take(), depth)
            if name in parts:
                self._refuse("yaml-repeated-key", key, key=name, line=str(parts[name][0][0]))
            else:
                parts[name] = (_mark(key), node)
        return Branch(_begin(start), parts)

    def _list(self, start: Any, depth: int) -> Branch:
        parts: list[Node] = []
        while type(event := self._take()) is not SequenceEndEvent:
            parts.append(self._node(event, depth))
        return Branch(_begin(start), parts)


def _begin(event: Any) -> Mark:
    """Where something begins; the first event of a list or mapping says nothing of its extent."""
    return event.start_mark.line + 1, event.start_mark.column + 1, 0
