"""The door of whoever wants to know whether what is published is what was built."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sitegen.console import Console, complain
from sitegen.doors.common import CLEAN, PROBLEMS, USAGE
from sitegen.problems import Report
from sitegen.write import Folder, verify_published


def verify(arguments: argparse.Namespace) -> int:
    """Hold a published folder against its manifest."""
    console, report = Console(arguments), Report()
    folder: Path = arguments.folder
    if not os.path.isdir(folder):  # Path.is_dir would raise for a name that is too long
        complain(console.words, "published-folder-missing", path=folder)
        return USAGE
    named = folder if folder.name.strip(".") else Path(os.path.abspath(folder))
    count = verify_published(folder, arguments.manifest or Folder(named).manifest, report)
    console.report(report)
    if report.failed():
        return PROBLEMS
    console.say("verified", count=count, target=folder)
    return CLEAN
