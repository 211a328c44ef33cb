"""The accessibility statement: what was tested, with what result, what was not tested, and whom to contact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.models import AccessibilityStatement, AccessibilityTrial
from sitegen.output import Output, PageView
from sitegen.problems import Span
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_output, section_head

_FILE = "data/accessibility.yaml"


@dataclass(frozen=True, slots=True)
class TrialResult:
    """One kind of test."""

    name: str
    """Name of the test."""
    faults: int
    """Number of faults found."""


@dataclass(frozen=True, slots=True)
class AccessibilityPage(PageView):
    """What accessibility.html shows."""

    statement: AccessibilityStatement
    trials: tuple[TrialResult, ...]
    """The tests, in the order of the file."""
    faults: int
    """Faults found by all tests."""


def accessibility(index: SiteIndex) -> Iterator[Output]:
    """Yield the statement; nothing if the site has none."""
    statement = index.site.accessibility
    if statement is None:
        return
    head = section_head(index, "accessibility", updated=statement.date, record=_FILE)
    trials = tuple(TrialResult(_name(index, trial), trial.faults) for trial in statement.trials)
    view = AccessibilityPage(head, statement, trials, sum(trial.faults for trial in trials))
    yield page_output("accessibility.html", view, Span(_FILE))


def _name(index: SiteIndex, trial: AccessibilityTrial) -> str:
    return trial.name or index.messages.get(f"accessibility_trial_{trial.what.replace('-', '_')}", trial.what)
