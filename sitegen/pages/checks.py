"""Checks of the plan: one output an address, and no file where a folder must be."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.addresses import address_of
from sitegen.bodies import Template
from sitegen.output import Output
from sitegen.pages.redirects import TEMPLATE
from sitegen.problems import Report


def check_addresses(outputs: Iterable[Output], report: Report) -> None:
    """Tell of each output whose place another already has: a `repeated-address`, or for a redirect `alias-taken`."""
    taken: dict[str, Output] = {}
    for output in sorted(outputs, key=_redirects):  # pages first: an old address hides no clash of two pages
        other = taken.setdefault(output.path, output)
        if other is not output:
            _clash(output, other, report)
    folders: dict[str, Output] = {}
    for output in taken.values():
        folder = output.path.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = output
            folder = folder.rpartition("/")[0]
    for path in sorted(folders.keys() & taken.keys()):
        _clash(folders[path], taken[path], report)


def _clash(output: Output, other: Output, report: Report) -> None:
    if _redirects(output) or _redirects(other):
        alias = output if _redirects(output) else other
        report.error("alias-taken", alias.origin, path=address_of(alias.path))
    else:
        report.error("repeated-address", output.origin, path=address_of(output.path), other=_place(other))


def _redirects(output: Output) -> bool:
    return isinstance(output.body, Template) and output.body.name == TEMPLATE


def _place(output: Output) -> str:
    """Where the other stands, as messages write places; its address where it comes from no source."""
    return str(output.origin) if output.origin.file else address_of(output.path)
