"""Draw social cards: text in the package's fonts on a picture of 1200 by 630 pixels."""

from __future__ import annotations

import functools
import io
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from sitegen.cache import Cache
from sitegen.content import SOCIAL_CARD_SIZE, SocialCard, SocialCardLine
from sitegen.digest import hex_digest
from sitegen.figures import format_number
from sitegen.fingerprint import fingerprints
from sitegen.render.filters import date

FONTS = Path(__file__).parent.parent / "assets" / "vendor"
"""Folder of the package's fonts; system fonts are not used, so that equal texts give equal images."""
_FAMILIES = ("noto-sans/latin", "noto-sans/latin-ext", "noto-sans-arabic/arabic", "noto-sans-javanese/javanese")
"""The font families in order of preference: a character is drawn in the first that has it."""
_COMPLEX_SCRIPTS = frozenset(_FAMILIES[2:])
"""The families of scripts whose letters join or stack: unreadable without raqm, by which Pillow shapes text."""
_LINE_SPACING = {"noto-sans-arabic/arabic": 1.5, "noto-sans-javanese/javanese": 1.8}
"""Line height, as a multiple of the font size, of scripts that need more than Latin."""
_LARGE, _LARGE_LINES = 64, 2
"""Above this font size a text has at most so many lines: a long title in few huge words per line reads badly."""
_PROBE_SIZE = 40
"""Font size for the check whether a font has a character."""
_MISSING_GLYPH = "\U0010ffff"
"""A character that no font has: drawn as the box for missing glyphs."""
_INVISIBLE = ("Cc", "Cf", "Zl", "Zp")
"""Unicode categories of characters that are not visible."""
_NO_BREAK_AFTER = ("\ua9c0", "\u200d")
"""Characters after which a line must not break, since they join the letters around them."""
_ELLIPSIS = "…"
Run = tuple[str, str]
"""A font family, and the part of a line that it draws."""


@dataclass(frozen=True, slots=True)
class FittedText:
    """A text broken into lines, with the font size in which it fits."""

    lines: tuple[str, ...]
    """From top to bottom."""
    size: int
    """The font size."""
    height: int
    """The height of a line."""


@functools.cache
def _font(family: str, weight: int, size: int) -> Any:
    """Load a font; None where Pillow cannot shape its script."""
    from PIL import ImageFont, features

    shaped = features.check_feature("raqm")
    if family in _COMPLEX_SCRIPTS and not shaped:
        return None
    engine = ImageFont.Layout.RAQM if family in _COMPLEX_SCRIPTS else ImageFont.Layout.BASIC
    return ImageFont.truetype(FONTS / f"{family}-{weight}.woff2", size, layout_engine=engine)


@functools.cache
def _has_glyph(family: str, sign: str) -> bool:
    font = _font(family, 400, _PROBE_SIZE)
    if font is None:
        return False
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask(_MISSING_GLYPH))


def drawable_text(text: str) -> str | None:
    """Return a text on one line, without symbols such as emoji that no font has.

    None if a letter, mark or digit cannot be drawn: without it the text would say something else.
    """
    kept = []
    for sign in unicodedata.normalize("NFC", " ".join(text.split())):
        kind = unicodedata.category(sign)
        if kind in _INVISIBLE or any(_has_glyph(family, sign) for family in _FAMILIES):
            kept.append(sign)
        elif kind[0] in "LMN":
            return None
    return " ".join("".join(kept).split()) or None


def font_runs(text: str) -> list[Run]:
    """Split a drawable text into runs of one font family; a character that several have joins the run before it."""
    found: list[tuple[str, list[str]]] = []
    for sign in text:
        last = found[-1][0] if found else ""
        if found and (unicodedata.category(sign) in _INVISIBLE or _has_glyph(last, sign)):
            found[-1][1].append(sign)
        else:
            family = next((one for one in _FAMILIES if _has_glyph(one, sign)), _FAMILIES[0])
            found.append((family, [sign]))
    return [(family, "".join(signs)) for family, signs in found]


@lru_cache(maxsize=100_000)
def text_width(text: str, weight: int, size: int) -> float:
    """Measure the width of a text in pixels."""
    return float(sum(_font(family, weight, size).getlength(part) for family, part in font_runs(text)))


def is_right_to_left(text: str) -> bool:
    """Whether a text begins in a script that is written from right to left."""
    return next((way != "L" for way in map(unicodedata.bidirectional, text) if way in ("L", "R", "AL")), False)


def line_spacing(text: str) -> float:
    """Return the line height of a text, as a multiple of its font size."""
    return max((_LINE_SPACING.get(family, 1.26) for family, _ in font_runs(text)), default=1.26)


def fit_text(text: str, weight: int, sizes: Sequence[int], width: int, height: int) -> FittedText:
    """Fit a drawable text into a box in the largest possible of `sizes`; cut it with `…` if it fits in none."""
    line_height, spacing = sizes[-1], line_spacing(text)
    lines: list[str] = []
    for size in sizes:
        line_height = round(size * spacing)
        lines = list(_wrap(text, weight, size, width))
        if len(lines) * line_height <= height and (size <= _LARGE or len(lines) <= _LARGE_LINES):
            return FittedText(tuple(lines), size, line_height)
    most = max(1, height // line_height)
    last = lines[most - 1]
    while last and text_width(last + _ELLIPSIS, weight, sizes[-1]) > width:
        last = last.rpartition(" ")[0] or last[:-1]
    return FittedText((*lines[: most - 1], last.rstrip(" ,;:.–-") + _ELLIPSIS), sizes[-1], line_height)


def _wrap(text: str, weight: int, size: int, width: int) -> Iterator[str]:
    """Break a text into lines at words; a word wider than a line is split."""
    line, used_width, space = "", 0.0, text_width(" ", weight, size)
    for word in text.split(" "):
        for part in _split_word(word, weight, size, width):
            part_width = text_width(part, weight, size)
            if line and used_width + space + part_width > width:
                yield line
                line, used_width = part, part_width
            else:
                line, used_width = (f"{line} {part}", used_width + space + part_width) if line else (part, part_width)
    if line:
        yield line


def _split_word(word: str, weight: int, size: int, width: int) -> Iterator[str]:
    """Split a word into parts that fit into a line; most words are one part."""
    start = 0
    if text_width(word, weight, size) > width:
        for end in range(1, len(word)):
            breakable = unicodedata.category(word[end])[0] != "M" and word[end - 1] not in _NO_BREAK_AFTER
            if breakable and text_width(word[start : end + 1], weight, size) > width:
                yield word[start:end]
                start = end
    yield word[start:]


def draw_text(text: str, weight: int, size: int, width: int, leftward: bool) -> Any:
    """Draw a line of text as a mask (mode L) as wide as `width`, with its baseline at `size`.

    `leftward`: a right-to-left line is aligned to the right, its runs placed from there.
    """
    from PIL import Image, ImageDraw

    strip = Image.new("L", (width, round(size * line_spacing(text))))
    pen = ImageDraw.Draw(strip)
    x = width - text_width(text, weight, size) if leftward else 0.0
    parts = font_runs(text)
    for family, part in reversed(parts) if leftward else parts:
        font = _font(family, weight, size)
        with suppress(OSError):  # a glyph too wide for the rasteriser, such as U+FDFD, is left blank
            pen.text((x, size), part, font=font, fill=255, anchor="ls")
        x += font.getlength(part)
    return strip


_MARGIN = 72
"""Pixels to the left and right of text."""
_TEXT_WIDTH = SOCIAL_CARD_SIZE[0] - 2 * _MARGIN
_TOP, _BOTTOM = 120, 506
"""Vertical bounds of the title and the lines below it, which are aligned to the bottom."""
_NAME = (34, 30, 26, 22)
_TITLE = (96, 84, 74, 64, 56, 48)
_LINE = (36, 33, 30, 27)
_NOTICE = (30, 27, 24, 21)
"""Font sizes; the first that fits is used."""
_GAP = 8
"""Pixels between the title and the lines below it, and between these."""
_BAND = 96
"""Height of the band with the notice, at the bottom."""
_BACKGROUND, _FOREGROUND, _MUTED, _ACCENT = 0, 6, 10, 15
"""Palette indexes of the colours; the indexes between are shades for the edges of letters."""


@dataclass(frozen=True, slots=True)
class CardText:
    """A line of text on a card."""

    text: str
    """The text itself."""
    top: int
    """Pixels from the upper edge of the card; the baseline is at `top + size`."""
    size: int
    """The font size."""
    weight: int
    """The font weight: 400 or 700."""
    colour: int
    """The palette index of the text colour."""
    ground: int = _BACKGROUND
    """The palette index of the background."""
    leftward: bool = False
    """Whether the text is read from right to left."""


def social_card(card: SocialCard, cache: Cache) -> bytes:
    """Render a card as PNG with sixteen colours, which are enough for text and keep the file small."""
    key = hex_digest(fingerprints().cards.encode(), msgspec.msgpack.encode(card))
    return cache.get_or_make("card", key, lambda: _draw_card(card))


def layout_card(card: SocialCard) -> list[CardText]:
    """Place every line of text of a card. Text that cannot be drawn is left out; a card without title is that of the
    site."""
    name, title = drawable_text(card.site), drawable_text(card.title)
    lines = [one for one in (drawable_text(_line_text(line, card)) for line in card.lines) if one] if title else []
    if title is None or title == name:
        name, title = None, title or name
    small = [fit_text(line, 400, _LINE, _TEXT_WIDTH, round(_LINE[0] * 2)) for line in lines]
    small = [one if len(one.lines) == 1 else fit_text(" ".join(one.lines), 400, _LINE, _TEXT_WIDTH, 1) for one in small]
    foot = _BOTTOM - sum(one.height + _GAP for one in small) - (_GAP if small else 0)
    found = _header_and_notice(name, card.notice)
    if title:
        large = fit_text(title, 700, _TITLE, _TEXT_WIDTH, foot - _TOP)
        top = foot - len(large.lines) * large.height
        leftward = is_right_to_left(title)
        found += [
            CardText(text, top + row * large.height, large.size, 700, _FOREGROUND, leftward=leftward)
            for row, text in enumerate(large.lines)
        ]
    foot += _GAP
    for one in small:
        found.append(CardText(one.lines[0], foot + _GAP, one.size, 400, _MUTED))
        foot += one.height + _GAP
    return found


def _header_and_notice(name: str | None, notice: str) -> list[CardText]:
    """Place the site's name at the top and the notice in a band at the bottom: a card is shown without its page."""
    found = []
    if name:
        fit = fit_text(name, 700, _NAME, _TEXT_WIDTH, round(_NAME[0] * 1.26))
        found = [CardText(line, 46, fit.size, 700, _ACCENT) for line in fit.lines]
    if text := drawable_text(notice):
        fit = fit_text(text, 400, _NOTICE, _TEXT_WIDTH, _BAND - 16)
        first = SOCIAL_CARD_SIZE[1] - _BAND + (_BAND - len(fit.lines) * fit.height) // 2
        rows = enumerate(fit.lines)
        found += [CardText(line, first + row * fit.height, fit.size, 400, _BACKGROUND, _ACCENT) for row, line in rows]
    return found


def _line_text(line: SocialCardLine, card: SocialCard) -> str:
    """Fill the date and the number of a line in."""
    text = line.text
    if line.date:
        text = text.replace("{date}", date(card.messages, line.date))
    return text if line.number is None else text.replace("{number}", format_number(card.messages, line.number))


def _draw_card(card: SocialCard) -> bytes:
    lines = layout_card(card)
    shared = tuple(line for line in lines if line.colour in (_ACCENT, _BACKGROUND))
    canvas = _shared_background(shared).copy()
    for line in lines:
        if line not in shared:
            _paste_line(canvas, line)
    canvas.putpalette(_palette(card.colours))
    buffer = io.BytesIO()
    canvas.save(buffer, "PNG", bits=4, compress_level=4)
    return buffer.getvalue()


@lru_cache(maxsize=4)
def _shared_background(lines: tuple[CardText, ...]) -> Any:
    """Draw what all cards of a site share, in palette indexes: background, line at the top, band at the bottom."""
    from PIL import Image

    canvas = Image.new("L", SOCIAL_CARD_SIZE, _BACKGROUND)
    canvas.paste(_ACCENT, (0, 0, SOCIAL_CARD_SIZE[0], 14))
    canvas.paste(_ACCENT, (0, SOCIAL_CARD_SIZE[1] - _BAND, *SOCIAL_CARD_SIZE))
    for line in lines:
        _paste_line(canvas, line)
    return canvas


def _paste_line(canvas: Any, line: CardText) -> None:
    strip = draw_text(line.text, line.weight, line.size, _TEXT_WIDTH, line.leftward)
    covered = strip.point([0] + [255] * 255)  # letters that reach into the line above must not erase it
    canvas.paste(strip.point(_shades(line.colour, line.ground)), (_MARGIN, line.top), covered)


@lru_cache(maxsize=8)
def _shades(colour: int, ground: int) -> list[int]:
    """Map the coverage of a pixel (0 to 255) by letters of `colour` to a palette index."""
    if ground == _ACCENT:  # background colour on accent: the same shades in reverse
        return _shades(_ACCENT, _BACKGROUND)[::-1]
    first = {_FOREGROUND: 1, _MUTED: _FOREGROUND + 1, _ACCENT: _MUTED + 1}[colour]
    steps = colour - first + 1
    return [first + step - 1 if (step := round(share * steps / 255)) else _BACKGROUND for share in range(256)]


@lru_cache(maxsize=4)
def _palette(colours: tuple[str, ...]) -> list[int]:
    """Return sixteen colours (RGB values in a row): the background, and equal steps from it to each other colour."""
    paper, *others = ([int(text[at : at + 2], 16) for at in (1, 3, 5)] for text in colours)
    found, last = list(paper), _BACKGROUND
    for colour, full in zip(others, (_FOREGROUND, _MUTED, _ACCENT), strict=True):
        for step in range(1, full - last + 1):
            part = step / (full - last)
            found += [round(low + (high - low) * part) for low, high in zip(paper, colour, strict=True)]
        last = full
    return found
