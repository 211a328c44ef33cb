"""The contrast ratio of two colours by WCAG 2, and the nearest shade with enough of it."""

from __future__ import annotations

import colorsys

TEXT = 4.5
"""Minimum contrast of text."""
GRAPHIC = 3.0
"""Minimum contrast of lines and marks that carry information."""


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, `#rrggbb`: from 1 (equal) to 21 (black and white)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def nearest_shade(colour: str, grounds: tuple[str, ...], minimum: float) -> str:
    """Find the shade nearest to `colour` in lightness that has `minimum` contrast to each ground; empty if there is
    none.

    Hue and saturation stay, so that a dark blue brand remains blue.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parse_hex(colour))
    for step in range(1, 101):
        for second in (lightness - step / 100, lightness + step / 100):
            if 0 <= second <= 1:
                shade = _format_hex(colorsys.hls_to_rgb(hue, second, saturation))
                if all(contrast(shade, ground) >= minimum for ground in grounds):
                    return shade
    return ""


def format_ratio(ratio: float) -> str:
    """Format a contrast rounded down, so that one that fails never reads as one that passes."""
    return f"{int(ratio * 100) / 100:.2f}"


def _luminance(colour: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in _parse_hex(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parse_hex(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _format_hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
