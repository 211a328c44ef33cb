"""Load a site folder into a Site, and report every problem of every file in one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from sitegen.cache import Cache
from sitegen.geography import Geography
from sitegen.geography.terms import fill_terms, staff_terms
from sitegen.link_targets import FileNames
from sitegen.load.checks import check_data
from sitegen.load.content import (
    check_content,
    complete_content,
    find_content_files,
    load_news,
    load_pages,
    sort_newest_first,
    with_file_names,
)
from sitegen.load.context import LoadContext, cache_key
from sitegen.load.early_dates import check_early_dates
from sitegen.load.future_dates import check_expected_dates, check_future_dates
from sitegen.load.geography import geography_messages
from sitegen.load.left_overs import check_left_overs
from sitegen.load.location_check import check_locations
from sitegen.load.media import check_village_photos, load_media, with_photo_name
from sitegen.load.outlines import load_outlines
from sitegen.load.privacy import check_privacy
from sitegen.load.published import load_releases, load_urls_lock
from sitegen.load.records import DataRecords, complete_config, complete_programme, load_data
from sitegen.load.references import References
from sitegen.load.region_records import apply_region_records
from sitegen.load.section_settings import check_sections, without_hidden_records
from sitegen.load.theme import PACKAGE_THEMES, PATH_KEY, load_messages, load_theme
from sitegen.load.translations import check_languages
from sitegen.models import Announcement, CalendarEntry, PlainPage, Settings, Site, Translation, Village
from sitegen.models.kinds import ACCESSIBILITY, SITE, RecordKind, kinds_in
from sitegen.models.previous import latest_first, present_codes, with_present_codes
from sitegen.problems import Report, Severities, Severity, Span, fence, may_be_given
from sitegen.scalars import LANGUAGES, closest_match
from sitegen.translations import languages_of, translation_language

__all__ = ["load_messages", "load_path_words", "load_site", "load_staff_messages"]


def load_site(
    root: Path,
    report: Report,
    cache: Cache,
    fallback_themes: Sequence[Path] = PACKAGE_THEMES,
    now: datetime | None = None,
) -> Site | None:
    """Load the site folder `root`; problems go to `report`, valid data into the Site.

    Returns None when data/site.yaml cannot be read at all, though all other files are checked, and when the geography
    that it names cannot be used. If `report` has failed, the Site is only good for finding more problems: required
    values that are missing are replaced by placeholders. Themes are looked up in the site folder, then in
    `fallback_themes`. What is stated as a fact must not lie after `now`; None does not check that.
    """
    context = LoadContext(root, report, cache)
    written = load_data(context)
    if written is None:
        return None
    report.severities = _load_severities(context, written.config)
    check_data(context, written)
    with fence(report, Span("")):
        check_sections(context, written)
    data = apply_region_records(context.geography, written)
    news_files, page_files, media_files = find_content_files(context)
    language = (data.config and data.config.language) or "id"
    origins = data.origins
    languages = languages_of(data.config) if data.config and data.config.languages else ()
    news = load_news(context, news_files, language, origins, languages)
    pages = load_pages(context, page_files, language, origins, languages)
    media = load_media(context, media_files)
    locked_urls = load_urls_lock(context)
    releases = load_releases(context, data.files)
    texts: list[Announcement | PlainPage] = [*news, *pages]
    names = FileNames(dict.fromkeys((*news_files, *page_files, *media_files)))
    with fence(report, Span("")):
        check_content(References(context, data), texts, names, media)
    with fence(report, Span("")):
        check_village_photos(context, data, names, media)
    with fence(report, Span("")):
        check_languages(context, texts, {*news_files, *page_files}, data.config)
    with fence(report, Span("")):
        check_left_overs(context, texts, data.of(Village), data.config)
    if now is not None:
        with fence(report, Span("")):
            check_future_dates(context, written, texts, now)
            check_expected_dates(context, written, now)
    with fence(report, Span("")):
        check_early_dates(context, written, texts, now)
    with fence(report, Span("")):
        check_privacy(context, data, texts, (*news_files, *page_files), media)
    if data.config is None:
        return None
    config, present = complete_config(context, data.config), present_codes(data.of(Village).items)
    shapes = load_outlines(context, config.map.boundaries, data.files)
    with fence(report, Span("")):
        check_locations(context, data, config.map, shapes)
    named_news = [with_file_names(_with_present_codes(item, present), names) for item in news]
    site = Site(
        config=config,
        geography=context.geography,
        programme=complete_programme(context, data.programme, config),
        **_collect_records(data, present, names),
        accessibility=None if ACCESSIBILITY in context.unread else data.accessibility,
        releases=releases,
        locked_urls=locked_urls,
        translations=_group_translations(data, present),
        news=tuple(sort_newest_first([complete_content(context, one) for one in named_news])),
        pages=tuple(complete_content(context, item) for item in pages),
        media=media,
        theme=load_theme(context, config, fallback_themes, data.programme.terms if data.programme else ()),
        origins=_collect_origins(data) | _calendar_origins(context, data) | origins,
        unread=frozenset(context.unread),
        outlines=shapes.outlines,
        data=cache_key(b"", "data", *data.keys),
    )
    return without_hidden_records(context, site)


def _load_severities(context: LoadContext, config: Settings | None) -> Severities:
    """Return the severities that the settings give to codes, and report those of unknown codes and those that are
    given to no purpose."""
    given: dict[str, Severity] = {}
    if config is None or not config.severity:
        return given
    codes = load_messages("id", context.cache)["problems"]
    for code, severity in config.severity.items():
        at = context.span(SITE, "severity", code, key=True)
        if code not in codes:
            context.report.add("unknown-code", at, closest_match(code, codes), problem=code)
        elif not may_be_given(code, severity):
            context.report.add("severity-lowered", at, problem=code)
        else:
            given[code] = severity
    return given


def load_staff_messages(root: Path, geography: Geography, language: str, cache: Cache) -> dict[str, Any]:
    """Load the messages of the package for the staff of a site, in the words of its geography."""
    messages = load_messages(language, cache)
    words = geography_messages(root, geography, language, cache)
    levels = (*geography.levels, geography.place)
    messages["frame"]["terms"] |= {
        "level": {level.id: words.get(f"{level.id}_one", level.id) for level in levels},
        "within": {"": words.get("country", geography.name)},
    }
    filled: dict[str, Any] = _fill_all(messages, staff_terms(geography, words))
    return filled


def _fill_all(value: Any, terms: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _fill_all(part, terms) for key, part in value.items()}
    return fill_terms(value, terms) if isinstance(value, str) else value


def load_path_words(geography: Geography, cache: Cache, site: Site | None = None) -> Callable[[str], dict[str, str]]:
    """Return the function from a language to its words of addresses; those of the geography go before, then
    `path_<name>` of the words of the site's theme. A language that the package does not speak has those of the first.
    """
    first, messages = (site.config.language, site.theme.messages) if site else (LANGUAGES[0], {})

    def path_words(language: str) -> dict[str, str]:
        package: dict[str, str] = load_messages(language if language in LANGUAGES else first, cache)["paths"]
        words = messages.get(language, {})
        own = {name: words[f"{PATH_KEY}{name}"] for name in package if f"{PATH_KEY}{name}" in words}
        return {**package, **own, **geography.path_words(language)}

    return path_words


def _group_translations(data: DataRecords, present: Mapping[str, str]) -> dict[str, tuple[Translation, ...]]:
    by_language: dict[str, tuple[Translation, ...]] = {}
    for patch, span in data.of(Translation).valid():
        language = translation_language(span.file)
        named = replace(patch, what=present.get(patch.what, patch.what))
        by_language[language] = (*by_language.get(language, ()), named)
    return by_language


def _with_present_codes(item: Announcement, present: Mapping[str, str]) -> Announcement:
    return replace(item, meta=with_present_codes(item.meta, present)) if present else item


def _collect_records(data: DataRecords, present: Mapping[str, str], names: FileNames) -> dict[str, Any]:
    """Collect the valid records of each kind in file order, with present codes and the exact names of files; villages
    sorted by code."""
    records = {
        kind.part: tuple(with_present_codes(record, present) for record, _ in data.of(kind.record).valid())
        for kind in _list_kinds()
    }
    villages = map(latest_first, records["villages"]) if records["regions"] else records["villages"]
    named = (with_photo_name(village, names) for village in villages)
    return records | {"villages": tuple(sorted(named, key=attrgetter("code")))}


def _collect_origins(data: DataRecords) -> dict[str, Span]:
    """Map the reference name of each record to its position."""
    origins: dict[str, Span] = {}
    for kind in _list_kinds():
        valid = list(data.of(kind.record).valid())
        origins |= zip(kind.names([record for record, _ in valid]), (span for _, span in valid), strict=True)
    return origins


def _calendar_origins(context: LoadContext, data: DataRecords) -> dict[str, Span]:
    """Map the dates of the calendar, and the pages that it names, to their positions."""
    origins: dict[str, Span] = {}
    for number, (entry, span, index) in enumerate(data.of(CalendarEntry).each()):
        if number not in data.of(CalendarEntry).excluded:
            origins[f"calendar:{entry.id}:date"] = context.span(span.file, index, "date")
            for at in range(len(entry.pages)):
                origins[f"calendar:{entry.id}:page:{at}"] = context.span(span.file, index, "pages", at)
    return origins


def _list_kinds() -> list[RecordKind]:
    """List the record kinds that a Site has many records of."""
    return [kind for kind in kinds_in(Site) if kind.key]
