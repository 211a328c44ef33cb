"""What is private in a text: identity numbers, telephone numbers and e-mail addresses; and what only looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_EMAIL = re.compile(r"[\w.%+-]+@(?:[\w-]+\.)+(?!(?:png|jpe?g|webp|gif|svg|avif)\b)[^\W\d_]{2,}")
_NUMBERS = (
    r"\+ ?62(?:_\(?\d\)?){7,12}_\d",  # from abroad
    r"0062(?:_\(?\d\)?){7,12}_\d",
    r"62_8[1-9](?:_\d){7,10}",  # the same without its sign, as addresses of chats have it
    r"08[1-9](?:\)?_\d){7,10}",  # mobile
    r"\(0[2-79]\d{1,2}\)(?:_\d){5,8}",  # landline: the area in parentheses,
    r"0(?:2[124]|31|61)~(?:\d_){5,7}\d",  # before a sign,
    r"0[2-79]\d\d~(?:\d_){4,6}\d",
    r"0(?:(?:2[124]|31|61)\d{6,8}|[2-79]\d\d\d{5,7})",  # or with nothing between
)
"""Telephone numbers of Indonesia; `_` may stand between digits, and `~` does. None begins with a choice, so that the
search leaps from one beginning to the next."""
_NIK = r"\d=(?:\d\d=){6}\d\d"
"""An identity number without its first digit; `=` may stand between digits."""

_SPACE, _SIGN, _BREAK = r"[ \u00a0]", r" ?[.\-‐-–] ?", r"[ \t]*\n[ \t]*"
_PARTS = {"_": f"(?:{_SIGN}|{_SPACE}|{_BREAK})?", "=": f"(?:{_SIGN}|{_SPACE})?", "~": f"(?:{_SIGN}|{_SPACE})"}
_WIDE = r" ?[.\x80-\xff-]{0,3} ?"
"""As `_SIGN`, `_SPACE` or nothing, in bytes."""
_LOOSE = {"_": rf"(?:{_WIDE}|[ \t\n\\]*)", "=": _WIDE, "~": _WIDE}  # JSON writes a line feed as \\ and n


def _filled(pattern: str, parts: dict[str, str]) -> str:
    return re.sub("[_=~]", lambda match: parts[match[0]], pattern)


_PHONES = tuple(re.compile(_filled(pattern, _PARTS) + r"(?!\d)", re.ASCII) for pattern in _NUMBERS)
_IDENTITY = re.compile(rf"[1-9](?<!\d\d)(?=({_filled(_NIK, _PARTS)})(?!\d))", re.ASCII)
_MAYBE_PHONES = tuple(re.compile(_filled(pattern, _LOOSE).encode()) for pattern in _NUMBERS)
_MAYBE_IDENTITY = re.compile(rf"[1-9]{_filled(_NIK, _LOOSE)}".encode())

_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_BETWEEN = bytes([*b" .-", *range(0x80, 0x100)])
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
"""`62.812.345.678` is sixty-two milliards."""


class Find(NamedTuple):
    """Something private in a text."""

    kind: str
    """`nik`, `phone` or `email`."""
    start: int
    end: int
    text: str
    """What is written."""

    @property
    def name(self) -> str:
        """The form in which it is compared."""
        return normal(self.text)

    @property
    def masked(self) -> str:
        """Enough of it to find it by, and no more."""
        if self.kind == "email":
            local, _, host = self.text.rpartition("@")
            return f"{local[0]}{'•' * max(1, len(local) - 1)}@{host}"
        digits = re.sub(r"\D", "", self.text)
        last = 4 if self.kind == "nik" else 2
        return f"{digits[:4]}{'•' * (len(digits) - 4 - last)}{digits[-last:]}"


def normal(text: str) -> str:
    """How a number or an e-mail address is compared: `+62 812-…` is `0812…`, and capitals do not matter."""
    if "@" in text:
        return text.strip().lower()
    digits = re.sub(r"\D", "", text).removeprefix("00")
    if len(digits) < 16 and (digits.startswith("62") or text.lstrip().startswith("+62")):
        return "0" + digits[2:].lstrip("0")
    return digits if len(digits) == 16 else "0" + digits.lstrip("0")


def finds(text: str) -> list[Find]:
    """Everything private in `text`, in its order."""
    found = [Find("email", *match.span(), match[0]) for match in _EMAIL.finditer(text)] if "@" in text else []
    taken = [(find.start, find.end) for find in found]
    for kind, start, end in _numbers(text):
        if all(end <= begun or start >= ended for begun, ended in taken):
            taken.append((start, end))
            found.append(Find(kind, start, end, text[start:end]))
    return sorted(found, key=lambda find: find.start)


def masked(text: str) -> str:
    """`text` with everything private in it masked."""
    for find in reversed(finds(text)):
        text = text[: find.start] + find.masked + text[find.end :]
    return text


def _numbers(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _IDENTITY.finditer(text):
        start, end = match.start(), match.end(1)
        if _plausible(text[start:end]) and _alone(text, start, end):
            yield "nik", start, end
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            if not _THOUSANDS.fullmatch(match[0]) and _alone(text, *match.span()):
                yield "phone", *match.span()


def _plausible(number: str) -> bool:
    """Whether sixteen digits can be a NIK: of a province, with a day of birth, and in groups that people write."""
    digits, groups = re.sub(r"\D", "", number), [len(group) for group in re.split(r"\D+", number)]
    day, month = int(digits[6:8]), int(digits[8:10])
    ends = {sum(groups[: count + 1]) for count in range(len(groups) - 1)}
    written = ends <= {2, 4, 6, 8, 10, 12} and (12 in ends or ends <= {6})
    return written and 11 <= int(digits[:2]) <= 96 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _alone(text: str, start: int, end: int) -> bool:
    """Whether what stands there is no part of a longer number, date, code or digest."""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if re.search(r"\d[.,‐-–-]\Z", before):
        return False
    words = (re.search(r"\w*\Z", before), re.match(r"\w*", after))
    return all(word is None or not word[0] or word[0].isalpha() for word in words)


def suspicious(data: bytes) -> bool:
    """Whether something private may stand in the bytes of a text; where it says no, there is nothing.

    What is left when the letters are gone is short, and what is sought holds none. Only a run of sixteen digits, with
    nothing but what may stand between them, is worth the slowest of the patterns.
    """
    if b"@" in data:
        return True
    bare = data.translate(None, _LETTERS)
    if any(pattern.search(bare) for pattern in _MAYBE_PHONES):
        return True
    return b"0" * 16 in bare.translate(_ZEROS, _BETWEEN) and _MAYBE_IDENTITY.search(bare) is not None
