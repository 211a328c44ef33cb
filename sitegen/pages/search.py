"""The search page: a form that finds places and regions, its index, and for everyone the ways by letter and region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.addresses import file_of
from sitegen.bodies import Template, Text
from sitegen.output import Head, Link, Output
from sitegen.pages.cards import PlaceCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import places
from sitegen.pages.letters import Letter, in_order, letter_pages, letters
from sitegen.pages.search_files import search_script, search_script_files, texts_folder
from sitegen.pages.structured import breadcrumbs
from sitegen.search_index import CERTIFIED, REACHED, SPOKEN_OF, FoundPlace, index_files

STYLE = "search.css"
"""The static file that only this page loads."""


@dataclass(frozen=True, slots=True)
class Finder:
    """What the script of the page is told."""

    script: str
    """Its address."""
    index: str
    """Where the files of its index stand."""
    regions: str
    """What the addresses of regions begin with in the language of the page."""
    texts: str
    """The folder of the index of announcements and plain pages; empty where there is none."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What search.html shows."""

    head: Head
    """What the page tells of itself."""
    count: int
    """How many places are recorded."""
    finder: Finder | None
    """The form's script; None where the theme has none, or there is nothing to find."""
    letters: tuple[Letter, ...]
    """The lists by letter."""
    regions: Link
    """The way by region."""


def search(catalogue: Catalogue) -> Iterator[Output]:
    """The page, the lists by letter, and once for all languages the index and the script."""
    script = search_script(catalogue) if catalogue.places else ""
    folder = f"{catalogue.common.root('search')}_{catalogue.common.register}/"
    finder = Finder(script, folder, catalogue.addresses.root("regions"), texts_folder(catalogue)) if script else None
    ordered = in_order(catalogue)
    alphabet = letters(catalogue, ordered)
    yield _page(catalogue, finder, alphabet)
    yield from letter_pages(catalogue, ordered, alphabet)
    if finder and catalogue.first:
        yield from search_script_files(catalogue)
        notice = catalogue.site.config.notice or ""
        inputs = (*places(catalogue), "data/site.yaml")
        for name, data in index_files(_found(catalogue), notice):
            yield Output(file_of(folder + name), Text(data), inputs=inputs)


def _page(catalogue: Catalogue, finder: Finder | None, alphabet: tuple[Letter, ...]) -> Output:
    section, crumbs = catalogue.section("search"), catalogue.crumbs()
    head = Head(
        title=section.text,
        description=catalogue.words["search_description"],
        path=section.path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, section.text, section.path),),
        compiled=finder is not None and bool(finder.texts),
    )
    view = SearchPage(
        head=head,
        count=len(catalogue.places),
        finder=finder,
        letters=alphabet,
        regions=catalogue.section("regions"),
    )
    return Output(file_of(section.path), Template("search.html", view), listed=True, inputs=places(catalogue))


def _found(catalogue: Catalogue) -> list[FoundPlace]:
    """All places and the regions that hold them, as the index tells of them."""
    root = catalogue.addresses.root("regions")
    former = {village.code: village.previous_names for village in catalogue.site.villages if village.previous_names}
    found = [
        FoundPlace(
            name=card.name,
            code=card.code,
            within=(card.district, card.regency, card.province),
            path=card.path.removeprefix(root),
            standing=_standing(card),
            kind="" if card.kind == "desa" else card.kind,
            called=card.called.capitalize(),
            lapsed=card.lapsed,
            former=former.get(card.code, ()),
        )
        for card in catalogue.places.values()
    ]
    found += (
        FoundPlace(
            name=region.name,
            code=region.code,
            within=tuple(link.text for link in reversed(region.above)),
            path=region.path.removeprefix(root),
            standing=len(region.villages),
        )
        for region in catalogue.regions.values()
    )
    return found


def _standing(card: PlaceCard) -> int:
    if card.certified:
        return card.year or CERTIFIED
    return REACHED if card.reached else SPOKEN_OF
