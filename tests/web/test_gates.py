"""Every gate of the public site, on the heaviest page of each template and on every file of the sample site."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest
from gates import conformance
from gates.sites import LEADS_ON, SEEN, TEMPLATES, UNPUBLISHED, Hosted, Shown
from gates.visit import FILE_GATES, MEASURED, PAGE_GATES, Findings, Visitor
from gates.weight import BUDGETS
from required import skip_or_fail

Find = Callable[[str], tuple[Hosted, Shown]]


def test_gates_visit_every_template(sample: Hosted, full: Hosted) -> None:
    shown = {*sample.templates.values(), *full.templates.values()}
    assert shown == {*SEEN, *LEADS_ON}
    assert sorted([*SEEN, *LEADS_ON, *UNPUBLISHED]) == TEMPLATES
    assert {*BUDGETS, *MEASURED} <= set(TEMPLATES)


@pytest.fixture(scope="session")
def findings(visitor: Visitor, shown: Find) -> Callable[[str], Findings]:
    """What the gates find on the page that shows a template, which is visited once for all of them."""
    return functools.cache(lambda template: visitor.visit_template(*shown(template)))


@pytest.mark.parametrize("gate", PAGE_GATES)
@pytest.mark.parametrize(
    "template", [pytest.param(name, marks=pytest.mark.xdist_group(f"visit {name}")) for name in SEEN]
)
def test_gates_pass_for_each_template(findings: Callable[[str], Findings], template: str, gate: str) -> None:
    assert findings(template)[gate] == []


def test_gates_pass_in_other_languages(visitor: Visitor, sample: Hosted) -> None:
    """Their pages differ in words alone; so each is looked at once, on small screens."""
    others = [page for (name, language), page in sample.pages.items() if language != "id" and name in SEEN]
    found = {page.path: visitor.visit(sample.host, page.path, gates=("forced-colors", "reflow")) for page in others}
    assert others
    assert {path: gates for path, gates in found.items() if any(gates.values())} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sample", "full"])
@pytest.mark.parametrize("gate", FILE_GATES)
def test_gates_pass_for_every_file(request: pytest.FixtureRequest, gate: str, name: str) -> None:
    if gate == "html" and conformance.missing():
        skip_or_fail(conformance.missing())
    site: Hosted = request.getfixturevalue(name)
    assert FILE_GATES[gate](site.folder, site.address) == []
