"""Publishes a small site in memory, every output of it, as the tests of this folder read it."""

from __future__ import annotations

from typing import Any

from factory import ADDRESSES, MADE, NOW, make_site

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import Copy, Directory, MapScript, Photo, RawBytes, SocialCard, TableFile, Workbook, Zip
from sitegen.output import Output
from sitegen.pages import plan_site
from sitegen.problems import Problem, Report
from sitegen.render.content import render_content
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates


def planned(context: BuildContext | None = None, **parts: Any) -> tuple[list[Output], list[Problem]]:
    """The outputs of make_site(**parts), as planned for 1 January 2026 unless told, and the problems of planning."""
    report = Report()
    made = plan_site(make_site(**parts), context or BuildContext(NOW), ADDRESSES)
    outputs = [*made.plan_others(report), *made.text_outputs]
    return outputs, list(report)


def published(context: BuildContext | None = None, **parts: Any) -> dict[str, str]:
    """The text of every output by its path; a copied file or a photo is told by its place on this machine."""
    site, report = make_site(**parts), Report()
    made = plan_site(site, context or BuildContext(NOW), ADDRESSES)
    outputs, layout = [*made.plan_others(report), *made.text_outputs], made.layouts[0]
    templates = Templates(site.theme, layout, site.timezone, MADE, "test")
    found = RenderFindings(report)
    files: dict[str, str] = {}
    for output in outputs:
        if isinstance(output.content, Copy | Photo):
            files[output.path] = output.content.location
        elif not isinstance(output.content, Directory | SocialCard | MapScript | Zip | Workbook):
            files[output.path] = render_content(output, templates, found).decode()
    faults = [(problem.code, problem.at, problem.values) for problem in report if problem.severity == "error"]
    assert not faults, faults
    return files


def downloads(**parts: Any) -> dict[str, bytes]:
    """The bytes of every output that is data, by its path."""
    site = make_site(**parts)
    made = plan_site(site, BuildContext(NOW), ADDRESSES)
    templates = Templates(site.theme, made.layouts[0], site.timezone, NullCache(), "test")
    data = (one for one in made.plan_others(Report()) if isinstance(one.content, TableFile | Workbook | Zip | RawBytes))
    return {output.path: render_content(output, templates, RenderFindings()) for output in data}
