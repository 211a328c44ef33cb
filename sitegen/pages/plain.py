"""Plain pages: about, criteria, privacy, contact and whatever else stands in content/pages/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.edition import standing_of
from sitegen.model import Source
from sitegen.output import Head, Output, Prose
from sitegen.pages.catalogue import Catalogue, page_path
from sitegen.pages.inputs import sources
from sitegen.pages.structured import breadcrumbs
from sitegen.pages.texts import figure_inputs, prose


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
        meta, path, text = item.meta, page_path(item), prose(catalogue, item)
        view = PlainView(
            head=Head(
                title=meta.title,
                description=meta.summary,
                path=path,
                crumbs=crumbs,
                jsonld=(breadcrumbs(catalogue, crumbs, meta.title, path),),
                updated=meta.updated or "",
            ),
            prose=text,
            sources=catalogue.cited(meta.sources),
            draft=standing_of(meta, now, zone) != "public",
        )
        body, origin = Template("page.html", view), catalogue.origin(item.file)
        yield Output(
            file_of(path), body, origin, listed=True, inputs=(*sources(meta.sources), *figure_inputs(catalogue, text))
        )
