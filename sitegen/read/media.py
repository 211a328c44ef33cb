"""Media: the files of content/media/; images are held to be what they say, and measured, once for each digest."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from sitegen.model import Media
from sitegen.problems import Problem, Report, Span
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall

_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_MAX_PIXELS = 100_000_000
"""More than any camera's photo; decoding more would take hundreds of megabytes of memory."""
_GPS = 0x8825
"""The EXIF tag under which a camera writes where it stood."""


def read_media(reading: Reading, files: Sequence[str]) -> dict[str, Media]:
    """Every file by its path, with digest and size, images with width and height."""
    found: dict[str, Media] = {}
    for file in files:
        data = reading.load(file)
        if data is None:
            continue
        key = key_of(data, "media", file)
        known = recall(reading.memo, key, tuple[Media, list[Problem]])
        if known is None:
            known = _look_into(file, data, key, reading)
        media, problems = known
        reading.report.extend(problems)
        # Put in only now: what is remembered must hold in a moved checkout too.
        found[file] = replace(media, location=(reading.root / file).as_posix())
    return found


def _look_into(file: str, data: bytes, key: str, reading: Reading) -> tuple[Media, list[Problem]]:
    report = Report()
    suffix = file[file.rfind(".") :].lower()
    width, height = _measure(file, data, report) if suffix in _SUFFIXES else (0, 0)
    digest = blake2b(data, digest_size=16).hexdigest()
    media = Media(file=file, digest=digest, size=len(data), width=width, height=height)
    problems = list(report)
    if report.failed():
        reading.unread.add(file)
    else:
        keep(reading.memo, key, (media, problems))
    return media, problems


def _measure(file: str, data: bytes, report: Report) -> tuple[int, int]:
    """Width and height in pixels; zero for an image that cannot be used, which is reported."""
    from PIL import Image

    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # ours comes before any decoding, and tells the size
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > _MAX_PIXELS:
                report.error("image-too-large", Span(file), width=width, height=height)
                return 0, 0
            exif = Image.Exif()
            exif.load(image.info.get("exif", b""))  # not image.getexif(), which decodes a PNG
            if exif.get_ifd(_GPS):
                report.warn("image-location", Span(file), path=file)
            _decode(image)
            return width, height
    except Exception:  # decoders of hostile bytes raise whatever they like
        report.error("image-unreadable", Span(file), path=file)
        return 0, 0
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _decode(image: Any) -> None:
    """Meet any damage now: a PNG by its checksums, a JPEG decoded at an eighth of its size, others whole."""
    if image.format == "PNG":
        image.verify()
        return
    image.draft("L", (image.width // 8, image.height // 8))
    image.load()
