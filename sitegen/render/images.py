"""Render photos as responsive images, with all published sizes, so that a phone loads no more than it shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from sitegen.link_targets import split_target
from sitegen.output import ResponsiveImage

SIZES = "(min-width: 47rem) 45rem, calc(100vw - 2rem)"
"""Width of a photo: that of the text column, which style.css limits to 45rem."""
SIZES_TALL = "(min-width: 26rem) 24rem, calc(100vw - 2rem)"
"""Width of a portrait photo, which would otherwise be higher than a screen; see `.tall` in style.css."""
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_LEADING_IMAGE = re.compile(r"\s*+(?:<(?:p|figure|div|section|a|strong|em)\b[^>]*+>\s*+)*+<img\b")
"""Start of an HTML text that begins with an image."""


def image_html(
    photo: ResponsiveImage, alt: str, write: Callable[[str], str], eager: bool = False, **others: str
) -> str:
    """Render a photo. `write` turns a site path into the link of the page; `others` are further attributes. Only the
    first photo of a page is `eager`, since readers wait for it; all others load lazily."""
    tall = photo.height > photo.width
    shown = others.get("width", "")
    sizes = f"{shown}px" if shown else SIZES_TALL if tall else SIZES
    own_attributes = {
        "src": write(photo.default_sizes[len(photo.default_sizes) // 2][1]),
        "srcset": _srcset(photo.default_sizes, write) if len(photo.default_sizes) > 1 else "",
        "sizes": sizes if len(photo.default_sizes) > 1 else "",
        "width": shown or str(photo.width),
        "height": str(round(int(shown) * photo.height / photo.width)) if shown else str(photo.height),
        "class": " ".join(name for name in (others.get("class", ""), "tall" if tall and not shown else "") if name),
        "loading": "" if eager else "lazy",
        "fetchpriority": "high" if eager else "",
        "decoding": "async",
    }
    image = _tag(alt, {**{name: text for name, text in others.items() if name not in own_attributes}, **own_attributes})
    if not photo.avif_sizes:
        return image
    avif_srcset = escape(_srcset(photo.avif_sizes, write))
    return f'<picture><source type="image/avif" srcset="{avif_srcset}" sizes="{sizes}">{image}</picture>'


def leading_image_end(html: str) -> int:
    """Return the index within the tag of the image that an HTML text begins with; 0 if it does not."""
    opening = _LEADING_IMAGE.match(html)
    return opening.end() if opening else 0


def image_in_text(
    tag: str, images: Mapping[str, ResponsiveImage], write: Callable[[str], str], *, away: bool, eager: bool
) -> str:
    """Render the `<img>` tag of a text; a photo of `images` as a responsive image.

    `away`: the text is read outside its page, in a feed, and has plain images.
    """
    written = tag[len("<img") : -1]
    attributes = {name: unescape(text) for name, text in _ATTRIBUTE.findall(written)}
    src, alt = attributes.pop("src", ""), attributes.pop("alt", "")
    photo = images.get(split_target(src)[0])
    if photo is None:
        return tag if away else f'<img{written.rstrip(" /")} loading="lazy" decoding="async">'
    if not attributes.get("width", "").isdecimal() or attributes["width"] == "0":
        attributes.pop("width", None)
    attributes.pop("height", None)
    if not away:
        return image_html(photo, alt, write, eager, **attributes)
    width, path = photo.default_sizes[-1]
    return _tag(alt, {"src": write(path), "width": str(width), "height": str(photo.height)})


def _srcset(sizes: tuple[tuple[int, str], ...], write: Callable[[str], str]) -> str:
    return ", ".join(f"{write(path)} {width}w" for width, path in sizes)


def _tag(alt: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {name}="{escape(text)}"' for name, text in attributes.items() if text)
    return f'<img alt="{escape(alt)}"{written}>'
