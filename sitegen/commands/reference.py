"""The handlers of `explain`, `schema`, `parts` and `why`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import msgspec

from sitegen.build.explain import Explanation, ProvenanceItem, explain_provenance
from sitegen.cache import NullCache
from sitegen.commands.arguments import CLEAN, PROBLEMS, USAGE, parse_context, read_geography, read_own_keys
from sitegen.console import Console
from sitegen.figures import format_number
from sitegen.load import load_site
from sitegen.models import Site
from sitegen.problems import Report, Span
from sitegen.reporters import Messages, escape_invisible
from sitegen.styleguide import styleguide_files


def run_explain(arguments: argparse.Namespace) -> int:
    """Explain a problem's code."""
    from sitegen.reporters import format_explanation
    from sitegen.scalars import closest_match

    messages = Console(arguments).messages
    text = format_explanation(arguments.code, messages)
    if text is None:
        closest = closest_match(arguments.code, messages["problems"])
        print(messages["cli"]["unknown_code"].format(code=arguments.code), file=sys.stderr)
        if closest:
            print(messages["frame"]["suggestion"].format(suggestion=closest), file=sys.stderr)
        return USAGE
    print(text)
    return CLEAN


def run_schema(arguments: argparse.Namespace) -> int:
    """Print or write the JSON Schema of the data files."""
    import json

    from sitegen.load.records import load_rules
    from sitegen.load.schema import SCHEMA_NAMES, json_schema

    if arguments.name and arguments.name not in SCHEMA_NAMES:
        print(f"sitegen schema: {arguments.name}: {', '.join(SCHEMA_NAMES)}", file=sys.stderr)
        return USAGE
    geography, own = read_geography(arguments.site), read_own_keys(arguments.site)
    rules, names = load_rules(arguments.site, geography), [arguments.name] if arguments.name else SCHEMA_NAMES
    schemas = {name: json_schema(name, geography, own, rules) for name in names}
    if arguments.output:
        report = Report()
        try:
            arguments.output.mkdir(parents=True, exist_ok=True)
            for name, one in schemas.items():
                file = arguments.output / f"{name}.schema.json"
                file.write_text(json.dumps(one, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
                print(file)
        except OSError as error:
            report.add("output-unwritable", Span(""), path=error.filename or arguments.output)
            Console(arguments).report(report)
            return PROBLEMS
    else:
        print(json.dumps(schemas[arguments.name] if arguments.name else schemas, indent=2, ensure_ascii=False))
    return CLEAN


def _load_valid_site(arguments: argparse.Namespace, console: Console) -> Site | None:
    """Load the site; prints its problems and returns None if it has errors."""
    report = Report()
    site = load_site(arguments.site, report, NullCache())
    if site is None or report.invalid():
        console.report(report)
        return None
    return site


def run_parts(arguments: argparse.Namespace) -> int:
    """Write the style guide into build/parts."""
    console, context = Console(arguments), parse_context(arguments)
    if (site := _load_valid_site(arguments, console)) is None:
        return PROBLEMS
    problems = Report()
    files = styleguide_files(site.theme, context, problems)
    if not files:
        console.report(problems)
        return PROBLEMS
    folder = arguments.output or arguments.site / "build" / "parts"
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    print(folder / "index.html")
    return CLEAN


_MAX_LISTED = 10
"""Number of records or parts of one kind that the text lists; JSON has all."""


def run_why(arguments: argparse.Namespace) -> int:
    """Print the files, lines and sources that something comes from."""
    console, context = Console(arguments), parse_context(arguments)
    if (site := _load_valid_site(arguments, console)) is None:
        return PROBLEMS
    explanation = explain_provenance(arguments.what, site, context, console.messages)
    if isinstance(explanation, str):
        unknown = Report()
        unknown.add("why-unknown", Span(""), explanation, name=arguments.what)
        console.report(unknown)
        return PROBLEMS
    if arguments.format == "json":
        encode = msgspec.json.Encoder(decimal_format="number", enc_hook=str).encode  # a FormattedNumber is a text
        print(msgspec.json.format(encode(explanation), indent=2).decode())
    else:
        print("\n".join(_format_lines(explanation, console.messages["why"])))
    return CLEAN


def _format_lines(explanation: Explanation, messages: Messages) -> Iterator[str]:
    yield escape_invisible(explanation.what)
    for key, value in explanation.facts.items():
        yield f"  {messages[key]}: {escape_invisible(value)}"
    parts = "counted" if any(":" not in one.id and one.id[:1].isdigit() for one in explanation.parts) else "parts"
    for key, items in (
        ("made_from", explanation.records),
        ("source", explanation.sources),
        (parts, explanation.parts),
    ):
        if items:
            yield f"  {messages[key]}:"
            yield from (f"    {_format_item(one)}" for one in items[:_MAX_LISTED])
            if len(items) > _MAX_LISTED:
                yield f"    {messages['more'].format(count=format_number(messages, len(items) - _MAX_LISTED))}"
    if not (explanation.records or explanation.sources or explanation.parts):
        yield f"  {messages['made_from']}: {messages['nothing']}"


def _format_item(item: ProvenanceItem) -> str:
    at = str(Span(item.file, item.line))
    name = "" if item.id == item.file else item.id.removeprefix("source:")
    return escape_invisible("  ".join(part for part in (at, name, item.said) if part))
