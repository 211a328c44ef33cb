"""Choose the form of a message by number, as CLDR does.

A message `key` has the form of the category `other`; `key_one`, `key_two`, `key_few`, `key_many` and `key_zero` are its
forms of the other categories, where the language has these and the words have the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import TypeVar

CATEGORIES = ("zero", "one", "two", "few", "many")
"""The plural categories of CLDR but `other`, which every language has."""
RULES = "plurals"
"""The key of the message that holds the rules of a language: `one: i in 1 and v in 0; few: …`, empty without any."""
_RELATION = re.compile(r"([nivftwe])(?: mod (\d+))?( not)? in ([\d.,]+)")

Message = TypeVar("Message", bound=str)


class FormattedNumber(str):
    """A number as text, which knows its value: a message that it is filled into takes the form for it."""

    __slots__ = ("value",)
    value: int | Decimal

    def __new__(cls, text: str, value: int | Decimal) -> FormattedNumber:
        """Return the text with its value."""
        made = super().__new__(cls, text)
        made.value = value
        return made


def message_form(messages: Mapping[str, Message], key: str, values: Mapping[str, object]) -> Message:
    """Return a message in the form for the first formatted number of its values; `other` without one."""
    for value in values.values():
        if isinstance(value, FormattedNumber):
            return numbered_form(messages, key, value.value)
    return messages[key]


def numbered_form(messages: Mapping[str, Message], key: str, number: float | Decimal) -> Message:
    """Return a message in the form for a number; `other` where there is no form of its category."""
    category = plural_category(messages.get(RULES, ""), number)
    return messages.get(f"{key}_{category}") or messages[key]


def plural_category(rules: str, number: float | Decimal) -> str:
    """Return the category of a number by the rules of a language."""
    return _category(rules, str(number)) if rules else "other"


@lru_cache(maxsize=4096)
def _category(rules: str, number: str) -> str:
    """As `plural_category`; `1` and `1.0` are equal as numbers, but not in the rules."""
    operands = _operands(number)
    return next((category for category, holds in _parse_rules(rules) if holds(operands)), "other")


def categories_of(rules: str) -> tuple[str, ...]:
    """Return the categories that the rules of a language tell apart, without `other`."""
    return tuple(category for category, _ in _parse_rules(rules))


def split_form(key: str) -> tuple[str, str]:
    """Return the key of the message that a key is a form of, and its category; both empty for other keys."""
    base, _, category = key.rpartition("_")
    return (base, category) if base and category in CATEGORIES else ("", "")


def _operands(number: str) -> dict[str, Decimal]:
    """Return the operands of CLDR: the number, its whole part, and its visible decimals with and without zeros."""
    text = format(abs(Decimal(number)), "f")
    whole, _, decimals = text.partition(".")
    bare = decimals.rstrip("0")
    counts = {"v": len(decimals), "w": len(bare), "f": int(decimals or 0), "t": int(bare or 0), "e": 0}
    return {"n": Decimal(text), "i": Decimal(whole), **{name: Decimal(count) for name, count in counts.items()}}


_Condition = Callable[[Mapping[str, Decimal]], bool]


@cache
def _parse_rules(rules: str) -> tuple[tuple[str, _Condition], ...]:
    """Parse rules in the syntax of CLDR as babel writes it: `or` of `and` of relations such as `n mod 10 in 3..5,9`."""
    pairs = (rule.partition(": ")[::2] for rule in rules.split("; ") if rule)
    return tuple((category, _any_of(condition)) for category, condition in pairs)


def _any_of(condition: str) -> _Condition:
    every = [[_relation(part) for part in one.split(" and ")] for one in condition.split(" or ")]
    return lambda operands: any(all(holds(operands) for holds in one) for one in every)


def _relation(text: str) -> _Condition:
    match = _RELATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    operand, modulus, negated, values = match.groups()
    ranges = [(int(first), int(last or first)) for first, _, last in (one.partition("..") for one in values.split(","))]

    def holds(operands: Mapping[str, Decimal]) -> bool:
        value = operands[operand] % int(modulus) if modulus else operands[operand]
        found = value == int(value) and any(first <= value <= last for first, last in ranges)
        return found is not bool(negated)

    return holds
