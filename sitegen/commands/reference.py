"""`explain`, `schema` and `parts`."""

from __future__ import annotations

import argparse
import sys

from sitegen.cache import NullCache
from sitegen.commands.arguments import CLEAN, PROBLEMS, USAGE, parse_context
from sitegen.console import Console
from sitegen.load import load_site
from sitegen.problems import Report, Span
from sitegen.styleguide import styleguide_files


def explain(arguments: argparse.Namespace) -> int:
    """Tell a problem's code at length."""
    from sitegen.reporters import problem_explanation
    from sitegen.scalars import closest_match

    messages = Console(arguments).messages
    text = problem_explanation(arguments.code, messages)
    if text is None:
        closest = closest_match(arguments.code, messages["problems"])
        print(messages["cli"]["unknown_code"].format(code=arguments.code), file=sys.stderr)
        if closest:
            print(messages["frame"]["suggestion"].format(suggestion=closest), file=sys.stderr)
        return USAGE
    print(text)
    return CLEAN


def schema(arguments: argparse.Namespace) -> int:
    """Print or write the JSON Schema of the data files."""
    import json

    from sitegen.load.json_schema import NAMES, json_schema

    if arguments.name and arguments.name not in NAMES:
        print(f"sitegen schema: {arguments.name}: {', '.join(NAMES)}", file=sys.stderr)
        return USAGE
    schemas = {name: json_schema(name) for name in ([arguments.name] if arguments.name else NAMES)}
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


def parts(arguments: argparse.Namespace) -> int:
    """Write the overview into build/parts."""
    console, report = Console(arguments), Report()
    if (context := parse_context(arguments)) is None:
        return USAGE
    site = load_site(arguments.site, report, NullCache())
    if site is None or report.failed():
        console.report(report)
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
