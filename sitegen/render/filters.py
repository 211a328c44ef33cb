"""Filters: how templates write dates, numbers, distances and plain text, in the words of the page's language.

Those of dates and numbers are CLDR's (read/locales.py), beside the theme's.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup, escape

from sitegen import edtf, precision
from sitegen.figures import Quantity, format_number

Messages = Mapping[str, str]


WORDS_PER_MINUTE = 200
"""Words that a reader takes in within a minute."""


def date(messages: Messages, text: str) -> str:
    """A partial date in words, no more precise than it is: `5 Juli 2018`, `sampai dengan Maret 2018`."""
    when = edtf.parse(text)
    if when.begin == when.end:
        return _simple_date(messages, text)
    if not when.begin:
        return messages["date_by"].format(date=_simple_date(messages, when.end))
    return messages["date_between"].format(
        begin=_simple_date(messages, when.begin), end=_simple_date(messages, when.end)
    )


def _simple_date(messages: Messages, text: str) -> str:
    year, month, day = [*text.split("-"), "", ""][:3]
    if not month:
        return year
    name = messages["months"].split(", ")[int(month) - 1]
    return messages["date_day" if day else "date_month"].format(day=int(day or 0), month=name, year=year)


def datetime_value(text: str) -> str:
    """The value of `<time datetime>` for a day, month or year; empty for an interval, which it cannot express."""
    return "" if ".." in text else text


def rfc3339(zone: str, text: str) -> str:
    """The first day of a date at midnight in the site's zone, as feeds and sitemaps want it."""
    day = edtf.parse(text).sort_day
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).isoformat()


def millions(messages: Messages, value: float | Quantity) -> str:
    """A whole number of millions in words, `36 juta`; any other number in digits."""
    if isinstance(value, Quantity):
        value = value.number
    if value >= 1_000_000 and value % 1_000_000 == 0:
        return messages["millions"].format(number=format_number(messages, int(value // 1_000_000)))
    return format_number(messages, value)


def degrees(messages: Messages, value: float, uncertainty_m: int | None = None) -> str:
    """Decimal degrees with no more decimals than the uncertainty bears."""
    return f"{value:.{precision.coordinate_decimals(uncertainty_m)}f}".replace(".", messages["decimal"])


def paragraphs(text: str) -> Markup:
    """Plain text with a `<p>` a paragraph."""
    return Markup("").join(Markup("<p>{}</p>").format(part.strip()) for part in text.split("\n\n") if part.strip())


def json_text(value: Any) -> Markup:
    """JSON that is safe within `<script type="application/ld+json">`."""
    # Markup, which a filter before this one may have made, is a kind of text that the encoder does not know.
    text = msgspec.json.encode(value, enc_hook=str).decode()
    # Only within a string can these signs stand, and there their escapes mean the same.
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def translate(phrases: Mapping[str, Markup], key: str, **values: Any) -> Markup:
    """A phrase of the interface with its placeholders filled; values may be HTML that a macro made."""
    # What is filled in is escaped one by one: Markup.format does the same, ten times slower.
    return Markup(str.format(phrases[key], **{name: escape(value) for name, value in values.items()}))


class _PercentEncoding(dict[str, str]):
    """The percent-encoding of each sign, made when it is first met: `quote` itself costs twice as much."""

    def __missing__(self, sign: str) -> str:
        self[sign] = quote(sign, safe="")
        return self[sign]


_PERCENT_ENCODED = _PercentEncoding()


def minutes(text: str) -> int:
    """How many minutes a text takes to read, at a pace for everybody; at least one."""
    return max(1, round(len(text.split()) / WORDS_PER_MINUTE))


def isolate(name: str) -> str:
    """A name within a line: one in letters of another script keeps its own direction, and turns nothing around it."""
    return name if name.isascii() else Markup("<bdi>{}</bdi>").format(name)


def urlquote(text: str) -> str:
    """Percent-encoded, for the query of an address."""
    return "".join(map(_PERCENT_ENCODED.__getitem__, text))


def filters(messages: Messages, zone: str) -> dict[str, Any]:
    """The filters that need no page, by the names that templates use."""
    return {
        "date": functools.cache(partial(date, messages)),
        "datetime": datetime_value,
        "rfc3339": partial(rfc3339, zone),
        "number": partial(format_number, messages),
        "millions": partial(millions, messages),
        "distance": partial(precision.uncertainty_text, point=messages["decimal"]),
        "degrees": partial(degrees, messages),
        "paragraphs": paragraphs,
        "minutes": minutes,
        "own": isolate,
        "json": json_text,
        "t": partial(translate, {key: escape(phrase) for key, phrase in messages.items()}),
        "urlquote": urlquote,
    }
