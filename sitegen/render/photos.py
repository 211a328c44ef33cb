"""Photos without what a camera notes beside the picture: where it was taken, when, with what, by whom."""

from __future__ import annotations

import io
import warnings
from typing import Any

_FORMATS = ("JPEG", "PNG", "WEBP")
_ORIENTATION = 0x0112
"""The EXIF tag that says which way up a picture is shown; all that is kept of EXIF."""
_PICTURE = ("icc_profile", "transparency")
"""What Pillow knows beside the pixels and without which they would look different."""


def bare(data: bytes) -> bytes:
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
            turned = exif.get(_ORIENTATION, 1)
            kind, options = _options(image, data)
            options["icc_profile"] = image.info.get("icc_profile")
            if turned != 1:
                upright = Image.Exif()
                upright[_ORIENTATION] = turned
                options["exif"] = upright.tobytes()
            # A writer takes what it is not told from here: comments, packets of XMP, texts.
            image.info = {name: image.info[name] for name in _PICTURE if name in image.info}
            made = io.BytesIO()
            image.save(made, kind, **options)
            return made.getvalue()
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
