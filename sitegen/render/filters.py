"""Filters of templates: format dates, numbers, distances and plain text in the language of the page.

The words and separators of dates and numbers are those of CLDR (load/locales.py).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup, escape

from sitegen import edtf, precision
from sitegen.figures import Quantity, format_number
from sitegen.geography.wording import LevelWording, named_regions
from sitegen.plurals import FormattedNumber, message_form

_Messages = Mapping[str, str]


WORDS_PER_MINUTE = 200
"""Reading speed that `minutes` assumes."""


def date(messages: _Messages, text: str) -> str:
    """Format a partial date in words, with the precision that it has: `5 Juli 2018`, `paling lambat Maret 2018`."""
    when = edtf.parse(text)
    if when.begin == when.end:
        return _simple_date(messages, text)
    if not when.begin:
        return messages["date_by"].format(date=_simple_date(messages, when.end))
    return messages["date_between"].format(
        begin=_simple_date(messages, when.begin), end=_simple_date(messages, when.end)
    )


def period(messages: _Messages, text: str) -> str:
    """Format a period, from its first to its last month or day: `Januari 2024 sampai Juni 2024`; others as `date`."""
    when = edtf.parse(text)
    if not when.begin or when.begin == when.end:
        return date(messages, text)
    begin, end = _simple_date(messages, when.begin), _simple_date(messages, when.end)
    return messages["period_span"].format(begin=begin, end=end)


def _simple_date(messages: _Messages, text: str) -> str:
    year, month, day = [*text.split("-"), "", ""][:3]
    if not month:
        return year
    name = messages["months"].split(", ")[int(month) - 1]
    return messages["date_day" if day else "date_month"].format(day=int(day or 0), month=name, year=year)


def datetime_value(text: str) -> str:
    """Return the value of `<time datetime>` for a date; empty for an interval, which HTML cannot express."""
    return "" if ".." in text else text


def rfc3339(zone: str, text: str) -> str:
    """Format a moment (`2018-07-05T09:00`) or the last possible day of a date, at midnight, as RFC 3339 in the site's
    time zone: for the elements of feeds that must have a moment."""
    moment = text if "T" in text else edtf.last_day(text)
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).isoformat()


def millions(messages: _Messages, value: int | Decimal | Quantity) -> FormattedNumber:
    """Format a whole number of millions as `36 juta`, any other number in digits."""
    if isinstance(value, Quantity):
        value = value.number
    if messages["millions"] and value >= 1_000_000 and value % 1_000_000 == 0:
        text = messages["millions"].format(number=format_number(messages, int(value // 1_000_000)))
        return FormattedNumber(text, value)
    return format_number(messages, value)


def degrees(messages: _Messages, value: float, uncertainty_m: int | None = None) -> str:
    """Format decimal degrees with as many decimals as the uncertainty justifies."""
    return f"{value:.{precision.coordinate_decimals(uncertainty_m)}f}".replace(".", messages["decimal"])


def paragraphs(text: str) -> Markup:
    """Convert plain text to HTML: one `<p>` per paragraph."""
    return Markup("").join(Markup("<p>{}</p>").format(part.strip()) for part in text.split("\n\n") if part.strip())


_ENCODER = msgspec.json.Encoder(enc_hook=str, decimal_format="number")


def json_text(value: Any) -> Markup:
    """Encode a value as JSON that is safe inside `<script type="application/ld+json">`."""
    # The encoder does not support Markup, which an earlier filter may have returned: encode it as text.
    text = _ENCODER.encode(value).decode()
    # In JSON these characters occur only in strings, where an escape means the same.
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def translate(phrases: Mapping[str, Markup], key: str, **values: Any) -> Markup:
    """Fill the placeholders of a message, in the form for the first formatted number among the values; they are escaped
    unless they are Markup."""
    # As Markup.format, which is ten times slower.
    phrase = message_form(phrases, key, values)
    return Markup(str.format(phrase, **{name: escape(value) for name, value in values.items()}))


class _PercentEncoding(dict[str, str]):
    """Caches the percent-encoding of each character: twice as fast as `quote`."""

    def __missing__(self, sign: str) -> str:
        self[sign] = quote(sign, safe="")
        return self[sign]


_PERCENT_ENCODED = _PercentEncoding()


def minutes(text: str) -> int:
    """Estimate the reading time of a text in minutes; at least one."""
    return max(1, round(len(text.split()) / WORDS_PER_MINUTE))


def isolate(name: str) -> str:
    """Isolate the direction of a name (`<bdi>`): one in another script must not reorder the text around it."""
    return name if name.isascii() else Markup("<bdi>{}</bdi>").format(name)


def urlquote(text: str) -> str:
    """Percent-encode a text for the query of a URL."""
    return "".join(map(_PERCENT_ENCODED.__getitem__, text))


def where(phrases: Mapping[str, Markup], levels: Sequence[LevelWording], place: Any, within: str = "") -> Markup:
    """Say where a place lies: the names of its regions below the level `within`, the lowest first."""

    def phrase(key: str, name: str) -> Markup:
        return translate(phrases, key, name=isolate(name)) if key else escape(isolate(name))

    return Markup(", ").join(named_regions(levels, place.code, place.regions, "short", within, phrase))


def filters(messages: _Messages, levels: Sequence[LevelWording], zone: str) -> dict[str, Any]:
    """Return the filters that do not depend on the page, by the names that templates use."""
    phrases = {key: escape(phrase) for key, phrase in messages.items()}
    return {
        "date": functools.cache(partial(date, messages)),
        "period": functools.cache(partial(period, messages)),
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
        "t": partial(translate, phrases),
        "where": partial(where, phrases, levels),
        "urlquote": urlquote,
    }
