"""Photos for readers: smaller, upright, and without what a camera notes beside them: where, when, with what."""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

from sitegen.bodies import WIDTHS, Photo, Pixels
from sitegen.engine import PHOTOS, recipe
from sitegen.memo import Memo
from sitegen.render.colours import in_srgb

_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_ORIENTATION = 0x0112
"""The EXIF tag that says which way up a picture is shown; all that is kept of EXIF."""
_SIDEWAYS = (5, 6, 7, 8)
"""Its values for a picture that is turned by a quarter."""
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""How a picture is turned upright, by the value of that tag."""
_PICTURE = ("icc_profile", "transparency")
"""What Pillow knows beside the pixels and without which they would look different."""
_WRITTEN: dict[Pixels, tuple[str, dict[str, Any]]] = {
    # One thread: photos are made side by side, and the bytes must not hang on how many processors there are.
    "avif": ("AVIF", {"quality": 45, "speed": 8, "subsampling": "4:2:0", "max_threads": 1}),
    "jpeg": ("JPEG", {"quality": 76, "subsampling": "4:2:0", "progressive": True, "optimize": True}),
    "png": ("PNG", {"optimize": True}),
}
"""How smaller photos are written."""


def sized(photo: Photo, memo: Memo) -> bytes:
    """A photo as wide as its body says, in the colours of screens (sRGB), with nothing but its pixels."""
    assert photo.form is not None
    key = f"{recipe(*PHOTOS)}-{photo.digest}-{photo.width}-{photo.form}"
    known = memo.recall("photo", key)
    if known is None:
        known = _sized(photo, photo.form)
        memo.keep("photo", key, known)
    return known


def _sized(photo: Photo, form: Pixels) -> bytes:
    from PIL import Image

    whole = _screen(photo.location, photo.digest)
    height = max(1, round(whole.height * photo.width / whole.width))
    image = whole.resize((photo.width, height), Image.Resampling.LANCZOS) if photo.width != whole.width else whole
    kind, options = _WRITTEN[form]
    if form == "jpeg" and image.mode == "RGBA":  # all of it opaque, or it would be a PNG
        image = image.convert("RGB")
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


@lru_cache(maxsize=1)
def _screen(location: str, digest: str) -> Any:
    """The photo upright and no wider than any screen needs it; kept for the next size of the same photo."""
    from PIL import Image

    widest = WIDTHS[-1]
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # the reader has held it to ours
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(Path(location), formats=_FORMATS) as image:
            exif = Image.Exif()
            exif.load(image.info.get("exif", b""))
            turned = exif.get(_ORIENTATION, 1)
            across = image.height if turned in _SIDEWAYS else image.width
            share = min(1.0, widest / across)
            small = (max(1, round(image.width * share)), max(1, round(image.height * share)))
            image.draft("RGB" if image.mode != "L" else "L", small)  # a JPEG need not be decoded whole
            plain = in_srgb(image, small)
            if turned in _TURNS:
                plain = plain.transpose(Image.Transpose[_TURNS[turned]])
            plain.info = {}  # a writer takes what it is not told from here
            return plain
    finally:
        Image.MAX_IMAGE_PIXELS = limit


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
