"""SiteIndex: the Site as this build publishes it, indexed once for all page kinds; read-only."""

from __future__ import annotations

import functools
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from sitegen import edtf
from sitegen.build_context import BuildContext
from sitegen.dataset import status_of
from sitegen.figures import FigureIndex
from sitegen.geography import GEOGRAPHY, Level
from sitegen.glossary_terms import GlossaryIndex
from sitegen.models import Announcement, Correction, Office, Outreach, PlainPage, Site, Source, Village
from sitegen.names import slugify
from sitegen.output import Link
from sitegen.problems import Span
from sitegen.translations import translated
from sitegen.urls import Routes, village_slug
from sitegen.views.cards import NewsCard, OutreachCard, PlaceCard, glossary_index


@dataclass(frozen=True, slots=True)
class Region:
    """A province, regency or district that holds at least one village of the records."""

    level: str
    """Which it is."""
    code: str
    """Its official code, the beginning of its villages' codes."""
    name: str
    """Its name; a regency with its word."""
    path: str
    """Address of its page."""
    above: tuple[Link, ...]
    """The regions that it lies in, from the province down."""
    parts: tuple[str, ...]
    """Codes of the regions one level below, by name; empty for a district."""
    villages: tuple[str, ...]
    """Codes of all its villages, by name."""


def regions_of(routes: Routes, villages: tuple[Village, ...]) -> dict[str, Region]:
    """Every region of the records by code, provinces first, each level in order of code."""
    members: dict[Level, dict[str, list[Village]]] = {level: defaultdict(list) for level in GEOGRAPHY.levels}
    for village in villages:
        for level, named in members.items():
            named[level.region_code(village.code)].append(village)
    regions: dict[str, Region] = {}
    for depth, level in enumerate(GEOGRAPHY.levels):
        parts: dict[str, dict[str, str]] = defaultdict(dict)
        if below := GEOGRAPHY.below(level):
            for code, inside in members[below].items():
                parts[level.region_code(code)][code] = getattr(inside[0], below.id)
        for code, inside in sorted(members[level].items()):
            *above, name = GEOGRAPHY.region_names(inside[0])[: depth + 1]
            slugs = [slugify(one) for one in (*above, name)]
            regions[code] = Region(
                level=level.id,
                code=code,
                name=name,
                path=routes.region(*slugs),
                above=tuple(Link(one, routes.region(*slugs[: at + 1])) for at, one in enumerate(above)),
                parts=tuple(sorted(parts[code], key=lambda part: (parts[code][part], part))),
                villages=tuple(village.code for village in sorted(inside, key=lambda one: (one.name, one.code))),
            )
    return regions


ContentItem = TypeVar("ContentItem", Announcement, PlainPage)


def content_items(site: Site) -> tuple[Announcement | PlainPage, ...]:
    """All announcements and plain pages."""
    return (*site.news, *site.pages)


def in_language(
    items: Sequence[ContentItem],
    language: str,
    context: BuildContext,
    zone: str,
    untranslated: Sequence[ContentItem] | None,
) -> list[ContentItem]:
    """The items of a language that this build shows, and those of `untranslated` that it lacks, in the same order.

    `untranslated` are the items that are shown in the site's first language; None for that itself. A translation is
    held back with its original.
    """
    own = [item for item in items if item.language == language and context.shows(item.meta, zone)]
    if untranslated is None:
        return own
    originals = {item.file for item in items if item.language != language}
    public = {item.file for item in untranslated}
    kept = {item.file for item in own if original_file(item) in public or original_file(item) not in originals}
    kept |= public - {original_file(item) for item in own if item.file in kept}
    return [item for item in items if item.file in kept]


def original_file(item: Announcement | PlainPage) -> str:
    """The file of which an item is a translation; that of the item itself where it is none."""
    return item.file.removesuffix(f".{item.language}.md").removesuffix(".md") + ".md"


def content_path(routes: Routes, item: Announcement | PlainPage) -> str:
    """Address of a plain page, which has its slug, else its file's name; of an announcement, which has the year of its
    first day before that, and no date in it."""
    stem = posixpath.basename(original_file(item)).removesuffix(".md")
    if isinstance(item, PlainPage):
        return routes.at(f"{item.meta.slug or slugify(stem)}/")
    slug = item.meta.slug or slugify(re.sub(r"^[0-9]{4}(-[0-9]{2}){0,2}-", "", stem))
    return routes.announcement(edtf.parse(item.meta.date).sort_day.year, slug)


def media_path(routes: Routes, file: str, digest: str) -> str:
    """Address of a media file, named by its content, so that it may be cached for ever."""
    stem, suffix = posixpath.splitext(posixpath.basename(file))
    return f"/{routes.words['media']}/{slugify(stem)}.{digest[:8]}{suffix.lower()}"


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SiteIndex:
    """Everything a page kind may look up."""

    site: Site
    """What is published: content that this build holds back is not in it."""
    context: BuildContext
    """Which day and readers the build is for."""
    base_url: str
    """Where it is published, without a slash at the end."""
    language: str
    """The language of its pages."""
    fallback: SiteIndex | None
    """That of the site's first language, from which comes what is not translated; None for that itself."""
    routes: Routes
    """The paths of its language."""
    messages: dict[str, str]
    """The interface's words in its language."""
    places: dict[str, PlaceCard]
    """Every village of the records by code, designated or not."""
    all_regions: Callable[[], dict[str, Region]]
    """Makes `regions`, once: an edit of a text needs none of them."""
    all_figures: Callable[[], FigureIndex]
    """Makes `figures`, once: most edits of a text need none of them."""
    all_terms: Callable[[], GlossaryIndex]
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
    def common(self) -> Routes:
        """The paths of the files that all languages share: those of the first."""
        return (self.fallback or self).routes

    @property
    def regions(self) -> dict[str, Region]:
        """Every region by code."""
        return self.all_regions()

    @property
    def figures(self) -> FigureIndex:
        """Every figure of the site."""
        return self.all_figures()

    def t(self, key: str, **values: object) -> str:
        """A phrase of the interface with its placeholders filled; raises KeyError for a key that the theme lacks."""
        return self.messages[key].format(**values)

    def crumbs(self, *links: Link) -> tuple[Link, ...]:
        """The way from the home page to here, the home page first."""
        return (Link(self.messages["home"], self.routes.home()), *links)

    def section(self, name: str) -> Link:
        """A section with its word, by its field in Routes: `register` gives Daftar Desa at /desa/."""
        return Link(self.messages[f"section_{name}"], self.routes.root(name))

    def office(self, id: str) -> Link:
        """An office by its name, with the address of its entry on the offices page."""
        return Link(self.offices[id].name, f"{self.routes.root('offices')}#{id}")

    def name_of(self, place: PlaceCard) -> str:
        """A place by its name with the word for its kind: Desa Sukosewu, Nagari Simarasok."""
        if place.called:
            return self.t("called_named", called=place.called.capitalize(), name=place.name)
        return self.t(f"{place.kind}_named", name=place.name)

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


def index_site(site: Site, context: BuildContext, routes: Routes, fallback: SiteIndex | None = None) -> SiteIndex:
    """Index what this build publishes in the language of `routes`; `fallback` is the index of the first one."""
    zone, language = site.config.timezone, routes.language or site.config.language
    news = in_language(site.news, language, context, zone, fallback.site.news if fallback else None)
    pages = in_language(site.pages, language, context, zone, fallback.site.pages if fallback else None)
    shown = replace(site, news=tuple(news), pages=tuple(pages), locked_urls={})  # a promise, which nothing is made from
    common = fallback.routes if fallback else routes
    spoken = {one.language or site.config.language: one for one in (common, *common.further)}
    content: dict[str, str | None] = {
        item.file: content_path(spoken[item.language], item)
        if item.language in spoken and context.shows(item.meta, zone)
        else None
        for item in content_items(site)
    }
    content.update(dict.fromkeys(site.unread, ""))
    content.update((file, media_path(common, file, media.digest)) for file, media in site.media.items())
    for item in content_items(shown):  # what is not translated stands in this language's pages too
        content[original_file(item)] = content[item.file] = content_path(routes, item)
    cards = tuple(_news_card(item, content[item.file] or "", context, zone, language) for item in shown.news)
    about = _grouped((code, card) for item, card in zip(news, cards, strict=True) for code in item.meta.villages)
    reached = _grouped((code, outreach_card(routes, event)) for event in site.outreach for code in event.villages)
    paths = {village.code: village_path(routes, village) for village in site.villages}
    return SiteIndex(
        site=shown,
        context=context,
        base_url=(context.base_url or site.config.base_url).rstrip("/"),
        language=language,
        fallback=fallback,
        routes=routes,
        messages=site.theme.messages.get(language, {}),  # none where the theme is missing, which is told
        places={village.code: _place_card(village, paths, village.code in reached) for village in site.villages},
        all_regions=functools.cache(partial(regions_of, routes, site.villages)),
        all_figures=functools.cache(partial(FigureIndex, site)),
        all_terms=functools.cache(partial(glossary_index, routes, site.terms)),
        place_files=functools.cache(partial(_place_files, site)),
        news=cards,
        content=content,
        sources={source.id: source for source in site.sources},
        offices={office.id: office for office in site.offices},
        news_about=about,
        outreach_in=reached,
        corrections_of=_grouped((entry.what, entry) for entry in site.corrections),
    )


def index_languages(site: Site, context: BuildContext, routes: Routes) -> tuple[SiteIndex, ...]:
    """The index of each language, that of the first one first."""
    first = index_site(site, context, routes)
    others = (index_site(translated(site, one.language), context, one, first) for one in routes.further)
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


def without_texts(index: SiteIndex) -> SiteIndex:
    """The same with every announcement and page but its text: for kinds that do not show them."""
    site = index.site
    news = tuple(replace(item, body="") for item in site.news)
    pages = tuple(replace(item, body="") for item in site.pages)
    bare = replace(index, site=replace(site, news=news, pages=pages))
    return replace(bare, fallback=without_texts(index.fallback)) if index.fallback else bare


def village_path(routes: Routes, village: Village) -> str:
    """Address of a village's page."""
    return routes.region(*map(slugify, GEOGRAPHY.region_names(village)), village_slug(village))


def outreach_card(routes: Routes, event: Outreach) -> OutreachCard:
    """An outreach event as lists show it."""
    return OutreachCard(event.title, f"{routes.root('outreach')}#{event.id}", event.date, event.place or "")


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


def _news_card(item: Announcement, path: str, context: BuildContext, zone: str, language: str) -> NewsCard:
    meta, foreign = item.meta, item.language if item.language != language else ""
    hidden = context.preview and not replace(context, drafts=False, future=False).shows(meta, zone)
    return NewsCard(item.file, meta.title, path, meta.date, meta.place or "", meta.summary, hidden, foreign)
