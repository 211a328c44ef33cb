"""How a language writes dates and numbers, from CLDR: words beside those of the theme; the one door to Babel.

They are found once for each release of Babel and remembered, so that an ordinary build does not import it.
"""

from __future__ import annotations

import re

from sitegen.memo import Memo
from sitegen.read.recall import keep, key_of, recall

_LOCALES = {"id": "id_ID", "en": "en_GB"}
"""Whose customs a language follows: in English the day comes before the month, as in Indonesian."""
_PLACES = {"d": "{day}", "M": "{month}", "L": "{month}", "y": "{year}"}
"""What stands in our words where a pattern of CLDR has a letter."""


def locale_words(language: str, memo: Memo) -> dict[str, str]:
    """The words `months`, `date_day`, `date_month`, `thousands`, `decimal` and `millions` of a language."""
    key = key_of(b"", "locale", language)
    words: dict[str, str] | None = recall(memo, key, dict[str, str])
    if words is None:
        words = _from_cldr(_LOCALES[language])
        keep(memo, key, words)
    return words


def _from_cldr(name: str) -> dict[str, str]:
    from babel import Locale

    locale = Locale.parse(name)
    signs, long = locale.number_symbols["latn"], locale.compact_decimal_formats["long"]
    return {
        "months": ", ".join(locale.months["format"]["wide"][number] for number in range(1, 13)),
        "date_day": _with_places(locale.date_formats["long"].pattern),
        "date_month": _with_places(str(locale.datetime_skeletons["yMMMM"])),
        "thousands": signs["group"],
        "decimal": signs["decimal"],
        "millions": long["other"]["1000000"].pattern.replace("0", "{number}"),
    }


def _with_places(pattern: str) -> str:
    """A pattern of CLDR as a word of ours: `d MMMM y` gives `{day} {month} {year}`; what it quotes is plain text."""
    return re.sub(r"'([^']*)'|([dMLy])\2*", lambda found: _PLACES[found[2]] if found[2] else found[1], pattern)
