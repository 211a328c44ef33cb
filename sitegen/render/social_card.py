"""Draw social cards: text in the package's fonts on a picture of 1200 by 630 pixels."""

from __future__ import annotations

import functools
import io
import unicodedata
from collections.abc import Iterator, Sequence
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
"""Where the fonts stand that come with the package: no machine's own, so that the same text gives the same picture."""
_FAMILIES = ("noto-sans/latin", "noto-sans/latin-ext", "noto-sans-arabic/arabic", "noto-sans-javanese/javanese")
"""What writes a sign: the first of these that knows it."""
_COMPLEX_SCRIPTS = frozenset(_FAMILIES[2:])
"""Those of scripts whose letters join or stack: without raqm, Pillow would set them one by one, which nobody reads."""
_LINE_SPACING = {"noto-sans-arabic/arabic": 1.5, "noto-sans-javanese/javanese": 1.8}
"""From one line to the next, in sizes of its letters, of scripts that reach farther up or down than Latin."""
_LARGE, _LARGE_LINES = 64, 2
"""Above this size a text has at most so many lines: a headline of three huge words a line reads badly."""
_PROBE_SIZE = 40
"""The size at which fonts are asked whether they know a sign."""
_MISSING_GLYPH = "\U0010ffff"
"""What no font knows: it shows the box that stands for such signs."""
_INVISIBLE = ("Cc", "Cf", "Zl", "Zp")
"""Categories of signs that show nothing by themselves."""
_NO_BREAK_AFTER = ("\ua9c0", "\u200d")
"""Signs after which no line is broken: they bind the next letter to the last."""
_ELLIPSIS = "…"
Run = tuple[str, str]
"""A part of a line, behind the family that writes it."""


@dataclass(frozen=True, slots=True)
class FittedText:
    """A text in lines of one size."""

    lines: tuple[str, ...]
    """The lines, in the order in which they are read."""
    size: int
    """The size of its letters."""
    height: int
    """From one line to the next."""


@functools.cache
def _font(family: str, weight: int, size: int) -> Any:
    """A font; None where Pillow cannot shape its script."""
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
    """The text as it can be written: on one line, without signs such as emoji that no font here knows.

    None where a letter, a mark or a digit of it cannot be written: without that it would say something else.
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
    """The parts of a writable text by the family that writes each; signs that several know stay with those before."""
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
    """How long a text is in pixels."""
    return float(sum(_font(family, weight, size).getlength(part) for family, part in font_runs(text)))


def is_right_to_left(text: str) -> bool:
    """Whether a text begins in a script that is written from right to left."""
    return next((way != "L" for way in map(unicodedata.bidirectional, text) if way in ("L", "R", "AL")), False)


def line_spacing(text: str) -> float:
    """From one line of a text to the next, in sizes of its letters."""
    return max((_LINE_SPACING.get(family, 1.26) for family, _ in font_runs(text)), default=1.26)


def fit_text(text: str, weight: int, sizes: Sequence[int], width: int, height: int) -> FittedText:
    """A writable text in the largest of `sizes` in which it fits; one that fits in none is cut at a word with `…`."""
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
    """The lines of a text: as many words in each as it holds, a longer word broken."""
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
    """A word in parts that fit into a line: mostly itself."""
    start = 0
    if text_width(word, weight, size) > width:
        for end in range(1, len(word)):
            spacing = unicodedata.category(word[end])[0] != "M" and word[end - 1] not in _NO_BREAK_AFTER
            if spacing and text_width(word[start : end + 1], weight, size) > width:
                yield word[start:end]
                start = end
    yield word[start:]


def draw_text(text: str, weight: int, size: int, width: int, leftward: bool) -> Any:
    """A picture of a line, as wide as `width`: how much of each pixel the letters cover. Its baseline is at `size`.

    A line that is read from right to left ends at the right, and its parts follow each other from there.
    """
    from PIL import Image, ImageDraw

    strip = Image.new("L", (width, round(size * line_spacing(text))))
    pen = ImageDraw.Draw(strip)
    x = width - text_width(text, weight, size) if leftward else 0.0
    parts = font_runs(text)
    for family, part in reversed(parts) if leftward else parts:
        font = _font(family, weight, size)
        pen.text((x, size), part, font=font, fill=255, anchor="ls")
        x += font.getlength(part)
    return strip


_MARGIN = 72
"""Pixels that stay free to the left and the right of text."""
_TEXT_WIDTH = SOCIAL_CARD_SIZE[0] - 2 * _MARGIN
_TOP, _BOTTOM = 120, 506
"""Between which the title and its lines stand, as low as they can."""
_NAME = (34, 30, 26, 22)
_TITLE = (96, 84, 74, 64, 56, 48)
_LINE = (36, 33, 30, 27)
_NOTICE = (30, 27, 24, 21)
"""Sizes of letters, of which the first that fits is taken."""
_GAP = 8
"""Pixels between the title and what stands below it, and between the lines of that."""
_BAND = 96
"""Height of the band with the notice, at the foot."""
_BACKGROUND, _FOREGROUND, _MUTED, _ACCENT = 0, 6, 10, 15
"""Numbers of the colours in the palette; what lies between is for the edges of letters."""


@dataclass(frozen=True, slots=True)
class CardText:
    """A line of text on a card."""

    text: str
    """What it says."""
    top: int
    """Where its letters begin, in pixels from the upper edge; its baseline is at `top + size`."""
    size: int
    """The size of its letters."""
    weight: int
    """How bold they are: 400 or 700."""
    colour: int
    """Their colour, by its number in the palette."""
    ground: int = _BACKGROUND
    """What they stand on."""
    leftward: bool = False
    """Whether it is read from right to left."""


def social_card(card: SocialCard, cache: Cache) -> bytes:
    """The card as PNG: sixteen colours are enough for text and make it small."""
    key = hex_digest(fingerprints().cards.encode(), msgspec.msgpack.encode(card))
    return cache.get_or_make("card", key, lambda: _draw_card(card))


def layout_card(card: SocialCard) -> list[CardText]:
    """Every line of the card and where it stands. What no font here can write is left out; without its title, it is
    the card of the site."""
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
    """The site's name at the head; at the foot, in a band, what the site is and is not: a card travels alone."""
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
    """A line with its date and its number in words."""
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
    """What all cards of a site share, in numbers of the palette: paper, a line at the head, the band at the foot."""
    from PIL import Image

    canvas = Image.new("L", SOCIAL_CARD_SIZE, _BACKGROUND)
    canvas.paste(_ACCENT, (0, 0, SOCIAL_CARD_SIZE[0], 14))
    canvas.paste(_ACCENT, (0, SOCIAL_CARD_SIZE[1] - _BAND, *SOCIAL_CARD_SIZE))
    for line in lines:
        _paste_line(canvas, line)
    return canvas


def _paste_line(canvas: Any, line: CardText) -> None:
    strip = draw_text(line.text, line.weight, line.size, _TEXT_WIDTH, line.leftward)
    covered = strip.point([0] + [255] * 255)  # letters that reach into the line before must not wipe it out
    canvas.paste(strip.point(_shades(line.colour, line.ground)), (_MARGIN, line.top), covered)


@lru_cache(maxsize=8)
def _shades(colour: int, ground: int) -> list[int]:
    """For each share of a pixel that letters of `colour` cover, the number of the colour that it then has."""
    if ground == _ACCENT:  # paper on accent: the same shades from the other end
        return _shades(_ACCENT, _BACKGROUND)[::-1]
    first = {_FOREGROUND: 1, _MUTED: _FOREGROUND + 1, _ACCENT: _MUTED + 1}[colour]
    steps = colour - first + 1
    return [first + step - 1 if (step := round(share * steps / 255)) else _BACKGROUND for share in range(256)]


@lru_cache(maxsize=4)
def _palette(colours: tuple[str, ...]) -> list[int]:
    """Sixteen colours: the paper, and from it to each other colour in equal steps."""
    paper, *others = ([int(text[at : at + 2], 16) for at in (1, 3, 5)] for text in colours)
    found, last = list(paper), _BACKGROUND
    for colour, full in zip(others, (_FOREGROUND, _MUTED, _ACCENT), strict=True):
        for step in range(1, full - last + 1):
            part = step / (full - last)
            found += [round(low + (high - low) * part) for low, high in zip(paper, colour, strict=True)]
        last = full
    return found
