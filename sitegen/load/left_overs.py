"""Find what was left over in texts: sentences of the templates, empty headings, what is written twice."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sitegen.geography import Geography
from sitegen.geography.levels import alternatives
from sitegen.load.context import LoadContext, split_front_matter
from sitegen.load.records import LoadedRecords
from sitegen.models import Announcement, Image, NewsMeta, PlainPage, Settings, Village
from sitegen.problems import Report, Span, span_within
from sitegen.urls import is_reserved

_STARTER = Path(__file__).parent.parent / "starter"
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SUMMARY = re.compile(r"(?m)^summary: (.+)$")
_CREDIT_WORD = re.compile(r"(?i)(?:foto|photo|fotografer|photographer)(?: oleh| by)?\s*:\s*|(?:foto oleh|photo by)\s+")
_MIN_LENGTH = 20
"""The least length of a sentence of the templates that is looked for; a short heading may be meant."""
_MIN_TRANSLATED = 40
"""The least length of a text that cannot well be the same in two languages."""
_OTHER_LANGUAGE = re.compile(r"\.[a-z]{2}\.md$")
"""Ends the file of a translation, also into a language that no site can have."""


def check_left_overs(
    context: LoadContext,
    texts: Sequence[Announcement | PlainPage],
    villages: LoadedRecords[Village],
    config: Settings | None,
) -> None:
    """Warn of what was left over in texts that are no drafts, and of words that the page writes by itself."""
    written = [text for text in texts if not text.meta.draft and text.file not in context.unread]
    doubled = _doubled_words(context.geography)
    begun = config is None or is_reserved(config.base_url or "")
    for text in written:
        # A site without an address of its own is not published yet: it may have the pages it began with.
        if isinstance(text, Announcement) or not begun:
            _check_skeleton(context, text)
        _check_headings(text, context.report)
        _check_doubled(context, text, doubled)
        if isinstance(text.meta, NewsMeta) and text.meta.image:
            _check_credit(context, text.meta.image, text.file, "image", "credit")
    for village, span, index in villages.each():
        if village.image:
            _check_credit(context, village.image, span.file, index, "image", "credit")
    _check_translations(context, written)
    _check_repeats(context, [text for text in written if isinstance(text, Announcement)])


@functools.cache
def _skeleton() -> frozenset[str]:
    """The lines of the texts that `new` and `init` begin with, and the summary of an announcement."""
    lines = set[str]()
    for file in (*_STARTER.glob("*/news.md"), *_STARTER.glob("*/site/content/*/*.md")):
        text = file.read_text(encoding="utf-8")
        body = split_front_matter(text, "", Report())[1]
        lines.update(body.split("\n"))
        if file.name == "news.md":
            lines.update(_SUMMARY.findall(text))
    return frozenset(line for line in lines if len(line) >= _MIN_LENGTH)


def _check_skeleton(context: LoadContext, text: Announcement | PlainPage) -> None:
    if text.meta.summary in _skeleton():
        context.report.add("skeleton-left", context.span(text.file, "summary"), text=text.meta.summary)
    for number, line in enumerate(text.body.split("\n"), text.body_line):
        if line.strip() in _skeleton():
            span = Span(text.file, number, 1, len(line) + 1)
            context.report.add("skeleton-left", span, text=line.strip())


def _check_headings(text: Announcement | PlainPage, report: Report) -> None:
    fence = ""
    for number, line in enumerate(text.body.split("\n"), text.body_line):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif fence:
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
        elif line.lstrip().startswith("#") and not line.strip("# \t"):
            report.add("heading-empty", Span(text.file, number, 1, len(line) + 1))


def _doubled_words(geography: Geography) -> re.Pattern[str]:
    """The pattern of a word for a kind or a level that stands twice: `Desa Desa`."""
    levels = (*geography.levels, geography.place)
    words = [word for level in levels for word in (*level.words, *(prefix.word for prefix in level.prefixes))]
    return re.compile(rf"(?i)\b({alternatives(words)}) \1\b(?=\s)") if words else re.compile(r"(?!)")


def _check_doubled(context: LoadContext, text: Announcement | PlainPage, doubled: re.Pattern[str]) -> None:
    for key, line in (("title", text.meta.title), ("summary", text.meta.summary)):
        for found in _find_doubled(doubled, line or ""):
            context.report.add("word-doubled", context.span(text.file, key), word=found[1])
    for found in _find_doubled(doubled, text.body):
        at = span_within(text.body, found.start(), found.end(), text.file, text.body_line)
        context.report.add("word-doubled", at, word=found[1])


def _find_doubled(doubled: re.Pattern[str], line: str) -> Iterator[re.Match[str]]:
    """Yield the words that begin a name, in capitals: `desa desa` may be a plural without its hyphen."""
    return (found for found in doubled.finditer(line) if found[1].istitle() and found[0].istitle())


def _check_credit(context: LoadContext, image: Image, file: str, *loc: str | int) -> None:
    """Warn of a credit with the word that pages write before it."""
    word = _CREDIT_WORD.match(image.credit or "")
    if word and (rest := image.credit[word.end() :].strip()):
        context.report.add("credit-word", context.span(file, *loc), rest, word=word[0].strip())


def _check_translations(context: LoadContext, texts: Sequence[Announcement | PlainPage]) -> None:
    """Warn of translations whose text is that of the original: only their front matter was translated."""
    by_file: Mapping[str, Announcement | PlainPage] = {text.file: text for text in texts}
    for text in texts:
        original = by_file.get(text.file.removesuffix(f".{text.language}.md") + ".md")
        if original is None or original is text or original.language == text.language:
            continue
        body = text.body.strip()
        if len(body) >= _MIN_TRANSLATED and body == original.body.strip():
            context.report.add("translation-same", Span(text.file, text.body_line), original=original.file)


def _check_repeats(context: LoadContext, news: Sequence[Announcement]) -> None:
    """Warn of a second announcement with the title and the date of another."""
    first: dict[tuple[str, str], str] = {}
    for text in sorted(news, key=lambda text: text.file):
        if _OTHER_LANGUAGE.search(text.file):
            continue
        key = (text.meta.date or "", " ".join((text.meta.title or "").casefold().split()))
        other = first.setdefault(key, text.file)
        if other != text.file:
            context.report.add("announcement-repeated", context.span(text.file, "title"), other=other)
