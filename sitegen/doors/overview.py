"""Door to the overview of the theme's parts, which stands outside the published site: for people, and for tests."""

from __future__ import annotations

import argparse

from sitegen.console import Console
from sitegen.doors.common import CLEAN, PROBLEMS, USAGE, edition_of
from sitegen.memo import Forgetful
from sitegen.overview import overview
from sitegen.problems import Report
from sitegen.read import read_site


def parts(arguments: argparse.Namespace) -> int:
    """Write the overview into build/parts."""
    console, report = Console(arguments), Report()
    if (edition := edition_of(arguments)) is None:
        return USAGE
    site = read_site(arguments.site, report, Forgetful())
    if site is None or report.failed():
        console.report(report)
        return PROBLEMS
    faults = Report()
    files = overview(site.theme, edition, faults)
    if not files:
        console.report(faults)
        return PROBLEMS
    folder = arguments.output or arguments.site / "build" / "parts"
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    print(folder / "index.html")
    return CLEAN
