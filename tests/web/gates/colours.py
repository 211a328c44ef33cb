"""What axe-core finds on a page, in light and dark, at each width, and in the colours that a reader forces on it."""

from __future__ import annotations

from axe_core import COLOUR_RULES, Axe
from playwright.sync_api import Page

WIDTHS = (320, 360, 1280)
"""The widths at which pages are judged, in CSS pixels."""
SCHEMES = ("light", "dark")
"""The colour schemes in which they are judged."""
PLAIN = """() => {
  const body = getComputedStyle(document.body);
  const adjusted = [...document.querySelectorAll("main, main *")].filter((one) =>
    getComputedStyle(one).forcedColorAdjust === "none" && (one.textContent || "").trim() && !one.closest("svg"));
  return { paper: getComputedStyle(document.documentElement).backgroundColor, ink: body.color,
    adjusted: adjusted.slice(0, 3).map((one) => one.localName + "." + one.className) };
}"""


LAYOUT = """() => JSON.stringify([...document.querySelectorAll("*")].map((one) => {
  const box = one.getBoundingClientRect();
  return [box.x + scrollX, box.y + scrollY, box.width, box.height, one.checkVisibility({ visibilityProperty: true })];
}))"""
"""Where every element of the page stands, and whether it is seen."""


def axe_faults(page: Page, axe: Axe) -> list[str]:
    """What axe-core finds on a page in every scheme, at every width."""
    found = list[str]()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [fault.replace(":", f", {width} px:", 1) for fault in scheme_faults(page, axe)]
    return found


def scheme_faults(page: Page, axe: Axe) -> list[str]:
    """What axe-core finds on a page as it stands, in every scheme.

    Where the elements stand in the dark as they do in the light, nothing can differ but what rules about colours tell.
    """
    found, first = list[str](), ""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        layout = page.evaluate(LAYOUT)
        found += [f"{scheme}: {one}" for one in axe.violations(page, COLOUR_RULES if layout == first else ())]
        first = first or layout
    page.emulate_media(color_scheme="light")
    return found


def forced_faults(page: Page, axe: Axe) -> list[str]:
    """What is wrong with a page whose colours the reader's system sets."""
    page.emulate_media(forced_colors="active")
    page.set_viewport_size({"width": 360, "height": 800})
    told = page.evaluate(PLAIN)
    found = [f"forced colors: {one}" for one in axe.violations(page)]
    found += [f"forced colors: {one} keeps colours of its own" for one in told["adjusted"]]
    if told["paper"] == told["ink"]:
        found.append(f"forced colors: text and paper are both {told['ink']}")
    page.emulate_media(forced_colors="none")
    return found
