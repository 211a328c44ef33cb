"""Catalogue: the Site as this edition publishes it, indexed once for all page kinds; looked up, never changed."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TypeVar

from sitegen import edtf
from sitegen.addresses import Addresses, slugify, village_slug
from sitegen.dataset import status_of
from sitegen.edition import Edition
from sitegen.figures import Figures
from sitegen.model import Announcement, Correction, Office, Outreach, Site, Source, Village
from sitegen.output import Link
from sitegen.pages.cards import NewsCard, OutreachCard, PlaceCard, vocabulary
from sitegen.pages.content import content_path, in_language, media_path, original_of, texts_of
from sitegen.pages.territory import Region, regions_of
from sitegen.problems import Span
from sitegen.terms import Vocabulary
from sitegen.translations import translated

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a page kind may look up."""

    site: Site
    """What is published: content that this edition holds back is not in it."""
    edition: Edition
    """Which day and readers the build is for."""
    base_url: str
    """Where it is published, without a slash at the end."""
    language: str
    """The language of its pages."""
    fallback: Catalogue | None
    """That of the site's first language, from which comes what is not translated; None for that itself."""
    addresses: Addresses
    """The paths of its language."""
    words: dict[str, str]
    """The interface's words in its language."""
    places: dict[str, PlaceCard]
    """Every village of the records by code, designated or not."""
    all_regions: Callable[[], dict[str, Region]]
    """Makes `regions`, once: an edit of a text needs none of them."""
    all_figures: Callable[[], Figures]
    """Makes `figures`, once: most edits of a text need none of them."""
    all_terms: Callable[[], Vocabulary]
    """Makes what finds the terms of the glossary in texts, once."""
    place_files: Callable[[], tuple[str, ...]]
    """Finds the files of all villages and of the outreach that reached them, once: each text with a count asks."""
    news: tuple[NewsCard, ...]
    """Announcements, newest first."""
    content: dict[str, str | None]
    """Address of each content file that prose may link to; None for one held back, empty for one that is unread."""
    sources: dict[str, Source]
    """By id."""
    offices: dict[str, Office]
    """By id."""
    news_about: dict[str, tuple[NewsCard, ...]]
    """The announcements about a village, by its code, newest first."""
    outreach_in: dict[str, tuple[OutreachCard, ...]]
    """The outreach that reached a village, by its code."""
    corrections_of: dict[str, tuple[Correction, ...]]
    """What was corrected or revised, by what it is about: see Correction.what."""

    @property
    def first(self) -> bool:
        """Whether it is that of the site's first language, which alone publishes the files that all share."""
        return self.fallback is None

    @property
    def common(self) -> Addresses:
        """The paths of the files that all languages share: those of the first."""
        return (self.fallback or self).addresses

    @property
    def regions(self) -> dict[str, Region]:
        """Every region by code."""
        return self.all_regions()

    @property
    def figures(self) -> Figures:
        """Every figure of the site."""
        return self.all_figures()

    def say(self, key: str, **values: object) -> str:
        """A phrase of the interface with its placeholders filled; raises KeyError for a key that the theme lacks."""
        return self.words[key].format(**values)

    def crumbs(self, *links: Link) -> tuple[Link, ...]:
        """The way from the home page to here, the home page first."""
        return (Link(self.words["home"], self.addresses.home()), *links)

    def section(self, name: str) -> Link:
        """A section with its word, by its field in Addresses: `register` gives Daftar Desa at /desa/."""
        return Link(self.words[f"section_{name}"], self.addresses.root(name))

    def name_of(self, place: PlaceCard) -> str:
        """A place by its name with the word for its kind: Desa Sukosewu, Nagari Simarasok."""
        if place.called:
            return self.say("called_named", called=place.called.capitalize(), name=place.name)
        return self.say(f"{place.kind}_named", name=place.name)

    def cited(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """The sources of these ids, in the order given."""
        return tuple(self.sources[id] for id in ids)

    def certified(self, year: int | None = None) -> tuple[PlaceCard, ...]:
        """The places of the register in order of code; with a year, only those that are stated to be of it."""
        return tuple(card for card in self.places.values() if card.certified and (year is None or card.year == year))

    def without_year(self) -> tuple[PlaceCard, ...]:
        """The designated places whose year is not stated: listed as such, never guessed into a year."""
        return tuple(card for card in self.places.values() if card.certified and card.year is None)

    def links(self, file: str, text: str) -> dict[str, str | None]:
        """Each token of `text` that names a file of the site, with that file's address.

        More than the real links may be caught (a file name in plain words); that costs a re-rendering at most.
        """
        if ".md" not in text and "media/" not in text:
            return {}
        folder = posixpath.dirname(file)
        named = {token: posixpath.normpath(posixpath.join(folder, token)) for token in set(_FILE.findall(text))}
        return {token: self.content[path] for token, path in sorted(named.items()) if path in self.content}

    def origin(self, key: str) -> Span:
        """Where a record stands: see Site.origins."""
        return self.site.origins.get(key, Span(""))


_FILE = re.compile(r"[\w./-]+\.\w+")


def catalogue(site: Site, edition: Edition, addresses: Addresses, fallback: Catalogue | None = None) -> Catalogue:
    """Index what this edition publishes in the language of `addresses`; `fallback` is the index of the first one."""
    zone, language = site.config.timezone, addresses.language or site.config.language
    news = in_language(site.news, language, edition, zone, fallback.site.news if fallback else None)
    pages = in_language(site.pages, language, edition, zone, fallback.site.pages if fallback else None)
    shown = replace(site, news=tuple(news), pages=tuple(pages), addresses={})  # a promise, which nothing is made from
    common = fallback.addresses if fallback else addresses
    spoken = {one.language or site.config.language: one for one in (common, *common.further)}
    content: dict[str, str | None] = {
        item.file: content_path(spoken[item.language], item)
        if item.language in spoken and edition.shows(item.meta, zone)
        else None
        for item in texts_of(site)
    }
    content.update(dict.fromkeys(site.unread, ""))
    content.update((file, media_path(common, file, media.digest)) for file, media in site.media.items())
    for item in texts_of(shown):  # what is not translated stands in this language's pages too
        content[original_of(item)] = content[item.file] = content_path(addresses, item)
    cards = tuple(_news_card(item, content[item.file] or "", edition, zone, language) for item in shown.news)
    about = _grouped((code, card) for item, card in zip(news, cards, strict=True) for code in item.meta.villages)
    reached = _grouped((code, outreach_card(addresses, event)) for event in site.outreach for code in event.villages)
    paths = {village.code: village_path(addresses, village) for village in site.villages}
    return Catalogue(
        site=shown,
        edition=edition,
        base_url=(edition.base_url or site.config.base_url).rstrip("/"),
        language=language,
        fallback=fallback,
        addresses=addresses,
        words=site.theme.words.get(language, {}),  # none where the theme is missing, which is told
        places={village.code: _place_card(village, paths, village.code in reached) for village in site.villages},
        all_regions=cache(partial(regions_of, addresses, site.villages)),
        all_figures=cache(partial(Figures, site)),
        all_terms=cache(partial(vocabulary, addresses, site.terms)),
        place_files=cache(partial(_place_files, site)),
        news=cards,
        content=content,
        sources={source.id: source for source in site.sources},
        offices={office.id: office for office in site.offices},
        news_about=about,
        outreach_in=reached,
        corrections_of=_grouped((entry.what, entry) for entry in site.corrections),
    )


def catalogues(site: Site, edition: Edition, addresses: Addresses) -> tuple[Catalogue, ...]:
    """The index of each language, that of the first one first."""
    first = catalogue(site, edition, addresses)
    others = (catalogue(translated(site, one.language), edition, one, first) for one in addresses.further)
    return (first, *others)


def _place_files(site: Site) -> tuple[str, ...]:
    names = (*(village.code for village in site.villages), *(f"outreach:{event.id}" for event in site.outreach))
    return tuple(dict.fromkeys(site.origins.get(name, Span("")).file for name in names))


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """What stands under each name, in the order given."""
    found: dict[str, list[T]] = defaultdict(list)
    for name, one in pairs:
        found[name].append(one)
    return {name: tuple(those) for name, those in found.items()}


def without_texts(index: Catalogue) -> Catalogue:
    """The same with every announcement and page but its text: for kinds that do not show them."""
    site = index.site
    news = tuple(replace(item, body="") for item in site.news)
    pages = tuple(replace(item, body="") for item in site.pages)
    bare = replace(index, site=replace(site, news=news, pages=pages))
    return replace(bare, fallback=without_texts(index.fallback)) if index.fallback else bare


def village_path(addresses: Addresses, village: Village) -> str:
    """Address of a village's page."""
    return addresses.region(
        slugify(village.province), slugify(village.regency), slugify(village.district), village_slug(village)
    )


def outreach_card(addresses: Addresses, event: Outreach) -> OutreachCard:
    """An outreach event as lists show it."""
    return OutreachCard(event.title, f"{addresses.root('outreach')}#{event.id}", event.date, event.place or "")


def _place_card(village: Village, paths: dict[str, str], reached: bool) -> PlaceCard:
    return PlaceCard(
        code=village.code,
        name=village.name,
        kind=village.kind,
        called=village.called or "",
        path=paths[village.code],
        district=village.district,
        regency=village.regency,
        province=village.province,
        certified=village.certified or "",
        year=edtf.year_of(village.certified),
        reached=reached,
        lapsed=bool(village.events) and status_of(village, reached=reached) == "lapsed",
    )


def _news_card(item: Announcement, path: str, edition: Edition, zone: str, language: str) -> NewsCard:
    meta, foreign = item.meta, item.language if item.language != language else ""
    hidden = edition.preview and not replace(edition, drafts=False, future=False).shows(meta, zone)
    return NewsCard(item.file, meta.title, path, meta.date, meta.place or "", meta.summary, hidden, foreign)
