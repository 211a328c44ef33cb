"""Check what the settings say of the sections of the site, and leave out the records of those that it does without."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sitegen.load.context import LoadContext
from sitegen.load.records import DataRecords
from sitegen.load.theme import load_messages
from sitegen.models import Settings, Site, Translation
from sitegen.models.content import NEWS
from sitegen.models.kinds import SITE, kinds_in
from sitegen.problems import Span
from sitegen.scalars import LANGUAGES, closest_match
from sitegen.sections import PAGE_KINDS, hidden_records, section_names
from sitegen.translations import SECTION, languages_of, section_texts, translation_language
from sitegen.urls import section_words, shared_words


def check_sections(context: LoadContext, data: DataRecords) -> None:
    """Report sections that do not exist, stand twice, are needed, or have the path word of another one."""
    config = data.config
    if config is None or not config.sections:
        return
    names, optional = list(section_names(own=True)), {kind.section for kind in PAGE_KINDS if kind.optional}
    words: dict[str, str] = load_messages(config.language or "", context.cache)["paths"]
    by_word = {word: name for name, word in words.items() if name in names}
    first: dict[str, int] = {}
    for number, one in enumerate(config.sections):
        if one.section is None:
            continue
        at = context.span(SITE, "sections", number, "section")
        if one.section not in names:
            suggestion = by_word.get(one.section) or closest_match(one.section, names)
            context.report.add("unknown-value", at, suggestion, value=one.section, allowed=", ".join(names))
        elif (other := first.setdefault(one.section, number)) != number:
            line = context.span(SITE, "sections", other, "section").line
            context.report.add("repeated-id", at, id=one.section, line=line)
        elif not one.shown and one.section not in optional:
            at = context.span(SITE, "sections", number, "shown")
            context.report.add("section-needed", at, name=one.section, optional=", ".join(sorted(optional)))
    _check_path_words(context, data, config)


def _check_path_words(context: LoadContext, data: DataRecords, config: Settings) -> None:
    by_language: dict[str, list[Translation]] = {}
    places: dict[tuple[str, str], Span] = {
        (config.language, one.section): context.span(SITE, "sections", number, "path")
        for number, one in enumerate(config.sections)
        if one.path
    }
    for patch, span, index in data.of(Translation).each():
        if patch.what and patch.what.startswith(SECTION) and patch.path:
            language = translation_language(span.file)
            by_language.setdefault(language, []).append(patch)
            places[language, patch.what.removeprefix(SECTION)] = context.span(span.file, index, "path")
    languages = [one for one in languages_of(config) if one]
    for language in (one for one in languages if one in LANGUAGES):  # the words of others are in the theme
        own = section_texts(config, by_language, language, "path")
        words = load_messages(language, context.cache)["paths"] | context.geography.path_words(language)
        words = section_words(words, own)
        for name, other in shared_words(words, languages):
            if at := places.get((language, name)):
                context.report.add("path-word-taken", at, word=words[name], name=name, other=other)


def without_hidden_records(context: LoadContext, site: Site) -> Site:
    """Return the Site without the records of the sections that its settings leave out, and note how many there are."""
    hidden = hidden_records(site.config)
    if not hidden:
        return site
    files = {kind.part: kind.file for kind in kinds_in(Site)} | {"news": f"{NEWS}/"}
    for number, one in enumerate(site.config.sections):
        for part in [kind.records for kind in PAGE_KINDS if kind.section == one.section and kind.records in hidden]:
            if count := len(getattr(site, part)):
                at = context.span(SITE, "sections", number, "shown")
                context.report.add("section-hidden", at, name=one.section, count=count, file=files[part])
    nothing: dict[str, Any] = dict.fromkeys(hidden, ())
    bare = replace(site, **nothing)
    if "indicators" in hidden:
        bare = replace(bare, calendar=tuple(replace(entry, indicators=()) for entry in bare.calendar))
    return bare
