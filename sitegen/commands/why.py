"""The handler of `sitegen why`: from which lines of which files a page or a figure comes, and on whose word."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator

import msgspec

from sitegen.build.explain import Explanation, Origin, explain
from sitegen.cache import NullCache
from sitegen.commands.arguments import CLEAN, PROBLEMS, USAGE, parse_context
from sitegen.console import Console, Messages
from sitegen.figures import format_number
from sitegen.load import load_site
from sitegen.problems import Report, Span
from sitegen.reporters import escape_invisible

MAX_LISTED = 10
"""Records and parts of one sort that the text names; JSON names them all."""


def why(arguments: argparse.Namespace) -> int:
    """Name the files, lines and sources that something comes from."""
    gc.disable()
    console, report = Console(arguments), Report()
    if (context := parse_context(arguments)) is None:
        return USAGE
    site = load_site(arguments.site, report, NullCache())
    if site is None or report.failed():
        console.report(report)
        return PROBLEMS
    explanation = explain(arguments.what, site, context, console.messages)
    if isinstance(explanation, str):
        unknown = Report()
        unknown.add("why-unknown", Span(""), explanation, name=arguments.what)
        console.report(unknown)
        return PROBLEMS
    if arguments.format == "json":
        print(msgspec.json.format(msgspec.json.encode(explanation), indent=2).decode())
    else:
        print("\n".join(_format_lines(explanation, console.messages["why"])))
    return CLEAN


def _format_lines(explanation: Explanation, messages: Messages) -> Iterator[str]:
    yield escape_invisible(explanation.what)
    for key, value in explanation.facts.items():
        yield f"  {messages[key]}: {escape_invisible(value)}"
    parts = "counted" if any(":" not in one.id and one.id[:1].isdigit() for one in explanation.parts) else "parts"
    for key, origins in (
        ("made_from", explanation.records),
        ("source", explanation.sources),
        (parts, explanation.parts),
    ):
        if origins:
            yield f"  {messages[key]}:"
            yield from (f"    {_format_origin(one)}" for one in origins[:MAX_LISTED])
            if len(origins) > MAX_LISTED:
                yield f"    {messages['more'].format(count=format_number(messages, len(origins) - MAX_LISTED))}"
    if not (explanation.records or explanation.sources or explanation.parts):
        yield f"  {messages['made_from']}: {messages['nothing']}"


def _format_origin(origin: Origin) -> str:
    at = str(Span(origin.file, origin.line))
    name = "" if origin.id == origin.file else origin.id.removeprefix("source:")
    return escape_invisible("  ".join(part for part in (at, name, origin.said) if part))
