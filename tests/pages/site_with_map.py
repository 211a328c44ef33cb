"""What a small site in memory needs to have a map: outlines of two provinces, and a theme with the map's scripts."""

from __future__ import annotations

from dataclasses import replace

from factory import default_theme

from sitegen.load.outlines import _VENDOR, UNPUBLISHED
from sitegen.load.theme import read_theme_file
from sitegen.models import Drawing, Outline, Outlines, Theme

EMBED = "peta/sematan/index.html"
"""The page for a frame."""
_SQUARE = Drawing(105.0, -5.0, 32.0, 320, 160)
OUTLINES = Outlines(
    {
        "33": Outline("33", "Jawa Tengah", "M0 0l50 0 0 50z", "M0 0l160 0 0 160z", _SQUARE, (25, 10)),
        "35": Outline("35", "Jawa Timur", "M50 0l50 0 0 50z", "M160 0l160 0 0 160z", _SQUARE, (25, 10)),
    },
    Drawing(105.0, -5.0, 100.0, 1000, 500),
    b'{"code":["33","35"],"rings":[[[10500,-500,50,0,0,-50]],[[11000,-500,50,0,0,-50]]]}',
    "Badan Uji",
    "https://batas.example/",
)


def mapped_theme() -> Theme:
    """The theme that comes with the package, with the scripts of others that the map is made of."""
    theme = default_theme()
    vendor = {
        f"vendor/{path}": replace(read_theme_file(file), digest="ab" * 16)
        for file in sorted(_VENDOR.glob("*/*.*"))
        if not (path := file.relative_to(_VENDOR).as_posix()).startswith(UNPUBLISHED)
    }
    return replace(theme, static=theme.static | vendor)
