"""Plain pages of content/pages/: about, criteria, privacy, contact and others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.models import Source
from sitegen.output import Output, PageView, Prose
from sitegen.views.alternates import original_path
from sitegen.views.prose import build_prose
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_head, page_output


@dataclass(frozen=True, slots=True)
class PlainView(PageView):
    """What page.html shows."""

    prose: Prose
    in_brief: tuple[str, ...]
    """Summary in plain language, one sentence each; may be empty."""
    sources: tuple[Source, ...]
    draft: bool
    """Whether it is not public, and shown only in this preview."""
    foreign: str
    """Language of the text if it is not translated into that of the page; else empty."""


def plain(index: SiteIndex) -> Iterator[Output]:
    """Yield a page for each file of content/pages/."""
    breadcrumbs = index.breadcrumbs()
    zone = index.site.timezone
    for item in index.plain_pages.each():
        meta, path, text = item.meta, index.content[item.file] or "", build_prose(index, item)
        view = PlainView(
            head=page_head(
                index,
                meta.title,
                meta.summary,
                path,
                breadcrumbs,
                updated=meta.updated or "",
                record=item.file,
                indexed=item.language == index.language,
                canonical=original_path(index, item),
            ),
            prose=text,
            in_brief=meta.in_brief,
            sources=index.cited(meta.sources),
            draft=index.context.visibility(meta, zone) != "public",
            foreign=item.language if item.language != index.language else "",
        )
        yield page_output("page.html", view, index.origin(item.file))
