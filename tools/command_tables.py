"""Generate the tables of commands and options for the documentation, from the argument parser."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Iterator

from markdown_table import table

from sitegen import cli

Parser = argparse.ArgumentParser


@functools.cache
def parsers() -> dict[str, Parser]:
    """Return the parser of every command that has no subcommands, by its words: `build`, `new village`."""
    return dict(_leaves("", cli._parser()))


def common() -> tuple[str, ...]:
    """Return the options that all commands share, by their long names."""
    first, *others = (set(_names(parser)) for parser in parsers().values())
    return tuple(name for name in _names(parsers()["build"]) if name in first.intersection(*others))


def commands(_: str) -> str:
    """List all commands, one row each."""
    rows = (
        (
            f"[`{_usage(command, parser)}`](#sitegen-{command.replace(' ', '-')})",
            _description(parser),
        )
        for command, parser in parsers().items()
    )
    return table(("Command", "What it does"), rows)


def command_table(command: str) -> str:
    """Describe a command with its arguments and options; with no name, the options that all commands share."""
    if not command:
        parser = parsers()["build"]
        return table(("Option", "Meaning"), _rows(parser, common()))
    parser = parsers()[command.replace("_", " ")]
    own = [name for name in _names(parser) if name not in common()]
    parts = [_description(parser), f"```sh\n{(parser.epilog or '').removeprefix('example:').strip()}\n```"]
    return "\n\n".join([*parts, *([table(("Argument", "Meaning"), _rows(parser, own))] if own else [])])


def _leaves(command: str, parser: Parser) -> Iterator[tuple[str, Parser]]:
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield command, parser
    for action in inner:
        for name, child in action.choices.items():
            yield from _leaves(f"{command} {name}".strip(), child)


def _shown(parser: Parser) -> Iterator[argparse.Action]:
    return (action for action in parser._actions if action.help != argparse.SUPPRESS)


def _names(parser: Parser) -> list[str]:
    return [_name(action) for action in _shown(parser)]


def _name(action: argparse.Action) -> str:
    return max(action.option_strings, key=len) if action.option_strings else action.dest


def _rows(parser: Parser, names: list[str] | tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for action in _shown(parser):
        if _name(action) in names:
            yield ", ".join(f"`{form}`" for form in _forms(action)), _help(action)


def _forms(action: argparse.Action) -> list[str]:
    """Return the spellings of an argument; those of an option with its placeholder."""
    if not action.option_strings:
        return [_placeholder(action)]
    arguments = "" if action.nargs == 0 else f" {_placeholder(action)}"
    return [f"{form}{arguments}" for form in sorted(action.option_strings, key=len, reverse=True)]


def _placeholder(action: argparse.Action) -> str:
    if action.choices and not action.metavar:
        return "|".join(map(str, action.choices))
    return str(action.metavar or action.dest.upper())


def _help(action: argparse.Action) -> str:
    text = "show what the command takes, with an example" if action.dest == "help" else action.help or ""
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _usage(command: str, parser: Parser) -> str:
    """Return the usage of a command: its words and positional arguments."""
    positional = [action for action in _shown(parser) if not action.option_strings]
    arguments = [f"[{_placeholder(one)}]" if one.nargs == "?" else _placeholder(one) for one in positional]
    return " ".join(["sitegen", command, *arguments])


def _description(parser: Parser) -> str:
    return parser.description or ""
