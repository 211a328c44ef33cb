"""Lists of announcements, newest first, in pages: all, by year, by subject."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sitegen import edtf
from sitegen.addresses import file_of, slugify
from sitegen.bodies import Template
from sitegen.output import Head, Link, Output
from sitegen.pages.cards import NewsCard, Pager, pages_of
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.structured import breadcrumbs
from sitegen.problems import Span


@dataclass(frozen=True, slots=True)
class Group:
    """Announcements that belong together."""

    name: str
    """What they have in common: a year, a subject."""
    path: str
    """Address of their list."""
    count: int
    """How many they are."""


@dataclass(frozen=True, slots=True)
class NewsList:
    """What news.html shows."""

    head: Head
    """What the page tells of itself."""
    title: str
    """The heading, without the number of the page."""
    total: int
    """How many announcements the whole list has."""
    cards: tuple[NewsCard, ...]
    """Those of this page."""
    pager: Pager
    """Where the list goes on."""
    years: tuple[Group, ...] = ()
    """The lists by year, newest first; on the first page of the list of all."""
    tags: tuple[Group, ...] = ()
    """The lists by subject, by name; on the first page of the list of all."""


def news_lists(catalogue: Catalogue) -> Iterator[Output]:
    """The pages of the list of all announcements, of each year's and of each subject's."""
    section = catalogue.section("news")
    years, tags = _by_year(catalogue), _by_tag(catalogue)
    every = Group(section.text, section.path, len(catalogue.news))
    ways = tuple(group for group, _ in years), tuple(group for group, _ in tags)
    yield from _pages(catalogue, every, catalogue.news, catalogue.say("news_description"), (), ways)
    for say, groups in (("year", years), ("tag", tags)):
        for group, cards in groups:
            title = catalogue.say(f"news_{say}", name=group.name)
            description = catalogue.say(f"news_{say}_description", name=group.name)
            named = Group(title, group.path, group.count)
            yield from _pages(catalogue, named, cards, description, (section,), ((), ()))


def _by_year(catalogue: Catalogue) -> list[tuple[Group, list[NewsCard]]]:
    """By the year of each one's first day, which is the year in its address."""
    years: dict[int, list[NewsCard]] = defaultdict(list)
    for card in catalogue.news:
        years[edtf.parse(card.date).sort_day.year].append(card)
    return [
        (Group(str(year), catalogue.addresses.news_year(year), len(years[year])), years[year])
        for year in sorted(years, reverse=True)
    ]


def _by_tag(catalogue: Catalogue) -> list[tuple[Group, list[NewsCard]]]:
    """By subject. Two spellings with one slug are one subject, under the commoner of them.

    What is not translated has the subjects of its own language: no list in this one stands and falls with it.
    """
    slug = cache(slugify)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    cards: dict[str, list[NewsCard]] = defaultdict(list)
    for item, card in zip(catalogue.site.news, catalogue.news, strict=True):
        if card.language:
            continue
        names_of: dict[str, str] = {slug(tag): tag for tag in reversed(item.meta.tags)}
        for one, tag in names_of.items():
            names[one][tag] += 1
            cards[one].append(card)
    common = {one: min(spellings, key=lambda tag: (-spellings[tag], tag)) for one, spellings in names.items()}
    return [
        (Group(common[one], catalogue.addresses.news_tag(one), len(cards[one])), cards[one])
        for one in sorted(common, key=lambda one: (common[one].casefold(), one))
    ]


def _pages(
    catalogue: Catalogue,
    group: Group,
    cards: Sequence[NewsCard],
    description: str,
    above: tuple[Link, ...],
    ways: tuple[tuple[Group, ...], tuple[Group, ...]],
) -> Iterator[Output]:
    size = max(1, catalogue.site.config.per_page)
    links = tuple(
        Link(str(number), catalogue.addresses.numbered(group.path, number))
        for number in range(1, pages_of(len(cards), size) + 1)
    )
    for number, link in enumerate(links, 1):
        title = group.name if number == 1 else catalogue.say("page_numbered", title=group.name, number=number)
        crumbs = catalogue.crumbs(*above, *([Link(group.name, group.path)] if number > 1 else []))
        view = NewsList(
            head=Head(
                title=title,
                description=description,
                path=link.path,
                crumbs=crumbs,
                jsonld=(breadcrumbs(catalogue, crumbs, title, link.path),),
            ),
            title=group.name,
            total=len(cards),
            cards=tuple(cards[(number - 1) * size : number * size]),
            pager=Pager(number, links),
            years=ways[0] if number == 1 else (),
            tags=ways[1] if number == 1 else (),
        )
        body, inputs = Template("news.html", view), tuple(card.file for card in view.cards)
        yield Output(file_of(link.path), body, Span("content/news"), listed=True, inputs=inputs)
