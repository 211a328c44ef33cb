"""The search page, its indexes of places and texts, and the lists of places from A to Z."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from string import ascii_lowercase

from sitegen.content import Directory, RawBytes, Template
from sitegen.geography.wording import affix_pattern, script_levels
from sitegen.names import plain_slug
from sitegen.output import Link, Output, PageHead, PageView, Prose, SearchDocument
from sitegen.search_index import CERTIFIED, MENTIONED, REACHED, SearchPlace, search_index_files
from sitegen.urls import output_path
from sitegen.views.cards import Pagination, PlaceCard, page_count
from sitegen.views.designation_words import award_now
from sitegen.views.search_files import search_script, search_script_files, texts_folder
from sitegen.views.site_index import SiteIndex
from sitegen.views.structured_data import page_head, page_output, section_head


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
    head, view = output.head, output.content.view if isinstance(output.content, Template) else None
    prose, card = getattr(view, "prose", None), getattr(view, "card", None)
    if head is None or not head.indexed or not isinstance(prose, Prose):
        return None
    return SearchDocument(head.path, head.title, card.date if card else "", head.description, prose)


STYLE = "search.css"
"""Static file that only this page loads."""


@dataclass(frozen=True, slots=True)
class SearchNames:
    """How the search script names what it finds."""

    levels: dict[int, tuple[tuple[str, str], ...]]
    """The patterns of the names of regions, as titles, by the length of their codes: see ScriptLevel."""
    kinds: dict[str, str]
    """The pattern of a place's name by its kind, empty for the usual one; `called` if the kind has a local name."""
    affix: str
    """The pattern of a word before or behind a name that is no part of it; in any case."""


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
    names: SearchNames
    """How it names places and regions."""
    standings: dict[int, str]
    """What is said of places in other states, and of those with a level, by their status in the index."""


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
    regions = index.routes.root("regions")
    codes = _status_codes(index)
    standings = {code: _standing(index, *place) for place, code in codes.items()}
    finder = SearchConfig(script, folder, regions, texts_folder(index), _names(index), standings) if script else None
    ordered = sort_places(index)
    alphabet = az_alphabet(index, ordered)
    yield _page(index, finder, alphabet)
    yield from az_pages(index, ordered, alphabet)
    if finder and index.first:
        yield from search_script_files(index)
        notice = index.site.config.notice or ""
        for name, data in search_index_files(_search_places(index, codes), index.site.geography, notice):
            yield Output(output_path(folder + name), RawBytes(data))


def _names(index: SiteIndex) -> SearchNames:
    geography, messages = index.site.geography, index.messages
    levels = {level.length: level.patterns for level in script_levels(geography, "named", messages)}
    kinds = {"" if geography.is_usual(kind.id) else kind.id: messages[f"{kind.id}_named"] for kind in geography.kinds}
    patterns = [*kinds.values(), *(pattern for level in levels.values() for _, pattern in level)]
    return SearchNames(levels, kinds | {"called": messages["called_named"]}, affix_pattern(geography, patterns))


def _page(index: SiteIndex, finder: SearchConfig | None, alphabet: tuple[AzLetter, ...]) -> Output:
    head = section_head(index, "search", runs_wasm=finder is not None and bool(finder.texts))
    view = SearchPage(head, len(index.places), finder, alphabet, index.section("regions"))
    return page_output("search.html", view)


_Standing = tuple[int | None, str, str]
"""The year of a designation, the level, and the state that it came into later."""


def _status_codes(index: SiteIndex) -> dict[_Standing, int]:
    """Return the status in the index of what the script has no words for: levels, and states but the usual ones."""
    found = {(card.year, card.level, card.later_state) for card in index.places.values() if not _is_usual(card)}
    ordered = sorted(found, key=lambda one: (one[0] or 0, *one[1:]))
    return {one: MENTIONED - 1 - number for number, one in enumerate(ordered)}


def _is_usual(card: PlaceCard) -> bool:
    """Whether the script has the words for the status of a place."""
    return not card.level and (card.lapsed or not card.later_state)


def _standing(index: SiteIndex, year: int | None, level: str, later_state: str) -> str:
    words = (level and award_now(index.messages, level), later_state and index.messages[f"status_{later_state}"])
    designated = " ".join(filter(None, (index.messages["status_certified"], str(year or ""))))
    return ", ".join(filter(None, (designated, *words)))


def _search_places(index: SiteIndex, codes: dict[_Standing, int]) -> list[SearchPlace]:
    """Return all places and regions for the index; `codes` are those of _status_codes."""
    root, geography = index.routes.root("regions"), index.site.geography
    villages = {village.code: village for village in index.site.villages}
    records = {record.code: record for record in index.site.regions}
    documents = [
        SearchPlace(
            name=card.name,
            code=card.code,
            within=tuple(filter(None, card.regions[::-1])),
            path=card.path.removeprefix(root),
            status=codes.get((card.year, card.level, card.later_state), _status(card)),
            kind="" if geography.is_usual(card.kind) else card.kind,
            called=card.called.capitalize(),
            lapsed=card.lapsed and _is_usual(card),
            previous_names=villages[card.code].previous_names,
            previous_codes=tuple(one.code for one in villages[card.code].previous_codes),
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
            previous_names=(*former, *geography.aliases.get(region.code, ())),
            previous_codes=tuple(one.code for one in record.previous_codes) if record else (),
            is_region=True,
            above=next((code for code in reversed(geography.ancestors(region.code)) if code in index.regions), ""),
        )
        for region in index.regions.values()
        for record in (records.get(region.code),)
        for former in ([one.name for one in record.previous_names] if record else [],)
    )
    return documents


def _status(card: PlaceCard) -> int:
    if card.certified:
        return card.year or CERTIFIED
    return REACHED if card.reached else MENTIONED


PLACES_PER_PAGE = 250
"""Most places on a page: about 12 kB of compressed HTML."""
MAX_PREFIX = 3
"""Prefix length after which long lists are paginated instead."""
OTHER_LETTERS = ""
"""Stands for names that begin with no Latin letter."""
SortableCard = tuple[str, PlaceCard]
"""A sort key and its place."""


@dataclass(frozen=True, slots=True)
class AzLetter:
    """A prefix of names, with its list."""

    text: str
    """The letters, the first one in upper case; for names without a Latin initial, the word for them."""
    path: str
    """URL of the list; empty if no name has the prefix."""
    count: int


@dataclass(frozen=True, slots=True)
class AzPage(PageView):
    """What az_index.html shows."""

    alphabet: tuple[AzLetter, ...]
    current: str
    """URL of the current letter."""
    count: int
    """Number of places in the whole list."""
    parts: tuple[AzLetter, ...]
    """Lists by one letter more, if this one would be too long."""
    places: tuple[PlaceCard, ...]
    """Places on this page."""
    pager: Pagination


@dataclass(frozen=True, slots=True)
class _List:
    """Places whose names have the same prefix."""

    start: str
    link: Link
    above: tuple[Link, ...]
    cards: list[SortableCard]


def sort_places(index: SiteIndex) -> list[SortableCard]:
    """Return all places with their sort keys, in the order of the lists."""
    pairs = ((_sort_key(card.name), card) for card in index.places.values())
    return sorted(pairs, key=lambda pair: (pair[0], pair[1].name, pair[1].code))


def az_alphabet(index: SiteIndex, ordered: list[SortableCard]) -> tuple[AzLetter, ...]:
    """Return the letters of the alphabet with the counts of their places, and other names if there are any."""
    count = {start: len(list(cards)) for start, cards in groupby(ordered, lambda pair: pair[0][:1])}
    alphabet = [(letter, count.get(letter, 0)) for letter in ascii_lowercase]
    if OTHER_LETTERS in count:
        alphabet.append((OTHER_LETTERS, count[OTHER_LETTERS]))
    return tuple(AzLetter(_label(index, at), _path(index, at) if number else "", number) for at, number in alphabet)


def az_pages(index: SiteIndex, ordered: list[SortableCard], alphabet: tuple[AzLetter, ...]) -> Iterator[Output]:
    """Yield the pages of all letters."""
    section = index.section("search")
    for start, cards in groupby(ordered, lambda pair: pair[0][:1]):
        link = Link(_label(index, start), _path(index, start))
        yield from _pages(index, _List(start, link, (section,), list(cards)), alphabet)


def _pages(index: SiteIndex, listing: _List, alphabet: tuple[AzLetter, ...]) -> Iterator[Output]:
    """Yield the pages of a list, and of the lists that divide it."""
    parts: list[_List] = []
    cards = [card for _, card in listing.cards]
    if len(cards) > PLACES_PER_PAGE and 0 < len(listing.start) < MAX_PREFIX:
        parents, depth, cards = (*listing.above, listing.link), len(listing.start) + 1, []
        for start, pairs in groupby(listing.cards, lambda pair: pair[0][:depth]):
            if start == listing.start:
                cards = [card for _, card in pairs]
            else:
                link = Link(_label(index, start), _path(index, start))
                parts.append(_List(start, link, parents, list(pairs)))
    total = page_count(len(cards), PLACES_PER_PAGE)
    numbered = index.routes.page_of_list
    pages = tuple(Link(str(number), numbered(listing.link.path, number)) for number in range(1, total + 1))
    for number, page in enumerate(pages, 1):
        view = AzPage(
            head=_head(index, listing, page.path, number),
            alphabet=alphabet,
            current=_path(index, listing.start[:1]),
            count=len(listing.cards),
            parts=tuple(AzLetter(part.link.text, part.link.path, len(part.cards)) for part in parts),
            places=tuple(cards[(number - 1) * PLACES_PER_PAGE : number * PLACES_PER_PAGE]),
            pager=Pagination(number, pages),
        )
        yield page_output("az_index.html", view)
    for part in parts:
        yield from _pages(index, part, alphabet)


def _head(index: SiteIndex, listing: _List, path: str, number: int) -> PageHead:
    kind = "letter" if listing.start else "others"
    title = index.t(f"search_{kind}_title", letters=listing.link.text)
    if number > 1:
        title = index.t("page_numbered", title=title, number=number)
    breadcrumbs = index.breadcrumbs(*listing.above)
    return page_head(index, title, index.t(f"search_{kind}_description", letters=listing.link.text), path, breadcrumbs)


@functools.cache
def _sort_key(name: str) -> str:
    """Return the sort key of a name: Latin letters and digits without accents; empty for a name without a Latin
    initial."""
    key = plain_slug(name).replace("-", "")
    return key if key[:1].isalpha() and not _starts_outside_latin(name) else OTHER_LETTERS


def _starts_outside_latin(name: str) -> bool:
    """Whether the first letter of a name belongs to another script."""
    first = next((sign for sign in name if sign.isalnum()), "")
    return not unicodedata.normalize("NFKD", first)[:1].isascii()


def _label(index: SiteIndex, start: str) -> str:
    return start.capitalize() if start else index.messages["search_others"]


def _path(index: SiteIndex, start: str) -> str:
    return f"{index.routes.root('letters')}{start or index.routes.words['others']}/"
