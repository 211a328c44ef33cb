"""Translations: which texts of the records readers are shown, and a Site that has them in another language.

Names of places and people, titles of sources and codes are no such texts: they stay what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sitegen.model import (
    Config,
    Correction,
    Criterion,
    Indicator,
    Limit,
    MenuItem,
    Office,
    Outreach,
    Policy,
    Programme,
    ProgrammeYear,
    Protection,
    Publisher,
    Site,
    Source,
    Term,
    Translation,
    Unit,
    Village,
)

Record = TypeVar("Record")

_FILE = re.compile(r"data/translations\.([a-z]{2,3})\.yaml")

TEXTS: dict[type, tuple[str, ...]] = {
    Config: ("title", "description", "notice"),
    Publisher: ("name",),
    MenuItem: ("title",),
    Programme: ("name", "summary"),
    Unit: ("name", "definition"),
    ProgrammeYear: ("note",),
    Criterion: ("name", "description"),
    Protection: ("name", "description"),
    Policy: ("title", "note"),
    Village: ("note",),
    Outreach: ("title", "audience", "summary"),
    Indicator: ("name", "scope", "stated_by", "note"),
    Office: ("name",),
    Source: ("publisher", "note"),
    Correction: ("why",),
    Term: ("term", "forms", "meaning"),
    Limit: ("description",),
}
"""The fields of each kind of record that are texts for readers."""
FREE = ("forms",)
"""Fields that a translation may have, or not, whatever the original has: another language has its own."""
OF_PROGRAMME = ("units", "years", "criteria", "protections", "policies")
"""The parts of the programme that have texts."""
OF_STATEMENT = ("limits",)
"""The parts of the accessibility statement that have texts."""
OF_SITE = ("villages", "outreach", "indicators", "offices", "sources", "corrections", "terms")
"""The parts of the Site that have texts."""
_NAMED_BY = {
    "menu": ("menu:", "path"),
    "units": ("unit:", "id"),
    "years": ("year:", "year"),
    "criteria": ("criterion:", "id"),
    "protections": ("protection:", "id"),
    "policies": ("policy:", "date"),
    "villages": ("", "code"),
    "outreach": ("outreach:", "id"),
    "indicators": ("indicator:", "id"),
    "offices": ("office:", "id"),
    "sources": ("source:", "id"),
    "terms": ("term:", "id"),
    "limits": ("limit:", "id"),
}
"""What the name of a record begins with, and which of its fields follows; an entry of the corrections is a number."""


def languages_of(config: Config) -> tuple[str, ...]:
    """The languages of a site, its first language first."""
    return tuple(dict.fromkeys((config.language, *config.languages)))


def file_of(language: str) -> str:
    """The file that holds the translations of records into a language."""
    return f"data/translations.{language}.yaml"


def language_of(file: str) -> str:
    """The language into which a file translates the records; empty for one that does not."""
    translation = _FILE.fullmatch(file)
    return translation[1] if translation else ""


def translated(site: Site, language: str) -> Site:
    """The Site with the texts of its records in `language`, as far as they are translated; all else is as it was."""
    patches = {patch.what: patch for patch in site.translations.get(language, ())}
    if not patches:
        return site
    config = _patched("site", _with_parts(site.config, ("menu",), patches), patches)
    config = replace(config, publisher=_patched("publisher", config.publisher, patches))
    programme = _patched("programme", _with_parts(site.programme, OF_PROGRAMME, patches), patches)
    tried = _with_parts(site.accessibility, OF_STATEMENT, patches) if site.accessibility else None
    return replace(_with_parts(site, OF_SITE, patches), config=config, programme=programme, accessibility=tried)


def named(site: Site) -> Iterator[tuple[str, Any]]:
    """Every record that has texts for readers, with the name by which a translation means it."""
    yield "site", site.config
    yield "publisher", site.config.publisher
    yield "programme", site.programme
    holders: list[tuple[Any, tuple[str, ...]]] = [(site.config, ("menu",)), (site.programme, OF_PROGRAMME)]
    holders += [(site.accessibility, OF_STATEMENT)] if site.accessibility else []
    for holder, parts in [*holders, (site, OF_SITE)]:
        for part in parts:
            records = getattr(holder, part)
            yield from zip(names(part, records), records, strict=True)


def names(part: str, records: Sequence[Any]) -> Iterator[str]:
    """The name of each of the records of one part of a Site, in their order."""
    if part == "corrections":
        return (f"correction:{number}" for number in range(len(records)))
    kind, key = _NAMED_BY[part]
    names = (f"{kind}{getattr(record, key)}" for record in records)
    return _numbered(names) if part == "policies" else names


def texts_of(record: Any) -> dict[str, str]:
    """The texts of a record that are to be translated, by their fields: only those that it has."""
    return {name: text for name in TEXTS[type(record)] if name not in FREE and (text := getattr(record, name))}


def untranslated(site: Site, language: str) -> Iterator[tuple[str, str]]:
    """Each text that has letters and no translation in `language`: the name of its record, and its field."""
    patches = {patch.what: patch for patch in site.translations.get(language, ())}
    for what, record in named(site):
        for name, text in texts_of(record).items():
            if not getattr(patches.get(what), name, None) and any(sign.isalpha() for sign in text):
                yield what, name


def _numbered(names: Iterator[str]) -> Iterator[str]:
    """The names, each that was there before with its number: `policy:2021-03-25`, `policy:2021-03-25:2`."""
    seen = Counter[str]()
    for name in names:
        seen[name] += 1
        yield f"{name}:{seen[name]}" if seen[name] > 1 else name


def _with_parts(holder: Record, parts: tuple[str, ...], patches: dict[str, Translation]) -> Record:
    """A record with those of its parts translated that have a patch: of 84,000 villages, the others cost a look."""
    changed: dict[str, Any] = {}
    for part in parts:
        records = getattr(holder, part)
        found = {number: what for number, what in enumerate(names(part, records)) if what in patches}
        if found:
            kept = list(records)
            for number, what in found.items():
                kept[number] = _patched(what, kept[number], patches)
            changed[part] = tuple(kept)
    made: Any = replace(holder, **changed) if changed else holder  # type: ignore[type-var]
    return made  # type: ignore[no-any-return]


def _patched(what: str, record: Record, patches: dict[str, Translation]) -> Record:
    patch = patches.get(what)
    if patch is None:
        return record
    texts = {name: text for name in TEXTS[type(record)] if (text := getattr(patch, name))}
    made: Any = replace(record, **texts)  # type: ignore[type-var]
    return made  # type: ignore[no-any-return]
