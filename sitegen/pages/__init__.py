"""Pages: what will be published, and from which data. A page kind is one function from the catalogue to its outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from sitegen.addresses import Addresses
from sitegen.edition import Edition
from sitegen.model import Site
from sitegen.output import Frame, Output, Prose
from sitegen.pages.catalogue import Catalogue, catalogue
from sitegen.pages.frame import frame
from sitegen.pages.villages import villages
from sitegen.problems import Report

PageKind = Callable[[Catalogue], Iterator[Output]]

KINDS: tuple[PageKind, ...] = (villages,)
"""Every page kind and export, in the order in which they are planned."""


def plan(site: Site, edition: Edition, addresses: Addresses, report: Report) -> tuple[list[Output], Frame]:
    """All outputs of the published site, and the frame that its pages share."""
    index = catalogue(site, edition, addresses)
    return list(chain.from_iterable(kind(index) for kind in KINDS)), frame(index)


def proses(site: Site, edition: Edition, addresses: Addresses) -> list[Prose]:
    """The prose of all that this edition publishes, to be judged even where the data cannot be planned."""
    index = catalogue(site, edition, addresses)
    return [index.prose(item) for item in (*index.site.news, *index.site.pages)]
