"""Snapshot: one state of a site, as far as it can be known from where it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.addresses import Addresses
from sitegen.dataset import Dataset, tables_of
from sitegen.edition import Edition
from sitegen.model import Site
from sitegen.pages.promised import promised


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of a site. What cannot be known of it is None, and is never compared."""

    name: str
    """What it was asked for by: a revision, a day, a folder; empty for the working tree."""
    tables: Dataset
    """Its records."""
    addresses: frozenset[str] | None = None
    """Its lasting addresses; a release has none."""
    news: Mapping[str, str] | None = None
    """The title of each public announcement by its address; empty titles where they cannot be known."""
    home: Mapping[str, int | float | None] | None = None
    """The figures that its home page shows by id, each with its value; None for one that is shown as not known."""
    files: Mapping[str, str] | None = None
    """The digest of each published file by its path; only a built folder has them."""


def of_site(site: Site, name: str, edition: Edition, addresses: Addresses) -> Snapshot:
    """The state that sources describe, as `edition` publishes them."""
    found = promised(site, edition, addresses)
    return Snapshot(
        name=name,
        tables=tables_of(site),
        addresses=found.addresses,
        news=found.news,
        home={card.id: card.quantity.number if card.quantity else None for card in found.home},
    )
