"""Decode the bytes of a file as text, or report the line and column of what is not text."""

from __future__ import annotations

import re

from sitegen.problems import Report, Span, span_within

MAX_LINE = 1_000_000
"""Maximum length of a line in bytes; no editor shows more."""

# Control characters, line breaks of some programs only (NEL, LS, PS), byte order marks, noncharacters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_CONFLICT = ("\n<<<<<<< ", "\n=======\n", "\n>>>>>>> ")
"""The marks between which git leaves two versions of a passage for somebody to choose from."""
_EMBEDDED = b"data:image/"
"""The beginning of a picture that stands in a text itself."""
_PLAIN_BYTES = bytes([*b"\t\n\r", *range(0x20, 0x7F)])


def decode_text(data: bytes, file: str, report: Report, max_line: int = MAX_LINE) -> str | None:
    """Decode `data` as UTF-8, with line feeds only and no byte order mark.

    Reports the problem and returns None when it is no text, or when a line has more than `max_line` bytes.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:  # in UTF-8, never part of a longer character
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not _check_lines(data, file, report, max_line):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        at = span_within(before, len(before), len(before) + 1, file)
        report.add("not-utf8", at, byte=f"0x{data[error.start]:02X}")
        return None
    if (conflict := _find_conflict(text)) >= 0:
        report.add("conflict-marks", span_within(text, conflict, conflict + len(_CONFLICT[0]) - 2, file))
        return None
    if data.isascii() and not data.translate(None, _PLAIN_BYTES):
        return text
    control = _CONTROL.search(text)
    if control:
        sign = f"U+{ord(control[0]):04X}"
        report.add("control-character", span_within(text, control.start(), control.end(), file), sign=sign)
        return None
    return text


def _find_conflict(text: str) -> int:
    """Return the index of the first mark of a conflict; -1 where there is none."""
    begin, middle, end = _CONFLICT
    first = -1 if text.startswith(begin[1:]) else text.find(begin)
    if first < 0 and not text.startswith(begin[1:]):
        return -1
    between = text.find(middle, first + 1)
    return first + 1 if between >= 0 and text.find(end, between + len(middle) - 1) >= 0 else -1


def _check_lines(data: bytes, file: str, report: Report, max_line: int) -> bool:
    """Check that no line is longer than `max_line`; jumps from the last line end within reach to the next."""
    start = 0
    while len(data) - start > max_line:
        end = data.rfind(b"\n", start, start + max_line + 1)
        if end < 0:
            at = Span(file, data.count(b"\n", 0, start) + 1)
            if _EMBEDDED in data[start : start + max_line]:
                report.add("image-embedded", at)
            else:
                report.add("line-too-long", at, limit=max_line)
            return False
        start = end + 1
    return True
