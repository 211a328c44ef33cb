"""Report problems as text for people, as JSON for tools, and as annotations with a job summary for GitHub.

Problems quote what others wrote, so that anything that could control a terminal or a page is escaped. No report ends in
a line feed, except for the job summary, which is appended to a file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sitegen.problems import PRIVATE_CODES, Offer, PastePlace, Problem, Report, Severity, Span

Messages = Mapping[str, Any]
"""The messages of one language: `frame:` for the report, and `problems:` with `says` and `explain` of each code."""
ReadLine = Callable[[Span], str | None]
"""Returns the source line of a span; None where it cannot be read."""

MAX_PER_CODE = 20
"""Number of problems of one code that the text lists."""
MAX_ROWS = 500
"""Number of problems that a job summary lists; GitHub refuses summaries that are too large."""
_MAX_VALUE = 200
"""Maximum characters of a quoted value."""
_PRIVATE_CODES = frozenset(PRIVATE_CODES.values())
"""Logs of a public repository are public: messages of these codes mask the data, no problem shows its line or quotes
it."""
_BEFORE, _WINDOW = 60, 120
"""Of a long line: characters shown before the problem, and in all."""

_RED, _YELLOW, _CYAN, _BLUE = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[34m"
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_STYLES: Mapping[Severity, str] = {"error": _RED, "warning": _YELLOW, "note": _CYAN}


def format_message(problem: Problem, messages: Messages) -> str:
    """Return the message of a problem, in one line of escaped text."""
    terms = messages["frame"]["terms"]
    values = {name: _shorten(terms.get(name, {}).get(value, value)) for name, value in problem.values.items()}
    texts = messages["problems"].get(problem.code)
    if "announced" in problem.values:
        values["problem"] = format_message(_announced(problem), messages)
    return _fill_placeholders(texts["says"], values) if texts else problem.code


def _announced(problem: Problem) -> Problem:
    """Return the problem that one announces for a later moment."""
    values = {name: value for name, value in problem.values.items() if name not in ("announced", "since")}
    return replace(problem, code=problem.values["announced"], values=values)


def format_explanation(code: str, messages: Messages) -> str | None:
    """Explain a code and how to fix it; None for an unknown code."""
    texts = messages["problems"].get(code)
    if texts is None:
        return None
    return f"{code}\n\n{re.sub(r'{[a-z_]+}', '…', texts['says'])}\n\n{texts['explain'].rstrip()}"


def format_text_report(
    report: Report, messages: Messages, read_line: ReadLine, colour: bool, strict: bool = False
) -> str:
    """Format the report for people: each problem with its line, then the counts. Empty without problems."""
    problems = _mask_private(report)
    if not problems:
        return ""
    private = _private_lines(problems)
    counts: Counter[str] = Counter()
    blocks = []
    for problem in problems:
        counts[problem.code] += 1
        if counts[problem.code] <= MAX_PER_CODE:
            hidden = (problem.at.file, problem.at.line) in private
            severity = report.severity_of(problem, strict=strict)
            blocks.append(_format_problem(problem, severity, messages, _no_line if hidden else read_line, colour))
    labels = messages["frame"]
    blocks += _format_offers(problems, messages, colour)
    end = [
        _fill_placeholders(labels["more"], {"count": str(n - MAX_PER_CODE), "code": code})
        for code, n in counts.items()
        if n > MAX_PER_CODE
    ]
    end += [
        _fill_placeholders(labels["explain"], {"code": problems[0].code}),
        _style(_BOLD, format_severity_counts(report, messages, strict), colour),
    ]
    return "\n\n".join([*blocks, "\n".join(end)])


def format_json_report(report: Report, messages: Messages, strict: bool = False) -> str:
    """Format the report as JSON: the counts, and every problem in order."""
    problems = _mask_private(report)
    counts = Counter(report.severity_of(problem, strict=strict) for problem in problems)
    listed = [
        {
            "file": problem.at.file,
            "line": problem.at.line,
            "column": problem.at.column,
            "end": problem.at.end,
            "severity": report.severity_of(problem, strict=strict),
            "code": problem.code,
            "message": format_message(problem, messages),
            "suggestion": problem.suggestion,
            "paste": problem.paste,
            "paste_at": _format_place(problem.offer, messages),
        }
        for problem in problems
    ]
    numbers = {f"{severity}s": counts[severity] for severity in _SEVERITIES}
    return json.dumps({**numbers, "problems": listed}, indent=2)


def format_github_report(report: Report, messages: Messages, strict: bool = False) -> str:
    """Format the report as workflow commands, which GitHub shows at the lines of a pull request."""
    return "\n".join(
        _workflow_command(problem, report.severity_of(problem, strict=strict), messages)
        for problem in _mask_private(report)
    )


def format_job_summary(report: Report, messages: Messages, strict: bool = False) -> str:
    """Format the report as a Markdown table for a GitHub job, which shows only about ten annotations."""
    labels, problems = messages["frame"], _mask_private(report)
    if not problems:
        return f"## {labels['heading']}\n\n{labels['none']}\n"
    lines = [f"## {labels['heading']}", "", format_severity_counts(report, messages, strict), ""]
    lines += [f"| {labels['place']} | {labels['problem']} | {labels['message']} |", "|---|---|---|"]
    for problem in problems[:MAX_ROWS]:
        location, code = (
            escape_markdown(_format_location(problem.at)),
            f"{report.severity_of(problem, strict=strict)}[{problem.code}]",
        )
        text = escape_markdown(_message(problem, messages))
        lines.append(f"| <code>{location}</code> | <code>{escape_markdown(code)}</code> | {text} |")
    if len(problems) > MAX_ROWS:
        lines += ["", _fill_placeholders(labels["rest"], {"count": str(len(problems) - MAX_ROWS)})]
    return "\n".join(lines) + "\n"


def format_severity_counts(report: Report, messages: Messages, strict: bool = False) -> str:
    """Count the problems of each severity: `3 errors, 1 warning`."""
    counts = Counter(report.severity_of(problem, strict=strict) for problem in report)
    numbers = ((name, counts[name]) for name in _SEVERITIES)
    return ", ".join(f"{n} {messages['frame'][name if n == 1 else name + 's']}" for name, n in numbers if n)


def escape_invisible(text: str) -> str:
    """Escape characters that are invisible (control, format, unassigned) as `<U+202E>`."""
    return text if text.isascii() and text.isprintable() else "".join(map(_escape_char, text))


def _escape_char(char: str) -> str:
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return f"<U+{ord(char):04X}>" if hidden else char


def _shorten(text: str) -> str:
    """Quote a value on one line, shortened to _MAX_VALUE."""
    line = re.sub(r"[\t\n\r]+", " ", text[: _MAX_VALUE + 1]).strip(" ")
    return escape_invisible(line[:_MAX_VALUE]) + ("…" if len(text) > _MAX_VALUE else "")


def _mask_private(report: Report) -> list[Problem]:
    """Return the problems in order. In a file with private data, the quotes of its other problems are masked too."""
    problems = list(report)
    files = {problem.at.file for problem in problems if problem.code in _PRIVATE_CODES}
    if not files:
        return problems
    mask = report.mask
    return [
        replace(
            problem,
            values={name: mask(value) for name, value in problem.values.items()},
            suggestion=mask(problem.suggestion),
            offer=_mask_offer(problem.offer, mask),
        )
        if problem.at.file in files or (problem.offer and problem.offer.file in files)
        else problem
        for problem in problems
    ]


def _mask_offer(offer: Offer | None, mask: Callable[[str], str]) -> Offer | None:
    if offer is None:
        return None
    place = offer.place
    return replace(offer, text=mask(offer.text), place=replace(place, text=mask(place.text)) if place else None)


def _private_lines(problems: Iterable[Problem]) -> set[tuple[str, int]]:
    """Return the lines with private data; where the end is unknown, it continues on the next line."""
    spans = [problem.at for problem in problems if problem.code in _PRIVATE_CODES]
    return {(at.file, line) for at in spans for line in (at.line, at.line if at.end else at.line + 1)}


def _no_line(at: Span) -> None:
    """Hide the source line."""


def _fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """Fill the placeholders; values are not searched for placeholders."""
    return re.sub(r"{([a-z_]+)}", lambda match: values.get(match[1], match[0]), text)


def _format_suggestion(problem: Problem, messages: Messages) -> str:
    if not problem.suggestion:
        return ""
    return _fill_placeholders(messages["frame"]["suggestion"], {"suggestion": _shorten(problem.suggestion)})


def _paste_lines(offer: Offer) -> list[str]:
    return [escape_invisible(line) for line in offer.text.split("\n")]


def _format_place(offer: Offer | None, messages: Messages) -> str:
    """Say where offered lines go; empty without an offer."""
    if offer is None:
        return ""
    place = offer.place or PastePlace(offer.file)
    values = {"file": place.file, "line": str(place.line), "last": str(place.last), "text": _shorten(place.text)}
    kind = "instead_lines" if place.last > place.line else place.kind
    return _fill_placeholders(messages["frame"]["paste"][kind], values | {"file": escape_invisible(place.file)})


def _format_offers(problems: Iterable[Problem], messages: Messages, colour: bool) -> list[str]:
    """Format what is offered, once for each place: where it goes, and the lines, which begin where the line begins,
    so that they can be copied as they are."""
    by_place: dict[str, list[str]] = {}
    for offer in dict.fromkeys(problem.offer for problem in problems if problem.offer):
        place, lines = _format_place(offer, messages), _paste_lines(offer)
        if place in by_place and offer.place and offer.place.kind == "key":
            lines = lines[1:]  # the key once
        by_place.setdefault(place, []).extend(lines)
    return ["\n".join([_style(_BOLD, place, colour), *lines]) for place, lines in by_place.items()]


def _message(problem: Problem, messages: Messages) -> str:
    return " ".join(filter(None, (format_message(problem, messages), _format_suggestion(problem, messages))))


def _format_location(at: Span) -> str:
    """Format as `file:line:column`, as far as known."""
    numbers = (at.line, at.column) if at.line else ()
    return ":".join([escape_invisible(at.file), *(str(number) for number in numbers if number)]) if at.file else ""


def _style(style: str, text: str, colour: bool) -> str:
    return f"{style}{text}{_PLAIN}" if colour and text else text


def _format_problem(problem: Problem, severity: Severity, messages: Messages, read_line: ReadLine, colour: bool) -> str:
    """Format one problem: location, code and message; its line with a pointer; the suggestion."""
    location = _format_location(problem.at)
    style = _STYLES[severity]
    word = _style(style, f"{severity}[{problem.code}]", colour)
    lines = [
        (_style(_BOLD, f"{location}:", colour) + " " if location else "")
        + f"{word} {format_message(problem, messages)}"
    ]
    source = read_line(problem.at) if problem.at.file and problem.at.line else None
    if source is not None:
        text, gap, width = _excerpt(source.rstrip("\r\n"), problem.at)
        number = str(problem.at.line)
        lines.append(f"    {_style(_BLUE, f'{number} |', colour)} {text}".rstrip(" "))
        if width:
            bar = _style(_BLUE, f"{' ' * len(number)} |", colour)
            lines.append(f"    {bar} {' ' * gap}{_style(style, '^' * width, colour)}")
    if problem.suggestion:
        lines.append(f"    {_format_suggestion(problem, messages)}")
    return "\n".join(lines)


def _excerpt(line: str, at: Span) -> tuple[str, int, int]:
    """Return the line as shown, and the column and width of the pointer below it (width 0: none)."""
    start = max(0, at.column - 1 - _BEFORE) if len(line) > _WINDOW else 0
    stop = start + _WINDOW
    before, after = "…" if start else "", "…" if len(line) > stop else ""
    text = before + _escape_tabs(line[start:stop]) + after
    if not at.column:
        return text, 0, 0
    first = at.column - 1
    gap = len(before) + _column_width(_escape_tabs(line[start:first]))
    width = _column_width(_escape_tabs(line[first : min(stop, max(at.end - 1, at.column))]))
    return text, gap, max(1, width)


def _escape_tabs(text: str) -> str:
    return escape_invisible(text.replace("\t", "    "))


def _column_width(text: str) -> int:
    """Return the terminal columns of a text: two for wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(char) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _workflow_command(problem: Problem, severity: Severity, messages: Messages) -> str:
    at = problem.at
    location = {"file": escape_invisible(at.file), "line": at.line, "col": at.column, "endColumn": at.end}
    if not at.line:
        location = {"file": location["file"]}
    values = {name: str(value) for name, value in location.items() if value} | {"title": problem.code}
    properties = ",".join(
        f"{name}={_escape_command(value).replace(':', '%3A').replace(',', '%2C')}" for name, value in values.items()
    )
    offered = [_format_place(problem.offer, messages), *_paste_lines(problem.offer)] if problem.offer else []
    message = "\n".join([_message(problem, messages), *offered])
    return f"::{'notice' if severity == 'note' else severity} {properties}::{_escape_command(message)}"


def _escape_command(text: str) -> str:
    """Escape text for a workflow command, which a line break would end."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_markdown(text: str) -> str:
    """Escape text for a Markdown table: each special character becomes a character reference."""
    return re.sub(r"[&<>|`*_\[\]~:@#!$\\{}]", lambda match: f"&#{ord(match[0])};", text)
