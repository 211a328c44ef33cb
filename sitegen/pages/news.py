"""Announcements: a page for each, the lists by date, year and tag, and the feeds (Atom, RFC 4287, and JSON Feed
1.1)."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sitegen import edtf
from sitegen.content import SocialCardLine, Template
from sitegen.models import Announcement, NewsMeta, Source
from sitegen.models.content import NEWS
from sitegen.names import slugify
from sitegen.output import Link, Output, PageHead, PageView, Prose
from sitegen.problems import Span
from sitegen.views.alternates import original_path
from sitegen.views.cards import NewsCard, Pagination, PlaceCard, page_count
from sitegen.views.grouping import RelatedNews
from sitegen.views.images import PagePhoto, resolve_media_path, responsive_image
from sitegen.views.prose import build_prose
from sitegen.views.site_index import SiteIndex
from sitegen.views.social_cards import PageSocialCard, SocialCardFactory
from sitegen.views.structured_data import page_head, page_output, publisher


@dataclass(frozen=True, slots=True)
class NewsGroup:
    """Announcements of a year or with a tag."""

    name: str
    """Year or tag."""
    path: str
    """URL of their list."""
    count: int


@dataclass(frozen=True, slots=True)
class NewsList(PageView):
    """What news.html shows."""

    title: str
    """The heading, without the number of the page."""
    total: int
    """How many announcements the whole list has."""
    cards: tuple[NewsCard, ...]
    """Announcements on this page."""
    pager: Pagination
    years: tuple[NewsGroup, ...] = ()
    """Lists by year, newest first; only on the first page of all announcements."""
    tags: tuple[NewsGroup, ...] = ()
    """Lists by tag, by name; only on the first page of all announcements."""


def news_lists(index: SiteIndex) -> Iterator[Output]:
    """Yield the paginated lists of all announcements, of each year and of each tag."""
    section = index.section("news")
    years, tags = _group_by_year(index), _group_by_tag(index)
    every = NewsGroup(section.text, section.path, len(index.news))
    groupings = tuple(group for group, _ in years), tuple(group for group, _ in tags)
    yield from _pages(index, every, index.news, index.t("news_description"), (), groupings)
    for kind, groups in (("year", years), ("tag", tags)):
        for group, cards in groups:
            title = index.t(f"news_{kind}", name=group.name)
            possible = kind == "year" and any(edtf.parse(card.date).year is None for card in cards)
            key = "news_year_possible_description" if possible else f"news_{kind}_description"
            description = index.t(key, name=group.name)
            titled = NewsGroup(title, group.path, group.count)
            yield from _pages(index, titled, cards, description, (section,), ((), ()))


def _group_by_year(index: SiteIndex) -> list[tuple[NewsGroup, list[NewsCard]]]:
    """Group by the year of the first day, which is the year in the URL."""
    years: dict[int, list[NewsCard]] = defaultdict(list)
    for card in index.news:
        years[edtf.parse(card.date).sort_day.year].append(card)
    return [
        (NewsGroup(str(year), index.routes.news_year(year), len(years[year])), years[year])
        for year in sorted(years, reverse=True)
    ]


def _group_by_tag(index: SiteIndex) -> list[tuple[NewsGroup, list[NewsCard]]]:
    """Group by tag. Tags with one slug are one tag, under its most frequent spelling.

    Untranslated announcements have tags of another language and are left out.
    """
    names: dict[str, Counter[str]] = defaultdict(Counter)
    cards: dict[str, list[NewsCard]] = defaultdict(list)
    for item, card in zip(index.site.news, index.news, strict=True):
        if card.language:
            continue
        names_of: dict[str, str] = {slugify(tag): tag for tag in reversed(item.meta.tags)}
        for one, tag in names_of.items():
            names[one][tag] += 1
            cards[one].append(card)
    spelling = {one: min(spellings, key=lambda tag: (-spellings[tag], tag)) for one, spellings in names.items()}
    return [
        (NewsGroup(spelling[one], index.routes.news_tag(one), len(cards[one])), cards[one])
        for one in sorted(spelling, key=lambda one: (spelling[one].casefold(), one))
    ]


def _pages(
    index: SiteIndex,
    group: NewsGroup,
    cards: Sequence[NewsCard],
    description: str,
    above: tuple[Link, ...],
    groupings: tuple[tuple[NewsGroup, ...], tuple[NewsGroup, ...]],
) -> Iterator[Output]:
    size = max(1, index.site.config.per_page)
    links = tuple(
        Link(str(number), index.routes.page_of_list(group.path, number))
        for number in range(1, page_count(len(cards), size) + 1)
    )
    for number, link in enumerate(links, 1):
        title = group.name if number == 1 else index.t("page_numbered", title=group.name, number=number)
        breadcrumbs = index.breadcrumbs(*above, *([Link(group.name, group.path)] if number > 1 else []))
        view = NewsList(
            head=page_head(index, title, description, link.path, breadcrumbs),
            title=group.name,
            total=len(cards),
            cards=tuple(cards[(number - 1) * size : number * size]),
            pager=Pagination(number, links),
            years=groupings[0] if number == 1 else (),
            tags=groupings[1] if number == 1 else (),
        )
        yield page_output("news.html", view, Span(NEWS))


RELATED_COUNT = 3
"""Number of related announcements on a page."""
LATEST_COUNT = 3
"""Number of latest announcements on a page."""


@dataclass(frozen=True, slots=True)
class NewsPage(PageView):
    """What announcement.html shows."""

    card: NewsCard
    """The announcement as lists show it: date, place and whether it is public."""
    meta: NewsMeta
    """Its front matter: reporter, editor, original publisher."""
    prose: Prose
    photo: PagePhoto | None
    villages: tuple[PlaceCard, ...]
    """Places that it is about."""
    offices: tuple[Link, ...]
    """Offices that it is about."""
    sources: tuple[Source, ...]
    """Whose word it is."""
    tags: tuple[Link, ...]
    """Tags, each with its list."""
    read_also: tuple[Link, ...]
    """Announcements and pages that the author recommends."""
    related: tuple[NewsCard, ...]
    """Announcements with the same villages, or else the same tags."""
    latest: tuple[NewsCard, ...]
    """The newest that the page does not name already."""
    older: NewsCard | None
    """The previous announcement in time."""
    newer: NewsCard | None
    """The next announcement in time."""


def news(index: SiteIndex) -> Iterator[Output]:
    """Yield a page for each announcement."""
    cards = index.news
    relations = RelatedNews(index.site.news)
    social_cards = SocialCardFactory(index)
    for position, item in enumerate(index.announcements.each()):
        card = cards[position]
        meta, photo, read_also = item.meta, _photo(index, item), _read_also(index, item)
        linked, text = {link.path for link in read_also}, build_prose(index, item)
        related = tuple(
            islice(
                (cards[other] for other in relations.find(position) if cards[other].path not in linked), RELATED_COUNT
            )
        )
        social_card = _social_card(social_cards, card)
        view = NewsPage(
            head=_head(index, item, card, photo, social_card.path),
            card=card,
            meta=meta,
            prose=text,
            photo=photo,
            villages=tuple(index.places[code] for code in meta.villages),
            offices=tuple(map(index.office, meta.offices)),
            sources=index.cited(meta.sources),
            tags=_tags(index.fallback or index if card.language else index, meta.tags),
            read_also=read_also,
            related=related,
            latest=_latest(cards, linked | {card.path} | {other.path for other in related}),
            older=cards[position + 1] if position + 1 < len(cards) else None,
            newer=cards[position - 1] if position else None,
        )
        origin = index.origin(item.file)
        yield page_output("announcement.html", view, origin)
        yield from (replace(output, origin=origin) for output in social_card.outputs)


def _social_card(social_cards: SocialCardFactory, card: NewsCard) -> PageSocialCard:
    """Make the social card: headline, place and date.

    It is used even if there is a photo, as it carries the site's notice.
    """
    when = SocialCardLine(f"{card.place}, {{date}}" if card.place else "{date}", card.date)
    return social_cards.make("announcements", "-".join(card.path.strip("/").split("/")[-2:]), card.title, (when,))


def _head(index: SiteIndex, item: Announcement, card: NewsCard, photo: PagePhoto | None, image: str) -> PageHead:
    breadcrumbs = index.breadcrumbs(index.section("news"))
    article = _article(index, item, card, photo)
    return page_head(
        index,
        card.title,
        card.summary,
        card.path,
        breadcrumbs,
        kind="article",
        image=image,
        jsonld=(article,),
        updated=item.meta.updated or "",
        record=item.file,
        indexed=not card.language,
        canonical=original_path(index, item),
    )


def _tags(index: SiteIndex, tags: tuple[str, ...]) -> tuple[Link, ...]:
    """Return the tags, each once, with links to their lists; `index` is that of the announcement's own language."""
    found = {slugify(tag): Link(tag, index.routes.news_tag(slugify(tag))) for tag in reversed(tags)}
    return tuple(found.values())[::-1]


def _photo(index: SiteIndex, item: Announcement) -> PagePhoto | None:
    image = item.meta.image
    image_on_page = responsive_image(index, resolve_media_path(item, image.src)) if image else None
    return PagePhoto(image_on_page, image.alt, image.credit) if image and image_on_page else None


def _read_also(index: SiteIndex, item: Announcement) -> tuple[Link, ...]:
    """Return the recommended content that this build shows; titles of hidden content stay hidden."""
    folder = posixpath.dirname(item.file)
    files = (posixpath.normpath(posixpath.join(folder, path)) for path in item.meta.read_also)
    return tuple(Link(index.titles[file], index.content[file] or "") for file in files if file in index.titles)


def _latest(cards: tuple[NewsCard, ...], named: set[str]) -> tuple[NewsCard, ...]:
    """Return the newest that the page does not name already."""
    return tuple(islice((card for card in cards if card.path not in named), LATEST_COUNT))


def _article(index: SiteIndex, item: Announcement, card: NewsCard, photo: PagePhoto | None) -> dict[str, Any]:
    meta = item.meta
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": meta.title,
        "description": meta.summary,
        "url": index.base_url + card.path,
        "mainEntityOfPage": index.base_url + card.path,
        "inLanguage": item.language,
        "publisher": publisher(index),
    }
    if meta.publish_date:
        article["datePublished"] = _publication(index, meta.publish_date)
    # schema.org has no intervals for it, and a day that no source states must not be made up.
    if meta.updated and not edtf.parse(meta.updated).is_interval:
        article["dateModified"] = meta.updated
    article["temporalCoverage"] = _coverage(meta.date)
    if meta.reporter:
        article["author"] = {"@type": "Person", "name": meta.reporter}
    if meta.editor:
        article["editor"] = {"@type": "Person", "name": meta.editor}
    if meta.place:
        article["locationCreated"] = {"@type": "Place", "name": meta.place}
    if photo:
        article["image"] = index.base_url + photo.picture.default_sizes[-1][1]
    if meta.original:
        article["isBasedOn"] = {
            "@type": "CreativeWork",
            "publisher": {"@type": "Organization", "name": meta.original.publisher},
        } | ({"url": meta.original.url} if meta.original.url else {})
    return article


def _publication(index: SiteIndex, moment: str) -> str:
    """Return a moment with its time zone; at midnight, which stands for a day without a time, the day alone."""
    day, _, time = moment.partition("T")
    if time == "00:00":
        return day
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(index.site.timezone)).isoformat()


def _coverage(date: str) -> str:
    """Return a date as schema.org has it: an interval has a slash, and an unknown beginning two points."""
    when = edtf.parse(date)
    return f"{when.begin or '..'}/{when.end}" if when.is_interval else date


NEWS_FEED_LENGTH = 20
"""Announcements in a feed."""

# What XML cannot hold, not even escaped.
_NOT_XML = dict.fromkeys([*(sign for sign in range(32) if sign not in (9, 10, 13)), 0xFFFE, 0xFFFF])


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An announcement in a feed."""

    id: str
    """Permanent id: its first URL at the base URL of the settings, wherever it is published now."""
    path: str
    """URL."""
    title: str
    summary: str
    author: str
    """Reporter; may be empty."""
    date: str
    """Date of the event that it reports, as EDTF."""
    published: str
    """Moment of its first publication; empty if not stated."""
    updated: str
    """Moment or day of its last substantial change; if not stated, of its publication, or else the last possible day
    of its date: Atom demands one."""
    modified: str
    """Day of its last substantial change; empty if no day is stated."""
    tags: tuple[str, ...]
    """Subjects."""
    draft: bool
    """Whether it is not public."""
    prose: Prose


@dataclass(frozen=True, slots=True)
class Feed:
    """What atom.xml and feed.json show."""

    id: str
    """Permanent id, at the base URL of the settings."""
    updated: str
    """Moment or day of the last change of an entry; never the clock."""
    entries: tuple[FeedEntry, ...]
    """The newest announcements, newest first."""


def feeds(index: SiteIndex) -> Iterator[Output]:
    """Yield both feeds, with announcements written in this language."""
    pairs = zip(index.site.news, index.news, strict=True)
    newest = list(islice(((item, card) for item, card in pairs if not card.language), NEWS_FEED_LENGTH))
    entries = tuple(_entry(index, item, card) for item, card in newest)
    changes = [entry.updated for entry in entries] or [edtf.last_day(str(index.site.programme.began))]
    base = index.site.config.base_url.rstrip("/")
    for name in ("atom.xml", "feed.json"):
        path = index.routes.at(name)
        feed = Feed(base + path, max(changes), entries)
        yield Output(path[1:], Template(name, feed), Span(NEWS))


def _entry(index: SiteIndex, item: Announcement, card: NewsCard) -> FeedEntry:
    meta, text = item.meta, build_prose(index, item)
    first = meta.aliases[0] if meta.aliases else card.path
    changed = (meta.publish_date or "", edtf.last_day(meta.updated) if meta.updated else "")
    return FeedEntry(
        id=index.site.config.base_url.rstrip("/") + first,
        path=card.path,
        title=_clean(meta.title),
        summary=_clean(meta.summary),
        author=_clean(meta.reporter or ""),
        date=meta.date,
        published=meta.publish_date or "",
        updated=max(changed) or edtf.last_day(meta.date),
        modified=meta.updated if meta.updated and edtf.parse(meta.updated).is_day else "",
        tags=tuple(_clean(tag) for tag in meta.tags),
        draft=card.draft,
        # A feed has no glossary to explain terms.
        prose=replace(text, text=_clean(text.text), terms=()),
    )


def _clean(text: str) -> str:
    return text.translate(_NOT_XML)
