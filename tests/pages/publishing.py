"""Publishes a small site in memory, every output of it, as the tests of this folder read it."""

from __future__ import annotations

from typing import Any

from factory import ADDRESSES, MADE, NOW, make_site

from sitegen.bodies import Bundle, Card, Copy, Export, MapScript, Photo, Text, Workbook, Zip
from sitegen.edition import Edition
from sitegen.memo import Forgetful
from sitegen.output import Output
from sitegen.pages import plan
from sitegen.problems import Problem, Report
from sitegen.render.bodies import render
from sitegen.render.prose import Found
from sitegen.render.templates import Templates


def planned(edition: Edition | None = None, **parts: Any) -> tuple[list[Output], list[Problem]]:
    """The outputs of make_site(**parts), as planned for 1 January 2026 unless told, and the problems of planning."""
    report = Report()
    made = plan(make_site(**parts), edition or Edition(NOW), ADDRESSES)
    outputs = [*made.outline(report), *made.prose]
    return outputs, list(report)


def published(edition: Edition | None = None, **parts: Any) -> dict[str, str]:
    """The text of every output by its path; a copied file or a photo is told by its place on this machine."""
    site, report = make_site(**parts), Report()
    made = plan(site, edition or Edition(NOW), ADDRESSES)
    outputs, frame = [*made.outline(report), *made.prose], made.frames[0]
    templates = Templates(site.theme, frame, site.config.timezone, MADE, "test")
    found = Found(report)
    files: dict[str, str] = {}
    for output in outputs:
        if isinstance(output.body, Copy | Photo):
            files[output.path] = output.body.location
        elif not isinstance(output.body, Bundle | Card | MapScript | Zip | Workbook):
            files[output.path] = render(output, templates, found).decode()
    faults = [(problem.code, problem.at, problem.values) for problem in report if problem.severity == "error"]
    assert not faults, faults
    return files


def downloads(**parts: Any) -> dict[str, bytes]:
    """The bytes of every output that is data, by its path."""
    site = make_site(**parts)
    made = plan(site, Edition(NOW), ADDRESSES)
    templates = Templates(site.theme, made.frames[0], site.config.timezone, Forgetful(), "test")
    data = (one for one in made.outline(Report()) if isinstance(one.body, Export | Workbook | Zip | Text))
    return {output.path: render(output, templates, Found()) for output in data}
