"""A page an announcement: who tells what, where it was first told, and what to read next."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any

from sitegen import edtf
from sitegen.addresses import file_of, slugify
from sitegen.bodies import CardLine, Template
from sitegen.model import Announcement, NewsMeta, PlainPage, Source
from sitegen.output import Head, Link, Output, Prose
from sitegen.pages.cards import NewsCard, PlaceCard
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.content import original_of
from sitegen.pages.inputs import sources
from sitegen.pages.languages import original_path
from sitegen.pages.pictures import ShownPhoto, picture, resolved
from sitegen.pages.related import Related
from sitegen.pages.social import Carded, Printer
from sitegen.pages.structured import breadcrumbs, publisher
from sitegen.pages.texts import prose, text_inputs

RELATED = 3
"""Related announcements that a page shows."""
LATEST = 3
"""Latest announcements that a page shows."""


@dataclass(frozen=True, slots=True)
class NewsPage:
    """What announcement.html shows."""

    head: Head
    """What the page tells of itself."""
    card: NewsCard
    """The same announcement as lists show it: its date, place and whether it is held back from the public."""
    meta: NewsMeta
    """Its front matter: reporter, editor, original publisher."""
    prose: Prose
    """Its text."""
    photo: ShownPhoto | None
    """Its photo."""
    villages: tuple[PlaceCard, ...]
    """The places it is about."""
    offices: tuple[Link, ...]
    """The offices it is about."""
    sources: tuple[Source, ...]
    """Whose word it is."""
    tags: tuple[Link, ...]
    """Its subjects."""
    read_also: tuple[Link, ...]
    """What its author says to read next."""
    related: tuple[NewsCard, ...]
    """Others that share its villages, or else its subjects."""
    latest: tuple[NewsCard, ...]
    """The newest that the page does not name already."""
    older: NewsCard | None
    """The one before it in time."""
    newer: NewsCard | None
    """The one after it in time."""


def news(catalogue: Catalogue) -> Iterator[Output]:
    """A page for each announcement."""
    items, cards = catalogue.site.news, catalogue.news
    related = Related(items)
    texts: list[Announcement | PlainPage] = [*items, *catalogue.site.pages]
    titles = {file: text.meta.title for text in texts for file in (original_of(text), text.file)}
    slug = cache(slugify)
    printer = Printer(catalogue)
    for place, (item, card) in enumerate(zip(items, cards, strict=True)):
        meta, photo, read_also = item.meta, _photo(catalogue, item), _read_also(catalogue, item, titles)
        named, text = {link.path for link in read_also}, prose(catalogue, item)
        near = tuple(islice((cards[other] for other in related.to(place) if cards[other].path not in named), RELATED))
        carded = _card(printer, card)
        view = NewsPage(
            head=_head(catalogue, item, card, photo, carded.path),
            card=card,
            meta=meta,
            prose=text,
            photo=photo,
            villages=tuple(catalogue.places[code] for code in meta.villages),
            offices=tuple(_office(catalogue, id) for id in meta.offices),
            sources=catalogue.cited(meta.sources),
            tags=_tags(catalogue.fallback or catalogue if card.language else catalogue, meta.tags, slug),
            read_also=read_also,
            related=near,
            latest=_latest(cards, named | {card.path} | {other.path for other in near}),
            older=cards[place + 1] if place + 1 < len(cards) else None,
            newer=cards[place - 1] if place else None,
        )
        body, origin = Template("announcement.html", view), catalogue.origin(item.file)
        yield Output(file_of(card.path), body, origin, listed=view.head.indexed, inputs=_inputs(catalogue, view))
        yield from (replace(output, origin=origin) for output in carded.outputs)


def _inputs(catalogue: Catalogue, page: NewsPage) -> tuple[str, ...]:
    """What the page is made from besides its own file."""
    folder = posixpath.dirname(page.card.file)
    named = (page.meta.image.src if page.meta.image else None, *page.meta.read_also)
    others = (*page.related, *page.latest, page.older, page.newer)
    return (
        *sources(page.meta.sources),
        *page.meta.villages,
        *(f"office:{id}" for id in page.meta.offices),
        *(posixpath.normpath(posixpath.join(folder, path)) for path in named if path),
        *(card.file for card in others if card),
        *text_inputs(catalogue, page.prose),
    )


def _card(printer: Printer, card: NewsCard) -> Carded:
    """Its headline, place and date. It stands for the page even where there is a photo: it bears the site's notice, and
    a photo that is shared alone would not."""
    when = CardLine(f"{card.place}, {{date}}" if card.place else "{date}", card.date)
    return printer.card("announcements", "-".join(card.path.strip("/").split("/")[-2:]), card.title, (when,))


def _head(catalogue: Catalogue, item: Announcement, card: NewsCard, photo: ShownPhoto | None, image: str) -> Head:
    crumbs = catalogue.crumbs(catalogue.section("news"))
    article = _article(catalogue, item, card, photo)
    return Head(
        title=card.title,
        description=card.summary,
        path=card.path,
        crumbs=crumbs,
        kind="article",
        image=image,
        jsonld=(article, breadcrumbs(catalogue, crumbs, card.title, card.path)),
        updated=item.meta.updated or "",
        record=item.file,
        indexed=not card.language,
        canonical=original_path(catalogue, item),
    )


def _office(catalogue: Catalogue, id: str) -> Link:
    # Identifiers hold no underscore, so that this anchor never meets that of a source.
    return Link(catalogue.offices[id].name, f"{catalogue.addresses.root('credits')}#office_{id}")


def _tags(catalogue: Catalogue, tags: tuple[str, ...], slug: Callable[[str], str]) -> tuple[Link, ...]:
    """The subjects, each once and with its list; of what is not translated, `catalogue` is that of its own language."""
    found = {slug(tag): Link(tag, catalogue.addresses.news_tag(slug(tag))) for tag in reversed(tags)}
    return tuple(found.values())[::-1]


def _photo(catalogue: Catalogue, item: Announcement) -> ShownPhoto | None:
    image = item.meta.image
    shown = picture(catalogue, resolved(item, image.src)) if image else None
    return ShownPhoto(shown, image.alt, image.credit) if image and shown else None


def _read_also(catalogue: Catalogue, item: Announcement, titles: dict[str, str]) -> tuple[Link, ...]:
    """What it names that this edition shows: the title of what is held back is not told."""
    folder = posixpath.dirname(item.file)
    files = (posixpath.normpath(posixpath.join(folder, path)) for path in item.meta.read_also)
    return tuple(Link(titles[file], catalogue.content[file] or "") for file in files if file in titles)


def _latest(cards: tuple[NewsCard, ...], shown: set[str]) -> tuple[NewsCard, ...]:
    """The newest that the page does not name already."""
    return tuple(islice((card for card in cards if card.path not in shown), LATEST))


def _article(catalogue: Catalogue, item: Announcement, card: NewsCard, photo: ShownPhoto | None) -> dict[str, Any]:
    meta = item.meta
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": meta.title,
        "description": meta.summary,
        "url": catalogue.base_url + card.path,
        "mainEntityOfPage": catalogue.base_url + card.path,
        "inLanguage": item.language,
        "publisher": publisher(catalogue),
    }
    # An interval cannot be said here, and is not narrowed down to a day that nobody stated.
    for name, date in (("datePublished", meta.date), ("dateModified", meta.updated)):
        if date and (when := edtf.parse(date)).begin == when.end:
            article[name] = date
    if meta.reporter:
        article["author"] = {"@type": "Person", "name": meta.reporter}
    if meta.editor:
        article["editor"] = {"@type": "Person", "name": meta.editor}
    if meta.place:
        article["locationCreated"] = {"@type": "Place", "name": meta.place}
    if photo:
        article["image"] = catalogue.base_url + photo.picture.plain[-1][1]
    if meta.original:
        article["isBasedOn"] = {
            "@type": "CreativeWork",
            "publisher": {"@type": "Organization", "name": meta.original.publisher},
        } | ({"url": meta.original.url} if meta.original.url else {})
    return article
