"""A page for each year of each release: the year as it stood then, superseded by the page of the archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sitegen import edtf
from sitegen.content import ReleaseTemplate
from sitegen.dataset.released_year import ReleasedNames, ReleasedYear
from sitegen.formats import ZIP
from sitegen.models import Correction, Release
from sitegen.output import Link, Output, PageHead, PageView
from sitegen.problems import Span
from sitegen.urls import output_path
from sitegen.views.correction_notes import CorrectionCard, correction_cards
from sitegen.views.grouping import LONGEST_LISTING, archive_years, index_by_year, release_links
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_head


@dataclass(frozen=True, slots=True)
class ReleasedYearPage(PageView):
    """What released_year.html shows."""

    year: int
    until: str
    """Day of the release, up to which its data was known."""
    newest: Link
    """The year as it stands today; the archive if it has no page of this year any more."""
    others: tuple[Link, ...]
    """The same year at other releases, by date: each text is a date."""
    download: Link
    """ZIP of the release."""
    corrections: tuple[CorrectionCard, ...]
    """Corrections and revisions of the year's figures since, newest first."""
    note_language: str
    """Language of the note; empty for that of the page."""
    released: ReleasedYear | None = None
    """What the release holds of the year: read when the page is rendered."""


def released_years(index: SiteIndex) -> Iterator[Output]:
    """Yield a page for each year of each release."""
    releases, top = index.site.releases, index.site.geography.top
    names = ReleasedNames(
        levels=tuple(level.id for level in index.site.geography.levels),
        table=top.plural,
        began=index.site.programme.began,
        longest=LONGEST_LISTING,
    )
    present = set(archive_years(index, index_by_year(index)))
    for number, release in enumerate(releases, 1):
        for year in release.years:
            newest = index.year_link(year) if year in present else index.section("archive")
            view = ReleasedYearPage(
                head=_head(index, release, year, newest),
                year=year,
                until=release.date,
                newest=newest,
                others=tuple(one for one in release_links(index, year) if one.text != release.date),
                download=Link(ZIP.file(release.date), index.common.root("releases") + ZIP.file(release.date)),
                corrections=correction_cards(index, _changes_since(index, release, year)),
                note_language=index.site.config.language if index.fallback else "",
            )
            content = ReleaseTemplate(
                "released_year.html",
                view,
                year=year,
                locations=tuple(one.location for one in releases[:number]),
                contents=tuple(one.content for one in releases[:number]),
                names=names,
            )
            yield Output(output_path(view.head.path), content, Span(release.file))


def _changes_since(index: SiteIndex, release: Release, year: int) -> list[Correction]:
    """Return the corrections of a year's figures that were published after a release."""
    figures = re.compile(rf"(?:target|reported|projected)-{year}(?:-.+)?")
    day = date.fromisoformat(release.date)
    return [one for one in index.site.corrections if figures.fullmatch(one.what) and edtf.parse(one.when).last > day]


def _head(index: SiteIndex, release: Release, year: int, newest: Link) -> PageHead:
    words = {"year": year, "date": release.date}
    return page_head(
        index,
        index.t("released_year_title", **words),
        index.t("released_year_description", **words),
        index.routes.released_year(year, release.date),
        index.breadcrumbs(index.section("archive"), *([newest] if newest.text == str(year) else [])),
        indexed=False,
        canonical=newest.path,
    )
