"""Resize photos, convert them to sRGB, and strip the metadata that a camera wrote."""

from __future__ import annotations

import io
import warnings
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from sitegen.cache import Cache
from sitegen.content import IMAGE_WIDTHS, ImageFormat, Photo
from sitegen.fingerprint import fingerprints

_HIGH_BIT_DEPTH = ("I", "I;16", "I;16L", "I;16B", "I;16N", "F")
"""Modes of grey with more than eight bits, which Pillow would cut off instead of scaling."""


def in_srgb(image: Any, size: tuple[int, int]) -> Any:
    """A copy of an image in this size, in mode L, RGB, or RGBA where it has transparency."""
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
    # As a copy even where it is small enough: what is made of it must not change the image.
    resized = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if plain.size != size else plain.copy()
    return _to_srgb(resized, profile)


def _to_srgb(image: Any, profile: bytes | None) -> Any:
    """Convert the colours of an image from its profile to sRGB. A damaged profile, or one of another kind of image, is
    ignored, as browsers do."""
    from PIL import Image, ImageCms

    converted: Any = image
    if profile and image.mode != "L":  # grey stays grey: it has no profile to lead to, and its tone hardly differs
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if not _is_srgb(source):
                own = Image.merge("RGB", image.split()[:3]) if image.mode == "RGBA" else image
                converted = ImageCms.profileToProfile(own, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
                if image.mode == "RGBA":
                    converted.putalpha(image.getchannel("A"))
    return converted.convert("RGB") if converted.mode == "CMYK" else converted


def _is_srgb(profile: Any) -> bool:
    """Whether a profile says of itself that it is sRGB, as that of nearly every photo does."""
    from PIL import ImageCms

    return "srgb" in ImageCms.getProfileDescription(profile).lower()


_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_ORIENTATION = 0x0112
"""The EXIF tag that says which way up a picture is shown; all that is kept of EXIF."""
_QUARTER_TURNS = (5, 6, 7, 8)
"""Its values for a picture that is turned by a quarter."""
_TRANSPOSITIONS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""How a picture is turned upright, by the value of that tag."""
_KEPT_INFO = ("icc_profile", "transparency")
"""What Pillow knows beside the pixels and without which they would look different."""
_SAVE_OPTIONS: dict[ImageFormat, tuple[str, dict[str, Any]]] = {
    # One thread: photos are made side by side, and the bytes must not hang on how many processors there are.
    "avif": ("AVIF", {"quality": 45, "speed": 8, "subsampling": "4:2:0", "max_threads": 1}),
    "jpeg": ("JPEG", {"quality": 76, "subsampling": "4:2:0", "progressive": True, "optimize": True}),
    "png": ("PNG", {"optimize": True}),
}
"""How smaller photos are written."""


def resize_photo(photo: Photo, cache: Cache) -> bytes:
    """A photo as wide as its body says, in the colours of screens (sRGB), with nothing but its pixels."""
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
    if image_format == "jpeg" and image.mode == "RGBA":  # all of it opaque, or it would be a PNG
        image = image.convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, pillow_format, **options)
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _screen_sized(location: str, digest: str) -> Any:
    """The photo upright and no wider than any screen needs it; kept for the next size of the same photo."""
    from PIL import Image

    widest = IMAGE_WIDTHS[-1]
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # the reader has held it to ours
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(Path(location), formats=_FORMATS) as image:
            exif = Image.Exif()
            exif.load(image.info.get("exif", b""))
            orientation = exif.get(_ORIENTATION, 1)
            across = image.height if orientation in _QUARTER_TURNS else image.width
            scale = min(1.0, widest / across)
            size_limit = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            image.draft("RGB" if image.mode != "L" else "L", size_limit)  # a JPEG need not be decoded whole
            plain = in_srgb(image, size_limit)
            if orientation in _TRANSPOSITIONS:
                plain = plain.transpose(Image.Transpose[_TRANSPOSITIONS[orientation]])
            plain.info = {}  # a writer takes what it is not told from here
            return plain
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def strip_metadata(data: bytes) -> bytes:
    """The photo in `data` in its own format and size, with nothing but its pixels, its colours and which way is up.

    Pixels of PNG and of lossless WebP stay as they are; JPEG is written with the tables that it came with.
    """
    from PIL import Image

    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # the reader has held it to ours
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
            # A writer takes what it is not told from here: comments, packets of XMP, texts.
            image.info = {name: image.info[name] for name in _KEPT_INFO if name in image.info}
            buffer = io.BytesIO()
            image.save(buffer, pillow_format, **options)
            return buffer.getvalue()
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _options(image: Any, data: bytes) -> tuple[str, dict[str, Any]]:
    """The format to write, and how, so that it looks the same."""
    if image.format == "PNG":
        return "PNG", {"optimize": True}
    if image.format == "WEBP":
        return "WEBP", {"lossless": True, "exact": True} if _is_lossless(data) else {"quality": 90}
    from PIL.JpegImagePlugin import get_sampling

    # As quality="keep", which refuses the several pictures in one file (MPO) that some phones write; the first is kept.
    return "JPEG", {
        "qtables": image.quantization,
        "subsampling": get_sampling(image),
        "progressive": "progressive" in image.info,
        "optimize": True,
    }


def _is_lossless(webp: bytes) -> bool:
    """Whether the picture stands in a chunk VP8L; a chunk is its name, its length and as many bytes, made even."""
    start = 12
    while start + 8 <= len(webp) and webp[start : start + 4] not in (b"VP8 ", b"VP8L"):
        start += 8 + (int.from_bytes(webp[start + 4 : start + 8], "little") + 1) // 2 * 2
    return webp[start : start + 4] == b"VP8L"
