"""Plan the outputs of the site. A page kind is one function from the site index to outputs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sitegen.build_context import BuildContext
from sitegen.models import Site
from sitegen.models.content import ContentItem
from sitegen.output import LayoutContext, Output, Prose
from sitegen.pages.search import search_texts
from sitegen.problems import Report, Span, fence
from sitegen.sections import hidden_sections, plan_outputs
from sitegen.urls import Routes, file_url
from sitegen.views.alternates import texts_in_language, translated_urls, with_alternates
from sitegen.views.layout import layout_context
from sitegen.views.prose import build_prose, prose_without_data
from sitegen.views.reads import Reads
from sitegen.views.site_index import content_path, index_languages, without_texts

_PUBLIC: dict[str, Any] = {"draft": False, "publish_date": None, "expiry_date": None}
"""Front matter fields of public content."""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The plan of a site in two parts, so that an edit of a text does not plan the pages that show no text."""

    text_outputs: list[Output]
    """Outputs of the page kinds that show texts."""
    layouts: tuple[LayoutContext, ...]
    """Layout context of each language, the first language first."""
    other_inputs: tuple[object, ...]
    """All inputs of the other outputs, in a form that can be encoded."""
    plan_others: Callable[[Report], list[Output]]
    """Plans the other outputs, and checks that every output has a URL of its own."""
    reads: Reads
    """What was read for each output planned so far."""
    shared: frozenset[str]
    """What was read for the layout contexts, by name of Site.origins or by file."""
    held_urls: Callable[[], frozenset[str]]
    """Finds the URLs of what is not public now."""


def plan_site(site: Site, context: BuildContext, routes: Routes, report: Report | None = None) -> SitePlan:
    """Plan the outputs of the site, and the layout context of each language.

    With a `report`, a page kind that fails is a problem in it, and has no outputs.
    """
    indexes = index_languages(site, context, routes)
    without_bodies = tuple(without_texts(index) for index in indexes)  # not map(): a page kind has that name here
    translations = translated_urls(without_bodies) if routes.translations else {}
    texts = [plan_outputs(index, texts=True, report=report) for index in indexes]
    for index, outputs in zip(indexes, texts, strict=True):
        outputs.extend(index.track_outputs(search_texts(index, outputs[:]), index.reads.of_all(outputs)))
    prose = list(with_alternates(indexes, texts, translations))

    def plan_others(report: Report) -> list[Output]:
        # Imported late: most edits change a text, and then the other outputs are not planned.
        from sitegen.pages.plan import plan_other_outputs

        return plan_other_outputs(without_bodies, prose, translations, report)

    listing = [(output.path, output.listed, output.updated, output.origin) for output in prose]
    inputs = [
        (
            index.untracked,
            index.base_url,
            index.routes,
            index.content.untracked,
            index.moved_urls,
            index.passed_dates,
        )
        for index in without_bodies
    ]
    held = sorted(indexes[0].held_urls()) if site.config.menu or site.config.redirects else []
    with without_bodies[0].reads.scope() as shared:
        layouts = tuple(layout_context(index) for index in without_bodies)
    return SitePlan(
        text_outputs=prose,
        layouts=layouts,
        other_inputs=(inputs, held, context.drafts, context.future, listing),
        plan_others=plan_others,
        reads=without_bodies[0].reads,
        shared=frozenset(shared),
        held_urls=indexes[0].held_urls,
    )


def prose_to_check(
    site: Site, context: BuildContext, routes: Routes, figures_valid: bool, report: Report
) -> list[Prose]:
    """Return all prose that this build publishes, for checks even if the data has faults; `figures_valid` says whether
    the figures have none."""
    found = list[Prose]()
    with fence(report, Span("")):
        for index in index_languages(site, context, routes):
            for item in texts_in_language(index):
                with fence(report, Span(item.file)):
                    found.append(prose_without_data(index, item, figures_valid))
    return found


def scheduled_outputs(site: Site, context: BuildContext, routes: Routes) -> list[Output]:
    """Return the outputs whose URLs depend on the moment: announcements, plain pages, their lists, and redirects."""
    from sitegen.pages.hosting import redirects
    from sitegen.pages.news import news, news_lists
    from sitegen.pages.plain import plain

    kinds = (news, plain, news_lists, redirects)
    return [output for index in index_languages(site, context, routes) for kind in kinds for output in kind(index)]


def appearing_prose(site: Site, context: BuildContext, routes: Routes, files: Collection[str]) -> Iterator[Prose]:
    """Yield the prose of the content `files` in their own language, as a build of this context shows them."""
    for index in index_languages(site, context, routes):
        for item in texts_in_language(index):
            if item.file in files and item.language == index.language:
                yield build_prose(index, item)


def unpublished_urls(site: Site, context: BuildContext, routes: Routes) -> frozenset[str]:
    """Return the URLs of announcements, plain pages and their lists as if all content were public whose own URL is
    locked, whether it is now a draft, scheduled or expired."""
    from sitegen.pages.news import news, news_lists
    from sitegen.pages.plain import plain

    locked_urls, routes_by_language = site.locked_urls, {item.language: item for item in (routes, *routes.translations)}

    def published(item: ContentItem) -> ContentItem:
        meta: Any = item.meta
        item_routes = routes_by_language.get(item.language, routes)
        return replace(item, meta=replace(meta, **_PUBLIC)) if content_path(item_routes, item) in locked_urls else item

    public = replace(
        site, news=tuple(published(item) for item in site.news), pages=tuple(published(item) for item in site.pages)
    )
    kinds = (plain,) if "news" in hidden_sections(site.config) else (news, plain, news_lists)
    indexes = index_languages(public, context, routes)
    return frozenset(file_url(output.path) for index in indexes for kind in kinds for output in kind(index))


def old_urls(site: Site, context: BuildContext, routes: Routes) -> dict[str, str]:
    """Return where each old URL leads, those of files included: aliases, redirects, and what moved with a code or a
    name."""
    from sitegen.pages.hosting import index_old_urls

    indexes = index_languages(site, context, routes)
    return {old: new for index in indexes for old, new, _ in index_old_urls(index)}
