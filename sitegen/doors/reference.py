"""Doors to what can be looked up: what a code means, and what may stand in each file."""

from __future__ import annotations

import argparse
import sys

from sitegen.console import Console
from sitegen.doors.common import CLEAN, PROBLEMS, USAGE
from sitegen.problems import Report, Span


def explain(arguments: argparse.Namespace) -> int:
    """Tell a problem's code at length."""
    from sitegen.scalars import nearest
    from sitegen.show import explanation

    words = Console(arguments).words
    text = explanation(arguments.code, words)
    if text is None:
        near = nearest(arguments.code, words["problems"])
        print(words["cli"]["unknown_code"].format(code=arguments.code), file=sys.stderr)
        if near:
            print(words["frame"]["suggestion"].format(suggestion=near), file=sys.stderr)
        return USAGE
    print(text)
    return CLEAN


def schema(arguments: argparse.Namespace) -> int:
    """Print or write the JSON Schema of the data files."""
    import json

    from sitegen.read.describe import NAMES, json_schema

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
            report.error("output-unwritable", Span(""), path=error.filename or arguments.output)
            Console(arguments).report(report)
            return PROBLEMS
    else:
        print(json.dumps(schemas[arguments.name] if arguments.name else schemas, indent=2, ensure_ascii=False))
    return CLEAN
