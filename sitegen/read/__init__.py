"""read: the files of a site folder become a Site, checked; every problem of every file is told in one run."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from sitegen.memo import Memo
from sitegen.model import Announcement, PlainPage, Site, Translation
from sitegen.model.kinds import ACCESSIBILITY, RecordKind, kinds_in
from sitegen.problems import Report, Span
from sitegen.read.astray import check_points
from sitegen.read.checks import check_data
from sitegen.read.content_files import check_content, fit, list_content, newest_first, read_news, read_pages
from sitegen.read.data_files import Data, read_data
from sitegen.read.languages import check_languages
from sitegen.read.media import read_media
from sitegen.read.outlines import read_outlines
from sitegen.read.privacy import check_privacy
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall
from sitegen.read.references import References
from sitegen.read.releases import read_releases
from sitegen.read.stand_ins import fit_config, fit_programme
from sitegen.read.themes import PACKAGE_THEMES, read_theme
from sitegen.read.urls_lock import read_lock
from sitegen.read.village_photos import check_village_photos
from sitegen.translations import language_of

__all__ = ["read_site", "read_words"]

_MESSAGES = Path(__file__).parent.parent / "messages"


def read_site(root: Path, report: Report, memo: Memo, fallback_themes: Sequence[Path] = PACKAGE_THEMES) -> Site | None:
    """Read the site folder `root`; what is wrong goes to `report`, what is sound is in the Site.

    None when nothing of data/site.yaml can be read, without which nothing else makes sense; all other files are read
    and judged even then. Where `report` has failed, the Site serves to find more problems and is never published: what
    is required and could not be read is stood in for. Themes are looked for in the site folder, then in
    `fallback_themes`.
    """
    reading = Reading(root, report, memo)
    data = read_data(reading)
    check_data(reading, data)
    news_files, page_files, media_files = list_content(reading)
    language = (data.config and data.config.language) or "id"
    places = data.places
    news = read_news(reading, news_files, language, places)
    pages = read_pages(reading, page_files, language, places)
    media = read_media(reading, media_files)
    addresses = read_lock(reading)
    releases = read_releases(reading, data.there)
    texts: list[Announcement | PlainPage] = [*news, *pages]
    check_content(References(reading, data), texts, {*news_files, *page_files, *media_files}, media)
    check_village_photos(reading, data, media)
    check_languages(reading, texts, {*news_files, *page_files}, data.config)
    check_privacy(reading, data, texts, (*news_files, *page_files))
    if data.config is None:
        return None
    config = fit_config(reading, data.config)
    shapes = read_outlines(reading, config.map.boundaries, data.there)
    check_points(reading, data, config.map, shapes)
    return Site(
        config=config,
        programme=fit_programme(reading, data.programme, config),
        **_records(data),
        accessibility=None if ACCESSIBILITY in reading.unread else data.accessibility,
        releases=releases,
        addresses=addresses,
        translations=_translations(data),
        news=tuple(newest_first([fit(reading, one) for one in news])),
        pages=tuple(fit(reading, one) for one in pages),
        media=media,
        theme=read_theme(reading, config, fallback_themes),
        origins=_origins(data) | places,
        unread=frozenset(reading.unread),
        outlines=shapes.outlines,
        data=key_of(b"", "data", *data.keys),
    )


def read_words(language: str, memo: Memo) -> dict[str, Any]:
    """The package's own words in a language (messages/<lang>.yaml), nested as they stand there."""
    data = (_MESSAGES / f"{language}.yaml").read_bytes()
    key = key_of(data, "messages")
    words: dict[str, Any] | None = recall(memo, key, dict[str, Any])
    if words is None:
        from sitegen.read.source import load_words

        words = load_words(data)
        keep(memo, key, words)
    return words


def _translations(data: Data) -> dict[str, tuple[Translation, ...]]:
    """What the texts of records say in each further language."""
    found: dict[str, tuple[Translation, ...]] = {}
    for patch, span in data.translations.sound():
        language = language_of(span.file)
        found[language] = (*found.get(language, ()), patch)
    return found


def _records(data: Data) -> dict[str, Any]:
    """The records of each kind that are sound, in the order of their files; villages by code."""
    found = {kind.part: tuple(record for record, _ in getattr(data, kind.part).sound()) for kind in _listed()}
    return found | {"villages": tuple(sorted(found["villages"], key=attrgetter("code")))}


def _origins(data: Data) -> dict[str, Span]:
    """Where each record stands, by the name that others know it by."""
    origins: dict[str, Span] = {}
    for kind in _listed():
        placed = list(getattr(data, kind.part).sound())
        origins |= zip(kind.names([record for record, _ in placed]), (span for _, span in placed), strict=True)
    return origins


def _listed() -> list[RecordKind]:
    """The kinds of which a Site has many records."""
    return [kind for kind in kinds_in(Site) if kind.key]
