"""A host for the tests of the map, and a reader's page on it of which all that goes wrong is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filter_site import site
from gates.sites import Hosted
from map_host import Host, serving
from map_sample import Sample
from map_site import publish
from playwright.sync_api import Browser, Dialog, Page


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A host of an empty folder. A module whose tests change nothing of their site has one for all of them."""
    with serving(tmp_path / "served") as host:
        yield host


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained of, and what it asked of others than the host."""
    return []


@pytest.fixture
def clean(faults: list[str]) -> Iterator[None]:
    """Nothing is refused by the policy, asked of others or broken."""
    yield
    assert faults == []


@pytest.fixture
def policed() -> bool:
    """Whether the browser keeps to the policy of the page."""
    return True


@pytest.fixture
def page(host: Host, browser: Browser, faults: list[str], policed: bool) -> Iterator[Page]:
    """A page of a phone's width on which nothing is open and nothing moves by itself."""
    host.refused.clear()
    context = browser.new_context(
        viewport={"width": 412, "height": 900}, bypass_csp=not policed, reduced_motion="reduce"
    )
    shown = context.new_page()

    def dismiss(dialog: Dialog) -> None:
        faults.append("dialog")
        dialog.dismiss()

    shown.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.on("dialog", dismiss)
    shown.on("request", lambda ask: None if ask.url.startswith(host.address) else faults.append(ask.url))
    yield shown
    context.close()


@pytest.fixture(scope="session")
def filter_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host of the site of filter_site, with all places in one file; no test changes it."""
    with serving(tmp_path_factory.mktemp("map") / "served") as host:
        publish(site(), host.folder / "sub")
        yield host


@pytest.fixture(scope="session")
def weighed_sample(sample: Hosted) -> Sample:
    """The sample site on its host."""
    return Sample(sample.address, sample.folder)
