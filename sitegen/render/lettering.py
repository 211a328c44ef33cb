"""Text in pictures: which font writes which part of it, how long it is, and how it is made to fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent.parent / "assets" / "vendor"
"""Where the fonts stand that come with the package: no machine's own, so that the same text gives the same picture."""
_FAMILIES = ("noto-sans/latin", "noto-sans/latin-ext", "noto-sans-arabic/arabic", "noto-sans-javanese/javanese")
"""What writes a sign: the first of these that knows it."""
_SHAPED = frozenset(_FAMILIES[2:])
"""Those of scripts whose letters join or stack: without raqm, Pillow would set them one by one, which nobody reads."""
_SPACED = {"noto-sans-arabic/arabic": 1.5, "noto-sans-javanese/javanese": 1.8}
"""From one line to the next, in sizes of its letters, of scripts that reach farther up or down than Latin."""
_LARGE, _LARGE_LINES = 64, 2
"""Above this size a text has at most so many lines: a headline of three huge words a line reads badly."""
_PROBE = 40
"""The size at which fonts are asked whether they know a sign."""
_UNKNOWN = "\U0010ffff"
"""What no font knows: it shows the box that stands for such signs."""
_SILENT = ("Cc", "Cf", "Zl", "Zp")
"""Categories of signs that show nothing by themselves."""
_BINDS = ("\ua9c0", "\u200d")
"""Signs after which no line is broken: they bind the next letter to the last."""
_CUT = "…"
Run = tuple[str, str]
"""A part of a line, behind the family that writes it."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text in lines of one size."""

    lines: tuple[str, ...]
    """The lines, in the order in which they are read."""
    size: int
    """The size of its letters."""
    height: int
    """From one line to the next."""


@cache
def _font(family: str, weight: int, size: int) -> Any:
    """A font; None where Pillow cannot shape its script."""
    from PIL import ImageFont, features

    shaped = features.check_feature("raqm")
    if family in _SHAPED and not shaped:
        return None
    engine = ImageFont.Layout.RAQM if family in _SHAPED else ImageFont.Layout.BASIC
    return ImageFont.truetype(FONTS / f"{family}-{weight}.woff2", size, layout_engine=engine)


@cache
def _knows(family: str, sign: str) -> bool:
    font = _font(family, 400, _PROBE)
    if font is None:
        return False
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask(_UNKNOWN))


def writable(text: str) -> str | None:
    """The text as it can be written: on one line, without signs such as emoji that no font here knows.

    None where a letter, a mark or a digit of it cannot be written: without that it would say something else.
    """
    kept = []
    for sign in unicodedata.normalize("NFC", " ".join(text.split())):
        kind = unicodedata.category(sign)
        if kind in _SILENT or any(_knows(family, sign) for family in _FAMILIES):
            kept.append(sign)
        elif kind[0] in "LMN":
            return None
    return " ".join("".join(kept).split()) or None


def runs(text: str) -> list[Run]:
    """The parts of a writable text by the family that writes each; signs that several know stay with those before."""
    found: list[tuple[str, list[str]]] = []
    for sign in text:
        last = found[-1][0] if found else ""
        if found and (unicodedata.category(sign) in _SILENT or _knows(last, sign)):
            found[-1][1].append(sign)
        else:
            family = next((one for one in _FAMILIES if _knows(one, sign)), _FAMILIES[0])
            found.append((family, [sign]))
    return [(family, "".join(signs)) for family, signs in found]


@lru_cache(maxsize=100_000)
def length(text: str, weight: int, size: int) -> float:
    """How long a text is in pixels."""
    return float(sum(_font(family, weight, size).getlength(part) for family, part in runs(text)))


def is_leftward(text: str) -> bool:
    """Whether a text begins in a script that is written from right to left."""
    return next((way != "L" for way in map(unicodedata.bidirectional, text) if way in ("L", "R", "AL")), False)


def spacing(text: str) -> float:
    """From one line of a text to the next, in sizes of its letters."""
    return max((_SPACED.get(family, 1.26) for family, _ in runs(text)), default=1.26)


def fitted(text: str, weight: int, sizes: Sequence[int], width: int, height: int) -> Fitted:
    """A writable text in the largest of `sizes` in which it fits; one that fits in none is cut at a word with `…`."""
    spaced, apart = sizes[-1], spacing(text)
    lines: list[str] = []
    for size in sizes:
        spaced = round(size * apart)
        lines = list(_wrapped(text, weight, size, width))
        if len(lines) * spaced <= height and (size <= _LARGE or len(lines) <= _LARGE_LINES):
            return Fitted(tuple(lines), size, spaced)
    most = max(1, height // spaced)
    last = lines[most - 1]
    while last and length(last + _CUT, weight, sizes[-1]) > width:
        last = last.rpartition(" ")[0] or last[:-1]
    return Fitted((*lines[: most - 1], last.rstrip(" ,;:.–-") + _CUT), sizes[-1], spaced)


def _wrapped(text: str, weight: int, size: int, width: int) -> Iterator[str]:
    """The lines of a text: as many words in each as it holds, a longer word broken."""
    line, far, space = "", 0.0, length(" ", weight, size)
    for word in text.split(" "):
        for part in _broken(word, weight, size, width):
            long = length(part, weight, size)
            if line and far + space + long > width:
                yield line
                line, far = part, long
            else:
                line, far = (f"{line} {part}", far + space + long) if line else (part, long)
    if line:
        yield line


def _broken(word: str, weight: int, size: int, width: int) -> Iterator[str]:
    """A word in parts that fit into a line: mostly itself."""
    start = 0
    if length(word, weight, size) > width:
        for end in range(1, len(word)):
            apart = unicodedata.category(word[end])[0] != "M" and word[end - 1] not in _BINDS
            if apart and length(word[start : end + 1], weight, size) > width:
                yield word[start:end]
                start = end
    yield word[start:]


def lettered(text: str, weight: int, size: int, width: int, leftward: bool) -> Any:
    """A picture of a line, as wide as `width`: how much of each pixel the letters cover. Its baseline is at `size`.

    A line that is read from right to left ends at the right, and its parts follow each other from there.
    """
    from PIL import Image, ImageDraw

    strip = Image.new("L", (width, round(size * spacing(text))))
    pen = ImageDraw.Draw(strip)
    x = width - length(text, weight, size) if leftward else 0.0
    parts = runs(text)
    for family, part in reversed(parts) if leftward else parts:
        font = _font(family, weight, size)
        pen.text((x, size), part, font=font, fill=255, anchor="ls")
        x += font.getlength(part)
    return strip
