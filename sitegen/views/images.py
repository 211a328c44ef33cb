"""Photos as pages show them: in which sizes each is published, and at which addresses."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sitegen.content import IMAGE_WIDTHS, Copy, ImageFormat, Photo
from sitegen.digest import hex_digest
from sitegen.fingerprint import fingerprints
from sitegen.models import Announcement, Media, PlainPage
from sitegen.names import slugify
from sitegen.output import Output, ResponsiveImage
from sitegen.problems import Span
from sitegen.urls import output_path
from sitegen.views.site_index import SiteIndex

VILLAGE_PHOTO_WIDTH = 720
"""How wide the photo of a village is at most: its page, photo included, is to be within 40 kB."""
_MIN_RATIO = 5 / 4
"""How much wider a size must be than the one before it to be worth a file of its own."""
_IMAGE_SYNTAX = r"(?<!\\)!\[[^\]\[]*\]\(\s*<?{}>?[^)]*\)"
"""How a text shows an image without linking to it."""
_LINK_SYNTAX = r"(?<!!)\[[^\]\[]*\]\(\s*<?{}>?[^)]*\)"
"""How a text links to a file without showing it."""


@dataclass(frozen=True, slots=True)
class PagePhoto:
    """A photo at the head of a page."""

    picture: ResponsiveImage
    """The photo."""
    alt: str
    """What it shows; empty where it only decorates."""
    credit: str
    """Who took it."""


def responsive_image(index: SiteIndex, file: str, max_width: int = IMAGE_WIDTHS[-1]) -> ResponsiveImage | None:
    """The photo in a file of content/media/ as pages show it, at most so wide; None where it could not be read, and
    that was told."""
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
    """How wide a photo is published: never wider than it is, nor than `most`; not at all for 0."""
    largest = min(media.width, max_width)
    if not largest:
        return ()
    return (*(width for width in IMAGE_WIDTHS if width * _MIN_RATIO <= largest), largest)


@dataclass(slots=True)
class MediaUse:
    """What published content does with a file of content/media/."""

    width: int = 0
    """How wide pages may show it at most; 0 where none does."""
    linked: bool = False
    """Whether texts may link to it."""


def media_uses(index: SiteIndex) -> dict[str, MediaUse]:
    """The files of content/media/ that published content of a language names; where in doubt, a text does both."""
    site, uses = index.site, defaultdict[str, MediaUse](MediaUse)
    for village in site.villages:
        if village.image:
            uses[posixpath.normpath(village.image.src)].width = VILLAGE_PHOTO_WIDTH
    for item in site.news:
        if item.meta.image:
            uses[resolve_media_path(item, item.meta.image.src)].width = IMAGE_WIDTHS[-1]
    texts: list[Announcement | PlainPage] = [*site.news, *site.pages]
    for text in texts:
        if "media/" in text.body:
            for token in index.links(text.file, text.body):
                use = uses[resolve_media_path(text, token)]
                use.width = IMAGE_WIDTHS[-1] if _is_named_besides(text.body, token, _LINK_SYNTAX) else use.width
                use.linked = use.linked or _is_named_besides(text.body, token, _IMAGE_SYNTAX)
    return {file: use for file, use in uses.items() if file in index.media.untracked}


def resolve_media_path(text: Announcement | PlainPage, path: str) -> str:
    """The file of the site folder that a text names by the way from itself."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(text.file), path))


def media_files(index: SiteIndex) -> Iterator[Output]:
    """Photos in their sizes and other files of content/media/ whole, none with a place that a camera noted.

    What only a draft shows stays at home. A file that several languages show is published with the first of them.
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
            kind = Photo if media.located else Copy
            path = output_path(index.content[file] or "")
            yield Output(path, kind(media.location, media.digest, media.size), Span(file))


def _is_published_whole(media: Media, use: MediaUse) -> bool:
    """Whether a file is published as it is: for who follows a link to it, and for what cannot be made smaller."""
    return use.linked or (use.width > 0 and not media.still)


def _is_named_besides(body: str, token: str, syntax: str) -> bool:
    """Whether a text names a file in another way than this one."""
    return token in re.sub(syntax.format(re.escape(token)), "", body)


def _image_formats(media: Media) -> tuple[ImageFormat, ImageFormat]:
    """How a photo is written for every browser, and for those that know better."""
    return ("png" if media.clear else "jpeg", "avif")


def _image_url(index: SiteIndex, media: Media, width: int, format: ImageFormat) -> str:
    """Address of a photo in one size, named by what it is made from and how, so that it may be cached for ever."""
    stem = slugify(posixpath.splitext(posixpath.basename(media.file))[0])
    # By its file too: two copies of a photo in two folders are two files.
    folder, digest = index.common.words["media"], _short_digest(media.digest + media.file)
    return f"/{folder}/{stem}-{width}.{digest}.{format.replace('jpeg', 'jpg')}"


@lru_cache(maxsize=100_000)
def _short_digest(source: str) -> str:
    return hex_digest(f"{fingerprints().photos}{source}".encode(), size=4)
