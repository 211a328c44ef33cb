"""The handler of `sitegen why`: from which lines of which files a page or a figure comes, and on whose word."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator

import msgspec

from sitegen.build.explain import Explanation, Origin, explain
from sitegen.cache import NullCache
from sitegen.commands.arguments import CLEAN, PROBLEMS, USAGE, context_of
from sitegen.console import Console, Messages
from sitegen.figures import format_number
from sitegen.load import load_site
from sitegen.problems import Report, Span
from sitegen.reporters import escape_invisible

SHOWN = 10
"""Records and parts of one sort that the text names; JSON names them all."""


def why(arguments: argparse.Namespace) -> int:
    """Name the files, lines and sources that something comes from."""
    gc.disable()
    console, report = Console(arguments), Report()
    if (context := context_of(arguments)) is None:
        return USAGE
    site = load_site(arguments.site, report, NullCache())
    if site is None or report.failed():
        console.report(report)
        return PROBLEMS
    told = explain(arguments.what, site, context, console.messages)
    if isinstance(told, str):
        unknown = Report()
        unknown.add("why-unknown", Span(""), told, name=arguments.what)
        console.report(unknown)
        return PROBLEMS
    print(_json(told) if arguments.format == "json" else "\n".join(_lines(told, console.messages["why"])))
    return CLEAN


def _json(told: Explanation) -> str:
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


def _lines(told: Explanation, messages: Messages) -> Iterator[str]:
    yield escape_invisible(told.what)
    for key, value in told.facts.items():
        yield f"  {messages[key]}: {escape_invisible(value)}"
    parts = "counted" if any(":" not in one.id and one.id[:1].isdigit() for one in told.parts) else "parts"
    for key, places in (("made_from", told.records), ("source", told.sources), (parts, told.parts)):
        if places:
            yield f"  {messages[key]}:"
            yield from (f"    {_shown(one)}" for one in places[:SHOWN])
            if len(places) > SHOWN:
                yield f"    {messages['more'].format(count=format_number(messages, len(places) - SHOWN))}"
    if not (told.records or told.sources or told.parts):
        yield f"  {messages['made_from']}: {messages['nothing']}"


def _shown(place: Origin) -> str:
    at = str(Span(place.file, place.line))
    name = "" if place.id == place.file else place.id.removeprefix("source:")
    return escape_invisible("  ".join(part for part in (at, name, place.said) if part))
