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
_MOST = 5 / 4
"""How much wider a size must be than the one before it to be worth a file of its own."""
_SHOWN = r"(?<!\\)!\[[^\]\[]*\]\(\s*<?{}>?[^)]*\)"
"""How a text shows an image without linking to it."""
_LINKED = r"(?<!!)\[[^\]\[]*\]\(\s*<?{}>?[^)]*\)"
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


def responsive_image(index: SiteIndex, file: str, most: int = IMAGE_WIDTHS[-1]) -> ResponsiveImage | None:
    """The photo in a file of content/media/ as pages show it, at most so wide; None where it could not be read, and
    that was told."""
    media, whole = index.media.get(file), index.content.get(file)
    if media is None or not media.width or not whole:
        return None
    if not media.still:
        return ResponsiveImage(((media.width, whole),), (), media.width, media.height)
    sizes = widths(media, most)
    plain, fine = (tuple((width, _path(index, media, width, form)) for width in sizes) for form in _forms(media))
    return ResponsiveImage(plain, fine, sizes[-1], max(1, round(media.height * sizes[-1] / media.width)))


def widths(media: Media, most: int) -> tuple[int, ...]:
    """How wide a photo is published: never wider than it is, nor than `most`; not at all for 0."""
    last = min(media.width, most)
    if not last:
        return ()
    return (*(width for width in IMAGE_WIDTHS if width * _MOST <= last), last)


@dataclass(slots=True)
class MediaUse:
    """What published content does with a file of content/media/."""

    shown: int = 0
    """How wide pages may show it at most; 0 where none does."""
    linked: bool = False
    """Whether texts may link to it."""


def media_uses(index: SiteIndex) -> dict[str, MediaUse]:
    """The files of content/media/ that published content of a language names; where in doubt, a text does both."""
    site, found = index.site, defaultdict[str, MediaUse](MediaUse)
    for village in site.villages:
        if village.image:
            found[posixpath.normpath(village.image.src)].shown = VILLAGE_PHOTO_WIDTH
    for item in site.news:
        if item.meta.image:
            found[resolve_media_path(item, item.meta.image.src)].shown = IMAGE_WIDTHS[-1]
    texts: list[Announcement | PlainPage] = [*site.news, *site.pages]
    for text in texts:
        if "media/" in text.body:
            for token in index.links(text.file, text.body):
                use = found[resolve_media_path(text, token)]
                use.shown = IMAGE_WIDTHS[-1] if _names_otherwise(text.body, token, _LINKED) else use.shown
                use.linked = use.linked or _names_otherwise(text.body, token, _SHOWN)
    return {file: use for file, use in found.items() if file in index.media.untracked}


def resolve_media_path(text: Announcement | PlainPage, path: str) -> str:
    """The file of the site folder that a text names by the way from itself."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(text.file), path))


def media_files(index: SiteIndex) -> Iterator[Output]:
    """Photos in their sizes and other files of content/media/ whole, none with a place that a camera noted.

    What only a draft shows stays at home. A file that several languages show is published with the first of them.
    """
    before = media_uses(index.fallback) if index.fallback else {}
    for file, use in sorted(media_uses(index).items()):
        media, then = index.media[file], before.get(file, MediaUse())
        if media.still:
            for width in sorted({*widths(media, use.shown)} - {*widths(media, then.shown)}):
                for form in _forms(media):
                    path = output_path(_path(index, media, width, form))
                    yield Output(path, Photo(media.location, media.digest, media.size, width, form), Span(file))
        if _whole(media, use) and not _whole(media, then):
            kind = Photo if media.located else Copy
            path = output_path(index.content[file] or "")
            yield Output(path, kind(media.location, media.digest, media.size), Span(file))


def _whole(media: Media, use: MediaUse) -> bool:
    """Whether a file is published as it is: for who follows a link to it, and for what cannot be made smaller."""
    return use.linked or (use.shown > 0 and not media.still)


def _names_otherwise(body: str, token: str, way: str) -> bool:
    """Whether a text names a file in another way than this one."""
    return token in re.sub(way.format(re.escape(token)), "", body)


def _forms(media: Media) -> tuple[ImageFormat, ImageFormat]:
    """How a photo is written for every browser, and for those that know better."""
    return ("png" if media.clear else "jpeg", "avif")


def _path(index: SiteIndex, media: Media, width: int, form: ImageFormat) -> str:
    """Address of a photo in one size, named by what it is made from and how, so that it may be cached for ever."""
    stem = slugify(posixpath.splitext(posixpath.basename(media.file))[0])
    # By its file too: two copies of a photo in two folders are two files.
    folder, digest = index.common.words["media"], _named(media.digest + media.file)
    return f"/{folder}/{stem}-{width}.{digest}.{form.replace('jpeg', 'jpg')}"


@lru_cache(maxsize=100_000)
def _named(source: str) -> str:
    return hex_digest(f"{fingerprints().photos}{source}".encode(), size=4)
