"""SiteIndex: the Site as this build publishes it, indexed for all page kinds; read-only."""

from __future__ import annotations

import functools
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar, cast

from sitegen import edtf
from sitegen.build_context import BuildContext
from sitegen.dataset import reached_villages
from sitegen.figures import REGISTER, FigureIndex
from sitegen.geography import Geography
from sitegen.geography.wording import LevelWording, level_wordings, named_regions
from sitegen.glossary_terms import GlossaryIndex, GlossaryNote
from sitegen.link_targets import FileNames, find_mentions, split_target
from sitegen.models import (
    Announcement,
    CalendarEntry,
    Correction,
    DesignationRules,
    Media,
    Office,
    Outreach,
    PlainPage,
    Site,
    Source,
    Village,
)
from sitegen.models.content import MEDIA, NEWS, PAGES, ContentItem
from sitegen.models.designation import designation_of, status_of
from sitegen.models.previous import present_codes
from sitegen.models.series import ledger_names
from sitegen.names import slugify
from sitegen.output import Link, Output
from sitegen.plurals import message_form
from sitegen.problems import Span
from sitegen.sections import published_sections
from sitegen.translations import translated, translation_file
from sitegen.urls import Routes, village_slug
from sitegen.views.cards import NewsCard, OutreachCard, PlaceCard, glossary_index, page_count
from sitegen.views.designation_words import interface_messages
from sitegen.views.moved_urls import MovedUrl, find_moved_urls
from sitegen.views.reads import Reads, Tracked, TrackedSite, part_files


@dataclass(frozen=True, slots=True)
class Region:
    """A region with at least one recorded village."""

    level: str
    """Id of its level."""
    code: str
    """Official code, the prefix of its villages' codes."""
    name: str
    """Name, as the records of its villages have it."""
    path: str
    """URL of its page."""
    above: tuple[Link, ...]
    """Regions that contain it, the highest first."""
    parts: tuple[str, ...]
    """Codes of the regions next below it, by name; empty for one of the lowest level."""
    villages: tuple[str, ...]
    """Codes of all its villages, by name."""
    certified: int
    """How many of them are recorded as designated."""
    reached: int
    """How many of them outreach is recorded to have reached, designated or not."""


def build_regions(site: Site, routes: Routes, reached: Container[str]) -> dict[str, Region]:
    """Return every region of the records by code, by level, the highest first, each level in order of code.

    `reached` has the codes of the villages that outreach reached.
    """
    rules = site.programme.rules
    counted = {village.code for village in site.villages if designation_of(village, rules).counted}
    members: dict[str, dict[str, list[Village]]] = {level.id: defaultdict(list) for level in site.geography.levels}
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for village in site.villages:
        above = ""
        for level, code, name in site.geography.regions_of(village.code, village.regions):
            members[level.id][code].append(village)
            parts[above].setdefault(code, name)
            above = code
    regions: dict[str, Region] = {}
    for level in site.geography.levels:
        for code, inside in sorted(members[level.id].items()):
            *names, name = filter(None, inside[0].regions[: level.depth + 1])
            slugs = [slugify(one) for one in (*names, name)]
            regions[code] = Region(
                level=level.id,
                code=code,
                name=name,
                path=routes.region(*slugs),
                above=tuple(Link(one, routes.region(*slugs[: at + 1])) for at, one in enumerate(names)),
                parts=tuple(sorted(parts[code], key=lambda part: (parts[code][part], part))),
                villages=tuple(village.code for village in sorted(inside, key=lambda one: (one.name, one.code))),
                certified=sum(1 for village in inside if village.code in counted),
                reached=sum(1 for village in inside if village.code in reached),
            )
    return regions


def content_items(site: Site) -> tuple[Announcement | PlainPage, ...]:
    """Return all announcements and plain pages."""
    return (*site.news, *site.pages)


def select_language(
    items: Sequence[ContentItem],
    language: str,
    context: BuildContext,
    zone: str,
    untranslated: Sequence[ContentItem] | None,
) -> list[ContentItem]:
    """Return the items of a language that this build shows, and those of `untranslated` that have no translation, in
    order.

    `untranslated` are the items shown in the site's first language; None for that itself. A translation is hidden with
    its original.
    """
    own = [item for item in items if item.language == language and context.shows(item.meta, zone)]
    if untranslated is None:
        return own
    originals = {item.file for item in items if item.language != language}
    public_files = {item.file for item in untranslated}
    visible_files = {
        item.file for item in own if original_file(item) in public_files or original_file(item) not in originals
    }
    visible_files |= public_files - {original_file(item) for item in own if item.file in visible_files}
    return [item for item in items if item.file in visible_files]


def original_file(item: Announcement | PlainPage) -> str:
    """Return the file of the original of a translation; that of the item itself if it is no translation."""
    return item.file.removesuffix(f".{item.language}.md").removesuffix(".md") + ".md"


def content_path(routes: Routes, item: Announcement | PlainPage) -> str:
    """Return the URL of a plain page (its slug, else its file name) or an announcement (the year of its first day, then
    its slug)."""
    stem = posixpath.basename(original_file(item)).removesuffix(".md")
    if isinstance(item, PlainPage):
        return routes.at(f"{item.meta.slug or slugify(stem)}/")
    slug = item.meta.slug or slugify(re.sub(r"^[0-9]{4}(-[0-9]{2}){0,2}-", "", stem))
    return routes.announcement(edtf.parse(item.meta.date).sort_day.year, slug)


def media_path(routes: Routes, file: str, digest: str) -> str:
    """Return the URL of a media file, named by its content so that it may be cached for ever."""
    stem, suffix = posixpath.splitext(posixpath.basename(file))
    return f"/{routes.words['media']}/{slugify(stem)}.{digest[:8]}{suffix.lower()}"


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SiteIndex:
    """Everything that a page kind may read. Reads are recorded, and become the provenance of its outputs."""

    site: Site
    """The published Site, without hidden content; reads are recorded."""
    untracked: Site
    """The same without recording: for the plan, never for a page kind."""
    reads: Reads
    """Recorded reads; shared by the indexes of all languages."""
    context: BuildContext
    """Day and options of the build."""
    base_url: str
    """Base URL, without a trailing slash."""
    language: str
    """The language of its pages."""
    fallback: SiteIndex | None
    """Index of the site's first language, for what is not translated; None for that itself."""
    routes: Routes
    """Routes of its language."""
    own_path: Callable[[str], str]
    """Gives the URL in its language of a page that data name by its URL in the first one."""
    levels: tuple[LevelWording, ...]
    """How the regions of each level are called, the highest first."""
    messages: dict[str, str]
    """Messages of the interface in its language."""
    versions: dict[str, tuple[str, ...]]
    """Files of all translations of a text, by the file of each, as every translation links to the others."""
    places: Tracked[PlaceCard]
    """Every recorded village by code, designated or not, as lists show it."""
    villages: Tracked[Village]
    """The records of the villages, by code."""
    present_codes: dict[str, str]
    """The present code of each village by each code that it had before."""
    moved_urls: tuple[MovedUrl, ...]
    """Old addresses of villages and regions in its language, whose pages are elsewhere now."""
    all_regions: Callable[[], Tracked[Region]]
    """Builds `regions` on first use: an edit of a text needs none of them."""
    all_figures: Callable[[], FigureIndex]
    """Builds `figures` on first use: most edits of a text need none of them."""
    all_terms: Callable[[], GlossaryIndex]
    """Builds the index of glossary terms on first use."""
    announcements: Tracked[Announcement]
    """The announcements by file, newest first."""
    plain_pages: Tracked[PlainPage]
    """The plain pages by file."""
    news_cards: Tracked[NewsCard]
    """The announcements as lists show them, by file, newest first."""
    news_order: dict[str, int]
    """Position of each announcement in all, newest first, by file."""
    titles: Tracked[str]
    """The titles of announcements and plain pages, by file; of a translation also by the file of its original."""
    content: Tracked[str | None]
    """URL of each content file that prose may link to; None for a hidden one, empty for one that could not be read."""
    held_urls: Callable[[], frozenset[str]]
    """Finds the URLs that are only published with hidden content, see find_held_urls, on first use."""
    file_names: FileNames
    """The names of the files in `content`."""
    texts_by_url: Callable[[], dict[str, str]]
    """Builds the file of each announcement and page by its URL on first use: for what is wrong with a link."""
    media: Tracked[Media]
    """The files of content/media/, by file."""
    sources: Tracked[Source]
    """By id."""
    offices: Tracked[Office]
    """By id."""
    news_about: Tracked[tuple[NewsCard, ...]]
    """The announcements about a village, by its code, newest first."""
    outreach_in: Tracked[tuple[OutreachCard, ...]]
    """The outreach that reached a village or is to reach it, by its code, newest first."""
    outreach_at: Tracked[tuple[OutreachCard, ...]]
    """The outreach to institutions of a region or of one within it, by its code, newest first."""
    predecessors: Tracked[tuple[PlaceCard, ...]]
    """Places that a village was formed from, by its code."""
    corrections_of: Tracked[tuple[Correction, ...]]
    """Corrections by what they are about: see Correction.what."""
    passed_dates: tuple[str, ...]
    """Ids of the entries of the calendar whose date has passed, although they are neither published nor cancelled."""
    calendar_of: Tracked[tuple[CalendarEntry, ...]]
    """The entries of the calendar by the URL of each page, and the `indicator:<id>`, that they concern."""

    @property
    def first(self) -> bool:
        """Whether it is the first language, which alone publishes files that all languages share."""
        return self.fallback is None

    @property
    def common(self) -> Routes:
        """Routes of the files that all languages share: those of the first."""
        return (self.fallback or self).routes

    @property
    def regions(self) -> Tracked[Region]:
        """Every region by code."""
        return self.all_regions()

    def regions_above(self, code: str) -> tuple[Link, ...]:
        """Return the region `code` and those that contain it, the highest first.

        The read is not recorded: all records of a region name it alike, or load/ reports it.
        """
        region = self.regions.untracked[code]
        return (*region.above, Link(region.name, region.path))

    @property
    def figures(self) -> FigureIndex:
        """Every figure of the site."""
        return self.all_figures()

    def terms_in(self, text: str) -> tuple[GlossaryNote, ...]:
        """Return the glossary terms that a text contains."""
        notes = self.all_terms().find(text)
        self.reads.note(f"term:{note.id}" for note in notes)
        return notes

    @property
    def news(self) -> tuple[NewsCard, ...]:
        """The announcements as lists show them, newest first."""
        return tuple(self.news_cards.values())

    def track_outputs(self, outputs: Iterable[Output], read: Iterable[str] = ()) -> Iterator[Output]:
        """Yield the outputs of a page kind, and remember what was read for each, with `read` and the translations."""
        patches = (translation_file(self.language),) if self.language in self.untracked.translations else ()
        return self.reads.track_outputs(outputs, (*patches, *read))

    def t(self, key: str, **values: object) -> str:
        """Format a message of the interface, in the form for the first formatted number among the values; raise
        KeyError if the theme lacks it."""
        return message_form(self.messages, key, values).format(**values)

    def region_title(self, level: str, code: str, name: str) -> str:
        """Return the name of a region with the word for its level, as a title: `Kecamatan Gandusari`."""
        wording = next(one for one in self.levels if one.id == level)
        return wording.name(code, name, "named", self._phrase)

    def where(self, place: PlaceCard | Village) -> str:
        """Say where a place lies: the names of all its regions with the words for their levels, the lowest first."""
        return ", ".join(named_regions(self.levels, place.code, place.regions, "long", "", self._phrase))

    def _phrase(self, key: str, name: str) -> str:
        return self.t(key, name=name) if key else name

    def breadcrumbs(self, *links: Link) -> tuple[Link, ...]:
        """Return the breadcrumbs to a page: the home page, then `links`."""
        return (Link(self.messages["home"], self.routes.home()), *links)

    def section(self, name: str) -> Link:
        """Return the link of a section by name: `register` gives Daftar Desa at /desa/."""
        return Link(self.messages[f"section_{name}"], self.routes.root(name))

    def optional_section(self, name: str) -> Link | None:
        """Return the link of a section by name; None where the site does without it, or has nothing to show in it."""
        return self.section(name) if name in published_sections(self.untracked) else None

    def year_link(self, year: int | None) -> Link:
        """Return the link of a year of the archive; for None, of its records without a stated year."""
        if year is None:
            return Link(self.messages["undated"], self.routes.undated_url())
        return Link(str(year), self.routes.year(year))

    def office(self, id: str) -> Link:
        """Return the link of an office, with the URL of its entry on the offices page."""
        return Link(self.offices[id].name, f"{self.routes.root('offices')}#{id}")

    def name_of(self, place: PlaceCard) -> str:
        """Return the full name of a place: Desa Sukosewu, Nagari Simarasok."""
        if place.called:
            return self.t("called_named", called=place.called.capitalize(), name=place.name)
        return self.t(f"{place.kind}_named", name=place.name)

    def cited(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """Return the sources with these ids, in the order given."""
        return tuple(self.sources[id] for id in ids)

    def certified(self, year: int | None = None) -> tuple[PlaceCard, ...]:
        """Return the places of the register in order of code; with a year, only those that count in it."""
        return tuple(card for card in self.places.values() if card.counted and (year is None or year in card.years))

    def files_named(self, file: str, text: str) -> dict[str, str]:
        """Return each target in `text`, the text of `file`, that names a file of the site, with that file.

        Targets that are no links may be among them (a file name in plain words).
        """
        folder, found = posixpath.dirname(file), dict[str, str]()
        for mention in find_mentions(text):
            path, _ = split_target(mention.target)
            if path and path not in found and (named := self.file_names.find(path, folder)):
                found[path] = named
        return dict(sorted(found.items()))

    def origin(self, key: str) -> Span:
        """Return the source position of a record: see Site.origins."""
        return self.untracked.origins.get(key, Span(""))


def find_held_urls(site: Site, context: BuildContext, routes: Routes) -> frozenset[str]:
    """Return the URLs of pages that are published as soon as content that is hidden now becomes public, or that were
    until it expired: its own, those of the lists that it is in, and old ones that lead to these.

    `routes` are those of the site's first language; the URLs are of all languages.
    """
    hidden = {item.file for item in content_items(site) if not context.shows(item.meta, site.timezone)}
    if not hidden:
        return frozenset()
    held, first = set[str](), site.config.language
    for own in (routes, *routes.translations):
        language = own.language or first
        news, pages = _select_texts(site.news, language, first), _select_texts(site.pages, language, first)
        shown = [item for item in news if item.file not in hidden], [item for item in pages if item.file not in hidden]
        held |= _text_urls(site, own, language, news, pages) - _text_urls(site, own, language, *shown)
    return frozenset(held).union(one.source for one in site.config.redirects if one.target in held)


def _select_texts(items: Sequence[ContentItem], language: str, first: str) -> list[ContentItem]:
    """Return the items that a language would have if all were public: its own, and those that it has no translation
    of."""
    own = [item for item in items if item.language == language]
    translated = {original_file(item) for item in own}
    return own + [item for item in items if first == item.language != language and item.file not in translated]


def _text_urls(
    site: Site, routes: Routes, language: str, news: Iterable[Announcement], pages: Iterable[PlainPage]
) -> set[str]:
    """Return the URLs of texts, and of the lists that have them, page by page."""
    urls, lists = set[str](), Counter[str]()
    texts: tuple[Announcement | PlainPage, ...] = (*news, *pages)
    for item in texts:
        urls.update((content_path(routes, item), *item.meta.aliases))
    for item in news:
        tags = item.meta.tags if item.language == language else ()
        year = edtf.parse(item.meta.date).sort_day.year
        lists.update((routes.root("news"), routes.news_year(year)))
        lists.update({routes.news_tag(slugify(tag)) for tag in tags})
    size = max(1, site.config.per_page)
    for first, count in lists.items():
        urls.update(routes.page_of_list(first, number) for number in range(1, page_count(count, size) + 1))
    return urls


def index_site(site: Site, context: BuildContext, routes: Routes, fallback: SiteIndex | None = None) -> SiteIndex:
    """Index what this build publishes in the language of `routes`; `fallback` is the index of the first language."""
    zone, language = site.timezone, routes.language or site.config.language
    news = select_language(site.news, language, context, zone, fallback.untracked.news if fallback else None)
    pages = select_language(site.pages, language, context, zone, fallback.untracked.pages if fallback else None)
    visible = replace(site, news=tuple(news), pages=tuple(pages), locked_urls={})  # no output is made from the lock
    common = fallback.routes if fallback else routes
    routes_by_language = {one.language or site.config.language: one for one in (common, *common.translations)}
    content: dict[str, str | None] = {
        item.file: content_path(routes_by_language[item.language], item)
        if item.language in routes_by_language and context.shows(item.meta, zone)
        else None
        for item in content_items(site)
    }
    content.update(dict.fromkeys(site.unread, ""))
    groups = _grouped((original_file(item), item.file) for item in content_items(site))
    versions = {file: group for group in groups.values() for file in group}
    content.update((file, media_path(common, file, media.digest)) for file, media in site.media.items())
    titles: dict[str, str] = {}
    source_files: dict[str, tuple[str, ...]] = {}
    for item in content_items(visible):  # untranslated content appears in this language too
        original = original_file(item)
        content[original] = content[item.file] = content_path(routes, item)
        titles[original] = titles[item.file] = item.meta.title
        source_files[original] = (original, item.file)
    cards = {item.file: _news_card(item, content[item.file] or "", context, zone, language) for item in visible.news}
    news_by_village = _grouped((code, cards[item.file]) for item in news for code in item.meta.villages)
    outreach = newest_outreach_first(site.outreach)
    outreach_by_village = _grouped(
        (code, outreach_card(routes, event)) for event in outreach for code in event.villages
    )
    outreach_names = _grouped((code, f"outreach:{event.id}") for event in outreach for code in event.villages)
    outreach_by_region = _grouped(
        (code, outreach_card(routes, event))
        for event in outreach
        if event.region
        for code in (*site.geography.ancestors(event.region), event.region)
    )
    reached = reached_villages(site)
    paths = {village.code: village_path(site.geography, routes, village) for village in site.villages}
    rules = site.programme.rules
    places = {village.code: _place_card(village, paths, village.code in reached, rules) for village in site.villages}
    successions = [(code, village.code) for village in site.villages for code in village.successors]
    predecessors, succession_names = _grouped((new, places[old]) for new, old in successions), _grouped(successions)
    reads, present = fallback.reads if fallback else Reads(), present_codes(site.villages)

    def part(name: str) -> Callable[[], tuple[str, ...]]:
        return functools.cache(partial(part_files, site, name))

    village_files, outreach_files = part("villages"), part("outreach")
    place_files = functools.cache(lambda: (*village_files(), *outreach_files()))

    all_regions = functools.cache(partial(build_regions, site, routes, reached))

    moved: tuple[MovedUrl, ...] = ()
    if site.locked_urls and (present or site.regions):
        moved = find_moved_urls(site, routes, paths, {code: region.path for code, region in all_regions().items()})

    @functools.cache
    def translated_texts() -> dict[str, str]:
        """Return the URL of each text in this language by its URL in the first one."""
        urls = fallback.content.untracked.items() if fallback else ()
        return {url: own for file, url in urls if url and (own := content.get(file))}

    def own_path(path: str) -> str:
        return path if fallback is None else translated_texts().get(path) or common.alternate_url(path, routes)

    calendar_of = _grouped((one, entry) for entry in site.calendar for one in _subjects(entry, routes, own_path))

    @functools.cache
    def region_files(code: str) -> tuple[str, ...]:
        region = all_regions()[code]
        files = dict.fromkeys(site.origins.get(one, Span("")).file for one in region.villages)
        return (*files, *(outreach_files() if region.reached else ()))

    def note_figure(names: Iterable[str]) -> None:
        for name in names:
            part, _, scope = name.partition(":")
            counted = region_files(scope) if scope in all_regions() else village_files()
            reads.note(counted if part == REGISTER else (name,))

    return SiteIndex(
        **_tracked(visible, reads, versions),
        versions=versions,
        reads=reads,
        context=context,
        base_url=(context.base_url or site.config.base_url).rstrip("/"),
        language=language,
        fallback=fallback,
        routes=routes,
        own_path=own_path,
        levels=level_wordings(site.geography),
        messages=interface_messages(site, language) | _field_messages(site),
        places=Tracked(reads, places, lambda code: (code, *outreach_names.get(code, ())), place_files),
        villages=Tracked(reads, {village.code: village for village in site.villages}, _own_name, village_files),
        present_codes=present,
        moved_urls=moved,
        all_regions=functools.cache(lambda: Tracked(reads, all_regions(), region_files, village_files)),
        all_figures=functools.cache(partial(FigureIndex, site, note_figure, context.due_day(zone))),
        all_terms=functools.cache(partial(glossary_index, routes, site.terms)),
        news_cards=Tracked(reads, cards, _own_name, lambda: (NEWS,)),
        news_order={file: place for place, file in enumerate(cards)},
        titles=Tracked(reads, titles, lambda file: source_files.get(file, (file,)), lambda: (NEWS, PAGES)),
        held_urls=fallback.held_urls if fallback else functools.cache(partial(find_held_urls, site, context, routes)),
        content=Tracked(reads, content, lambda file: source_files.get(file, (file,)), lambda: (NEWS, PAGES, MEDIA)),
        file_names=FileNames(content),
        texts_by_url=functools.cache(
            lambda: {url: file for file, url in content.items() if url and file.endswith(".md")}
        ),
        media=Tracked(reads, site.media, _own_name, lambda: (MEDIA,)),
        sources=Tracked(reads, {one.id: one for one in site.sources}, lambda id: (f"source:{id}",), part("sources")),
        offices=Tracked(reads, {one.id: one for one in site.offices}, lambda id: (f"office:{id}",), part("offices")),
        news_about=Tracked(
            reads, news_by_village, lambda code: tuple(card.file for card in news_by_village[code]), lambda: (NEWS,)
        ),
        outreach_in=Tracked(reads, outreach_by_village, outreach_names.__getitem__, outreach_files),
        outreach_at=Tracked(
            reads,
            outreach_by_region,
            lambda code: tuple(f"outreach:{card.id}" for card in outreach_by_region[code]),
            outreach_files,
        ),
        predecessors=Tracked(reads, predecessors, succession_names.__getitem__, village_files),
        corrections_of=Tracked(
            reads,
            _corrections_by_subject(site, present),
            lambda _: part_files(site, "corrections"),
            part("corrections"),
        ),
        passed_dates=tuple(one.id for one in site.calendar if context.has_passed(one, zone)),
        calendar_of=Tracked(
            reads,
            calendar_of,
            lambda subject: tuple(f"calendar:{entry.id}" for entry in calendar_of[subject]),
            part("calendar"),
        ),
    )


def _subjects(entry: CalendarEntry, routes: Routes, own_path: Callable[[str], str]) -> Iterator[str]:
    """Yield what an entry of the calendar concerns, each once: URLs, and `indicator:<id>`."""
    pages = (*map(routes.year, entry.years), *map(own_path, entry.pages))
    yield from dict.fromkeys((*pages, *(f"indicator:{id}" for id in entry.indicators)))


def _field_messages(site: Site) -> dict[str, str]:
    """Return the messages that name and describe the fields of the programme as columns of the open data."""
    found, units = dict[str, str](), {unit.id: unit.name for unit in site.programme.units if site.own_fields}
    for one in site.own_fields:
        unit = units.get(one.unit or "", "")
        choices = (f"{choice.id}: {choice.words}." for choice in one.choices)
        about = (one.description or one.words) + (f" ({unit})" if unit else "")
        found[f"column_villages_{one.id}"] = " ".join((about.rstrip(".") + ".", *choices))
        found[f"changed_{one.id}"] = one.words
    return found


def _corrections_by_subject(site: Site, present: dict[str, str]) -> dict[str, tuple[Correction, ...]]:
    """Return the corrections by the present code of a village, the id of a figure, or the name of an event."""
    named = {**present, **ledger_names(site.indicators)}
    return _grouped((named.get(entry.what, entry.what), entry) for entry in site.corrections)


def _own_name(name: str) -> tuple[str]:
    """Return the record's own name, where a record is made from itself alone."""
    return (name,)


def _tracked(site: Site, reads: Reads, versions: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the fields of a SiteIndex that depend on whether it has the texts."""
    names = versions.__getitem__
    return {
        "untracked": site,
        "site": cast(Site, TrackedSite(site, reads)),
        "announcements": Tracked(reads, {item.file: item for item in site.news}, names, lambda: (NEWS,)),
        "plain_pages": Tracked(reads, {item.file: item for item in site.pages}, names, lambda: (PAGES,)),
    }


def index_languages(site: Site, context: BuildContext, routes: Routes) -> tuple[SiteIndex, ...]:
    """Return the index of each language, the first language first."""
    first = index_site(site, context, routes)
    others = (index_site(translated(site, one.language), context, one, first) for one in routes.translations)
    return (first, *others)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """Group values by key, in the order given."""
    groups: dict[str, list[T]] = defaultdict(list)
    for name, one in pairs:
        groups[name].append(one)
    return {name: tuple(members) for name, members in groups.items()}


def without_texts(index: SiteIndex) -> SiteIndex:
    """Return the index with the text of every announcement and page removed: for page kinds that do not show them."""
    site = index.untracked
    news = tuple(replace(item, body="") for item in site.news)
    pages = tuple(replace(item, body="") for item in site.pages)
    bare = replace(index, **_tracked(replace(site, news=news, pages=pages), index.reads, index.versions))
    return replace(bare, fallback=without_texts(index.fallback)) if index.fallback else bare


def village_path(geography: Geography, routes: Routes, village: Village) -> str:
    """Return the URL of a village's page."""
    regions = [slugify(name) for name in village.regions if name]
    return routes.region(*regions, village_slug(village, usual=geography.is_usual(village.kind)))


def outreach_card(routes: Routes, event: Outreach) -> OutreachCard:
    """Return the card of an outreach event."""
    return OutreachCard(
        id=event.id,
        title=event.title,
        path=routes.outreach_event(event.id),
        date=event.when,
        place=event.place or "",
        planned=not event.date,
    )


def newest_outreach_first(events: Iterable[Outreach]) -> list[Outreach]:
    """Sort outreach events by the first day of their date, newest first; those of one day by id."""
    by_id = sorted(events, key=lambda event: event.id)
    return sorted(by_id, key=lambda event: edtf.parse(event.when).sort_day, reverse=True)


def _place_card(village: Village, paths: dict[str, str], reached: bool, rules: DesignationRules) -> PlaceCard:
    designation = designation_of(village, rules)
    return PlaceCard(
        code=village.code,
        name=village.name,
        kind=village.kind,
        called=village.called or "",
        path=paths[village.code],
        regions=village.regions,
        certified=village.certified or "",
        year=edtf.year_of(village.certified),
        reached=reached,
        status=status_of(designation, reached=reached),
        later_state="" if designation.state == rules.states[0].id else designation.state,
        level=designation.level,
        years=designation.years,
        undated=designation.undated,
    )


def _news_card(item: Announcement, path: str, context: BuildContext, zone: str, language: str) -> NewsCard:
    meta, foreign_language = item.meta, item.language if item.language != language else ""
    is_preview = context.preview and not replace(context, drafts=False, future=False).shows(meta, zone)
    return NewsCard(
        item.file,
        meta.title,
        path,
        meta.date,
        meta.place or "",
        meta.summary,
        is_preview,
        foreign_language,
        (meta.publish_date or "").partition("T")[0],
    )
