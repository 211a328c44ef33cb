"""Format values as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLAIN = re.compile(
    r"[^\W\d_](?:[\w .'()/-]*[\w.'()/-])?(?::[a-z0-9-]+)?"  # a name; the kind and id of a record
    r"|[0-9]{2}(?:\.[0-9]+){2,}|[0-9]{4}-[0-9-]+|/[\w./-]*"  # a code, a date, a URL path
)
"""Text that YAML reads unchanged without quotes, except for keywords."""
_KEYWORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def format_scalar(text: str) -> str:
    """Format a text in one line, with quotes only where needed."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _KEYWORDS else quote(text)


def quote(text: str) -> str:
    """Format a text in double quotes; what cannot be seen is escaped."""
    return f'"{"".join(map(_escape, text))}"'


def _escape(sign: str) -> str:
    if sign in _SHORT:
        return _SHORT[sign]
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def format_flow(value: object) -> str:
    """Format plain values (dict, list, str, None) in one line: `{what: "reported-2018", why: }`."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{format_scalar(key)}: {format_flow(part)}' for key, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(format_flow, value))}]"
    return format_scalar(value) if isinstance(value, str) else ""


def indent_lines(lines: Iterable[str], width: int) -> list[str]:
    """Indent lines by a number of spaces."""
    return [f"{' ' * width}{line}" for line in lines]
