"""Social cards: the picture by which a link to a page is shown elsewhere, drawn of text alone and without a browser."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from sitegen.bodies import CARD, Card, CardLine
from sitegen.engine import CARDS, recipe
from sitegen.memo import Memo
from sitegen.render.filters import date, number
from sitegen.render.lettering import fitted, is_leftward, lettered, writable

_MARGIN = 72
"""Pixels that stay free to the left and the right of text."""
_WIDE = CARD[0] - 2 * _MARGIN
_TOP, _BOTTOM = 120, 506
"""Between which the title and its lines stand, as low as they can."""
_NAME = (34, 30, 26, 22)
_TITLE = (96, 84, 74, 64, 56, 48)
_LINE = (36, 33, 30, 27)
_NOTICE = (30, 27, 24, 21)
"""Sizes of letters, of which the first that fits is taken."""
_APART = 8
"""Pixels between the title and what stands below it, and between the lines of that."""
_BAND = 96
"""Height of the band with the notice, at the foot."""
_PAPER, _INK, _QUIET, _ACCENT = 0, 6, 10, 15
"""Numbers of the colours in the palette; what lies between is for the edges of letters."""


@dataclass(frozen=True, slots=True)
class Placed:
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
    ground: int = _PAPER
    """What they stand on."""
    leftward: bool = False
    """Whether it is read from right to left."""


def social_card(card: Card, memo: Memo) -> bytes:
    """The card as PNG: sixteen colours are enough for text and make it small."""
    state = blake2b(recipe(*CARDS).encode(), digest_size=16)
    state.update(msgspec.msgpack.encode(card))
    known = memo.recall("card", state.hexdigest())
    if known is None:
        known = _drawn(card)
        memo.keep("card", state.hexdigest(), known)
    return known


def placed(card: Card) -> list[Placed]:
    """Every line of the card and where it stands. What no font here can write is left out; without its title, it is
    the card of the site."""
    name, title = writable(card.site), writable(card.title)
    lines = [one for one in (writable(_said(line, card)) for line in card.lines) if one] if title else []
    if title is None or title == name:
        name, title = None, title or name
    small = [fitted(line, 400, _LINE, _WIDE, round(_LINE[0] * 2)) for line in lines]
    small = [one if len(one.lines) == 1 else fitted(" ".join(one.lines), 400, _LINE, _WIDE, 1) for one in small]
    foot = _BOTTOM - sum(one.height + _APART for one in small) - (_APART if small else 0)
    found = _frame_lines(name, card.notice)
    if title:
        large = fitted(title, 700, _TITLE, _WIDE, foot - _TOP)
        top = foot - len(large.lines) * large.height
        leftward = is_leftward(title)
        found += [
            Placed(text, top + row * large.height, large.size, 700, _INK, leftward=leftward)
            for row, text in enumerate(large.lines)
        ]
    foot += _APART
    for one in small:
        found.append(Placed(one.lines[0], foot + _APART, one.size, 400, _QUIET))
        foot += one.height + _APART
    return found


def _frame_lines(name: str | None, notice: str) -> list[Placed]:
    """The site's name at the head; at the foot, in a band, what the site is and is not: a card travels alone."""
    found = []
    if name:
        fit = fitted(name, 700, _NAME, _WIDE, round(_NAME[0] * 1.26))
        found = [Placed(line, 46, fit.size, 700, _ACCENT) for line in fit.lines]
    if text := writable(notice):
        fit = fitted(text, 400, _NOTICE, _WIDE, _BAND - 16)
        first = CARD[1] - _BAND + (_BAND - len(fit.lines) * fit.height) // 2
        rows = enumerate(fit.lines)
        found += [Placed(line, first + row * fit.height, fit.size, 400, _PAPER, _ACCENT) for row, line in rows]
    return found


def _said(line: CardLine, card: Card) -> str:
    """A line with its date and its number in words."""
    text = line.text
    if line.date:
        text = text.replace("{date}", date(card.words, line.date))
    return text if line.number is None else text.replace("{number}", number(card.words, line.number))


def _drawn(card: Card) -> bytes:
    lines = placed(card)
    shared = tuple(line for line in lines if line.colour in (_ACCENT, _PAPER))
    canvas = _ground(shared).copy()
    for line in lines:
        if line not in shared:
            _write(canvas, line)
    canvas.putpalette(_palette(card.colours))
    made = io.BytesIO()
    canvas.save(made, "PNG", bits=4, compress_level=4)
    return made.getvalue()


@lru_cache(maxsize=4)
def _ground(lines: tuple[Placed, ...]) -> Any:
    """What all cards of a site share, in numbers of the palette: paper, a line at the head, the band at the foot."""
    from PIL import Image

    canvas = Image.new("L", CARD, _PAPER)
    canvas.paste(_ACCENT, (0, 0, CARD[0], 14))
    canvas.paste(_ACCENT, (0, CARD[1] - _BAND, *CARD))
    for line in lines:
        _write(canvas, line)
    return canvas


def _write(canvas: Any, line: Placed) -> None:
    strip = lettered(line.text, line.weight, line.size, _WIDE, line.leftward)
    covered = strip.point([0] + [255] * 255)  # letters that reach into the line before must not wipe it out
    canvas.paste(strip.point(_shades(line.colour, line.ground)), (_MARGIN, line.top), covered)


@lru_cache(maxsize=8)
def _shades(colour: int, ground: int) -> list[int]:
    """For each share of a pixel that letters of `colour` cover, the number of the colour that it then has."""
    if ground == _ACCENT:  # paper on accent: the same shades from the other end
        return _shades(_ACCENT, _PAPER)[::-1]
    first = {_INK: 1, _QUIET: _INK + 1, _ACCENT: _QUIET + 1}[colour]
    steps = colour - first + 1
    return [first + step - 1 if (step := round(share * steps / 255)) else _PAPER for share in range(256)]


@lru_cache(maxsize=4)
def _palette(colours: tuple[str, ...]) -> list[int]:
    """Sixteen colours: the paper, and from it to each other colour in equal steps."""
    paper, *others = ([int(text[at : at + 2], 16) for at in (1, 3, 5)] for text in colours)
    found, last = list(paper), _PAPER
    for colour, full in zip(others, (_INK, _QUIET, _ACCENT), strict=True):
        for step in range(1, full - last + 1):
            part = step / (full - last)
            found += [round(low + (high - low) * part) for low, high in zip(paper, colour, strict=True)]
        last = full
    return found
