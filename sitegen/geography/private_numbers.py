"""The numbers of persons that texts of a country may hold, by which private data is told from other numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen.geography.pack import IdentityNumber


@dataclass(frozen=True, slots=True)
class PrivateNumbers:
    """What numbers are private in a country."""

    country: str
    """The country of telephone numbers that are written without one, by two letters."""
    calling_code: str
    """The calling code of these."""
    telephone_words: tuple[str, ...]
    """What stands beside these in the languages of the country."""
    kinds: frozenset[str]
    """Which of the kinds in pack.PRIVATE_NUMBERS are looked for."""
    identity: tuple[IdentityNumber, ...]
    """Further numbers, each of which only a word beside it tells."""
    code: str
    """The pattern of the codes of places, which are no such numbers."""
    plain_codes: bool
    """Whether these are mere digits, so that their form does not tell them from other numbers."""


def identity_pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of numbers of these forms, in which a space, full stop or hyphen may stand anywhere."""
    signs = {"x": "[0-9]", "A": "[A-Za-z]"}
    ordered = sorted(forms, key=len, reverse=True)
    texts = (r"[ .\-]?".join(signs[sign] for sign in form) for form in ordered)
    return re.compile(rf"(?<![^\W_])(?<![0-9][.\-/,])(?:{'|'.join(texts)})(?![^\W_]|[.\-/,][0-9])")


def words_pattern(words: tuple[str, ...]) -> str:
    """Return the pattern of words of such a number, within which other signs or none may stand for a space."""
    return "|".join(r"[ ._:/-]{0,3}".join(map(re.escape, word.lower().split())) for word in words)
