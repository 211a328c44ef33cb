"""Promised: the addresses that an edition publishes, and the figures of its home page, without what pages show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sitegen.addresses import Addresses, address_of, is_lasting
from sitegen.bodies import Template
from sitegen.edition import Edition
from sitegen.formats import CSV
from sitegen.model import Site
from sitegen.output import FigureCard
from sitegen.pages.catalogue import Catalogue, catalogues, without_texts
from sitegen.pages.feeds import feeds
from sitegen.pages.home import HomePage, home
from sitegen.pages.map import map_page, map_paths
from sitegen.pages.outline import KINDS
from sitegen.pages.quality import quality
from sitegen.pages.regions import regions
from sitegen.pages.register import register
from sitegen.pages.spread import spread
from sitegen.pages.villages import villages

_SHORT: dict[Callable[[Catalogue], Any], Callable[[Catalogue], Iterable[str]]] = {
    villages: lambda index: (card.path for card in index.places.values()),
    regions: lambda index: (index.addresses.root("regions"), *(region.path for region in index.regions.values())),
    register: lambda index: (index.addresses.root("register"),),
    map_page: map_paths,
    spread: lambda index: (index.addresses.picture(),) if index.site.outlines.provinces else (),
    quality: lambda index: (index.addresses.root("quality"), CSV.file(index.common.root("quality").rstrip("/"))),
}
"""Of the page kinds that look at every place: their lasting addresses, without making their views."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What a plan promises to those who come back."""

    addresses: frozenset[str]
    """Every lasting address, as the whole plan has them."""
    news: dict[str, str]
    """The title of each announcement by its address in the site's first language."""
    home: tuple[FigureCard, ...]
    """The figures that the home page shows."""


def promised(site: Site, edition: Edition, addresses: Addresses) -> Promised:
    """What the plan of this edition promises; several times quicker than the plan."""
    indexes = tuple(map(without_texts, catalogues(site, edition, addresses)))
    shown = next(output.body.view for output in home(indexes[0]) if isinstance(output.body, Template))
    assert isinstance(shown, HomePage)
    return Promised(
        addresses=frozenset(path for index in indexes for path in _addresses(index) if is_lasting(path[1:])),
        news={card.path: card.title for card in indexes[0].news},
        home=(*shown.headlines, shown.counted),
    )


def _addresses(index: Catalogue) -> Iterator[str]:
    """The addresses of one language."""
    yield from (path for file, path in index.content.items() if path and file.endswith(".md"))
    for kind in KINDS:
        short = _SHORT.get(kind)
        yield from short(index) if short else (address_of(output.path) for output in kind(index))
    yield from (address_of(output.path) for output in feeds(index))
    yield "/sitemap.xml"
