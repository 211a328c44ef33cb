"""Reflow: on a narrow screen, with text twice as large, nothing is cut and the page does not scroll sideways."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCREENS = ((320, 100), (640, 200), (360, 200), (1280, 200))
"""The widths that are tried, in CSS pixels, each with the size of text in per cent of what the reader's browser has."""
FAULTS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
"""What is cut, in the page as it stands."""


def reflow_faults(page: Page) -> list[str]:
    """What is cut, or makes the page scroll sideways, on each of the screens."""
    found = list[str]()
    for width, size in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("(size) => { document.documentElement.style.fontSize = `${size}%`; }", size)
        found += [f"{width} px, text {size} %: {fault}" for fault in page.evaluate(FAULTS)]
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    return found
