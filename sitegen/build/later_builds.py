"""Find what will stop a build at a later moment although nobody edits the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice

from sitegen.build.next_change import list_moments
from sitegen.build.plan import BuildPlan
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.fingerprint import code_fingerprint
from sitegen.pages import appearing_prose, scheduled_outputs
from sitegen.pages.plan import check_urls
from sitegen.problems import Problem, Report, Span, fence
from sitegen.schedule import ScheduledChange
from sitegen.urls import Routes, output_path
from sitegen.validate.calendar import check_calendar

CheckAddresses = Callable[[BuildContext, Mapping[str, Span], Report], None]
"""Checks locked URLs, redirects and the menu, for a build context and the outputs that it would have."""

MAX_MOMENTS = 60
"""Number of moments that are tried, the next first; later ones come near in time."""


def find_later_problems(
    plan: BuildPlan, context: BuildContext, routes: Routes, check_addresses: CheckAddresses, report: Report
) -> Iterator[Problem]:
    """Yield what will stop a build at a moment of the schedule, each once, at the first moment; nothing that `report`
    has, or that is no error for this site.

    Only what can differ by then is planned: texts, their lists and redirects. Nothing is rendered but the texts that
    appear.
    """
    site, known = plan.site, {problem.sort_key() for problem in report}
    moments = list(islice(list_moments(site, context.now), MAX_MOMENTS))
    if not moments:
        return
    now = {output.path for output in scheduled_outputs(site, context, routes)}
    lasting = [output for path, output in plan.outputs.items() if path not in now]
    for at, changes in moments:
        later, found = replace(context, now=at, clock=None), Report()
        check_calendar(site, later, found)
        if any(change.kind != "date_passes" for change in changes):
            outputs = [*lasting, *scheduled_outputs(site, later, routes)]
            origins = {output.path: output.origin for output in outputs}
            check_urls(outputs, found)
            check_addresses(later, origins, found)
            _check_texts(plan, later, routes, changes, origins, found)
        for problem in found:
            if report.severity_of(problem) == "error" and problem.sort_key() not in known:
                known.add(problem.sort_key())
                values = {**problem.values, "since": _format_moment(at), "announced": problem.code}
                yield replace(problem, code="stops-later", values=values)


def _check_texts(
    plan: BuildPlan,
    context: BuildContext,
    routes: Routes,
    changes: tuple[ScheduledChange, ...],
    origins: Mapping[str, Span],
    report: Report,
) -> None:
    """Check the texts that appear at a moment, which nothing has checked yet."""
    appearing = {change.name for change in changes if change.kind == "appears"}
    if not appearing:
        return
    from sitegen.render.markdown import Converter, RenderFindings

    converter = Converter(NullCache(), code_fingerprint(), "")
    for prose in appearing_prose(plan.site, context, routes, appearing):
        findings = RenderFindings(report)
        with fence(report, Span(prose.file)):
            converter.html(prose, str, findings)
        for link, places in findings.link_spans.items():
            url = link.partition("#")[0]
            for at in places if url and output_path(url) not in origins else ():
                report.add("broken-link", at, target=link)


def _format_moment(at: datetime) -> str:
    """Format a moment as front matter has it; at midnight, the day alone."""
    return at.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
