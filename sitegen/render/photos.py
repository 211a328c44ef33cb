"""Resize photos, convert them to sRGB, and strip the metadata that a camera wrote."""

from __future__ import annotations

import io
import warnings
from contextlib import suppress
from functools import lru_cache
from typing import Any

from sitegen.cache import Cache
from sitegen.content import IMAGE_WIDTHS, ImageFormat, Photo
from sitegen.digest import read_unchanged
from sitegen.fingerprint import fingerprints

_HIGH_BIT_DEPTH = ("I", "I;16", "I;16L", "I;16B", "I;16N", "F")
"""Greyscale modes of more than eight bits, which Pillow clips instead of scaling when it converts to L."""


def in_srgb(image: Any, size: tuple[int, int]) -> Any:
    """Return a copy of an image in this size in sRGB: in mode L, RGB, or RGBA if it has transparency."""
    from PIL import Image

    profile = image.info.get("icc_profile")
    clear = image.has_transparency_data
    if image.mode in _HIGH_BIT_DEPTH:
        plain = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif clear:
        plain = image.convert("RGBA")
    elif image.mode in ("L", "RGB", "CMYK"):
        plain = image
    else:
        plain = image.convert("RGB")
    # Always a copy, so that later changes do not affect the image.
    resized = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if plain.size != size else plain.copy()
    return _to_srgb(resized, profile)


def _to_srgb(image: Any, profile: bytes | None) -> Any:
    """Convert the colours of an image from its profile to sRGB. A damaged profile, or one of another kind of image, is
    ignored, as browsers do."""
    from PIL import Image, ImageCms

    converted: Any = image
    if profile and image.mode != "L":  # greyscale stays: there is no standard profile for it, and tones hardly differ
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if not _is_srgb(source):
                own = Image.merge("RGB", image.split()[:3]) if image.mode == "RGBA" else image
                converted = ImageCms.profileToProfile(own, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
                if image.mode == "RGBA":
                    converted.putalpha(image.getchannel("A"))
    return converted.convert("RGB") if converted.mode == "CMYK" else converted


def _is_srgb(profile: Any) -> bool:
    """Whether the description of a profile names sRGB, as in nearly every photo."""
    from PIL import ImageCms

    return "srgb" in ImageCms.getProfileDescription(profile).lower()


_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_ORIENTATION = 0x0112
"""The EXIF tag of the orientation; the only EXIF tag that is kept."""
_QUARTER_TURNS = (5, 6, 7, 8)
"""Orientations that swap width and height."""
_TRANSPOSITIONS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""The transposition that turns an image upright, by orientation."""
_KEPT_INFO = ("icc_profile", "transparency")
"""Keys of Image.info that change how pixels look."""
_SAVE_OPTIONS: dict[ImageFormat, tuple[str, dict[str, Any]]] = {
    # One thread: photos are rendered in parallel, and the bytes must not depend on the number of processors.
    "avif": ("AVIF", {"quality": 45, "speed": 8, "subsampling": "4:2:0", "max_threads": 1}),
    "jpeg": ("JPEG", {"quality": 76, "subsampling": "4:2:0", "progressive": True, "optimize": True}),
    "png": ("PNG", {"optimize": True}),
}
"""Pillow's format and options for resized photos."""


def resize_photo(photo: Photo, cache: Cache) -> bytes:
    """Resize a photo to its width, in sRGB and without metadata."""
    image_format = photo.format
    assert image_format is not None
    key = f"{fingerprints().photos}-{photo.digest}-{photo.width}-{photo.format}"
    return cache.get_or_make("photo", key, lambda: _resized(photo, image_format))


def _resized(photo: Photo, image_format: ImageFormat) -> bytes:
    from PIL import Image

    whole = _screen_sized(photo.location, photo.digest)
    height = max(1, round(whole.height * photo.width / whole.width))
    image = whole.resize((photo.width, height), Image.Resampling.LANCZOS) if photo.width != whole.width else whole
    pillow_format, options = _SAVE_OPTIONS[image_format]
    if image_format == "jpeg" and image.mode == "RGBA":  # opaque: a photo with transparency is a PNG
        image = image.convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, pillow_format, **options)
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _screen_sized(location: str, digest: str) -> Any:
    """Open a photo upright, no wider than the largest size; cached for the next size of the same photo."""
    from PIL import Image

    widest = IMAGE_WIDTHS[-1]
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # the loader has checked our own limit
    try:
        source = io.BytesIO(read_unchanged(location, digest))
        with warnings.catch_warnings(action="ignore"), Image.open(source, formats=_FORMATS) as image:
            exif = Image.Exif()
            exif.load(image.info.get("exif", b""))
            orientation = exif.get(_ORIENTATION, 1)
            across = image.height if orientation in _QUARTER_TURNS else image.width
            scale = min(1.0, widest / across)
            size_limit = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            image.draft("RGB" if image.mode != "L" else "L", size_limit)  # decodes a JPEG at a reduced size
            plain = in_srgb(image, size_limit)
            if orientation in _TRANSPOSITIONS:
                plain = plain.transpose(Image.Transpose[_TRANSPOSITIONS[orientation]])
            plain.info = {}  # save() takes missing options from here
            return plain
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def strip_metadata(data: bytes) -> bytes:
    """Strip the metadata of a photo; keep its format, size, colour profile and orientation.

    Pixels of PNG and lossless WebP stay equal; JPEG is encoded with its own quantisation tables.
    """
    from PIL import Image

    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # the loader has checked our own limit
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            image.load()
            exif = Image.Exif()
            exif.load(image.info.get("exif", b""))
            orientation = exif.get(_ORIENTATION, 1)
            pillow_format, options = _options(image, data)
            options["icc_profile"] = image.info.get("icc_profile")
            if orientation != 1:
                upright = Image.Exif()
                upright[_ORIENTATION] = orientation
                options["exif"] = upright.tobytes()
            # save() takes comments, XMP packets and texts from here.
            image.info = {name: image.info[name] for name in _KEPT_INFO if name in image.info}
            buffer = io.BytesIO()
            image.save(buffer, pillow_format, **options)
            return buffer.getvalue()
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _options(image: Any, data: bytes) -> tuple[str, dict[str, Any]]:
    """Return the format and the options that save an image without visible change."""
    if image.format == "PNG":
        return "PNG", {"optimize": True}
    if image.format == "WEBP":
        return "WEBP", {"lossless": True, "exact": True} if _is_lossless(data) else {"quality": 90}
    from PIL.JpegImagePlugin import get_sampling

    # As quality="keep", which does not support files with several images (MPO) of some phones; the first is kept.
    return "JPEG", {
        "qtables": image.quantization,
        "subsampling": get_sampling(image),
        "progressive": "progressive" in image.info,
        "optimize": True,
    }


def _is_lossless(webp: bytes) -> bool:
    """Whether the first image chunk is VP8L; a chunk is its name, its length and its data, padded to even length."""
    start = 12
    while start + 8 <= len(webp) and webp[start : start + 4] not in (b"VP8 ", b"VP8L"):
        start += 8 + (int.from_bytes(webp[start + 4 : start + 8], "little") + 1) // 2 * 2
    return webp[start : start + 4] == b"VP8L"
