"""Every gate of the public site, on the heaviest page of each template and on every file of the sample site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_core import Axe
from gates import conformance, lighthouse
from gates.looks import forced_faults
from gates.reflow import reflow_faults
from gates.sites import LEADS_ON, SEEN, TEMPLATES, UNPUBLISHED, Hosted, Shown
from gates.trials import FILES, MEASURED, PAGES
from gates.weight import BUDGETS
from playwright.sync_api import Browser
from required import do_without

Find = Callable[[str], tuple[Hosted, Shown]]


def test_gates_visit_every_template(sample: Hosted, full: Hosted) -> None:
    shown = {*sample.templates.values(), *full.templates.values()}
    assert shown == {*SEEN, *LEADS_ON}
    assert sorted([*SEEN, *LEADS_ON, *UNPUBLISHED]) == TEMPLATES
    assert {*BUDGETS, *MEASURED} <= set(TEMPLATES)


@pytest.mark.parametrize("template", SEEN)
@pytest.mark.parametrize("trial", PAGES)
def test_gates_pass_for_each_template(browser: Browser, axe: Axe, shown: Find, trial: str, template: str) -> None:
    assert PAGES[trial](browser, axe, *shown(template)) == []


def test_gates_pass_in_other_languages(browser: Browser, axe: Axe, sample: Hosted) -> None:
    """Their pages differ in words alone; so each is looked at once, on a small screen."""
    others = [page for (name, language), page in sample.pages.items() if language != "id" and name in SEEN]
    found = {page.path: forced_faults(browser, axe, page.url) + reflow_faults(browser, page.url) for page in others}
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("name", ["sample", "full"])
@pytest.mark.parametrize("trial", FILES)
def test_gates_pass_for_every_file(request: pytest.FixtureRequest, trial: str, name: str) -> None:
    if trial == "html" and conformance.missing():
        do_without(conformance.missing())
    site: Hosted = request.getfixturevalue(name)
    assert FILES[trial](site.folder, site.address) == []


@pytest.mark.alone
@pytest.mark.parametrize("template", MEASURED)
def test_gate_lighthouse_passes(shown: Find, template: str) -> None:
    if lighthouse.missing():
        do_without(lighthouse.missing())
    _, page = shown(template)
    assert lighthouse.shortcomings(page.url) == []
