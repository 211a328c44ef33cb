"""Plain pages: about, criteria, privacy, contact and whatever else stands in content/pages/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.edition import standing_of
from sitegen.model import Source
from sitegen.output import Head, Output, Prose
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import sources
from sitegen.pages.languages import original_path
from sitegen.pages.structured import breadcrumbs
from sitegen.pages.texts import prose, text_inputs


@dataclass(frozen=True, slots=True)
class PlainView:
    """What page.html shows."""

    head: Head
    """What the page tells of itself."""
    prose: Prose
    """Its text."""
    in_brief: tuple[str, ...]
    """What it says in plain words, a sentence each; may be empty."""
    sources: tuple[Source, ...]
    """Whose word it is."""
    draft: bool
    """Whether it is shown only because drafts or future content are."""
    foreign: str
    """The language of its texts where they are not translated into that of the page; else empty."""


def plain(catalogue: Catalogue) -> Iterator[Output]:
    """A page for each plain page of the content."""
    crumbs = catalogue.crumbs()
    now, zone = catalogue.edition.now, catalogue.site.config.timezone
    for item in catalogue.site.pages:
        meta, path, text = item.meta, catalogue.content[item.file] or "", prose(catalogue, item)
        view = PlainView(
            head=Head(
                title=meta.title,
                description=meta.summary,
                path=path,
                crumbs=crumbs,
                jsonld=(breadcrumbs(catalogue, crumbs, meta.title, path),),
                updated=meta.updated or "",
                record=item.file,
                indexed=item.language == catalogue.language,
                canonical=original_path(catalogue, item),
            ),
            prose=text,
            in_brief=meta.in_brief,
            sources=catalogue.cited(meta.sources),
            draft=standing_of(meta, now, zone) != "public",
            foreign=item.language if item.language != catalogue.language else "",
        )
        body, origin = Template("page.html", view), catalogue.origin(item.file)
        inputs = (*sources(meta.sources), *text_inputs(catalogue, text))
        yield Output(file_of(path), body, origin, listed=view.head.indexed, inputs=inputs)
