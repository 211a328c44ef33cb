"""Look quickly whether a text may hold private data: most do not, and need no search by private_text.py."""

from __future__ import annotations

import re
from functools import lru_cache

from sitegen.geography.private_numbers import PrivateNumbers, words_pattern

BRACKETED_AT = r"[\[({|/<_-]\s?(?:at|et|a)\s?[\])}|/>_-]"
"""An `at` in brackets or between dashes, as in disguised e-mail addresses."""
MIN_DIGITS = 9
"""Of telephone numbers with their area code; all other numbers have more."""
_DIGIT_BYTES = bytes.maketrans(b"123456789", b"0" * 9)
_CLASS_BYTES = bytes.maketrans(
    b"123456789OoIl.-/ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz", b"0" * 9 + b"1111" + b"   " + b"2" * 48
)
"""Digits as 0, letters that look like one as 1, other letters as 2."""
_MIXED = (re.compile(rb"0 ?1++[^12]"), re.compile(rb"0 ?1++\Z"), re.compile(rb"1(?<![12].)1*+ ?0"))
"""Digits with letters that look like one among them."""
_SEPARATOR_BYTES = bytes([*b" \t\n\r.-/_~()[]'+=*`\\", *range(0x80, 0x100)])
_LONG_NUMBER = b"0" * MIN_DIGITS
_JOINED = re.compile(rb"000[^012\s_~()\[\]\x80-\xff][^012\s]{0,8}000")
_SIGNS = (b"@", b"<", b"&", b"%40", b" AT ")
_ESCAPE = re.compile(rb"\\[uxU]")
_DISGUISES = (rb"dot(?<![a-z]dot)(?![a-z])", rb"titik(?<![a-z]titik)(?![a-z])")
_WORDS = {"passport": rb"pass?por", "kpj": rb"kpj"}
"""Words that tell what a number is that is short or has letters, by its kind."""
_BRACKETED_AT_BYTES = re.compile(BRACKETED_AT.encode())
_ASCII_BYTES = bytes(range(0x80))
_OTHER_SCRIPTS = re.compile(
    rb"[\xab\xcc-\xe1\xe3-\xf4]|\xe2[\x91-\x93\x9d\x9e]|(?:\xc2[\xb2\xb3\xb9]|\xe2[\x81\x82][\x80-\xb9]){4}"
)


@lru_cache(8)
def _words(numbers: PrivateNumbers) -> tuple[re.Pattern[bytes], ...]:
    """Return the words that disguise addresses, or tell what a short number is; each pattern begins with letters, which
    is fast."""
    words = [pattern for kind, pattern in _WORDS.items() if kind in numbers.kinds]
    words += [words_pattern((word,)).encode() for one in numbers.identity for word in one.words]
    return tuple(map(re.compile, (*_DISGUISES, *words)))


@lru_cache(8)
def _values(numbers: PrivateNumbers) -> tuple[re.Pattern[bytes], ...]:
    """Return the dates, periods and codes of places that are values of their own, which data has many of."""
    code = numbers.code.encode()
    codes = [rb'code: "?' + code + rb'"?'] if numbers.plain_codes else [b'"' + code + b'"', b": " + code]
    dates = (rb'"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"', rb"\[[0-9]{0,4}[0-9-]{0,6}\.\.[0-9]{0,4}[0-9-]{0,6}\]")
    codes[-1] += rb"(?=\n *[^\s0-9])"
    return tuple(map(re.compile, (*codes, *dates)))


def may_hold_private(data: bytes, numbers: PrivateNumbers) -> bool:
    """Whether a text may hold private data; False is certain. A fast check for the many files that hold none."""
    lower = data.lower()
    if (b"\\" in data and _ESCAPE.search(data)) or any(sign in data for sign in _SIGNS):
        return True
    if any(word.search(lower) for word in _words(numbers)):
        return True
    if _has_long_number(data):
        for pattern in _values(numbers):
            data = pattern.sub(b"|", data)
        if _has_long_number(data):
            return True
    classes = data.translate(_CLASS_BYTES)
    if any(pattern.search(classes) for pattern in (*_MIXED, _JOINED)) or _BRACKETED_AT_BYTES.search(lower):
        return True
    return not data.isascii() and _OTHER_SCRIPTS.search(data.translate(None, _ASCII_BYTES)) is not None


def _has_long_number(data: bytes) -> bool:
    for line_feed_or_tab in (b"\\n", b"\\t"):  # as JSON writes them
        data = data.replace(line_feed_or_tab, b" ")
    return _LONG_NUMBER in data.translate(_DIGIT_BYTES, _SEPARATOR_BYTES)
