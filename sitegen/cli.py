"""The doors: what `sitegen` can be told on the command line, and where each word leads."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from sitegen import __version__

EPILOG = """\
examples:
  sitegen serve                      preview while you edit; the browser reloads by itself
  sitegen check                      tell every problem of data and content; write nothing
  sitegen build                      build the public site into build/site/
  sitegen new village 35.05.15.2004  add a record to data/villages.yaml
  sitegen new news "Judul berita"    begin an announcement, as a draft
  sitegen explain unknown-key        what a problem's code means, at length

exit codes: 0 clean; 1 problems in the content, or in the place it is written to; 2 wrong use of the command
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say; returns the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as stderr: a terminal that lacks a sign shows its number
    arguments = _parser().parse_args(argv)
    # The doors are imported only now: --help and --version answer at once.
    from sitegen import doors

    run: Callable[[argparse.Namespace], int] = getattr(doors, arguments.door)
    try:
        return run(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has left (`sitegen list drafts | head`): not a fault, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="sitegen",
        description="Turns YAML records and Markdown announcements into a public website with map and yearly archive.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"sitegen {__version__}")
    doors = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (
        _add_build,
        _add_check,
        _add_serve,
        _add_new,
        _add_init,
        _add_list,
        _add_explain,
        _add_schema,
        _add_clean,
    ):
        add(doors)
    return parser


class _Parser(argparse.ArgumentParser):
    """An argument parser that suggests the nearest command for one that it does not know."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to get help, and exit with 2."""
        from sitegen.scalars import nearest

        unknown = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        if unknown:
            known = re.findall(r"[\w-]+", unknown[2])
            near = nearest(unknown[1], known)
            message = f"unknown: {unknown[1]}" + (f". Did you mean {near}?" if near else f"; choose {', '.join(known)}")
        self.exit(2, f"{self.prog}: {message}\nSee {self.prog} --help.\n")


def _add_build(doors: Any) -> None:
    door = _door(doors, "build", "build the public site", "sitegen build --output build/site --strict --format github")
    _add_edition(door)
    door.add_argument("--output", "-o", type=Path, metavar="DIR", help="where to (default: build/site)")
    door.add_argument(
        "--clean", action="store_true", help="forget what earlier builds remembered; make everything anew"
    )
    _add_report(door)
    _add_jobs(door)


def _add_check(doors: Any) -> None:
    door = _door(doors, "check", "tell every problem; write nothing", "sitegen check --strict")
    _add_edition(door)
    _add_report(door)
    _add_jobs(door)


def _add_serve(doors: Any) -> None:
    door = _door(doors, "serve", "preview while you edit, drafts included", "sitegen serve --open")
    door.add_argument("--port", type=_port, default=8000, help="port to listen on (default: 8000)")
    door.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine only)"
    )
    door.add_argument("--open", action="store_true", help="open the browser")
    door.add_argument("--at", metavar="DATE", help="preview the site of another day, such as 2019-01-01")


def _add_new(doors: Any) -> None:
    door = _bare_door(doors, "new", "begin a record or an announcement", 'sitegen new news "Judul berita"')
    kinds = door.add_subparsers(title="what", metavar="village|news", required=True)
    village = _door(kinds, "village", "add a record to data/villages.yaml", "sitegen new village 35.05.15.2004")
    village.add_argument("code", help="official code of the village, such as 35.05.15.2004")
    village.set_defaults(door="new_village")
    news = _door(kinds, "news", "begin an announcement, as a draft dated today", 'sitegen new news "Judul berita"')
    news.add_argument("title", help="its headline, in quotes")
    news.set_defaults(door="new_news")


def _add_init(doors: Any) -> None:
    door = _door(doors, "init", "begin a site of your own in a new folder", "sitegen init situs-kami")
    door.add_argument("folder", type=Path, metavar="DIR", help="the new folder")


def _add_list(doors: Any) -> None:
    door = _door(doors, "list", "list what is not public", "sitegen list scheduled")
    door.add_argument("what", choices=("drafts", "scheduled", "expired"), help="drafts, scheduled or expired")
    door.add_argument("--at", metavar="DATE", help="as of another day")
    door.set_defaults(door="list_content")


def _add_explain(doors: Any) -> None:
    door = _door(doors, "explain", "what a problem's code means, at length", "sitegen explain unknown-key")
    door.add_argument("code", help="the word in brackets of a message, such as unknown-key")


def _add_schema(doors: Any) -> None:
    door = _door(doors, "schema", "JSON Schema of each data file, for editors", "sitegen schema --output docs/schema")
    door.add_argument("name", nargs="?", help="one file's name, such as villages; all of them when left out")
    door.add_argument("--output", "-o", type=Path, metavar="DIR", help="write NAME.schema.json files into this folder")


def _add_clean(doors: Any) -> None:
    door = _door(doors, "clean", "delete what builds made in build/", "sitegen clean")
    door.add_argument(
        "--output", "-o", type=Path, metavar="DIR", help="a folder built elsewhere, with what stands beside it"
    )


def _door(doors: Any, name: str, purpose: str, example: str) -> argparse.ArgumentParser:
    """A command with the options that every command has."""
    door = _bare_door(doors, name, purpose, example)
    door.set_defaults(door=name)
    door.add_argument("--site", type=Path, default=Path(), metavar="DIR", help="the site folder (default: this one)")
    door.add_argument("--lang", choices=("id", "en"), help="language of messages (default: that of the site)")
    return door


def _bare_door(doors: Any, name: str, purpose: str, example: str) -> argparse.ArgumentParser:
    """A command that only leads to others: options given before theirs would be lost."""
    door: argparse.ArgumentParser = doors.add_parser(
        name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.", epilog=f"example:  {example}"
    )
    return door


def _add_edition(door: argparse.ArgumentParser) -> None:
    door.add_argument(
        "--base-url", default="", metavar="URL", help="where it will be published, if not as in site.yaml"
    )
    door.add_argument("--drafts", "-D", action="store_true", help="show drafts (the site then says so)")
    door.add_argument("--future", "-F", action="store_true", help="show what has a publish_date still to come")
    door.add_argument("--at", metavar="DATE", help="as of another day: 2019-01-01, or 2019-01-01T09:00+07:00")


def _add_report(door: argparse.ArgumentParser) -> None:
    door.add_argument("--strict", action="store_true", help="treat warnings as errors")
    door.add_argument("--format", choices=("text", "json", "github"), default="text", help="how problems are told")
    door.add_argument("--quiet", "-q", action="store_true", help="print problems only")
    door.add_argument("--verbose", "-v", action="store_true", help="print each stage with its time")


def _add_jobs(door: argparse.ArgumentParser) -> None:
    door.add_argument("--jobs", "-j", type=_jobs, metavar="N", help="processes to render with (default: one a core)")


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 0 to 65535")
    return int(text)


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes: give 1 to 64")
    return int(text)
