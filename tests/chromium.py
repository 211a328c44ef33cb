"""The Chromium of this machine: the tests, the benches and the tools open pages with it; none is downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The programs that serve, best first: the headless shell draws no window of its own, which costs a third as much.

`.ci/browser` looks for the same.
"""
MISSING = "no Chromium is installed (Debian: apt-get install chromium-headless-shell)"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Chromium asks nobody for anything, and runs in a container."""


def find_chromium() -> str | None:
    """The path of the first program of NAMES that is installed; None where none is."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed at the end; Playwright cannot be started twice in a process.

    Raises RuntimeError where none is installed.
    """
    program = find_chromium()
    if program is None:
        raise RuntimeError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
