"""The translatable texts of records, and a Site with its records in another language.

Names of places and people, titles of sources and codes are not translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sitegen.models import Settings, Site, Translation
from sitegen.models.kinds import KINDS, RecordKind, kinds_in
from sitegen.record import translated_fields

Record = TypeVar("Record")

SECTION = "section:"
"""What the names of sections begin with in translations."""
OPTIONAL_FIELDS = ("forms", "name_one")
"""Fields that a translation may have whether or not the original has them."""


def languages_of(config: Settings) -> tuple[str, ...]:
    """Return the languages of a site, its first language first."""
    return tuple(dict.fromkeys((config.language, *config.languages)))


def translation_file(language: str) -> str:
    """Return the path of the file of record translations into a language."""
    return f"data/translations.{language}.yaml"


def translation_language(file: str) -> str:
    """Return the language that a file translates records into; empty for other files."""
    translation = re.fullmatch(KINDS["translation"].divided, file)
    return translation[1] if translation else ""


def translated(site: Site, language: str) -> Site:
    """Return the Site with the texts of its records in `language`; a text without a translation stays unchanged."""
    patches = {patch.what: patch for patch in site.translations.get(language, ())}
    if not patches:
        return site
    return _translate_parts(site, patches)


def translatable_records(holder: object) -> Iterator[tuple[str, Any]]:
    """Yield the name of every translatable record of a Site, or within a record, with the record."""
    for kind in kinds_in(type(holder)):
        yield from named_records(kind, getattr(holder, kind.part))


def named_records(kind: RecordKind, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the records of a kind, and those within them, that have texts for readers, each with its name.

    `found` is the only record (None without one) of a kind without key, else the list of all.
    """
    if kind.key:
        has_parts = bool(kinds_in(kind.record))
        for name, record in zip(kind.names(value), value, strict=True):
            yield name, record
            if has_parts:
                yield from ((f"{name}:{part}", inner) for part, inner in translatable_records(record))
    elif value is not None:
        if translated_fields(kind.record):
            yield kind.name, value
        yield from translatable_records(value)


def translatable_texts(record: Any) -> dict[str, str]:
    """Return the translatable texts of a record, by field; empty ones are left out."""
    return {
        name: text
        for name in translated_fields(type(record))
        if name not in OPTIONAL_FIELDS and (text := getattr(record, name))
    }


def section_texts(
    config: Settings, translations: Mapping[str, Sequence[Translation]], language: str, field: str
) -> dict[str, str]:
    """Return the `title` or `path` that the settings give to sections in a language, by section.

    A section without a translation is called as the theme calls it in that language, and lies where it lies there.
    """
    if language == config.language:
        named = [(one.section, getattr(one, field)) for one in config.sections]
    else:
        patches = [patch for patch in translations.get(language, ()) if patch.what.startswith(SECTION)]
        named = [(patch.what.removeprefix(SECTION), getattr(patch, field)) for patch in patches]
    return {section: text for section, text in named if text}


def untranslated(site: Site, language: str) -> Iterator[tuple[str, str]]:
    """Yield the record name and the field of each text that has letters and no translation in `language`."""
    patches = {patch.what: patch for patch in site.translations.get(language, ())}
    for record_name, record in translatable_records(site):
        for field, text in translatable_texts(record).items():
            if not getattr(patches.get(record_name), field, None) and any(character.isalpha() for character in text):
                yield record_name, field


def _translate_parts(holder: Record, patches: dict[str, Translation]) -> Record:
    """Return a Site or a record in which every record with a patch is translated; others are not copied."""
    changes: dict[str, Any] = {}
    for kind in kinds_in(type(holder)):
        value = getattr(holder, kind.part)
        if not kind.key:
            changes[kind.part] = value and _apply_patch(kind.name, _translate_parts(value, patches), patches)
        elif kinds_in(kind.record):
            if not any(name.startswith(f"{kind.name}:") for name in patches):
                continue
            changes[kind.part] = tuple(
                _apply_patch(name, _translate_parts(record, _patches_within(name, patches)), patches)
                for name, record in zip(kind.names(value), value, strict=True)
            )
        elif patched_names := {number: name for number, name in enumerate(kind.names(value)) if name in patches}:
            records = list(value)
            for number, name in patched_names.items():
                records[number] = _apply_patch(name, records[number], patches)
            changes[kind.part] = tuple(records)
    result: Any = replace(holder, **changes) if changes else holder  # type: ignore[type-var]
    return result  # type: ignore[no-any-return]


def _patches_within(record_name: str, patches: dict[str, Translation]) -> dict[str, Translation]:
    """Return the patches of the records within a record, by their names there."""
    prefix = f"{record_name}:"
    return {name.removeprefix(prefix): patch for name, patch in patches.items() if name.startswith(prefix)}


def _apply_patch(record_name: str, record: Record, patches: dict[str, Translation]) -> Record:
    patch = patches.get(record_name)
    if patch is None:
        return record
    texts = {name: text for name in translated_fields(type(record)) if (text := getattr(patch, name))}
    if "name" in texts and "name_one" in translated_fields(type(record)):
        texts.setdefault("name_one", None)  # or the form of one language would stand beside that of another
    result: Any = replace(record, **texts)  # type: ignore[type-var]
    return result  # type: ignore[no-any-return]
