"""All places from A to Z: a page a letter, which leads on by two and three letters where it would be too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from string import ascii_lowercase

from sitegen.addresses import file_of
from sitegen.bodies import Template
from sitegen.output import Head, Link, Output
from sitegen.pages.cards import Pager, PlaceCard, pages_of
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.inputs import places
from sitegen.pages.structured import breadcrumbs

MOST = 250
"""Places that a page lists: some 12 kB of compressed HTML."""
DEEPEST = 3
"""Letters after which a list goes on by numbered pages."""
OTHERS = ""
"""Stands for the letter of a name that begins with none of the Latin alphabet."""
_OTHER = re.compile(r"[^a-z0-9]+")
Sorted = tuple[str, PlaceCard]
"""A place with what sorts it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """How names begin, and the list of them."""

    text: str
    """The letters, the first one large; for names that begin with no Latin letter, the word for them."""
    path: str
    """Address of the list; empty where no name begins so."""
    count: int
    """How many places."""


@dataclass(frozen=True, slots=True)
class LetterPage:
    """What letter.html shows."""

    head: Head
    """What the page tells of itself."""
    letters: tuple[Letter, ...]
    """The alphabet."""
    current: str
    """The address of the letter that the page is of."""
    count: int
    """Places of the whole list."""
    parts: tuple[Letter, ...]
    """Lists by one letter more, where this one would be too long."""
    places: tuple[PlaceCard, ...]
    """The places that stand here."""
    pager: Pager
    """Where the list goes on."""


@dataclass(frozen=True, slots=True)
class _List:
    """The places that begin with the same letters."""

    start: str
    link: Link
    above: tuple[Link, ...]
    cards: list[Sorted]


def in_order(catalogue: Catalogue) -> list[Sorted]:
    """All places in the order of the lists."""
    pairs = ((_key(card.name), card) for card in catalogue.places.values())
    return sorted(pairs, key=lambda pair: (pair[0], pair[1].name, pair[1].code))


def letters(catalogue: Catalogue, ordered: list[Sorted]) -> tuple[Letter, ...]:
    """The alphabet, and what begins otherwise if there is any; letters without places have no address."""
    count = {start: len(list(cards)) for start, cards in groupby(ordered, lambda pair: pair[0][:1])}
    alphabet = [(letter, count.get(letter, 0)) for letter in ascii_lowercase]
    if OTHERS in count:
        alphabet.append((OTHERS, count[OTHERS]))
    return tuple(
        Letter(_text(catalogue, at), _path(catalogue, at) if number else "", number) for at, number in alphabet
    )


def letter_pages(catalogue: Catalogue, ordered: list[Sorted], alphabet: tuple[Letter, ...]) -> Iterator[Output]:
    """The pages of all letters."""
    section = catalogue.section("search")
    for start, cards in groupby(ordered, lambda pair: pair[0][:1]):
        link = Link(_text(catalogue, start), _path(catalogue, start))
        yield from _pages(catalogue, _List(start, link, (section,), list(cards)), alphabet)


def _pages(catalogue: Catalogue, one: _List, alphabet: tuple[Letter, ...]) -> Iterator[Output]:
    """The pages of a list, and of those that it leads on to."""
    parts: list[_List] = []
    here = [card for _, card in one.cards]
    if len(here) > MOST and 0 < len(one.start) < DEEPEST:
        above, depth, here = (*one.above, one.link), len(one.start) + 1, []
        for start, cards in groupby(one.cards, lambda pair: pair[0][:depth]):
            if start == one.start:
                here = [card for _, card in cards]
            else:
                link = Link(_text(catalogue, start), _path(catalogue, start))
                parts.append(_List(start, link, above, list(cards)))
    total = pages_of(len(here), MOST)
    numbered = catalogue.addresses.numbered
    pages = tuple(Link(str(number), numbered(one.link.path, number)) for number in range(1, total + 1))
    for number, page in enumerate(pages, 1):
        view = LetterPage(
            head=_head(catalogue, one, page.path, number),
            letters=alphabet,
            current=_path(catalogue, one.start[:1]),
            count=len(one.cards),
            parts=tuple(Letter(part.link.text, part.link.path, len(part.cards)) for part in parts),
            places=tuple(here[(number - 1) * MOST : number * MOST]),
            pager=Pager(number, pages),
        )
        yield Output(file_of(page.path), Template("letter.html", view), listed=True, inputs=places(catalogue))
    for part in parts:
        yield from _pages(catalogue, part, alphabet)


def _head(catalogue: Catalogue, one: _List, path: str, number: int) -> Head:
    said = "letter" if one.start else "others"
    title = catalogue.say(f"search_{said}_title", letters=one.link.text)
    if number > 1:
        title = catalogue.say("page_numbered", title=title, number=number)
    crumbs = catalogue.crumbs(*one.above)
    return Head(
        title=title,
        description=catalogue.say(f"search_{said}_description", letters=one.link.text),
        path=path,
        crumbs=crumbs,
        jsonld=(breadcrumbs(catalogue, crumbs, title, path),),
    )


@cache
def _key(name: str) -> str:
    """What sorts a name: its Latin letters and digits without accents; empty for one that begins with no letter."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = _OTHER.sub("", plain)
    return key if key[:1].isalpha() and not _foreign(name) else OTHERS


def _foreign(name: str) -> bool:
    """Whether the first letter of a name is of another script."""
    first = next((sign for sign in name if sign.isalnum()), "")
    return not unicodedata.normalize("NFKD", first)[:1].isascii()


def _text(catalogue: Catalogue, start: str) -> str:
    return start.capitalize() if start else catalogue.words["search_others"]


def _path(catalogue: Catalogue, start: str) -> str:
    return f"{catalogue.addresses.root('letters')}{start or catalogue.addresses.others}/"
