"""Photos: the sizes in which each is published, and their URLs."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sitegen.content import IMAGE_WIDTHS, Copy, ImageFormat, Photo, RawBytes
from sitegen.digest import hex_digest
from sitegen.fingerprint import fingerprints
from sitegen.link_targets import find_mentions, split_target
from sitegen.models import Announcement, Media, PlainPage
from sitegen.names import slugify
from sitegen.output import Output, ResponsiveImage
from sitegen.problems import Span
from sitegen.urls import output_path
from sitegen.views.site_index import SiteIndex

VILLAGE_PHOTO_WIDTH = 720
"""Largest width of a village's photo, so that its page keeps within 40 kB."""
_MIN_RATIO = 5 / 4
"""Smallest ratio between two widths for both to be published."""


@dataclass(frozen=True, slots=True)
class PagePhoto:
    """A photo at the head of a page."""

    picture: ResponsiveImage
    alt: str
    """Alternative text; empty for a decorative photo."""
    credit: str


def responsive_image(index: SiteIndex, file: str, max_width: int = IMAGE_WIDTHS[-1]) -> ResponsiveImage | None:
    """Return the sizes of a photo of content/media/, at most `max_width` wide; None if it could not be read, which
    load/ reports."""
    media, url = index.media.get(file), index.content.get(file)
    if media is None or not media.width or not url:
        return None
    if not media.still:
        return ResponsiveImage(((media.width, url),), (), media.width, media.height)
    sizes = widths(media, max_width)
    plain, fine = (
        tuple((width, _image_url(index, media, width, format)) for width in sizes) for format in _image_formats(media)
    )
    return ResponsiveImage(plain, fine, sizes[-1], max(1, round(media.height * sizes[-1] / media.width)))


def widths(media: Media, max_width: int) -> tuple[int, ...]:
    """Return the published widths of a photo: at most its own and `max_width`; none for 0."""
    largest = min(media.width, max_width)
    if not largest:
        return ()
    return (*(width for width in IMAGE_WIDTHS if width * _MIN_RATIO <= largest), largest)


@dataclass(slots=True)
class MediaUse:
    """How published content uses a media file."""

    width: int = 0
    """Largest width at which pages show it; 0 if none does."""
    linked: bool = False
    """Whether a text may link to it."""


def media_uses(index: SiteIndex) -> dict[str, MediaUse]:
    """Return the use of each media file in a language; if in doubt, a text both shows and links."""
    site, uses = index.site, defaultdict[str, MediaUse](MediaUse)
    for village in site.villages:
        if village.image:
            uses[posixpath.normpath(village.image.src)].width = VILLAGE_PHOTO_WIDTH
    for item in site.news:
        if item.meta.image:
            uses[resolve_media_path(item, item.meta.image.src)].width = IMAGE_WIDTHS[-1]
    texts: list[Announcement | PlainPage] = [*site.news, *site.pages]
    for text in texts:
        named = index.files_named(text.file, text.body)
        for mention in find_mentions(text.body) if named else ():
            if file := named.get(split_target(mention.target)[0]):
                use = uses[file]
                use.width = IMAGE_WIDTHS[-1] if mention.use != "link" else use.width
                use.linked = use.linked or mention.use != "image"
    return {file: use for file, use in uses.items() if file in index.media}


def resolve_media_path(text: Announcement | PlainPage, path: str) -> str:
    """Resolve a path that a text names, relative to its own file."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(text.file), path))


def media_files(index: SiteIndex) -> Iterator[Output]:
    """Yield photos in their sizes and other media files unchanged, all without location metadata.

    Files that only drafts show are not published. A file that several languages show is published with the first of
    them.
    """
    earlier_uses = media_uses(index.fallback) if index.fallback else {}
    for file, use in sorted(media_uses(index).items()):
        media, earlier = index.media[file], earlier_uses.get(file, MediaUse())
        if media.still:
            for width in sorted({*widths(media, use.width)} - {*widths(media, earlier.width)}):
                for format in _image_formats(media):
                    path = output_path(_image_url(index, media, width, format))
                    yield Output(path, Photo(media.location, media.digest, media.size, width, format), Span(file))
        if _is_published_whole(media, use) and not _is_published_whole(media, earlier):
            path = output_path(index.content[file] or "")
            if media.rewritten is not None:
                yield Output(path, RawBytes(media.rewritten), Span(file))
            else:
                kind = Photo if media.located else Copy
                yield Output(path, kind(media.location, media.digest, media.size), Span(file))


def _is_published_whole(media: Media, use: MediaUse) -> bool:
    """Whether a file is published unchanged: it is linked to, or cannot be resized."""
    return use.linked or (use.width > 0 and not media.still)


def _image_formats(media: Media) -> tuple[ImageFormat, ImageFormat]:
    """Return the default format and the better one."""
    return ("png" if media.clear else "jpeg", "avif")


def _image_url(index: SiteIndex, media: Media, width: int, format: ImageFormat) -> str:
    """URL of a photo in one size, named by what it is made from and how, so that it may be cached for ever."""
    stem = slugify(posixpath.splitext(posixpath.basename(media.file))[0])
    # The path is part of the digest: copies of a photo in two folders are two files.
    folder, digest = index.common.words["media"], _short_digest(media.digest + media.file)
    return f"/{folder}/{stem}-{width}.{digest}.{format.replace('jpeg', 'jpg')}"


@lru_cache(maxsize=100_000)
def _short_digest(source: str) -> str:
    return hex_digest(f"{fingerprints().photos}{source}".encode(), size=4)
