"""The releases page: frozen states of the data, with their changes and downloads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sitegen.content import ReleaseZip
from sitegen.dataset import tables_without_rows
from sitegen.formats import ZIP
from sitegen.models import Release
from sitegen.output import Link, Output, PageView
from sitegen.problems import Span
from sitegen.views.open_data import download_terms, package_info, table_descriptions
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_output, section_head


@dataclass(frozen=True, slots=True)
class TableChanges:
    """What changed in one table since the release before."""

    table: str
    """Name of the table, in words."""
    added: int
    """Rows added."""
    changed: int
    """Rows changed."""
    removed: int
    """Rows removed."""


@dataclass(frozen=True, slots=True)
class TableRows:
    """How many rows a table has."""

    table: str
    """What its rows are, in words."""
    rows: int


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """A release as the list shows it."""

    date: str
    """Day up to which its data was known; its anchor."""
    frozen: str
    """Day on which it was made."""
    digest: str
    """SHA-256 of its content."""
    counts: tuple[TableRows, ...]
    """Row counts of tables that have rows."""
    first: bool
    """Whether it is the first release."""
    changes: tuple[TableChanges, ...]
    """Changes since the previous release; empty for the first."""
    download: Link
    """Its ZIP."""


@dataclass(frozen=True, slots=True)
class ReleasesPage(PageView):
    """What releases.html shows."""

    releases: tuple[ReleaseCard, ...]
    """Releases, latest first."""


def releases(index: SiteIndex) -> Iterator[Output]:
    """Yield the page, and one ZIP per release."""
    releases_so_far = index.site.releases
    view = ReleasesPage(
        head=section_head(index, "releases", index.section("data")),
        releases=tuple(_card(index, release, number) for number, release in enumerate(releases_so_far))[::-1],
    )
    origin = Span(releases_so_far[-1].file if releases_so_far else "data/site.yaml")
    yield page_output("releases.html", view, origin)
    for number, release in enumerate(releases_so_far if index.first else (), 1):
        yield _release_zip(index, releases_so_far[:number], release)


def _card(index: SiteIndex, release: Release, number: int) -> ReleaseCard:
    info = [] if number == 0 else [name for name in release.counts if name in release.changes]
    return ReleaseCard(
        date=release.date,
        frozen=release.frozen,
        digest=release.digest,
        counts=tuple(TableRows(_name(index, table), rows) for table, rows in release.counts.items() if rows),
        first=number == 0,
        changes=tuple(TableChanges(_name(index, table), *release.changes[table]) for table in info),
        download=Link(ZIP.file(release.date), index.common.root("releases") + ZIP.file(release.date)),
    )


def _name(index: SiteIndex, table: str) -> str:
    """Return the title of a table; the bare name of one that no longer exists."""
    return index.messages.get(f"data_{table}", table)


def _release_zip(index: SiteIndex, releases: tuple[Release, ...], release: Release) -> Output:
    section, info = index.section("releases"), package_info(index)
    title = f"{index.site.config.title}: {index.t('release_title', date=release.date)}"
    readme = index.t(
        "release_readme",
        title=index.site.config.title,
        date=release.date,
        frozen=release.frozen,
        publisher=info.publisher,
        corrections=index.base_url + index.routes.root("corrections"),
        digest=release.digest,
    )
    body = ReleaseZip(
        locations=tuple(one.location for one in releases),
        contents=tuple(one.content for one in releases),
        columns=tables_without_rows(index.site),
        terms=download_terms(index),
        readme=readme,
        about=replace(
            info,
            name=f"data-{release.date}",
            title=title,
            homepage=f"{index.base_url}{section.path}#{release.date}",
        ),
        meanings=table_descriptions(index, tables_without_rows(index.site)),
    )
    return Output(section.path[1:] + ZIP.file(release.date), body, Span(release.file))
