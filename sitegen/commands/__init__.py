"""The commands of the command line: their options, and a handler for each."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _add_build(subparsers: Any) -> None:
    parser = _command(
        subparsers,
        "build",
        "build:build",
        "build the public site",
        "sitegen build --output build/site --strict --format github",
    )
    _add_edition(parser)
    parser.add_argument("--output", "-o", type=Path, metavar="DIR", help="where to (default: build/site)")
    parser.add_argument(
        "--clean", action="store_true", help="forget what earlier builds remembered; make everything anew"
    )
    _add_report(parser)
    _add_jobs(parser)


def _add_check(subparsers: Any) -> None:
    parser = _command(subparsers, "check", "build:check", "tell every problem; write nothing", "sitegen check --strict")
    parser.add_argument(
        "--figures", action="store_true", help="compare the numbers of all texts with those of the data"
    )
    _add_edition(parser)
    _add_report(parser)
    _add_jobs(parser)


def _add_serve(subparsers: Any) -> None:
    parser = _command(
        subparsers, "serve", "build:serve", "preview while you edit, drafts included", "sitegen serve --open"
    )
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine only)"
    )
    parser.add_argument("--open", action="store_true", help="open the browser")
    parser.add_argument("--at", metavar="DATE", help="preview the site of another day, such as 2019-01-01")


def _add_new(subparsers: Any) -> None:
    parser = _command_group(subparsers, "new", "begin a record or an announcement", 'sitegen new news "Judul berita"')
    kinds = parser.add_subparsers(title="what", metavar="village|news", required=True)
    village = _command(
        kinds,
        "village",
        "content:new_village",
        "add a record to data/villages.yaml",
        "sitegen new village 35.05.15.2004",
    )
    village.add_argument("code", help="official code of the village, such as 35.05.15.2004")
    news = _command(
        kinds,
        "news",
        "content:new_news",
        "begin an announcement, as a draft dated today",
        'sitegen new news "Judul berita"',
    )
    news.add_argument("title", help="its headline, in quotes")


def _add_init(subparsers: Any) -> None:
    parser = _command(
        subparsers, "init", "content:init", "begin a site of your own in a new folder", "sitegen init situs-kami"
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the new folder")


def _add_list(subparsers: Any) -> None:
    parser = _command(
        subparsers,
        "list",
        "content:list_content",
        "list what is not public, or not translated",
        "sitegen list scheduled",
    )
    parser.add_argument(
        "what",
        choices=("drafts", "scheduled", "expired", "untranslated"),
        help="drafts, scheduled, expired; or untranslated: what further languages lack, or have from before a change",
    )
    _add_day(parser)


def _add_explain(subparsers: Any) -> None:
    parser = _command(
        subparsers,
        "explain",
        "reference:explain",
        "what a problem's code means, at length",
        "sitegen explain unknown-key",
    )
    parser.add_argument("code", help="the word in brackets of a message, such as unknown-key")


def _add_schema(subparsers: Any) -> None:
    parser = _command(
        subparsers,
        "schema",
        "reference:schema",
        "JSON Schema of each data file, for editors",
        "sitegen schema --output docs/schema",
    )
    parser.add_argument("name", nargs="?", help="one file's name, such as villages; all of them when left out")
    parser.add_argument(
        "--output", "-o", type=Path, metavar="DIR", help="write NAME.schema.json files into this folder"
    )


def _add_clean(subparsers: Any) -> None:
    parser = _command(subparsers, "clean", "build:clean", "delete what builds made in build/", "sitegen clean")
    parser.add_argument(
        "--output", "-o", type=Path, metavar="DIR", help="a folder built elsewhere, with what stands beside it"
    )


def _add_verify(subparsers: Any) -> None:
    parser = _command(
        subparsers,
        "verify",
        "build:verify",
        "whether a published folder is what was built",
        "sitegen verify unduhan --manifest manifest.json",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the published folder, or a copy of it")
    parser.add_argument("--manifest", type=Path, metavar="FILE", help="its manifest.json (default: the one beside it)")
    _add_told(parser)


def _add_lock(subparsers: Any) -> None:
    parser = _command(
        subparsers, "lock", "release:lock", "write every published address into data/urls.lock", "sitegen lock"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if any is missing from it")
    _add_day(parser)
    _add_told(parser)


def _add_diff(subparsers: Any) -> None:
    parser = _command(
        subparsers,
        "diff",
        "diff:diff",
        "what changes from one state of the site to another, in words",
        "sitegen diff main --format markdown",
    )
    parser.add_argument("old", metavar="OLD", help="a git revision, the day of a release, or a built folder")
    parser.add_argument("new", metavar="NEW", nargs="?", help="another of these (default: the files as they are now)")
    parser.add_argument("--at", metavar="DATE", help="as both are published on another day")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="how changes are told")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 if anything changes")
    parser.add_argument("--verbose", "-v", action="store_true", help="print each stage with its time")


def _add_why(subparsers: Any) -> None:
    parser = _command(
        subparsers, "why", "reference:why", "from which lines a page or a figure comes", "sitegen why reported-2018"
    )
    parser.add_argument("what", metavar="WHAT", help="an address of the site, a village's code, or the id of a figure")
    _add_day(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how it is told")


def _add_parts(subparsers: Any) -> None:
    parser = _command(
        subparsers,
        "parts",
        "reference:parts",
        "show the theme's colours and parts on one page, for yourself",
        "sitegen parts",
    )
    parser.add_argument("--output", "-o", type=Path, metavar="DIR", help="where to (default: build/parts)")


def _add_release(subparsers: Any) -> None:
    parser = _command(
        subparsers,
        "release",
        "release:release",
        "freeze the data as known on a day, in data/releases/",
        "sitegen release 2018-12-31",
    )
    parser.add_argument("date", metavar="DATE", help="the day by which it was known: 2018-12-31 closes that year")


def _command(subparsers: Any, name: str, handler: str, purpose: str, example: str) -> argparse.ArgumentParser:
    """A command with the options that every command has; it leads to `module:function` of sitegen.commands."""
    parser = _command_group(subparsers, name, purpose, example)
    parser.set_defaults(handler=handler)
    parser.add_argument("--site", type=Path, default=Path(), metavar="DIR", help="the site folder (default: this one)")
    parser.add_argument("--lang", choices=("id", "en"), help="language of messages (default: that of the site)")
    return parser


def _command_group(subparsers: Any, name: str, purpose: str, example: str) -> argparse.ArgumentParser:
    """A command that only leads to others: options given before theirs would be lost."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.", epilog=f"example:  {example}"
    )
    return parser


def _add_edition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--base-url", default="", metavar="URL", help="where it will be published, if not as in site.yaml"
    )
    parser.add_argument("--drafts", "-D", action="store_true", help="show drafts (the site then says so)")
    parser.add_argument("--future", "-F", action="store_true", help="show what has a publish_date still to come")
    parser.add_argument("--at", metavar="DATE", help="as of another day: 2019-01-01, or 2019-01-01T09:00+07:00")


def _add_told(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="how problems are told")
    parser.add_argument("--quiet", "-q", action="store_true", help="print problems only")


def _add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", metavar="DATE", help="as of another day")


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")
    _add_told(parser)
    parser.add_argument("--verbose", "-v", action="store_true", help="print each stage with its time")


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", "-j", type=_jobs, metavar="N", help="processes to render with (default: one a core)")


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 0 to 65535")
    return int(text)


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes: give 1 to 64")
    return int(text)


COMMANDS: tuple[Callable[[Any], None], ...] = (
    _add_build,
    _add_check,
    _add_serve,
    _add_new,
    _add_init,
    _add_list,
    _add_explain,
    _add_schema,
    _add_clean,
    _add_release,
    _add_lock,
    _add_diff,
    _add_why,
    _add_verify,
    _add_parts,
)
"""Adds each command to the parser, in the order in which --help lists them."""
