"""The words of a geography in the messages of a theme: its terms, and the messages for each level."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from sitegen.geography.levels import Geography, Level
from sitegen.plurals import split_form

TERM = "term:"
"""What stands before the name of a term in the placeholder of a message: `{term:places}`."""
TERM_KEY = "term_"
"""What stands before the name of a term in the key of the message that states it: `term_places`."""
LEVEL_TERMS = frozenset(("level", "levels"))
"""The terms of the messages for each level: its own name, for one and for several."""
_NO_TERMS = frozenset(("notes", "region_words"))
"""What has such a key and is no term: the heading of explained words, and the words by which staff know a region."""
_TERM = re.compile(rf"\{{{TERM}(\w+)\}}")


def required_words(geography: Geography) -> Iterator[str]:
    """Yield the keys of the messages that the pack of a geography must have in each language."""
    yield "country"
    for level in (*geography.levels, geography.place):
        yield from (f"{level.id}_one", f"{level.id}_many")
    yield from (f"{level.id}_named" for level in geography.levels)
    for kind in geography.kinds:
        yield from (f"kind_{kind.id}", f"{kind.id}_named")
    if len(geography.levels) > 1:
        yield from ("term_all_levels", "term_any_level")
    if len(geography.kinds) > 1:
        yield from ("term_all_kinds", "term_each_kind")


def collect_terms(geography: Geography, words: Mapping[str, str], category: str = "") -> dict[str, str]:
    """Return the terms by name. A pack or a theme states one as `term_<name>`; the others are the names of levels.

    A word that the pack lacks, which load/ reports, is the id of its level. With a plural `category`, `<level>_few` and
    `term_<name>_few` go before, so that the terms of a form agree with the number.
    """
    top, lowest, place = geography.top, geography.lowest, geography.place
    second = geography.below(top) or top
    (one_top, tops), (one_second, seconds) = _names(top, words, category), _names(second, words, category)
    (one_lowest, _), (one_place, places) = _names(lowest, words), _names(place, words, category)
    terms = {
        "country": words.get("country", geography.name),
        "top": one_top,
        "tops": tops,
        "second": one_second,
        "seconds": seconds,
        "lowest": one_lowest,
        "place": one_place,
        "places": places,
        "all_levels": one_top,
        "any_level": one_top,
        "all_kinds": places,
        "each_kind": one_place,
    }
    stated = {key.removeprefix(TERM_KEY): text for key, text in words.items() if key.startswith(TERM_KEY)}
    ending = f"_{category}"
    forms = {name.removesuffix(ending): text for name, text in stated.items() if category and name.endswith(ending)}
    return terms | {name: text for name, text in stated.items() if name not in _NO_TERMS} | forms


def staff_terms(geography: Geography, words: Mapping[str, str]) -> dict[str, str]:
    """Return the terms of messages to staff: those of themes, and what the geography states of codes and points."""
    regions = [level.region_code(geography.example) for level in geography.levels]
    levels = zip(regions, geography.levels, strict=True)
    names = [name for level in geography.levels for name in _names(level, words)]
    return {
        "region_words": words.get("term_region_words", ", ".join(dict.fromkeys(names))),
        **collect_terms(geography, words),
        "code": geography.example,
        "top_code": regions[0],
        "region_codes": ", ".join(regions),
        "level_codes": ", ".join(f'"{code}" ({level.id})' for code, level in levels),
        "time_zones": ", ".join(geography.pack.time_zones),
        **{side: f"{getattr(geography.extent, side):g}" for side in ("south", "north", "west", "east")},
    }


def _names(level: Level, words: Mapping[str, str], category: str = "") -> tuple[str, str]:
    """Return the names of a level for one and for several; for several, that of the plural category if there is one."""
    form = words.get(f"{level.id}_{category}") if category not in ("", "one") else None
    return words.get(f"{level.id}_one", level.id), form or words.get(f"{level.id}_many", level.plural)


def is_term(name: str, terms: Mapping[str, str] | frozenset[str]) -> bool:
    """Whether a name is that of one of these terms, written small or, as a sentence begins, with a capital."""
    return name[:1].lower() + name[1:] in terms


def fill_terms(message: str, terms: Mapping[str, str]) -> str:
    """Replace the placeholders of terms: `{term:places}`, or `{term:Places}` with a capital at the beginning."""

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        text = terms.get(name[:1].lower() + name[1:], name)
        return text[:1].upper() + text[1:] if name[:1].isupper() else text

    return _TERM.sub(fill, message) if "{term:" in message else message


def complete_messages(geography: Geography, messages: Mapping[str, str]) -> dict[str, str]:
    """Return the messages with their terms filled, and with those that each level has.

    A message with `LEVEL` in its key stands for one of each level and of the places, one with `TOP` or `TOPS` for one
    of the highest level, which has its name for one or for several in the key. Both give way to a message of just
    that key. In a line, a region is called as in titles where no message says otherwise. The terms in the form of a
    plural category have their own form of it, if there is one.
    """
    terms_of = functools.cache(functools.partial(collect_terms, geography, messages))
    named = {f"{level.id}_{form}": f"{level.id}_named" for level in geography.levels for form in ("short", "long")}
    found, plain = {key: messages[other] for key, other in named.items() if other in messages}, dict[str, str]()
    for key, message in messages.items():
        base, category = split_form(key)
        category = category if base in messages else ""
        terms = terms_of(category)
        if "LEVEL" in key:
            for level in geography.levels:
                one, many = _names(level, messages, category)
                found[key.replace("LEVEL", level.id)] = fill_terms(message, {**terms, "level": one, "levels": many})
            own = {**terms, "level": terms["place"], "levels": terms["places"]}
            found[key.replace("LEVEL", geography.place.id)] = fill_terms(message, own)
        elif "TOP" in key:
            own_key = key.replace("TOPS", geography.top.plural).replace("TOP", geography.top.id)
            found[own_key] = fill_terms(message, terms)
        else:
            plain[key] = fill_terms(message, terms)
    return found | plain
