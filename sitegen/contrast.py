"""The contrast ratio of two colours by WCAG 2, and the nearest shade that has enough of it."""

from __future__ import annotations

import colorsys

TEXT = 4.5
"""What text must have at least to what it stands on."""
GRAPHIC = 3.0
"""What lines and marks must have at least that tell something."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, `#rrggbb`: from 1 for the same to 21 for black and white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def nearest_shade(colour: str, grounds: tuple[str, ...], least: float) -> str:
    """The shade of `colour` that is nearest to it in lightness and has `least` to each ground; empty if there is none.

    Hue and saturation stay: a brand that is dark blue remains blue.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(1, 101):
        for other in (lightness - step / 100, lightness + step / 100):
            if 0 <= other <= 1:
                shade = _hex(colorsys.hls_to_rgb(hue, other, saturation))
                if all(contrast(shade, ground) >= least for ground in grounds):
                    return shade
    return ""


def shown(ratio: float) -> str:
    """A contrast as messages tell it, rounded down, so that one that fails never reads as one that passes."""
    return f"{int(ratio * 100) / 100:.2f}"


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
