"""Alternates: which page corresponds to a page in the other languages of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sitegen.content import Template
from sitegen.models import Announcement, PlainPage
from sitegen.output import Alternate, Output
from sitegen.urls import file_url, output_path
from sitegen.views.site_index import SiteIndex, content_items, original_file

TranslatedUrls = dict[str, tuple[Alternate, ...]]
"""Alternates of each page of content, by URL."""


def texts_in_language(index: SiteIndex) -> list[Announcement | PlainPage]:
    """Return the announcements and plain pages that are written in the index's language."""
    return [item for item in content_items(index.site) if item.language == index.language]


def original_path(index: SiteIndex, item: Announcement | PlainPage) -> str:
    """Return the canonical URL of an untranslated text, in its own language; empty for a text in the index's
    language."""
    if item.language == index.language or index.fallback is None:
        return ""
    return index.fallback.content[item.file] or ""


def translated_urls(indexes: Sequence[SiteIndex]) -> TranslatedUrls:
    """Return the alternates of announcements and plain pages, by URL."""
    groups: dict[str, list[Alternate]] = {}
    for index in indexes:
        for item in content_items(index.site):
            own = Alternate(index.language, index.content[item.file] or "", same=item.language == index.language)
            groups.setdefault(original_file(item), []).append(own)
    # Two pages are translations of each other if neither is untranslated.
    return {
        one.path: tuple(replace(other, same=one.same and other.same) for other in group if other is not one)
        for group in groups.values()
        for one in group
    }


def with_alternates(
    indexes: Sequence[SiteIndex], outputs_by_language: Sequence[list[Output]], translations: TranslatedUrls
) -> Iterator[Output]:
    """Yield the outputs of all languages, each page with its alternates."""
    if len(indexes) == 1:
        yield from outputs_by_language[0]
        return
    paths = [{output.path for output in outputs} for outputs in outputs_by_language]
    for position, outputs in enumerate(outputs_by_language):
        for output in outputs:
            head = output.head
            url = file_url(output.path)
            # Redirects, and 404.html, which has no URL of its own, have no alternates.
            if head is None or head.path != url or output.path == "404.html":
                yield output
                continue
            others = translations.get(url) or tuple(
                _nearest_alternate(indexes[position], other, url, paths[number])
                for number, other in enumerate(indexes)
                if number != position
            )
            assert isinstance(output.content, Template)
            view = replace(output.content.view, head=replace(head, alternates=others))
            yield replace(output, content=replace(output.content, view=view))


def _nearest_alternate(index: SiteIndex, other: SiteIndex, url: str, paths: set[str]) -> Alternate:
    """Return the corresponding page in the other language; if there is none, its nearest existing ancestor."""
    path = index.routes.alternate_url(url, other.routes)
    same = output_path(path) in paths
    while output_path(path) not in paths and path != other.routes.home():
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return Alternate(other.language, path, same)
