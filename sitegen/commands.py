"""The commands and their options: what each is for, and to which door it leads."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _add_build(doors: Any) -> None:
    door = _door(
        doors,
        "build",
        "building:build",
        "build the public site",
        "sitegen build --output build/site --strict --format github",
    )
    _add_edition(door)
    door.add_argument("--output", "-o", type=Path, metavar="DIR", help="where to (default: build/site)")
    door.add_argument(
        "--clean", action="store_true", help="forget what earlier builds remembered; make everything anew"
    )
    _add_report(door)
    _add_jobs(door)


def _add_check(doors: Any) -> None:
    door = _door(doors, "check", "building:check", "tell every problem; write nothing", "sitegen check --strict")
    door.add_argument("--figures", action="store_true", help="compare the numbers of all texts with those of the data")
    _add_edition(door)
    _add_report(door)
    _add_jobs(door)


def _add_serve(doors: Any) -> None:
    door = _door(doors, "serve", "building:serve", "preview while you edit, drafts included", "sitegen serve --open")
    door.add_argument("--port", type=_port, default=8000, help="port to listen on (default: 8000)")
    door.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine only)"
    )
    door.add_argument("--open", action="store_true", help="open the browser")
    door.add_argument("--at", metavar="DATE", help="preview the site of another day, such as 2019-01-01")


def _add_new(doors: Any) -> None:
    door = _bare_door(doors, "new", "begin a record or an announcement", 'sitegen new news "Judul berita"')
    kinds = door.add_subparsers(title="what", metavar="village|news", required=True)
    village = _door(
        kinds,
        "village",
        "content:new_village",
        "add a record to data/villages.yaml",
        "sitegen new village 35.05.15.2004",
    )
    village.add_argument("code", help="official code of the village, such as 35.05.15.2004")
    news = _door(
        kinds,
        "news",
        "content:new_news",
        "begin an announcement, as a draft dated today",
        'sitegen new news "Judul berita"',
    )
    news.add_argument("title", help="its headline, in quotes")


def _add_init(doors: Any) -> None:
    door = _door(doors, "init", "content:init", "begin a site of your own in a new folder", "sitegen init situs-kami")
    door.add_argument("folder", type=Path, metavar="DIR", help="the new folder")


def _add_list(doors: Any) -> None:
    door = _door(
        doors,
        "list",
        "content:list_content",
        "list what is not public, or not translated",
        "sitegen list scheduled",
    )
    door.add_argument(
        "what",
        choices=("drafts", "scheduled", "expired", "untranslated"),
        help="drafts, scheduled, expired; or untranslated: what further languages lack, or have from before a change",
    )
    _add_day(door)


def _add_explain(doors: Any) -> None:
    door = _door(
        doors, "explain", "reference:explain", "what a problem's code means, at length", "sitegen explain unknown-key"
    )
    door.add_argument("code", help="the word in brackets of a message, such as unknown-key")


def _add_schema(doors: Any) -> None:
    door = _door(
        doors,
        "schema",
        "reference:schema",
        "JSON Schema of each data file, for editors",
        "sitegen schema --output docs/schema",
    )
    door.add_argument("name", nargs="?", help="one file's name, such as villages; all of them when left out")
    door.add_argument("--output", "-o", type=Path, metavar="DIR", help="write NAME.schema.json files into this folder")


def _add_clean(doors: Any) -> None:
    door = _door(doors, "clean", "building:clean", "delete what builds made in build/", "sitegen clean")
    door.add_argument(
        "--output", "-o", type=Path, metavar="DIR", help="a folder built elsewhere, with what stands beside it"
    )


def _add_verify(doors: Any) -> None:
    door = _door(
        doors,
        "verify",
        "verifying:verify",
        "whether a published folder is what was built",
        "sitegen verify unduhan --manifest manifest.json",
    )
    door.add_argument("folder", type=Path, metavar="DIR", help="the published folder, or a copy of it")
    door.add_argument("--manifest", type=Path, metavar="FILE", help="its manifest.json (default: the one beside it)")
    _add_told(door)


def _add_lock(doors: Any) -> None:
    door = _door(doors, "lock", "locking:lock", "write every published address into data/urls.lock", "sitegen lock")
    door.add_argument("--check", action="store_true", help="write nothing; exit with 1 if any is missing from it")
    _add_day(door)
    _add_told(door)


def _add_diff(doors: Any) -> None:
    door = _door(
        doors,
        "diff",
        "diffing:diff",
        "what changes from one state of the site to another, in words",
        "sitegen diff main --format markdown",
    )
    door.add_argument("old", metavar="OLD", help="a git revision, the day of a release, or a built folder")
    door.add_argument("new", metavar="NEW", nargs="?", help="another of these (default: the files as they are now)")
    door.add_argument("--at", metavar="DATE", help="as both are published on another day")
    door.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="how changes are told")
    door.add_argument("--exit-code", action="store_true", help="exit with 1 if anything changes")
    door.add_argument("--verbose", "-v", action="store_true", help="print each stage with its time")


def _add_why(doors: Any) -> None:
    door = _door(doors, "why", "why:why", "from which lines a page or a figure comes", "sitegen why reported-2018")
    door.add_argument("what", metavar="WHAT", help="an address of the site, a village's code, or the id of a figure")
    _add_day(door)
    door.add_argument("--format", choices=("text", "json"), default="text", help="how it is told")


def _add_parts(doors: Any) -> None:
    door = _door(
        doors,
        "parts",
        "overview:parts",
        "show the theme's colours and parts on one page, for yourself",
        "sitegen parts",
    )
    door.add_argument("--output", "-o", type=Path, metavar="DIR", help="where to (default: build/parts)")


def _add_release(doors: Any) -> None:
    door = _door(
        doors,
        "release",
        "releasing:release",
        "freeze the data as known on a day, in data/releases/",
        "sitegen release 2018-12-31",
    )
    door.add_argument("date", metavar="DATE", help="the day by which it was known: 2018-12-31 closes that year")


def _door(doors: Any, name: str, leads: str, purpose: str, example: str) -> argparse.ArgumentParser:
    """A command with the options that every command has; it leads to `module:function` of sitegen.doors."""
    door = _bare_door(doors, name, purpose, example)
    door.set_defaults(door=leads)
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


def _add_told(door: argparse.ArgumentParser) -> None:
    door.add_argument("--format", choices=("text", "json", "github"), default="text", help="how problems are told")
    door.add_argument("--quiet", "-q", action="store_true", help="print problems only")


def _add_day(door: argparse.ArgumentParser) -> None:
    door.add_argument("--at", metavar="DATE", help="as of another day")


def _add_report(door: argparse.ArgumentParser) -> None:
    door.add_argument("--strict", action="store_true", help="treat warnings as errors")
    _add_told(door)
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
