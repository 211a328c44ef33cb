"""The pixels of any image as screens show them: eight bits a channel, in sRGB, of grey or of red, green and blue."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

_DEEP = ("I", "I;16", "I;16L", "I;16B", "I;16N", "F")
"""Modes of grey with more than eight bits, which Pillow would cut off instead of scaling."""


def in_srgb(image: Any, size: tuple[int, int]) -> Any:
    """A copy of an image in this size, in mode L, RGB, or RGBA where it has transparency."""
    from PIL import Image

    profile = image.info.get("icc_profile")
    clear = image.has_transparency_data
    if image.mode in _DEEP:
        plain = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif clear:
        plain = image.convert("RGBA")
    elif image.mode in ("L", "RGB", "CMYK"):
        plain = image
    else:
        plain = image.convert("RGB")
    # As a copy even where it is small enough: what is made of it must not change the image.
    small = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if plain.size != size else plain.copy()
    return _converted(small, profile)


def _converted(image: Any, profile: bytes | None) -> Any:
    """The image with the colours of its profile told in sRGB. A profile that is damaged, or that is of another kind of
    image, is passed over, as browsers do."""
    from PIL import Image, ImageCms

    told: Any = image
    if profile and image.mode != "L":  # grey stays grey: it has no profile to lead to, and its tone hardly differs
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if not _is_srgb(source):
                own = Image.merge("RGB", image.split()[:3]) if image.mode == "RGBA" else image
                told = ImageCms.profileToProfile(own, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
                if image.mode == "RGBA":
                    told.putalpha(image.getchannel("A"))
    return told.convert("RGB") if told.mode == "CMYK" else told


def _is_srgb(profile: Any) -> bool:
    """Whether a profile says of itself that it is sRGB, as that of nearly every photo does."""
    from PIL import ImageCms

    return "srgb" in ImageCms.getProfileDescription(profile).lower()
