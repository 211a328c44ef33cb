"""The accessibility statement: what was tried on the pages, what was found, what was not tried, and whom to tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.model import Accessibility
from sitegen.output import Head, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.structured import breadcrumbs
from sitegen.problems import Span

FILE = "data/accessibility.yaml"


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """What accessibility.html shows."""

    head: Head
    """What the page tells of itself."""
    statement: Accessibility
    """What was tried, and what was found."""
    faults: int
    """How many faults all trials found."""


def accessibility(catalogue: Catalogue) -> Iterator[Output]:
    """The statement; none where nothing was tried."""
    statement = catalogue.site.accessibility
    if statement is None:
        return
    section, crumbs = catalogue.section("accessibility"), catalogue.crumbs()
    head = Head(
        title=section.text,
        description=catalogue.words["accessibility_description"],
        path=section.path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
        updated=statement.date,
        record=FILE,
    )
    view = AccessibilityPage(head, statement, sum(one.faults for one in statement.trials))
    yield Output(file_of(section.path), Template("accessibility.html", view), Span(FILE), listed=True, inputs=(FILE,))
