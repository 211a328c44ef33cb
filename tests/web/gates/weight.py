"""What a page costs a reader who comes for the first time: compressed bytes, and requests, by the site's budgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gates.page_watch import SCREEN, Watch

SCRIPTS = (".js", ".mjs", ".wasm")
"""How the names of scripts end."""
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


def cost(path: str, first: Mapping[str, int], later: Mapping[str, int]) -> Cost:
    """What the page at `path` costs, of the bytes of each file that it fetched until it was at rest, and as it was
    used."""

    def of(*endings: str) -> int:
        return sum(size for file, size in first.items() if file.endswith(endings))

    later = {file: size for file, size in later.items() if file not in first and ICON not in file}
    script = of(*SCRIPTS)
    if not script:  # what is fetched later then are pictures, as they come into view: they are of the page
        first, later = {**first, **later}, {}
    return Cost(
        total=sum(first.values()),
        requests=sum(ICON not in file for file in first),
        html=first.get(path, 0),
        css=of(".css"),
        script=script,
        fonts=of(".woff2", ".woff", ".ttf", ".otf"),
        used=sum(later.values()),
    )


def scroll_through(seen: Watch) -> None:
    """Go through a page to its end, so that what waits to come into view is fetched."""
    height = seen.page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height + SCREEN["height"], SCREEN["height"]):
        seen.page.evaluate("top => scrollTo(0, top)", top)
    seen.rest()


def weight_faults(spent: Cost, budget: Budget) -> list[str]:
    """Where a page costs more than `budget` allows."""
    return [
        f"{name}: {getattr(spent, name)}, may be {getattr(budget, name)}"
        for name in Budget.__slots__
        if getattr(spent, name) > getattr(budget, name)
    ]
