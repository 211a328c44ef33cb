"""Photos as HTML: each in the sizes that it is published in, so that a phone loads no more than it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote

from sitegen.output import Prose, ResponsiveImage
from sitegen.problems import Report, Span, span_within

SIZES = "(min-width: 47rem) 45rem, calc(100vw - 2rem)"
"""How wide a photo is shown: as the column of text, which style.css holds to 45rem."""
SIZES_TALL = "(min-width: 26rem) 24rem, calc(100vw - 2rem)"
"""The same of one that is higher than wide, which would else be higher than any screen; see `.tall` in style.css."""
_IMAGE = re.compile(r"<img\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_LEADING_IMAGE = re.compile(r"\s*(?:<(?:p|figure|div|section|a|strong|em)\b[^>]*>\s*)*<img\b")
"""How a text begins that begins with an image."""
_WITHOUT_ALT = re.compile(r"(?<!\\)!\[\s*\](?:\(\s*<?([^)>\s]*)[^)]*\)|\[([^\]]*)\])(?!\{[^}]*\balt=)")
"""An image of Markdown that says nothing and does not say that this is meant, as `{alt=""}` behind it does."""
_HTML_WITHOUT_ALT = re.compile(r"<img\b(?![^>]*\balt\s*=)[^>]*>", re.IGNORECASE)
"""An image of HTML that says nothing."""


def image_html(one: ResponsiveImage, alt: str, write: Callable[[str], str], eager: bool = False, **others: str) -> str:
    """The HTML of a photo; `write` writes an address as the page does. Of a page's photos only the first is `eager`:
    it is what readers wait for, and all others are loaded as they come near. `others` are attributes of the image."""
    tall = one.height > one.width
    shown = others.get("width", "")
    sizes = f"{shown}px" if shown else SIZES_TALL if tall else SIZES
    own_attributes = {
        "src": write(one.default_sizes[len(one.default_sizes) // 2][1]),
        "srcset": _srcset(one.default_sizes, write) if len(one.default_sizes) > 1 else "",
        "sizes": sizes if len(one.default_sizes) > 1 else "",
        "width": shown or str(one.width),
        "height": str(round(int(shown) * one.height / one.width)) if shown else str(one.height),
        "class": " ".join(name for name in (others.get("class", ""), "tall" if tall and not shown else "") if name),
        "loading": "" if eager else "lazy",
        "fetchpriority": "high" if eager else "",
        "decoding": "async",
    }
    image = _tag(alt, {**{name: text for name, text in others.items() if name not in own_attributes}, **own_attributes})
    if not one.avif_sizes:
        return image
    avif_srcset = escape(_srcset(one.avif_sizes, write))
    return f'<picture><source type="image/avif" srcset="{avif_srcset}" sizes="{sizes}">{image}</picture>'


def with_responsive_images(
    html: str, prose: Prose, write: Callable[[str], str], report: Report, away: bool, first: bool
) -> str:
    """The HTML of a text with its photos in all their sizes; what it shows without words is a problem at its line.

    A text that is read elsewhere, `away`, has each as one plain image. `first` tells that no photo stands before it.
    """
    if "<img" not in html:
        return html
    opening = _LEADING_IMAGE.match(html) if first and not away else None
    eager = opening.end() if opening else 0

    def replace_image(image: re.Match[str]) -> str:
        attributes = {name: unescape(text) for name, text in _ATTRIBUTE.findall(image[1])}
        src, alt = unquote(attributes.pop("src", "")), attributes.pop("alt", "")
        one = prose.images.get(src)
        if one is None:
            return image[0] if away else f'<img{image[1].rstrip(" /")} loading="lazy" decoding="async">'
        if not attributes.get("width", "").isdecimal() or attributes["width"] == "0":
            attributes.pop("width", None)
        attributes.pop("height", None)
        if not away:
            return image_html(one, alt, write, image.start() < eager, **attributes)
        width, path = one.default_sizes[-1]
        return _tag(alt, {"src": write(path), "width": str(width), "height": str(one.height)})

    _check_alt(html, prose, report)
    return _IMAGE.sub(replace_image, html)


def _check_alt(html: str, prose: Prose, report: Report) -> None:
    """Report each image that says nothing to those who do not see it."""
    without_alt = dict[str, str]()
    for image in _IMAGE.findall(html):
        attributes = dict(_ATTRIBUTE.findall(image))
        if not attributes.get("alt", "").strip():
            without_alt[unquote(unescape(attributes.get("src", "")))] = image
    if not without_alt:
        return
    for pattern in (_WITHOUT_ALT, _HTML_WITHOUT_ALT):
        for match in pattern.finditer(prose.text):
            named = next((group for group in match.groups() if group), "") if match.groups() else match[0]
            if pattern is _HTML_WITHOUT_ALT and not any(src in named for src in without_alt):
                continue
            if match.groups() and match[1] and unquote(unescape(match[1])) not in without_alt:
                continue  # it stands in code, and is no image
            report.add("image-without-alt", _span(prose, match))


def _span(prose: Prose, match: re.Match[str]) -> Span:
    return span_within(prose.text, match.start(), match.end(), prose.file, prose.line)


def _srcset(sizes: tuple[tuple[int, str], ...], write: Callable[[str], str]) -> str:
    return ", ".join(f"{write(path)} {width}w" for width, path in sizes)


def _tag(alt: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {name}="{escape(text)}"' for name, text in attributes.items() if text)
    return f'<img alt="{escape(alt)}"{written}>'
