"""Load the files of content/media/; each image is decoded and measured once."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal

from sitegen.digest import hex_digest
from sitegen.link_targets import FileNames
from sitegen.load.context import LoadContext, cache_key, read_cached
from sitegen.load.records import DataRecords
from sitegen.models import Media, Village
from sitegen.models.content import MEDIA, PICTURES, SVG
from sitegen.problems import Report, Span

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_MAX_PIXELS = 100_000_000
"""Larger than any camera's photo; decoding more would take hundreds of megabytes of memory."""
_STRIPPABLE = ("JPEG", "MPO", "PNG", "WEBP")
"""Formats that can be published without the location. MPO is a JPEG with further pictures, which are left out."""
_MULTI_PICTURE = "MPO"
"""Several JPEGs in one file; only the first is published."""
_ORIENTATION, _SIDEWAYS = 0x0112, (5, 6, 7, 8)
"""The EXIF tag of the orientation, and its values for a quarter turn."""
_GPS = 0x8825
"""The EXIF tag of the location."""
_TAG_SIZE = 12
"""Bytes of each tag in a directory of EXIF."""
_TIFF = re.compile(rb"II\*\0|MM\0\*")
"""The first bytes of EXIF, anywhere in a file of any format."""
_MAX_TAGS = 500
"""Number of tags of EXIF that are read; cameras write some dozens."""
_XMP_GPS = re.compile(rb"\b\w+:GPS(?:Latitude|Longitude|Position)")
_COMPRESSED = re.compile(rb"zTXt|iTXt|Raw profile type")
"""PNG chunks that can hold compressed or hexadecimal EXIF or XMP."""


def load_media(context: LoadContext, files: Sequence[str]) -> dict[str, Media]:
    """Load every file, by path, with digest and size, and the width and height of images."""
    loaded: dict[str, Media] = {}
    for file in files:
        data = context.load(file)
        if data is None:
            continue
        key = cache_key(data, "media", file)
        media = read_cached(context, file, key, Media | None, partial(_inspect, file, data), lambda: None)
        if media is None:
            continue
        # Not part of the cached value, which must stay valid in a moved checkout.
        loaded[file] = replace(media, location=(context.root / file).as_posix())
    return loaded


def _inspect(file: str, data: bytes, report: Report) -> Media | None:
    from sitegen.load.media_kinds import check_kind  # only for files that are not cached

    suffix = posixpath.splitext(file)[1].lower()
    media = Media(file=file, digest=hex_digest(data), size=len(data))
    if suffix in PICTURES:
        return _measure(media, data, report)
    if suffix == SVG:
        from sitegen.load.svg import rewrite_svg

        rewritten = rewrite_svg(data, file, report)
        if rewritten is None:
            return media
        return replace(media, digest=hex_digest(rewritten), size=len(rewritten), rewritten=rewritten)
    check_kind(file, suffix, data, report)
    if not report.failed() and _has_location(data):
        report.add("location-kept", Span(file), path=file)
    return media


def _measure(media: Media, data: bytes, report: Report) -> Media:
    """Add the properties of an image; report one that cannot be used and return it unchanged."""
    from PIL import Image

    file, limit = media.file, Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before decoding, and reports the size
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > _MAX_PIXELS:
                report.add("image-too-large", Span(file), width=width, height=height)
                return media
            compressed = image.format == "PNG" and _COMPRESSED.search(data) is not None
            located, has_alpha = _has_location(data), image.has_transparency_data
            sideways, animated = (
                _is_sideways(image),
                image.format != _MULTI_PICTURE and getattr(image, "n_frames", 1) > 1,
            )
            _decode(image, full=located or compressed or has_alpha)
            located = located or (compressed and _has_packed_location(image))
            if located and (image.format not in _STRIPPABLE or animated):
                report.add("location-kept", Span(file), path=file)
            elif located:
                report.add("image-location", Span(file), path=file)
            return replace(
                media,
                width=height if sideways else width,
                height=width if sideways else height,
                located=located,
                still=image.format != "GIF" and not animated,
                clear=has_alpha and image.convert("RGBA").getchannel("A").getextrema()[0] != 255,
            )
    except Exception:  # decoders raise anything on hostile bytes
        report.add("image-unreadable", Span(file), path=file)
        return media
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _is_sideways(image: Any) -> bool:
    """Whether browsers show an image turned by a quarter: they use the EXIF before its pixels."""
    from PIL import Image

    exif = Image.Exif()
    exif.load(image.info.get("exif", b""))
    return exif.get(_ORIENTATION, 1) in _SIDEWAYS


def _decode(image: Any, full: bool) -> None:
    """Find damage now: decode a JPEG at an eighth of its size, others fully, for a PNG may have less than its size.

    With `full`, decode every pixel, since the photo may have to be encoded anew.
    """
    if not full:
        image.draft("L", (image.width // 8, image.height // 8))
    image.load()


def _has_location(data: bytes) -> bool:
    """Whether the bytes of any file hold EXIF or XMP with a location."""
    if _XMP_GPS.search(data):
        return True
    return any(_exif_has_location(data, match.start()) for match in _TIFF.finditer(data))


def _has_packed_location(png: Any) -> bool:
    """Whether a loaded PNG holds a location in a compressed chunk."""
    texts = [
        text if isinstance(text, bytes) else text.encode()
        for text in png.info.values()
        if isinstance(text, str | bytes)
    ]
    return any(_XMP_GPS.search(text) for text in texts) or _GPS in png.getexif()


def _exif_has_location(data: bytes, start: int) -> bool:
    """Whether the first directory of the EXIF that begins at `start`, maybe by chance, has the tag of the location.

    Reads no more than its tags: a file can have a mark every four bytes.
    """
    order: Literal["little", "big"] = "little" if data[start : start + 1] == b"I" else "big"
    first = start + int.from_bytes(data[start + 4 : start + 8], order)
    tags = min(int.from_bytes(data[first : first + 2], order), _MAX_TAGS)
    directory = data[first + 2 : first + 2 + tags * _TAG_SIZE]
    sign, other = _GPS.to_bytes(2, order)
    return (sign, other) in zip(directory[::_TAG_SIZE], directory[1::_TAG_SIZE], strict=False)


def check_village_photos(context: LoadContext, data: DataRecords, names: FileNames, media: Mapping[str, Media]) -> None:
    """Report the image of a village that does not exist or is none, at the line that names it; `names` are those of all
    files of content/.

    Files of content/media/ that could not be read were already reported.
    """
    for village, span, index in data.of(Village).each():
        if village.image is None or not village.image.src:
            continue
        src = village.image.src
        file = names.find(src, "")
        if file in context.unread:
            continue
        at = context.span(span.file, index, "image", "src")
        if file not in media:
            context.report.add("unknown-image", at, names.suggest(src, "", (f"{MEDIA}/",)), path=src)
        elif not media[file].width:
            context.report.add("image-unreadable", at, path=src)


def with_photo_name(village: Village, names: FileNames) -> Village:
    """Return a village whose photo is named exactly as its file is called."""
    file = names.find(village.image.src, "") if village.image and village.image.src else ""
    return replace(village, image=replace(village.image, src=file)) if village.image and file else village
