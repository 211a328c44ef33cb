"""What a page costs a reader who comes for the first time: compressed bytes, and requests, by the site's budgets."""

from __future__ import annotations

from dataclasses import dataclass

from compressed_host import Host
from playwright.sync_api import Browser

from gates.watching import Watch, use, watch

SCREEN = {"width": 412, "height": 900}
ICON = "favicon"
"""What a browser asks for by itself; counted with the bytes, not with the requests, as some never ask."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a page may cost, compressed, in bytes."""

    total: int = 100_000
    """All that it fetches until it is at rest."""
    requests: int = 8
    """Files that it fetches."""
    html: int = 40_000
    """Its own HTML."""
    css: int = 6_000
    """Its stylesheets."""
    script: int = 0
    """Its scripts."""
    fonts: int = 0
    """Its fonts."""
    used: int = 0
    """What a page with scripts fetches besides once it is used."""


CONTENT = Budget()
"""Of a page that has no budget of its own."""
BUDGETS = {
    "village.html": Budget(total=40_000, requests=4, html=14_000),
    "home.html": Budget(),
    "map.html": Budget(total=20_000, css=9_000, script=2_000, used=100_000),
    "embed.html": Budget(total=20_000, css=9_000, script=2_000, used=100_000),
    "search.html": Budget(total=40_000, css=7_000, script=2_000, used=600_000),
}
"""The budgets of templates that have one, and of those that have scripts."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page costs, compressed, in bytes."""

    total: int
    requests: int
    html: int
    css: int
    script: int
    fonts: int
    used: int


def cost(browser: Browser, host: Host, path: str) -> Cost:
    """What the page at `path` costs on a cold cache, and what using it costs besides."""
    context = browser.new_context(viewport={"width": SCREEN["width"], "height": SCREEN["height"]})
    host.sent.clear()
    seen: Watch = watch(context)
    seen.page.goto(host.address + path, wait_until="load")
    seen.rest()
    first = dict(host.sent)
    host.sent.clear()
    if any(file.endswith((".js", ".mjs")) for file in first):
        use(seen)
    else:  # its form would lead to another page, which is not to be weighed with it
        _read(seen)
    later = {file: size for file, size in host.sent.items() if file not in first and ICON not in file}
    context.close()

    def of(*endings: str) -> int:
        return sum(size for file, size in first.items() if file.endswith(endings))

    script = of(".js", ".mjs", ".wasm")
    if not script:  # what is fetched later then are pictures, as they come into view: they are of the page
        first, later = first | later, {}
    return Cost(
        total=sum(first.values()),
        requests=sum(ICON not in file for file in first),
        html=first.get(path, 0),
        css=of(".css"),
        script=script,
        fonts=of(".woff2", ".woff", ".ttf", ".otf"),
        used=sum(later.values()),
    )


def _read(seen: Watch) -> None:
    """Go through a page to its end, so that what waits to come into view is fetched."""
    height = seen.page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height + SCREEN["height"], SCREEN["height"]):
        seen.page.evaluate("top => scrollTo(0, top)", top)
    seen.rest()


def overweight(browser: Browser, host: Host, path: str, budget: Budget) -> list[str]:
    """Where the page at `path` costs more than `budget` allows."""
    spent = cost(browser, host, path)
    return [
        f"{name}: {getattr(spent, name)}, may be {getattr(budget, name)}"
        for name in Budget.__slots__
        if getattr(spent, name) > getattr(budget, name)
    ]
