"""The form of a message by the number in it: as the plural rules of CLDR say, in each language."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from sitegen.cache import NullCache
from sitegen.figures import format_number
from sitegen.load.theme import load_locale_messages
from sitegen.plurals import RULES, categories_of, message_form, numbered_form, plural_category, split_form
from sitegen.render.filters import filters

NUMBERS = (*range(130), 1000, 10**6, 10**6 + 1, *map(Decimal, ("1.0", "1.5", "0.10", "2.31", "21.0", "-1")))


def test_plural_categories_are_those_of_cldr() -> None:
    """Each set of rules that CLDR has."""
    rules = {
        "; ".join(f"{category}: {rule}" for category, rule in locale.plural_form.rules.items()): locale.plural_form
        for locale in map(Locale.parse, (name for name in locale_identifiers() if "_" not in name))
    }
    assert len(rules) > 30
    for text, babel in rules.items():
        # babel takes a Decimal with zeros at its end as without them, where it looks at them at all.
        asked = [one for one in NUMBERS if not (isinstance(one, Decimal) and one == int(one))]
        assert [plural_category(text, one) for one in asked] == [babel(one) for one in asked], text


def test_plural_category_of_one_with_decimals() -> None:
    english = load_locale_messages("en", NullCache())[RULES]
    assert [plural_category(english, one) for one in (1, -1, Decimal("1.0"), 0, 2)] == [
        "one", "one", "other", "other", "other",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "categories"),
    [("id", ()), ("en", ("one",)), ("ar", ("zero", "one", "two", "few", "many"))],
)
def test_plural_categories_of_language(language: str, categories: tuple[str, ...]) -> None:
    assert set(categories_of(load_locale_messages(language, NullCache())[RULES])) == set(categories)


RUSSIAN = {"a": "{n} деревень", "a_one": "{n} деревня", "a_few": "{n} деревни", "b": "{n}", "b_many": ""}


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "1 деревня"), (3, "3 деревни"), (5, "5 деревень"), (21, "21 деревня"), (112, "112 деревень")],
)
def test_message_form_by_category_of_number(number: int, told: str) -> None:
    """A category without a form has that of `other`."""
    messages = RUSSIAN | load_locale_messages("ru", NullCache())
    text = format_number(messages, number)
    assert message_form(messages, "a", {"name": "1", "n": text, "other": format_number(messages, 7)}) == told.replace(
        str(number), "{n}"
    )
    assert filters(messages, (), "Asia/Jakarta")["t"]("a", n=text) == told
    assert numbered_form(messages, "b", number) == "{n}"


def test_message_form_without_a_formatted_number() -> None:
    messages = RUSSIAN | load_locale_messages("ru", NullCache())
    assert message_form(messages, "a", {"n": "1", "year": 2021}) == "{n} деревень"


def test_split_form() -> None:
    assert [split_form(key) for key in ("a_b_few", "a_other", "one", "a_ones")] == [("a_b", "few"), *[("", "")] * 3]
