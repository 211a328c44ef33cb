"""How languages write dates and numbers: as CLDR says, asked once, and without Babel from then on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.cache import NullCache, SqliteCache
from sitegen.cli import _parser
from sitegen.figures import format_number
from sitegen.load.theme import default_theme_messages, load_locale_messages
from sitegen.render.filters import date, degrees, millions
from sitegen.scalars import LANGUAGES

DATES = ("2018-07-05", "2018-07", "2018")


@pytest.mark.parametrize(
    ("language", "dates", "numbers"),
    [
        ("id", ["5 Juli 2018", "Juli 2018", "2018"], ["6.400", "4,5", "1.234.567", "36 juta", "36.500.000", "-8,04"]),
        (
            "en",
            ["5 July 2018", "July 2018", "2018"],
            ["6,400", "4.5", "1,234,567", "36 million", "36,500,000", "-8.04"],
        ),
    ],
)
def test_locale_dates_and_numbers(language: str, dates: list[str], numbers: list[str]) -> None:
    messages = load_locale_messages(default_theme_messages(language, NullCache())["locale"], NullCache())
    assert [date(messages, one) for one in DATES] == dates
    assert [format_number(messages, one) for one in (6400, 4.5, 1234567)] == numbers[:3]
    assert [millions(messages, one) for one in (36_000_000, 36_500_000)] == numbers[3:5]
    assert degrees(messages, -8.03546, 2200) == numbers[5]


def test_locale_month_names() -> None:
    messages = load_locale_messages("en_GB", NullCache())
    named = [date(messages, f"2018-{number:02}") for number in range(1, 13)]
    assert named[0] == "January 2018"
    assert named[11] == "December 2018"
    assert len(set(named)) == 12


def test_locale_cached_needs_no_babel(tmp_path: Path) -> None:
    with SqliteCache(tmp_path / "memo.sqlite") as cache:
        messages = load_locale_messages("en_GB", cache)
        cache.save()
    code = (
        "import sys; from pathlib import Path; from sitegen.cache import SqliteCache\n"
        "from sitegen.load.theme import load_locale_messages\n"
        f"with SqliteCache(Path({str(tmp_path / 'memo.sqlite')!r})) as memo:\n"
        "    words = load_locale_messages('en_GB', memo)\n"
        "print(words['date_day'], 'babel' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == f"{messages['date_day']} False\n"


def test_option_for_every_language_of_the_package() -> None:
    """`--lang` is written out there, as the command line imports no record."""
    parser = _parser()
    (commands,) = (one for one in parser._actions if isinstance(one.choices, dict))
    (option,) = (one for one in commands.choices["check"]._actions if "--lang" in one.option_strings)
    assert tuple(option.choices) == LANGUAGES


@pytest.mark.parametrize(
    ("locale", "day", "millions_word"),
    [("jv", "5 Juli 2018", "36 yuta"), ("ar", "5 يوليو 2018", "36 مليون"), ("la", "die 5 Iulii 2018", "36 miliones"),
     ("bn", "5 জুলাই, 2018", "36,000,000")],
)  # fmt: skip
def test_locale_of_any_language(locale: str, day: str, millions_word: str) -> None:
    messages = load_locale_messages(locale, NullCache())
    assert (date(messages, "2018-07-05"), millions(messages, 36_000_000)) == (day, millions_word)


def test_locale_that_cldr_does_not_have() -> None:
    assert [load_locale_messages(one, NullCache()) for one in ("min", "xx_YY", "no such", "")] == [{}] * 4
