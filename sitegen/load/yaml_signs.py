"""Find the signs by which a YAML text means something else than its writer did: each is reported where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sitegen.problems import Report, span_within

_HASH = re.compile(r"(?<=[ \t])#(?=[^\s#])")
"""A `#` that begins a comment unless it stands in a quoted text; its writer may have meant it as part of a value."""
_COMMENT = re.compile(r"(?<=[ \t])#")
_VALUE = re.compile(r"([ \t]*+(?:- ++)*+(?:[^\s:#\"'\[{]++:[ \t]++)?+)([^\"'\[{|>&*!].*|)")
"""The line before a `#`: what leads to a value without quotes, and the value."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\s*")
_LOOKALIKE = re.compile(r"(?m)^ *(?:[–—−‐‑•·](?=[ \u00a0])|(?:- +)?(?:[A-Za-z_]+:)?[\u00a0\u2007\u202f\u3000])")
"""The beginning of a line with another sign in place of a hyphen or of a plain space, which is its last one."""


class ScalarLayout(NamedTuple):
    """Where the scalars of a text stand."""

    scalars: list[tuple[int, int]]
    """The first character and the one behind the last of each, in order."""
    readable: int
    """The character up to which the parser understood the text."""

    def holds(self, at: int) -> bool:
        """Whether a character is part of a scalar, or may be, since the parser did not come so far."""
        return at >= self.readable or any(start <= at < end for start, end in self.scalars)

    def continues(self, start: int, at: int) -> bool:
        """Whether a character is part of a scalar that began before the line that begins at `start`."""
        return any(begin < start and at < end for begin, end in self.scalars)


def report_signs(text: str, find_scalars: Callable[[], ScalarLayout], file: str, report: Report) -> bool:
    """Report a `#` that turns the end of a value into a comment, and dashes, dots and spaces that only look like those
    of YAML. Returns whether the text cannot be understood because of them: what the parser says of it is no help.

    `find_scalars` is called only for a text that has such signs.
    """
    if not (_HASH.search(text) or (not text.isascii() and _LOOKALIKE.search(text))):
        return False
    layout = find_scalars()
    misread = False
    for at in _list_swallowing(text, layout):
        start = text.rfind("\n", 0, at) + 1
        end = _line_end(text, at)
        if _COLOUR.fullmatch(text, at, end) and text[:at].rstrip(" \t").endswith(":"):
            continue  # told as the colour that it is
        suggestion = _quoted_line(text[start:at], text[at:end])
        report.add("yaml-hash", span_within(text, at, end, file), suggestion, text=text[at:end].rstrip())
        misread = misread or _is_in_brackets(text, start, at)
    for match in _LOOKALIKE.finditer(text) if not text.isascii() else ():
        at = match.end() - 1
        if not layout.continues(match.start(), at):
            code = "yaml-space" if text[at].isspace() else "yaml-dash"
            report.add(code, span_within(text, at, at + 1, file), sign=text[at])
            misread = True
    return misread


def _list_swallowing(text: str, layout: ScalarLayout) -> Iterator[int]:
    """Yield the position of each `#` that begins a comment behind something, with no space after it."""
    for match in _HASH.finditer(text):
        at = match.start()
        start = text.rfind("\n", 0, at) + 1
        if not text[start:at].strip() or layout.holds(at):
            continue
        before = _COMMENT.finditer(text, start, at)
        if not any(text[start : one.start()].strip() == "" or not layout.holds(one.start()) for one in before):
            yield at


def _quoted_line(before: str, rest: str) -> str:
    """Return the line with its value in quotes; empty where the value has quotes or brackets already."""
    match = _VALUE.fullmatch(before)
    if match is None:
        return ""
    value = (match[2] + rest).strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'{match[1].lstrip()}"{value}"'


def _is_in_brackets(text: str, start: int, at: int) -> bool:
    """Whether the line has an open bracket before a position."""
    line = text[start:at]
    return any(line.count(opening) > line.count(closing) for opening, closing in ("[]", "{}"))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
