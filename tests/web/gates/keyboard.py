"""A page used with the Tab key alone: everything is reached, in the order of the page, seen, and left again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

FOCUSABLE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
"""What the key should come to, in the order of the page."""
AT_ONCE = 25
"""Presses between two looks."""
MANY = 8
"""Stops before the main part from which on a page must offer to skip them."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where the Tab key came to rest."""

    place: int
    ringed: bool
    told: str
    seen: bool


def keyboard_faults(page: Page) -> list[str]:
    """What is wrong with a page for those who have a keyboard and no mouse; the focus is left where it came to."""
    page.set_viewport_size({"width": 1280, "height": 900})
    things = page.evaluate(FOCUSABLE)
    if not things:
        return ["nothing on it can be reached"]
    stops = _press(page, len(things))
    first = stops[: next((n for n, stop in enumerate(stops) if n and stop.place == stops[0].place), len(stops))]
    order = [stop.place for stop in first if stop.place >= 0]
    found = [f"never reached: {one['told']}" for n, one in enumerate(things) if n not in set(order)]
    if len(order) > len(set(order)) or (found and len(stops) > len(things)):
        again = next((stop.told for stop in first if order.count(stop.place) > 1), stops[-1].told)
        found.append(f"the focus is trapped at {again}")
    elif order != sorted(order):
        found.append(f"the order is not that of the page: {[things[place]['told'] for place in order][:12]}")
    found += [f"the focus is out of sight: {stop.told}" for stop in first if not stop.seen]
    found += [f"the focus does not show: {stop.told}" for stop in first if not (stop.ringed or _changes(page, stop))]
    return found + _skipping(page, things)


def _press(page: Page, count: int) -> list[_Stop]:
    """Press the key until the tour begins anew, or long past the time when it should have."""
    stops = list[_Stop]()
    for _ in range(0, 2 * count + 2 * AT_ONCE, AT_ONCE):
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
        stops = [_Stop(**stop) for stop in page.evaluate("window.__reached")]
        if len([stop for stop in stops if stop.place == stops[0].place]) > 1:
            break
    return stops


def _changes(page: Page, stop: _Stop) -> bool:
    """Whether the screen around a thing looks another way when it has the focus."""
    if stop.place < 0:
        return True  # a box that scrolls: the browser's own ring
    thing = page.evaluate_handle(f"window.__focusable[{stop.place}]").as_element()
    assert thing is not None
    page.evaluate("document.activeElement.blur()")
    thing.scroll_into_view_if_needed()
    before = page.screenshot()
    thing.focus()
    return page.screenshot() != before


def _skipping(page: Page, things: list[dict[str, object]]) -> list[str]:
    """Whether the first stop leads past the menu, where there is much to pass."""
    before = next((n for n, one in enumerate(things) if one["main"]), len(things))
    target = str(things[0]["skips"])
    if not target or things[0]["main"]:
        return [f"no way to skip the first {before} stops"] if before >= MANY else []
    page.evaluate("() => { window.__focusable[0].focus(); window.__reached.length = 0; }")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    reached = page.evaluate("window.__reached")
    if before < len(things) and not (reached and reached[-1]["place"] >= before):
        return [f"the skip link to {target} does not lead past the menu"]
    return []
