"""What opens pages for the gates, a site that has run for thirty years, and readers with several screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_core import Axe
from gates.sites import Hosted, Shown
from gates.visit import Visitor, page_of
from long_site import build_long_site
from plain_host import hosted
from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="session")
def long_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site stands that has run for thirty years."""
    root = tmp_path_factory.mktemp("panjang")
    with hosted(root / "built") as at:
        build_long_site(root / "site", root / "built", at)
        yield at


@pytest.fixture(scope="session")
def address(sample: Hosted) -> str:
    """Where the sample site stands."""
    return sample.address


@pytest.fixture(scope="session")
def shown(sample: Hosted, request: pytest.FixtureRequest) -> Callable[[str], tuple[Hosted, Shown]]:
    """Finds the page that shows a template: of the sample site, or of the full one where the sample has none."""

    def find(template: str) -> tuple[Hosted, Shown]:
        found = page_of([sample], template) or page_of([request.getfixturevalue("full")], template)
        return found or pytest.fail(f"no page of the sample site or of tests/sites/full shows {template}")

    return find


@pytest.fixture(scope="session")
def visitor(browser: Browser, axe: Axe) -> Visitor:
    """Opens pages for the gates."""
    return Visitor(browser, axe)


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Readers: with a phone, with a dark screen."""
    made = {
        "phone": browser.new_context(viewport={"width": 320, "height": 640}),
        "dark": browser.new_context(color_scheme="dark"),
    }
    yield made
    for context in made.values():
        context.close()
