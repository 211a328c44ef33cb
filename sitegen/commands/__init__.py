"""The commands of the command line: their options, and a handler for each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Container
from pathlib import Path
from typing import Any, NamedTuple

from sitegen.scalars import LANGUAGES

Option = Callable[[argparse.ArgumentParser], Any]
"""Adds an option to a parser."""


def _option(*names: str, **settings: Any) -> Option:
    return lambda parser: parser.add_argument(*names, **settings)


class UsageError(Exception):
    """The arguments are wrong; has the code and the values of the problem to be printed."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values


class Command(NamedTuple):
    """A command, with its options and its handler."""

    name: str
    handler: str
    """`module:function` of sitegen.commands; it is imported only when the command runs."""
    purpose: str
    example: str
    options: tuple[Option, ...] = ()


class CommandGroup(NamedTuple):
    """A command that only leads to others, and has no options: given before theirs, they would be lost."""

    name: str
    purpose: str
    example: str
    commands: tuple[Command, ...]


def add_commands(parser: argparse.ArgumentParser, words: Container[str] | None = None) -> None:
    """Add every command to the parser; with the `words` of a command line, options only to commands among them."""
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        if isinstance(command, Command):
            _add_command(subparsers, command, words)
            continue
        names = "|".join(one.name for one in command.commands)
        group = _add_parser(subparsers, command).add_subparsers(title="what", metavar=names, required=True)
        for one in command.commands:
            _add_command(group, one, words)


def _add_command(subparsers: Any, command: Command, words: Container[str] | None) -> None:
    parser = _add_parser(subparsers, command)
    parser.set_defaults(handler=command.handler)
    if words is None or command.name in words:
        for option in (*_COMMON, *command.options):
            option(parser)


def _add_parser(subparsers: Any, command: Command | CommandGroup) -> argparse.ArgumentParser:
    purpose = command.purpose
    parser: argparse.ArgumentParser = subparsers.add_parser(
        command.name,
        help=purpose,
        description=f"{purpose[0].upper()}{purpose[1:]}.",
        epilog=f"example:  {command.example}",
    )
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 0 to 65535")
    return int(text)


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes: give 1 to 64")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text} is no number of files: give 0 or more")
    return int(text)


def _output(help: str) -> Option:
    return _option("--output", "-o", type=Path, metavar="DIR", help=help)


_COMMON = (
    _option("--site", type=Path, default=Path(), metavar="DIR", help="the site folder (default: this one)"),
    _option("--lang", choices=LANGUAGES, help="language of messages (default: that of the site)"),
)
_CONTEXT = (
    _option("--base-url", default="", metavar="URL", help="where it will be published, if not as in site.yaml"),
    _option("--drafts", "-D", action="store_true", help="show drafts (the site then says so)"),
    _option("--future", "-F", action="store_true", help="show what has a publish_date still to come"),
    _option("--at", metavar="DATE", help="as of another day: 2019-01-01, or 2019-01-01T09:00+07:00"),
)
_DAY = _option("--at", metavar="DATE", help="as of another day")
_PROBLEMS = (
    _option("--format", choices=("text", "json", "github"), default="text", help="how problems are told"),
    _option("--quiet", "-q", action="store_true", help="print problems only"),
)
_FIGURES = "compare the numbers of all texts with those of the data"
_AGAINST = "tell what was published there and is gone: a URL, a built folder, a manifest.json, a git revision"
_GUARDS = (
    _option("--figures", action="store_true", help=_FIGURES),
    _option("--against", metavar="STATE", help=_AGAINST),
)
_VERBOSE = _option("--verbose", "-v", action="store_true", help="print each stage with its time")
_JOBS = _option("--jobs", "-j", type=_jobs, metavar="N", help="processes to render with (default: one a core)")
_BUILD = (
    _option("--strict", action="store_true", help="treat warnings as errors"),
    *_PROBLEMS,
    _VERBOSE,
    _JOBS,
)
_LISTS = "drafts, scheduled, expired; or untranslated: what further languages lack, or have from before a change"

COMMANDS: tuple[Command | CommandGroup, ...] = (
    Command(
        "build",
        "build:run_build",
        "build the public site",
        "sitegen build --output build/site --strict --format github",
        (
            *_CONTEXT,
            _output("where to (default: build/site)"),
            _option("--clean", action="store_true", help="forget what earlier builds remembered; make everything anew"),
            _option("--max-removals", type=_count, metavar="N", help="remove at most N files (default: 20, or half)"),
            _option("--prune-foreign", action="store_true", help="remove files in the folder that no build made"),
            _option("--take-over", action="store_true", help="replace what stands at addresses of the site"),
            *_GUARDS,
            *_BUILD,
        ),
    ),
    Command(
        "check",
        "build:run_check",
        "tell every problem; write nothing",
        "sitegen check --strict",
        (*_CONTEXT, *_GUARDS, *_BUILD),
    ),
    Command(
        "serve",
        "build:run_serve",
        "preview while you edit, drafts included",
        "sitegen serve --open",
        (
            _option("--port", type=_port, default=8000, help="port to listen on (default: 8000)"),
            _option("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine only)"),
            _option("--open", action="store_true", help="open the browser"),
            _option("--at", metavar="DATE", help="preview the site of another day, such as 2019-01-01"),
            _JOBS,
        ),
    ),
    CommandGroup(
        "new",
        "begin a record or an announcement",
        'sitegen new news "Judul berita"',
        (
            Command(
                "village",
                "content:run_new_village",
                "add a record to data/villages.yaml",
                "sitegen new village 35.05.15.2004",
                (
                    _option("code", help='its official code, such as 35.05.15.2004, or its name: "Sukosewu, Blitar"'),
                    _option("--pick", metavar="CODE", help="the one that is meant, of several of this name"),
                ),
            ),
            Command(
                "news",
                "content:run_new_news",
                "begin an announcement, as a draft dated today",
                'sitegen new news "Judul berita"',
                (_option("title", help="its headline, in quotes"),),
            ),
        ),
    ),
    Command(
        "init",
        "content:run_init",
        "begin a site of your own in a new folder",
        "sitegen init situs-kami",
        (
            _option("folder", type=Path, metavar="DIR", help="the new folder"),
            _option("--geography", metavar="NAME", help="that of another country, such as kenya (default: indonesia)"),
        ),
    ),
    Command(
        "list",
        "content:run_list_content",
        "list what is not public, or not translated",
        "sitegen list scheduled",
        (_option("what", choices=("drafts", "scheduled", "expired", "untranslated"), help=_LISTS), _DAY),
    ),
    Command(
        "next-change",
        "content:run_next_change",
        "the next moment at which the site differs with no edit",
        "sitegen next-change --at 2026-11-30T07:00+07:00",
        (
            _option("--at", metavar="DATE", help="after another moment, such as that of the last deployment"),
            _option("--due", action="store_true", help="only one that has come by now"),
            _option("--format", choices=("text", "json"), default="text", help="how it is told"),
        ),
    ),
    Command(
        "links",
        "links:run_links",
        "try the links to other sites, one after the other",
        "sitegen links --format json",
        (
            _option("--all", action="store_true", help="also those that answered in the last days"),
            *_PROBLEMS,
        ),
    ),
    Command(
        "explain",
        "reference:run_explain",
        "what a problem's code means, at length",
        "sitegen explain unknown-key",
        (_option("code", help="the word in brackets of a message, such as unknown-key"),),
    ),
    Command(
        "schema",
        "reference:run_schema",
        "JSON Schema of each data file, for editors",
        "sitegen schema --output docs/schema",
        (
            _option("name", nargs="?", help="one file's name, such as villages; all of them when left out"),
            _output("write NAME.schema.json files into this folder"),
        ),
    ),
    Command(
        "clean",
        "build:run_clean",
        "delete what builds made in build/",
        "sitegen clean",
        (_output("a folder built elsewhere, with what stands beside it"),),
    ),
    Command(
        "release",
        "release:run_release",
        "freeze the data as known on a day, in data/releases/",
        "sitegen release 2018-12-31",
        (_option("date", metavar="DATE", help="the day by which it was known: 2018-12-31 closes that year"),),
    ),
    Command(
        "lock",
        "release:run_lock",
        "write every published address into data/urls.lock",
        "sitegen lock",
        (
            _option("--check", action="store_true", help="write nothing; exit with 1 if any is missing from it"),
            _DAY,
            *_PROBLEMS,
        ),
    ),
    Command(
        "diff",
        "diff:run_diff",
        "what changes from one state of the site to another, in words",
        "sitegen diff main --format markdown",
        (
            _option("old", metavar="OLD", help="a git revision, the day of a release, or a built folder"),
            _option("new", metavar="NEW", nargs="?", help="another of these (default: the files as they are now)"),
            _option("--at", metavar="DATE", help="as both are published on another day"),
            _option("--format", choices=("text", "markdown", "json"), default="text", help="how changes are told"),
            _option("--exit-code", action="store_true", help="exit with 1 if anything changes"),
            _VERBOSE,
        ),
    ),
    Command(
        "why",
        "reference:run_why",
        "from which lines a page or a figure comes",
        "sitegen why reported-2018",
        (
            _option("what", metavar="WHAT", help="an address of the site, a village's code, or the id of a figure"),
            _DAY,
            _option("--format", choices=("text", "json"), default="text", help="how it is told"),
        ),
    ),
    Command(
        "verify",
        "build:run_verify",
        "whether a published folder is what was built",
        "sitegen verify unduhan --manifest manifest.json",
        (
            _option("folder", type=Path, metavar="DIR", help="the published folder, or a copy of it"),
            _option("--manifest", type=Path, metavar="FILE", help="its manifest.json (default: the one beside it)"),
            *_PROBLEMS,
        ),
    ),
    Command(
        "parts",
        "reference:run_parts",
        "show the theme's colours and parts on one page, for yourself",
        "sitegen parts",
        (_output("where to (default: build/parts)"),),
    ),
)
"""In the order in which --help lists them."""
