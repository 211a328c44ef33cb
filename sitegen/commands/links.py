"""The handler of `links`, the only command that asks other sites."""

from __future__ import annotations

import argparse

from sitegen.cache import NullCache
from sitegen.commands.arguments import CLEAN, PROBLEMS, parse_context
from sitegen.console import Console
from sitegen.foreign_links import list_foreign_links, load_answers, report_answers, save_answers, try_links
from sitegen.load import load_site
from sitegen.problems import Report, Span

ANSWERS = "build/links.json"
"""What earlier runs remember, from the site folder; deleting it costs time only."""


def run_links(arguments: argparse.Namespace) -> int:
    """Try the links to other sites, and report those that lead nowhere."""
    console, report, context = Console(arguments), Report(), parse_context(arguments)
    site = load_site(arguments.site, report, NullCache())
    if site is None or report.failed():
        console.report(report)
        return PROBLEMS
    links, file, found = list_foreign_links(site), arguments.site / ANSWERS, Report()
    found.severities = report.severities
    known = {} if arguments.all else load_answers(file)
    today = context.now.date()
    answers = try_links(links, known, today, lambda url: console.info("trying", url=url))
    report_answers(links, answers, found)
    try:
        save_answers(file, answers)
    except OSError as error:
        found.add("output-unwritable", Span(""), path=error.filename or file)
    console.report(found)
    tried = sum(answer is not known.get(url) for url, answer in answers.items())
    console.info("links_tried", tried=tried, kept=len(answers) - tried)
    return PROBLEMS if found.failed() else CLEAN
