"""The releases: what was known by a day, frozen, with what changed since the one before, each to be downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sitegen.addresses import file_of
from sitegen.bodies import ReleaseZip, Template
from sitegen.dataset import shapes
from sitegen.formats import ZIP
from sitegen.model import Release
from sitegen.output import Head, Link, Output
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.opendata import about, meanings, terms
from sitegen.pages.structured import breadcrumbs
from sitegen.problems import Span


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in one table since the release before."""

    table: str
    """What its rows are, in words."""
    added: int
    """Rows that came."""
    changed: int
    """Rows that changed."""
    removed: int
    """Rows that went."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows a table has."""

    table: str
    """What its rows are, in words."""
    rows: int
    """How many."""


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """A release as the list shows it."""

    date: str
    """The day by which everything in it was known; its anchor."""
    frozen: str
    """The day on which it was made."""
    digest: str
    """SHA-256 of all that it holds."""
    counts: tuple[Counted, ...]
    """Its tables that have rows."""
    first: bool
    """Whether none is before it."""
    changes: tuple[Changed, ...]
    """What changed since the one before; nothing for the first."""
    download: Link
    """Its ZIP."""


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """What releases.html shows."""

    head: Head
    """What the page tells of itself."""
    releases: tuple[ReleaseCard, ...]
    """The latest first."""


def releases(catalogue: Catalogue) -> Iterator[Output]:
    """The list, and a ZIP a release."""
    section, known = catalogue.section("releases"), catalogue.site.releases
    crumbs = catalogue.crumbs(catalogue.section("data"))
    view = ReleasesPage(
        head=Head(
            title=section.text,
            description=catalogue.words["releases_description"],
            path=section.path,
            crumbs=crumbs,
            jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
        ),
        releases=tuple(_card(catalogue, release, number) for number, release in enumerate(known))[::-1],
    )
    files = tuple(release.file for release in known)
    body = Template("releases.html", view)
    origin = Span(files[-1] if files else "data/site.yaml")
    yield Output(file_of(section.path), body, origin, listed=True, inputs=files)
    for number, release in enumerate(known if catalogue.first else (), 1):
        yield _zip(catalogue, known[:number], release)


def _card(catalogue: Catalogue, release: Release, number: int) -> ReleaseCard:
    told = [] if number == 0 else [name for name in release.counts if name in release.changes]
    return ReleaseCard(
        date=release.date,
        frozen=release.frozen,
        digest=release.digest,
        counts=tuple(Counted(_name(catalogue, table), rows) for table, rows in release.counts.items() if rows),
        first=number == 0,
        changes=tuple(Changed(_name(catalogue, table), *release.changes[table]) for table in told),
        download=Link(ZIP.file(release.date), catalogue.common.root("releases") + ZIP.file(release.date)),
    )


def _name(catalogue: Catalogue, table: str) -> str:
    """What a table holds, in words; one that is no more has only its name."""
    return catalogue.words.get(f"data_{table}", table)


def _zip(catalogue: Catalogue, chain: tuple[Release, ...], release: Release) -> Output:
    section, told = catalogue.section("releases"), about(catalogue)
    title = f"{catalogue.site.config.title}: {catalogue.say('release_title', date=release.date)}"
    readme = catalogue.say(
        "release_readme",
        title=catalogue.site.config.title,
        date=release.date,
        frozen=release.frozen,
        publisher=told.publisher,
        corrections=catalogue.base_url + catalogue.addresses.root("corrections"),
        digest=release.digest,
    )
    body = ReleaseZip(
        locations=tuple(one.location for one in chain),
        contents=tuple(one.content for one in chain),
        columns=shapes(),
        terms=terms(catalogue),
        readme=readme,
        about=replace(
            told,
            name=f"data-{release.date}",
            title=title,
            homepage=f"{catalogue.base_url}{section.path}#{release.date}",
        ),
        meanings=meanings(catalogue, shapes()),
    )
    inputs = tuple(one.file for one in chain)
    return Output(section.path[1:] + ZIP.file(release.date), body, Span(release.file), inputs=inputs)
