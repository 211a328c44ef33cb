"""read: the files of a site folder become a Site, checked; every problem of every file is told in one run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sitegen.memo import Memo
from sitegen.model import Announcement, Config, PlainPage, Programme, Site
from sitegen.problems import Report, Span
from sitegen.read.checks import check_data
from sitegen.read.content_files import check_content, list_content, read_news, read_pages
from sitegen.read.data_files import Data, read_data
from sitegen.read.media import read_media
from sitegen.read.reading import Reading
from sitegen.read.recall import keep, key_of, recall
from sitegen.read.references import References
from sitegen.read.themes import PACKAGE_THEMES, read_theme

__all__ = ["read_site", "read_words"]

_MESSAGES = Path(__file__).parent.parent / "messages"


def read_site(root: Path, report: Report, memo: Memo, fallback_themes: Sequence[Path] = PACKAGE_THEMES) -> Site | None:
    """Read the site folder `root`; what is wrong goes to `report`, what is sound is in the Site.

    None when data/site.yaml cannot be used, without which nothing else makes sense; all other files are read and
    judged even then. Themes are looked for in the site folder, then in `fallback_themes`.
    """
    reading = Reading(root, report, memo)
    data = read_data(reading)
    check_data(reading, data)
    news_files, page_files, media_files = list_content(reading)
    language = data.config.language if data.config else "id"
    news = read_news(reading, news_files, language)
    pages = read_pages(reading, page_files, language)
    media = read_media(reading, media_files)
    texts: list[Announcement | PlainPage] = [*news, *pages]
    check_content(References(reading, data), texts, {*news_files, *page_files, *media_files})
    if data.config is None:
        return None
    return Site(
        config=data.config,
        programme=data.programme or _no_programme(data.config),
        villages=tuple(sorted(data.villages.items, key=lambda village: village.code)),
        outreach=tuple(data.outreach.items),
        indicators=tuple(data.indicators.items),
        offices=tuple(data.offices.items),
        sources=tuple(data.sources.items),
        news=tuple(news),
        pages=tuple(pages),
        media=media,
        theme=read_theme(reading, data.config, fallback_themes),
        origins=_origins(reading, data, texts),
        unread=frozenset(reading.unread),
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


def _no_programme(config: Config) -> Programme:
    """Stands in for a programme that cannot be read, so that the rest can be judged in the same run."""
    return Programme(name=config.title, agency=config.publisher.name, began=1900, summary=config.title, sources=())


def _origins(reading: Reading, data: Data, texts: Sequence[Announcement | PlainPage]) -> dict[str, Span]:
    """Where each record stands, by the name that others know it by."""
    origins = {village.code: span for village, span in zip(data.villages.items, data.villages.spans, strict=True)}
    for kind, records in (
        ("outreach", data.outreach),
        ("indicator", data.indicators),
        ("office", data.offices),
        ("source", data.sources),
    ):
        origins |= {f"{kind}:{record.id}": span for record, span, _ in records.each()}
    origins |= data.years
    origins |= {text.file: Span(text.file, 1) for text in texts}
    return origins
