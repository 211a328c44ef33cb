"""The search page and its indexes of places and texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sitegen.content import Directory, Template, Text
from sitegen.geography import GEOGRAPHY
from sitegen.output import Link, Output, PageHead, PageView, Prose, SearchDocument
from sitegen.search_index import CERTIFIED, MENTIONED, REACHED, SearchPlace, search_index_files
from sitegen.urls import output_path
from sitegen.views.az_index import AzLetter, az_alphabet, az_pages, sort_places
from sitegen.views.cards import PlaceCard
from sitegen.views.search_files import search_script, search_script_files, texts_folder
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import section_head


def search_texts(index: SiteIndex, outputs: Iterable[Output]) -> Iterator[Output]:
    """Yield the full-text index of announcements and plain pages, from the prose of their `outputs`.

    Nothing is yielded without texts, or where no script reads the index.
    """
    folder = texts_folder(index)
    documents = [text for output in outputs if folder and (text := _indexed(output))]
    if documents:
        yield Output(folder[1:], Directory(tuple(documents)))


def _indexed(output: Output) -> SearchDocument | None:
    """Return the text of a page; None for other outputs, and for pages that search engines should not index."""
    view = output.content.view if isinstance(output.content, Template) else None
    head, prose = getattr(view, "head", None), getattr(view, "prose", None)
    if not isinstance(head, PageHead) or not isinstance(prose, Prose) or not head.indexed:
        return None
    card = getattr(view, "card", None)
    return SearchDocument(head.path, head.title, card.date if card else "", head.description, prose)


STYLE = "search.css"
"""Static file that only this page loads."""


@dataclass(frozen=True, slots=True)
class SearchConfig:
    """Settings of the search script."""

    script: str
    """Its URL."""
    index: str
    """URL of the folder of its index."""
    regions: str
    """Prefix of the URLs of regions in the language of the page."""
    texts: str
    """URL of the folder of the full-text index; empty without one."""


@dataclass(frozen=True, slots=True)
class SearchPage(PageView):
    """What search.html shows."""

    count: int
    """How many places are recorded."""
    config: SearchConfig | None
    """The form's script; None where the theme has none, or there is nothing to find."""
    alphabet: tuple[AzLetter, ...]
    """The lists by letter."""
    regions: Link
    """The way by region."""


def search(index: SiteIndex) -> Iterator[Output]:
    """Yield the page, the lists by letter, and once for all languages the index and the script."""
    script = search_script(index) if index.places else ""
    folder = f"{index.common.root('search')}_{index.common.words['register']}/"
    finder = SearchConfig(script, folder, index.routes.root("regions"), texts_folder(index)) if script else None
    ordered = sort_places(index)
    alphabet = az_alphabet(index, ordered)
    yield _page(index, finder, alphabet)
    yield from az_pages(index, ordered, alphabet)
    if finder and index.first:
        yield from search_script_files(index)
        notice = index.site.config.notice or ""
        for name, data in search_index_files(_search_places(index), notice):
            yield Output(output_path(folder + name), Text(data))


def _page(index: SiteIndex, finder: SearchConfig | None, alphabet: tuple[AzLetter, ...]) -> Output:
    section = index.section("search")
    head = section_head(index, "search", runs_wasm=finder is not None and bool(finder.texts))
    view = SearchPage(
        head=head,
        count=len(index.places),
        config=finder,
        alphabet=alphabet,
        regions=index.section("regions"),
    )
    return Output(output_path(section.path), Template("search.html", view), listed=True)


def _search_places(index: SiteIndex) -> list[SearchPlace]:
    """Return all places and regions for the index."""
    root = index.routes.root("regions")
    former = {village.code: village.previous_names for village in index.site.villages if village.previous_names}
    documents = [
        SearchPlace(
            name=card.name,
            code=card.code,
            within=GEOGRAPHY.region_names(card)[::-1],
            path=card.path.removeprefix(root),
            status=_status(card),
            kind="" if card.kind == "desa" else card.kind,
            called=card.called.capitalize(),
            lapsed=card.lapsed,
            previous_names=former.get(card.code, ()),
        )
        for card in index.places.values()
    ]
    documents += (
        SearchPlace(
            name=region.name,
            code=region.code,
            within=tuple(link.text for link in reversed(region.above)),
            path=region.path.removeprefix(root),
            status=len(region.villages),
        )
        for region in index.regions.values()
    )
    return documents


def _status(card: PlaceCard) -> int:
    if card.certified:
        return card.year or CERTIFIED
    return REACHED if card.reached else MENTIONED
