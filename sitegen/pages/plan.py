"""Plan the outputs that show no texts, and list the URLs that a plan promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sitegen.build_context import BuildContext
from sitegen.content import Template
from sitegen.formats import CSV
from sitegen.models import Site
from sitegen.output import FigureCard, Output
from sitegen.pages.home import HomePage, home
from sitegen.pages.hosting import REDIRECT_TEMPLATE, headers, redirect_rules, sitemap
from sitegen.pages.map import map_paths
from sitegen.problems import Report
from sitegen.sections import import_function, plan_outputs, shown_kinds
from sitegen.urls import Routes, file_url, is_permalink
from sitegen.views.alternates import TranslatedUrls, with_alternates
from sitegen.views.own_facts import choice_path, filter_fields
from sitegen.views.site_index import SiteIndex, index_languages, without_texts


def check_urls(outputs: Iterable[Output], report: Report) -> None:
    """Report each output whose path is taken: `repeated-address`, or `alias-taken` for a redirect."""
    by_path: dict[str, Output] = {}
    for output in sorted(outputs, key=_is_redirect):  # pages first: a redirect must not hide a clash of two pages
        other = by_path.setdefault(output.path, output)
        if other is not output:
            _report_clash(output, other, report)
    folders: dict[str, Output] = {}
    for output in by_path.values():
        folder = output.path.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = output
            folder = folder.rpartition("/")[0]
    for path in sorted(folders.keys() & by_path.keys()):
        _report_clash(folders[path], by_path[path], report)


def _report_clash(output: Output, other: Output, report: Report) -> None:
    if _is_redirect(output) or _is_redirect(other):
        alias = output if _is_redirect(output) else other
        report.add("alias-taken", alias.origin, path=file_url(alias.path))
    else:
        report.add("repeated-address", output.origin, path=file_url(output.path), other=_location(other))


def _is_redirect(output: Output) -> bool:
    return isinstance(output.content, Template) and output.content.name == REDIRECT_TEMPLATE


def _location(output: Output) -> str:
    """Return the source position of the other output; its URL if it has no source."""
    return str(output.origin) if output.origin.file else file_url(output.path)


def plan_other_outputs(
    indexes: Sequence[SiteIndex], texts: list[Output], translations: TranslatedUrls, report: Report
) -> list[Output]:
    """Plan the outputs of all page kinds that show no texts, then those that list all outputs, and check that each has
    a URL of its own.

    `indexes` are the indexes of all languages without texts, `texts` the outputs that show texts, and `translations`
    the URLs of each text in the other languages.
    """
    outputs = list(
        with_alternates(indexes, [plan_outputs(index, texts=False, report=report) for index in indexes], translations)
    )
    first = indexes[0]
    outputs += first.track_outputs(redirect_rules(indexes))
    # A list of all outputs is made from all that these are made from.
    read = set(first.reads.of_all([*outputs, *texts]))
    outputs += first.track_outputs(sitemap(first, [*outputs, *texts]), read)
    outputs += first.track_outputs(headers(first, [*outputs, *texts]), read)
    check_urls([*outputs, *texts], report)
    return outputs


_QUICK_URLS: dict[str, Callable[[SiteIndex], Iterable[str]]] = {
    "pages.villages:villages": lambda index: (card.path for card in index.places.values()),
    "pages.regions:regions": lambda index: (
        index.routes.root("regions"),
        *(region.path for region in index.regions.values()),
    ),
    "pages.villages:register": lambda index: (
        index.routes.root("register"),
        *(choice_path(index, field, choice) for field in filter_fields(index.site) for choice in field.choices),
    ),
    "pages.map:map_page": map_paths,
    "pages.map:overview_map": lambda index: (index.routes.overview_map(),) if index.site.outlines.regions else (),
    "pages.quality:quality": lambda index: (
        index.routes.root("quality"),
        CSV.file(index.common.root("quality").rstrip("/")),
    ),
}
"""Permanent URLs of page kinds that read every place, without making their views."""


@dataclass(frozen=True, slots=True)
class PublishedUrls:
    """What a plan promises to returning visitors."""

    routes: frozenset[str]
    """Every permanent URL of the whole plan."""
    news: dict[str, str]
    """Title of each announcement by its URL in the site's first language."""
    home: tuple[FigureCard, ...]
    """Figures on the home page."""


def published_urls(site: Site, context: BuildContext, routes: Routes) -> PublishedUrls:
    """Return what the plan of this build promises, several times faster than the plan."""
    indexes = tuple(map(without_texts, index_languages(site, context, routes)))
    home_view = next(output.content.view for output in home(indexes[0]) if isinstance(output.content, Template))
    assert isinstance(home_view, HomePage)
    return PublishedUrls(
        routes=frozenset(path for index in indexes for path in _urls(index) if is_permalink(path[1:])),
        news={card.path: card.title for card in indexes[0].news},
        home=(*home_view.headlines, home_view.counted),
    )


def _urls(index: SiteIndex) -> Iterator[str]:
    """Yield the URLs of a language."""
    yield from (path for file, path in index.content.items() if path and file.endswith(".md"))
    for kind in shown_kinds(index.site.config):
        if quick := _QUICK_URLS.get(kind.function):
            yield from quick(index)
        elif not kind.texts or kind.function == "pages.news:feeds":
            yield from (file_url(output.path) for output in import_function(kind)(index))
    yield "/sitemap.xml"
