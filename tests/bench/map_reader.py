"""A reader of the map in Chromium: with a small screen, a slow processor and, if told, a slow network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from compressed_host import Host
from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

SCREEN: ViewportSize = {"width": 412, "height": 900}
SLOWER = 4
"""How many times the processor is slowed."""
LATENCY_MS, DOWN_BITS, UP_BITS = 150, 1_600_000, 750_000
"""The slow network: milliseconds to an answer, bits a second."""
NOWHERE = "/tidak-ada"
"""An address at which nothing stands."""
SETTLED_MS = 700
"""After what was waited for: what a page leaves for later is part of a freeze too."""
WATCH = (Path(__file__).parent / "map_watch.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Map:
    """A page with a map, and how one tells what it does."""

    path: str
    """Its address."""
    usable: str
    """Holds once the map is open and its marks are drawn (JavaScript)."""
    nearer: str
    """Brings the largest province near, without an animation (JavaScript)."""
    near: str
    """Holds once the marks of its villages are drawn (JavaScript)."""
    province: str
    """What stands in the address of its data; what else is fetched then is of the provinces around it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reader met."""

    page: int
    """Bytes before the press, compressed."""
    opened: int
    """Bytes from the press until the map was usable and at rest."""
    requests: int
    """Files that these were."""
    province: int
    """Bytes that the largest province cost besides."""
    around: int
    """Bytes of the provinces around it, which come after it."""
    usable: float
    """Seconds from the press until the map was usable."""
    near: float
    """Seconds until the marks of the largest province were drawn."""
    freeze: float
    """The longest time in seconds in which the page answered nothing, from the press until it was at rest."""
    near_freeze: float
    """The same while the largest province was brought near."""
    heap: float
    """MB of JavaScript's objects that the open map holds."""
    near_heap: float
    """The same with the largest province."""


def read(browser: Browser, host: Host, shown: Map, *, slow_network: bool = False) -> Seen:
    """Open the page, press its button, bring the largest province near."""
    with _reader(browser) as (page, cdp):
        page.goto(f"{host.address}{NOWHERE}")  # so that the process that is slowed is the one that shows the page
        _slow(cdp, slow_network)
        host.sent.clear()
        page.goto(f"{host.address}{shown.path}", wait_until="networkidle")
        before, heap = dict(host.sent), _heap(cdp)
        usable, freeze = _timed(page, "document.querySelector('#map-open button').click()", shown.usable)
        opened, open_heap = dict(host.sent), _heap(cdp)
        near, near_freeze = _timed(page, shown.nearer, shown.near)
        later = {path: size for path, size in host.sent.items() if path not in opened}
        own = sum(size for path, size in later.items() if shown.province in path)
        return Seen(
            page=sum(before.values()),
            opened=sum(opened.values()) - sum(before.values()),
            requests=len(opened) - len(before),
            province=own,
            around=sum(later.values()) - own,
            usable=usable,
            near=near,
            freeze=freeze,
            near_freeze=near_freeze,
            heap=open_heap - heap,
            near_heap=_heap(cdp) - heap,
        )


@contextmanager
def _reader(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """A browser that has never been anywhere."""
    context = browser.new_context(viewport=SCREEN)
    context.add_init_script(WATCH)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page, context.new_cdp_session(page)
    context.close()
    if faults:
        raise RuntimeError(faults)


def _slow(cdp: CDPSession, network: bool) -> None:
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if network:
        cdp.send("Network.enable")
        speed = {"downloadThroughput": DOWN_BITS / 8, "uploadThroughput": UP_BITS / 8}
        cdp.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **speed})


def _timed(page: Page, act: str, drawn: str) -> tuple[float, float]:
    """Seconds until `drawn` holds after `act`, and the longest freeze until the page is at rest."""
    took: float = page.evaluate(f"watch.time(() => {{ {act}; }}, () => {drawn})")
    page.wait_for_timeout(SETTLED_MS)
    longest: float = page.evaluate("watch.longest()")
    return took / 1000, longest / 1000


def _heap(cdp: CDPSession) -> float:
    """MB that JavaScript holds once its waste is collected, arrays of numbers included."""
    cdp.send("HeapProfiler.collectGarbage")
    used = cdp.send("Runtime.getHeapUsage")
    return float(used["usedSize"] + used.get("backingStorageSize", 0)) / 1_000_000
