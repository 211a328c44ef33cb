"""Markdown in which «…» encloses the places at which problems are expected."""

from __future__ import annotations

from sitegen.problems import Span


def unmarked(marked: str, file: str, line: int) -> tuple[str, list[Span]]:
    """The text without its marks, which begins on `line` of `file`, and the marked places."""
    plain, spans, start = "", list[Span](), (0, 0)
    for sign in marked:
        place = (line + plain.count("\n"), len(plain) - plain.rfind("\n"))
        if sign == "«":
            start = place
        elif sign == "»":
            spans.append(Span(file, *start, place[1]))
        else:
            plain += sign
    return plain, spans
