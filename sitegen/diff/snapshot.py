"""A state of a site: its tables, URLs and files, from its sources or from a release."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.build import published_urls
from sitegen.build_context import BuildContext
from sitegen.dataset import Dataset, empty_tables, tables_of
from sitegen.dataset.release import RELEASES_FOLDER, check_rows, replay_releases, tables_from
from sitegen.models import Site
from sitegen.urls import Routes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of a site. What cannot be known of it is None, and is never compared."""

    name: str
    """What it was asked for by: a revision, a day, a folder; empty for the working tree."""
    tables: Dataset
    """Its records."""
    routes: frozenset[str] | None = None
    """Its lasting addresses; a release has none."""
    news: Mapping[str, str] | None = None
    """The title of each public announcement by its address; empty titles where they cannot be known."""
    home: Mapping[str, int | float | None] | None = None
    """The figures that its home page shows by id, each with its value; None for one that is shown as not known."""
    files: Mapping[str, str] | None = None
    """The digest of each published file by its path; only a built folder has them."""


def site_snapshot(site: Site, name: str, context: BuildContext, routes: Routes) -> Snapshot:
    """The state that sources describe, as a build with `context` publishes them."""
    urls = published_urls(site, context, routes)
    return Snapshot(
        name=name,
        tables=tables_of(site),
        routes=urls.routes,
        news=urls.news,
        home={card.id: card.quantity.number if card.quantity else None for card in urls.home},
    )


def has_release(root: Path, name: str) -> bool:
    """Whether the site in `root` has a release of this day."""
    return (
        re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", name) is not None
        and (root / RELEASES_FOLDER / f"{name}.jsonl").is_file()
    )


def release_snapshot(root: Path, name: str) -> Snapshot:
    """The data as they were frozen. Raises Damaged for files that are not what was frozen, and OSError."""
    files = sorted(file for file in (root / RELEASES_FOLDER).glob("*.jsonl") if file.stem <= name)
    state = replay_releases(file.read_bytes() for file in files)
    check_rows(state, empty_tables())
    tables = tables_from(state, empty_tables())
    # A table that is no more has no key today by which its rows could be told apart.
    return Snapshot(name, {table: tables[table] for table in empty_tables() if table in tables})
