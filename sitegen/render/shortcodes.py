"""Protect the shortcodes of prose from conversion by markers, which prose_html.py then fills with figures."""

from __future__ import annotations

import re

from sitegen.figures import SHORTCODE_PATTERN

# Private-use characters: a marker is the number of its shortcode in these, which Markdown and the sanitiser keep.
_BEGIN, _IN_TEXT, _END, _ZERO = "\ue000", "\ue002", "\ue001", 0xE010
_PROTECTED = re.compile(rf"{SHORTCODE_PATTERN.pattern}|[\ue000-\ue01f]")
"""What conversion must not see: a shortcode, or one of the marker characters written by the author."""
ANY_MARKER = rf"[{_BEGIN}{_IN_TEXT}][\ue010-\ue019]+{_END}"
MARKER = rf"{_BEGIN}([\ue010-\ue019]+){_END}"
"""A marker in the text that Markdown converts; shortcode_in_text changes it everywhere but in code samples."""


def protect_shortcodes(text: str) -> str:
    """Replace the shortcodes of a text by markers."""
    numbers = iter(range(len(text)))
    return _PROTECTED.sub(lambda _: _marker(_BEGIN, next(numbers)), text) if _PROTECTED.search(text) else text


def shortcode_in_text(marker: str) -> str:
    """Return the marker of a shortcode in running text, for the marker of any."""
    return _IN_TEXT + marker[len(_BEGIN) :]


def has_markers(html: str) -> bool:
    """Whether converted HTML holds a marker."""
    return _BEGIN in html or _IN_TEXT in html


def protected_shortcodes(text: str) -> list[re.Match[str]]:
    """Find what protect_shortcodes replaced in a text: marker number N stands for the Nth match."""
    return list(_PROTECTED.finditer(text))


def source_index(at: int, shortcodes: list[re.Match[str]]) -> int:
    """Return the index in a text of the character at `at` of the text in which its shortcodes are protected; for one
    within a marker, that of the shortcode."""
    grown = 0
    for number, match in enumerate(shortcodes):
        if match.start() - grown >= at:
            break
        length = len(_marker(_BEGIN, number))
        if match.start() - grown + length > at:
            return match.start()
        grown -= len(match[0]) - length
    return at - grown


def marker_index(marker: str) -> int:
    """Return the number of a marker."""
    return int(marker[1:-1].translate(_DIGITS))


def is_in_code(marker: str) -> bool:
    """Whether a marker stands in a code sample, where the shortcode is shown as written."""
    return marker[0] == _BEGIN


_DIGITS = {_ZERO + digit: str(digit) for digit in range(10)}


def _marker(begin: str, number: int) -> str:
    return begin + "".join(chr(_ZERO + int(digit)) for digit in str(number)) + _END
