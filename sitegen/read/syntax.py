"""Syntax: a fault that a YAML parser met becomes our own problem, at the place where somebody has to mend it."""

from __future__ import annotations

import re
from typing import Any

from sitegen.problems import Report, Span

# A value that goes on behind a second colon: `title: Blitar: two villages`, `- title: …`.
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


def explain(error: Any, text: str, last: Any, file: str, report: Report) -> None:
    """Report what a parser's `error` (of PyYAML, either parser) says; `last` is the event of the last value read."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        report.error("yaml-syntax", Span(file))
        return
    where = _Spot(text, mark)
    context = _Spot(text, error.context_mark) if error.context_mark else where
    code, spot, values = _tell(f"{error.context or ''} {error.problem or ''}", where, context, last, text)
    report.error(code, Span(file, spot.line, spot.column), **values)


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
    for words, code, name in _BEGUN:
        if words in said:
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
