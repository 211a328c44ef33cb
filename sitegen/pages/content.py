"""Content: which announcements and plain pages stand in a language, and at which addresses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import TypeVar

from sitegen import edtf
from sitegen.addresses import Addresses, slugify
from sitegen.edition import Edition
from sitegen.model import Announcement, PlainPage, Site

Piece = TypeVar("Piece", Announcement, PlainPage)


def texts_of(site: Site) -> tuple[Announcement | PlainPage, ...]:
    """All announcements and plain pages."""
    return (*site.news, *site.pages)


def in_language(
    items: Sequence[Piece], language: str, edition: Edition, zone: str, untranslated: Sequence[Piece] | None
) -> list[Piece]:
    """The items of a language that this edition shows, and those of `untranslated` that it lacks, in the same order.

    `untranslated` are the items that are shown in the site's first language; None for that itself. A translation is
    held back with its original.
    """
    own = [item for item in items if item.language == language and edition.shows(item.meta, zone)]
    if untranslated is None:
        return own
    originals = {item.file for item in items if item.language != language}
    public = {item.file for item in untranslated}
    kept = {item.file for item in own if original_of(item) in public or original_of(item) not in originals}
    kept |= public - {original_of(item) for item in own if item.file in kept}
    return [item for item in items if item.file in kept]


def original_of(item: Announcement | PlainPage) -> str:
    """The file of which an item is a translation; that of the item itself where it is none."""
    return item.file.removesuffix(f".{item.language}.md").removesuffix(".md") + ".md"


def content_path(addresses: Addresses, item: Announcement | PlainPage) -> str:
    """Address of a plain page, which has its slug, else its file's name; of an announcement, which has the year of its
    first day before that, and no date in it."""
    stem = posixpath.basename(original_of(item)).removesuffix(".md")
    if isinstance(item, PlainPage):
        return addresses.at(f"{item.meta.slug or slugify(stem)}/")
    slug = item.meta.slug or slugify(re.sub(r"^[0-9]{4}(-[0-9]{2}){0,2}-", "", stem))
    return addresses.announcement(edtf.parse(item.meta.date).sort_day.year, slug)


def media_path(addresses: Addresses, file: str, digest: str) -> str:
    """Address of a media file, named by its content, so that it may be cached for ever."""
    stem, suffix = posixpath.splitext(posixpath.basename(file))
    return f"/{addresses.media}/{slugify(stem)}.{digest[:8]}{suffix.lower()}"
