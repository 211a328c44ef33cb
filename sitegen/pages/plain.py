"""Plain pages: about, criteria, privacy, contact and whatever else stands in content/pages/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.edition import standing_of
from sitegen.model import Source
from sitegen.output import Head, Output, Prose, Template
from sitegen.pages.catalogue import Catalogue, page_path
from sitegen.pages.structured import breadcrumbs


@dataclass(frozen=True, slots=True)
class PlainView:
    """What page.html shows."""

    head: Head
    """What the page tells of itself."""
    prose: Prose
    """Its text."""
    sources: tuple[Source, ...]
    """Whose word it is."""
    draft: bool
    """Whether it is shown only because drafts or future content are."""


def plain(catalogue: Catalogue) -> Iterator[Output]:
    """A page for each plain page of the content."""
    crumbs = catalogue.crumbs()
    now, zone = catalogue.edition.now, catalogue.site.config.timezone
    for item in catalogue.site.pages:
        meta, path = item.meta, page_path(item)
        view = PlainView(
            head=Head(
                title=meta.title,
                description=meta.summary,
                path=path,
                crumbs=crumbs,
                jsonld=(breadcrumbs(catalogue, crumbs, meta.title, path),),
                updated=meta.updated or "",
            ),
            prose=catalogue.prose(item),
            sources=catalogue.cited(meta.sources),
            draft=standing_of(meta, now, zone) != "public",
        )
        yield Output(file_of(path), Template("page.html", view), catalogue.origin(item.file), listed=True)
