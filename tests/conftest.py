"""What all tests share: a browser, what judges its pages, and the option that writes golden files anew."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from unittest import mock

import axe_core
import pytest
from chromium import MISSING, chromium, find_chromium
from gates.sites import FULL, SAMPLE, Hosted, hosted_site
from hypothesis import settings
from playwright.sync_api import Browser
from required import skip_or_fail
from shared_work import shared
from slow_tests import is_slow

FIRST = ("promises", "web", "map", "search", "project", "serve", "cli", "diff")
"""The folders whose tests take longest: they begin first, so that no core waits for them at the end."""

settings.register_profile("full", max_examples=120)
settings.register_profile("quick", max_examples=20)  # of `make quick`
settings.load_profile("full")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow, and keep the tests of a module together, so that they share what it builds."""
    for item in items:
        if isinstance(item, pytest.Function) and is_slow(item):
            item.add_marker("slow")
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: FIRST.index(folder) if (folder := item.path.parent.name) in FIRST else len(FIRST))


def pytest_collection_finish() -> None:
    """Leave the modules of the tests, which stay to the end, out of every later search for garbage."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process more than there are cores, where slow tests run: those that wait for a page leave theirs idle."""
    return (os.cpu_count() or 1) + (config.getoption("markexpr") != "not slow")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files of tests/sites anew")


@pytest.fixture(scope="session", autouse=True)
def own_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the key by which compiled templates are signed with the tests, not with who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(tmp_path_factory.getbasetemp() / "state"))
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_work() -> Iterator[None]:
    """Compile each template and draw each image once a process: of a clean build that is most of the time. No test can
    see what a power cut leaves, and so none waits for the disk."""
    with shared(), mock.patch("os.fsync"), mock.patch("os.sync"):
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it; no browser is downloaded.

    Without one, tests are skipped on somebody's own machine and fail where SITEGEN_REQUIRE=all says that all must run.
    One for all tests of a process: Playwright cannot be started twice in it.
    """
    if find_chromium() is None:
        skip_or_fail(MISSING)
    with chromium() as shown:
        yield shown


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """The sample site of this checkout, built once a process for the address of its host; no test changes it."""
    with hosted_site(SAMPLE, tmp_path_factory.mktemp("sample") / "site") as site:
        yield site


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """The site whose records use every key, built once a process for the address of its host."""
    with hosted_site(FULL, tmp_path_factory.mktemp("full") / "site") as site:
        yield site


@pytest.fixture(scope="session")
def axe() -> axe_core.Axe:
    """axe-core as `make` installed it; where it is missing, tests are left out as without a browser."""
    if not axe_core.SOURCE.is_file():
        skip_or_fail("axe-core is not installed (make .venv/dev)")
    return axe_core.Axe(axe_core.SOURCE.read_text(encoding="utf-8"))
