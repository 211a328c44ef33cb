"""Languages: which page says the same in each language of the site, once the pages of all of them are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sitegen.content import Template
from sitegen.models import Announcement, PlainPage
from sitegen.output import Alternate, Output, PageHead
from sitegen.urls import output_path, url_of
from sitegen.views.site_index import SiteIndex, content_items, original_file

TranslatedUrls = dict[str, tuple[Alternate, ...]]
"""For the address of a page of content: the same text in the other languages."""


def texts_in_language(index: SiteIndex) -> list[Announcement | PlainPage]:
    """The announcements and plain pages that are written in the index's own language."""
    return [item for item in content_items(index.site) if item.language == index.language]


def original_path(index: SiteIndex, item: Announcement | PlainPage) -> str:
    """Where a text that is not translated stands in its own language; empty for one in the index's language."""
    if item.language == index.language or index.fallback is None:
        return ""
    return index.fallback.content[item.file] or ""


def translated_urls(indexes: Sequence[SiteIndex]) -> TranslatedUrls:
    """Where the announcements and plain pages of each language stand in the others."""
    found: dict[str, list[Alternate]] = {}
    for index in indexes:
        for item in content_items(index.site):
            own = Alternate(index.language, index.content[item.file] or "", same=item.language == index.language)
            found.setdefault(original_file(item), []).append(own)
    # Two pages say the same when neither stands in for the other.
    return {
        one.path: tuple(replace(other, same=one.same and other.same) for other in group if other is not one)
        for group in found.values()
        for one in group
    }


def with_alternates(
    indexes: Sequence[SiteIndex], made: Sequence[list[Output]], pairs: TranslatedUrls
) -> Iterator[Output]:
    """The outputs of each language, each page with its counterparts in the others."""
    if len(indexes) == 1:
        yield from made[0]
        return
    there = [{output.path for output in outputs} for outputs in made]
    for mine, outputs in enumerate(made):
        for output in outputs:
            head = head_of(output)
            at = url_of(output.path)
            if head is None or head.path != at or output.path == "404.html":  # what leads on, or stands anywhere
                yield output
                continue
            others = pairs.get(at) or tuple(
                _counterpart(indexes[mine], other, at, there[number])
                for number, other in enumerate(indexes)
                if number != mine
            )
            assert isinstance(output.content, Template)
            view = replace(output.content.view, head=replace(head, others=others))
            yield replace(output, content=replace(output.content, view=view))


def head_of(output: Output) -> PageHead | None:
    """The head of a page; None for what is no page."""
    view = output.content.view if isinstance(output.content, Template) else None
    head = getattr(view, "head", None)
    return head if isinstance(head, PageHead) and output.path.endswith(".html") else None


def _counterpart(mine: SiteIndex, other: SiteIndex, at: str, there: set[str]) -> Alternate:
    """The page of the other language that shows the same; where there is none, the nearest above it."""
    path = mine.routes.alternate_url(at, other.routes)
    same = output_path(path) in there
    while output_path(path) not in there and path != other.routes.home():
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return Alternate(other.language, path, same)
