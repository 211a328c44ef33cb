"""The limits of a text, far above what people write: beyond them, converting Markdown takes quadratic time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sitegen.problems import Report, Span, span_within

_MAX_PARAGRAPH = 20_000
"""Maximum length of a paragraph, in characters: some eight pages."""
_MAX_DEPTH = 20
"""Maximum nesting of lists and quotes."""
_MAX_HEADINGS = 100
"""Maximum number of headings and rules without a blank line between them."""
_MAX_MENTIONS = 100
"""Maximum number of references to one footnote."""
_MAX_SIGNS = {"`": 200, "{": 200, "[": 500}
"""Maximum number of a sign in one paragraph."""
_MAX_COMMENTS = 100
"""Maximum number of HTML comments without a blank line between them."""

_PREFIX = re.compile(r"[ >]*+(?:(?:[-*+]|[0-9]++\.) ++[ >]*+)*+")
"""The signs of lists and quotes at the beginning of a line."""
_MARKER = re.compile(r">|[-*+]|(?<![0-9])[0-9]++\.")
_HEADING = re.compile(r" {0,3}(?:#|[-=*_][-=*_ ]*+\Z)")
"""A heading, the line under a heading, or a rule."""
_DEEP = re.compile(rf"\n[ >*+.0-9-]{{{_MAX_DEPTH + 1}}}")
"""A line that may be nested too deeply: each list and quote takes a character, if not more."""
_EMBEDDED = re.compile(r"data:image/[a-z]++", re.IGNORECASE)
"""The beginning of a picture that stands in the text itself, in base64, as Google Docs writes it."""
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]++)\]")


def check_text_limits(text: str, file: str, first_line: int, report: Report) -> bool:
    """Whether a text of Markdown keeps all limits; reports the first that it exceeds. It begins on `first_line`."""
    for code, line, values in () if _keeps_limits(text) else _exceeded(text):
        embedded = list(_EMBEDDED.finditer(text)) if code == "paragraph-too-long" else []
        for match in embedded:
            report.add("image-embedded", span_within(text, match.start(), match.start() + 5, file, first_line))
        if not embedded:
            report.add(code, Span(file, first_line + line), **values)
        return False
    mentions = Counter(_FOOTNOTE.findall(text)).most_common(1)
    if mentions and mentions[0][1] > _MAX_MENTIONS:
        sign = f"[^{mentions[0][0]}]"
        start = text.find(sign)
        at = span_within(text, start, start + len(sign), file, first_line)
        report.add("text-too-complex", at, sign=sign, limit=_MAX_MENTIONS)
        return False
    return True


def _keeps_limits(text: str) -> bool:
    """Whether a text is so short and flat that it exceeds no limit of `_exceeded`; False is not certain."""
    return (
        len(text) <= _MAX_PARAGRAPH
        and text.count("\n") < _MAX_HEADINGS
        and text.count("<!--") <= _MAX_COMMENTS
        and all(text.count(sign) <= limit for sign, limit in _MAX_SIGNS.items())
        and "\t" not in text
        and not _DEEP.search(f"\n{text}")
    )


def _exceeded(text: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Yield the code, the line from 0 and the values of each limit that a line, paragraph or block exceeds."""
    length = headings = comments = start = 0
    signs = dict.fromkeys(_MAX_SIGNS, 0)
    for number, written in enumerate(text.split("\n")):
        line = written.expandtabs(4).rstrip()
        bare = line.lstrip(" ")
        if not line:
            headings = comments = 0
        if not line or bare[0] in ">-*+0123456789" or "|" in line:  # in lists and tables, each line is for itself
            length = 0
            signs = dict.fromkeys(_MAX_SIGNS, 0)
        length = len(line) if bare[:1] == "<" else length + len(line)  # HTML is not converted
        start = number if length == len(line) else start
        if length > _MAX_PARAGRAPH:
            yield "paragraph-too-long", start, {"limit": f"{_MAX_PARAGRAPH}"}
        for sign, limit in _MAX_SIGNS.items():
            signs[sign] += line.count(sign)
            if signs[sign] > limit:
                yield "text-too-complex", number, {"sign": sign, "limit": f"{limit}"}
        comments += line.count("<!--")
        if comments > _MAX_COMMENTS:
            yield "text-too-complex", number, {"sign": "<!--", "limit": f"{_MAX_COMMENTS}"}
        if _HEADING.match(line):
            headings += 1
            if headings > _MAX_HEADINGS:
                yield "headings-too-dense", number, {"limit": f"{_MAX_HEADINGS}"}
        elif (depth := _depth(line, bare)) > _MAX_DEPTH:
            yield "nesting-too-deep", number, {"depth": f"{depth}", "limit": f"{_MAX_DEPTH}"}


def _depth(line: str, bare: str) -> int:
    """Return how many lists and quotes the beginning of a line is in."""
    prefix = _PREFIX.match(bare)
    markers = len(_MARKER.findall(prefix[0])) if prefix else 0
    return markers + (len(line) - len(bare)) // 4 if markers else 0
